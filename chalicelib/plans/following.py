"""What follows from how far a plan is kept. Pure: the plan and what was paid in, the plan and changes out."""

from __future__ import annotations

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.changes import Append, Changes
from chalicelib.core.clock import london_day
from chalicelib.plans.allowed import is_forbidden
from chalicelib.plans.completing import completed
from chalicelib.plans.looks import next_look
from chalicelib.plans.model import KEPT, OPEN, InstalmentState, Move, Plan, PlanState
from chalicelib.plans.moving import Looked, marked, moved, resumed, with_task
from chalicelib.plans.progress import Line, left_to_pay, lines
from chalicelib.plans.telling import about_plan
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings

BY_THE_SWEEP = "plan_sweep"
_TOLD = {
    InstalmentState.DUE: Event.INSTALMENT_DUE,
    InstalmentState.PAID: Event.INSTALMENT_PAID,
    InstalmentState.MISSED: Event.INSTALMENT_MISSED,
}


def looked(customer: Customer, plan: Plan, paid: int, settings: Settings, diary: Diary) -> Looked:
    """What a look finds: done, paused and resumed by holds, missed, at risk, broken, caught up. It always moves the plan's
    next look on, or drops it where nothing more is to be expected."""
    if plan.state in OPEN and left_to_pay(customer, plan, paid) == 0:
        return completed(customer, plan, paid, settings, diary)
    found = Looked(customer, plan, Changes())
    forbidden = is_forbidden(customer, plan, diary.now)
    if forbidden and plan.state in KEPT:
        found = moved(found, Move.PAUSE, diary, paused_by=BY_THE_SWEEP)
    elif not forbidden and plan.state is PlanState.PAUSED and plan.paused_by == BY_THE_SWEEP:
        found = resumed(found, diary)
    if found.plan.state in KEPT or found.plan.state is PlanState.BROKEN:
        found = _followed(found, paid, settings, diary)
    return _looking_again(found, settings, diary)


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
        return with_task(broken, diary, "plan-broken", "The plan is broken: talk to the customer about what they can pay.")
    if missed and not plan.at_risk:
        return _endangered(found, diary)
    if not missed and plan.at_risk:
        safe = found.plan.model_copy(update={"at_risk": False})
        return Looked(marked(found.customer, safe), safe, found.news)
    return found


def _endangered(found: Looked, diary: Diary) -> Looked:
    plan = found.plan.model_copy(update={"at_risk": True})
    line = about_plan(diary, plan, Event.PLAN_AT_RISK, after={"state": plan.state})
    found = Looked(marked(found.customer, plan), plan, found.news + Changes(Append(line)))
    return with_task(found, diary, "plan-at-risk", "An instalment was missed: ask the customer whether the plan still fits.")


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
