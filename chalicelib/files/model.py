"""A customer's file and its states (`design/uploads-security-faults.md` 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.activities.events import Event
from chalicelib.core.actor import Channel
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.due.model import due_at
from chalicelib.scanning import limits
from chalicelib.scanning.model import Verdict

FILE_PREFIX = "F#"
LARGEST_BYTES = limits.LARGEST_BYTES
"""No more than is looked through."""


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
AWAITED = frozenset({State.PENDING, State.EXPIRED})
"""Nothing has arrived; whatever arrives is taken up."""

MOVES: Mapping[State, frozenset[State]] = {
    State.PENDING: frozenset({State.SCANNING, State.EXPIRED, State.FAILED, State.DELETED}),
    State.SCANNING: frozenset({State.CLEAN, *HELD, State.DELETED}),
    State.CLEAN: frozenset({State.INFECTED, State.RISKY, State.UNSCANNABLE, State.REJECTED, State.DELETED}),
    State.INFECTED: frozenset({State.DELETED}),
    State.RISKY: frozenset({State.RELEASED, State.DELETED}),
    State.UNSCANNABLE: frozenset({State.RELEASED, State.DELETED}),
    State.REJECTED: frozenset({State.DELETED}),
    State.RELEASED: frozenset({State.DELETED}),
    State.FAILED: frozenset({State.SCANNING, State.DELETED}),
    State.EXPIRED: frozenset({State.SCANNING, State.FAILED, State.DELETED}),
    State.DELETED: frozenset(),
}
"""The legal moves. An expired form whose file does arrive after all is scanned. A clean file is held after all when newer rules
find something in it."""

EVENTS: Mapping[State, Event] = {
    State.PENDING: Event.FILE_ADDED,
    State.SCANNING: Event.FILE_SCANNING,
    State.CLEAN: Event.FILE_RECEIVED,
    State.INFECTED: Event.FILE_HELD,
    State.RISKY: Event.FILE_HELD,
    State.UNSCANNABLE: Event.FILE_HELD,
    State.REJECTED: Event.FILE_HELD,
    State.RELEASED: Event.FILE_RELEASED,
    State.FAILED: Event.FILE_FAILED,
    State.EXPIRED: Event.FILE_EXPIRED,
    State.DELETED: Event.FILE_DELETED,
}
"""What the diary calls the move into each state."""


class CustomerFile(BaseModel):
    """One file of a customer, about one account or about none. `version_id` is the one S3 version that is judged and copied.

    `name` is what the uploader called it, empty from a browser that could not tell. `leased_until` says until when one
    delivery holds the scan, `attempts` how many deliveries have held it. `verdicts` has one for each scanner that has
    answered; `failure` is why none could. `picture_type` is the media type of the picture that was drawn anew from it, empty
    when it is no picture. Once somebody has decided to release it `releaser_id` is theirs; it is released when its copy is
    there. `found_clean_at` says when it was found clean that was withdrawn since. `command` is the last command of a person that
    changed it. `next_check` keeps it in the due index while a sweeper has to look after it.
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
    uploader_id: str
    uploaded_by: str
    created_at: datetime
    expires_at: datetime
    moved_at: datetime
    version_id: str = ""
    leased_until: datetime | None = None
    attempts: int = Field(default=0, ge=0)
    sha256: str = ""
    size_bytes: int = Field(default=0, ge=0)
    detected: str = ""
    picture_type: str = ""
    found_clean_at: datetime | None = None
    required: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    failure: str = ""
    release_asker_id: str = ""
    release_asked_by: str = ""
    release_reason: str = ""
    releaser_id: str = ""
    released_by: str = ""
    released_reason: str = ""
    deleted_by: str = ""
    deletion_reason: str = ""
    command: str = ""
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
        """What a sweeper has to look after stands where it is due, and what was found clean where files of that day are found."""
        if self.state is State.CLEAN:
            return {Index.DUE: IndexKey(clean_partition(self.moved_at.date()), f"{self.moved_at.isoformat()}#{self.id}")}
        return {Index.DUE: due_at(self.next_check, self.id)} if self.next_check else {}

    @property
    def listing(self) -> None:
        return None

    @property
    def object_key(self) -> str:
        """Where its bytes lie in quarantine."""
        return f"{self.customer_key}/{self.id}"

    @property
    def clean_key(self) -> str:
        """Where its bytes lie once they may be read: a place of their own for each version, and another one for what was
        withdrawn and then let out, so that who removes what was withdrawn never meets it."""
        return f"{self.checked_key}/released" if self.found_clean_at and self.releaser_id else self.checked_key

    @property
    def checked_key(self) -> str:
        """Where its bytes lie once every scanner has called them clean."""
        return f"{CLEAN}{self.object_key}/{self.version_id}"

    @property
    def picture_key(self) -> str:
        return f"{PICTURES}{self.object_key}/{self.version_id}"

    @property
    def waits_for(self) -> frozenset[str]:
        """The scanners that have to answer and have not."""
        return frozenset(self.required) - {verdict.scanner for verdict in self.verdicts}


CLEAN = "clean/"
PICTURES = "previews/"


class UploadDay(BaseModel):
    """How many forms a customer was given on one London day. Written with each of them, so that two at once are counted."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    day: str = Field(pattern=r"\d{4}-\d\d-\d\d")
    tickets: int = 0
    version: int = 0
    ttl: int

    @property
    def key(self) -> Key:
        return day_place(self.customer_key, self.day)


class RescanMark(BaseModel):
    """How far clean files have been held against the rules of our scanner: `rules` is the version that they are held against
    since `begun_at`, `after` the place in the index of the last one, empty once there are no more."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rules: str
    begun_at: datetime
    after: str
    version: int = 0

    @property
    def key(self) -> Key:
        return RESCAN_PLACE


RESCAN_PLACE = Key(Table.OPERATIONS, "rescan#files", "-")


def clean_partition(day: date) -> str:
    """The partition of the due index for the files that were found clean on one UTC day."""
    return f"CLEAN#{day.isoformat()}"


def file_place(customer_key: str, file_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{FILE_PREFIX}{file_id}")


def day_place(customer_key: str, day: str) -> Key:
    return Key(Table.OPERATIONS, f"upload-day#{customer_key}#{day}", "-")
