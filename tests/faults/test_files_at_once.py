"""Two at once about one file, in every order; and somebody who overwrites it between any two of our calls."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Conflict
from chalicelib.core.errors import Refused
from chalicelib.core.objects import Bucket
from chalicelib.files import rules
from chalicelib.files.model import CustomerFile, State
from chalicelib.files.service import Files
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.samples import TEST_MALWARE
from tests.faults.sending import (
    LAUNCHING,
    LETTER,
    PHOTO,
    expected,
    found_clean_before,
    newest,
    posted,
    required,
    to_look_at_again,
)
from tests.support import file_invariants, snapshots
from tests.support.effort import DEEP
from tests.support.filing import ADA, BEN, CAL, Filing, told
from tests.support.harness import WIRE
from tests.support.invariants import World as Seen
from tests.support.paying import CUSTOMER
from tests.support.snapshots import Snapshot
from tests.support.turns import Taken, every_order, interleave
from tests.support.world import World, world

CHANGES = sys.maxsize if DEEP else 2
"""How often one of the two gives way in the middle of its work; two deliveries of the same message do so at every step."""

type Job = Callable[[], None]
type Pair = Callable[[Filing, Files], tuple[CustomerFile, Job, Job]]


class Stepping:
    """A port in front of another that waits for its turn before every call."""

    def __init__(self, behind: object) -> None:
        self._behind = behind

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._behind, name)

        def stepped(*args: Any, **named: Any) -> Any:
            WIRE.meanwhile()
            return act(*args, **named)

        return stepped


def _careful(act: Callable[[], object]) -> Job:
    """The job, as whoever gave it sees it: what is refused or contended comes again later, or not."""

    def job() -> None:
        try:
            act()
        except (Conflict, Refused):
            return

    return job


def two_deliveries(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    file = here.expected()
    message = here.post(file, b"hello")
    return file, _careful(lambda: files.check(message)), _careful(lambda: files.check(message))


def a_clean_version_and_a_dangerous_one(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    file = here.expected()
    first, second = here.post(file, b"hello"), here.post(file, b"MALWARE")
    return file, _careful(lambda: files.check(first)), _careful(lambda: files.check(second))


def a_check_and_the_result_of_another_scanner(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    file = here.expected()
    message = here.post(file, b"hello")
    result = told(file, message["Records"][0]["s3"]["object"]["versionId"])
    return file, _careful(lambda: files.check(message)), _careful(lambda: files.hear(result))


def a_check_and_a_deletion(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    """Of a picture: it can be drawn from what was read before everything was removed."""
    file = here.expected("photo.png")
    message = here.post(file, PHOTO)
    delete = _careful(lambda: files.delete(CUSTOMER, file.id, "By mistake", files.get(CUSTOMER, file.id).version, ADA, "k" * 16))
    return file, _careful(lambda: files.check(message)), delete


def a_release_and_a_deletion(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    file = here.sent(b"MACRO")
    file = here.files.ask_release(CUSTOMER, file.id, "Our own form", file.version, BEN, here.key())
    file = here.files.release(CUSTOMER, file.id, "Looked at it", file.version, CAL, here.key())
    message = here.queues.sent.pop()[1]
    delete = _careful(lambda: files.delete(CUSTOMER, file.id, "Not ours", file.version, ADA, "k" * 16))
    return file, _careful(lambda: files.check(message)), delete


def a_check_and_the_end_of_the_customer(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    file = here.expected()
    message = here.post(file, b"hello")
    return file, _careful(lambda: files.check(message)), _careful(lambda: files.forget(CUSTOMER, Actor.system("removal_sweep")))


def _to_look_at_again(here: Filing, outcome: Outcome) -> tuple[CustomerFile, dict[str, Any]]:
    """A file that newer rules call this, and what asks for the look."""
    file = here.sent(PHOTO, "photo.png")
    here.embedded.learn({PHOTO[:4]: outcome})
    here.wait(days=1)
    here.files.sweep()
    return file, here.queues.sent.pop()[1]


def two_looks_that_find_malware(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    file, message = _to_look_at_again(here, Outcome.INFECTED)
    return file, _careful(lambda: files.check(message)), _careful(lambda: files.check(message))


def two_looks_that_find_nothing(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    file, message = _to_look_at_again(here, Outcome.CLEAN)
    return file, _careful(lambda: files.check(message)), _careful(lambda: files.check(message))


def a_look_and_a_deletion(here: Filing, files: Files) -> tuple[CustomerFile, Job, Job]:
    file, message = _to_look_at_again(here, Outcome.INFECTED)
    delete = _careful(lambda: files.delete(CUSTOMER, file.id, "By mistake", file.version, ADA, "k" * 16))
    return file, _careful(lambda: files.check(message)), delete


PAIRS: Sequence[Pair] = (
    two_deliveries,
    a_clean_version_and_a_dangerous_one,
    a_check_and_the_result_of_another_scanner,
    a_check_and_a_deletion,
    a_release_and_a_deletion,
    a_check_and_the_end_of_the_customer,
    two_looks_that_find_malware,
    two_looks_that_find_nothing,
    a_look_and_a_deletion,
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
def test_in_every_order_of_two_nothing_goes_wrong(pair: Pair) -> None:
    def play(schedule: Sequence[int]) -> Taken:
        here = Filing(("embedded", "guardduty") if "scanner" in pair.__name__ else ("embedded",))
        desk = replace(here.desk, store=Stepping(here.store), objects=Stepping(here.objects))  # type: ignore[arg-type]
        file, one, other = pair(here, Files(desk))
        taken = interleave([one, other], schedule)
        _hold(here)
        for _ in range(3):
            here.wait(hours=1)
            here.files.sweep()
            here.deliver()
        _hold(here)
        for truth in file_invariants.AT_REST:
            truth(_seen(here), _kept(here))
        assert [line.event for line in _seen(here).all(Activity)].count(Event.FILE_RECHECKED) <= 1
        assert here.now(file).state in (State.CLEAN, State.INFECTED, State.RELEASED, State.DELETED)
        return taken

    assert every_order(play, sys.maxsize if pair is two_deliveries else CHANGES) > 50


def _hold(here: Filing) -> None:
    for truth in file_invariants.ALWAYS:
        truth(_seen(here), _kept(here))


def _seen(here: Filing) -> Seen:
    return Seen(here.store.items.values())


def _kept(here: Filing) -> file_invariants.Kept:
    def kept(bucket: Bucket) -> list[tuple[str, bytes]]:
        places = [(key, versions) for (place, key), versions in here.objects.kept.items() if place is bucket]
        return [(key, each.content) for key, versions in places for each in versions if each.content is not None]

    return kept


@pytest.fixture(scope="module")
def account() -> Iterator[tuple[World, Snapshot]]:
    with world() as made:
        made.sweep("file_sweep")
        yield made, Snapshot.take()


@pytest.mark.feature("FI4")
@pytest.mark.parametrize(("first", "over"), [(LETTER, TEST_MALWARE), (TEST_MALWARE, LETTER)], ids=["good", "bad"])
def test_whoever_overwrites_a_file_while_it_is_checked_changes_nothing(
    account: tuple[World, Snapshot], first: bytes, over: bytes
) -> None:
    """Before the n-th call of the check, for every n. The version that S3 told of is judged and copied, and no other."""
    here, beginning = account
    call, calls = 0, 1
    while call < calls:
        call += 1
        beginning.restore()
        here.reset()
        file = expected(here, "letter.txt", first)
        message = posted(here, file, first)
        overwrite = partial(snapshots.overwrite, "quarantine", file.object_key, over)
        calls = _checked_while(here, message, call, overwrite)
        assert newest(here).state is (State.CLEAN if first == LETTER else State.INFECTED)
        file_invariants.always(here.entities())
        here.deliver("files", message)
        here.wait(hours=2)
        here.sweep("file_sweep")
        file_invariants.at_rest(here.entities())
        assert [content for _, content in snapshots.versions("files")] == ([LETTER] if first == LETTER else [])
    assert calls > 1


def test_whoever_overwrites_a_file_while_it_is_looked_at_again_changes_nothing(account: tuple[World, Snapshot]) -> None:
    """Neither does what is put over it save it, nor is it lost."""
    here, beginning = account
    beginning.restore()
    here.reset()
    file, call, calls = found_clean_before(here, LAUNCHING), 0, 1
    clean = Snapshot.take()
    while call < calls:
        call += 1
        clean.restore()
        overwrite = partial(snapshots.overwrite, "quarantine", file.object_key, LETTER)
        calls = _checked_while(here, to_look_at_again(file), call, overwrite)
        after = newest(here)
        assert (after.state, after.version_id, after.found_clean_at) == (State.RISKY, file.version_id, file.moved_at)
        assert not snapshots.versions("files")
    assert calls > 1


@pytest.mark.parametrize("function", ["file_scan", "file_verdicts"])
def test_a_file_that_is_deleted_while_it_is_checked_leaves_nothing(account: tuple[World, Snapshot], function: str) -> None:
    """Whoever deletes it dies right after the tombstone: what the check has brought where it may be read, it removes itself."""
    here, beginning = account
    beginning.restore()
    here.reset()
    file = expected(here, "photo.png", PHOTO)
    message, queue = posted(here, file, PHOTO), "files"
    if function == "file_verdicts":
        with required("embedded,guardduty"):
            here.deliver("files", message)
        message, queue = json.dumps(told(file, newest(here).version_id)), "file-verdicts"

    def bury() -> None:
        diary = Diary(Actor.system(function), here.clock.now())
        wiring.store().commit(rules.deleted(newest(here), "By mistake", diary))

    _checked_while(here, message, 0, bury, queue, behind="CopyObject")
    assert newest(here).state is State.DELETED
    assert not snapshots.versions("quarantine")
    assert not snapshots.versions("files")


def _checked_while(
    here: World, message: str, number: int, adversary: Callable[[], None], queue: str = "files", behind: str = ""
) -> int:
    """Deliver the message; before the call of this number, or behind the first of this name, the adversary strikes. How many
    calls there were."""
    made, struck = 0, False

    def meanwhile() -> None:
        nonlocal made, struck
        made += 1
        named = bool(behind) and any(call.operation == behind for call in WIRE.calls)
        if not struck and (made == number or named):
            struck = True
            adversary()

    WIRE.arm()
    WIRE.meanwhile = meanwhile
    try:
        here.deliver(queue, message)
    finally:
        WIRE.meanwhile = lambda: None
    return made
