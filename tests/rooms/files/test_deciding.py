"""People decide about files: release by two of them, deletion without a trace, another scan; and who may do what."""

from __future__ import annotations

import pytest

from chalicelib.activities.model import Activity
from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket
from chalicelib.core.roles import Role
from chalicelib.files.model import HELD, MOVES, CustomerFile, State
from chalicelib.files.releasing import LOST
from chalicelib.files.rules import RELEASABLE, RETENTION, may
from tests.support.filing import ADA, BEN, CAL, Filing
from tests.support.paying import CUSTOMER


def _asked(world: Filing, content: bytes = b"MACRO") -> CustomerFile:
    file = world.sent(content)
    return world.files.ask_release(CUSTOMER, file.id, "Our own form", file.version, BEN, world.key())


@pytest.mark.feature("FI5")
def test_a_second_person_lets_a_file_out() -> None:
    world = Filing()
    file = _asked(world)
    assert (file.state, file.release_asked_by) == (State.RISKY, "Ben")
    approved = world.files.release(CUSTOMER, file.id, "Looked at it", file.version, CAL, world.key())
    assert approved.state is State.RISKY
    assert not world.clean()
    world.deliver()
    released = world.now(file)
    assert (released.state, released.released_by, released.released_reason) == (State.RELEASED, "Cal", "Looked at it")
    assert world.clean() == [b"MACRO"]
    assert world.files.download(CUSTOMER, file.id, ADA).endswith(file.clean_key)


@pytest.mark.feature("FI5")
@pytest.mark.parametrize("who", [ADA, BEN], ids=["sender", "asker"])
def test_neither_who_sent_it_nor_who_asked_lets_it_out(who: object) -> None:
    world = Filing()
    file = _asked(world)
    with pytest.raises(Refused) as refusal:
        world.files.release(CUSTOMER, file.id, "Trust me", file.version, who, world.key())  # type: ignore[arg-type]
    assert refusal.value.code is Code.FORBIDDEN
    world.deliver()
    assert world.now(file).state is State.RISKY


@pytest.mark.feature("FI5")
@pytest.mark.parametrize("content", [b"MALWARE", b"STRANGE", b"BROKEN", b"hello"])
def test_nobody_lets_out_what_is_never_released(content: bytes) -> None:
    world = Filing()
    file = world.sent(content)
    for act in (world.files.ask_release, world.files.release):
        with pytest.raises(Refused) as refusal:
            act(CUSTOMER, file.id, "Please", file.version, BEN, world.key())
        assert refusal.value.code is Code.WRONG_STATE
    assert world.now(file) == file


def test_nothing_is_released_that_nobody_asked_for() -> None:
    world = Filing()
    file = world.sent(b"LOCKED")
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.files.release(CUSTOMER, file.id, "Why not", file.version, CAL, world.key())


def test_a_release_of_which_the_message_was_lost_is_taken_up_by_the_sweeper() -> None:
    world = Filing()
    file = _asked(world)
    world.files.release(CUSTOMER, file.id, "Looked at it", file.version, CAL, world.key())
    world.queues.sent.clear()
    world.wait(hours=1)
    world.files.sweep()
    world.deliver()
    assert world.now(file).state is State.RELEASED


def test_a_release_of_what_is_gone_ends_in_a_tombstone() -> None:
    world = Filing()
    file = _asked(world)
    world.files.release(CUSTOMER, file.id, "Looked at it", file.version, CAL, world.key())
    world.objects.kept.clear()
    world.deliver()
    assert (world.now(file).state, world.now(file).deletion_reason) == (State.DELETED, LOST)


@pytest.mark.parametrize("command", ["ask_release", "release", "delete"])
def test_the_same_command_is_done_once_and_another_under_its_key_is_refused(command: str) -> None:
    world = Filing()
    file = world.sent(b"MACRO") if command == "ask_release" else _asked(world)
    act, key = getattr(world.files, command), world.key()
    done = act(CUSTOMER, file.id, "Good reason", file.version, CAL, key)
    assert act(CUSTOMER, file.id, "Good reason", file.version, CAL, key) == done
    with pytest.raises(Refused, match="KEY_REUSED"):
        act(CUSTOMER, file.id, "Other reason", file.version, CAL, key)
    with pytest.raises(Refused, match="STALE"):
        act(CUSTOMER, file.id, "Good reason", file.version, CAL, world.key())


