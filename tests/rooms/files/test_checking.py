"""A file arrives and is checked: what becomes of it, whoever comes twice, late, or not at all."""

from __future__ import annotations

import hashlib
from itertools import permutations

import pytest

from chalicelib.core.objects import Bucket
from chalicelib.files.model import LARGEST_BYTES, CustomerFile, State
from chalicelib.files.receiving import VersionMissingError
from chalicelib.files.words import Notice, notice, reason
from chalicelib.scanning.ports import ScannerUnavailableError
from tests.support.filing import ADA, Filing, event, told
from tests.support.paying import CUSTOMER


@pytest.mark.feature("FI1", "FI4")
def test_a_clean_file_is_copied_and_only_then_shown() -> None:
    world = Filing()
    file = world.sent(b"Dear Sirs")
    assert (file.state, file.size_bytes, file.detected) == (State.CLEAN, 9, "text")
    assert file.sha256 == hashlib.sha256(b"Dear Sirs").hexdigest()
    assert world.objects.contents[Bucket.FILES, file.clean_key] == b"Dear Sirs"
    assert world.files.download(CUSTOMER, file.id, ADA).endswith(file.clean_key)
    assert file.next_check is None


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(
    ("content", "state", "to_sender"),
    [
        (b"MALWARE", State.INFECTED, Notice.NOT_ACCEPTED),
        (b"MACRO", State.RISKY, Notice.NOT_ACCEPTED),
        (b"LOCKED", State.UNSCANNABLE, Notice.LOCKED),
        (b"STRANGE", State.REJECTED, Notice.WRONG_KIND),
        (b"BROKEN", State.FAILED, Notice.DELAYED),
    ],
)
def test_anything_but_clean_stays_in_quarantine(content: bytes, state: State, to_sender: Notice) -> None:
    world = Filing()
    file = world.sent(content)
    assert file.state is state
    assert not world.clean()
    assert reason(file)
    assert notice(file, world.clock.now()) is to_sender


@pytest.mark.feature("FI1")
@pytest.mark.parametrize(
    ("size", "to_sender", "words"),
    [(0, Notice.EMPTY, "There is nothing in it."), (LARGEST_BYTES + 1, Notice.TOO_LARGE, "The file is larger than 25 MB.")],
)
def test_a_browser_that_cannot_look_is_told_in_words_what_was_wrong(size: int, to_sender: Notice, words: str) -> None:
    world = Filing()
    file = world.expected_by_customer()
    world.files.check(world.post(file, bytes(size)))
    file = world.now(file)
    assert (file.state, notice(file, world.clock.now())) == (State.REJECTED, to_sender)
    assert reason(file).startswith(words)
    assert world.embedded.looks == 0


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        ("payslip.pdf", "payslip.pdf"),
        (r"C:\Users\sian\payslip.pdf", "payslip.pdf"),
        ("=?UTF-8?Q?Lohn=C3=A4bzug.pdf?=", "Lohnäbzug.pdf"),
        ("Payslip Ã©.pdf", "Payslip é.pdf"),
        ("Payslip é.pdf", "Payslip é.pdf"),
        ("=?nonsense?Q?x?=", "=?nonsense?Q?x?="),
        ("", ""),
    ],
)
def test_the_name_comes_from_the_browser_that_posted_the_file(metadata: str, name: str) -> None:
    world = Filing()
    file = world.expected_by_customer()
    world.files.check(world.post(file, b"text", filename=metadata))
    assert world.now(file).name == name


def test_what_comes_twice_is_checked_once() -> None:
    world = Filing()
    file = world.expected()
    message = world.post(file, b"hello")
    world.files.check(message)
    before = world.now(file)
    world.files.check(message)
    assert world.now(file) == before
    assert world.embedded.looks == 1


@pytest.mark.feature("FI4")
def test_the_first_version_counts_and_what_is_put_over_it_is_removed() -> None:
    world = Filing()
    file = world.expected()
    first = world.post(file, b"hello")
    second = world.post(file, b"MALWARE")
    world.files.check(first)
    world.files.check(second)
    file = world.now(file)
    assert file.state is State.CLEAN
    assert world.clean() == [b"hello"]
    assert [stored.version for stored in world.objects.versions(Bucket.QUARANTINE, file.object_key)] == [file.version_id]
    assert "a file was sent twice; the later version was removed" in world.logged


def test_an_event_without_a_version_says_nothing() -> None:
    world = Filing()
    file = world.expected()
    world.post(file, b"hello")
    for version in (None, "", "null"):
        with pytest.raises(VersionMissingError):
            world.files.check(event(file, version))
    assert world.now(file).state is State.PENDING
    world.files.give_up(event(file, None))
    assert world.now(file).state is State.FAILED


def test_a_file_without_a_ticket_is_left_alone() -> None:
    world = Filing()
    file = world.expected()
    stranger = file.model_copy(update={"id": "01JD0000000000000000000000"})
    world.files.check(world.post(stranger, b"hello"))
    elsewhere = file.model_copy(update={"customer_key": "../../clean", "id": "x"})
    world.files.check(world.post(elsewhere, b"hello"))
    assert len(world.logged) == 2
    assert not world.clean()


