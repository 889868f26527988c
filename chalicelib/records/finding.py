"""One page of the customers that a search finds: by name from an index, by everything else from look-ups."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.core.changes import Index, Key, Table
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import fingerprint
from chalicelib.core.keys import Keys
from chalicelib.core.store import Store
from chalicelib.records.frozen import Frozen
from chalicelib.records.lookups import AccountLookup, ContactLookup, ReferenceLookup, account_place, customer_key
from chalicelib.records.model import NAME_PARTITIONS, Customer, CustomerStatus, Listing, customer_place
from chalicelib.records.search import CONTACTS, By, Terms, kinds, search_terms

LOOKED_AT_LIMIT = 2_000
"""How many rows of the index one request may pass over before it answers with what it has, and where to go on."""
FILTER_STEP = 500
SHARED_REFERENCE_LIMIT = 20
_MARK_LENGTH = 12


class Filters(Frozen):
    """What a row of the list must be like; nothing asks for nothing. Amounts are pence."""

    status: CustomerStatus | None = None
    hold: bool | None = None
    portfolio: str | None = None
    language: str | None = None
    owed_from: int | None = None
    owed_to: int | None = None

    @property
    def any(self) -> bool:
        return self != Filters()

    def keep(self, row: Listing) -> bool:
        """Whether the row is wanted. A portfolio is compared without its capitals, as one of those the row has."""
        held = [portfolio.casefold() for portfolio in (row.portfolio or "").split(", ")]
        return (
            self.status in (None, row.status)
            and self.hold in (None, row.hold is not None)
            and (not self.portfolio or self.portfolio.casefold() in held)
            and (not self.language or self.language == row.language)
            and (self.owed_from is None or row.owed >= self.owed_from)
            and (self.owed_to is None or row.owed <= self.owed_to)
        )


class Search(Frozen):
    """What is looked for: a text, what it is taken for, and what the rows must be like."""

    by: By = By.NAME
    text: str = ""
    filters: Filters = Filters()
    after: str = ""
    limit: int = 20

    @property
    def mark(self) -> str:
        """Tells this search from every other: a cursor leads on in the search that gave it and in no other."""
        asked = json.dumps([self.by, self.text, self.filters.model_dump(mode="json")])
        return fingerprint(asked)[:_MARK_LENGTH]

    @property
    def position(self) -> str:
        """Where the cursor stands. Raises Refused(BAD_CURSOR) for one that is broken or another search's."""
        if not self.after:
            return ""
        try:
            mark, position = json.loads(urlsafe_b64decode(self.after.encode()))
        except (ValueError, TypeError):
            raise Refused(Code.BAD_CURSOR, field="after") from None
        if mark != self.mark or not isinstance(position, str) or not position:
            raise Refused(Code.BAD_CURSOR, field="after")
        return position

    def cursor(self, position: str | None) -> str | None:
        """The cursor of the page behind this position; nothing behind the last page."""
        if position is None:
            return None
        return urlsafe_b64encode(json.dumps([self.mark, position]).encode()).decode()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of rows in order of name, what the text was taken for, and the cursor of what comes next."""

    rows: Sequence[Listing]
    after: str | None
    tried: tuple[By, ...]


def find(store: Store, keys: Keys, search: Search) -> Found:
    """One page. What belongs to one customer comes with the first page; only the last kind has more than one.

    Raises Refused: INVALID for a text that is too long, BAD_CURSOR."""
    tried = kinds(search.text) if search.by is By.ANY else (search.by,)
    terms = {by: search_terms(by, search.text) for by in tried}
    position = search.position
    exact = _by_reference(store, keys, terms) if not position else []
    paged = tried[-1]
    if paged is By.NAME and (terms[paged].prefix or not search.text.strip()):
        rows, after = _by_name(store, terms[paged].prefix, search, position)
    elif paged in CONTACTS and terms[paged].prefix:
        rows, after = _by_contact(store, terms[paged], search, position)
    else:
        rows, after = [], None
    wanted = [row for row in exact if search.filters.keep(row)]
    known = {row.customer_key for row in wanted}
    return Found([*wanted, *(row for row in rows if row.customer_key not in known)], search.cursor(after), tried)


def _by_name(store: Store, prefix: str, search: Search, position: str) -> tuple[list[Listing], str | None]:
    """A page of the index; with filters, as much of the index as it takes to fill one, up to a limit."""
    if not search.filters.any:
        entries = store.search(Index.NAMES, NAME_PARTITIONS, prefix=prefix, after=position, limit=search.limit + 1)
        rows = [Listing.model_validate(entry.listing) for entry in entries[: search.limit]]
        return rows, entries[search.limit - 1].sort if len(entries) > search.limit else None
    kept: list[Listing] = []
    for _ in range(LOOKED_AT_LIMIT // FILTER_STEP):
        entries = store.search(Index.NAMES, NAME_PARTITIONS, prefix=prefix, after=position, limit=FILTER_STEP)
        for entry in entries:
            row = Listing.model_validate(entry.listing)
            position = entry.sort
            if search.filters.keep(row):
                kept.append(row)
                if len(kept) == search.limit:
                    return kept, position
        if len(entries) < FILTER_STEP:
            return kept, None
    return kept, position


def _by_contact(store: Store, terms: Terms, search: Search, position: str) -> tuple[list[Listing], str | None]:
    found = store.query(Table.LOOKUPS, terms.prefix, prefix=terms.inward, after=position or None, limit=search.limit)
    rows = _rows(store, [row.customer_key for row in found.items if isinstance(row, ContactLookup)])
    return [row for row in rows if search.filters.keep(row)], found.after


def _by_reference(store: Store, keys: Keys, terms: dict[By, Terms]) -> list[Listing]:
    """Who has this ID, this account or this payment reference: two requests for all three, and one for a page of rows."""
    found: list[str] = []
    if By.REFERENCE in terms and terms[By.REFERENCE].prefix:
        shared = store.query(Table.LOOKUPS, terms[By.REFERENCE].prefix, limit=SHARED_REFERENCE_LIMIT)
        found += [row.customer_key for row in shared.items if isinstance(row, ReferenceLookup)]
    if By.ACCOUNT in terms and terms[By.ACCOUNT].prefix:
        owner = store.get(AccountLookup, account_place(terms[By.ACCOUNT].prefix))
        found += [owner.customer_key] if owner else []
    if By.CUSTOMER_ID in terms and terms[By.CUSTOMER_ID].prefix:
        found.append(customer_key(keys.identity, terms[By.CUSTOMER_ID].prefix))
    return _rows(store, found)


def _rows(store: Store, customer_keys: Sequence[str]) -> list[Listing]:
    """The customers as rows, in order of name; a look-up that has outlived its customer is passed over."""
    places: list[Key] = [customer_place(key) for key in dict.fromkeys(customer_keys)]
    found = store.get_many(places) if places else {}
    customers = sorted((c for c in found.values() if isinstance(c, Customer)), key=lambda c: c.sort_name)
    return [Listing.of(customer) for customer in customers]
