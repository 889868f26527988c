"""Our rules change: clean files are looked at again, and withdrawn when something is found in them now."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.actor import Actor
from chalicelib.core.errors import Refused
from chalicelib.core.objects import Bucket
from chalicelib.files import rescanning
from chalicelib.files.looking_again import WATCHED, is_outdated, looked_at_again
from chalicelib.files.model import HELD, CustomerFile, State
from chalicelib.files.rules import RETENTION, STATES
from chalicelib.files.words import Notice, notice, reason
from chalicelib.scanning.model import Outcome, Verdict, worst
from tests.support.filing import ADA, BEN, CAL, Filing, told
from tests.support.paying import CUSTOMER, NOON
from tests.support.scanned import png

FOUND = {b"hello": Outcome.INFECTED}
PHOTO = png()


def _events(world: Filing, file: CustomerFile) -> list[str]:
    lines = [item for item in world.store.items.values() if isinstance(item, Activity) and item.entity == file.ref]
    return [line.event for line in sorted(lines, key=lambda line: line.id)]


def _clean(*verdicts: Verdict) -> CustomerFile:
    """A file that everybody has called clean by rules 1."""
    first = (Verdict(scanner="embedded", version="1", outcome=Outcome.CLEAN),)
    return Filing().expected().model_copy(update={"state": State.CLEAN, "moved_at": NOON, "verdicts": first + verdicts})


@pytest.mark.parametrize("state", State)
def test_only_what_is_clean_is_looked_at_again(state: State) -> None:
    file = _clean().model_copy(update={"state": state})
    assert is_outdated(file, "2", NOON) == (state is State.CLEAN)
    assert not is_outdated(file, "1", NOON)


def test_a_file_is_looked_at_again_for_thirty_days() -> None:
    assert is_outdated(_clean(), "2", NOON + WATCHED - timedelta(seconds=1))
    assert not is_outdated(_clean(), "2", NOON + WATCHED)


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(("ours", "other"), list(product(Outcome, repeat=2)))
def test_the_worst_that_is_sure_counts_and_no_file_is_held_because_a_scanner_cannot_tell(ours: Outcome, other: Outcome) -> None:
    file = _clean(Verdict(scanner="guardduty", version="1.0", outcome=Outcome.CLEAN))
    said = [Verdict(scanner="embedded", version="2", outcome=ours), Verdict(scanner="clamd", version="9", outcome=other)]
    changes = looked_at_again(file, said, Diary(Actor.system("file_scan"), NOON))
    found = worst({ours, other} - {Outcome.ERROR} | {Outcome.CLEAN})
    if changes is None:
        assert found is Outcome.CLEAN
        assert Outcome.ERROR in (ours, other)
        return
    after = next(change.entity for change in changes if hasattr(change, "entity") and isinstance(change.entity, CustomerFile))
    assert after.state is STATES[found]
    assert {verdict.scanner for verdict in after.verdicts} >= {"guardduty"}
    assert Outcome.ERROR not in {verdict.outcome for verdict in after.verdicts}


@pytest.mark.feature("FI4")
def test_what_newer_rules_find_nothing_in_stays_and_the_diary_says_that_it_was_looked_at() -> None:
    world = Filing()
    file = world.sent(b"hello")
    world.embedded.learn({b"something else": Outcome.INFECTED})
    world.a_day_later()
    after = world.now(file)
    assert (after.state, after.moved_at, [verdict.version for verdict in after.verdicts]) == (State.CLEAN, file.moved_at, ["2"])
    assert _events(world, file)[-1] == Event.FILE_RECHECKED
    assert world.clean() == [b"hello"]
    for _ in range(3):
        world.a_day_later()
    assert (world.now(file), world.embedded.looks) == (after, 2)


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(
    ("outcome", "to_sender"),
    [
        (Outcome.INFECTED, Notice.NOT_ACCEPTED),
        (Outcome.RISKY, Notice.NOT_ACCEPTED),
        (Outcome.UNSCANNABLE, Notice.NOT_ACCEPTED),
        (Outcome.REJECTED, Notice.WRONG_KIND),
    ],
)
def test_what_newer_rules_find_something_in_is_withdrawn(outcome: Outcome, to_sender: Notice) -> None:
    world = Filing()
    file = world.sent(PHOTO, "photo.png")
    assert len(world.clean()) == 2
    world.embedded.learn({PHOTO[:4]: outcome})
    world.a_day_later()
    after = world.now(file)
    assert (after.state, after.found_clean_at, after.moved_at) == (STATES[outcome], file.moved_at, world.clock.now())
    assert not world.clean()
    assert world.objects.contents[Bucket.QUARANTINE, file.object_key] == PHOTO
    assert (notice(after, world.clock.now()), bool(reason(after))) == (to_sender, True)
    assert _events(world, file)[-1] == Event.FILE_WITHDRAWN
    for look in (world.files.download, world.files.preview):
        with pytest.raises(Refused, match="WRONG_STATE"):
            look(CUSTOMER, file.id, ADA)


def test_while_the_rules_stay_nothing_is_written_and_nobody_is_asked() -> None:
    world = Filing()
    file = world.sent(b"hello")
    lines = _events(world, file)
    for _ in range(40):
        world.wait(days=1)
        world.files.sweep()
    assert not world.queues.sent
    assert (world.now(file), _events(world, file)) == (file, lines)


@pytest.mark.parametrize(("hours", "asked"), [(-1, 1), (0, 0)], ids=["in time", "too late"])
def test_what_was_found_clean_up_to_thirty_days_ago_is_asked_for(hours: int, asked: int) -> None:
    world = Filing()
    world.sent(b"hello")
    world.wait(days=WATCHED.days, hours=hours)
    world.embedded.learn(FOUND)
    world.files.sweep()
    assert len(world.queues.sent) == asked


def test_what_two_people_have_let_out_is_left_alone() -> None:
    world = Filing()
    file = world.sent(b"MACRO")
    file = world.files.ask_release(CUSTOMER, file.id, "Our own form", file.version, BEN, world.key())
    world.files.release(CUSTOMER, file.id, "Looked at it", file.version, CAL, world.key())
    world.deliver()
    file = world.now(file)
    world.embedded.learn({b"MACRO": Outcome.INFECTED})
    world.a_day_later()
    assert (world.now(file), world.clean()) == (file, [b"MACRO"])


@pytest.mark.parametrize("way", ["away", "error"])
def test_a_scanner_that_cannot_tell_is_asked_again_on_the_next_day(way: str) -> None:
    world = Filing()
    file = world.sent(b"hello")
    world.embedded.learn({b"hello": Outcome.ERROR})
    world.embedded.away = way == "away"
    world.a_day_later()
    assert world.now(file) == file
    world.embedded.away = False
    world.embedded.says[b"hello"] = world.embedded.says[b"MALWARE"]
    world.files.sweep()
    assert not world.queues.sent
    world.a_day_later()
    assert world.now(file).state is State.INFECTED


def test_who_has_found_something_does_not_wait_for_who_cannot_look() -> None:
    world = Filing(("embedded", "clamd"))
    file = world.sent(b"hello")
    world.embedded.learn(FOUND)
    world.clamd.away = True
    world.a_day_later()
    assert world.now(file).state is State.INFECTED
    assert "a scanner could not look at a clean file again" in world.logged


def test_what_guardduty_has_said_stays() -> None:
    world = Filing(("embedded", "guardduty"))
    file = world.sent(b"hello")
    world.files.hear(told(file, file.version_id))
    world.embedded.learn({b"another": Outcome.INFECTED})
    world.a_day_later()
    versions = {verdict.scanner: verdict.version for verdict in world.now(file).verdicts}
    assert versions == {"embedded": "2", "guardduty": "1.0"}


def test_of_two_deliveries_the_second_changes_nothing() -> None:
    world = Filing()
    file = world.sent(b"hello")
    world.embedded.learn(FOUND)
    world.wait(days=1)
    world.files.sweep()
    [(_, message)] = world.queues.sent
    world.files.check(message)
    after = world.now(file)
    world.files.check(message)
    assert (world.now(file), world.embedded.looks) == (after, 2)


@pytest.mark.feature("FI5")
def test_a_copy_that_was_left_is_removed_by_the_sweeper_and_the_file_held_like_any_other() -> None:
    """Whoever withdrew it died before the copy was removed."""
    world = Filing()
    file = world.sent(b"hello")
    bad = Verdict(scanner="embedded", version="2", outcome=Outcome.RISKY)
    changes = looked_at_again(file, [bad], Diary(Actor.system("file_scan"), world.clock.now()))
    assert changes is not None
    world.store.commit(changes)
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.files.download(CUSTOMER, file.id, ADA)
    world.wait(hours=1)
    world.files.sweep()
    assert not world.clean()
    assert world.now(file).state in HELD
    assert _events(world, file)[-1] == Event.FILE_COPY_REMOVED
    world.clock.instant += RETENTION
    world.files.sweep()
    assert world.now(file).state is State.DELETED
    world.wait(hours=1)
    world.files.sweep()
    assert not any(world.objects.kept.values())


@pytest.mark.feature("FI5")
def test_what_was_withdrawn_can_be_let_out_by_two_people_also_when_its_copy_was_left() -> None:
    world = Filing()
    file = world.sent(PHOTO, "photo.png")
    bad = Verdict(scanner="embedded", version="2", outcome=Outcome.RISKY)
    changes = looked_at_again(file, [bad], Diary(Actor.system("file_scan"), world.clock.now()))
    assert changes is not None
    world.store.commit(changes)
    file = world.now(file)
    file = world.files.ask_release(CUSTOMER, file.id, "Our own form", file.version, BEN, world.key())
    world.files.release(CUSTOMER, file.id, "Looked at it", file.version, CAL, world.key())
    world.deliver()
    file = world.now(file)
    assert (file.state, world.clean()) == (State.RELEASED, [PHOTO])
    assert world.files.download(CUSTOMER, file.id, ADA).endswith(file.clean_key)


def test_a_file_whose_original_is_gone_stays_as_it_is() -> None:
    world = Filing()
    file = world.sent(b"hello")
    world.objects.kept.pop((Bucket.QUARANTINE, file.object_key))
    world.embedded.learn(FOUND)
    world.a_day_later()
    assert world.now(file) == file
    assert "a clean file was not looked at again: its original is gone" in world.logged


def test_many_files_are_asked_for_in_steps_and_each_of_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it takes longer than a day: who began anew every day would never come to the last ones."""
    monkeypatch.setattr(rescanning, "LOOKS_LIMIT", 3)
    monkeypatch.setattr(rescanning, "PAGE", 2)
    world = Filing()
    files = set()
    for _ in range(7):
        files.add(world.sent(b"hello").id)
        world.wait(hours=7)
    world.files.sweep()
    world.embedded.learn(FOUND)
    asked = []
    for _ in range(3):
        world.wait(days=1)
        world.files.sweep()
        asked.append([message["file_id"] for _, message in world.queues.sent])
        world.queues.sent.clear()
    assert [len(ids) for ids in asked] == [3, 3, 1]
    assert {file for ids in asked for file in ids} == files
