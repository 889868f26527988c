"""What a decision wants written, as data. Rules return it, one commit writes all of it or none of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable


class Table(StrEnum):
    RECORDS = "records"
    ACTIVITIES = "activities"
    JOURNAL = "journal"
    LOOKUPS = "lookups"
    OPERATIONS = "operations"


class Index(StrEnum):
    """Second orders of the records table: customers by name, newest first by kind, and what falls due."""

    NAMES = "names"
    FEED = "feed"
    DUE = "due"


class Key(NamedTuple):
    """Where one item lives."""

    table: Table
    pk: str
    sk: str


class IndexKey(NamedTuple):
    """Where one item stands in an index."""

    pk: str
    sk: str


class Entity(Protocol):
    """Anything that is stored as one item."""

    @property
    def key(self) -> Key: ...


@runtime_checkable
class Versioned(Protocol):
    """An entity that is changed in place. `version` counts its writes; 0 means never written."""

    @property
    def key(self) -> Key: ...

    @property
    def version(self) -> int: ...


@runtime_checkable
class Indexed(Protocol):
    """An entity that also stands in indexes. `listing` is the row the names index carries, or nothing."""

    @property
    def indexes(self) -> Mapping[Index, IndexKey]: ...

    @property
    def listing(self) -> Mapping[str, object] | None: ...


@runtime_checkable
class Expiring(Protocol):
    """An entity that DynamoDB may delete after an instant, in epoch seconds. Conditions check it too: TTL deletes late."""

    @property
    def ttl(self) -> int: ...


@runtime_checkable
class Audited(Protocol):
    """An entity whose every change must come with an activity in the same commit. `ref` is what the activity names."""

    @property
    def ref(self) -> str: ...


@runtime_checkable
class Evidence(Protocol):
    """What an activity is to the commit: the `ref`s of the entities it tells about."""

    @property
    def covers(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Insert:
    """Write an entity that must not exist yet."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class Replace:
    """Write the new state of an entity that must still be at `entity.version`; it is stored at the next version."""

    entity: Versioned


@dataclass(frozen=True, slots=True)
class Append:
    """Add an immutable fact (activity, journal entry). Refused if the place is taken: facts are never overwritten."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class Put:
    """Write whatever stood there before: only for values derived from the key, where every writer writes the same."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class Require:
    """Write nothing, but refuse the commit unless the entity is still at this version."""

    entity: Versioned


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete an entity that must still be at `entity.version`: whatever moved it meanwhile decides anew."""

    entity: Versioned


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete the item at this key, whether or not it is there."""

    key: Key


Change = Insert | Replace | Append | Put | Require | Delete | Remove


class Changes:
    """An ordered list of changes that is committed as a whole."""

    def __init__(self, *changes: Change) -> None:
        self._changes = changes

    def __iter__(self) -> Iterator[Change]:
        return iter(self._changes)

    def __len__(self) -> int:
        return len(self._changes)

    def __add__(self, other: Iterable[Change]) -> Changes:
        return Changes(*self._changes, *other)


def key_of(change: Change) -> Key:
    """The key of the item a change is about."""
    return change.key if isinstance(change, Remove) else change.entity.key


class Conflict(Exception):
    """A commit was refused because something stood or moved at this key. Nothing was written."""

    def __init__(self, key: Key, why: str) -> None:
        super().__init__(why)
        self.key = key
        self.why = why

    @property
    def passing(self) -> bool:
        """Another transaction held the item at that moment: nothing is known of what it holds now, so try again."""
        return self.why == "contended"


class UnauditedChange(Exception):
    """A bug: an audited entity was changed without an activity about it in the same commit."""


def unaudited(changes: Changes) -> list[str]:
    """The refs of audited entities that these changes write without telling the diary (invariant C.4.6)."""
    told = {ref for c in changes if isinstance(c, Append) and isinstance(c.entity, Evidence) for ref in c.entity.covers}
    written = [c.entity for c in changes if isinstance(c, Insert | Replace | Put | Delete)]
    return [entity.ref for entity in written if isinstance(entity, Audited) and entity.ref not in told]
