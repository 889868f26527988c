"""Every upload there was, how far each is, and the files that belong to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Table
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid
from chalicelib.core.objects import Bucket
from chalicelib.core.store import Page
from chalicelib.imports.desk import Desk, told
from chalicelib.imports.merge import Fate
from chalicelib.imports.model import APPLY, KEPT_FOR, PLAN, ImportSlot, Phase, Source, Standing, State, Upload, phase_place
from chalicelib.imports.preview import differences_key
from chalicelib.imports.reporting import rejected_key, report_key
from chalicelib.imports.turnstile import slot_of

PAGE_SIZE = 20
SEARCHED_LIMIT = 200
"""Uploads looked at for one page of what a filter leaves; a page may then be short and still have a next one."""
DOWNLOAD_SECONDS = 60
USUAL_STEP = timedelta(minutes=30)
_PHASES = {State.PLANNING: PLAN, State.IMPORTING: APPLY}


def history(desk: Desk, after: str | None, state: State | None, source: Source | None) -> Page[Upload]:
    """Uploads of a state and a source, or all, newest first. Raises Refused(BAD_CURSOR)."""
    refuse_if(after is not None and not is_ulid(after), Code.BAD_CURSOR)
    found: list[Upload] = []
    for _ in range(SEARCHED_LIMIT // PAGE_SIZE):
        page = desk.store.query(Table.OPERATIONS, "upload", after=after, limit=PAGE_SIZE, newest_first=True)
        for item in page.items:
            if isinstance(item, Upload) and state in (None, item.state) and source in (None, item.source):
                found.append(item)
                if len(found) == PAGE_SIZE:
                    return Page(found, None if page.after is None and item is page.items[-1] else item.id)
        after = page.after
        if after is None:
            break
    return Page(found, after)


def standings(desk: Desk, uploads: Sequence[Upload]) -> list[Standing]:
    """How far each upload of a list is, without looking into its phase."""
    slot = slot_of(desk) if any(_waits(upload) for upload in uploads) else ImportSlot()
    now = desk.clock.now()
    return [_standing(upload, slot, None, now) for upload in uploads]


def standing(desk: Desk, upload: Upload) -> Standing:
    """How far an upload is now."""
    slot = slot_of(desk) if _waits(upload) else ImportSlot()
    name = _PHASES.get(upload.state)
    phase = desk.store.get(Phase, phase_place(upload.id, name)) if name else None
    return _standing(upload, slot, phase, desk.clock.now())


def is_gone(upload: Upload, now: datetime) -> bool:
    """Whether the files of an upload are no longer kept."""
    return now >= upload.files_until


def download(desk: Desk, upload_id: str, kind: str, actor: Actor) -> str:
    """An address for one minute of one of the upload's files, told to the diary.

    Raises Refused: NOT_FOUND, also for a file that this upload does not have or that is no longer kept."""
    upload, now = still_kept(desk, desk.upload(upload_id)), desk.clock.now()
    name = upload.filename.rpartition(".")[0] or upload.filename
    files = {"original": (upload.bucket_key, upload.filename)} if upload.size_bytes is not None else {}
    if upload.by_code:
        files["report"] = (report_key(upload.id), f"{name}-report.csv")
    if upload.rows.rejected:
        files["rejected"] = (rejected_key(upload), f"{name}-rejected-rows.{upload.format.lower()}")
    if upload.differences:
        files["differences"] = (differences_key(upload.id), f"{name}-differences.csv")
    if kind not in files:
        raise Refused(Code.NOT_FOUND, "That file is not there.")
    object_key, filename = files[kind]
    desk.store.commit(Changes(told(actor, now, Event.FILE_DOWNLOADED, upload, file=kind)))
    return desk.objects.download_url(Bucket.DATASETS, object_key, filename=filename, seconds=DOWNLOAD_SECONDS)


def still_kept(desk: Desk, upload: Upload) -> Upload:
    """The upload. Raises Refused(NOT_FOUND), with the reason, when its files are no longer kept."""
    day = london_day(upload.files_until)
    why = f"Files are kept for {KEPT_FOR.days} days. Those of this upload were removed on {day:%d/%m/%Y}."
    refuse_if(is_gone(upload, desk.clock.now()), Code.NOT_FOUND, why)
    return upload


def _waits(upload: Upload) -> bool:
    return upload.state is State.QUEUED or (upload.state is State.RECEIVED and upload.size_bytes is not None)


def _standing(upload: Upload, slot: ImportSlot, phase: Phase | None, now: datetime) -> Standing:
    works = upload.state in (State.CHECKING, State.PLANNING, State.IMPORTING)
    late = works and upload.moved_at is not None and now - upload.moved_at > USUAL_STEP
    place = slot.waiting.index(upload.id) + 1 if upload.id in slot.waiting else None
    if phase is None:
        return Standing(place, is_late=late)
    done = sum(phase.counts.get(fate, 0) for fate in Fate)
    seconds = (now - phase.started_at).total_seconds() if phase.started_at else 0
    if not done or seconds <= 0:
        return Standing(place, done, phase.rows, is_late=late)
    return Standing(place, done, phase.rows, done / seconds, math.ceil((phase.rows - done) * seconds / done), late)
