"""Everything that moto holds, taken down and put back: a fresh world for the price of a few microseconds a row."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp import cognitoidp_backends
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb import dynamodb_backends
from moto.s3 import s3_backends
from moto.s3.models import FakeKey
from moto.s3.utils import _VersionedKeyStore
from moto.sqs import sqs_backends

from chalicelib.aws.tables.codec import MODELS, to_entity
from chalicelib.core.changes import Entity, Table
from tests.support import carried
from tests.support.aws import QUEUES, REGION


@dataclass(frozen=True)
class Snapshot:
    """Rows by table, objects by bucket, message bodies by queue, who is in the user pool, what was given to carriers."""

    rows: bytes
    objects: bytes
    messages: dict[str, list[str]]
    people: bytes
    carried: tuple[dict[str, Any], list[Any]]

    @classmethod
    def take(cls) -> Snapshot:
        return cls(
            rows=pickle.dumps({name: table.items for name, table in _tables().items()}),
            objects=pickle.dumps(
                {name: {key: list(bucket.keys.getlist(key)) for key in bucket.keys} for name, bucket in _buckets().items()}
            ),
            messages={name: list(bodies(name)) for name in QUEUES},
            people=pickle.dumps((_pool().users, _pool().groups)),
            carried=carried.take(),
        )

    def restore(self) -> None:
        rows = pickle.loads(self.rows)
        for name, table in _tables().items():
            table.items = rows[name]
        # Copies, because moto closes the content of what is removed.
        kept = pickle.loads(self.objects)
        for name, bucket in _buckets().items():
            bucket.keys = _VersionedKeyStore()
            bucket.multiparts = {}
            for key, versions in kept[name].items():
                bucket.keys.setlist(key, list(versions))
        carried.put_back(self.carried)
        for name in QUEUES:
            take_bodies(name)
            put_bodies(name, self.messages[name])
        _pool().users, _pool().groups = pickle.loads(self.people)


def entities() -> Iterator[Entity]:
    """Every entity in every table, read past the store: looking costs no request and changes nothing."""
    for table in Table:
        for rows in _tables()[f"quittance-{table}"].items.values():
            for row in rows.values():
                yield to_entity(MODELS[table].from_raw_data(row.to_json()["Attributes"]))


def objects(bucket: str) -> dict[str, bytes]:
    """The newest version of every object in a bucket, without those that were deleted."""
    keys = _buckets()[f"quittance-{bucket}"].keys
    return {key: keys[key].value for key in keys if isinstance(keys[key], FakeKey)}


def versions(bucket: str) -> list[tuple[str, bytes]]:
    """Every version of every object in a bucket, those too that another one or a deletion stands in front of."""
    keys = _buckets()[f"quittance-{bucket}"].keys
    return [(key, each.value) for key in keys for each in keys.getlist(key) if isinstance(each, FakeKey)]


def overwrite(bucket: str, key: str, content: bytes) -> None:
    """One more version of an object, put there past our own clients: by somebody who is not us."""
    s3_backends[DEFAULT_ACCOUNT_ID]["aws"].put_object(f"quittance-{bucket}", key, content)


def version(bucket: str, key: str) -> str:
    """The id of the newest version of an object."""
    return str(_buckets()[f"quittance-{bucket}"].keys[key].version_id)


def bodies(queue: str) -> list[str]:
    """The messages that wait in a queue."""
    return [message.body for message in _sqs().queues[f"quittance-{queue}"]._messages]


def take_bodies(queue: str) -> list[str]:
    """The same, taken out of the queue."""
    waiting = bodies(queue)
    held = _sqs().queues[f"quittance-{queue}"]
    held._messages = []
    held._pending_messages = set()
    return waiting


def put_bodies(queue: str, waiting: list[str]) -> None:
    """And put back."""
    for body in waiting:
        _sqs().send_message(f"quittance-{queue}", body)


def _tables() -> dict[str, Any]:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables


def _buckets() -> dict[str, Any]:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets


def accounts() -> list[tuple[str, str, bool]]:
    """Everybody in the user pool: address, groups, whether they may sign in."""
    found = _pool().users.values()
    return sorted({(u.attribute_lookup["email"], ",".join(sorted(g.group_name for g in u.groups)), u.enabled) for u in found})


def _pool() -> Any:
    (pool,) = cognitoidp_backends[DEFAULT_ACCOUNT_ID][REGION].user_pools.values()
    return pool


def _sqs() -> Any:
    return sqs_backends[DEFAULT_ACCOUNT_ID][REGION]
