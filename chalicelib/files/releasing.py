"""Letting a file out that a scanner holds: one person asks and says why, another one looks and does it."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.activities.model import Diary
from chalicelib.commands.service import is_repeated, named
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.objects import Bucket, ObjectMissingError
from chalicelib.files import rules
from chalicelib.files.deleting import erase, remove_copy
from chalicelib.files.desk import Desk, refuse_stale
from chalicelib.files.model import CustomerFile, State
from chalicelib.files.receiving import JOB, Arrived
from chalicelib.files.sweeping import Step, ask, first_version

LOST = "Its content was no longer there"

type Decide = Callable[[CustomerFile, Diary, str], Changes]


def ask_release(desk: Desk, customer_key: str, file_id: str, reason: str, version: int, actor: Actor, key: str) -> CustomerFile:
    """Raises Refused: NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED."""

    def decide(file: CustomerFile, diary: Diary, command: str) -> Changes:
        return rules.release_asked(file, reason, diary, command)

    return _changed(desk, desk.file(customer_key, file_id), version, actor, named(actor, key, "ask", file_id, reason), decide)


def approve(desk: Desk, customer_key: str, file_id: str, reason: str, version: int, actor: Actor, key: str) -> CustomerFile:
    """The file that is about to be released. Raises Refused: as `rules.release_approved`, NOT_FOUND, STALE, KEY_REUSED."""

    def decide(file: CustomerFile, diary: Diary, command: str) -> Changes:
        return rules.release_approved(file, reason, diary, command)

    this = named(actor, key, "release", file_id, reason)
    file = _changed(desk, desk.file(customer_key, file_id), version, actor, this, decide)
    if rules.is_being_released(file):
        ask(desk, file, file.version_id, Step.RELEASE)
    return file


def release(desk: Desk, about: Arrived) -> None:
    """The copy first, then the transaction: what is readable is there. A file of which nothing is left is deleted instead.
    Raises Conflict while somebody else moves it."""
    file, diary = desk.find(about.customer_key, about.file_id), Diary(Actor.system(JOB), desk.clock.now())
    if file is None or not rules.is_being_released(file):
        return
    try:
        desk.objects.copy((Bucket.QUARANTINE, file.object_key, file.version_id), (Bucket.FILES, file.clean_key))
    except ObjectMissingError:
        desk.store.commit(rules.deleted(file, LOST, diary))
        return
    if file.found_clean_at is not None:
        # The sweeper, who would do it otherwise, does not look after what is released.
        remove_copy(desk, file)
    try:
        desk.store.commit(rules.released(file, diary))
    except Conflict:
        now = desk.find(about.customer_key, about.file_id)
        if now is None or now.state is State.DELETED:
            erase(desk, file)
        raise


def scan_again(desk: Desk, customer_key: str, file_id: str, version: int, actor: Actor, key: str) -> CustomerFile:
    """A file that no scanner could judge, in line once more. Raises Refused: NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED."""

    def decide(file: CustomerFile, diary: Diary, command: str) -> Changes:
        there = file.version_id or first_version(desk, file)
        refuse_if(not there, Code.WRONG_STATE, "The content of this file is no longer there.")
        return rules.scanned_again(file, there, desk.required, diary, command)

    this = named(actor, key, "scan", file_id, version)
    file = _changed(desk, desk.file(customer_key, file_id), version, actor, this, decide)
    if file.state is State.SCANNING:
        ask(desk, file, file.version_id)
    return file


def _changed(desk: Desk, file: CustomerFile, version: int, actor: Actor, command: str, decide: Decide) -> CustomerFile:
    """The file after the command, or as it is when this very command was the last that changed it."""
    if is_repeated(command, file.command):
        return file
    refuse_stale(file, version)
    desk.store.commit(decide(file, Diary(actor, desk.clock.now()), command))
    return desk.file(file.customer_key, file.id)
