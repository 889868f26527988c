"""An upload and its phases (`reference/model.md` I11, `design/data.md` section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from chalicelib.core.changes import Key, Table
from chalicelib.core.ids import fingerprint
from chalicelib.imports.findings import Closures, Counts, CustomerCounts, DifferenceKind, Failure, Fault

PARTITIONS = 64
FIRST_ERRORS = 20
PREVIEW_PAGE = 50
PLAN, APPLY = "plan", "apply"
KEPT_FOR = timedelta(days=365)
"""How long the datasets bucket keeps a file and everything made from it (`infra/buckets.yaml` says the same in days)."""


class State(StrEnum):
    RECEIVED = "RECEIVED"
    CHECKING = "CHECKING"
    PLANNING = "PLANNING"
    AWAITING_CONFIRMATION = "AWAITING_CONFIRMATION"
    QUEUED = "QUEUED"
    IMPORTING = "IMPORTING"
    COMPLETED = "COMPLETED"
    COMPLETED_WITH_ERRORS = "COMPLETED_WITH_ERRORS"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


MOVES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.CHECKING, State.FAILED, State.CANCELLED}),
    State.CHECKING: frozenset({State.PLANNING, State.FAILED, State.CANCELLED}),
    State.PLANNING: frozenset({State.AWAITING_CONFIRMATION, State.IMPORTING, State.FAILED, State.CANCELLED}),
    State.AWAITING_CONFIRMATION: frozenset({State.QUEUED, State.CANCELLED}),
    State.QUEUED: frozenset({State.IMPORTING, State.CANCELLED}),
    State.IMPORTING: frozenset({State.COMPLETED, State.COMPLETED_WITH_ERRORS}),
    State.COMPLETED: frozenset(),
    State.COMPLETED_WITH_ERRORS: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
}
FINAL = frozenset(state for state, onward in MOVES.items() if not onward)


class FileFormat(StrEnum):
    CSV = "CSV"
    XLSX = "XLSX"


class Source(StrEnum):
    S3 = "S3"
    CONSOLE = "CONSOLE"


class Mode(StrEnum):
    """What a file says about accounts that it does not name: nothing, or that they are closed."""

    UPSERT = "UPSERT"
    FULL_PORTFOLIO = "FULL_PORTFOLIO"


class Upload(BaseModel):
    """One file on its way in. `id` is derived from the object's key and version, so an event delivered twice is one upload.

    An upload from the console exists before its file: `size_bytes` is None until the file has arrived. `moved_at` is when
    its state last changed, `checked_rows` the rows that passed the check, `parts` the partitions of customers that have rows,
    `differences` how many of each kind there are, `expires_at` until when it may be confirmed, `allow_recreate` that
    whoever confirmed it said that customers who were deleted are created anew, `allow_closures` that many accounts may be closed,
    `closing_parts` the parts that hold accounts to close, `last_command` the key of the command that moved
    it last.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    filename: str
    source: Source
    mode: Mode = Mode.UPSERT
    bucket_key: str
    object_version: str = ""
    state: State = State.RECEIVED
    created_at: datetime
    created_by: str
    moved_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    format: FileFormat = FileFormat.CSV
    encoding: str = "utf-8"
    parts: tuple[int, ...] = ()
    closing_parts: tuple[int, ...] = ()
    closures: Closures | None = None
    failure: Failure | None = None
    checked_rows: int = 0
    rows: Counts = Field(default_factory=Counts)
    customers: CustomerCounts = Field(default_factory=CustomerCounts)
    differences: dict[DifferenceKind, int] = Field(default_factory=dict)
    expires_at: datetime | None = None
    first_faults: tuple[Fault, ...] = ()
    by_code: dict[str, int] = Field(default_factory=dict)
    waiting_reason: str | None = None
    allow_recreate: bool = False
    allow_closures: bool = False
    campaign_id: str | None = None
    last_command: str = ""
    version: int = 0

    @field_validator("customers", mode="before")
    @classmethod
    def _counted_once(cls, value: object) -> object:
        """The first uploads kept one number for all their customers: what became of them is not known any more."""
        return CustomerCounts() if isinstance(value, int) else value

    @property
    def key(self) -> Key:
        return upload_place(self.id)

    @property
    def all_parts(self) -> tuple[int, ...]:
        """Everything that the import works through one by one: rows of customers, and accounts to close."""
        return (*self.parts, *self.closing_parts)

    @property
    def ref(self) -> str:
        return f"upload:{self.id}"

    @property
    def confirmation(self) -> str:
        """What a confirmation must name: it is bound to the bytes of the file and to all that the check and the comparison
        found, so nothing is confirmed that nobody has seen."""
        found = (self.rows, self.customers, sorted(self.by_code.items()), sorted(self.differences.items()), self.expires_at)
        return fingerprint("\x1f".join(str(part) for part in (self.id, self.sha256, *found)))

    @property
    def files_until(self) -> datetime:
        """When the file and everything made from it are dropped; what this upload did stays known."""
        return self.created_at + KEPT_FOR


class Phase(BaseModel):
    """The partitions of one phase that are still to do, with what the finished ones counted; `rows` is how many all hold.
    A partition leaves the set and adds its counts in one conditional write, so a redelivered message can neither count nor
    finish twice."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    upload_id: str
    name: str
    total: int
    pending: frozenset[int]
    rows: int = 0
    started_at: datetime | None = None
    counts: dict[str, int] = Field(default_factory=dict)

    @property
    def key(self) -> Key:
        return phase_place(self.upload_id, self.name)


class Standing(NamedTuple):
    """How far an upload is. `place` counts from 1 in the line of those that wait for their turn. Rows are done in whole
    partitions, as the phase counts them; nothing is measured before the first one is done. `is_late` when the present step
    takes longer than any should."""

    place: int | None = None
    rows_done: int = 0
    rows: int = 0
    rows_a_second: float | None = None
    seconds_left: int | None = None
    is_late: bool = False


class FileMark(BaseModel):
    """Which upload already applied a file with this hash."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    sha256: str
    upload_id: str

    @property
    def key(self) -> Key:
        return Key(Table.OPERATIONS, f"file#{self.sha256}", "-")


class InboxMark(BaseModel):
    """The newest file from the inbox that was applied, by the timestamp in its name: an older one would set records back."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    stamp: str
    upload_id: str

    @property
    def key(self) -> Key:
        return INBOX_MARK_PLACE


INBOX_MARK_PLACE = Key(Table.OPERATIONS, "inbox-newest", "-")


class ImportSlot(BaseModel):
    """The turnstile: the one upload that is checked, planned or applied now; the others wait in the order they came."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    upload_id: str | None = None
    waiting: tuple[str, ...] = ()
    version: int = 0

    @property
    def key(self) -> Key:
        return SLOT_PLACE


SLOT_PLACE = Key(Table.OPERATIONS, "import-slot", "-")


class Export(BaseModel):
    """All current records as a file in the template's own columns."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    format: FileFormat = FileFormat.CSV
    state: str = "QUEUED"
    created_at: datetime
    created_by: str
    rows: int = 0
    failure: Failure | None = None
    version: int = 0

    @property
    def key(self) -> Key:
        return export_place(self.id)

    @property
    def ref(self) -> str:
        return f"export:{self.id}"


def upload_place(upload_id: str) -> Key:
    return Key(Table.OPERATIONS, "upload", upload_id)


def export_place(export_id: str) -> Key:
    return Key(Table.OPERATIONS, "export", export_id)


def phase_place(upload_id: str, name: str) -> Key:
    return Key(Table.OPERATIONS, f"U#{upload_id}", name)
