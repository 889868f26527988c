"""What nobody came back to: files without an event, scans without an end, files held for long enough, tombstones with bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Conflict, Key
from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket
from chalicelib.core.queues import QueueName
from chalicelib.due.service import sweep as walk
from chalicelib.files import rules
from chalicelib.files.deleting import erase, remove_copy
from chalicelib.files.desk import Desk
from chalicelib.files.looking_again import copy_is_left, copy_removed
from chalicelib.files.model import AWAITED, FILE_PREFIX, HELD, CustomerFile, State
from chalicelib.files.receiving import arrival

SWEEP = "file_sweep"
DEAD = Actor.system("file_failures")
ASK_AGAIN = timedelta(minutes=10)
HELD_LONG_ENOUGH = "Held for 30 days"


class Step(StrEnum):
    """What a message of the queue asks for."""

    CHECK = "check"
    RELEASE = "release"
    LOOK_AGAIN = "look-again"


def sweep(desk: Desk) -> None:
    """Look after every file whose time has come. Raises an ExceptionGroup at the end when some could not be looked at."""
    now = desk.clock.now()
    walk(desk.store, SWEEP, now, prefix=FILE_PREFIX, look=lambda place: _look(desk, place, now))


def _look(desk: Desk, place: Key, now: datetime) -> None:
    file = desk.store.get(CustomerFile, place)
    if file is None or file.next_check is None or file.next_check > now:
        return
    try:
        _look_after(desk, file, Diary(Actor.system(SWEEP), now))
    except Conflict as conflict:
        # Whoever has moved it has said when it is looked at next. Nothing is known of one that is only contended.
        if conflict.passing:
            raise


def _look_after(desk: Desk, file: CustomerFile, diary: Diary) -> None:
    match file.state:
        case State.PENDING:
            _look_for(desk, file, diary)
        case State.SCANNING:
            _ask_again(desk, file, file.version_id, diary)
        case State.DELETED:
            erase(desk, file)
            desk.store.commit(rules.erased(file, diary))
        case _ if rules.is_being_released(file):
            desk.store.commit(rules.waited_for(file, diary, diary.now + ASK_AGAIN))
            ask(desk, file, file.version_id, Step.RELEASE)
        case _ if copy_is_left(file):
            remove_copy(desk, file)
            desk.store.commit(copy_removed(file, diary))
        case state if state in HELD:
            desk.store.commit(rules.deleted(file, HELD_LONG_ENOUGH, diary))


def _look_for(desk: Desk, file: CustomerFile, diary: Diary) -> None:
    """The form has run out. What was posted and never told of is checked; where nothing was, nothing comes any more."""
    if version_id := first_version(desk, file):
        _ask_again(desk, file, version_id, diary)
    else:
        desk.store.commit(rules.expired(file, diary))


def _ask_again(desk: Desk, file: CustomerFile, version_id: str, diary: Diary) -> None:
    """Have it checked once more, or give up. While only a scanner is missing that we do not call, it is waited for."""
    if rules.is_hopeless(file, diary.now):
        desk.store.commit(rules.failed(file, rules.Failure.GAVE_UP, diary))
        return
    desk.store.commit(rules.waited_for(file, diary, diary.now + ASK_AGAIN))
    if file.state is State.PENDING or any(name in desk.scanners for name in file.waits_for):
        ask(desk, file, version_id)


def ask(desk: Desk, file: CustomerFile, version_id: str, step: Step = Step.CHECK) -> None:
    """Put a file in line; twice does no harm."""
    message = {"step": step, "customer_key": file.customer_key, "file_id": file.id, "version_id": version_id}
    desk.queues.send(QueueName.FILES, [message])


def first_version(desk: Desk, file: CustomerFile) -> str:
    """The version that was posted first, or nothing."""
    there = desk.objects.versions(Bucket.QUARANTINE, file.object_key)
    return next((stored.version for stored in reversed(there) if stored.key == file.object_key), "")


def give_up(desk: Desk, message: Mapping[str, Any]) -> None:
    """A message about an arrival failed for good: its file is never readable, until somebody has it scanned again.

    Raises Refused(BUSY) while a delivery still holds the file, and Conflict: the message comes again."""
    for arrived in arrival(message):
        file, now = desk.find(arrived.customer_key, arrived.file_id), desk.clock.now()
        if file is None or file.state not in (*AWAITED, State.SCANNING):
            continue
        if file.version_id and arrived.version_id != file.version_id:
            continue
        if file.leased_until is not None and file.leased_until > now:
            raise Refused(Code.BUSY)
        failure = rules.Failure.SCANNER if arrived.version_id else rules.Failure.NO_VERSION
        desk.store.commit(rules.failed(file, failure, Diary(DEAD, now)))
