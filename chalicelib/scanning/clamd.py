"""The virus scanner clamd, spoken to in its own protocol (clamd(8)): the file goes in as a stream, one line comes back.

Only the exact words `stream: OK` are clean. An answer that says what is wrong with the file is a verdict; everything else,
a daemon that is down, one that hangs up half way or says something new, is a scanner that could not look.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from chalicelib.scanning.codes import Code
from chalicelib.scanning.limits import LARGEST_BYTES
from chalicelib.scanning.model import Finding, Outcome, Verdict
from chalicelib.scanning.names import shown
from chalicelib.scanning.ports import ScannerUnavailableError
from chalicelib.scanning.samples import TEST_MALWARE, sound_pdf

CHUNK_BYTES = 256 * 1024
LONGEST_ANSWER_BYTES = 4096
CLEAN = "stream: OK"
TOO_LARGE = "INSTREAM size limit exceeded. ERROR"
FOUND = re.compile(r"stream: (?P<signature>[^\n]+?)(?:\([0-9a-f]{32}:\d+\))? FOUND")
"""A signature's name; with ExtendedDetectionInfo, the MD5 and size of the part it was found in follow."""

SIGNATURES = (
    ("Heuristics.Limits.", Outcome.UNSCANNABLE, Code.CLAMD_LIMIT),
    ("Heuristics.Encrypted.", Outcome.UNSCANNABLE, Code.ENCRYPTED),
    ("Heuristics.OLE2.ContainsMacros", Outcome.RISKY, Code.CLAMD_MACROS),
    ("", Outcome.INFECTED, Code.CLAMD_FOUND),
)
"""What a signature's name says of the file, by how it begins. Those that clamd has for what it did not look into, and for
macros, tell of no malware."""


@dataclass(frozen=True)
class Clamd:
    """One daemon at `address`, `host:port`. A whole scan takes `seconds` at the most."""

    address: str
    seconds: float = 60.0
    name: str = "clamd"
    _proven: set[str] = field(default_factory=set)
    """The versions that have shown here that they know bad from good."""

    @property
    def version(self) -> str:
        """The daemon's version, the number of its signatures and their day, as it tells them."""
        return self._version(self._deadline)

    def scan(self, content: bytes, filename: str, declared_type: str) -> Verdict:
        """The daemon's verdict on these bytes: it knows no names and believes no types."""
        until = self._deadline
        version = self._version(until)
        self._prove(version, until)
        finding = self._judge(content, until)
        outcome = finding.outcome if finding else Outcome.CLEAN
        return Verdict(scanner=self.name, version=version, outcome=outcome, findings=(finding,) if finding else ())

    @property
    def _deadline(self) -> float:
        return time.monotonic() + self.seconds

    def _version(self, until: float) -> str:
        answer = self._ask(b"VERSION", (), until)
        if not answer.startswith("ClamAV "):
            raise ScannerUnavailableError(f"clamd gave no version: {answer[:80]!r}")
        return answer[:120]

    def _prove(self, version: str, until: float) -> None:
        """A daemon without its signatures would call everything clean."""
        if version in self._proven:
            return
        bad, good = self._judge(TEST_MALWARE, until), self._judge(sound_pdf(), until)
        if bad is None or bad.outcome is not Outcome.INFECTED or good is not None:
            raise ScannerUnavailableError("clamd does not know the test file from a sound one")
        self._proven.add(version)

    def _judge(self, content: bytes, until: float) -> Finding | None:
        """What is wrong with these bytes."""
        return judged(TOO_LARGE if len(content) > LARGEST_BYTES else self._ask(b"INSTREAM", _chunks(content), until))

    def _ask(self, command: bytes, chunks: Iterable[bytes], until: float) -> str:
        """The answer to one command, with its closing NUL taken off."""
        try:
            with self._connected(until) as daemon:
                _send(daemon, command, chunks)
                answer = daemon.rest()
        except OSError as error:
            raise ScannerUnavailableError(f"clamd did not answer: {type(error).__name__}") from error
        if not answer.endswith(b"\0") or answer.count(b"\0") != 1:
            raise ScannerUnavailableError(f"clamd answered with half a line or several: {answer[:80]!r}")
        return answer[:-1].decode("utf-8", "replace")

    @contextmanager
    def _connected(self, until: float) -> Iterator[_Line]:
        host, _, port = self.address.rpartition(":")
        with socket.create_connection((host, int(port)), _left(until)) as end:
            yield _Line(end, until)


@dataclass(frozen=True)
class _Line:
    """A connection of which everything together must be done `until` then. Raises TimeoutError, an OSError."""

    end: socket.socket
    until: float

    def send(self, part: bytes) -> None:
        self.end.settimeout(_left(self.until))
        self.end.sendall(part)

    def rest(self) -> bytes:
        """Everything the daemon still says until it hangs up."""
        said = b""
        while len(said) <= LONGEST_ANSWER_BYTES:
            self.end.settimeout(_left(self.until))
            part = self.end.recv(LONGEST_ANSWER_BYTES)
            if not part:
                return said
            said += part
        raise OSError("an answer without an end")


def _left(until: float) -> float:
    """The seconds that are left. Raises TimeoutError when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def judged(answer: str) -> Finding | None:
    """What an answer to INSTREAM says of the file; None when it says that it is clean. Raises ScannerUnavailableError."""
    if answer == CLEAN:
        return None
    if answer == TOO_LARGE:
        return Finding(outcome=Outcome.UNSCANNABLE, code=Code.CLAMD_LIMIT)
    found = FOUND.fullmatch(answer)
    if not found:
        raise ScannerUnavailableError(f"clamd could not scan: {answer[:80]!r}")
    signature = found["signature"]
    outcome, code = next((outcome, code) for prefix, outcome, code in SIGNATURES if signature.startswith(prefix))
    return Finding(outcome=outcome, code=code, where=shown(signature))


def _send(daemon: _Line, command: bytes, chunks: Iterable[bytes]) -> None:
    """A command and what is streamed to it. A daemon that has had enough hangs up: its answer is then there to be read."""
    daemon.send(b"z" + command + b"\0")
    try:
        for chunk in chunks:
            daemon.send(chunk)
    except (BrokenPipeError, ConnectionResetError):
        return


def _chunks(content: bytes) -> Iterator[bytes]:
    """The stream as INSTREAM wants it: each chunk after its length, and one of no length at the end."""
    for begin in range(0, len(content), CHUNK_BYTES):
        chunk = content[begin : begin + CHUNK_BYTES]
        yield len(chunk).to_bytes(4, "big") + chunk
    yield bytes(4)
