"""Going through every customer's money once a day, some at a time: check it, and seal what was found."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from pydantic import BaseModel

from chalicelib.auditing.model import CHECKS, FINDINGS_KEPT, FoundFault, JournalCheck, check_place, piece_place
from chalicelib.auditing.replaying import Books, Document, Fault, Finding, findings, sums, suspense_findings
from chalicelib.auditing.sealing import Sealed, chain, seal
from chalicelib.core.changes import Changes, Conflict, Entity, Insert, Replace, Table
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Bucket, Objects
from chalicelib.core.store import Store
from chalicelib.ledger.model import EntryMarker, JournalEntry
from chalicelib.payments.model import PAYMENT_PREFIX, Payment
from chalicelib.payments.suspense import BOOK_PLACE, SUSPENSE, SuspenseBook, Unallocated
from chalicelib.records.model import Customer, customer_place

PIECE = 100
"""Customers of one piece: as many as one page of keys."""
AT_WORK = timedelta(minutes=3)
"""How long one run goes on: the next one begins where it ended."""
PAGE = 500
REPORTS_SHOWN = 31
OVERDUE = timedelta(hours=36)
"""Since the last finished check: one is begun every day, and takes up to some hours where there are very many customers."""
LOOKS = 3
"""How often a customer who seems wrong is read: whoever is paying at that moment is only being changed."""

type ReportAtLast = Callable[[str], None]
"""Sees to it that a customer's payments which no report would tell of are reported."""


@dataclass(slots=True)
class _Piece:
    """What one piece adds to the report, and to the digest."""

    day: str
    customers: int = 0
    entries: int = 0
    owed: int = 0
    faults: list[Finding] = field(default_factory=list)
    sums: Counter[str] = field(default_factory=Counter)
    lines: list[Sealed] = field(default_factory=list)

    def add(self, books: Books, found: Sequence[Finding]) -> None:
        self.customers += 1
        self.entries += len(books.entries)
        self.faults += found
        self.sums.update(sums(books.entries))
        self.owed += books.entries[-1]["balance_after"] if books.entries else 0
        links = chain(books.entries)
        self.lines.append(Sealed(self.day, books.key, len(links), links[-1] if links else ""))


