"""The plan: every partition compared with the records, so that a person sees exactly what an import would do. Writes nothing
to the records. When the last partition is done the upload waits for a person, or confirms itself."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from chalicelib.activities.events import Event
from chalicelib.core.changes import Changes, Conflict, Replace
from chalicelib.core.queues import QueueName
from chalicelib.imports.absence import LOOKING, Look, look_place
from chalicelib.imports.desk import Desk, importing, moved, told
from chalicelib.imports.findings import Counts, CustomerCounts, Difference, Fault
from chalicelib.imports.looking import look_on
from chalicelib.imports.merge import Fate
from chalicelib.imports.model import PLAN, Mode, Phase, Source, State, Upload, phase_place
from chalicelib.imports.partitions import Decided, circumstances, customers_of, decide_all, write_faults
from chalicelib.imports.preview import differences_of, write_part, write_preview
from chalicelib.imports.reporting import Summary, write_reports
from chalicelib.imports.turnstile import JOB, leave, pass_on, send_parts
from chalicelib.settings.model import Settings

_CUSTOMERS = "customers_"


def plan(desk: Desk, upload_id: str, part: int) -> None:
    """Plan one partition, and finish the plan when it was the last. Safe to repeat at any time."""
    upload = desk.upload(upload_id)
    phase = desk.store.get(Phase, phase_place(upload_id, PLAN))
    if upload.state is not State.PLANNING or phase is None:
        return
    if part in phase.pending:
        counts = _looked(desk, upload) if part == LOOKING else _compared(desk, upload, part)
        if counts is None:
            return
        done = desk.store.finish_part(phase.key, part, counts) or desk.store.get(Phase, phase.key)
        phase = done if isinstance(done, Phase) else phase
    if not phase.pending:
        finish_plan(desk, upload, phase)


def finish_plan(desk: Desk, upload: Upload, phase: Phase) -> None:
    """All partitions are compared: write the report, then wait for a person or go on."""
    now, settings = desk.clock.now(), desk.load_settings()
    look = desk.store.get(Look, look_place(upload.id)) if upload.mode is Mode.FULL_PORTFOLIO else None
    if look is not None:
        closures = look.closures(settings.maximum_closure_percent)
        upload = upload.model_copy(update={"closing_parts": look.closing_parts, "closures": closures})
    summary = write_reports(desk.objects, upload, PLAN)
    planned = upload.model_copy(
        update={
            "rows": counted(upload, phase, summary),
            "customers": _customers(upload, phase),
            "differences": write_preview(desk.objects, upload),
            "first_faults": summary.first_faults,
            "by_code": summary.by_code,
        }
    )
    validated = told(JOB, now, Event.IMPORT_VALIDATED, upload, **{k: str(v) for k, v in planned.rows.model_dump().items()})
    reason = _why_to_wait(planned, settings)
    if reason is not None:
        expires = now + timedelta(hours=settings.preview_valid_hours)
        waiting = moved(planned, State.AWAITING_CONFIRMATION, now, waiting_reason=reason, expires_at=expires)
        leave(desk, Replace(waiting), validated)
        pass_on(desk)
        return
    try:
        desk.store.commit(Changes(*importing(planned, now), validated))
    except Conflict as conflict:
        if conflict.passing:
            raise
        return  # another delivery of the same message was quicker, and sends the same
    send_parts(desk, QueueName.APPLY, upload, frozenset(upload.all_parts))


def counted(upload: Upload, phase: Phase, summary: Summary) -> Counts:
    """The rows of the file by fate: what a phase did not take on was rejected."""
    new, changed, unchanged = (phase.counts.get(fate, 0) for fate in ("new", "changed", "unchanged"))
    total = upload.rows.total
    return Counts(
        total=total,
        new=new,
        changed=changed,
        unchanged=unchanged,
        rejected=total - new - changed - unchanged,
        warnings=summary.warnings,
    )


def _looked(desk: Desk, upload: Upload) -> dict[str, int] | None:
    """The look at everybody goes on; None while it is not over, and the message for the next customers is on its way."""
    look = look_on(desk, upload)
    if look is not None and not look.is_over:
        send_parts(desk, QueueName.PLAN, upload, frozenset({LOOKING}))
    return {} if look is not None and look.is_over else None


def _compared(desk: Desk, upload: Upload, part: int) -> dict[str, int]:
    """One partition compared with the records; how many of its rows and customers have which fate."""
    counts, faults, differences = _planned(desk, upload, part)
    write_faults(desk, upload, PLAN, part, faults)
    write_part(desk.objects, upload, part, differences)
    return counts


def _planned(desk: Desk, upload: Upload, part: int) -> tuple[dict[str, int], list[Fault], list[Difference]]:
    at = circumstances(desk, upload)
    counts: Counter[str] = Counter()
    faults: list[Fault] = []
    differences: list[Difference] = []
    for groups in customers_of(desk, upload, part):
        for decided in decide_all(desk, groups, at):
            counts.update(decided.outcome.counts)
            counts[f"{_CUSTOMERS}{_fate(decided)}"] += 1
            faults += decided.outcome.faults
            differences += differences_of(decided)
    return dict(counts), faults, differences


def _fate(decided: Decided) -> Fate:
    """What becomes of the customer of these rows."""
    if all(fate is Fate.REJECTED for fate in decided.outcome.fates.values()):
        return Fate.REJECTED
    if decided.held.customer is None:
        return Fate.NEW
    return Fate.CHANGED if decided.outcome.changes else Fate.UNCHANGED


def _customers(upload: Upload, phase: Phase) -> CustomerCounts:
    """The customers of the file by fate; those without a row that passed the check were counted there."""
    counts = {fate.value: phase.counts.get(f"{_CUSTOMERS}{fate}", 0) for fate in Fate}
    counts[Fate.REJECTED] += upload.customers.rejected
    return CustomerCounts(**counts)


def _why_to_wait(upload: Upload, settings: Settings) -> str | None:
    """Why a person has to confirm: always for a file from the console, for a drop when too much of it was
    rejected or would be closed."""
    if upload.source is Source.CONSOLE:
        return "Look at what would change, then confirm."
    percent = settings.auto_confirm_rejected_percent
    if upload.rows.rejected * 100 > percent * upload.rows.total:
        return f"More than {percent} % of the rows were rejected. Confirm to import the others."
    if upload.closures is not None and upload.closures.is_many:
        return f"More than {upload.closures.limit_percent} % of the open accounts are not in the file. Confirm to close them."
    return None
