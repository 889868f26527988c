"""How far a plan is kept, and what follows from it. Pure: the plan and what was paid in, the plan and changes out.

Payments know nothing of plans: whenever a plan is shown or looked at, what was paid towards its claims since it began fills
the instalments from the first on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care import holding
from chalicelib.care.model import Action, Decision, Starter
from chalicelib.care.rules import facts_of, may
from chalicelib.core.bankdays import PastHorizon
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.clock import london_day, london_midnight
from chalicelib.core.errors import Code, refuse_if
from chalicelib.ledger.model import Context, EntryType
from chalicelib.ledger.rules import applied, discount, post
from chalicelib.plans.model import (
    KEPT,
    MOVES,
    OPEN,
    STANDING,
    Instalment,
    InstalmentState,
    Move,
    PayBy,
    Plan,
    PlanState,
    Trial,
)
from chalicelib.plans.progress import UNPAID, Line, claims_held, left_to_pay, lines
from chalicelib.plans.schedule import collect_on, shifted, submit_by
from chalicelib.plans.telling import about_plan
from chalicelib.records.accounts import Claim
from chalicelib.records.agreements import with_lapses
from chalicelib.records.holds import HoldKind
from chalicelib.records.lapses import Lapse, LapseKind
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from chalicelib.tasks.rules import opened

LOOK_AT = timedelta(hours=6)
"""Plans are looked at from six in the morning in London: before banks open, and when nobody sits by their phone."""
SELDOM = timedelta(days=7)
GIVEN_UP_AFTER = timedelta(days=60)
"""So long after its last due day a broken plan is still looked at: whoever catches up later talks to an agent."""
COMES_BACK_WITHIN = timedelta(days=7)
"""After so long a direct debit that is not honoured has come back."""
BY_THE_SWEEP = "plan_sweep"
_TOLD = {
    InstalmentState.DUE: Event.INSTALMENT_DUE,
    InstalmentState.PAID: Event.INSTALMENT_PAID,
    InstalmentState.MISSED: Event.INSTALMENT_MISSED,
}
EVENTS: Mapping[Move, Event] = {
    Move.BEGIN: Event.PLAN_ACTIVATED,
    Move.PAUSE: Event.PLAN_PAUSED,
    Move.RESUME: Event.PLAN_RESUMED,
    Move.BREAK: Event.PLAN_BROKEN,
    Move.CATCH_UP: Event.PLAN_RESUMED,
    Move.COMPLETE: Event.PLAN_COMPLETED,
    Move.CANCEL: Event.PLAN_CANCELLED,
    Move.SUPERSEDE: Event.PLAN_SUPERSEDED,
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A customer and a plan after a look, with what is told and opened besides."""

    customer: Customer
    plan: Plan
    news: Changes


def collectable(customer: Customer, plan: Plan, now: datetime) -> dict[tuple[str, str], int]:
    """Pence that a schedule may take now, by claim: what holds, states and payments under way leave."""
    facts, found = facts_of(customer), {}
    for number, claim in claims_held(customer, plan):
        decision: Decision = may(Action.charge(Starter.SCHEDULE, number, claim.ref), facts, now)
        if decision.allowed and claim.available:
            found[number, claim.ref] = claim.available
    return found


def is_forbidden(customer: Customer, plan: Plan, now: datetime) -> bool:
    """Whether a hold, a state or the law lets nothing be collected on any of its claims now."""
    facts = facts_of(customer)
    return not any(
        may(Action.charge(Starter.SCHEDULE, number, claim.ref), facts, now).allowed
        for number, claim in claims_held(customer, plan)
    )


def looked(customer: Customer, plan: Plan, paid: int, settings: Settings, diary: Diary) -> Looked:
    """What a look finds: done, paused and resumed by holds, missed, at risk, broken, caught up. It always moves the plan's
    next look on."""
    if plan.state in OPEN and left_to_pay(customer, plan, paid) == 0:
        return _completed(customer, plan, paid, settings, diary)
    found = Looked(customer, plan, Changes())
    forbidden = is_forbidden(customer, plan, diary.now)
    if forbidden and plan.state in KEPT:
        found = moved(found, Move.PAUSE, diary, paused_by=BY_THE_SWEEP)
    elif not forbidden and plan.state is PlanState.PAUSED and plan.paused_by == BY_THE_SWEEP:
        found = resumed(found, diary)
    if found.plan.state in KEPT or found.plan.state is PlanState.BROKEN:
        found = _followed(found, paid, settings, diary)
    return _looking_again(found, settings, diary)