class Auditor:
    """The daily check of the journal."""

    def __init__(
        self, store: Store, objects: Objects, keys: Keys, clock: Clock, report_at_last: ReportAtLast, piece: int = PIECE
    ) -> None:
        self._store = store
        self._objects = objects
        self._keys = keys
        self._clock = clock
        self._report_at_last = report_at_last
        self._piece = piece

    def work(self) -> JournalCheck | None:
        """Go on with today's check, for some minutes. Returns its report if this run was the one that finished it.

        A run that dies is taken up by the next one at the last piece that was written down; of two at once, one gives way.
        """
        now = self._clock.now()
        check = self._today(london_day(now))
        with contextlib.suppress(Conflict):
            while check.finished_at is None:
                check = self._advance(check)
                if check.finished_at is not None:
                    return check
                if self._clock.now() >= now + AT_WORK:
                    break
        return None

    def report(self, day: date) -> JournalCheck | None:
        """The report of a day, finished or not."""
        return self._store.get(JournalCheck, check_place(day))

    def reports(self) -> list[JournalCheck]:
        """The checks of the last days, the newest first, in one request."""
        page = self._store.query(Table.OPERATIONS, CHECKS, limit=REPORTS_SHOWN, newest_first=True)
        return [item for item in page.items if isinstance(item, JournalCheck)]

    def is_overdue(self, checks: Sequence[JournalCheck]) -> bool:
        """Whether none of these was finished lately."""
        since = self._clock.now() - OVERDUE
        return not any(check.finished_at is not None and check.finished_at > since for check in checks)

    def _today(self, day: date) -> JournalCheck:
        return self.report(day) or JournalCheck(day=day, started_at=self._clock.now())

    def _advance(self, check: JournalCheck) -> JournalCheck:
        """One piece further. The digest is written first: a piece that is done again says the same, or what is true by then."""
        page = self._store.scan_names(after=check.after or None, limit=self._piece)
        piece = _Piece(day=check.day.isoformat())
        if check.pieces == 0:
            self._look_at_suspense(piece)
        for place in page.items:
            self._look_at(place.pk, piece)
        number = check.pieces + 1
        file = seal(piece.day, number, piece.lines, self._keys.journal)
        self._objects.write(Bucket.DIGESTS, piece_place(check.day, number), file, "application/json")
        found = tuple(FoundFault(**asdict(finding)) for finding in piece.faults)
        after = check.model_copy(
            update={
                "after": page.after or "",
                "finished_at": None if page.after else self._clock.now(),
                "pieces": number,
                "customers": check.customers + piece.customers,
                "entries": check.entries + piece.entries,
                "owed": check.owed + piece.owed,
                "faults": check.faults + len(found),
                "findings": (check.findings + found)[:FINDINGS_KEPT],
                "sums": {code: check.sums.get(code, 0) + piece.sums[code] for code in {*check.sums, *piece.sums}},
            }
        )
        self._store.commit(Changes(Replace(after) if check.version else Insert(after)))
        return after.model_copy(update={"version": check.version + 1})

    def _look_at(self, customer_key: str, piece: _Piece) -> None:
        """Add what is stored of a customer, read again while it is being changed. One who was deleted meanwhile is left out."""
        for look in range(LOOKS):
            customer = self._store.get(Customer, customer_place(customer_key))
            if customer is None:
                return
            books = self._books(customer)
            found = findings(books)
            if not found or look == LOOKS - 1 or self._stands_still(customer):
                piece.add(books, found)
                if any(finding.fault is Fault.UNREPORTED for finding in found):
                    self._report_at_last(customer_key)
                return

    def _look_at_suspense(self, piece: _Piece) -> None:
        """Add the money of unknown payers, read again while it is being moved."""
        for look in range(LOOKS):
            book = self._store.get(SuspenseBook, BOOK_PLACE)
            if book is None:
                return
            items = [_document(item) for item in self._all(Table.OPERATIONS, SUSPENSE) if isinstance(item, Unallocated)]
            entries, markers = self._journal(SUSPENSE)
            record = {"customer_key": SUSPENSE, "journal_sequence": book.sequence, "waiting": book.waiting}
            found = suspense_findings(Books(record, entries, markers), items)
            if not found or look == LOOKS - 1 or self._store.get(SuspenseBook, BOOK_PLACE) == book:
                piece.faults += found
                piece.entries += len(entries)
                piece.sums.update(sums(entries))
                return

    def _stands_still(self, customer: Customer) -> bool:
        """Whether nothing was committed while the customer was read: every entry and reservation moves its version."""
        again = self._store.get(Customer, customer.key)
        return again is not None and again.version == customer.version

    def _books(self, customer: Customer) -> Books:
        entries, markers = self._journal(customer.customer_key)
        found = self._all(Table.RECORDS, customer.customer_key, PAYMENT_PREFIX)
        payments = [_document(item) for item in found if isinstance(item, Payment)]
        return Books(_document(customer), entries, markers, payments)

    def _journal(self, key: str) -> tuple[list[Document], dict[str, int]]:
        """The entries in their order, and the markers' sequences by reference."""
        items = list(self._all(Table.JOURNAL, key))
        entries = [_document(item) for item in items if isinstance(item, JournalEntry)]
        return entries, {item.entry_ref: item.sequence for item in items if isinstance(item, EntryMarker)}

    def _all(self, table: Table, key: str, prefix: str = "") -> Iterator[Entity]:
        after: str | None = ""
        while after is not None:
            page = self._store.query(table, key, prefix=prefix, after=after or None, limit=PAGE)
            yield from page.items
            after = page.after


def _document(entity: BaseModel) -> Document:
    """The entity as it is stored."""
    document: Document = entity.model_dump(mode="json", exclude_none=True)
    return document
