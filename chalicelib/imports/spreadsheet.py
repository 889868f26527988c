"""How spreadsheets hold days and numbers (ECMA-376 part 1, 18.17.4 and 18.8.30). Pure."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from typing import NamedTuple

ROUNDED_FROM = 1e15
"""Excel keeps 15 digits: a longer whole number has lost its last ones."""
FIRST_PLAIN_SERIAL, LAST_PLAIN_SERIAL = 10_000, 73_415
"""A number without a date's format is taken for a day from 1927 to 2100, so that the year 1984 is not a day of 1905."""
LAST_SERIAL = 2_958_465
_LEAP_DAY_THAT_NEVER_WAS = 60
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_FORMAT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


class Number(NamedTuple):
    """A numeric cell as it is stored; `dated` when its format shows a day, counted from 1900 or 1904."""

    text: str
    dated: bool
    starts_1904: bool


def cell_text(cell: str | Number, *, day_wanted: bool) -> str:
    """What a person reads in the cell. A day where no day belongs keeps its midnight, so that no identifier takes it."""
    if isinstance(cell, str):
        return cell
    day = _day_of(cell) if cell.dated or day_wanted else None
    if day is not None:
        return day.isoformat() if day_wanted else f"{day.isoformat()}T00:00:00"
    return _number_text(cell.text)


def shows_day(format_code: str) -> bool:
    letters = _NOT_FORMAT_LETTERS.sub("", format_code.split(";")[0]).lower()
    return letters != "general" and re.search(r"[ymdhs]", letters) is not None


def _day_of(number: Number) -> date | None:
    """The day a serial number stands for, in Excel's calendar with its leap day in 1900; None for no day."""
    serial = _float(number.text)
    if serial is None or not 1 <= serial <= LAST_SERIAL:
        return None
    if not number.dated and not FIRST_PLAIN_SERIAL <= serial <= LAST_PLAIN_SERIAL:
        return None
    days = math.floor(serial)
    if number.starts_1904:
        return date(1904, 1, 1) + timedelta(days) if days <= LAST_SERIAL - 1462 else None
    return date(1899, 12, 31) + timedelta(days - (days > _LEAP_DAY_THAT_NEVER_WAS))


def _number_text(stored: str) -> str:
    """The 15 digits that a spreadsheet shows; longer whole numbers in scientific notation, because they are not exact."""
    value = _float(stored)
    if value is None:
        return stored
    if abs(value) >= ROUNDED_FROM:
        return f"{value:.14E}"
    return str(int(value)) if value.is_integer() else f"{value:.15g}"


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
