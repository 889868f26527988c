"""What is asked of the cashbook, and the jobs that answer what no request may take the time for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chalicelib.core.changes import Key, Table
from chalicelib.core.clock import london_midnight
from chalicelib.payments.model import Payment, Status

type Name = Annotated[str, Field(min_length=1, max_length=64)]


class PaymentFilter(BaseModel):
    """Which payments are wanted; nothing asks for all. Days are London's, both included, of when a payment was started.
    `account` is a whole account number."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    from_day: date | None = None
    to_day: date | None = None
    statuses: Annotated[tuple[Status, ...], Field(max_length=20)] = ()
    methods: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    account: Annotated[str, Field(max_length=64)] = ""

    @model_validator(mode="after")
    def _in_order(self) -> PaymentFilter:
        if self.from_day and self.to_day and self.from_day > self.to_day:
            raise ValueError("to_day is before from_day")
        return self

    @property
    def since(self) -> datetime | None:
        return london_midnight(self.from_day) if self.from_day else None

    @property
    def until(self) -> datetime | None:
        return london_midnight(self.to_day + timedelta(days=1)) if self.to_day else None

    def keeps(self, payment: Payment) -> bool:
        """Whether this payment is wanted."""
        return (
            (self.since is None or payment.created_at >= self.since)
            and (self.until is None or payment.created_at < self.until)
            and (not self.statuses or payment.status in self.statuses)
            and (not self.methods or payment.method in self.methods)
            and (not self.account or self.account in payment.account_numbers)
        )


class JobState(StrEnum):
    QUEUED = "QUEUED"
    BUILDING = "BUILDING"
    READY = "READY"


class Sums(BaseModel):
    """What the rows of some payments come to. Only money that moved is summed: `in_pence` came, `out_pence` (negative) went
    back; `by_status` counts payments."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    payments: int = 0
    rows: int = 0
    in_pence: int = 0
    out_pence: int = 0
    by_status: dict[str, int] = Field(default_factory=dict)


class Listing(BaseModel):
    """The totals of the payments that a filter leaves, and a file of them where one was asked for. It looks at some payments
    for each message: `after` is where it goes on, `parts` are the lines it has found so far. `purpose` says why the file is
    taken. It is kept as long as its file."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    filters: PaymentFilter
    purpose: str = ""
    has_file: bool = False
    state: JobState = JobState.QUEUED
    created_at: datetime
    created_by: str
    after: str | None = None
    looked_at: int = 0
    sums: Sums = Sums()
    parts: tuple[str, ...] = ()
    ttl: int
    version: int = 0

    @property
    def key(self) -> Key:
        return listing_place(self.id)


LISTINGS = "payment-listing"
REPORTS = "creditor-report"


def listing_place(listing_id: str) -> Key:
    return Key(Table.OPERATIONS, LISTINGS, listing_id)


class CreditorReport(BaseModel):
    """Money that came and went and that the creditor had not been told of, up to the instant it was asked for. A movement is
    in one report only. `counted` movements have been taken into it so far."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    state: JobState = JobState.QUEUED
    created_at: datetime
    created_by: str
    counted: int = 0
    rows: int = 0
    in_pence: int = 0
    out_pence: int = 0
    version: int = 0

    @property
    def key(self) -> Key:
        return report_place(self.id)


def report_place(report_id: str) -> Key:
    return Key(Table.OPERATIONS, REPORTS, report_id)