@pytest.mark.feature("FI5")
@pytest.mark.parametrize("content", [b"hello", b"MALWARE", b"LOCKED"])
def test_a_deleted_file_leaves_a_tombstone_and_no_bytes(content: bytes) -> None:
    world = Filing()
    file = world.sent(content)
    deleted = world.files.delete(CUSTOMER, file.id, "Not ours", file.version, CAL, world.key())
    assert (deleted.state, deleted.deleted_by, deleted.deletion_reason) == (State.DELETED, "Cal", "Not ours")
    assert (deleted.sha256, deleted.verdicts) == (file.sha256, file.verdicts)
    assert not any(world.objects.kept.values())
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.files.download(CUSTOMER, file.id, ADA)


def test_bytes_that_came_back_after_the_deletion_go_as_well() -> None:
    """A scanner that was at work while the file was deleted may have copied it in between."""
    world = Filing()
    file = world.sent(b"hello")
    world.files.delete(CUSTOMER, file.id, "Not ours", file.version, CAL, world.key())
    world.objects.write(Bucket.FILES, file.clean_key, b"hello", "text/plain")
    world.wait(hours=1)
    world.files.sweep()
    assert not any(world.objects.kept.values())
    assert world.now(file).next_check is None
    lines = [entity.event for entity in world.store.items.values() if isinstance(entity, Activity)]
    assert lines.count("file.deleted") == lines.count("file.erased") == 1


@pytest.mark.parametrize("content", [b"MALWARE", b"MACRO", b"LOCKED", b"STRANGE", b"BROKEN"])
def test_what_nobody_released_goes_after_thirty_days(content: bytes) -> None:
    world = Filing()
    file = world.sent(content)
    world.clock.instant += RETENTION
    world.files.sweep()
    assert (world.now(file).state, world.now(file).deletion_reason) == (State.DELETED, "Held for 30 days")
    world.wait(hours=1)
    world.files.sweep()
    assert not any(world.objects.kept.values())


def test_a_clean_file_stays() -> None:
    world = Filing()
    file = world.sent(b"hello")
    world.wait(days=365)
    world.files.sweep()
    assert world.now(file) == file


def test_a_file_that_failed_is_scanned_again() -> None:
    world = Filing()
    file = world.expected()
    message = world.post(file, b"hello")
    world.files.give_up(message)
    failed = world.now(file)
    assert (failed.state, failed.failure) == (State.FAILED, "scanner-failed")
    key = world.key()
    again = world.files.scan_again(CUSTOMER, file.id, failed.version, CAL, key)
    assert world.files.scan_again(CUSTOMER, file.id, failed.version, CAL, key) == again
    world.deliver()
    assert world.now(file).state is State.CLEAN


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", Role)
def test_what_may_be_done_is_what_the_states_and_the_roles_say(state: State, role: Role) -> None:
    file = Filing().expected().model_copy(update={"state": state, "release_asker_id": "sub-ben", "picture_type": "image/png"})
    now = may(file, role, "sub-cal")
    assert now.download == (state in (State.CLEAN, State.RELEASED))
    assert now.preview == (state is State.CLEAN)
    assert now.release == (state in RELEASABLE and role is not Role.VIEWER)
    assert now.delete == (role in (Role.ADMIN, Role.SECURITY) and State.DELETED in MOVES[state])
    assert now.scan_again == (state is State.FAILED and role is not Role.VIEWER)
    assert not now.findings
    assert not now.ask_release
    assert may(file, role, "sub-ben").release is may(file, role, "sub-ada").release is False


def test_the_states_are_as_designed() -> None:
    assert all(State.DELETED in MOVES[state] for state in HELD)
    assert {state for state, after in MOVES.items() if State.RELEASED in after} == RELEASABLE
    assert {state for state, after in MOVES.items() if State.CLEAN in after} == {State.SCANNING}
    assert not MOVES[State.DELETED]
    assert set(MOVES) == set(State)
