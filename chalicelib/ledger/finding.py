"""Finding an entry again by the reference under which it was posted."""

from __future__ import annotations

from chalicelib.core.changes import Key
from chalicelib.core.store import Store
from chalicelib.ledger.model import EntryMarker, JournalEntry, entry_place, marker_place


def entry_of(store: Store, customer_key: str, ref: str) -> JournalEntry | None:
    """The customer's entry of that reference, in two requests: its marker knows under which number it stands."""
    marker = _at(store, EntryMarker, marker_place(customer_key, ref))
    return _at(store, JournalEntry, entry_place(customer_key, marker.sequence)) if marker else None


def _at[E: (EntryMarker, JournalEntry)](store: Store, kind: type[E], place: Key) -> E | None:
    page = store.query(place.table, place.pk, prefix=place.sk, limit=1)
    return next((item for item in page.items if isinstance(item, kind) and item.key == place), None)
