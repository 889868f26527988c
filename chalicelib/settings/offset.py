"""How far the clock of a local stage runs ahead: one item, written by `make later` and by nothing that is deployed."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.changes import Key, Table
from chalicelib.core.store import Store

OFFSET_PLACE = Key(Table.OPERATIONS, "clock", "-")
FURTHEST = timedelta(days=3660)


class ClockOffset(BaseModel):
    """Whole seconds ahead of real time; a clock is never turned back, or what was written would lie in the future."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    seconds: int = Field(ge=0, le=int(FURTHEST.total_seconds()))

    @property
    def key(self) -> Key:
        return OFFSET_PLACE


def offset(store: Store) -> timedelta:
    """How far ahead the clock is to run; nothing when nobody moved it."""
    stored = store.get(ClockOffset, OFFSET_PLACE)
    return timedelta(seconds=stored.seconds) if stored else timedelta()
