"""The schedule of the journal's check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from chalicelib.auditing.service import Auditor

JOB = "journal_check"


class Log(Protocol):
    def __call__(self, message: str, **fields: Any) -> None: ...


def check(auditor: Auditor, log: Log) -> None:
    """Go on with today's check, and say in one line how it ended: an alarm listens for `faults`."""
    done = auditor.work()
    if done is not None:
        log("journal checked", job=JOB, outcome="faults" if done.faults else "agrees", count=done.faults)
