"""A task, where it stands, and the moves it may make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.core.clock import epoch_seconds
from chalicelib.people.teams import TeamKind
from chalicelib.records.model import customer_place

TAGS_LIMIT = 20
TAG_LONGEST = 40
NOTES_LONGEST = 5_000
TAG_CHOICES = ("review-plan", "dispute", "vulnerability", "callback", "refund", "mandate-failed", "import-conflict")
"""What the console offers; any other tag may be typed."""
_LAST_SECOND = 9_999_999_999


class Status(StrEnum):
    OPEN = "OPEN"
    RESOLVED = "RESOLVED"
    CANCELLED = "CANCELLED"


MOVES: Mapping[Status, frozenset[Status]] = {
    Status.OPEN: frozenset({Status.RESOLVED, Status.CANCELLED}),
    Status.RESOLVED: frozenset(),
    Status.CANCELLED: frozenset(),
}
"""Reference C.3.10, without a state for work in progress: who works on a task is who it is assigned to."""


class Assignment(BaseModel):
    """A queue or a group, and possibly one of its members."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: TeamKind
    team: str
    user: str | None = None


class Task(BaseModel):
    """One thing to do. `due` is a London date; `source` says what opened it: a person, or the event another room saw.

    `changed_by` is the last command that changed it, so that the same command sent again is known again."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    customer_key: str
    account: str | None = None
    assigned: Assignment
    due: date
    tags: tuple[str, ...] = ()
    notes: str = ""
    status: Status = Status.OPEN
    source: str
    created_at: datetime
    created_by: str
    finished_at: datetime | None = None
    finished_by: str | None = None
    resolution: str = ""
    changed_by: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        return task_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"task:{self.id}"

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        """In the inbox of its queue or group and, when somebody has it, in theirs: open ones first by due date, then the
        others, the newest first."""
        places = {Index.FEED: IndexKey(team_inbox(self.assigned.team), self.order)}
        if self.assigned.user is not None:
            places[Index.DUE] = IndexKey(user_inbox(self.assigned.user), self.order)
        return places

    @property
    def listing(self) -> None:
        return None

    @property
    def key_of_customer(self) -> Key:
        return customer_place(self.customer_key)

    @property
    def order(self) -> str:
        if self.finished_at is None:
            return f"{OPEN_PREFIX}{self.due.isoformat()}#{self.id}"
        return f"{DONE_PREFIX}{_LAST_SECOND - epoch_seconds(self.finished_at):010d}#{self.id}"


OPEN_PREFIX = "0#"
DONE_PREFIX = "1#"


def task_place(customer_key: str, task_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"T#{task_id}")


def team_inbox(team: str) -> str:
    return f"TQ#{team}"


def user_inbox(user: str) -> str:
    return f"TU#{user}"
