"""What a person decides about an upload: import what was checked, give it up, or have it checked again."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from chalicelib.activities.events import Event
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Insert, Replace
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.faults import FaultCode
from chalicelib.core.ids import ulid
from chalicelib.imports.desk import CONFLICT_TRIES, Desk, moved, told
from chalicelib.imports.model import MOVES, Source, State, Upload
from chalicelib.imports.turnstile import freed, kept, leave, pass_on, queued, send_on, slot_of

IN_LINE = "Confirmed. Another file is being imported; this one has its place in line."
EXPIRED = "What would change was worked out too long ago. Have the file checked again, then confirm."
OTHERWISE = "What the file would change is not what you saw. Look at it again, then confirm."
TOO_MANY_CLOSURES = "The file leaves out more of the open accounts than it may close by itself. Say that they are to be closed."
TOO_LATE = "The import has begun and goes on to its end: a file that is half in would be worse than one that is in."


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person confirms: the `confirmation` of the upload as they saw it. `allow_recreate` says beyond it that customers
    who were deleted are created anew, `allow_closures` that more accounts may be closed than a file closes by itself."""

    token: str
    allow_recreate: bool = False
    allow_closures: bool = False


def confirm(desk: Desk, upload_id: str, seen: Seen, actor: Actor, key: str) -> Upload:
    """Import what the person has seen as soon as it is its turn. The same key again answers the same. Raises Refused: STALE
    for something else than was seen, WRONG_STATE also when it has expired, BUSY."""
    command = f"confirm:{key}" if key else ""
    for _ in range(CONFLICT_TRIES):
        upload = desk.upload(upload_id)
        if command and upload.last_command == command:
            said_before = (upload.allow_recreate, upload.allow_closures)
            refuse_if(said_before != (seen.allow_recreate, seen.allow_closures), Code.KEY_REUSED)
            _send_again(desk, upload)
            return upload
        refuse_if(upload.state is not State.AWAITING_CONFIRMATION, Code.WRONG_STATE)
        refuse_if(not hmac.compare_digest(seen.token.encode(), upload.confirmation.encode()), Code.STALE, OTHERWISE)
        now = desk.clock.now()
        refuse_if(upload.expires_at is None or now >= upload.expires_at, Code.WRONG_STATE, EXPIRED)
        many = upload.closures is not None and upload.closures.is_many
        refuse_if(many and not seen.allow_closures, Code.INVALID, TOO_MANY_CLOSURES, field="allow_closures")
        slot = queued(slot_of(desk), upload.id)
        in_line = moved(
            upload,
            State.QUEUED,
            now,
            waiting_reason=IN_LINE,
            last_command=command,
            allow_recreate=seen.allow_recreate,
            allow_closures=seen.allow_closures,
        )
        said = {"deleted_customers": "created anew"} if seen.allow_recreate else {}
        if upload.closures is not None:
            said["accounts_to_close"] = str(upload.closures.absent)
        try:
            desk.store.commit(Changes(Replace(in_line), kept(slot), told(actor, now, Event.IMPORT_CONFIRMED, upload, **said)))
        except Conflict:
            continue
        pass_on(desk)
        return desk.upload(upload_id)
    raise Refused(Code.BUSY)


def cancel(desk: Desk, upload_id: str, version: int, actor: Actor, key: str) -> Upload:
    """Give the upload up; nothing of it is imported. At any time before the import begins, also while the file is being
    checked or waits. The same key again answers the same. Raises Refused: STALE, WRONG_STATE."""
    command = f"cancel:{key}" if key else ""
    upload = desk.upload(upload_id)
    if command and upload.last_command == command:
        return upload
    refuse_if(upload.state is State.IMPORTING, Code.WRONG_STATE, TOO_LATE)
    refuse_if(State.CANCELLED not in MOVES[upload.state], Code.WRONG_STATE)
    refuse_if(upload.version != version, Code.STALE)
    now = desk.clock.now()
    given_up = moved(upload, State.CANCELLED, now, finished_at=now, waiting_reason=None, last_command=command)
    gone = leave(desk, Replace(given_up), told(actor, now, Event.IMPORT_CANCELLED, upload))
    refuse_if(not gone, Code.STALE)
    pass_on(desk)
    return desk.upload(upload_id)


def check_again(desk: Desk, upload_id: str, version: int, actor: Actor, key: str) -> Upload:
    """Compare the file of a waiting upload with the records as they are now: it is given up, and a new upload of the same
    file gets in line; so it does for a drop that was refused only because a newer one had come before it. The same key
    again answers the same. Raises Refused: STALE, WRONG_STATE, KEY_REUSED, BUSY."""
    digest = digest_of("check-again", upload_id, version)
    for _ in range(CONFLICT_TRIES):
        if made := made_before(desk.store, actor, key, digest):
            return desk.upload(made)
        upload = desk.upload(upload_id)
        came_late = upload.failure is not None and upload.failure.code == FaultCode.F_STALE_FILE
        refuse_if(upload.state is not State.AWAITING_CONFIRMATION and not came_late, Code.WRONG_STATE)
        refuse_if(upload.version != version, Code.STALE)
        now = desk.clock.now()
        fresh = Upload(
            id=ulid(now, f"again\x1f{actor.id}\x1f{key}".encode()),
            filename=upload.filename,
            source=Source.CONSOLE,
            mode=upload.mode,
            bucket_key=upload.bucket_key,
            object_version=upload.object_version,
            size_bytes=upload.size_bytes,
            created_at=now,
            moved_at=now,
            created_by=actor.name,
        )
        mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=fresh.id)
        slot = queued(freed(slot_of(desk), upload.id), fresh.id)
        given_up = Changes() if came_late else _given_up(upload, actor, now)
        received = told(actor, now, Event.IMPORT_RECEIVED, fresh)
        try:
            desk.store.commit(Changes(*given_up, Insert(fresh), Insert(mark), kept(slot), received))
        except Conflict:
            continue
        pass_on(desk)
        return desk.upload(fresh.id)
    raise Refused(Code.BUSY)


def _given_up(upload: Upload, actor: Actor, now: datetime) -> Changes:
    gone = moved(upload, State.CANCELLED, now, finished_at=now, waiting_reason=None)
    return Changes(Replace(gone), told(actor, now, Event.IMPORT_CANCELLED, upload))


def _send_again(desk: Desk, upload: Upload) -> None:
    """Whatever the first answer to this command may have died before."""
    if upload.state is State.QUEUED:
        pass_on(desk)
    else:
        send_on(desk, upload)
