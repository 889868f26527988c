"""Payments and their states (`reference/model.md` C.3.7; the states of the first cut)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.actor import Channel
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.core.ids import ulid_instant

DUE_SHARDS = 16


class Status(StrEnum):
    CREATED = "CREATED"
    PENDING = "PENDING"
    SETTLED = "SETTLED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


class Portion(BaseModel):
    """Pence of a payment meant for, or put on, one claim."""

    model_config = ConfigDict(frozen=True)

    account_number: str
    claim: str
    amount: int


class Payment(BaseModel):
    """A payment, written before the provider hears of it. `id` is the idempotency key everywhere: the form's nonce,
    the key the provider remembers, the id in its metadata. `plan` is what was reserved, `allocations` what was posted.

    `facts` are the provider's facts already posted (`capture`, `failed`); the status is derived from them.
    `next_check` puts the payment into the due index until it has come to rest.
    """

    model_config = ConfigDict(frozen=True)

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
    facts: tuple[str, ...] = ()
    channel: Channel = Channel.PORTAL
    reported: bool = False
    created_at: datetime
    settled_at: datetime | None = None
    next_check: datetime | None = None
    attempt: int = 1
    version: int = 0

    @property
    def key(self) -> Key:
        return payment_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"payment:{self.id}"

    @property
    def reference(self) -> str:
        """What a person reads out: the last ten characters in two groups."""
        return f"{self.id[-10:-5]} {self.id[-5:]}"

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        places = {Index.FEED: IndexKey(f"P#{ulid_instant(self.id):%Y-%m}", self.id)}
        if self.next_check is not None:
            places[Index.DUE] = IndexKey(due_partition(self.next_check, self.id), f"{self.next_check.isoformat()}#{self.id}")
        return places

    @property
    def listing(self) -> None:
        return None


def payment_place(customer_key: str, payment_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"P#{payment_id}")


def due_partition(instant: datetime, identifier: str) -> str:
    """The partition of the due index for one UTC day, spread over shards by the identifier."""
    return f"D#{instant:%Y-%m-%d}#{sum(identifier.encode()) % DUE_SHARDS}"


def due_partitions(instant: datetime) -> tuple[str, ...]:
    """All partitions of one UTC day."""
    return tuple(f"D#{instant:%Y-%m-%d}#{shard}" for shard in range(DUE_SHARDS))


class SandboxPayment(BaseModel):
    """What the sandbox provider remembers about one payment: it is a bank of its own, not a view of our records."""

    model_config = ConfigDict(frozen=True)

    payment_id: str
    customer_key: str
    amount: int
    outcome: str
    ready_at: datetime
    version: int = 0

    @property
    def key(self) -> Key:
        return sandbox_place(self.payment_id)


def sandbox_place(payment_id: str) -> Key:
    return Key(Table.OPERATIONS, f"sandbox#{payment_id}", "-")


class ProviderEvent(BaseModel):
    """A webhook that was received: kept for audit, never trusted for its contents."""

    model_config = ConfigDict(frozen=True)

    provider: str
    event_id: str
    type: str
    payment_id: str
    received_at: datetime
    ttl: int

    @property
    def key(self) -> Key:
        return Key(Table.OPERATIONS, f"event#{self.provider}#{self.event_id}", "-")


class SweepMark(BaseModel):
    """The UTC day up to which a sweeper has nothing left to look at."""

    model_config = ConfigDict(frozen=True)

    name: str
    day: str = Field(pattern=r"\d{4}-\d\d-\d\d")
    version: int = 0

    @property
    def key(self) -> Key:
        return Key(Table.OPERATIONS, f"sweep#{self.name}", "-")
