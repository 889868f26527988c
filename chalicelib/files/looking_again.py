"""What becomes of clean files when the rules of our scanner change. Pure: values in, changes out.

A file that two people have let out stays out: they have looked at what rules only suspect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Changes
from chalicelib.files.model import HELD, CustomerFile, State
from chalicelib.files.rules import LATE, RETENTION, STATES, moved, noted
from chalicelib.scanning.model import Outcome, Verdict, worst

WATCHED = timedelta(days=30)
"""How long after it was found clean a file is looked at again when our rules change (`design/uploads-security-faults.md` 3.1)."""
EMBEDDED = "embedded"
"""The scanner that we carry, whose rules are ours."""
NEW_RULES = "new_rules"


def is_outdated(file: CustomerFile, rules: str, now: datetime) -> bool:
    """Whether other rules than these have called the file clean, and not too long ago. A newer day of somebody else's signatures
    does not count: with several million of them every file would be outdated every day."""
    ours = next((verdict.version for verdict in file.verdicts if verdict.scanner == EMBEDDED), "")
    return file.state is State.CLEAN and now < file.moved_at + WATCHED and ours != rules


def looked_at_again(file: CustomerFile, said: Iterable[Verdict], diary: Diary) -> Changes | None:
    """The file after what scanners say of it now; what those have said that were not asked stays. None while it is not known:
    a scanner that cannot tell makes no clean file a bad one, and another one that finds something is not waited for."""
    said = tuple(said)
    sure = [verdict for verdict in said if verdict.outcome is not Outcome.ERROR]
    known = {verdict.scanner: verdict for verdict in (*file.verdicts, *sure)}
    after = file.model_copy(update={"verdicts": tuple(known.values())})
    state = STATES[worst(verdict.outcome for verdict in after.verdicts)]
    if state is not State.CLEAN:
        return _withdrawn(after, state, diary)
    return noted(after, Event.FILE_RECHECKED, diary) if len(sure) == len(said) else None


def _withdrawn(file: CustomerFile, state: State, diary: Diary) -> Changes:
    """The file back in quarantine, from where it never went. Nobody gets it any more; its copy is removed next, and once more
    when nobody can have brought one back."""
    changed = {"found_clean_at": file.moved_at, "picture_type": "", "next_check": diary.now + LATE}
    return moved(file, state, diary, NEW_RULES, event=Event.FILE_WITHDRAWN, **changed)


def copy_is_left(file: CustomerFile) -> bool:
    """Whether something may be left of a file that was withdrawn where files may be read."""
    withdrawn = file.state in HELD and file.found_clean_at is not None
    return withdrawn and file.next_check is not None and file.next_check < file.moved_at + RETENTION


def copy_removed(file: CustomerFile, diary: Diary) -> Changes:
    """Nothing of it is left but in quarantine, where it is held like any other."""
    return noted(file.model_copy(update={"next_check": file.moved_at + RETENTION}), Event.FILE_COPY_REMOVED, diary)
