"""Email addresses: one per cell, the domain in lower case, international domains in their ASCII form."""

from __future__ import annotations

import re

from chalicelib.core.faults import BadCell, FaultCode

LONGEST = 254
LONGEST_LOCAL_PART = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")


def parse_email(text: str) -> str:
    """The normalised address. Raises BadCell: E_EMAIL_FORMAT, E_TOO_LONG."""
    local, at, domain = text.strip().rpartition("@")
    try:
        ascii_domain = domain.lower() if domain.isascii() else domain.encode("idna").decode().lower()
    except UnicodeError:
        raise BadCell(FaultCode.E_EMAIL_FORMAT) from None
    if len(local) + len(ascii_domain) >= LONGEST:
        raise BadCell(FaultCode.E_TOO_LONG, f"The address is longer than {LONGEST} characters.")
    if not at or len(local) > LONGEST_LOCAL_PART or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(ascii_domain):
        raise BadCell(FaultCode.E_EMAIL_FORMAT)
    return f"{local}@{ascii_domain}"


def normalise_email(text: str) -> str | None:
    """The normalised address, or None where the text is none: for searches, where nothing found is no fault."""
    try:
        return parse_email(text)
    except BadCell:
        return None
