"""Nothing gets stuck: whatever a lost message or a dead worker left undone is sent again. The slot names every upload that
is under way, so a sweep reads a handful of items however many uploads there are."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.queues import QueueName
from chalicelib.imports.applying import finish_import
from chalicelib.imports.desk import Desk
from chalicelib.imports.model import APPLY, PLAN, Phase, State, Upload, phase_place, upload_place
from chalicelib.imports.planning import finish_plan
from chalicelib.imports.turnstile import pass_on, send_check, send_parts, slot_of

STUCK_AFTER = timedelta(hours=6)
"""No step of an import takes that long: by then the sweep has sent all its messages again some seventy times."""
LONGEST_CHECK = timedelta(minutes=15)
"""As long as a function may run: a check that began earlier has died."""


def sweep(desk: Desk) -> None:
    """Send again what is pending of the upload under way, or start the next one."""
    slot = slot_of(desk)
    upload = desk.store.get(Upload, upload_place(slot.upload_id)) if slot.upload_id else None
    if upload is not None:
        resume(desk, upload)
    else:
        pass_on(desk)


class ImportStuck(Exception):
    """An upload has been in one step for so long that somebody has to look; all others wait behind it."""


def watch(desk: Desk) -> None:
    """Raises ImportStuck, which ends the function with an error and so rings the alarm."""
    slot = slot_of(desk)
    upload = desk.store.get(Upload, upload_place(slot.upload_id)) if slot.upload_id else None
    if upload is not None and upload.moved_at is not None and desk.clock.now() - upload.moved_at > STUCK_AFTER:
        raise ImportStuck(f"{upload.id} is {upload.state} since {upload.moved_at:%Y-%m-%d %H:%M} UTC")


def resume(desk: Desk, upload: Upload) -> None:
    """Whatever the upload's state asks for next. Safe at any time: all messages may be delivered twice."""
    match upload.state:
        case State.CHECKING if upload.moved_at and desk.clock.now() - upload.moved_at >= LONGEST_CHECK:
            send_check(desk, upload)
        case State.PLANNING | State.IMPORTING:
            step, queue = (PLAN, QueueName.PLAN) if upload.state is State.PLANNING else (APPLY, QueueName.APPLY)
            phase = desk.store.get(Phase, phase_place(upload.id, step))
            if phase is not None and phase.pending:
                send_parts(desk, queue, upload, phase.pending)
            elif phase is not None:
                (finish_plan if step == PLAN else finish_import)(desk, upload, phase)
        case _:
            pass
