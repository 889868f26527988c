"""What a move does to a plan: its state, its holds and the line in the diary. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care import holding
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, refuse_if
from chalicelib.plans.model import MOVES, STANDING, InstalmentState, Move, Plan, PlanState
from chalicelib.plans.progress import UNPAID
from chalicelib.plans.schedule import shifted
from chalicelib.plans.telling import about_plan
from chalicelib.records.agreements import with_lapses
from chalicelib.records.holds import HoldKind
from chalicelib.records.lapses import Lapse, LapseKind
from chalicelib.records.model import Customer
from chalicelib.tasks.rules import opened

EVENTS: Mapping[Move, Event] = {
    Move.BEGIN: Event.PLAN_ACTIVATED,
    Move.PAUSE: Event.PLAN_PAUSED,
    Move.RESUME: Event.PLAN_RESUMED,
    Move.BREAK: Event.PLAN_BROKEN,
    Move.CATCH_UP: Event.PLAN_RESUMED,
    Move.COMPLETE: Event.PLAN_COMPLETED,
    Move.FALL_BACK: Event.PLAN_BROKEN,
    Move.CANCEL: Event.PLAN_CANCELLED,
    Move.SUPERSEDE: Event.PLAN_SUPERSEDED,
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A customer and a plan after a look, with what is told and opened besides."""

    customer: Customer
    plan: Plan
    news: Changes


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
    return Looked(marked(customer, plan), plan, found.news + news)


def marked(customer: Customer, plan: Plan) -> Customer:
    """The customer with what the plan's state leaves to be known without it."""
    kind = LapseKind.PLAN_BROKEN if plan.state is PlanState.BROKEN else LapseKind.PLAN_AT_RISK
    lapsed = plan.state is PlanState.BROKEN or (plan.at_risk and plan.state in STANDING)
    accounts = plan.account_numbers if lapsed else ()
    return with_lapses(customer, plan.id, [Lapse(kind=kind, id=plan.id, account=number) for number in accounts])


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


def written(before: Customer, found: Looked) -> Changes:
    """The transaction that makes it so."""
    changes: Sequence[Replace] = [Replace(found.plan)]
    return Changes(*changes, *([Replace(found.customer)] if found.customer is not before else [])) + found.news


def with_task(found: Looked, diary: Diary, tag: str, words: str) -> Looked:
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
