"""A file has arrived in quarantine: the first version that is heard of is taken up by one delivery, and it alone."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Conflict
from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket
from chalicelib.files import rules
from chalicelib.files.desk import COMMIT_TRIES, Desk
from chalicelib.files.model import CustomerFile, State

JOB = "file_scan"


class VersionMissingError(Exception):
    """S3 did not say which version arrived: nothing can be judged, so nothing is."""


class Arrived(NamedTuple):
    """One version of an object in quarantine. `version_id` is empty where S3 did not tell."""

    customer_key: str
    file_id: str
    version_id: str

    @property
    def object_key(self) -> str:
        return f"{self.customer_key}/{self.file_id}"


def arrival(message: Mapping[str, Any]) -> list[Arrived]:
    """What a message of the queue is about: an S3 event, or `{customer_key, file_id, version_id}` from the sweeper.

    S3's test event has no records. Raises KeyError for anything else."""
    if message.get("Event") == "s3:TestEvent":
        return []
    if "Records" not in message:
        return [Arrived(str(message["customer_key"]), str(message["file_id"]), str(message["version_id"]))]
    return [_recorded(record["s3"]["object"]) for record in message["Records"]]


def _recorded(held: Mapping[str, Any]) -> Arrived:
    customer_key, _, file_id = unquote_plus(held["key"]).partition("/")
    return Arrived(customer_key, file_id, str(held.get("versionId") or ""))


def claim(desk: Desk, arrived: Arrived) -> CustomerFile | None:
    """The file, held for this delivery; None when there is nothing to do for it.

    Raises VersionMissingError, and Refused(BUSY) when others keep moving it."""
    for _ in range(COMMIT_TRIES):
        file, now = desk.find(arrived.customer_key, arrived.file_id), desk.clock.now()
        if file is None:
            desk.log("a file without a ticket was left to the lifecycle of its bucket")
            return None
        if not arrived.version_id or arrived.version_id == "null":
            raise VersionMissingError(file.id)
        if not rules.can_claim(file, arrived.version_id, now):
            _leave(desk, file, arrived)
            return None
        with contextlib.suppress(Conflict):
            desk.store.commit(rules.claimed(file, arrived.version_id, desk.required, Diary(Actor.system(JOB), now)))
            return desk.file(arrived.customer_key, arrived.file_id)
    raise Refused(Code.BUSY)


def _leave(desk: Desk, file: CustomerFile, arrived: Arrived) -> None:
    """What nobody will ever look at is removed: it would stand in front of the version that counts, and outlive its file."""
    if file.version_id and file.version_id != arrived.version_id:
        desk.log("a file was sent twice; the later version was removed", file_id=file.id)
    if file.state is State.DELETED or (file.version_id and file.version_id != arrived.version_id):
        desk.objects.remove(Bucket.QUARANTINE, arrived.object_key, arrived.version_id)