def test_a_file_that_comes_after_its_form_ran_out_is_checked() -> None:
    world = Filing()
    file = world.expected()
    world.wait(hours=1)
    world.files.sweep()
    assert world.now(file).state is State.EXPIRED
    world.files.check(world.post(file, b"hello"))
    assert world.now(file).state is State.CLEAN


def test_a_file_that_comes_after_it_was_deleted_is_removed() -> None:
    world = Filing()
    file = world.expected()
    world.files.delete(CUSTOMER, file.id, "By mistake", file.version, ADA, world.key())
    world.files.check(world.post(file, b"hello"))
    assert world.now(file).state is State.DELETED
    assert not world.objects.contents


def test_a_file_that_is_gone_when_it_is_looked_at_has_failed() -> None:
    world = Filing()
    file = world.expected()
    message = world.post(file, b"hello")
    world.objects.kept.clear()
    world.files.check(message)
    assert (world.now(file).state, world.now(file).failure) == (State.FAILED, "missing")


@pytest.mark.feature("FI4")
def test_while_the_scanner_is_away_the_file_waits_and_is_never_clean() -> None:
    world = Filing()
    world.embedded.away = True
    file = world.expected()
    message = world.post(file, b"hello")
    with pytest.raises(ScannerUnavailableError):
        world.files.check(message)
    world.files.check(message)
    assert world.now(file).state is State.SCANNING
    world.embedded.away = False
    world.wait(minutes=12)
    world.files.check(message)
    assert world.now(file).state is State.CLEAN


def test_every_required_scanner_must_have_looked() -> None:
    world = Filing(("embedded", "clamd"))
    world.clamd.away = True
    file = world.expected()
    message = world.post(file, b"hello")
    with pytest.raises(ScannerUnavailableError):
        world.files.check(message)
    assert world.now(file).state is State.SCANNING
    assert not world.clean()
    world.clamd.away = False
    world.wait(minutes=12)
    world.files.check(message)
    assert world.now(file).state is State.CLEAN


def test_the_worst_of_all_scanners_counts() -> None:
    world = Filing(("embedded", "guardduty"))
    file = world.sent(b"MACRO")
    world.files.hear(told(file, file.version_id, "NO_THREATS_FOUND"))
    assert world.now(file).state is State.RISKY


def _heard(world: Filing, order: tuple[str, ...], said: str) -> CustomerFile:
    """A file that embedded calls clean, with S3's event and GuardDuty's result in this order."""
    file = world.expected()
    message = world.post(file, b"hello")
    version = message["Records"][0]["s3"]["object"]["versionId"]
    for step in order:
        if step == "event":
            world.files.check(message)
        else:
            world.files.hear(told(file, version, said))
    return world.now(file)


@pytest.mark.parametrize("order", sorted(set(permutations(["event", "event", "result", "result"]))))
def test_whoever_answers_last_concludes(order: tuple[str, ...]) -> None:
    world = Filing(("embedded", "guardduty"))
    file = _heard(world, order, "NO_THREATS_FOUND")
    assert file.state is State.CLEAN
    assert {verdict.scanner for verdict in file.verdicts} == {"embedded", "guardduty"}
    assert world.embedded.looks == 1


@pytest.mark.parametrize("order", [("event", "result"), ("result", "event")])
@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("THREATS_FOUND", State.INFECTED),
        ("UNSUPPORTED", State.UNSCANNABLE),
        ("ACCESS_DENIED", State.FAILED),
        ("FAILED", State.FAILED),
        ("NO_THREAT_FOUND", State.FAILED),
        ("", State.FAILED),
    ],
)
def test_only_its_exact_words_are_clean(said: str, state: State, order: tuple[str, ...]) -> None:
    world = Filing(("embedded", "guardduty"))
    assert _heard(world, order, said).state is state
    assert not world.clean()


def test_a_scan_that_was_skipped_found_nothing_and_says_nothing() -> None:
    world = Filing(("embedded", "guardduty"))
    file = world.sent(b"hello")
    world.files.hear(told(file, file.version_id, "NO_THREATS_FOUND", status="SKIPPED"))
    assert world.now(file).state is State.FAILED


@pytest.mark.parametrize("version", ["", "another"])
def test_a_result_about_another_version_says_nothing(version: str) -> None:
    world = Filing(("embedded", "guardduty"))
    file = world.sent(b"hello")
    world.files.hear(told(file, version))
    assert world.now(file).state is State.SCANNING
    assert not world.clean()


def test_a_result_that_nobody_asked_for_changes_nothing() -> None:
    world = Filing()
    file = world.sent(b"hello")
    world.files.hear(told(file, file.version_id, "THREATS_FOUND"))
    assert world.now(file) == file
    with pytest.raises(ValueError, match="not a scan result"):
        world.files.hear(told(file, file.version_id) | {"detail-type": "Object Created"})
