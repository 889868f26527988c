"""Where an item stands while something about it falls due at an instant."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.changes import IndexKey, Key, Table

DUE_SHARDS = 16


class SweepMark(BaseModel):
    """The first UTC day on which a sweeper may still find something to look at."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    day: str = Field(pattern=r"\d{4}-\d\d-\d\d")
    version: int = 0

    @property
    def key(self) -> Key:
        return sweep_place(self.name)


def sweep_place(name: str) -> Key:
    return Key(Table.OPERATIONS, f"sweep#{name}", "-")


def due_at(instant: datetime, identifier: str) -> IndexKey:
    """The place in the due index of something that is due at this UTC instant."""
    return IndexKey(due_partition(instant.date(), identifier), f"{instant.isoformat()}#{identifier}")


def due_partition(day: date, identifier: str) -> str:
    """The partition of the due index for one UTC day, spread over shards by the identifier."""
    return f"D#{day.isoformat()}#{sum(identifier.encode()) % DUE_SHARDS}"


def due_partitions(day: date) -> tuple[str, ...]:
    """Every shard of one UTC day."""
    return tuple(f"D#{day.isoformat()}#{shard}" for shard in range(DUE_SHARDS))
