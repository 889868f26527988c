"""Walking the due index: a look at everything whose time has come, day by day, in bounded steps."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from chalicelib.core.changes import Changes, Conflict, Index, Insert, Key, Replace
from chalicelib.core.store import Store
from chalicelib.due.model import SweepMark, due_partitions, sweep_place

LOOKS_LIMIT = 200
PAGE = 50
DAYS_LIMIT = 31
FIRST_LOOK_BACK = timedelta(days=7)
INDEX_LAG = timedelta(hours=1)


def sweep(store: Store, name: str, now: datetime, *, prefix: str, look: Callable[[Key], None]) -> None:
    """Look at the items whose sort key begins with `prefix` and that are due at `now`, the longest due first, at most
    `LOOKS_LIMIT` of them; the next sweep goes on from there. `look` moves an item's due instant on.

    One failing look never stops the others: all failures are raised together, as an ExceptionGroup, at the end.
    """
    mark = store.get(SweepMark, sweep_place(name))
    start = date.fromisoformat(mark.day) if mark else (now - FIRST_LOOK_BACK).date()
    failures: list[Exception] = []
    unfinished = min(start + timedelta(days=DAYS_LIMIT), (now - INDEX_LAG).date())
    left = LOOKS_LIMIT
    for day in _days(start, now.date()):
        looked, failed = _look_at_day(store, day, now, prefix, look, left)
        left -= looked
        failures += failed
        if failed or left <= 0:
            unfinished = min(unfinished, day)
        if left <= 0:
            break
    _remember(store, mark, name, unfinished)
    if failures:
        raise ExceptionGroup(f"{name}: {len(failures)} could not be looked at", failures)


def _days(first: date, last: date) -> Iterator[date]:
    span = min((last - first).days, DAYS_LIMIT)
    return (first + timedelta(days=offset) for offset in range(span + 1))


def _look_at_day(
    store: Store, day: date, now: datetime, prefix: str, look: Callable[[Key], None], limit: int
) -> tuple[int, list[Exception]]:
    """How many of the day's items were looked at, and what went wrong with which of them."""
    looked, failed = 0, []
    for key in _due(store, day, now):
        if not key.sk.startswith(prefix):
            continue
        if looked == limit:
            break
        looked += 1
        try:
            look(key)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one must not stop the others
            failed.append(error)
    return looked, failed


def _due(store: Store, day: date, now: datetime) -> Iterator[Key]:
    after = ""
    while True:
        entries = store.search(Index.DUE, due_partitions(day), after=after, limit=PAGE)
        for entry in entries:
            if datetime.fromisoformat(entry.sort.partition("#")[0]) > now:
                return
            yield entry.key
        if len(entries) < PAGE:
            return
        after = entries[-1].sort


def _remember(store: Store, mark: SweepMark | None, name: str, unfinished: date) -> None:
    """Move the mark up to the first day that is not finished. An index lags, so the last hour is never finished."""
    day = unfinished.isoformat()
    if mark is None:
        change: Insert | Replace = Insert(SweepMark(name=name, day=day))
    elif mark.day < day:
        change = Replace(mark.model_copy(update={"day": day}))
    else:
        return
    # Another sweep has moved it meanwhile; the day it left is as true as ours.
    with contextlib.suppress(Conflict):
        store.commit(Changes(change))
