"""Changing a plan that stands: pausing, resuming, ending, delaying an instalment, skipping one and paying another way. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Append, Changes
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.messaging.model import Text
from chalicelib.messaging.telling import told
from chalicelib.plans.looks import look_on, next_look
from chalicelib.plans.model import KEPT, Instalment, InstalmentState, Move, Plan, Terms, Trial
from chalicelib.plans.moving import Looked, moved, resumed
from chalicelib.plans.progress import UNPAID
from chalicelib.plans.schedule import later
from chalicelib.plans.telling import WAYS, about_plan, in_words, pounds
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings

LONGEST_DELAY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Movable:
    """The next instalment, and what may be done with it: the last day it may be delayed to, and the day on which its amount
    would be due if it were skipped. None for what was done in this plan before."""

    instalment: Instalment
    delay_until: date | None
    skip_to: date | None


def paused(customer: Customer, plan: Plan, reason: str, diary: Diary) -> Looked:
    """The plan set aside until somebody resumes it: nothing falls due, nothing is collected, nobody is chased."""
    return moved(Looked(customer, plan, Changes()), Move.PAUSE, diary, reason=reason, paused_by=diary.actor.name)


def taken_up(customer: Customer, plan: Plan, reason: str, diary: Diary) -> Looked:
    """A paused plan that goes on."""
    return resumed(Looked(customer, plan, Changes()), diary, reason=reason)


def ended(customer: Customer, plan: Plan, move: Move, reason: str, diary: Diary) -> Looked:
    """The plan cancelled, or replaced by another: what was not paid is owed as before, and its hold is lifted."""
    schedule = tuple(
        each.model_copy(update={"state": InstalmentState.CANCELLED}) if each.state in UNPAID else each
        for each in plan.instalments
    )
    found = Looked(customer, plan, Changes())
    return moved(found, move, diary, reason=reason, instalments=schedule, at_risk=False, next_look=None)


def delayed(customer: Customer, plan: Plan, until: date, settings: Settings, diary: Diary) -> Looked:
    """The next instalment moved to a later day, once in a plan and by at most 14 days. Raises Refused: NOT_ALLOWED_NOW,
    WRONG_STATE, INVALID."""
    _refuse_switched_off(settings.plan_delays, diary)
    refuse_if(plan.delayed, Code.WRONG_STATE, "One instalment of this plan was delayed already.")
    chosen, following = _next_two(plan, diary)
    day, latest = chosen.due, _latest(chosen, following)
    refuse_if(not day < until <= latest, Code.INVALID, f"Choose a day up to {in_words(latest)}.", field="until")
    after = _with(plan, chosen.model_copy(update={"due": until, "moved_from": day, "state": InstalmentState.SCHEDULED}))
    words = {"number": str(chosen.number), "due": until.isoformat()}
    line = about_plan(diary, plan, Event.INSTALMENT_DELAYED, before={"due": day.isoformat()}, after=words)
    return Looked(customer, after.model_copy(update={"delayed": True}), Changes(Append(line)))


def skipped(customer: Customer, plan: Plan, settings: Settings, diary: Diary) -> Looked:
    """The next instalment left out, once in a plan: what it was for is paid after the last one. Raises Refused:
    NOT_ALLOWED_NOW, WRONG_STATE."""
    _refuse_switched_off(settings.plan_skips, diary)
    refuse_if(plan.skipped, Code.WRONG_STATE, "One instalment of this plan was skipped already.")
    chosen, _ = _next_two(plan, diary)
    added = Instalment(number=plan.instalments[-1].number + 1, due=_after_the_last(plan), amount=chosen.amount)
    after = _with(plan, chosen.model_copy(update={"state": InstalmentState.SKIPPED}))
    schedule = (*after.instalments, added)
    words = {"number": str(chosen.number), "due": added.due.isoformat()}
    line = about_plan(diary, plan, Event.INSTALMENT_SKIPPED, before={"due": chosen.due.isoformat()}, after=words)
    return Looked(customer, after.model_copy(update={"instalments": schedule, "skipped": True}), Changes(Append(line)))


def paid_by(customer: Customer, plan: Plan, terms: Terms, diary: Diary) -> Looked:
    """The plan paid another way from tomorrow on, also what could not be collected before. Raises Refused(WRONG_STATE)."""
    refuse_if(plan.state not in KEPT, Code.WRONG_STATE)
    refuse_if(terms == plan.terms, Code.WRONG_STATE, "It is paid this way already.")
    tomorrow = london_day(diary.now) + timedelta(days=1)
    schedule = tuple(_collected_again(each, tomorrow) for each in plan.instalments)
    after = plan.model_copy(update={"terms": terms, "instalments": schedule, "next_look": look_on(tomorrow)})
    line = about_plan(diary, plan, Event.PLAN_PAID_OTHERWISE, before={"by": plan.terms.pay_by}, after={"by": terms.pay_by})
    return Looked(customer, after, Changes(Append(line)))


def confirmed(before: Plan, found: Looked, settings: Settings, diary: Diary, policy: ContactPolicy) -> Looked:
    """What was changed, with its next look and a message that says how the plan goes on."""
    today = london_day(diary.now)
    look, known = next_look(found.plan, today, settings.plan_grace_days), found.plan.next_look
    plan = found.plan.model_copy(update={"next_look": min(look, known) if look and known else look})
    ahead = [each for each in plan.instalments if each.state in UNPAID]
    if plan.state not in KEPT or not ahead:
        return Looked(found.customer, plan, found.news)
    values = {
        "reference": plan.reference,
        "count": str(len(ahead)),
        "amount": pounds(ahead[0].amount),
        "day": in_words(ahead[0].due),
        "final_amount": pounds(ahead[-1].amount),
        "final_day": in_words(ahead[-1].due),
    }
    text, seed = Text.PLAN_CHANGED, f"{plan.id}\x1f{plan.version}"
    if plan.terms != before.terms:
        text, values = Text.PLAN_PAID_OTHERWISE, values | {"way": WAYS[plan.terms.pay_by]}
    return Looked(found.customer, plan, found.news + told(found.customer, text, values, diary, policy, seed=seed))


def movable(plan: Plan, today: date) -> tuple[Instalment, Instalment | None] | None:
    """The next instalment that may be delayed or skipped, and the one after it: one that is not due yet and that no provider
    was asked to collect."""
    ahead = [each for each in plan.instalments if each.state in UNPAID]
    if plan.state not in KEPT or not ahead:
        return None
    chosen, following = ahead[0], ahead[1] if len(ahead) > 1 else None
    lodged = chosen.attempt is not None and chosen.attempt.trial in (Trial.UNDER_WAY, Trial.DONE)
    return None if lodged or chosen.due < today or chosen.state is InstalmentState.PART_PAID else (chosen, following)


def choices(plan: Plan, today: date) -> Movable | None:
    """What may be done with the next instalment of a plan as it stands; nothing where there is none to move."""
    found = movable(plan, today)
    if found is None:
        return None
    chosen, latest = found[0], _latest(*found)
    delay_until = latest if latest > chosen.due and not plan.delayed else None
    return Movable(chosen, delay_until, None if plan.skipped else _after_the_last(plan))


def latest_delay(plan: Plan, today: date) -> date | None:
    """The last day that the next instalment may be moved to: before the one after it; nothing where none may be moved."""
    found = movable(plan, today)
    return _latest(*found) if found else None


def _latest(chosen: Instalment, following: Instalment | None) -> date:
    latest = chosen.due + LONGEST_DELAY
    return min(latest, following.due - timedelta(days=1)) if following else latest


def _after_the_last(plan: Plan) -> date:
    """When what is skipped falls due: a period after the last instalment, and beyond the day to which that was delayed."""
    last = plan.instalments[-1]
    day = later(last.moved_from or last.due, plan.anchor, plan.terms.frequency)
    while day <= last.due:
        day = later(day, plan.anchor, plan.terms.frequency)
    return day


def _next_two(plan: Plan, diary: Diary) -> tuple[Instalment, Instalment | None]:
    found = movable(plan, london_day(diary.now))
    if found is None:
        raise Refused(Code.WRONG_STATE, "The next instalment is due already, or being collected.")
    return found


def _refuse_switched_off(allowed: bool, diary: Diary) -> None:
    """The switch is for customers: an agent may always."""
    refuse_if(not allowed and diary.actor.type is ActorType.CUSTOMER, Code.NOT_ALLOWED_NOW)


def _collected_again(instalment: Instalment, day: date) -> Instalment:
    """An instalment whose collection was given up, to be collected from a day on."""
    attempt = instalment.attempt
    if instalment.state not in UNPAID or attempt is None or attempt.trial is not Trial.GIVEN_UP:
        return instalment
    again = attempt.model_copy(update={"trial": Trial.FAILED, "again_on": day})
    return instalment.model_copy(update={"attempt": again})


def _with(plan: Plan, instalment: Instalment) -> Plan:
    schedule = tuple(instalment if each.number == instalment.number else each for each in plan.instalments)
    return plan.model_copy(update={"instalments": schedule})
