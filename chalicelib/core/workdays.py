"""Working days: not a Saturday, a Sunday or a bank holiday of England and Wales.

The usual holidays follow from the Banking and Financial Dealings Act 1971 and its yearly substitutes; days given or moved once
are listed, and a future one has to be added here when it is proclaimed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_GIVEN = frozenset(
    date.fromisoformat(day)
    for day in ["2011-04-29", "2012-06-04", "2012-06-05", "2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"]
)
_TAKEN = frozenset(date(*day) for day in ((2012, 5, 28), (2020, 5, 4), (2022, 5, 30)))
_MONDAY, _SATURDAY = 0, 5


def is_working_day(day: date) -> bool:
    """Whether banks and offices work on that day."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after this one."""
    later = day + timedelta(days=1)
    while not is_working_day(later):
        later += timedelta(days=1)
    return later


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales in a year."""
    easter = _easter(year)
    usual = {
        _substituted(date(year, 1, 1)),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
        *_christmas(year),
    }
    return frozenset((usual - _TAKEN) | {day for day in _GIVEN if day.year == year})


def _christmas(year: int) -> set[date]:
    """Christmas Day and Boxing Day, moved to the next weekdays where they fall on a weekend."""
    first = date(year, 12, 25)
    match first.weekday():
        case 4:  # Friday, and Boxing Day on a Saturday
            return {first, date(year, 12, 28)}
        case 5:
            return {date(year, 12, 27), date(year, 12, 28)}
        case 6:
            return {date(year, 12, 26), date(year, 12, 27)}
        case _:
            return {first, date(year, 12, 26)}


def _substituted(day: date) -> date:
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(_MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus, Astronomical Algorithms, chapter 8)."""
    golden, century, within = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (within // 4) - moon - within % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
