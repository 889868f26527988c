"""What may be asked for and what it would come to (features PR1-PR4). What was done stands on the claim itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.core.ids import fingerprint
from chalicelib.records.accounts import Claim, Prolongation

type Period = Literal[7, 14, 21, 30]
PERIODS: tuple[Period, ...] = (7, 14, 21, 30)
"""Days by which a due date may be put off at once."""
PROLONGATIONS_KEPT = 60
"""More than a year of them on one invoice, with those that were undone."""


@dataclass(frozen=True, slots=True)
class Place:
    """One invoice of a customer."""

    account_number: str
    claim: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the organisation has settled: the fee in pence of each period, nothing where the agreements permit none, and the
    days by which an invoice may be put off in all."""

    fees: Mapping[Period, int]
    most_days: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What one period would come to for an invoice, on one day. `days_before` and `days_after` are those in prolongation."""

    customer_key: str
    place: Place
    days: Period
    fee: int
    due_before: date
    due_after: date
    days_before: int
    most_days: int

    @property
    def days_after(self) -> int:
        return self.days_before + self.days

    @property
    def is_too_long(self) -> bool:
        return self.days_after > self.most_days

    @property
    def token(self) -> str:
        """Other figures have another token: it holds only for what was shown."""
        shown = (self.customer_key, self.place, self.days, self.fee, self.due_before, self.due_after, self.days_before)
        return fingerprint("\x1f".join(map(str, shown)))


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be chosen for an invoice. `waived` says in words why no fee is charged that otherwise would be."""

    claim: Claim
    offers: tuple[Offer, ...]
    waived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prolonged:
    """An invoice, and one prolongation of it."""

    account_number: str
    claim: Claim
    prolongation: Prolongation
