"""Reading the journal of one customer."""

from __future__ import annotations

from chalicelib.core.changes import Table
from chalicelib.core.store import Store
from chalicelib.ledger.model import SEQUENCE_DIGITS, JournalEntry
from chalicelib.ledger.viewing import Window
from chalicelib.records.model import Customer

WINDOW = 5_000
"""How many entries are read at most: one for every payment and import of decades. What is older is brought forward."""
PAGE = 1_000


class Journal:
    """A customer's journal entries."""

    def __init__(self, store: Store, window: int = WINDOW, page: int = PAGE) -> None:
        self._store = store
        self._window = window
        self._page = page

    def window(self, customer: Customer) -> Window:
        """The newest entries up to the state that `customer` is in, in at most six requests; one for nearly everybody.

        Markers sort behind every sequence, so reading downwards begins behind the customer's last one.
        """
        entries: list[JournalEntry] = []
        after: str | None = f"{customer.journal_sequence:0{SEQUENCE_DIGITS}d}~"
        while after is not None and len(entries) < self._window:
            limit = min(self._page, self._window - len(entries))
            page = self._store.query(Table.JOURNAL, customer.customer_key, after=after, limit=limit, newest_first=True)
            entries += [item for item in page.items if isinstance(item, JournalEntry)]
            after = page.after
        return Window.of(customer, entries[::-1])
