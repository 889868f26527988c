"""One check of every customer's money, and how far it has come."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.changes import Key, Table

CHECKS = "journal-check"
FINDINGS_KEPT = 100


class FoundFault(BaseModel):
    """A fault as the report keeps it (`replaying.Finding`)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    fault: str
    customer_key: str
    sequence: int
    expected: int
    found: int


class JournalCheck(BaseModel):
    """The check of a day and its report: one item, moved on piece by piece. `after` is where the next piece begins, `faults`
    counts all of them, `findings` keeps the first hundred. `sums` are debits less credits by ledger account, in pence."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    day: date
    started_at: datetime
    finished_at: datetime | None = None
    after: str = ""
    pieces: int = 0
    customers: int = 0
    entries: int = 0
    owed: int = 0
    faults: int = 0
    findings: tuple[FoundFault, ...] = ()
    sums: dict[str, int] = Field(default_factory=dict)
    version: int = 0

    @property
    def key(self) -> Key:
        return check_place(self.day)


def check_place(day: date) -> Key:
    return Key(Table.OPERATIONS, CHECKS, day.isoformat())


def piece_place(day: date, number: int) -> str:
    """Where a piece of a day's digest is kept."""
    return f"journal/{day.isoformat()}/{number:06d}.json"
