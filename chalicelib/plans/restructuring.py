"""Putting all that a customer owes into one plan: what it would be, and that it is still what was shown. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import Action, Row, Rule
from chalicelib.care.rules import facts_of, may
from chalicelib.core.changes import Append, Changes
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, refuse_if
from chalicelib.ledger.model import Context, EntryType, Memo
from chalicelib.ledger.rules import post
from chalicelib.plans.limits import too_long
from chalicelib.plans.making import instalments
from chalicelib.plans.model import Instalment, Origin, PayBy, Plan, PlanClaim, PlanRequest, RequestState, Terms
from chalicelib.plans.offers import window
from chalicelib.records.accounts import Frequency
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an agent enters."""

    frequency: Frequency
    start: date
    instalments: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """A claim that is left out, and why."""

    account_number: str
    claim: str
    amount: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What would be agreed. `token` holds only for these balances, claims and terms."""

    terms: Terms
    claims: tuple[PlanClaim, ...]
    excluded: tuple[Excluded, ...]
    schedule: tuple[Instalment, ...]
    token: str


def simulated(
    customer: Customer, wanted: Wanted, standing: Sequence[Plan], settings: Settings, diary: Diary, secret: bytes
) -> Simulation:
    """The coming payments and their days; nothing is written. `standing` are the open plans that it would replace. Raises
    Refused: INVALID for a day or a number that cannot be, NOTHING_OWED when no claim is left, AMOUNT_TOO_SMALL."""
    today = london_day(diary.now)
    claims, excluded = _claims(customer, {claim.place for plan in standing for claim in plan.claims}, diary)
    total = sum(claim.amount for claim in claims)
    refuse_if(total == 0, Code.NOTHING_OWED, "No claim is left that could go into a plan.")
    days = window(PayBy.CUSTOMER, settings, today)
    refuse_if(not days.first <= wanted.start <= days.last, Code.INVALID, days.words, field="start")
    refuse_if(not 1 <= wanted.instalments <= 520, Code.INVALID, "Choose a number from 1 to 520.", field="instalments")
    long = too_long(wanted.frequency, wanted.instalments, settings, today)
    refuse_if(long, Code.INVALID, f"A plan lasts {settings.maximum_plan_months} months at most.", field="instalments")
    small = total // wanted.instalments < settings.minimum_instalment
    refuse_if(small, Code.AMOUNT_TOO_SMALL, "The instalments would be too small.", field="instalments")
    terms = Terms(total=total, instalments=wanted.instalments, frequency=wanted.frequency, start=wanted.start)
    return Simulation(terms, claims, excluded, instalments(terms), sealed(customer, claims, terms, standing, secret))


def sealed(customer: Customer, claims: Sequence[PlanClaim], terms: Terms, standing: Sequence[Plan], secret: bytes) -> str:
    """The token: whoever changes a balance, a claim, a term or a plan that would be replaced makes another one."""
    parts = [customer.customer_key, terms.model_dump_json(), *(claim.model_dump_json() for claim in claims)]
    parts += [f"{plan.id}:{plan.version}" for plan in sorted(standing, key=lambda plan: plan.id)]
    return hmac.new(secret, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def requested(customer: Customer, found: Simulation, request_id: str, diary: Diary) -> PlanRequest:
    """The request that an agent's restructure is kept as: accepted by whoever confirms it."""
    return PlanRequest(
        customer_key=customer.customer_key,
        id=request_id,
        origin=Origin.RESTRUCTURE,
        terms=found.terms,
        claims=found.claims,
        balance=found.terms.total,
        channel=diary.actor.channel,
        asked_by=diary.actor.name,
        state=RequestState.ACCEPTED,
        decided_at=diary.now,
        decided_by=diary.actor.name,
    )


def noted(customer: Customer, wanted: PlanRequest, diary: Diary) -> tuple[Customer, Changes]:
    """The customer with the journal's memo of the restructure, which moves nothing."""
    return post(
        customer,
        ref=f"restructure:{wanted.id}",
        entry_type=EntryType.RESTRUCTURE,
        context=Context.RESTRUCTURE,
        postings=(),
        memos=[Memo(amount=claim.amount, account_number=claim.account_number, claim=claim.claim) for claim in wanted.claims],
        actor=diary.actor,
        now=diary.now,
        effective=london_day(diary.now),
    )


def told(wanted: PlanRequest, diary: Diary, replaced: int) -> Append:
    """What the diary says of it."""
    words = {"total_pence": str(wanted.terms.total), "instalments": str(wanted.terms.instalments), "replaced": str(replaced)}
    return Append(diary.tell(Event.RESTRUCTURE_CONFIRMED, wanted.ref, stream=wanted.customer_key, after=words))


def _claims(
    customer: Customer, planned: set[tuple[str, str]], diary: Diary
) -> tuple[tuple[PlanClaim, ...], tuple[Excluded, ...]]:
    """Every claim with something owed: those that may go into a plan, and the others with the reasons."""
    facts, taken, left = facts_of(customer), [], []
    owing = [
        (account.number, claim)
        for account in customer.accounts.values()
        for claim in account.claims.values()
        if claim.outstanding.total > 0
    ]
    for number, claim in sorted(owing, key=lambda each: (each[1].due_date, each[1].ref)):
        rules = may(Action(Row.PLAN_OFFER, account=number, claim=claim.ref), facts, diary.now).rules
        against = tuple(rule for rule in rules if not (rule is Rule.ON_PLAN and (number, claim.ref) in planned))
        if against:
            left.append(Excluded(number, claim.ref, claim.outstanding.total, against))
        else:
            taken.append(PlanClaim(account_number=number, claim=claim.ref, amount=claim.outstanding.total))
    return tuple(taken), tuple(left)
