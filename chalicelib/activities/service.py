"""Reading the diary of one customer."""

from __future__ import annotations

from chalicelib.activities.model import Activity
from chalicelib.core.changes import Table
from chalicelib.core.store import Page, Store

PAGE = 20


class Activities:
    """The diary, newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, stream: str, after: str | None = None) -> Page[Activity]:
        """Twenty activities behind the cursor, in one request."""
        found = self._store.query(Table.ACTIVITIES, stream, after=after, limit=PAGE, newest_first=True)
        return Page([item for item in found.items if isinstance(item, Activity)], found.after)
