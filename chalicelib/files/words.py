"""What people read about a file: an agent why it is held, the customer who sent it as much as helps them to send it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

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
    MISNAMED = "MISNAMED"
    BAD_NAME = "BAD_NAME"
    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    TOO_MUCH = "TOO_MUCH"
    DAMAGED = "DAMAGED"
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


class Cause(NamedTuple):
    """Why a file was not taken, where whoever has it can do something about it: to the agent in `words`, to the sender as a
    notice."""

    codes: frozenset[Code]
    words: str
    notice: Notice


CAUSES = (
    Cause(
        frozenset({Code.ENCRYPTED}),
        "It is protected by a password, so nobody can look inside. Ask for a copy without one.",
        Notice.LOCKED,
    ),
    Cause(frozenset({Code.EMPTY}), "There is nothing in it. Ask for it once more.", Notice.EMPTY),
    Cause(
        frozenset({Code.TOO_LARGE}),
        "The file is larger than 25 MB. Ask for a smaller copy, or its pages one by one.",
        Notice.TOO_LARGE,
    ),
    Cause(
        frozenset(
            {
                Code.LIMIT_DEPTH,
                Code.LIMIT_MEMBERS,
                Code.LIMIT_INFLATED_BYTES,
                Code.LIMIT_RATIO,
                Code.LIMIT_TIME,
                Code.LIMIT_PIXELS,
                Code.OFFICE_SPARSE_SHEET,
                Code.CLAMD_LIMIT,
            }
        ),
        "It holds more than is looked through. Ask for its parts one by one.",
        Notice.TOO_MUCH,
    ),
    Cause(
        frozenset(
            {
                Code.MALFORMED,
                Code.ZIP_DUPLICATE_NAMES,
                Code.ZIP_HEADER_MISMATCH,
                Code.ZIP_METHOD,
                Code.ZIP_SIZE_LIE,
                Code.PDF_HIDDEN_OBJECTS,
                Code.OFFICE_ENCODING,
            }
        ),
        "It is damaged, or not built as a file of its kind should be. Ask for it to be saved anew as a PDF, or for a photo.",
        Notice.DAMAGED,
    ),
    Cause(
        frozenset({Code.TYPE_NOT_TAKEN, Code.TEXT_MARKUP}),
        "It is, or holds, a kind of file we do not take. Ask for a PDF, a photo, or a Word or Excel document.",
        Notice.WRONG_KIND,
    ),
    Cause(
        frozenset({Code.TYPE_MISMATCH, Code.DECLARED_MISMATCH}),
        "It is not what the ending of its name says. Ask for it to be saved anew as a PDF, or for a photo.",
        Notice.MISNAMED,
    ),
    Cause(
        frozenset(
            {
                Code.NAME_LENGTH,
                Code.NAME_PATH,
                Code.NAME_BIDIRECTIONAL,
                Code.NAME_INVISIBLE,
                Code.NAME_CONTROL,
                Code.NAME_RESERVED,
                Code.NAME_DOUBLE_EXTENSION,
            }
        ),
        "Its name holds characters that a name should not, or hides what it is. Ask for it under a short, plain name.",
        Notice.BAD_NAME,
    ),
)
"""The first that applies is said. Only of files that are rejected or cannot be looked into: what was found in any other, its
sender is not told."""


def reason(file: CustomerFile) -> str:
    """Why an agent cannot open it, in plain words; nothing where they can or soon will."""
    if file.state is State.FAILED:
        return FAILURES.get(file.failure, "")
    if cause := _cause(file):
        return cause.words
    return file.deletion_reason if file.state is State.DELETED else REASONS.get(file.state, "")


def notice(file: CustomerFile, now: datetime) -> Notice:
    """What its sender is told of a file."""
    if file.state is State.PENDING and now >= file.expires_at:
        return Notice.TOO_LATE
    cause = _cause(file)
    return cause.notice if cause else NOTICES[file.state]


def _cause(file: CustomerFile) -> Cause | None:
    """What decided that it was not taken, where something can be done about that."""
    if file.state not in (State.UNSCANNABLE, State.REJECTED):
        return None
    found = {f.code for verdict in file.verdicts for f in verdict.findings if f.outcome.value == file.state.value}
    return next((cause for cause in CAUSES if cause.codes & found), None)
