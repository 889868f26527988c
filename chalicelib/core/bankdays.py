"""Banking days, on which Bacs collects: from the dated list of bank holidays in `bank_holidays.json`, and not a day further.

`workdays` computes the usual holidays for any year, which is good enough for office hours. When money is collected a
holiday that was proclaimed or moved must be known, so a day outside the list is refused instead of guessed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import NamedTuple

_SATURDAY = 5
_ONE = timedelta(days=1)


class PastHorizon(Exception):
    """Asked about a day that the list of bank holidays does not reach. Nothing may be collected then."""

    def __init__(self, day: date) -> None:
        calendar = _calendar()
        super().__init__(
            f"Whether banks work on {day.isoformat()} is not known: chalicelib/core/bank_holidays.json reaches from"
            f" {calendar.first.isoformat()} to {calendar.last.isoformat()}. Add the days that GOV.UK has published since"
            " (https://www.gov.uk/bank-holidays), move its last day and deploy."
        )
        self.day = day


class _Calendar(NamedTuple):
    first: date
    last: date
    holidays: frozenset[date]


def horizon() -> date:
    """The last day that is known."""
    return _calendar().last


def is_banking_day(day: date) -> bool:
    """Whether Bacs works on that day. Raises PastHorizon."""
    calendar = _calendar()
    if not calendar.first <= day <= calendar.last:
        raise PastHorizon(day)
    return day.weekday() < _SATURDAY and day not in calendar.holidays


def banking_day_from(day: date) -> date:
    """That day, or the first banking day after it. Raises PastHorizon."""
    while not is_banking_day(day):
        day += _ONE
    return day


def banking_days_before(day: date, count: int) -> date:
    """The day that lies so many banking days before. Raises PastHorizon."""
    return _step(day, count, lambda at: at - _ONE)


def banking_days_after(day: date, count: int) -> date:
    """The day that lies so many banking days after. Raises PastHorizon."""
    return _step(day, count, lambda at: at + _ONE)


def _step(day: date, count: int, move: Callable[[date], date]) -> date:
    while count:
        day = move(day)
        count -= is_banking_day(day)
    return day


@cache
def _calendar() -> _Calendar:
    listed = json.loads(resources.files("chalicelib.core").joinpath("bank_holidays.json").read_text())
    days = [date.fromisoformat(f"{year}-{day}") for year, found in listed["holidays"].items() for day in found]
    return _Calendar(date.fromisoformat(listed["first"]), date.fromisoformat(listed["last"]), frozenset(days))