def moved(found: Looked, move: Move, diary: Diary, *, reason: str = "", **changed: object) -> Looked:
    """The plan after a move, with its hold lifted or placed as the state wants. Raises Refused(WRONG_STATE)."""
    after = MOVES.get((found.plan.state, move))
    if after is None:
        refuse_if(True, Code.WRONG_STATE)
        raise AssertionError
    plan = found.plan.model_copy(update={"state": after, **changed})
    line = about_plan(diary, plan, EVENTS[move], before={"state": found.plan.state}, after={"state": after}, reason=reason)
    customer, places = found.customer, [claim.place for claim in plan.claims]
    if move is Move.CATCH_UP:
        customer = holding.agreed(customer, HoldKind.PLAN, places, diary, seed=plan.id)
    elif move in (Move.BREAK, Move.COMPLETE, Move.CANCEL, Move.SUPERSEDE):
        customer = holding.over(customer, HoldKind.PLAN, places)
    news = Changes(Append(line)) + holding.told(found.customer, customer, diary)
    return Looked(_marked(customer, plan), plan, found.news + news)


def resumed(found: Looked, diary: Diary, *, reason: str = "") -> Looked:
    """The plan goes on: instalments that fell due while it was paused, and all after them, move on by whole periods."""
    plan, today = found.plan, london_day(diary.now)
    open_ones = [each for each in plan.instalments if each.state in UNPAID]
    days = shifted(tuple(each.due for each in open_ones), plan.anchor, plan.terms.frequency, today)
    fresh = {
        each.number: each.model_copy(update={"due": day, "state": InstalmentState.SCHEDULED} if day != each.due else {})
        for each, day in zip(open_ones, days, strict=True)
    }
    schedule = tuple(fresh.get(each.number, each) for each in plan.instalments)
    return moved(found, Move.RESUME, diary, reason=reason, instalments=schedule, paused_by="")


def next_look(plan: Plan, today: date, grace_days: int) -> datetime | None:
    """When something about the plan may change by itself next; never for a final one."""
    if plan.state not in OPEN:
        return None
    if plan.state is PlanState.BROKEN:
        ends = plan.instalments[-1].due + GIVEN_UP_AFTER
        return look_on(today + SELDOM) if today < ends else None
    if plan.state is PlanState.PAUSED:
        return look_on(today + SELDOM)
    days = [day for each in plan.instalments for day in _days(plan, each, grace_days) if day > today]
    return look_on(min(days, default=today + SELDOM))


def look_on(day: date) -> datetime:
    """The instant of a London day at which plans are looked at."""
    return london_midnight(day) + LOOK_AT


def submission(plan: Plan, instalment: Instalment) -> date:
    """The day on which an instalment is first handed to the provider. Raises PastHorizon."""
    day = collect_on(instalment.due)
    return submit_by(day) if plan.terms.pay_by is PayBy.BACS else day


def at_risk(plan: Plan) -> bool:
    """Whether an instalment is missed."""
    return any(each.state is InstalmentState.MISSED for each in plan.instalments)


def _followed(found: Looked, paid: int, settings: Settings, diary: Diary) -> Looked:
    """The plan with its instalments as they stand now, and the moves that follow."""
    plan, today = found.plan, london_day(diary.now)
    now = lines(plan, paid, today, settings.plan_grace_days)
    schedule = tuple(line.instalment.model_copy(update={"state": line.state}) for line in now)
    news = [
        _instalment_told(diary, plan, line) for line in now if line.state is not line.instalment.state and line.state in _TOLD
    ]
    found = Looked(found.customer, plan.model_copy(update={"instalments": schedule}), found.news + map(Append, news))
    missed = sum(line.state is InstalmentState.MISSED for line in now)
    if plan.state is PlanState.PENDING_FIRST and (paid > 0 or today >= schedule[0].due):
        found = moved(found, Move.BEGIN, diary)
    if found.plan.state is PlanState.BROKEN:
        return moved(found, Move.CATCH_UP, diary, at_risk=False) if missed == 0 else found
    if missed > settings.plan_tolerance and found.plan.state is PlanState.ACTIVE:
        broken = moved(found, Move.BREAK, diary)
        return _with_task(broken, diary, "plan-broken", "The plan is broken: talk to the customer about what they can pay.")
    if missed and not plan.at_risk:
        return _endangered(found, diary)
    if not missed and plan.at_risk:
        safe = found.plan.model_copy(update={"at_risk": False})
        return Looked(_marked(found.customer, safe), safe, found.news)
    return found


def _endangered(found: Looked, diary: Diary) -> Looked:
    plan = found.plan.model_copy(update={"at_risk": True})
    line = about_plan(diary, plan, Event.PLAN_AT_RISK, after={"state": plan.state})
    found = Looked(_marked(found.customer, plan), plan, found.news + Changes(Append(line)))
    return _with_task(found, diary, "plan-at-risk", "An instalment was missed: ask the customer whether the plan still fits.")


def _marked(customer: Customer, plan: Plan) -> Customer:
    """The customer with what the plan's state leaves to be known without it."""
    kind = LapseKind.PLAN_BROKEN if plan.state is PlanState.BROKEN else LapseKind.PLAN_AT_RISK
    lapsed = plan.state is PlanState.BROKEN or (plan.at_risk and plan.state in STANDING)
    accounts = plan.account_numbers if lapsed else ()
    return with_lapses(customer, plan.id, [Lapse(kind=kind, id=plan.id, account=number) for number in accounts])


