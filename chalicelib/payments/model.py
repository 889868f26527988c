"""Payments and their states (`reference/model.md` C.3.7; the states of the first cut)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.actor import Channel
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.core.ids import ulid_instant
from chalicelib.due.model import due_at

SESSION_LIFE = timedelta(minutes=60)
GRACE = timedelta(minutes=5)


class Status(StrEnum):
    CREATED = "CREATED"
    PENDING = "PENDING"
    SETTLED = "SETTLED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


class Fact(StrEnum):
    """What the provider said, and we wrote down."""

    PROCESSING = "processing"
    CAPTURE = "capture"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


MOVES: Mapping[tuple[Status, Fact], Status] = {
    (Status.CREATED, Fact.PROCESSING): Status.PENDING,
    (Status.CREATED, Fact.CAPTURE): Status.SETTLED,
    (Status.CREATED, Fact.FAILED): Status.FAILED,
    (Status.CREATED, Fact.CANCELLED): Status.CANCELLED,
    (Status.CREATED, Fact.EXPIRED): Status.EXPIRED,
    (Status.PENDING, Fact.CAPTURE): Status.SETTLED,
    (Status.PENDING, Fact.FAILED): Status.FAILED,
    (Status.PENDING, Fact.CANCELLED): Status.CANCELLED,
    (Status.PENDING, Fact.EXPIRED): Status.EXPIRED,
    (Status.FAILED, Fact.PROCESSING): Status.PENDING,
    (Status.FAILED, Fact.CAPTURE): Status.SETTLED,
    (Status.CANCELLED, Fact.CAPTURE): Status.SETTLED,
    (Status.EXPIRED, Fact.CAPTURE): Status.SETTLED,
}
"""The legal moves. What is not here changes nothing: a stale failure never undoes a capture. A capture is accepted from
wherever the payment stands, because money that was taken is always written down; a second card may succeed where the
first one failed."""

UNDER_WAY = frozenset({Status.CREATED, Status.PENDING})


def status_after(facts: Iterable[Fact]) -> Status:
    """The status that these facts lead to, in the order they were learnt. Raises KeyError for an illegal move."""
    status = Status.CREATED
    for fact in facts:
        status = MOVES[status, fact]
    return status


class Portion(BaseModel):
    """Pence of a payment meant for, or put on, one claim."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    account_number: str
    claim: str
    amount: int


class Payment(BaseModel):
    """A payment, written before the provider hears of it. `id` is the idempotency key everywhere: the form's nonce,
    the key the provider remembers, the id in its metadata. `plan` is what was reserved, `allocations` what was posted,
    `credited` what was left over for the customer: the last two together are what the provider captured.

    `facts` are the provider's facts already written down, in the order they were learnt; the status is derived from
    them. `next_check` puts the payment into the due index until it has come to rest, `checks` counts the looks taken.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    id: str
    provider: str
    provider_ref: str = ""
    method: str = "CARD"
    amount: int
    currency: str = "GBP"
    plan: tuple[Portion, ...]
    allocations: tuple[Portion, ...] = ()
    credited: int = 0
    status: Status = Status.CREATED
    reserved: bool = True
    facts: tuple[Fact, ...] = ()
    channel: Channel = Channel.PORTAL
    reported: bool = False
    reported_on: tuple[str, ...] = ()
    created_at: datetime
    settled_at: datetime | None = None
    next_check: datetime | None = None
    checks: int = 0
    version: int = 0

    @property
    def key(self) -> Key:
        return payment_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"payment:{self.id}"

    @property
    def reference(self) -> str:
        return payment_reference(self.id)

    @property
    def account_numbers(self) -> tuple[str, ...]:
        """The accounts it is meant for, each once, in the order of the plan."""
        return tuple(dict.fromkeys(portion.account_number for portion in self.plan))

    @property
    def captured(self) -> int:
        """Pence that the provider took and the journal holds."""
        return sum(portion.amount for portion in self.allocations) + self.credited

    @property
    def session_ends(self) -> datetime:
        """Until when the provider's page lets the debtor pay."""
        return self.created_at + SESSION_LIFE

    @property
    def last_word(self) -> datetime:
        """From when on the provider's answer can no longer be changed by the debtor, its clock being a little off."""
        return self.session_ends + GRACE

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        places = {Index.FEED: IndexKey(f"P#{ulid_instant(self.id):%Y-%m}", self.id)}
        if self.next_check is not None:
            places[Index.DUE] = due_at(self.next_check, self.id)
        return places

    @property
    def listing(self) -> None:
        return None


PAYMENT_PREFIX = "P#"


def payment_reference(payment_id: str) -> str:
    """What a person reads out: the last ten characters in two groups."""
    return f"{payment_id[-10:-5]} {payment_id[-5:]}"


def payment_place(customer_key: str, payment_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{PAYMENT_PREFIX}{payment_id}")


class Outcome(StrEnum):
    """What may be picked on the sandbox provider's page."""

    PAY = "pay"
    DECLINE = "decline"
    LATER = "later"
    LATER_FAIL = "later_fail"
    CANCEL = "cancel"


class SandboxPayment(BaseModel):
    """What the sandbox provider remembers about one payment: it is a bank of its own, not a view of our records.

    The outcome is its answer from `ready_at` on; until then it is still processing.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    payment_id: str
    customer_key: str
    amount: int
    outcome: Outcome
    ready_at: datetime
    version: int = 0

    @property
    def key(self) -> Key:
        return sandbox_place(self.customer_key, self.payment_id)


def sandbox_place(customer_key: str, payment_id: str) -> Key:
    return Key(Table.OPERATIONS, f"sandbox#{customer_key}#{payment_id}", "-")


class ProviderEvent(BaseModel):
    """A webhook that was received: kept for audit, never trusted for its contents."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    provider: str
    event_id: str
    type: str
    payment_id: str
    received_at: datetime
    ttl: int

    @property
    def key(self) -> Key:
        return Key(Table.OPERATIONS, f"event#{self.provider}#{self.event_id}", "-")
