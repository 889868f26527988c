"""Sessions and attempts: what the portal remembers between two requests."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from chalicelib.core.changes import Key, Table


class Session(BaseModel):
    """A signed-in visitor, by the link of this version: the session ends with the link. Only the hash of the cookie's token
    is stored; instants are epoch seconds, so that conditions can compare them: DynamoDB deletes by `ttl` up to days late."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    token_hash: str
    customer_key: str
    link_version: int = 0
    started_at: int
    idle_until: int
    ends_at: int

    @property
    def key(self) -> Key:
        return session_place(self.token_hash)

    @property
    def ttl(self) -> int:
        return self.ends_at


class ShutOut(Exception):
    """The visitor's session has been ended, because the customer may not use the portal any more. `blocked` when they may
    be told to get in touch; otherwise they are told what a visitor is told whose session has ended by itself."""

    def __init__(self, *, blocked: bool) -> None:
        super().__init__("shut out")
        self.blocked = blocked


class Attempts(BaseModel):
    """How many identity checks a scope (link, customer or network) has begun in its present window."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    scope: str
    count: int
    window_ends: int
    version: int = 0

    @property
    def key(self) -> Key:
        return attempts_place(self.scope)

    @property
    def ttl(self) -> int:
        return self.window_ends


def session_place(token_hash: str) -> Key:
    return Key(Table.OPERATIONS, f"session#{token_hash}", "-")


def counter_places(customer_key: str, token_hashes: Sequence[str]) -> list[Key]:
    """Where attempts with these links and at this customer, and the customer's own changes, are counted."""
    scopes = (*(f"link#{token}" for token in token_hashes), f"customer#{customer_key}", changes_scope(customer_key))
    return [attempts_place(scope) for scope in scopes]


def changes_scope(customer_key: str) -> str:
    """What counts the changes that a customer makes to their own details."""
    return f"details#{customer_key}"


def attempts_place(scope: str) -> Key:
    return Key(Table.OPERATIONS, f"throttle#{scope}", "-")
