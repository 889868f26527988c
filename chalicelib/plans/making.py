"""Asking for a plan, deciding on it, and setting it up. Pure: values in, changes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care import holding
from chalicelib.care.model import ContactPolicy
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.workdays import next_working_day
from chalicelib.messaging.model import Text
from chalicelib.messaging.telling import told
from chalicelib.plans.consent import TEXTS
from chalicelib.plans.looks import look_on, next_look
from chalicelib.plans.model import (
    Instalment,
    Origin,
    PayBy,
    Plan,
    PlanClaim,
    PlanRequest,
    RequestState,
    Terms,
)
from chalicelib.plans.offers import claims_of, may_plan, offers, window
from chalicelib.plans.schedule import due_days, split
from chalicelib.plans.telling import about_plan, agreed_values
from chalicelib.records.agreements import agreed_anew
from chalicelib.records.holds import HoldKind
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from chalicelib.tasks.rules import opened

REQUEST_LIVES = timedelta(days=14)
REVIEW_TAG = "review-plan"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a customer chooses: one of the account's options, when and how they pay, and which words they agreed to."""

    request_id: str
    account_number: str
    option: int
    start: date
    day_of_month: int | None = None
    pay_by: PayBy = PayBy.CUSTOMER
    mandate_id: str = ""
    consent: str = ""


def request(customer: Customer, ask: Ask, settings: Settings, diary: Diary) -> PlanRequest:
    """The request as it would be kept, nothing written yet. Raises Refused: NOT_FOUND, NOT_ALLOWED_NOW, WRONG_STATE for an
    option that cannot be chosen any more, INVALID for a day outside the window."""
    account = customer.accounts.get(ask.account_number)
    if account is None:
        raise Refused(Code.NOT_FOUND)
    today = london_day(diary.now)
    decision = may_plan(customer, account.number, diary.now)
    refuse_if(not decision.allowed, Code.NOT_ALLOWED_NOW, " ".join(decision.words))
    claims = claims_of(customer, account.number, decision.claims)
    owed = sum(claim.amount for claim in claims)
    offer = next((each for each in offers(account.plan_options, owed, settings, today) if each.option.number == ask.option), None)
    if offer is None or offer.hidden is not None:
        raise Refused(Code.WRONG_STATE, "That plan is not offered any more.", field="option")
    days = window(ask.pay_by, settings, today)
    refuse_if(not days.first <= ask.start <= days.last, Code.INVALID, days.words, field="start")
    refuse_if(not 1 <= (ask.day_of_month or 1) <= 31, Code.INVALID, "A month has 31 days at most.", field="day_of_month")
    return PlanRequest(
        customer_key=customer.customer_key,
        id=ask.request_id,
        option=offer.option,
        terms=Terms(
            total=offer.option.total,
            instalments=offer.option.instalments,
            frequency=offer.option.frequency,
            start=ask.start,
            day_of_month=ask.day_of_month,
            pay_by=ask.pay_by,
            mandate_id=ask.mandate_id,
        ),
        claims=claims,
        balance=owed,
        consent=ask.consent,
        channel=diary.actor.channel,
        asked_by=diary.actor.name,
    )


def instalments(terms: Terms) -> tuple[Instalment, ...]:
    """The schedule of these terms."""
    days = due_days(terms.start, terms.frequency, terms.instalments, terms.day_of_month)
    amounts = split(terms.total, terms.instalments)
    return tuple(
        Instalment(number=number, due=due, amount=amount)
        for number, (due, amount) in enumerate(zip(days, amounts, strict=True), start=1)
    )


def asked(customer: Customer, wanted: PlanRequest, settings: Settings, diary: Diary, policy: ContactPolicy) -> Changes:
    """The request written down: its plan begins at once, or somebody looks at it first. Raises Refused(INVALID) for words
    that nobody was shown."""
    refuse_if(wanted.consent not in TEXTS, Code.INVALID, field="consent")
    asking = _about_request(diary, wanted, Event.PLAN_REQUESTED, after=_terms_told(wanted.terms))
    if settings.plans_auto_accept:
        accepted, changes = _accepted(customer, wanted, settings, diary, policy)
        return Changes(Insert(accepted), Append(asking)) + changes
    waiting = wanted.model_copy(update={"next_look": look_on(london_day(diary.now) + REQUEST_LIVES)})
    task = opened(
        diary,
        customer.customer_key,
        source="planRequest.created",
        seed=wanted.id,
        due=_working_days_on(london_day(diary.now), settings.plan_review_days),
        account=wanted.claims[0].account_number,
        tags=(REVIEW_TAG,),
        notes=f"Payment plan {wanted.reference} was asked for. Accept or reject it on the customer's page.",
    )
    message = told(customer, Text.PLAN_ASKED, {"reference": wanted.reference}, diary, policy, seed=wanted.id)
    # Two requests at one moment meet at the customer, so that only one of them is written.
    return Changes(Replace(customer), Insert(waiting), Append(asking)) + task + message


