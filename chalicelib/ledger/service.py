"""Reading the journal of one customer."""

from __future__ import annotations

from chalicelib.core.changes import Table
from chalicelib.core.store import Page, Store
from chalicelib.ledger.model import SEQUENCE_DIGITS, JournalEntry

PAGE = 50


class Journal:
    """Journal entries, newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, customer_key: str, after: str | None = None) -> Page[JournalEntry]:
        """Fifty entries below the sequence `after`, in one request. Markers sort behind every sequence, so reading
        downwards begins at the highest one a sequence can have."""
        start = after or "9" * SEQUENCE_DIGITS + "~"
        found = self._store.query(Table.JOURNAL, customer_key, after=start, limit=PAGE, newest_first=True)
        return Page([item for item in found.items if isinstance(item, JournalEntry)], found.after)
