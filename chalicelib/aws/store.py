"""The storage port on DynamoDB."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from typing import Any, cast

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.operand import Path

from chalicelib.aws.commit import commit
from chalicelib.aws.tables.codec import MODELS, place, stored_version, to_entity, to_item
from chalicelib.aws.tables.connection import bind
from chalicelib.aws.tables.models import Item, OperationItem, RecordItem
from chalicelib.core.changes import Changes, Entity, Index, Key, Table
from chalicelib.core.store import BATCH_GET_LIMIT, IndexEntry, Page

PARALLEL_QUERIES = 4
BATCH_WRITE_LIMIT = 25
UNPROCESSED_TRIES = 6
_LOWEST, _HIGHEST = " ", "\U0010ffff"


class DynamoStore:
    """Entities in the stack's tables. Botocore's errors pass through; conditions come back as `Conflict`."""

    def __init__(self, names: Mapping[Table, str], region: str) -> None:
        self._names = names
        self._tables = {name: table for table, name in names.items()}
        self._connection = bind(names, region)
        self._threads = ThreadPoolExecutor(PARALLEL_QUERIES, thread_name_prefix="query")

    def get[E: Entity](self, kind: type[E], key: Key) -> E | None:
        model = MODELS[key.table]
        try:
            entity = to_entity(model.get(key.pk, key.sk, consistent_read=True))
        except model.DoesNotExist:
            return None
        if not isinstance(entity, kind):
            raise TypeError(f"{type(entity).__name__} stands where a {kind.__name__} was expected")
        return entity

    def get_many(self, keys: Collection[Key]) -> dict[Key, Entity]:
        if len(keys) > BATCH_GET_LIMIT:
            raise ValueError(f"at most {BATCH_GET_LIMIT} keys in one read")
        wanted: dict[str, Any] = {}
        for table, pk, sk in keys:
            request = wanted.setdefault(self._names[table], {"Keys": [], "ConsistentRead": True})
            request["Keys"].append({"pk": {"S": pk}, "sk": {"S": sk}})
        found: dict[Key, Entity] = {}

        def read(request: dict[str, Any]) -> dict[str, Any]:
            answer = cast(Any, self._connection.client).batch_get_item(RequestItems=request)
            for name, items in answer["Responses"].items():
                table = self._tables[name]
                for raw in items:
                    item = MODELS[table].from_raw_data(raw)
                    found[place(item, table)] = to_entity(item)
            return cast(dict[str, Any], answer.get("UnprocessedKeys") or {})

        if wanted:
            _until_processed(read, wanted)
        return found

    def query(
        self, table: Table, pk: str, *, prefix: str = "", after: str | None = None, limit: int, newest_first: bool = False
    ) -> Page[Entity]:
        found = MODELS[table].query(
            pk,
            Item.sk.startswith(prefix) if prefix else None,
            consistent_read=True,
            scan_index_forward=not newest_first,
            limit=limit + 1,
            last_evaluated_key={"pk": {"S": pk}, "sk": {"S": after}} if after is not None else None,
        )
        items = list(found)
        return Page([to_entity(item) for item in items[:limit]], items[limit - 1].sk if len(items) > limit else None)

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
        def one(partition: str) -> list[IndexEntry]:
            sort: Any = getattr(RecordItem, f"{index}_sk")
            found = getattr(RecordItem, index).query(
                partition,
                sort.startswith(prefix) if prefix else None,
                limit=limit,
                scan_index_forward=not newest_first,
                last_evaluated_key=_behind(index, partition, after, _LOWEST if newest_first else _HIGHEST) if after else None,
            )
            return [IndexEntry(place(item, Table.RECORDS), getattr(item, f"{index}_sk"), item.listing) for item in found]

        pages = self._threads.map(one, partitions)
        merged = (entry for page in pages for entry in page)
        return sorted(merged, key=lambda entry: (entry.sort, entry.key), reverse=newest_first)[:limit]

    def scan_names(self, *, after: str | None, limit: int) -> Page[Key]:
        found = RecordItem.names.scan(limit=limit, last_evaluated_key=json.loads(after) if after else None)
        keys = [place(item, Table.RECORDS) for item in found]
        last = found.last_evaluated_key
        return Page(keys, json.dumps(last) if last else None)

    def commit(self, changes: Changes) -> None:
        commit(self._connection, changes)

    def put_all(self, entities: Collection[Entity]) -> None:
        for chunk in batched(entities, BATCH_WRITE_LIMIT, strict=False):
            request: dict[str, Any] = {}
            for entity in chunk:
                raw = to_item(entity, stored_version(entity)).serialize()
                request.setdefault(self._names[entity.key.table], []).append({"PutRequest": {"Item": raw}})
            self._write(request)

    def remove_all(self, keys: Collection[Key]) -> None:
        for chunk in batched(keys, BATCH_WRITE_LIMIT, strict=False):
            request: dict[str, Any] = {}
            for table, pk, sk in chunk:
                delete = {"DeleteRequest": {"Key": {"pk": {"S": pk}, "sk": {"S": sk}}}}
                request.setdefault(self._names[table], []).append(delete)
            self._write(request)

    def extend(self, key: Key, *, now: int, idle_until: int) -> Entity | None:
        item = OperationItem(pk=key.pk, sk=key.sk)
        idle, ends = Path(["doc", "idle_until"]), Path(["doc", "ends_at"])
        return _updated(item, [idle.set(idle_until)], (idle > now) & (ends > now))

    def finish_part(self, key: Key, part: int, counts: Mapping[str, int]) -> Entity | None:
        item = OperationItem(pk=key.pk, sk=key.sk)
        sums = [path.set((path | 0) + amount) for path, amount in ((Path(["doc", "counts", n]), a) for n, a in counts.items())]
        return _updated(item, [OperationItem.pending.delete([part]), *sums], OperationItem.pending.contains(part))

    def _write(self, request: dict[str, Any]) -> None:
        def write(some: dict[str, Any]) -> dict[str, Any]:
            answer = cast(Any, self._connection.client).batch_write_item(RequestItems=some)
            return cast(dict[str, Any], answer.get("UnprocessedItems") or {})

        _until_processed(write, request)


def _behind(index: Index, partition: str, after: str, edge: str) -> dict[str, dict[str, str]]:
    """A start key behind the sort value `after`: DynamoDB compares positions, the item need not exist."""
    return {f"{index}_pk": {"S": partition}, f"{index}_sk": {"S": after}, "pk": {"S": edge}, "sk": {"S": edge}}


def _updated(item: OperationItem, actions: Sequence[Any], condition: Any) -> Entity | None:
    """The entity after a conditional update; None when the condition did not hold."""
    try:
        item.update(actions=list(actions), condition=condition)
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return None
        raise
    return to_entity(item)


def _until_processed(send: Callable[[dict[str, Any]], dict[str, Any]], request: dict[str, Any]) -> None:
    """Send a batch, and what DynamoDB left of it again with growing pauses, a bounded number of times."""
    for attempt in range(UNPROCESSED_TRIES):
        request = send(request)
        if not request:
            return
        time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311  # jitter, not a secret
    raise TimeoutError("DynamoDB keeps leaving parts of a batch unprocessed")
