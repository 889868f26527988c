"""Nothing is lost: what no message tells of is found, what does not end is ended, and somebody who leaves leaves no bytes."""

from __future__ import annotations

import pytest

from chalicelib.core.actor import Actor
from chalicelib.core.errors import Code, Refused
from chalicelib.files.model import State
from chalicelib.files.rules import MOST_ATTEMPTS
from chalicelib.scanning.ports import ScannerUnavailableError
from tests.support.filing import Filing, told
from tests.support.paying import CUSTOMER

JOB = Actor.system("removal_sweep")


def test_a_form_that_nobody_used_runs_out() -> None:
    world = Filing()
    file = world.expected()
    world.wait(minutes=10)
    world.files.sweep()
    assert world.now(file).state is State.PENDING
    world.wait(minutes=10)
    world.files.sweep()
    assert (world.now(file).state, world.now(file).next_check) == (State.EXPIRED, None)


@pytest.mark.feature("FI4")
def test_a_file_that_nobody_told_of_is_found_by_its_first_version() -> None:
    world = Filing()
    file = world.expected()
    world.post(file, b"hello")
    world.post(file, b"MALWARE")
    world.wait(hours=1)
    world.files.sweep()
    world.deliver()
    assert world.now(file).state is State.CLEAN
    assert world.clean() == [b"hello"]


def test_a_scan_that_died_is_taken_up_again() -> None:
    world = Filing()
    world.embedded.away = True
    file = world.expected()
    with pytest.raises(ScannerUnavailableError):
        world.files.check(world.post(file, b"hello"))
    world.embedded.away = False
    world.wait(minutes=6)
    world.files.sweep()
    world.deliver()
    assert (world.now(file).state, world.now(file).attempts) == (State.CLEAN, 2)


def test_a_scan_that_never_ends_is_given_up() -> None:
    world = Filing()
    world.embedded.away = True
    file = world.expected()
    with pytest.raises(ScannerUnavailableError):
        world.files.check(world.post(file, b"hello"))
    for _ in range(MOST_ATTEMPTS):
        world.wait(hours=1)
        world.files.sweep()
        while world.queues.sent:
            with pytest.raises(ScannerUnavailableError):
                world.deliver()
    assert (world.now(file).state, world.now(file).failure) == (State.FAILED, "gave-up")


def test_a_scanner_that_never_answers_is_waited_for_a_day() -> None:
    world = Filing(("embedded", "guardduty"))
    file = world.sent(b"hello")
    for _ in range(30):
        world.wait(hours=1)
        world.files.sweep()
    assert not world.queues.sent
    assert (world.now(file).state, world.now(file).failure) == (State.FAILED, "gave-up")
    world.files.hear(told(file, file.version_id))
    assert world.now(file).state is State.FAILED


def test_a_result_without_an_event_is_enough_to_find_the_file() -> None:
    world = Filing(("embedded", "guardduty"))
    file = world.expected()
    version = world.post(file, b"hello")["Records"][0]["s3"]["object"]["versionId"]
    world.files.hear(told(file, version))
    world.wait(minutes=30)
    world.files.sweep()
    world.deliver()
    assert world.now(file).state is State.CLEAN


def test_a_dead_letter_does_not_undo_what_was_found_out() -> None:
    world = Filing()
    file = world.expected()
    message = world.post(file, b"hello")
    world.files.check(message)
    world.files.give_up(message)
    assert world.now(file).state is State.CLEAN


def test_a_dead_letter_waits_for_a_delivery_that_still_looks() -> None:
    world = Filing()
    world.embedded.away = True
    file = world.expected()
    message = world.post(file, b"hello")
    with pytest.raises(ScannerUnavailableError):
        world.files.check(message)
    with pytest.raises(Refused) as refusal:
        world.files.give_up(message)
    assert refusal.value.code is Code.BUSY
    world.wait(minutes=6)
    world.files.give_up(message)
    assert world.now(file).state is State.FAILED


def test_who_leaves_leaves_nothing_but_tombstones() -> None:
    world = Filing()
    files = [world.sent(b"hello"), world.sent(b"MALWARE"), world.expected()]
    world.files.forget(CUSTOMER, JOB)
    world.files.forget(CUSTOMER, JOB)
    assert {world.now(file).state for file in files} == {State.DELETED}
    assert not any(world.objects.kept.values())


def test_who_leaves_while_a_file_is_looked_at_has_to_wait() -> None:
    """A scanner could still put bytes where they may be read."""
    world = Filing()
    world.embedded.away = True
    file = world.expected()
    with pytest.raises(ScannerUnavailableError):
        world.files.check(world.post(file, b"hello"))
    with pytest.raises(Refused) as refusal:
        world.files.forget(CUSTOMER, JOB)
    assert refusal.value.code is Code.BUSY
    assert world.now(file).state is State.DELETED
    world.wait(minutes=6)
    world.files.forget(CUSTOMER, JOB)
    assert not any(world.objects.kept.values())
