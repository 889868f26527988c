"""Queues, where tasks wait for whoever comes next, and groups, teams of people."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.changes import Key, Table

GENERAL = "general"
"""The queue that is always there."""
TEAMS_LIMIT = 100
MEMBERS_LIMIT = 100


class TeamKind(StrEnum):
    QUEUE = "QUEUE"
    GROUP = "GROUP"


class Team(BaseModel):
    """A queue or a group. `members` are user ids; `sla_hours` is how long a task may wait in a queue, 0 for no promise.

    A closed one takes no new task and keeps its name for those it had."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    kind: TeamKind
    name: str
    members: tuple[str, ...] = ()
    sla_hours: int = 0
    closed: bool = False
    changed_by: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        return team_place(self.id)

    @property
    def ref(self) -> str:
        return f"team:{self.id}"


def team_place(team_id: str) -> Key:
    return Key(Table.OPERATIONS, "team", team_id)


GENERAL_QUEUE = Team(id=GENERAL, kind=TeamKind.QUEUE, name="General")
"""What stands at its place until an admin changes it."""
