"""A customer's file and its states (`design/uploads-security-faults.md` 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.actor import Channel
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.due.model import due_at
from chalicelib.scanning.model import Verdict

FILE_PREFIX = "F#"
LARGEST_BYTES = 25 * 1024 * 1024


class State(StrEnum):
    PENDING = "PENDING"
    """A form was given out; nothing has arrived."""
    SCANNING = "SCANNING"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"
    RISKY = "RISKY"
    UNSCANNABLE = "UNSCANNABLE"
    REJECTED = "REJECTED"
    RELEASED = "RELEASED"
    """Looked at by two people, and let out of quarantine though a scanner held it."""
    FAILED = "FAILED"
    """No scanner could say. Never readable; an operator can have it scanned again."""
    EXPIRED = "EXPIRED"
    """The form ran out and nothing came."""
    DELETED = "DELETED"
    """The bytes are gone; what is written here is its tombstone."""


class DocumentType(StrEnum):
    """What the uploader says the file shows."""

    INCOME = "INCOME"
    SUPPORT_NEED = "SUPPORT_NEED"
    DISPUTE = "DISPUTE"
    CORRESPONDENCE = "CORRESPONDENCE"
    OTHER = "OTHER"


HELD = frozenset({State.INFECTED, State.RISKY, State.UNSCANNABLE, State.REJECTED, State.FAILED})
READABLE = frozenset({State.CLEAN, State.RELEASED})

MOVES: Mapping[State, frozenset[State]] = {
    State.PENDING: frozenset({State.SCANNING, State.EXPIRED, State.FAILED, State.DELETED}),
    State.SCANNING: frozenset({State.CLEAN, *HELD, State.DELETED}),
    State.CLEAN: frozenset({State.DELETED, State.SCANNING}),
    State.INFECTED: frozenset({State.DELETED}),
    State.RISKY: frozenset({State.RELEASED, State.DELETED}),
    State.UNSCANNABLE: frozenset({State.RELEASED, State.DELETED}),
    State.REJECTED: frozenset({State.DELETED}),
    State.RELEASED: frozenset({State.DELETED}),
    State.FAILED: frozenset({State.SCANNING, State.DELETED}),
    State.EXPIRED: frozenset({State.SCANNING}),
    State.DELETED: frozenset(),
}
"""The legal moves. An expired form whose file does arrive after all is scanned; CLEAN goes back when rules have changed."""


class CustomerFile(BaseModel):
    """One file of a customer, about one account or about none. `version_id` is the one S3 version that is judged and copied.

    `name` is what the uploader called it, empty from a browser that could not tell. `leased_until` says until when one
    delivery holds the scan. `verdicts` has one for each scanner that has answered. `next_check` keeps it in the due index
    while a sweeper has to look after it.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    customer_key: str
    account_number: str = ""
    document_type: DocumentType
    name: str = Field(default="", max_length=255)
    declared_type: str = ""
    declared_bytes: int = Field(default=0, ge=0)
    state: State = State.PENDING
    channel: Channel
    uploaded_by: str
    created_at: datetime
    expires_at: datetime
    moved_at: datetime
    version_id: str = ""
    leased_until: datetime | None = None
    sha256: str = ""
    size_bytes: int = Field(default=0, ge=0)
    detected: str = ""
    required: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    release_asked_by: str = ""
    release_reason: str = ""
    released_by: str = ""
    next_check: datetime | None = None
    version: int = 0

    @property
    def key(self) -> Key:
        return file_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"file:{self.id}"

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        return {Index.DUE: due_at(self.next_check, self.id)} if self.next_check else {}

    @property
    def listing(self) -> None:
        return None

    @property
    def object_key(self) -> str:
        """Where its bytes lie, in quarantine and, by version, among the clean files."""
        return f"{self.customer_key}/{self.id}"


def file_place(customer_key: str, file_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{FILE_PREFIX}{file_id}")
