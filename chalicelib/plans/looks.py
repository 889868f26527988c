"""When a plan is looked at next. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.core.bankdays import PastHorizon
from chalicelib.core.clock import london_midnight
from chalicelib.plans.model import OPEN, Instalment, PayBy, Plan, PlanState, Trial
from chalicelib.plans.progress import UNPAID
from chalicelib.plans.schedule import collect_on, submit_by

LOOK_AT = timedelta(hours=6)
"""Plans are looked at from six in the morning in London: before banks open, and when nobody sits by their phone."""
SELDOM = timedelta(days=7)
GIVEN_UP_AFTER = timedelta(days=60)
"""So long after its last due day a broken plan is still looked at: whoever catches up later talks to an agent."""
COMES_BACK_WITHIN = timedelta(days=7)
"""After so long a direct debit that is not honoured has come back."""


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
