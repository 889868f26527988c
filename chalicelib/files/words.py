"""What people read about a file: an agent why it is held, the customer who sent it as much as helps them to send it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from chalicelib.files.model import CustomerFile, State
from chalicelib.files.rules import Failure
from chalicelib.scanning.codes import Code

REASONS: Mapping[State, str] = {
    State.INFECTED: "It holds malware or a program. It is never released.",
    State.RISKY: "It holds active content, such as macros or scripts, that could do harm when it is opened.",
    State.UNSCANNABLE: "It cannot be looked into: it is damaged, or holds more than is looked through.",
    State.REJECTED: "It is not a kind of file we take, or not what its name says.",
    State.EXPIRED: "The upload was started, and no file came.",
}
FAILURES: Mapping[str, str] = {
    Failure.NO_VERSION: "The storage did not say which version arrived. Scan it again.",
    Failure.MISSING: "Its content was gone before it could be checked.",
    Failure.SCANNER: "The scanner could not finish with it. Scan it again.",
    Failure.GAVE_UP: "No scanner answered in a day. Scan it again.",
}
CODES: Mapping[str, str] = {
    Code.ENCRYPTED: "It is protected by a password, so nobody can look inside. Ask for a copy without one.",
    Code.EMPTY: "The file is empty.",
    Code.TOO_LARGE: "The file is larger than 25 MB.",
}
"""What an agent can do something about is said more closely than by the state."""


class Notice(StrEnum):
    """What the customer who sent a file is told: never what was found."""

    AWAITED = "AWAITED"
    """Nothing has arrived, and the form still works."""
    TOO_LATE = "TOO_LATE"
    CHECKING = "CHECKING"
    RECEIVED = "RECEIVED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    LOCKED = "LOCKED"
    WRONG_KIND = "WRONG_KIND"
    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    DELAYED = "DELAYED"
    """No scanner could say; somebody looks after it."""
    REMOVED = "REMOVED"


NOTICES: Mapping[State, Notice] = {
    State.PENDING: Notice.AWAITED,
    State.EXPIRED: Notice.TOO_LATE,
    State.SCANNING: Notice.CHECKING,
    State.CLEAN: Notice.RECEIVED,
    State.RELEASED: Notice.RECEIVED,
    State.INFECTED: Notice.NOT_ACCEPTED,
    State.RISKY: Notice.NOT_ACCEPTED,
    State.UNSCANNABLE: Notice.NOT_ACCEPTED,
    State.REJECTED: Notice.WRONG_KIND,
    State.FAILED: Notice.DELAYED,
    State.DELETED: Notice.REMOVED,
}
_CLOSER = {Code.ENCRYPTED: Notice.LOCKED, Code.EMPTY: Notice.EMPTY, Code.TOO_LARGE: Notice.TOO_LARGE}


def reason(file: CustomerFile) -> str:
    """Why an agent cannot open it, in plain words; nothing where they can or soon will."""
    if file.state is State.FAILED:
        return FAILURES.get(file.failure, "")
    if file.state in (State.UNSCANNABLE, State.REJECTED):
        return next((CODES[code] for code in _worst_codes(file) if code in CODES), REASONS[file.state])
    return file.deletion_reason if file.state is State.DELETED else REASONS.get(file.state, "")


def notice(file: CustomerFile, now: datetime) -> Notice:
    """What its sender is told of a file."""
    if file.state is State.PENDING and now >= file.expires_at:
        return Notice.TOO_LATE
    closer = (_CLOSER[Code(code)] for code in _worst_codes(file) if code in _CLOSER)
    return next(closer, NOTICES[file.state]) if file.state in (State.UNSCANNABLE, State.REJECTED) else NOTICES[file.state]


def _worst_codes(file: CustomerFile) -> list[str]:
    """The codes of the findings that decided."""
    return [f.code for verdict in file.verdicts for f in verdict.findings if f.outcome.value == file.state.value]
