"""The directory that people sign in to. `aws/directory.py` keeps it in Cognito, `MemoryDirectory` in a dictionary."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.core.errors import Code, Refused
from chalicelib.core.roles import Role


class Directory(Protocol):
    """Every call may be repeated: the second time it finds its work done."""

    def invite(self, email: str, name: str, role: Role) -> str:
        """The id of the person with this address, in exactly this role; made, and sent a temporary password, when the
        directory did not know them."""
        ...

    def remind(self, email: str) -> None:
        """Send a new temporary password. Raises Refused(WRONG_STATE) once they have chosen their own."""
        ...

    def bring(self, user_id: str, role: Role, *, enabled: bool) -> None:
        """Exactly this role, and enabled or not; disabling ends every session. Somebody whom the directory no longer knows
        is passed over."""
        ...


@dataclass(frozen=True)
class Entry:
    """What the directory knows of one person."""

    id: str
    email: str
    name: str
    role: Role
    enabled: bool = True
    mails: int = 1
    has_own_password: bool = False
    sessions_ended: int = 0


class MemoryDirectory:
    """The directory in a dictionary, for tests of what stands on it."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def invite(self, email: str, name: str, role: Role) -> str:
        known = next((e for e in self.entries.values() if e.email.casefold() == email.casefold()), None)
        if known is None:
            known = Entry(str(uuid.uuid4()), email, name, role)
        self.entries[known.id] = replace(known, role=role)
        return known.id

    def remind(self, email: str) -> None:
        (known,) = (e for e in self.entries.values() if e.email.casefold() == email.casefold())
        if known.has_own_password:
            raise Refused(Code.WRONG_STATE, HAS_PASSWORD)
        self.entries[known.id] = replace(known, mails=known.mails + 1)

    def choose_password(self, user_id: str) -> None:
        """What a person does at their first sign-in."""
        self.entries[user_id] = replace(self.entries[user_id], has_own_password=True)

    def bring(self, user_id: str, role: Role, *, enabled: bool) -> None:
        known = self.entries.get(user_id)
        if known is None:
            return
        ended = known.sessions_ended + (0 if enabled else 1)
        self.entries[user_id] = replace(known, role=role, enabled=enabled, sessions_ended=ended)


HAS_PASSWORD = "They have chosen a password of their own already."  # noqa: S105  # words, not a password
