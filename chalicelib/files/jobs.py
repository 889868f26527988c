"""Messages and schedules of the room to calls of the service. Every one of them may come twice, and in any order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.files.service import Files


def scan(message: Mapping[str, Any], files: Files) -> None:
    """An S3 event of the quarantine bucket, or a file that the sweeper found."""
    files.check(message)


def hear(message: Mapping[str, Any], files: Files) -> None:
    """A scan result of GuardDuty, as EventBridge sends it."""
    files.hear(message)


def give_up(message: Mapping[str, Any], files: Files) -> None:
    """A message of the scan queue that failed for good."""
    files.give_up(message)


def sweep(files: Files) -> None:
    """Every few minutes. Raises at the end when some could not be looked at: the alarm sees it."""
    files.sweep()
