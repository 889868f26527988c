"""An upload and its phases (`reference/model.md` I11, `design/data.md` section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.changes import Key, Table

PARTITIONS = 64
FIRST_ERRORS = 20


class State(StrEnum):
    RECEIVED = "RECEIVED"
    CHECKING = "CHECKING"
    PLANNING = "PLANNING"
    AWAITING_CONFIRMATION = "AWAITING_CONFIRMATION"
    IMPORTING = "IMPORTING"
    COMPLETED = "COMPLETED"
    COMPLETED_WITH_ERRORS = "COMPLETED_WITH_ERRORS"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


MOVES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.CHECKING, State.FAILED, State.CANCELLED}),
    State.CHECKING: frozenset({State.PLANNING, State.FAILED}),
    State.PLANNING: frozenset({State.AWAITING_CONFIRMATION, State.IMPORTING, State.FAILED, State.CANCELLED}),
    State.AWAITING_CONFIRMATION: frozenset({State.IMPORTING, State.CANCELLED}),
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


class Fault(BaseModel):
    """One thing wrong with one cell or row: row number as a spreadsheet shows it, the value masked."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    row: int
    record: int
    customer_id: str = ""
    account_number: str = ""
    column: str
    severity: str
    code: str
    message: str
    value: str = ""
    how_to_fix: str


class Failure(BaseModel):
    """Why a whole file was refused."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    code: str
    message: str
    how_to_fix: str


class Counts(BaseModel):
    """Rows of a file by what becomes of them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    warnings: int = 0


class Upload(BaseModel):
    """One file on its way in. `id` is derived from the object's key and version, so an event delivered twice is one upload.

    An upload from the console exists before its file: `size_bytes` is None until the file has arrived. `moved_at` is when
    its state last changed, `parts` the partitions of customers that have rows, `last_command` the key of the command that
    moved it last.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    filename: str
    source: Source
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
    failure: Failure | None = None
    rows: Counts = Field(default_factory=Counts)
    customers: int = 0
    first_faults: tuple[Fault, ...] = ()
    by_code: dict[str, int] = Field(default_factory=dict)
    waiting_reason: str | None = None
    campaign_id: str | None = None
    last_command: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        return upload_place(self.id)

    @property
    def ref(self) -> str:
        return f"upload:{self.id}"


class Phase(BaseModel):
    """The partitions of one phase that are still to do, with what the finished ones counted. A partition leaves the set
    and adds its counts in one conditional write, so a redelivered message can neither count nor finish twice."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    upload_id: str
    name: str
    total: int
    pending: frozenset[int]
    counts: dict[str, int] = Field(default_factory=dict)

    @property
    def key(self) -> Key:
        return phase_place(self.upload_id, self.name)


class FileMark(BaseModel):
    """Which upload already applied a file with this hash."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    sha256: str
    upload_id: str

    @property
    def key(self) -> Key:
        return Key(Table.OPERATIONS, f"file#{self.sha256}", "-")


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
    state: str = "QUEUED"
    created_at: datetime
    created_by: str
    rows: int = 0
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
