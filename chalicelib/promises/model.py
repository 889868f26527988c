"""A promise to pay, and its states (`reference/model.md` C.3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.activities.events import Event
from chalicelib.core.actor import Channel
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.core.clock import london_midnight
from chalicelib.due.model import due_at


class Status(StrEnum):
    """SUPERSEDED: another promise took its place."""

    OPEN = "OPEN"
    KEPT = "KEPT"
    PART_KEPT = "PART_KEPT"
    BROKEN = "BROKEN"
    INVALIDATED = "INVALIDATED"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"


ENDS: Mapping[Status, Event] = {
    Status.KEPT: Event.PROMISE_KEPT,
    Status.PART_KEPT: Event.PROMISE_PART_KEPT,
    Status.BROKEN: Event.PROMISE_BROKEN,
    Status.INVALIDATED: Event.PROMISE_INVALIDATED,
    Status.CANCELLED: Event.PROMISE_CANCELLED,
    Status.SUPERSEDED: Event.PROMISE_RESCHEDULED,
}
"""The legal moves: from OPEN to any of these, each by its event, and from none of these anywhere."""


class Method(StrEnum):
    """How the customer means to pay. It binds nobody."""

    CARD = "CARD"
    DIRECT_DEBIT = "DIRECT_DEBIT"
    BANK_TRANSFER = "BANK_TRANSFER"
    STANDING_ORDER = "STANDING_ORDER"
    CASH = "CASH"
    CHEQUE = "CHEQUE"


class Promise(BaseModel):
    """A promise of `amount` pence towards one claim until the London day `due`. Payments count until `grace_days` after it.

    While it is open a PROMISE hold of the same id stands on the claim, so that the customer's own version guards that no
    claim has two. `kept` is what was paid by the time it ended. `consented` says that the customer agreed when it took the
    place of the one in `supersedes`. `next_check` keeps it in the due index until it has ended.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    id: str
    account_number: str
    claim: str
    amount: int
    due: date
    grace_days: int
    method: Method | None = None
    status: Status = Status.OPEN
    kept: int = 0
    channel: Channel
    made_by: str
    supersedes: str = ""
    superseded_by: str = ""
    consented: bool = False
    created_at: datetime
    ended_at: datetime | None = None
    next_check: datetime | None = None
    version: int = 0

    @property
    def key(self) -> Key:
        return promise_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"promise:{self.id}"

    @property
    def last_day(self) -> date:
        """The last London day on which a payment counts."""
        return self.due + timedelta(days=self.grace_days)

    @property
    def late_from(self) -> datetime:
        """From when on it has fallen due: the midnight in London after its day."""
        return london_midnight(self.due + timedelta(days=1))

    @property
    def over_from(self) -> datetime:
        """From when on no payment counts any more."""
        return london_midnight(self.last_day + timedelta(days=1))

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        return {Index.DUE: due_at(self.next_check, self.id)} if self.next_check else {}

    @property
    def listing(self) -> None:
        return None


PROMISE_PREFIX = "R#"


def promise_place(customer_key: str, promise_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{PROMISE_PREFIX}{promise_id}")
