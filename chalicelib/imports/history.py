"""Every upload there was, and the files that belong to it."""

from __future__ import annotations

from chalicelib.activities.model import Event
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Table
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid
from chalicelib.core.objects import Bucket
from chalicelib.core.store import Page
from chalicelib.imports.checking import PLAN
from chalicelib.imports.desk import Desk, told
from chalicelib.imports.model import Phase, State, Upload, phase_place
from chalicelib.imports.planning import APPLY
from chalicelib.imports.reporting import rejected_key, report_key

PAGE_SIZE = 20
DOWNLOAD_SECONDS = 60
_UNDER_WAY = {State.PLANNING: PLAN, State.AWAITING_CONFIRMATION: PLAN}


def history(desk: Desk, after: str | None) -> Page[Upload]:
    """Uploads, newest first. Raises Refused(BAD_CURSOR)."""
    refuse_if(after is not None and not is_ulid(after), Code.BAD_CURSOR)
    page = desk.store.query(Table.OPERATIONS, "upload", after=after, limit=PAGE_SIZE, newest_first=True)
    return Page([item for item in page.items if isinstance(item, Upload)], page.after)


def present_phase(desk: Desk, upload: Upload) -> Phase | None:
    """The partitions of the phase an upload is in, or was in last; None before there were any."""
    if not upload.parts or upload.state is State.FAILED:
        return None
    return desk.store.get(Phase, phase_place(upload.id, _UNDER_WAY.get(upload.state, APPLY)))


def download(desk: Desk, upload_id: str, kind: str, actor: Actor) -> str:
    """An address for one minute of the original, the report or the rejected rows, told to the diary.

    Raises Refused: NOT_FOUND, also for a file that this upload does not have."""
    upload = desk.upload(upload_id)
    name = upload.filename.rpartition(".")[0] or upload.filename
    files = {"original": (upload.bucket_key, upload.filename)} if upload.size_bytes is not None else {}
    if upload.by_code:
        files["report"] = (report_key(upload.id), f"{name}-report.csv")
    if upload.rows.rejected:
        files["rejected"] = (rejected_key(upload.id), f"{name}-rejected-rows.csv")
    if kind not in files:
        raise Refused(Code.NOT_FOUND, "That file is not there.")
    object_key, filename = files[kind]
    desk.store.commit(Changes(told(actor, desk.clock.now(), Event.FILE_DOWNLOADED, upload, file=kind)))
    return desk.objects.download_url(Bucket.DATASETS, object_key, filename=filename, seconds=DOWNLOAD_SECONDS)
