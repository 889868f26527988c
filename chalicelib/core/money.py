"""Pounds as people write them, pence as we count them."""

from __future__ import annotations

import re

from chalicelib.core.faults import BadCell, FaultCode

LARGEST_PENCE = 999_999_999
_POUNDS = re.compile(r"£?\s?(\d{1,3}(?:,\d{3})+|\d{1,10})(?:\.(\d{1,2}))?", re.ASCII)


def parse_pounds(text: str) -> int:
    """Pence from `1234.56`, `£1,234.56`, `1234` or `1234.5`. Raises BadCell: E_MONEY_FORMAT, E_MONEY_NEGATIVE, E_MONEY_RANGE."""
    stripped = text.strip()
    found = _POUNDS.fullmatch(stripped)
    if found is None:
        if re.fullmatch(r"[-−(]\s?£?[\d,.]+\)?|£\s?[-−][\d,.]+", stripped):
            raise BadCell(FaultCode.E_MONEY_NEGATIVE)
        if re.fullmatch(r"£?[\d,]+\.\d{3,}", stripped):
            raise BadCell(FaultCode.E_MONEY_FORMAT, "The amount has more than 2 decimal places.")
        raise BadCell(FaultCode.E_MONEY_FORMAT)
    pounds, pence = found.groups()
    amount = int(pounds.replace(",", "")) * 100 + int((pence or "0").ljust(2, "0"))
    if amount > LARGEST_PENCE:
        raise BadCell(FaultCode.E_MONEY_RANGE, "The amount is larger than 9,999,999.99.")
    return amount


def format_pounds(pence: int) -> str:
    """`1234.56`, as files carry it: no currency sign, no thousands separator."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{pounds}.{rest:02d}"
