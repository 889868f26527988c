"""Reading the diary of one customer."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.activities.model import Activity
from chalicelib.activities.rules import DiaryFilter, Span, span, user_of
from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Table
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.ids import is_ulid
from chalicelib.core.store import Page, Store

PAGE = 20
STEP = 200
STEPS_LIMIT = 10
"""A page of a filtered diary looks at 2,000 lines at most; the cursor says how far it has come, full or not."""


class Activities:
    """The diary of a stream."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, stream: str, after: str | None = None) -> Page[Activity]:
        """Twenty activities behind the cursor, newest first, in one request. Raises Refused(BAD_CURSOR)."""
        refuse_if(after is not None and not is_ulid(after), Code.BAD_CURSOR)
        found = self._store.query(Table.ACTIVITIES, stream, after=after, limit=PAGE, newest_first=True)
        return Page([item for item in found.items if isinstance(item, Activity)], found.after)

    def filtered(
        self, stream: str, asked: DiaryFilter, *, after: str = "", limit: int, newest_first: bool = True
    ) -> Page[Activity]:
        """Up to `limit` of the activities that are asked for, behind the cursor. With a cursor there may be more, even
        behind an empty page; without one this was the end. Raises Refused(BAD_CURSOR)."""
        refuse_if(bool(after) and not is_ulid(after), Code.BAD_CURSOR)
        found: list[Activity] = []
        seen = after
        for activity in self._walk(stream, span(asked), after, newest_first=newest_first):
            if activity is None:
                return Page(found, seen)
            if asked.wants(activity):
                if len(found) == limit:
                    return Page(found, seen)
                found.append(activity)
            seen = activity.id
        return Page(found, None)

    def agents(self, stream: str) -> dict[str, str]:
        """Who has worked on the newest 2,000 lines: names by id, also of those who have left; the newest name counts."""
        names: dict[str, str] = {}
        for activity in self._walk(stream, span(DiaryFilter()), "", newest_first=True):
            if activity is not None and activity.actor_type is ActorType.AGENT:
                names.setdefault(user_of(activity), activity.actor_name)
        return names

    def _walk(self, stream: str, stretch: Span, after: str, *, newest_first: bool) -> Iterator[Activity | None]:
        """The lines of a stretch behind the cursor, one after the other; None at last when it was left before its end."""
        start: str | None = stretch.behind(after, newest_first=newest_first)
        for _ in range(STEPS_LIMIT):
            found = self._store.query(Table.ACTIVITIES, stream, after=start, limit=STEP, newest_first=newest_first)
            for line in (item for item in found.items if isinstance(item, Activity)):
                if not stretch.holds(line.id):
                    return
                yield line
            start = found.after
            if start is None:
                return
        yield None
