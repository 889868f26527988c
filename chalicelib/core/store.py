"""The one storage port. `aws/store.py` keeps it on DynamoDB, `core/memory.py` in a dictionary; one contract test runs on both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from chalicelib.core.changes import Changes, Entity, Index, Key, Table

BATCH_GET_LIMIT = 100
TRANSACTION_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Page[E]:
    """Some entities in order. `after` continues behind the last one; None means the end was reached."""

    items: Sequence[E]
    after: str | None


class IndexEntry(NamedTuple):
    """One place in an index: the item's key, the value it is sorted by, and its listing where the index carries one."""

    key: Key
    sort: str
    listing: Mapping[str, object] | None


class Store(Protocol):
    """Entities by key. Reads are strongly consistent except those of an index."""

    def get[E: Entity](self, kind: type[E], key: Key) -> E | None:
        """The entity at the key, or None. Raises TypeError when something of another kind stands there."""
        ...

    def get_many(self, keys: Collection[Key]) -> dict[Key, Entity]:
        """Up to `BATCH_GET_LIMIT` entities in one request, without those that do not exist."""
        ...

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
        """The entities of one partition in sort-key order, one page of at most `limit`."""
        ...

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
        """The first `limit` entries over these partitions of an index, merged in order, behind the sort value `after`; the
        last ones, in descending order, where the newest come first.

        One request a partition, sent in parallel; eventually consistent.
        """
        ...

    def scan_names(self, *, after: str | None, limit: int) -> Page[Key]:
        """Keys of all customers in no order, for jobs only: never on a request path."""
        ...

    def commit(self, changes: Changes) -> None:
        """Write all changes in one transaction, or none. Raises `Conflict` naming the key at fault,
        ValueError over `TRANSACTION_LIMIT`, `UnauditedChange` when an audited entity changes without an activity."""
        ...

    def put_all(self, entities: Collection[Entity]) -> None:
        """Write derived entities in batches, not atomically: safe to repeat, so a redelivery completes it."""
        ...

    def remove_all(self, keys: Collection[Key]) -> None:
        """Delete items in batches, not atomically and without conditions: safe to repeat, so a redelivery completes it."""
        ...

    def extend(self, key: Key, *, now: int, idle_until: int) -> Entity | None:
        """Move a session's `idle_until` and return it, in one request; None when it is missing or over at `now`."""
        ...

    def finish_part(self, key: Key, part: int, counts: Mapping[str, int]) -> Entity | None:
        """Take `part` out of a phase's pending set and add `counts`, in one conditional write.

        Returns the phase after it, or None when the part was taken out before: then nothing is counted twice.
        """
        ...
