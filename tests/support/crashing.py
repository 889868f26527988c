"""Functions that die: before a commit, or right after it was written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from chalicelib.core.changes import Changes
from chalicelib.core.errors import Code, Refused
from chalicelib.core.memory import MemoryStore


class Crash(BaseException):
    """The function died. No `except Exception` survives it."""


class CrashingStore(MemoryStore):
    """Dies at the next commit when told to: before it, or after it was written."""

    crash = ""

    def commit(self, changes: Changes) -> None:
        crash, self.crash = self.crash, ""
        if crash == "before":
            raise Crash
        self.write(changes)
        if crash == "after":
            raise Crash

    def write(self, changes: Changes) -> None:
        """What a store does when nothing goes wrong."""
        super().commit(changes)


@contextlib.contextmanager
def refused_at_most(*codes: Code) -> Iterator[None]:
    """Crashes are survived; refusals are fine as long as they are these."""
    try:
        yield
    except Crash:
        pass
    except Refused as refusal:
        if refusal.code not in codes:
            raise
