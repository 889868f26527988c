"""One import at a time: an upload waits its turn, holds the slot while it is checked, planned or applied, and passes it on.

The slot is freed while an upload waits for a person, so that a forgotten preview never blocks the nightly file; once it is
confirmed the upload gets in line again."""

from __future__ import annotations

from datetime import datetime

from chalicelib.activities.events import Event
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Change, Changes, Conflict, Insert, Replace
from chalicelib.core.errors import Code, Refused
from chalicelib.core.queues import QueueName
from chalicelib.imports.desk import CONFLICT_TRIES, Desk, importing, moved, told
from chalicelib.imports.model import SLOT_PLACE, ImportSlot, State, Upload, upload_place

WAITING_LIMIT = 1000
JOB = Actor.system("imports")


def slot_of(desk: Desk) -> ImportSlot:
    """The slot as it is now; a stack that never imported has an empty one."""
    return desk.store.get(ImportSlot, SLOT_PLACE) or ImportSlot()


def kept(slot: ImportSlot) -> Insert | Replace:
    """The change that writes the slot, refused when it has moved since it was read."""
    return Replace(slot) if slot.version else Insert(slot)


def queued(slot: ImportSlot, upload_id: str) -> ImportSlot:
    """The slot with one more upload waiting. Raises Refused(BUSY) when too many already do."""
    if len(slot.waiting) >= WAITING_LIMIT:
        raise Refused(Code.BUSY, f"{WAITING_LIMIT} files are waiting to be imported already.")
    return slot.model_copy(update={"waiting": (*slot.waiting, upload_id)})


def freed(slot: ImportSlot, upload_id: str) -> ImportSlot:
    """The slot without this upload, wherever in it it was."""
    held = None if slot.upload_id == upload_id else slot.upload_id
    return slot.model_copy(update={"upload_id": held, "waiting": tuple(w for w in slot.waiting if w != upload_id)})


def start_next(desk: Desk) -> Upload | None:
    """Give the free slot to the upload that waits longest, and return it; None when the slot is taken or nobody waits."""
    for _ in range(CONFLICT_TRIES):
        slot = slot_of(desk)
        if slot.upload_id is not None or not slot.waiting:
            return None
        head = desk.store.get(Upload, upload_place(slot.waiting[0]))
        now = desk.clock.now()
        taken = slot.model_copy(update={"upload_id": slot.waiting[0], "waiting": slot.waiting[1:]})
        try:
            if head is None or head.state not in (State.RECEIVED, State.QUEUED):
                desk.store.commit(Changes(kept(freed(slot, slot.waiting[0]))))
                continue
            desk.store.commit(Changes(*_started(head, now), kept(taken)))
        except Conflict:
            continue
        return desk.upload(head.id)
    return None


def _started(upload: Upload, now: datetime) -> Changes:
    """An upload whose turn has come: a new one is checked, a confirmed one is imported."""
    if upload.state is State.QUEUED:
        return Changes(*importing(upload, now, started_at=now), told(JOB, now, Event.IMPORT_STARTED, upload))
    checking = moved(upload, State.CHECKING, now, started_at=now, waiting_reason=None)
    return Changes(Replace(checking), told(JOB, now, Event.IMPORT_CHECKING, upload))


def leave(desk: Desk, *changes: Change) -> bool:
    """Commit an upload's last move and free the slot with it. False when another delivery has moved the upload before."""
    for _ in range(CONFLICT_TRIES):
        (upload,) = (c.entity for c in changes if isinstance(c, Replace) and isinstance(c.entity, Upload))
        try:
            desk.store.commit(Changes(*changes, kept(freed(slot_of(desk), upload.id))))
        except Conflict as conflict:
            if conflict.key == upload.key and not conflict.passing:
                return False
            continue
        return True
    raise Refused(Code.BUSY)


def pass_on(desk: Desk) -> None:
    """Start whoever waits next, by messages: the work may take longer than the caller has left."""
    upload = start_next(desk)
    if upload is not None:
        send_on(desk, upload)


def send_on(desk: Desk, upload: Upload) -> None:
    """The messages that an upload whose turn has come starts with."""
    if upload.state is State.CHECKING:
        send_check(desk, upload)
    elif upload.state is State.IMPORTING:
        send_parts(desk, QueueName.APPLY, upload, frozenset(upload.all_parts))


def send_check(desk: Desk, upload: Upload) -> None:
    desk.queues.send(QueueName.PLAN, [{"step": "check", "upload_id": upload.id}])


def send_parts(desk: Desk, queue: QueueName, upload: Upload, parts: frozenset[int]) -> None:
    """One message a partition; sending them again is harmless."""
    desk.queues.send(queue, [{"upload_id": upload.id, "part": part} for part in sorted(parts)])
