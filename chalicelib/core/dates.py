"""Days in London. ISO or day first; month first is never guessed."""

from __future__ import annotations

import calendar
import re
from datetime import date

from chalicelib.core.faults import BadCell, FaultCode

EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
MONTHS = 12
MONTH_FIRST = "This looks like month first; write DD/MM/YYYY."
_DAY = re.compile(r"(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})/(\d{1,2})/(\d{4}))", re.ASCII)


def parse_day(text: str) -> date:
    """The day in `2025-03-01` or `01/03/2025`. Raises BadCell: E_DATE_FORMAT, E_DATE_RANGE."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise BadCell(FaultCode.E_DATE_FORMAT)
    iso, written = found.groups()[:3], found.groups()[3:]
    year, month, day = (int(part) for part in (iso if iso[0] else reversed(written)))
    try:
        parsed = date(year, month, day)
    except ValueError:
        hint = MONTH_FIRST if day <= 12 < month <= 31 else "That day does not exist."
        raise BadCell(FaultCode.E_DATE_FORMAT, hint) from None
    if not EARLIEST <= parsed <= LATEST:
        raise BadCell(FaultCode.E_DATE_RANGE)
    return parsed


def reads_both_ways(text: str) -> bool:
    """Whether the day and the month of a date could change places: `03/04/2025`, but neither `31/03/2025` nor `03/03/2025`."""
    found = _DAY.fullmatch(text.strip())
    if found is None or not found[6]:
        return False
    day, month = int(found[4]), int(found[5])
    return day != month and max(day, month) <= MONTHS


def age(born: date, today: date) -> int:
    """Completed years on that day; whoever was born on 29 February comes of age on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_past_due(due: date, today: date) -> int:
    """Whole days since the due date; 0 on the day itself and before."""
    return max(0, (today - due).days)
