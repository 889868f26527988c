"""What a person decides about an upload: import what was checked, or give it up."""

from __future__ import annotations

from chalicelib.activities.model import Event
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Replace
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.queues import QueueName
from chalicelib.imports.desk import CONFLICT_TRIES, Desk, moved, told
from chalicelib.imports.model import MOVES, State, Upload
from chalicelib.imports.planning import importing
from chalicelib.imports.turnstile import kept, leave, pass_on, send_parts, slot_of


def confirm(desk: Desk, upload_id: str, version: int, actor: Actor, key: str) -> Upload:
    """Start the import that the person has seen. The same key again answers the same.

    Raises Refused: STALE, WRONG_STATE, BUSY while another file is being imported."""
    command = f"confirm:{key}" if key else ""
    for _ in range(CONFLICT_TRIES):
        upload = desk.upload(upload_id)
        if command and upload.last_command == command:
            _send(desk, upload)
            return upload
        refuse_if(upload.state is not State.AWAITING_CONFIRMATION, Code.WRONG_STATE)
        refuse_if(upload.version != version, Code.STALE)
        slot = slot_of(desk)
        refuse_if(slot.upload_id is not None, Code.BUSY, "Another file is being imported. Try again in a few minutes.")
        now = desk.clock.now()
        taken = slot.model_copy(update={"upload_id": upload.id})
        changes = importing(upload, now, last_command=command, started_at=now)
        try:
            desk.store.commit(Changes(*changes, kept(taken), told(actor, now, Event.IMPORT_CONFIRMED, upload)))
        except Conflict:
            continue
        upload = desk.upload(upload_id)
        _send(desk, upload)
        return upload
    raise Refused(Code.BUSY)


def cancel(desk: Desk, upload_id: str, version: int, actor: Actor, key: str) -> Upload:
    """Give the upload up; nothing of it is imported. The same key again answers the same. Raises Refused: STALE, WRONG_STATE."""
    command = f"cancel:{key}" if key else ""
    upload = desk.upload(upload_id)
    if command and upload.last_command == command:
        return upload
    refuse_if(State.CANCELLED not in MOVES[upload.state], Code.WRONG_STATE)
    refuse_if(upload.version != version, Code.STALE)
    now = desk.clock.now()
    given_up = moved(upload, State.CANCELLED, now, finished_at=now, waiting_reason=None, last_command=command)
    gone = leave(desk, Replace(given_up), told(actor, now, Event.IMPORT_CANCELLED, upload))
    refuse_if(not gone, Code.STALE)
    pass_on(desk)
    return desk.upload(upload_id)


def _send(desk: Desk, upload: Upload) -> None:
    if upload.state is State.IMPORTING:
        send_parts(desk, QueueName.APPLY, upload, frozenset(upload.parts))