def accepted(customer: Customer, waiting: PlanRequest, settings: Settings, diary: Diary, policy: ContactPolicy) -> Changes:
    """A request that waited, accepted: its plan begins. Raises Refused: WRONG_STATE when it was decided or does not fit what
    is owed any more, NOT_ALLOWED_NOW."""
    _refuse_decided(waiting)
    for claim in waiting.claims:
        decision = may_plan(customer, claim.account_number, diary.now)
        refuse_if(claim.claim not in decision.claims, Code.NOT_ALLOWED_NOW, " ".join(decision.words))
    owed = sum(_owed(customer, claim) for claim in waiting.claims)
    refuse_if(owed < waiting.terms.total, Code.WRONG_STATE, "Less is owed now than the plan would collect.")
    start = max(waiting.terms.start, london_day(diary.now))
    fresh = tuple(claim.model_copy(update={"amount": _owed(customer, claim)}) for claim in waiting.claims)
    moved = waiting.model_copy(update={"terms": waiting.terms.model_copy(update={"start": start}), "claims": fresh})
    decided, changes = _accepted(customer, moved, settings, diary, policy)
    return Changes(Replace(decided)) + changes


def refused(
    customer: Customer, waiting: PlanRequest, state: RequestState, reason: str, diary: Diary, policy: ContactPolicy
) -> Changes:
    """A request that waited, rejected by an agent, withdrawn by the customer or expired; they are told unless it was they.
    Raises Refused(WRONG_STATE) when it was decided."""
    _refuse_decided(waiting)
    events = {
        RequestState.REJECTED: Event.PLAN_REJECTED,
        RequestState.WITHDRAWN: Event.PLAN_WITHDRAWN,
        RequestState.EXPIRED: Event.PLAN_EXPIRED,
    }
    after = _decided(waiting, state, diary, reason)
    line = _about_request(diary, waiting, events[state], before={"state": waiting.state}, after={"state": state}, reason=reason)
    changes = Changes(Replace(after), Append(line))
    if state is RequestState.WITHDRAWN:
        return changes
    return changes + told(customer, Text.PLAN_DECLINED, {"reference": waiting.reference}, diary, policy, seed=waiting.id)


def made(wanted: PlanRequest, settings: Settings, diary: Diary) -> Plan:
    """The plan of a request, as it begins."""
    schedule = instalments(wanted.terms)
    plan = Plan(
        customer_key=wanted.customer_key,
        id=wanted.id,
        claims=wanted.claims,
        terms=wanted.terms,
        anchor=schedule[0].due,
        instalments=schedule,
        since=diary.now,
    )
    # A day before today, so that what falls due today is looked at today.
    first_look = next_look(plan, london_day(diary.now) - timedelta(days=1), settings.plan_grace_days)
    return plan.model_copy(update={"next_look": first_look})


def begun(customer: Customer, plan: Plan, diary: Diary, *also: Activity) -> tuple[Customer, Changes]:
    """The customer with the plan's holds, and the plan written down; whoever commits adds the customer."""
    places = [claim.place for claim in plan.claims]
    held = agreed_anew(holding.agreed(customer, HoldKind.PLAN, places, diary, seed=plan.id), places)
    line = about_plan(diary, plan, Event.PLAN_CREATED, after=_terms_told(plan.terms))
    return held, Changes(Insert(plan), Append(line), *map(Append, also)) + holding.told(customer, held, diary)


def pending(requests: Sequence[PlanRequest], accounts: Sequence[str]) -> PlanRequest | None:
    """A request on one of these accounts that nobody has decided."""
    return next(
        (each for each in requests if each.state is RequestState.REQUESTED and set(accounts) & set(each.account_numbers)), None
    )


def decided_now(wanted: PlanRequest, diary: Diary) -> PlanRequest:
    """The request accepted, by whoever writes the diary."""
    return _decided(wanted, RequestState.ACCEPTED, diary, "")


def _accepted(
    customer: Customer, wanted: PlanRequest, settings: Settings, diary: Diary, policy: ContactPolicy
) -> tuple[PlanRequest, Changes]:
    plan = made(wanted, settings, diary)
    line = _about_request(diary, wanted, Event.PLAN_ACCEPTED, after={"state": RequestState.ACCEPTED})
    held, changes = begun(customer, plan, diary, line)
    message = told(customer, Text.PLAN_AGREED, agreed_values(plan), diary, policy, seed=plan.id)
    return decided_now(wanted, diary), Changes(Replace(held)) + changes + message


def _decided(wanted: PlanRequest, state: RequestState, diary: Diary, reason: str) -> PlanRequest:
    decision = {
        "state": state,
        "decided_at": diary.now,
        "decided_by": diary.actor.name,
        "reason": reason,
        "next_look": None,
    }
    return wanted.model_copy(update=decision)


def _refuse_decided(waiting: PlanRequest) -> None:
    refuse_if(waiting.state is not RequestState.REQUESTED, Code.WRONG_STATE, "That request was decided already.")


def _owed(customer: Customer, claim: PlanClaim) -> int:
    account = customer.accounts.get(claim.account_number)
    held = account.claims.get(claim.claim) if account else None
    return held.outstanding.total if held else 0


def _about_request(
    diary: Diary,
    wanted: PlanRequest,
    event: Event,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
    reason: str = "",
) -> Activity:
    account = wanted.account_numbers[0] if wanted.origin is Origin.OPTION else None
    return diary.tell(
        event, wanted.ref, stream=wanted.customer_key, account=account, before=before, after=after, reason=reason or None
    )


def _terms_told(terms: Terms) -> dict[str, str]:
    return {
        "total_pence": str(terms.total),
        "instalments": str(terms.instalments),
        "frequency": terms.frequency,
        "first_due": terms.start.isoformat(),
        "pay_by": terms.pay_by,
    }


def _working_days_on(day: date, count: int) -> date:
    for _ in range(count):
        day = next_working_day(day)
    return day
