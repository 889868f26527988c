"""What every store does the same way: refuse a malformed commit, and count versions."""

from __future__ import annotations

from typing import Any, cast

from chalicelib.core.changes import Changes, Entity, UnauditedChange, Versioned, key_of, unaudited
from chalicelib.core.store import TRANSACTION_LIMIT


def next_version[E: Entity](entity: E) -> E:
    """The entity as it is stored: a versioned one at the version after the one it was read at."""
    if not isinstance(entity, Versioned):
        return entity
    return cast(E, cast(Any, entity).model_copy(update={"version": entity.version + 1}))


def check(changes: Changes) -> None:
    """What every store refuses before it writes anything. Raises ValueError or UnauditedChange."""
    if not 0 < len(changes) <= TRANSACTION_LIMIT:
        raise ValueError(f"a commit holds 1 to {TRANSACTION_LIMIT} changes, not {len(changes)}")
    if len({key_of(change) for change in changes}) != len(changes):
        raise ValueError("a commit touches an item once")
    if missing := unaudited(changes):
        raise UnauditedChange(f"no activity tells about {', '.join(missing)}")