def _with_task(found: Looked, diary: Diary, tag: str, words: str) -> Looked:
    """A task for an agent; no fee is added by itself (FCA CONC 7.7)."""
    plan = found.plan
    task = opened(
        diary,
        plan.customer_key,
        source=f"plan.{tag.removeprefix('plan-')}",
        seed=f"{plan.id}\x1f{tag}",
        account=plan.claims[0].account_number,
        tags=(tag,),
        notes=f"Payment plan {plan.reference}. {words}",
    )
    return Looked(found.customer, plan, found.news + task)


def _completed(customer: Customer, plan: Plan, paid: int, settings: Settings, diary: Diary) -> Looked:
    """The plan done: what it need not pay is given up now, and its hold is lifted."""
    today = london_day(diary.now)
    schedule = tuple(
        line.instalment.model_copy(update={"state": InstalmentState.CANCELLED if line.state in UNPAID else line.state})
        for line in lines(plan, paid, today, settings.plan_grace_days)
    )
    done = moved(Looked(customer, plan, Changes()), Move.COMPLETE, diary, instalments=schedule, at_risk=False, next_look=None)
    postings = [
        posting
        for number, claim, pence in _given_up(customer, plan)
        for posting in discount(number, claim.ref, claim.outstanding.take(pence))
    ]
    if not postings:
        return done
    after, entry = post(
        applied(done.customer, postings),
        ref=f"plan:{plan.id}:discount",
        entry_type=EntryType.DISCOUNT,
        context=Context.PLAN,
        postings=postings,
        actor=diary.actor,
        now=diary.now,
        effective=today,
    )
    return Looked(after, done.plan, done.news + entry + _balances_told(customer, after, plan, diary))


def _given_up(customer: Customer, plan: Plan) -> Iterator[tuple[str, Claim, int]]:
    """What is left on the claims, as far as the discount that was agreed reaches."""
    left = plan.discount
    for number, claim in claims_held(customer, plan):
        if take := min(left, claim.outstanding.total):
            yield number, claim, take
            left -= take


def _balances_told(before: Customer, after: Customer, plan: Plan, diary: Diary) -> Iterator[Append]:
    for number in plan.account_numbers:
        old, new = before.accounts[number].balance.total, after.accounts[number].balance.total
        if old != new:
            yield Append(
                diary.tell(
                    Event.ACCOUNT_AMOUNTS_UPDATED,
                    f"account:{number}",
                    stream=after.customer_key,
                    account=number,
                    before={"balance_pence": str(old)},
                    after={"balance_pence": str(new)},
                )
            )


def _looking_again(found: Looked, settings: Settings, diary: Diary) -> Looked:
    """The plan with its next look; the diary tells of the look when it tells of nothing else."""
    plan = found.plan.model_copy(update={"next_look": next_look(found.plan, london_day(diary.now), settings.plan_grace_days)})
    if any(isinstance(change, Append) and getattr(change.entity, "entity", "") == plan.ref for change in found.news):
        return Looked(found.customer, plan, found.news)
    line = about_plan(diary, plan, Event.PLAN_UPDATED, after={"state": plan.state})
    return Looked(found.customer, plan, found.news + Changes(Append(line)))


def _instalment_told(diary: Diary, plan: Plan, line: Line) -> Activity:
    words = {"number": str(line.instalment.number), "amount_pence": str(line.instalment.amount), "state": line.state.value}
    return about_plan(diary, plan, _TOLD[line.state], before={"state": line.instalment.state}, after=words)


def _days(plan: Plan, instalment: Instalment, grace_days: int) -> Iterator[date]:
    """The days on which something about an instalment may change."""
    if plan.terms.pay_by is PayBy.BACS and instalment.attempt is not None and instalment.attempt.trial is Trial.DONE:
        yield instalment.attempt.on + COMES_BACK_WITHIN
    if instalment.state not in UNPAID:
        return
    yield instalment.due
    yield instalment.due + timedelta(days=grace_days + 1)
    if plan.terms.pay_by is PayBy.CUSTOMER:
        return
    attempt = instalment.attempt
    if attempt is None:
        first = _submission_or_warning(plan, instalment)
        yield from (first + timedelta(days=day) for day in range(grace_days + 1))
    elif attempt.trial is Trial.UNDER_WAY:
        yield from (attempt.on + timedelta(days=day) for day in range(1, 15))
    elif attempt.again_on is not None:
        yield attempt.again_on


def _submission_or_warning(plan: Plan, instalment: Instalment) -> date:
    """When it is handed in, or where nobody knows that yet, a week before it is due: then the sweep says what to do."""
    try:
        return submission(plan, instalment)
    except PastHorizon:
        return instalment.due - timedelta(days=7)


def written(before: Customer, found: Looked) -> Changes:
    """The transaction that makes it so."""
    changes: Sequence[Replace] = [Replace(found.plan)]
    return Changes(*changes, *([Replace(found.customer)] if found.customer is not before else [])) + found.news
