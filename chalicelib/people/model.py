"""The people who work here, as Quittance knows them beside the directory they sign in to."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Key, Table
from chalicelib.core.ids import fingerprint
from chalicelib.core.roles import Role

USERS_LIMIT = 500
"""More people than this are refused, so that a list of all of them stays one small read."""
NAME_LONGEST = 100
INVITED_WITHIN = timedelta(minutes=10)


class UserStatus(StrEnum):
    INVITED = "INVITED"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


class User(BaseModel):
    """One person. `id` is the directory's own for them (`sub`).

    `sessions_from` is the epoch second before which no session counts any more: whoever is enabled again signs in again.
    `changed_by` is the last command that changed them, to know it when it is sent again."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    email: str
    name: str
    role: Role
    status: UserStatus
    sessions_from: int = 0
    invited_at: datetime | None = None
    invited_by: str | None = None
    first_signed_in_at: datetime | None = None
    changed_by: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        return user_place(self.id)

    @property
    def ref(self) -> str:
        return f"user:{self.id}"

    @property
    def is_enabled(self) -> bool:
        return self.status is not UserStatus.DISABLED


class UserEmail(BaseModel):
    """Whose address this is, put if absent, so that one address is one person."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    email: str
    user_id: str

    @property
    def key(self) -> Key:
        return email_place(self.email)


class Admins(BaseModel):
    """Everybody who is an enabled admin. Whatever makes or unmakes one moves this item, so that two admins who disable each
    other at the same moment cannot both succeed."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    ids: tuple[str, ...] = ()
    version: int = 0

    @property
    def key(self) -> Key:
        return ADMINS_PLACE


class Invitation(BaseModel):
    """An invitation that is under way: written before the directory is asked, removed with the commit that makes the user."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    email: str
    name: str
    role: Role
    actor_id: str
    actor_name: str
    request_key: str
    digest: str
    asked_at: datetime

    @property
    def key(self) -> Key:
        return invitation_place(self.email)

    @property
    def actor(self) -> Actor:
        return Actor(ActorType.AGENT, self.actor_id, self.actor_name, Channel.CONSOLE)

    def is_overdue(self, now: datetime) -> bool:
        """Whether it could not be sent: the sweep, which comes every five minutes, has tried it again by then."""
        return now - self.asked_at > INVITED_WITHIN


class Chore(StrEnum):
    DIRECTORY = "directory"
    TASKS_OF_USER = "user-tasks"
    TASKS_OF_TEAM = "team-tasks"


class Errand(BaseModel):
    """Something that has to follow a change of its `subject`, a user or a team, however often whoever does it dies: bring
    the directory in line, or hand back the tasks of those who may no longer have them. `after` is how far a long inbox has
    been gone through."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    chore: Chore
    subject: str
    since: datetime
    after: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        return errand_place(self.chore, self.id)


ERRANDS = "people-errand"
ADMINS_PLACE = Key(Table.OPERATIONS, "admins", "-")


def user_place(user_id: str) -> Key:
    return Key(Table.OPERATIONS, "user", user_id)


def email_place(email: str) -> Key:
    return Key(Table.LOOKUPS, f"u:{fingerprint(email.casefold())}", "-")


INVITATION_PREFIX = "invite#"


def invitation_place(email: str) -> Key:
    return Key(Table.OPERATIONS, ERRANDS, f"{INVITATION_PREFIX}{fingerprint(email.casefold())}")


def errand_place(chore: Chore, errand_id: str) -> Key:
    return Key(Table.OPERATIONS, ERRANDS, f"{chore}#{errand_id}")
