"""A hold: a reason to leave a customer, an account or a claim alone for a time. A small value inside the customer."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from chalicelib.records.frozen import Frozen


class HoldKind(StrEnum):
    """Why (`reference/model.md` C.2). What each kind forbids is `care`'s table."""

    BREATHING_SPACE = "BREATHING_SPACE"
    MH_CRISIS = "MH_CRISIS"
    SCOTTISH_MORATORIUM = "SCOTTISH_MORATORIUM"
    DISPUTE = "DISPUTE"
    COMPLAINT = "COMPLAINT"
    DEBT_ADVICE = "DEBT_ADVICE"
    VULNERABILITY = "VULNERABILITY"
    DECEASED = "DECEASED"
    LEGAL = "LEGAL"
    PROMISE = "PROMISE"
    PLAN = "PLAN"


MORATORIA = frozenset({HoldKind.BREATHING_SPACE, HoldKind.MH_CRISIS, HoldKind.SCOTTISH_MORATORIUM})
BY_THE_SYSTEM = frozenset({HoldKind.PROMISE, HoldKind.PLAN})
"""Kinds that promises and plans place and lift themselves, by their own schedules."""


class HoldSource(StrEnum):
    """Who placed it. A file may lift or replace only what a file has placed."""

    FILE = "FILE"
    AGENT = "AGENT"
    CUSTOMER = "CUSTOMER"
    SYSTEM = "SYSTEM"


class Hold(Frozen):
    """One hold. Without `account` it covers the whole customer, without `claim` the whole account. `start` and `end` are
    days in London, both included; without an end it lasts until it is lifted. `certain` is False while a support need is
    only suspected: it is shown and forbids nothing. What it rests on stands in the records under `H#` and its id."""

    id: str
    kind: HoldKind
    account: str | None = None
    claim: str | None = None
    start: date
    end: date | None = None
    source: HoldSource
    certain: bool = True

    def covers(self, day: date) -> bool:
        """Whether it stands on that day."""
        return self.start <= day and not self.ended(day)

    def ended(self, day: date) -> bool:
        """Whether its last day lies before that day."""
        return self.end is not None and self.end < day
