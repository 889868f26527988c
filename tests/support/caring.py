"""Facts about made-up customers, for `may`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from chalicelib.care.limitation import LimitationFacts
from chalicelib.care.model import AccountFacts, Action, ClaimFacts, ContactChannel, Facts, Hold, HoldKind, HoldSource, Row
from chalicelib.core.postcode import Jurisdiction
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.model import CustomerStatus

TUESDAY_NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
TODAY = TUESDAY_NOON.date()
FRESH = LimitationFacts(Jurisdiction.ENGLAND_WALES, date(2025, 3, 1))


def claim(ref: str, owed: int = 10_000, limitation: LimitationFacts = FRESH) -> ClaimFacts:
    return ClaimFacts(ref, owed, limitation)


def account(number: str, *claims: ClaimFacts, status: AccountStatus = AccountStatus.ACTIVE) -> AccountFacts:
    return AccountFacts(number, status, claims or (claim(f"{number}-1"),))


def facts(*accounts: AccountFacts, **other: Any) -> Facts:
    """Somebody who owes on one account, can be reached in every way and has asked for nothing."""
    plain = Facts(status=CustomerStatus.ACTIVATED, reachable=frozenset(ContactChannel), accounts=accounts or (account("A-1"),))
    return replace(plain, **other)


def hold(kind: HoldKind, **other: Any) -> Hold:
    """A hold that stands today without an end."""
    return Hold.model_validate({"id": f"hold-{kind}", "kind": kind, "start": TODAY, "source": HoldSource.AGENT} | other)


def action(row: Row, **target: str) -> Action:
    """The row as one would ask for it: contacts by text message."""
    channel = ContactChannel.SMS if row in (Row.SERVICE, Row.CHASE, Row.STATUTORY) else None
    return Action(row, channel, **target)
