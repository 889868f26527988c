"""What may become of a file, and what is written when it does. Pure: values in, changes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.roles import Role
from chalicelib.files.model import AWAITED, EVENTS, HELD, MOVES, READABLE, CustomerFile, State
from chalicelib.scanning.model import Outcome, Verdict, worst

LEASE = timedelta(minutes=5)
"""How long one delivery holds a scan: longer than the function may run."""
LATE = timedelta(minutes=15)
"""How long after a form has run out its file may still be under way."""
LOOK_AGAIN = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)
MOST_ATTEMPTS = 5
RETENTION = timedelta(days=30)
"""How long a file that nobody released is kept (`design/uploads-security-faults.md` 3.1)."""
INTAKE = "intake"
"""Who speaks before any scanner: of a file that is empty or too large nothing else needs to be known."""
RELEASABLE = frozenset({State.RISKY, State.UNSCANNABLE})
STATES: Mapping[Outcome, State] = {
    Outcome.CLEAN: State.CLEAN,
    Outcome.REJECTED: State.REJECTED,
    Outcome.UNSCANNABLE: State.UNSCANNABLE,
    Outcome.RISKY: State.RISKY,
    Outcome.INFECTED: State.INFECTED,
    Outcome.ERROR: State.FAILED,
}
KEEPERS = frozenset({Role.ADMIN, Role.SECURITY})
"""Who may delete a file."""
RELEASERS = frozenset({Role.ADMIN, Role.AGENT, Role.SECURITY})
ASKERS = frozenset({Role.ADMIN, Role.AGENT})


class Failure(StrEnum):
    """Why no scanner could say."""

    NO_VERSION = "no-version"
    MISSING = "missing"
    SCANNER = "scanner-failed"
    GAVE_UP = "gave-up"


@dataclass(frozen=True, slots=True)
class May:
    """What one person may do with one file now."""

    download: bool
    preview: bool
    ask_release: bool
    release: bool
    delete: bool
    findings: bool
    scan_again: bool


def may(file: CustomerFile, role: Role, person_id: str) -> May:
    return May(
        download=file.state in READABLE,
        preview=file.state is State.CLEAN and bool(file.picture_type),
        ask_release=role in ASKERS and file.state in RELEASABLE and not file.release_asker_id,
        release=role in RELEASERS and file.state in RELEASABLE and not file.releaser_id and is_second(file, person_id),
        delete=role in KEEPERS and State.DELETED in MOVES[file.state],
        findings=role is Role.SECURITY and bool(file.verdicts),
        scan_again=role in RELEASERS and file.state is State.FAILED,
    )


def is_second(file: CustomerFile, person_id: str) -> bool:
    """Whether somebody else has asked for the release, and yet another one has sent the file."""
    return bool(file.release_asker_id) and person_id not in (file.release_asker_id, file.uploader_id)


def told(file: CustomerFile, event: Event, diary: Diary, reason: str = "", **after: str) -> Activity:
    """A line of the customer's diary about the file."""
    about = {"file": file.name, "type": file.document_type} | after
    return diary.tell(
        event,
        file.ref,
        stream=file.customer_key,
        account=file.account_number or None,
        after={name: value for name, value in about.items() if value},
        reason=reason or None,
    )


def added(file: CustomerFile, diary: Diary) -> Changes:
    """A form was given out. An empty one says when it runs out, so that the sweeper looks whether anything came."""
    waiting = file.model_copy(update={"next_check": file.expires_at + LATE})
    return Changes(Insert(waiting), Append(told(file, Event.FILE_ADDED, diary)))


def moved(
    file: CustomerFile, state: State, diary: Diary, reason: str = "", *, event: Event | None = None, **changed: Any
) -> Changes:
    """The file in its next state, and the line that tells it. Raises Refused(WRONG_STATE)."""
    refuse_if(state not in MOVES[file.state], Code.WRONG_STATE)
    after = file.model_copy(update={"state": state, "moved_at": diary.now} | changed)
    return Changes(Replace(after), Append(told(after, event or EVENTS[state], diary, reason, state=state)))


def noted(file: CustomerFile, event: Event, diary: Diary, reason: str = "", **after: str) -> Changes:
    """The file changed in its state, and the line that tells it."""
    return Changes(Replace(file), Append(told(file, event, diary, reason, **after)))


def can_claim(file: CustomerFile, version_id: str, now: datetime) -> bool:
    """Whether a delivery may take up this version: the first one that is heard of, while no other delivery holds it."""
    if file.state in AWAITED:
        return True
    free = file.leased_until is None or file.leased_until <= now
    return file.state is State.SCANNING and file.version_id == version_id and free


def claimed(file: CustomerFile, version_id: str, required: tuple[str, ...], diary: Diary) -> Changes:
    """The file held by one delivery, which looks at this version."""
    until = diary.now + LEASE
    lease: dict[str, Any] = {"leased_until": until, "next_check": until, "attempts": file.attempts + 1}
    if file.state is not State.SCANNING:
        return moved(file, State.SCANNING, diary, version_id=version_id, required=required, **lease)
    held = file.model_copy(update=lease)
    return noted(held, Event.FILE_SCANNING, diary, attempt=str(held.attempts))


def pinned(file: CustomerFile, version_id: str, required: tuple[str, ...], diary: Diary) -> Changes:
    """The file as a scanner that hears of uploads by itself finds it before we do: this version it is, and nobody holds it."""
    check = diary.now + LEASE
    return moved(file, State.SCANNING, diary, version_id=version_id, required=required, leased_until=None, next_check=check)


