"""Money of a payment as it moved: in, and out again. Each movement is told to the creditor once (`reference/dataset.md` B.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.ledger.model import EntryType, Posting
from chalicelib.records.accounts import ClaimKind
from chalicelib.records.model import Customer

MOVEMENT_PREFIX = "V#"


class MovementKind(StrEnum):
    PAYMENT = "PAYMENT"
    REFUND = "REFUND"
    CHARGEBACK = "CHARGEBACK"
    RETURN = "RETURN"
    REVERSAL = "REVERSAL"


KINDS: Mapping[EntryType, MovementKind] = {
    EntryType.PAYMENT: MovementKind.PAYMENT,
    EntryType.REFUND: MovementKind.REFUND,
    EntryType.CHARGEBACK: MovementKind.CHARGEBACK,
    EntryType.RETURNED_DD: MovementKind.RETURN,
    EntryType.REVERSAL: MovementKind.REVERSAL,
}
"""What kind of movement an entry of each type is; a reversal brings back money that had left, or takes
back what was written down by mistake."""
_INWARD = frozenset({MovementKind.PAYMENT, MovementKind.REVERSAL})


class Movement(BaseModel):
    """Money of one payment that came or went, as one journal entry posted it. `shares` are pence by account number, negative
    when they went; under the empty number stands what concerns no account (the customer's credit, or our loss). `fees` is the
    part of them that cleared fees which we charged, of which the creditor knows nothing.

    `reported_at` is when the report named `report_id` told the creditor of it.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    fact: str
    kind: MovementKind
    at: datetime
    shares: dict[str, int]
    fees: dict[str, int] = Field(default_factory=dict)
    reported_at: datetime | None = None
    report_id: str = ""

    @property
    def amount(self) -> int:
        return sum(self.shares.values())

    def creditors(self, account_number: str) -> int:
        """Pence towards what the creditor says is owed on an account."""
        return self.shares.get(account_number, 0) - self.fees.get(account_number, 0)


class MovementMark(BaseModel):
    """Puts a movement among those that the creditor has not been told of, until a report takes it: then it stands among
    those of that report, which are its rows."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    payment_id: str
    fact: str
    posted_at: datetime
    report_id: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        return mark_place(self.customer_key, self.payment_id, self.fact)

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        return {Index.FEED: IndexKey(movements_of(self.report_id), f"{self.posted_at.isoformat()}#{self.payment_id}#{self.fact}")}

    @property
    def listing(self) -> None:
        return None


def movement(fact: str, entry_type: EntryType, postings: Iterable[Posting], at: datetime, customer: Customer) -> Movement:
    """What an entry about a payment moved on this customer's claims."""
    kind = KINDS[entry_type]
    sign, fee_claims = 1 if kind in _INWARD else -1, set(_fee_claims(customer))
    shares, fees = Counter[str](), Counter[str]()
    for posting in postings:
        number = posting.account_number or ""
        shares[number] += sign * posting.amount
        if posting.claim in fee_claims:
            fees[number] += sign * posting.amount
    return Movement(fact=fact, kind=kind, at=at, shares=dict(shares), fees=dict(fees))


def _fee_claims(customer: Customer) -> Iterator[str]:
    for account in customer.accounts.values():
        yield from (claim.ref for claim in account.claims.values() if claim.kind is ClaimKind.FEE)


def undone_by(movements: Iterable[Movement], fact: str, at: datetime) -> Movement:
    """The movement after which it is as if these had never been."""
    shares, fees = Counter[str](), Counter[str]()
    for moved in movements:
        shares.subtract(moved.shares)
        fees.subtract(moved.fees)
    return Movement(fact=fact, kind=MovementKind.REVERSAL, at=at, shares=dict(shares), fees=dict(fees))


def mark_place(customer_key: str, payment_id: str, fact: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{MOVEMENT_PREFIX}{payment_id}#{fact}")


def movements_of(report_id: str) -> str:
    """The partition of the feed that holds the movements of a report, the oldest first; without an id, those of none yet."""
    return f"{MOVEMENT_PREFIX}{report_id}"
