"""When instalments fall due and how much each is. Pure integers and London dates (`design/money.md` section 5).

A due date never moves: it is counted from the first one, so that the 31st comes back after February. The day on which money
is collected is derived from it whenever it is asked for, as far as bank holidays are known.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from chalicelib.core.bankdays import PastHorizon, banking_day_from, banking_days_after, banking_days_before
from chalicelib.core.dates import add_months
from chalicelib.records.accounts import Frequency

BACS_DAYS = 3
"""Bacs takes three banking days: input, processing, entry (`reference/uk-formats.md` G.4)."""
_WEEKS = {Frequency.WEEKLY: 1, Frequency.FORTNIGHTLY: 2}


def split(total: int, count: int) -> tuple[int, ...]:
    """A total in pence as so many equal instalments; the last one carries the remainder."""
    if not 0 < count <= total:
        raise ValueError(f"{total} pence cannot be {count} instalments of a penny or more")
    each = total // count
    return (*[each] * (count - 1), total - each * (count - 1))


def due_days(start: date, frequency: Frequency, count: int, day_of_month: int | None = None) -> tuple[date, ...]:
    """The days on which so many instalments fall due, the first on `start` or, for a month's day, on the first such day that
    is not before it. A month without that day has its last day instead."""
    if frequency is not Frequency.MONTHLY:
        return tuple(start + timedelta(weeks=_WEEKS[frequency] * number) for number in range(count))
    return tuple(_monthly(start, day_of_month or start.day, count))


def shifted(days: tuple[date, ...], anchor: date, frequency: Frequency, first: date) -> tuple[date, ...]:
    """The days moved on by whole periods, all by the same number of them, until the first of them is not before `first`.
    `anchor` is the day of the plan whose day of the month they keep."""
    if not days or days[0] >= first:
        return days
    moved, periods = days, 0
    while moved[0] < first:
        periods += 1
        moved = tuple(later(day, anchor, frequency, periods) for day in days)
    return moved


def later(day: date, anchor: date, frequency: Frequency, periods: int = 1) -> date:
    """The day so many periods after a due day, by the day of the month of the plan's anchor."""
    if frequency is not Frequency.MONTHLY:
        return day + timedelta(weeks=_WEEKS[frequency] * periods)
    return _on(add_months(day.replace(day=1), periods), anchor.day)


def collect_on(due: date) -> date:
    """When the money for a due date is taken: that day or the next banking day, never earlier than the customer was told.
    Raises PastHorizon."""
    return banking_day_from(due)


def known_collect_on(due: date) -> date | None:
    """The day of collection, or nothing while it lies behind the last known bank holiday."""
    try:
        return collect_on(due)
    except PastHorizon:
        return None


def submit_by(collected: date) -> date:
    """The last day on which a direct debit for that day can be lodged. Raises PastHorizon."""
    return banking_days_before(collected, BACS_DAYS)


def notice_by(collected: date, notice_days: int) -> date:
    """The last day on which the customer can be told of a collection, so many banking days ahead. Raises PastHorizon."""
    return banking_days_before(collected, notice_days)


def first_direct_debit(today: date, notice_days: int) -> date:
    """The first day that a direct debit agreed today can be collected on: after the notice and the lodging."""
    return banking_days_after(today, max(notice_days, BACS_DAYS))


def _monthly(start: date, day_of_month: int, count: int) -> Iterator[date]:
    month = start.replace(day=1)
    if _on(month, day_of_month) < start:
        month = add_months(month, 1)
    yield from (_on(add_months(month, number), day_of_month) for number in range(count))


def _on(month: date, day: int) -> date:
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))
