"""The check pass: the whole file once for its hash and encoding, once for its rows. Nothing of it is imported yet.

Every output is derived from the file alone, so a pass that died is simply run again."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from chalicelib.activities.events import Event
from chalicelib.core.changes import Changes, Conflict, Insert, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.faults import WORDS, FaultCode
from chalicelib.core.objects import Bucket, ObjectMissingError
from chalicelib.core.queues import QueueName
from chalicelib.imports.absence import LOOKING
from chalicelib.imports.checks import check_record
from chalicelib.imports.desk import Desk, moved, told
from chalicelib.imports.findings import Counts, CustomerCounts, Failure
from chalicelib.imports.gate import Inspection, inspect, refuse_misnamed
from chalicelib.imports.model import PLAN, FileMark, Mode, Phase, State, Upload
from chalicelib.imports.reading import read
from chalicelib.imports.reporting import write_failure
from chalicelib.imports.sorting import Sorted, Sorter
from chalicelib.imports.staleness import refuse_stale
from chalicelib.imports.table import FileRefused, refuse_other_version
from chalicelib.imports.turnstile import JOB, leave, pass_on, send_parts


def check(desk: Desk, upload_id: str) -> None:
    """Check the file of an upload whose turn it is, and hand its partitions to the plan. Safe to repeat at any time."""
    upload = desk.upload(upload_id)
    if upload.state is not State.CHECKING:
        return
    seen: Inspection | None = None
    try:
        with desk.objects.read(Bucket.DATASETS, upload.bucket_key, upload.object_version) as stream:
            seen = inspect(stream)
        refuse_misnamed(upload.filename, seen.format)
        refuse_other_version(upload.filename)
        _refuse_duplicate(desk, upload, seen)
        refuse_stale(desk, upload)
        result = _sort(desk, upload, seen)
    except FileRefused as refused:
        _fail(desk, upload, seen, refused.failure)
    except ObjectMissingError:
        _fail(desk, upload, seen, FileRefused(FaultCode.F_MISSING_FILE).failure)
    else:
        _hand_over(desk, upload, seen, result)


def _refuse_duplicate(desk: Desk, upload: Upload, seen: Inspection) -> None:
    mark = desk.store.get(FileMark, FileMark(sha256=seen.sha256, upload_id=upload.id).key)
    if mark is not None and mark.upload_id != upload.id:
        before = desk.upload(mark.upload_id)
        words = WORDS[FaultCode.F_DUPLICATE_FILE]
        day = london_day(before.created_at)
        raise FileRefused(
            FaultCode.F_DUPLICATE_FILE, f"Exactly this file was imported on {day:%d/%m/%Y} as {before.filename}. {words.message}"
        )


def _sort(desk: Desk, upload: Upload, seen: Inspection) -> Sorted:
    settings, today = desk.load_settings(), london_day(upload.started_at or upload.created_at)
    with Sorter() as sorter, desk.objects.read(Bucket.DATASETS, upload.bucket_key, upload.object_version) as stream:
        table = read(stream, seen.format, seen.encoding)
        for record in table.records:
            sorter.add(check_record(table.columns, record, settings, today))
        if upload.mode is Mode.FULL_PORTFOLIO:
            sorter.write_named(desk.objects, upload.id)
        return sorter.finish(desk.objects, upload.id)


def _hand_over(desk: Desk, upload: Upload, seen: Inspection, result: Sorted) -> None:
    """On to the plan with the partitions that have rows; a file without a good row has failed, with its report."""
    now = desk.clock.now()
    upload = _seen(upload, seen).model_copy(
        update={
            "rows": Counts(total=result.total, rejected=result.rejected),
            "checked_rows": result.total - result.rejected,
            "customers": CustomerCounts(rejected=result.customers_rejected),
            "parts": result.parts,
        }
    )
    if not result.parts:
        _fail(desk, upload, seen, FileRefused(FaultCode.F_NO_VALID_ROWS).failure)
        return
    looking = (LOOKING,) if upload.mode is Mode.FULL_PORTFOLIO else ()
    phase = Phase(
        upload_id=upload.id,
        name=PLAN,
        total=len(result.parts) + len(looking),
        pending=frozenset((*result.parts, *looking)),
        rows=upload.checked_rows,
        started_at=now,
    )
    rows = {"rows": str(result.total), "rejected": str(result.rejected)}
    try:
        desk.store.commit(
            Changes(
                Replace(moved(upload, State.PLANNING, now)), Insert(phase), told(JOB, now, Event.IMPORT_CHECKED, upload, **rows)
            )
        )
    except Conflict as conflict:
        if conflict.passing:
            raise
        return  # another delivery of the same message was quicker, and sends the same; or a person has cancelled
    send_parts(desk, QueueName.PLAN, upload, phase.pending)


def _fail(desk: Desk, upload: Upload, seen: Inspection | None, failure: Failure) -> None:
    """The file is refused as a whole; the next one may start."""
    now: datetime = desk.clock.now()
    upload = _seen(upload, seen)
    summary = write_failure(desk.objects, upload, failure)
    refused = moved(
        upload,
        State.FAILED,
        now,
        failure=failure,
        finished_at=now,
        first_faults=summary.first_faults,
        by_code=summary.by_code,
    )
    leave(desk, Replace(refused), told(JOB, now, Event.IMPORT_FAILED, upload, code=failure.code))
    pass_on(desk)


def _seen(upload: Upload, seen: Inspection | None) -> Upload:
    return upload.model_copy(update=dataclasses.asdict(seen)) if seen else upload
