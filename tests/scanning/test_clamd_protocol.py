"""What we make of everything that a clamd can answer, and of one that does not."""

from __future__ import annotations

import pytest

from chalicelib.scanning.clamd import CHUNK_BYTES, Clamd, judged
from chalicelib.scanning.limits import LARGEST_BYTES
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.ports import ScannerUnavailableError
from tests.support.scripted_clamd import Script, scripted

CONTENT = b"Dear Aoife" * 10

VERDICTS = {
    b"stream: OK\0": (Outcome.CLEAN, ""),
    b"stream: Eicar-Test-Signature FOUND\0": (Outcome.INFECTED, "clamd-found"),
    b"stream: Win.Test.EICAR_HDB-1(44d88612fea8a8f36de82e1278abb02f:68) FOUND\0": (Outcome.INFECTED, "clamd-found"),
    b"stream: Quittance.Test.UNOFFICIAL FOUND\0": (Outcome.INFECTED, "clamd-found"),
    b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0": (Outcome.UNSCANNABLE, "clamd-limit"),
    b"stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND\0": (Outcome.UNSCANNABLE, "clamd-limit"),
    b"stream: Heuristics.Encrypted.Zip FOUND\0": (Outcome.UNSCANNABLE, "encrypted"),
    b"stream: Heuristics.Encrypted.PDF FOUND\0": (Outcome.UNSCANNABLE, "encrypted"),
    b"stream: Heuristics.OLE2.ContainsMacros.VBA FOUND\0": (Outcome.RISKY, "clamd-macros"),
    b"stream: Heuristics.Broken.Executable FOUND\0": (Outcome.INFECTED, "clamd-found"),
    b"stream: a name with FOUND in it FOUND\0": (Outcome.INFECTED, "clamd-found"),
    b"INSTREAM size limit exceeded. ERROR\0": (Outcome.UNSCANNABLE, "clamd-limit"),
}

NOT_AN_ANSWER = [
    b"",
    b"\0",
    b"stream: OK",
    b"stream: OK\n",
    b"stream: OK\n\0",
    b"stream: ok\0",
    b"stream: OK \0",
    b" stream: OK\0",
    b"OK\0",
    b"stream: NOT OK\0",
    b"stream: OK\0stream: Eicar-Test-Signature FOUND\0",
    b"stream: Eicar-Test-Signature FOUND\0stream: OK\0",
    b"stream: Eicar-Test-Signature FOU",
    b"stream: FOUND\0",
    b"stream: one\ntwo FOUND\0",
    b"instream(127.0.0.1@3310): OK\0",
    b"1: stream: OK\0",
    b"stream: Can't allocate memory ERROR\0",
    b"stream: Time limit reached ERROR\0",
    b"UNKNOWN COMMAND\0",
    b"COMMAND READ TIMED OUT\0",
    b"\xff\xfe\0",
    b"stream: OK" * 1000,
]


@pytest.mark.feature("FI4")
@pytest.mark.parametrize(
    ("answer", "meant"), VERDICTS.items(), ids=lambda given: given.decode() if isinstance(given, bytes) else ""
)
def test_each_answer_that_clamd_has_is_one_verdict(answer: bytes, meant: tuple[Outcome, str]) -> None:
    with scripted(Script(answer)) as address:
        verdict = Clamd(address).scan(CONTENT, "letter.pdf", "application/pdf")
    assert (verdict.outcome, "".join(finding.code for finding in verdict.findings)) == meant
    assert (verdict.scanner, verdict.version) == ("clamd", "ClamAV 1.4.6/27800/Sat Nov 22 08:00:00 2025")


@pytest.mark.feature("FI4")
@pytest.mark.parametrize("answer", NOT_AN_ANSWER, ids=lambda answer: repr(answer[:40]))
def test_anything_else_is_a_scanner_that_could_not_look(answer: bytes) -> None:
    with scripted(Script(answer)) as address, pytest.raises(ScannerUnavailableError):
        Clamd(address).scan(CONTENT, "letter.pdf", "application/pdf")


def test_the_finding_names_the_signature() -> None:
    found = judged("stream: Win.Test.EICAR_HDB-1(44d88612fea8a8f36de82e1278abb02f:68) FOUND")
    assert found is not None
    assert found.where == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 7])
def test_every_byte_arrives_in_order(size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    script = Script(b"stream: OK\0")
    with scripted(script) as address:
        Clamd(address).scan(content, "", "")
    assert script.heard == [content]


@pytest.mark.feature("FI4")
def test_a_daemon_that_is_down_could_not_look() -> None:
    with scripted(Script(b"")) as address:
        pass
    with pytest.raises(ScannerUnavailableError):
        Clamd(address).scan(CONTENT, "", "")
    with pytest.raises(ScannerUnavailableError):
        _ = Clamd(address).version


@pytest.mark.parametrize("reads_bytes", [0, 1, 10, CHUNK_BYTES])
def test_a_daemon_that_dies_while_it_is_told_could_not_look(reads_bytes: int) -> None:
    with scripted(Script(b"", reads_bytes=reads_bytes)) as address, pytest.raises(ScannerUnavailableError):
        Clamd(address).scan(bytes(4 * CHUNK_BYTES), "", "")


def test_a_daemon_that_never_answers_is_not_waited_for_longer_than_allowed() -> None:
    with scripted(Script(b"stream: O", hangs_up=False)) as address, pytest.raises(ScannerUnavailableError, match="TimeoutError"):
        Clamd(address, seconds=0.05).scan(CONTENT, "", "")


@pytest.mark.parametrize(
    "answer", [b"stream: OK\0", b"stream: Eicar-Test-Signature FOUND\0", b"stream: Heuristics.Limits.Exceeded FOUND\0"]
)
def test_a_daemon_that_does_not_know_bad_from_good_could_not_look(answer: bytes) -> None:
    with scripted(Script(answer, knows=False)) as address, pytest.raises(ScannerUnavailableError, match="test file"):
        Clamd(address).scan(CONTENT, "", "")


def test_it_is_proven_once_for_each_version() -> None:
    script = Script(b"stream: OK\0")
    with scripted(script) as address:
        scanner = Clamd(address)
        scanner.scan(CONTENT, "", "")
        script.knows = False
        scanner.scan(CONTENT, "", "")
        script.version = b"ClamAV 1.4.6/27801/Sun Nov 23 08:00:00 2025\0"
        with pytest.raises(ScannerUnavailableError, match="test file"):
            scanner.scan(CONTENT, "", "")


def test_a_file_over_the_limit_is_unscannable_and_is_not_even_sent() -> None:
    script = Script(b"stream: OK\0")
    with scripted(script) as address:
        verdict = Clamd(address).scan(bytes(LARGEST_BYTES + 1), "", "")
    assert verdict.outcome is Outcome.UNSCANNABLE
    assert script.heard == []
