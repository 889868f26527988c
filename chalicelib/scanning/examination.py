"""One look at one uploaded file: what was found so far, and how much looking is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from chalicelib.scanning.codes import Code
from chalicelib.scanning.kinds import Kind
from chalicelib.scanning.limits import Limits
from chalicelib.scanning.model import MOST_FINDINGS, Finding, Outcome, worst
from chalicelib.scanning.names import shown


class LimitReached(Exception):
    """The file holds more than is looked through: UNSCANNABLE, with `code`. Only the scanner itself catches it."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


class Archive(Protocol):
    """A zip whose structure is sound enough to be read."""

    @property
    def names(self) -> frozenset[str]:
        """Every member's name, as the archive has it."""
        ...

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Name and inflated content of each member in turn, paid for; what cannot be read is reported, not given."""
        ...


class Examination:
    """The budget and the findings of one scan. Checkers are given it, report to it, and hand the parts they find back to it.

    `look` recognises and checks one part and answers its kind; `match` reports the signatures in some bytes.
    `where` is the path of names into the upload, each after a "!": "!letters.zip!may.pdf"; the upload itself is "".
    """

    def __init__(
        self,
        limits: Limits,
        look: Callable[[Examination, bytes, str], Kind],
        match: Callable[[Examination, bytes, str], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits
        self._look = look
        self._match = match
        self._monotonic = monotonic
        self._ends = monotonic() + limits.seconds
        self._findings: dict[tuple[Outcome, Code, str], Finding] = {}
        self._inflated_bytes = 0
        self._members = 0
        self._depth = 0

    def found(self, outcome: Outcome, code: Code, where: str = "") -> None:
        place = shown(where.removeprefix("!"))
        self._findings.setdefault((outcome, code, place), Finding(outcome=outcome, code=code, where=place))

    def has(self, code: Code) -> bool:
        return any(code == each for _, each, _ in self._findings)

    @property
    def outcome(self) -> Outcome:
        """The worst of what was found so far; CLEAN while nothing was."""
        return worst([Outcome.CLEAN, *(outcome for outcome, _, _ in self._findings)])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The worst first, as many as a verdict keeps."""
        severity: Mapping[Outcome, int] = {outcome: rank for rank, outcome in enumerate(Outcome)}
        return tuple(sorted(self._findings.values(), key=lambda finding: -severity[finding.outcome])[:MOST_FINDINGS])

    @property
    def seconds_left(self) -> float:
        return self._ends - self._monotonic()

    def check_time(self) -> None:
        """Raises LimitReached."""
        if self.seconds_left <= 0:
            raise LimitReached(Code.LIMIT_TIME)

    def spend(self, inflated_bytes: int) -> None:
        """Pays for bytes that came out of a compressed part. Raises LimitReached."""
        self._inflated_bytes += inflated_bytes
        if self._inflated_bytes > self.limits.inflated_bytes:
            raise LimitReached(Code.LIMIT_INFLATED_BYTES)
        self.check_time()

    @property
    def inflated_bytes_left(self) -> int:
        """The most that may still come out of compressed parts; for stopping a decompressor in time."""
        return self.limits.inflated_bytes - self._inflated_bytes

    def count_members(self, members: int) -> None:
        """Raises LimitReached."""
        self._members += members
        if self._members > self.limits.members:
            raise LimitReached(Code.LIMIT_MEMBERS)

    def look_at(self, content: bytes, where: str) -> Kind:
        """Examines a file within the file: a member, an attachment, an embedded object. Its bytes are paid for by `spend`.

        Raises LimitReached. The depth is counted here, so nobody passes it on.
        """
        self.check_time()
        if self._depth >= self.limits.depth:
            raise LimitReached(Code.LIMIT_DEPTH)
        self._depth += 1
        try:
            return self._look(self, content, where)
        finally:
            self._depth -= 1

    def match_signatures(self, content: bytes, where: str) -> None:
        """Reports known malware in bytes that are no file of their own: decompressed macros, an inflated stream."""
        self._match(self, content, where)
