"""Signatures over a stream that is too large to be held: a dataset of 200 MB."""

from __future__ import annotations

from chalicelib.scanning.codes import Code
from chalicelib.scanning.limits import Limits
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.signatures import MatchingTimeoutError, matches

_OVERLAP_BYTES = 4096
"""A pattern may lie across two blocks; none is longer."""


class SignatureWatch:
    """Is given the blocks of one stream in turn. What needs two patterns finds them only near each other."""

    def __init__(self) -> None:
        self._tail = b""

    def malware_in(self, block: bytes) -> Code | None:
        """What makes the stream INFECTED, once it is in sight. Active content is no matter: a table's cells are never run.

        Raises ScannerUnavailableError.
        """
        try:
            found = matches(self._tail + block, Limits().seconds)
        except MatchingTimeoutError:
            return Code.LIMIT_TIME
        self._tail = block[-_OVERLAP_BYTES:]
        return next((code for outcome, code in found if outcome is Outcome.INFECTED), None)
