"""The end of a check: what the last scanner's answer makes of the file. First the copy, then one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict
from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket, ObjectMissingError
from chalicelib.files import rules
from chalicelib.files.deleting import erase
from chalicelib.files.desk import COMMIT_TRIES, Desk
from chalicelib.files.model import LARGEST_BYTES, CustomerFile, State
from chalicelib.scanning.codes import Code as Found
from chalicelib.scanning.kinds import IMAGES
from chalicelib.scanning.model import Finding, Outcome, Verdict
from chalicelib.scanning.pictures import UndrawableError, drawn_anew

DRAWING = Verdict(
    scanner="drawing",
    version="1",
    outcome=Outcome.UNSCANNABLE,
    findings=(Finding(outcome=Outcome.UNSCANNABLE, code=Found.MALFORMED),),
)
"""A picture that nobody found anything in, and that cannot be drawn."""
VANISHED = Verdict(scanner=rules.INTAKE, version="1", outcome=Outcome.ERROR)
"""The bytes were gone when they were to be copied."""


def conclude(
    desk: Desk, file: CustomerFile, verdicts: Iterable[Verdict], job: str, facts: Mapping[str, Any] | None = None
) -> None:
    """Write down what scanners say of the version that is being checked, and what becomes of it once all have.

    `facts` are what was learned of the bytes. Whoever has moved the file meanwhile is respected. Raises Refused(BUSY)."""
    said = tuple(verdicts)
    current: CustomerFile | None = file
    for _ in range(COMMIT_TRIES):
        if current is None or current.state is State.DELETED:
            # Whoever deleted it did so before a copy of ours was made.
            erase(desk, file)
            return
        if current.state is not State.SCANNING or current.version_id != file.version_id:
            return
        diary = Diary(Actor.system(job), desk.clock.now())
        with contextlib.suppress(Conflict):
            desk.store.commit(_next(desk, current.model_copy(update=dict(facts or {})), said, diary))
            return
        current = desk.find(file.customer_key, file.id)
    raise Refused(Code.BUSY)


def _next(desk: Desk, file: CustomerFile, said: tuple[Verdict, ...], diary: Diary) -> Changes:
    known = rules.answered(file, said)
    if not rules.is_decided(known):
        is_scanned = not any(name in desk.scanners for name in known.waits_for)
        return rules.waiting(known, ", ".join(verdict.scanner for verdict in said), diary, is_scanned=is_scanned)
    if rules.judged(known) is State.CLEAN:
        known = _published(desk, known)
    return rules.concluded(known, diary)


def _published(desk: Desk, file: CustomerFile) -> CustomerFile:
    """The file after its bytes were put where they may be read from. Doing it again changes nothing: the place is the
    version's own. A picture is drawn first, and is not published when it cannot be."""
    try:
        if file.detected in IMAGES:
            fetched = desk.objects.fetch(Bucket.QUARANTINE, file.object_key, file.version_id, LARGEST_BYTES)
            if picture := drawn_anew(fetched.content):
                desk.objects.write(Bucket.FILES, file.picture_key, picture.content, picture.media_type)
                file = file.model_copy(update={"picture_type": picture.media_type})
        desk.objects.copy((Bucket.QUARANTINE, file.object_key, file.version_id), (Bucket.FILES, file.clean_key))
    except UndrawableError:
        return rules.answered(file, [DRAWING])
    except ObjectMissingError:
        return rules.answered(file, [VANISHED])
    return file
