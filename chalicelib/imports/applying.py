"""The import itself: one transaction per new or changed customer, and nothing at all for the others.

Before a partition writes anything it keeps what it is going to change in `partitions/{upload}/before/{part}`. Whoever delivers
the partition again finds that object and goes by it; only when no customer of the partition carries this upload yet may it be
written anew, so it always shows the state before the import, whichever of two deliveries wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import batched

from chalicelib.activities.events import Event
from chalicelib.core.changes import Changes, Conflict, Entity, Insert, Put, Replace
from chalicelib.core.objects import ObjectMissingError
from chalicelib.core.store import BATCH_GET_LIMIT
from chalicelib.imports.applied import AlreadyBegun, Before, before_key
from chalicelib.imports.closing import CLOSED, close_part
from chalicelib.imports.desk import CONFLICT_TRIES, Desk, moved, told
from chalicelib.imports.findings import Fault
from chalicelib.imports.merge import Circumstances, Outcome, lookups_of
from chalicelib.imports.model import APPLY, PARTITIONS, FileMark, Phase, State, Upload, phase_place
from chalicelib.imports.partitions import Decided, Rows, circumstances, customers_of, decide_all, write_faults
from chalicelib.imports.planning import counted
from chalicelib.imports.reporting import write_reports
from chalicelib.imports.staleness import inbox_mark
from chalicelib.imports.turnstile import JOB, leave, pass_on
from chalicelib.imports.workfiles import read_lines, write_lines
from chalicelib.records.model import Customer


def apply(desk: Desk, upload_id: str, part: int) -> None:
    """Import one partition, and finish the upload when it was the last. Safe to repeat at any time."""
    upload = desk.upload(upload_id)
    phase = desk.store.get(Phase, phase_place(upload_id, APPLY))
    if upload.state is not State.IMPORTING or phase is None:
        return
    if part in phase.pending:
        counts, faults = _applied(desk, upload, part) if part < PARTITIONS else (close_part(desk, upload, part), [])
        write_faults(desk, upload, APPLY, part, faults)
        done = desk.store.finish_part(phase.key, part, counts) or desk.store.get(Phase, phase.key)
        phase = done if isinstance(done, Phase) else phase
    if not phase.pending:
        finish_import(desk, upload, phase)


def finish_import(desk: Desk, upload: Upload, phase: Phase) -> None:
    """All partitions are in: write the final report, remember the file, and let the next upload start."""
    summary = write_reports(desk.objects, upload, APPLY)
    now = desk.clock.now()
    rows = counted(upload, phase, summary)
    state = State.COMPLETED_WITH_ERRORS if rows.rejected else State.COMPLETED
    done = moved(upload, state, now, finished_at=now, rows=rows, first_faults=summary.first_faults, by_code=summary.by_code)
    counts = rows.model_dump()
    if upload.closures is not None:
        counts[CLOSED] = phase.counts.get(CLOSED, 0)
        done = done.model_copy(update={"closures": upload.closures.model_copy(update={"closed": counts[CLOSED]})})
    completed = told(JOB, now, Event.IMPORT_COMPLETED, upload, **{name: str(n) for name, n in counts.items()})
    file_mark = Put(FileMark(sha256=upload.sha256 or "", upload_id=upload.id))
    leave(desk, Replace(done), file_mark, *(Put(mark) for mark in inbox_mark(desk, upload)), completed)
    pass_on(desk)


def _applied(desk: Desk, upload: Upload, part: int) -> tuple[dict[str, int], list[Fault]]:
    """Write the customers of a partition; what becomes of its rows, the same however often it is delivered."""
    _keep_before(desk, upload, part)
    at = circumstances(desk, upload)
    rows = {group[0].customer_id: group for groups in customers_of(desk, upload, part) for group in groups}
    counts: Counter[str] = Counter()
    faults: list[Fault] = []
    for some in batched(_before(desk, upload, part), BATCH_GET_LIMIT, strict=False):
        to_write = [before for before in some if before.writes]
        for before in some:
            if not before.writes:
                counts.update(before.counts)
                faults += before.faults
        decided = decide_all(desk, [rows[before.customer_id] for before in to_write], at) if to_write else []
        lookups: list[Entity] = []
        for before, first in zip(to_write, decided, strict=True):
            outcome = _write(desk, first, at)
            counts.update(outcome.counts if outcome else before.counts)
            faults += outcome.faults if outcome else before.faults
            lookups += _lookups(desk, outcome, first, at)
        if lookups:
            desk.store.put_all({lookup.key: lookup for lookup in lookups}.values())
    return dict(counts), faults


def _keep_before(desk: Desk, upload: Upload, part: int) -> None:
    """Keep what the import is going to change, unless that has been kept."""
    try:
        next(_before(desk, upload, part), None)
    except ObjectMissingError:
        at = circumstances(desk, upload)
        lines = (
            line
            for groups in customers_of(desk, upload, part)
            for decided in decide_all(desk, groups, at)
            for line in _before_line(decided, upload)
        )
        try:
            write_lines(desk.objects, before_key(upload.id, part), lines)
        except AlreadyBegun:
            next(_before(desk, upload, part), None)


def _before(desk: Desk, upload: Upload, part: int) -> Iterator[Before]:
    return (Before.model_validate_json(line) for line in read_lines(desk.objects, before_key(upload.id, part)))


def _before_line(decided: Decided, upload: Upload) -> Iterator[str]:
    rows, held, outcome = decided
    if held.customer is not None and held.customer.last_upload == upload.id:
        raise AlreadyBegun(upload.id)
    writes = len(outcome.changes) > 0
    image = held.customer.model_dump(mode="json", exclude_none=True) if held.customer and writes else None
    yield Before(
        customer_id=rows[0].customer_id, writes=writes, counts=outcome.counts, faults=outcome.faults, image=image
    ).model_dump_json(exclude_none=True)


def _write(desk: Desk, decided: Decided, at: Circumstances) -> Outcome | None:
    """Commit one customer, deciding again whenever something moved meanwhile. None when this upload is in it already.

    Raises Conflict when it keeps moving; the message then comes again."""
    for _ in range(CONFLICT_TRIES):
        customer, outcome = decided.held.customer, decided.outcome
        if customer is not None and customer.last_upload == at.upload.id:
            return None
        try:
            if outcome.ahead:
                desk.store.commit(Changes(*(Insert(lookup) for lookup in outcome.ahead)))
            if outcome.changes:
                desk.store.commit(outcome.changes)
        except Conflict as met:
            conflict = met
            decided = _again(desk, decided.rows, at)
            continue
        return outcome
    raise conflict


def _again(desk: Desk, rows: Rows, at: Circumstances) -> Decided:
    return decide_all(desk, [rows], at)[0]


def _lookups(desk: Desk, outcome: Outcome | None, first: Decided, at: Circumstances) -> Sequence[Entity]:
    """What the customer is found by; again for one that an earlier delivery wrote, which may have died before this."""
    if outcome is not None:
        return outcome.lookups
    held = first.held.customer
    customer = held if held is not None and held.last_upload == at.upload.id else _stored(desk, first)
    return lookups_of(customer, at.keys) if customer else ()


def _stored(desk: Desk, decided: Decided) -> Customer | None:
    return desk.store.get(Customer, decided.outcome.customer.key) if decided.outcome.customer else None
