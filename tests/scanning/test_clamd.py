"""Against a real clamd with the configuration that we deploy: it is retried or not clean whenever it has not looked."""

from __future__ import annotations

import select
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from chalicelib.scanning.clamd import CHUNK_BYTES, Clamd
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.ports import ScannerUnavailableError
from tests.support.clean_files import CLEAN_FILES
from tests.support.corpus.bombs import nested
from tests.support.corpus.known import EICAR
from tests.support.corpus.locked import locked_pdf, secret
from tests.support.corpus.packing import built, zeros_member
from tests.support.corpus.sample import Sample
from tests.support.real_clamd import CONFIGURATION, INSTALLED, clamd

pytestmark = [
    pytest.mark.feature("FI4"),
    pytest.mark.skipif(not INSTALLED, reason="clamd is not installed: apt-get install clamav-daemon"),
]
MIB = 1024 * 1024
LETTER = b"Dear Aoife, thank you for your letter."


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamd(tmp_path_factory.mktemp("clamd")) as (_, address):
        yield address


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a daemon with small limits, in the proportions of ours."""
    with clamd(tmp_path_factory.mktemp("clamd"), StreamMaxLength="1M", MaxFileSize="4M", MaxScanSize="4M") as (_, address):
        yield address


@pytest.mark.parametrize("sample", EICAR, ids=lambda sample: sample.name)
def test_it_finds_what_it_knows_wherever_it_is(daemon: str, sample: Sample) -> None:
    assert Clamd(daemon).scan(sample.make(), sample.filename, "").outcome is Outcome.INFECTED


def test_it_calls_clean_what_is_clean(daemon: str) -> None:
    scanner = Clamd(daemon)
    held = {sample.name for family in CLEAN_FILES.values() for sample in family if scanner.scan(sample.make(), "", "").findings}
    assert held == set()


def test_it_says_which_signatures_it_has(daemon: str) -> None:
    assert Clamd(daemon).version.startswith("ClamAV 1.")


@pytest.mark.feature("FI5")
def test_what_is_locked_is_unscannable(daemon: str) -> None:
    for content in (built([secret()]), locked_pdf("password", 3)):
        verdict = Clamd(daemon).scan(content, "", "")
        assert (verdict.outcome, [finding.code for finding in verdict.findings]) == (Outcome.UNSCANNABLE, ["encrypted"])


@pytest.mark.feature("FI5")
def test_more_than_it_looks_through_is_unscannable(daemon: str, strict: str) -> None:
    one = zeros_member(b"letter.txt", 8)
    many = [replace(zeros_member(b"letter.txt", 1), name=f"{n}.txt".encode()) for n in range(8)]
    for address, content in ((strict, built([one])), (strict, built(many)), (daemon, nested(14))):
        verdict = Clamd(address).scan(content, "", "")
        assert (verdict.outcome, [finding.code for finding in verdict.findings]) == (Outcome.UNSCANNABLE, ["clamd-limit"])


def test_a_file_in_an_archive_may_be_as_large_as_all_that_is_scanned() -> None:
    """Of one over MaxFileSize clamd reads the beginning and calls it clean, whatever AlertExceedsMax says."""
    limits = dict(line.split(" ", 1) for line in CONFIGURATION.read_text().splitlines() if line and line[0] != "#")
    assert limits["MaxFileSize"] == limits["MaxScanSize"]


@pytest.mark.parametrize("size", [MIB + 1, 20 * MIB])
def test_a_stream_longer_than_its_limit_is_unscannable_or_tried_again(strict: str, size: int) -> None:
    try:
        assert Clamd(strict).scan(bytes(size), "", "").outcome is Outcome.UNSCANNABLE
    except ScannerUnavailableError:
        return  # it hung up before its answer could be read


def test_the_largest_upload_is_looked_through(daemon: str) -> None:
    assert Clamd(daemon).scan(LETTER.ljust(25 * MIB, b"\n"), "", "").outcome is Outcome.CLEAN


@contextmanager
def dying(process: subprocess.Popen[str], address: str, after_bytes: int) -> Iterator[str]:
    """The address of the daemon, by a way on which it is killed once one caller has sent it so many bytes."""
    host, _, port = address.rpartition(":")

    def pass_on(near: socket.socket, far: socket.socket) -> None:
        sent = 0
        while True:
            for end in select.select([near, far], [], [])[0]:
                part = end.recv(after_bytes - sent if end is near else 4096)
                if not part:
                    return
                (far if end is near else near).sendall(part)
                sent += len(part) if end is near else 0
            if sent == after_bytes:
                process.kill()
                process.wait()
                return

    def serve(listening: socket.socket) -> None:
        while process.returncode is None:
            near, _ = listening.accept()
            with near, socket.create_connection((host, int(port))) as far:
                pass_on(near, far)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize("after_bytes", [2000, CHUNK_BYTES // 2, 2 * CHUNK_BYTES])
def test_one_killed_while_it_is_told_could_not_look(tmp_path_factory: pytest.TempPathFactory, after_bytes: int) -> None:
    with (
        clamd(tmp_path_factory.mktemp("clamd")) as (process, address),
        dying(process, address, after_bytes) as way,
        pytest.raises(ScannerUnavailableError),
    ):
        Clamd(way).scan(bytes(4 * MIB), "", "")
    with pytest.raises(ScannerUnavailableError):
        Clamd(address).scan(LETTER, "", "")


def test_with_no_signatures_it_does_not_start(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "none").mkdir()
    with pytest.raises(AssertionError, match="clamd ended"), clamd(folder, DatabaseDirectory=str(folder / "none")):
        pass
