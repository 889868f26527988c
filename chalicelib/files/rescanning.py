"""Clean files when our rules change: those that older rules have called clean are found, looked at again, and withdrawn."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Index, Insert, Replace
from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket, ObjectMissingError
from chalicelib.core.store import IndexEntry
from chalicelib.files.deleting import remove_copy
from chalicelib.files.desk import COMMIT_TRIES, Desk
from chalicelib.files.looking_again import WATCHED, copy_is_left, is_outdated, looked_at_again
from chalicelib.files.model import LARGEST_BYTES, RESCAN_PLACE, CustomerFile, RescanMark, clean_partition
from chalicelib.files.receiving import JOB, Arrived
from chalicelib.files.sweeping import Step, ask
from chalicelib.scanning.model import Outcome, Verdict
from chalicelib.scanning.ports import ScannerUnavailableError

LOOKS_LIMIT = 200
PAGE = 50
AGAIN_AFTER = timedelta(days=1)
"""How long after all have been asked for it is seen whether one was not answered."""


def sweep(desk: Desk) -> None:
    """Ask for a look at every clean file that other rules have called clean, at most `LOOKS_LIMIT` files a sweep; the next sweep
    goes on from there. Nothing is written for a file that needs no look."""
    now, rules = desk.clock.now(), desk.own_rules()
    mark = _mark(desk, rules, now)
    if not mark.after:
        return
    after = ""
    for looked, entry in enumerate(_found_clean(desk, mark.after, now), 1):
        file = desk.store.get(CustomerFile, entry.key)
        if file is not None and is_outdated(file, rules, now):
            ask(desk, file, file.version_id, Step.LOOK_AGAIN)
        if looked == LOOKS_LIMIT:
            after = entry.sort
            break
    _remember(desk, mark.model_copy(update={"after": after}))


def _mark(desk: Desk, rules: str, now: datetime) -> RescanMark:
    """Where to go on; at the beginning again when the rules have changed, and a day after the last time."""
    found = desk.store.get(RescanMark, RESCAN_PLACE)
    if found is not None and found.rules == rules and (found.after or now < found.begun_at + AGAIN_AFTER):
        return found
    version = found.version if found else 0
    return RescanMark(rules=rules, begun_at=now, after=(now - WATCHED).isoformat(), version=version)


def _remember(desk: Desk, mark: RescanMark) -> None:
    # Another sweep has moved it meanwhile; where it goes on from is as true as ours.
    with contextlib.suppress(Conflict):
        desk.store.commit(Changes(Replace(mark) if mark.version else Insert(mark)))


def _found_clean(desk: Desk, after: str, now: datetime) -> Iterator[IndexEntry]:
    """The files found clean behind this place of the index, the oldest first."""
    first = datetime.fromisoformat(after.partition("#")[0]).date()
    for day in _days(first, now.date()):
        while entries := desk.store.search(Index.DUE, [clean_partition(day)], after=after, limit=PAGE):
            yield from entries
            after = entries[-1].sort
            if len(entries) < PAGE:
                break


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def look_again(desk: Desk, about: Arrived) -> None:
    """Have a clean file looked at again by every scanner that is called, in the version that was found clean.

    First it is withdrawn, then its copy is removed: who dies between the two leaves a file that nobody gets, and the sweeper
    removes the copy. Raises Refused(BUSY) when others keep moving it."""
    file = _outdated(desk, about)
    if file is None:
        return
    try:
        fetched = desk.objects.fetch(Bucket.QUARANTINE, file.object_key, file.version_id, LARGEST_BYTES)
    except ObjectMissingError:
        desk.log("a clean file was not looked at again: its original is gone", file_id=file.id)
        return
    _write_down(desk, about, [_answer(desk, name, file, fetched.content) for name in desk.required if name in desk.scanners])
    after = desk.find(about.customer_key, about.file_id)
    if after is not None and copy_is_left(after):
        remove_copy(desk, after)


def _write_down(desk: Desk, about: Arrived, said: Sequence[Verdict]) -> None:
    """What scanners say now, unless somebody else has moved the file or looked at it meanwhile. Raises Refused(BUSY)."""
    for _ in range(COMMIT_TRIES):
        file = _outdated(desk, about)
        changes = looked_at_again(file, said, Diary(Actor.system(JOB), desk.clock.now())) if file else None
        if changes is None:
            return
        with contextlib.suppress(Conflict):
            desk.store.commit(changes)
            return
    raise Refused(Code.BUSY)


def _outdated(desk: Desk, about: Arrived) -> CustomerFile | None:
    """The file, while it is one to look at again: of two deliveries the second changes nothing."""
    file = desk.find(about.customer_key, about.file_id)
    if file is None or file.version_id != about.version_id:
        return None
    return file if is_outdated(file, desk.own_rules(), desk.clock.now()) else None


def _answer(desk: Desk, name: str, file: CustomerFile, content: bytes) -> Verdict:
    """What one scanner says; of one that cannot look, that it cannot: the sweeper asks again on the next day."""
    try:
        return desk.scanners[name]().scan(content, file.name, file.declared_type)
    except ScannerUnavailableError:
        desk.log("a scanner could not look at a clean file again", file_id=file.id, scanner=name)
        return Verdict(scanner=name, version="", outcome=Outcome.ERROR)
