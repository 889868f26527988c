"""The storage port in a dictionary: for rules, properties and state machines, in microseconds and without mocks."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from chalicelib.core.changes import (
    Append,
    Changes,
    Conflict,
    Delete,
    Entity,
    Index,
    Indexed,
    IndexKey,
    Insert,
    Key,
    Put,
    Remove,
    Replace,
    Require,
    Table,
    Versioned,
)
from chalicelib.core.committing import check, next_version
from chalicelib.core.store import BATCH_GET_LIMIT, IndexEntry, Page


class MemoryStore:
    """All entities of one world. Thread-safe, so that interleavings can be tested."""

    def __init__(self) -> None:
        self.items: dict[Key, Entity] = {}
        self._lock = threading.RLock()
        self._places: dict[Key, tuple[Entity, Mapping[Index, IndexKey]]] = {}

    def get[E: Entity](self, kind: type[E], key: Key) -> E | None:
        found = self.items.get(key)
        if found is not None and not isinstance(found, kind):
            raise TypeError(f"{type(found).__name__} stands where a {kind.__name__} was expected")
        return found

    def get_many(self, keys: Collection[Key]) -> dict[Key, Entity]:
        if len(keys) > BATCH_GET_LIMIT:
            raise ValueError(f"at most {BATCH_GET_LIMIT} keys in one read")
        return {key: self.items[key] for key in keys if key in self.items}

    def query(
        self,
        table: Table,
        pk: str,
        *,
        prefix: str = "",
        after: str | None = None,
        limit: int,
        newest_first: bool = False,
    ) -> Page[Entity]:
        keys = sorted(
            (k for k in self.items if k.table is table and k.pk == pk and k.sk.startswith(prefix)), reverse=newest_first
        )
        if after is not None:
            keys = [k for k in keys if (k.sk < after if newest_first else k.sk > after)]
        page = keys[:limit]
        return Page([self.items[k] for k in page], page[-1].sk if len(keys) > limit else None)

    def search(
        self,
        index: Index,
        partitions: Sequence[str],
        *,
        prefix: str = "",
        after: str = "",
        limit: int,
        newest_first: bool = False,
    ) -> list[IndexEntry]:
        entries = []
        for key, entity in self.items.items():
            if key.table is not Table.RECORDS:
                continue
            place = self._places_of(key, entity).get(index)
            if not place or place.pk not in partitions or not place.sk.startswith(prefix):
                continue
            if not after or (place.sk < after if newest_first else place.sk > after):
                entries.append(IndexEntry(key, place.sk, cast(Indexed, entity).listing if index is Index.NAMES else None))
        return sorted(entries, key=lambda entry: (entry.sort, entry.key), reverse=newest_first)[:limit]

    def _places_of(self, key: Key, entity: Entity) -> Mapping[Index, IndexKey]:
        """Where an entity stands in the indexes, worked out once: an entity never changes, another one takes its place. Asked
        for by name, because a check against a protocol takes longer than all the rest."""
        known = self._places.get(key)
        if known is None or known[0] is not entity:
            known = self._places[key] = (entity, getattr(entity, "indexes", {}))
        return known[1]

    def scan_names(self, *, after: str | None, limit: int) -> Page[Key]:
        keys = sorted(key for key, entity in self.items.items() if isinstance(entity, Indexed) and Index.NAMES in entity.indexes)
        rest = [k for k in keys if after is None or k.pk > after]
        return Page(rest[:limit], rest[limit - 1].pk if len(rest) > limit else None)

    def commit(self, changes: Changes) -> None:
        check(changes)
        with self._lock:
            for change in changes:
                self._demand(change)
            for change in changes:
                self._apply(change)

    def put_all(self, entities: Collection[Entity]) -> None:
        with self._lock:
            self.items.update({entity.key: entity for entity in entities})

    def remove_all(self, keys: Collection[Key]) -> None:
        with self._lock:
            for key in keys:
                self.items.pop(key, None)

    def extend(self, key: Key, *, now: int, idle_until: int) -> Entity | None:
        with self._lock:
            session = cast(Any, self.items.get(key))
            if session is None or session.idle_until <= now or session.ends_at <= now:
                return None
            self.items[key] = session.model_copy(update={"idle_until": idle_until})
            return self.items[key]

    def finish_part(self, key: Key, part: int, counts: Mapping[str, int]) -> Entity | None:
        with self._lock:
            phase = cast(Any, self.items.get(key))
            if phase is None or part not in phase.pending:
                return None
            summed = {name: phase.counts.get(name, 0) + counts.get(name, 0) for name in phase.counts | dict(counts)}
            self.items[key] = phase.model_copy(update={"pending": phase.pending - {part}, "counts": summed})
            return self.items[key]

    def _demand(self, change: object) -> None:
        match change:
            case Insert(entity) | Append(entity) if entity.key in self.items:
                raise Conflict(entity.key, "exists")
            case Replace(entity) | Require(entity) | Delete(entity):
                stored = self.items.get(entity.key)
                if not isinstance(stored, Versioned) or stored.version != entity.version:
                    raise Conflict(entity.key, "stale")

    def _apply(self, change: object) -> None:
        match change:
            case Insert(entity) | Replace(entity):
                self.items[entity.key] = next_version(entity)
            case Append(entity) | Put(entity):
                self.items[entity.key] = entity
            case Remove(key):
                self.items.pop(key, None)
            case Delete(entity):
                self.items.pop(entity.key)
