"""Files arrive: dropped under `inbox/`, or posted by a browser under `uploads/` with a ticket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from chalicelib.activities.events import Event
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Insert, Replace
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import ulid
from chalicelib.core.objects import Bucket, Terms, UploadForm
from chalicelib.imports.desk import CONFLICT_TRIES, Desk, told
from chalicelib.imports.gate import LARGEST_BYTES
from chalicelib.imports.model import Mode, Source, State, Upload, upload_place
from chalicelib.imports.turnstile import kept, queued, slot_of
from chalicelib.imports.xlsxfile import CONTENT_TYPE as XLSX_TYPE

INBOX, UPLOADS = "inbox/", "uploads/"
FULL_INBOX = "inbox/full/"
"""A file that is dropped here lists every account there is."""
FORM_SECONDS = 900
FORM_TYPES = {".csv": "text/csv", ".txt": "text/csv", ".xlsx": XLSX_TYPE}
"""What a browser may send, by the end of the file's name."""
WAITS_FOR_FILE = "The file has not arrived yet."
WAITS_FOR_TURN = "Another file is being imported; this one is next in line."
_UNFINISHED = (".tmp", ".part", ".filepart", ".crdownload")
_UNSAFE = re.compile(r"[^A-Za-z0-9._ -]")


class Arrived(NamedTuple):
    """One object-created event."""

    key: str
    version: str
    etag: str
    size_bytes: int
    at: datetime


def arrival(record: Mapping[str, Any]) -> Arrived | None:
    """The event's file, or None for what is no file of ours: folders, half-copied files, other prefixes.

    An event without a version id is taken: the file is read once, by the check, and everything later works on what the
    check wrote. Raises KeyError or ValueError for a record that is no S3 event.
    """
    held = record["s3"]["object"]
    key = unquote_plus(held["key"])
    name = key.rpartition("/")[2]
    if not key.startswith((INBOX, UPLOADS)) or not name or name.endswith(_UNFINISHED) or name.startswith("."):
        return None
    at = datetime.fromisoformat(record["eventTime"])
    return Arrived(key, held.get("versionId") or "", held.get("eTag", ""), int(held.get("size", 0)), at)


def receive(desk: Desk, arrived: Arrived) -> Upload | None:
    """The upload of a file that has arrived, in line for import; the same for the same event. None without a ticket."""
    for _ in range(CONFLICT_TRIES):
        upload_id = _upload_id(arrived)
        known = desk.store.get(Upload, upload_place(upload_id)) if upload_id else None
        if known is not None and (known.size_bytes is not None or known.state is not State.RECEIVED):
            return known
        if known is None and not arrived.key.startswith(INBOX):
            return None
        slot = slot_of(desk)
        now = desk.clock.now()
        upload = _arrived(known, upload_id, arrived, now, busy=slot.upload_id is not None or bool(slot.waiting))
        actor = Actor.importer(upload.id, upload.filename)
        change = Replace(upload) if known else Insert(upload)
        try:
            desk.store.commit(Changes(change, kept(queued(slot, upload.id)), told(actor, now, Event.IMPORT_RECEIVED, upload)))
        except Conflict:
            continue
        return desk.upload(upload.id)
    raise Refused(Code.BUSY)


def ticket(desk: Desk, filename: str, size_bytes: int, actor: Actor, key: str, mode: Mode) -> tuple[Upload, UploadForm]:
    """An upload that waits for its file, and the form to post it with. Raises Refused: INVALID, TOO_LARGE, KEY_REUSED."""
    name = _UNSAFE.sub("_", filename.replace("\\", "/").rpartition("/")[2]).strip(" .")
    content_type = FORM_TYPES.get(PurePosixPath(name.lower()).suffix, "")
    refuse_if(not content_type, Code.INVALID, "Choose a CSV file or an Excel workbook (.xlsx).", field="filename")
    refuse_if(size_bytes > LARGEST_BYTES, Code.TOO_LARGE, "The file is larger than 200 MB.", field="size_bytes")
    digest = digest_of("upload", filename, size_bytes, mode)
    made = made_before(desk.store, actor, key, digest)
    upload = desk.upload(made) if made else _expected(desk, name, actor, key, digest, mode)
    terms = Terms(content_type, least_bytes=1, largest_bytes=LARGEST_BYTES, seconds=FORM_SECONDS)
    return upload, desk.objects.upload_form(Bucket.DATASETS, upload.bucket_key, terms)


def _expected(desk: Desk, name: str, actor: Actor, key: str, digest: str, mode: Mode) -> Upload:
    now = desk.clock.now()
    upload_id = ulid(now, f"upload\x1f{actor.id}\x1f{key}".encode())
    upload = Upload(
        id=upload_id,
        filename=name,
        source=Source.CONSOLE,
        mode=mode,
        bucket_key=f"{UPLOADS}{upload_id}/{name}",
        created_at=now,
        moved_at=now,
        created_by=actor.name,
        waiting_reason=WAITS_FOR_FILE,
    )
    mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=upload_id)
    try:
        desk.store.commit(Changes(Insert(upload), Insert(mark), told(actor, now, Event.IMPORT_EXPECTED, upload)))
    except Conflict:
        return desk.upload(made_before(desk.store, actor, key, digest) or upload_id)
    return desk.upload(upload_id)


def _upload_id(arrived: Arrived) -> str:
    """Derived from the event for a drop, taken from the key for a ticket."""
    if arrived.key.startswith(INBOX):
        return ulid(arrived.at, f"{arrived.key}\x1f{arrived.version}\x1f{arrived.etag}".encode())
    return arrived.key.split("/")[1]


def _arrived(known: Upload | None, upload_id: str, arrived: Arrived, now: datetime, *, busy: bool) -> Upload:
    there = {
        "size_bytes": arrived.size_bytes,
        "object_version": arrived.version,
        "moved_at": now,
        "waiting_reason": WAITS_FOR_TURN if busy else None,
    }
    if known is not None:
        return known.model_copy(update=there)
    return Upload(
        id=upload_id,
        filename=arrived.key.rpartition("/")[2],
        source=Source.S3,
        mode=Mode.FULL_PORTFOLIO if arrived.key.startswith(FULL_INBOX) else Mode.UPSERT,
        bucket_key=arrived.key,
        created_at=now,
        created_by="inbox",
        **there,
    )