def answered(file: CustomerFile, verdicts: Iterable[Verdict]) -> CustomerFile:
    """The file with what scanners have said; a scanner's first answer stays."""
    known = {verdict.scanner: verdict for verdict in (*verdicts, *file.verdicts)}
    return file.model_copy(update={"verdicts": tuple(known.values())})


def is_decided(file: CustomerFile) -> bool:
    return not file.waits_for or any(verdict.scanner == INTAKE for verdict in file.verdicts)


def judged(file: CustomerFile) -> State:
    """What a file is that everybody has looked at: the worst that any of them said."""
    return STATES[worst(verdict.outcome for verdict in file.verdicts)]


def concluded(file: CustomerFile, diary: Diary) -> Changes:
    """The file in the state that its verdicts say. It is looked at again when it has been held for long enough."""
    state = judged(file)
    check = diary.now + RETENTION if state in HELD else None
    failure = Failure.SCANNER if state is State.FAILED else ""
    return moved(file, state, diary, failure, failure=failure, leased_until=None, next_check=check)


def waiting(file: CustomerFile, scanner: str, diary: Diary, *, is_scanned: bool) -> Changes:
    """One scanner has answered and another has not. Once all those have that we call, nobody holds the file any more."""
    later = {"leased_until": None, "next_check": diary.now + LOOK_AGAIN} if is_scanned else {}
    waits_for = ", ".join(sorted(file.waits_for))
    return noted(file.model_copy(update=later), Event.FILE_LOOKED_AT, diary, scanner=scanner, waits_for=waits_for)


def failed(file: CustomerFile, failure: Failure, diary: Diary) -> Changes:
    check = diary.now + RETENTION
    return moved(file, State.FAILED, diary, failure, failure=failure, leased_until=None, next_check=check)


def expired(file: CustomerFile, diary: Diary) -> Changes:
    return moved(file, State.EXPIRED, diary, next_check=None)


def waited_for(file: CustomerFile, diary: Diary, check: datetime) -> Changes:
    """The check was asked for again."""
    return noted(file.model_copy(update={"next_check": check}), Event.FILE_WAITED_FOR, diary)


def scanned_again(file: CustomerFile, version_id: str, required: tuple[str, ...], diary: Diary, command: str) -> Changes:
    """A file that failed, back in line, as if nobody had looked at it. Raises Refused(WRONG_STATE)."""
    return moved(
        file,
        State.SCANNING,
        diary,
        version_id=version_id,
        required=required,
        verdicts=(),
        attempts=0,
        failure="",
        command=command,
        next_check=diary.now + LEASE,
    )


def release_asked(file: CustomerFile, reason: str, diary: Diary, command: str) -> Changes:
    """Somebody vouches for a file that is held. Raises Refused(WRONG_STATE), also when somebody has already."""
    _refuse_unreleasable(file)
    refuse_if(bool(file.release_asker_id), Code.WRONG_STATE, f"{file.release_asked_by} has asked for the release already.")
    asked = {"release_asker_id": diary.actor.id, "release_asked_by": diary.actor.name, "release_reason": reason}
    after = file.model_copy(update=asked | {"command": command})
    return noted(after, Event.FILE_RELEASE_ASKED, diary, why=reason)


def release_approved(file: CustomerFile, reason: str, diary: Diary, command: str) -> Changes:
    """A second person lets it out. Who serves people may not open what is in quarantine, so the copy is made elsewhere, and
    the file is released when it is there.

    Raises Refused: WRONG_STATE for what is never released or nobody asked for, FORBIDDEN for who is no second person."""
    _refuse_unreleasable(file)
    refuse_if(not file.release_asker_id, Code.WRONG_STATE, "Somebody has to ask for the release first.")
    refuse_if(bool(file.releaser_id), Code.WRONG_STATE, f"{file.released_by} has released it already.")
    words = "A second person has to release it: neither who sent the file nor who asked for its release."
    refuse_if(not is_second(file, diary.actor.id), Code.FORBIDDEN, words)
    decided = {"releaser_id": diary.actor.id, "released_by": diary.actor.name, "released_reason": reason}
    after = file.model_copy(update=decided | {"command": command, "next_check": diary.now + LEASE})
    return noted(after, Event.FILE_RELEASE_APPROVED, diary, why=reason)


def released(file: CustomerFile, diary: Diary) -> Changes:
    """Its copy is where it may be read."""
    return moved(file, State.RELEASED, diary, next_check=None)


def is_being_released(file: CustomerFile) -> bool:
    return file.state in RELEASABLE and bool(file.releaser_id)


def deleted(file: CustomerFile, reason: str, diary: Diary, command: str = "") -> Changes:
    """The tombstone. Its bytes are removed next; and once more when nobody can have brought any back.

    Raises Refused(WRONG_STATE)."""
    last = max(diary.now, file.expires_at, file.leased_until or diary.now) + LATE
    changed: dict[str, Any] = {"deleted_by": diary.actor.name, "deletion_reason": reason, "command": command, "next_check": last}
    return moved(file, State.DELETED, diary, **changed)


def erased(file: CustomerFile, diary: Diary) -> Changes:
    """Nothing of it is left anywhere, and nothing can come back."""
    return noted(file.model_copy(update={"next_check": None}), Event.FILE_ERASED, diary)


def _refuse_unreleasable(file: CustomerFile) -> None:
    never = file.state is State.INFECTED
    refuse_if(never, Code.WRONG_STATE, "A file with malware is never released.")
    refuse_if(file.state not in RELEASABLE, Code.WRONG_STATE)


def is_hopeless(file: CustomerFile, now: datetime) -> bool:
    """Whether a check is asked for no more."""
    begun = file.moved_at if file.state is State.SCANNING else file.expires_at
    return file.attempts >= MOST_ATTEMPTS or now - begun >= GIVE_UP_AFTER
