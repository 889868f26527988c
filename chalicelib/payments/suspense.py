"""Money that came in and nobody knows from whom: kept as unallocated until it is a customer's or goes back. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Changes, Delete, Insert, Key, Replace, Table
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, refuse_if
from chalicelib.ledger.model import CASH, Context, EntryMarker, EntryType, JournalEntry, LedgerAccount, Posting
from chalicelib.ledger.rules import check_ways
from chalicelib.payments.manual import Received, ReceivedBy, refuse_what_cannot_be

SUSPENSE = "suspense"
"""Whose journal the unallocated money is in: the organisation's own."""

WAITING_PREFIX = "waiting#"
DONE_PREFIX = "done#"


class Place(StrEnum):
    """What became of unallocated money."""

    WAITING = "WAITING"
    ALLOCATED = "ALLOCATED"
    RETURNED = "RETURNED"


class Unallocated(BaseModel):
    """Money of an unknown payer. `customer_key` says whose it became; the payment there has the same id."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    amount: int
    method: ReceivedBy
    received_on: date
    reference: str
    place: Place = Place.WAITING
    customer_key: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        return unallocated_place(self.id, waiting=self.place is Place.WAITING)

    @property
    def ref(self) -> str:
        return f"receipt:{self.id}"

    @property
    def money(self) -> Received:
        return Received(
            id=self.id, amount=self.amount, method=self.method, received_on=self.received_on, reference=self.reference
        )


class SuspenseBook(BaseModel):
    """How far the journal of the unallocated money has come, and how much of it waits."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    sequence: int = 0
    waiting: int = 0
    version: int = 0

    @property
    def key(self) -> Key:
        return BOOK_PLACE


BOOK_PLACE = Key(Table.OPERATIONS, SUSPENSE, "book")


def unallocated_place(receipt_id: str, *, waiting: bool) -> Key:
    return Key(Table.OPERATIONS, SUSPENSE, f"{WAITING_PREFIX if waiting else DONE_PREFIX}{receipt_id}")


def keep(book: SuspenseBook, money: Received, diary: Diary) -> tuple[Unallocated, Changes]:
    """The money waiting for somebody who knows whose it is. Raises `Refused`."""
    refuse_what_cannot_be(money, london_day(diary.now))
    kept = Unallocated(
        id=money.id,
        amount=money.amount,
        method=money.method,
        received_on=money.received_on,
        reference=money.reference,
    )
    posting = Posting(debit=CASH[money.method], credit=LedgerAccount.UNALLOCATED_RECEIPTS, amount=money.amount)
    posted = _posted(book, kept, EntryType.PAYMENT_UNALLOCATED, posting, diary, effective=money.received_on)
    told = diary.tell(Event.RECEIPT_KEPT, kept.ref, after={"amount_pence": str(money.amount), "method": money.method.value})
    return kept, Changes(*posted, Insert(kept), Append(told))


def given(book: SuspenseBook, waiting: Unallocated, customer_key: str, diary: Diary) -> Changes:
    """The money is a customer's from now on; the entry is in the customer's journal."""
    after = waiting.model_copy(update={"place": Place.ALLOCATED, "customer_key": customer_key, "version": 0})
    told = diary.tell(Event.RECEIPT_ALLOCATED, waiting.ref, after={"amount_pence": str(waiting.amount)})
    return Changes(_moved(book, -waiting.amount), Delete(waiting), Insert(after), Append(told))


def waits_again(book: SuspenseBook, given_away: Unallocated, diary: Diary) -> Changes:
    """The money was not that customer's: it waits again."""
    after = given_away.model_copy(update={"place": Place.WAITING, "customer_key": "", "version": 0})
    told = diary.tell(Event.RECEIPT_REOPENED, after.ref, after={"amount_pence": str(after.amount)})
    return Changes(_moved(book, after.amount), Delete(given_away), Insert(after), Append(told))


def send_back(book: SuspenseBook, waiting: Unallocated, reason: str, diary: Diary) -> tuple[Unallocated, Changes]:
    """The money was sent back to where it came from."""
    after = waiting.model_copy(update={"place": Place.RETURNED, "version": 0})
    posting = Posting(debit=LedgerAccount.UNALLOCATED_RECEIPTS, credit=CASH[waiting.method], amount=waiting.amount)
    posted = _posted(book, after, EntryType.REFUND, posting, diary, effective=london_day(diary.now), reason=reason)
    told = diary.tell(Event.RECEIPT_RETURNED, waiting.ref, after={"amount_pence": str(waiting.amount)}, reason=reason)
    return after, Changes(*posted, Delete(waiting), Insert(after), Append(told))


def forgotten(given_away: Unallocated, diary: Diary) -> Changes:
    """Money that was given to somebody, without what its payer wrote on it."""
    told = diary.tell(Event.RECEIPT_FORGOTTEN, given_away.ref, after={"amount_pence": str(given_away.amount)})
    return Changes(Replace(given_away.model_copy(update={"reference": ""})), Append(told))


def refuse_unless_waiting(found: Unallocated | None) -> Unallocated:
    """Raises `Refused` for money that is not there, or not any more."""
    refuse_if(found is None, Code.NOT_FOUND)
    assert found is not None  # noqa: S101 - refused above
    refuse_if(found.place is not Place.WAITING, Code.WRONG_STATE, "Somebody has dealt with this money already.")
    return found


def _posted(
    book: SuspenseBook,
    money: Unallocated,
    entry_type: EntryType,
    posting: Posting,
    diary: Diary,
    *,
    effective: date,
    reason: str | None = None,
) -> Changes:
    """The next entry of the organisation's own journal, with its marker."""
    check_ways(entry_type, [posting])
    pence = money.amount if posting.credit is LedgerAccount.UNALLOCATED_RECEIPTS else -money.amount
    entry = JournalEntry(
        customer_key=SUSPENSE,
        sequence=book.sequence + 1,
        ref=f"{money.ref}:{money.place.lower()}",
        type=entry_type,
        context=Context.AGENT,
        effective_date=effective,
        posted_at=diary.now,
        actor_type=diary.actor.type,
        actor_id=diary.actor.id,
        actor_name=diary.actor.name,
        reason=reason,
        payment_id=money.id,
        payment_method=money.method,
        postings=(posting,),
        balance_after=book.waiting + pence,
    )
    marker = EntryMarker(customer_key=SUSPENSE, entry_ref=entry.ref, sequence=entry.sequence)
    return Changes(_moved(book, pence, entries=1), Append(entry), Append(marker))


def _moved(book: SuspenseBook, pence: int, *, entries: int = 0) -> Insert | Replace:
    after = book.model_copy(update={"sequence": book.sequence + entries, "waiting": book.waiting + pence})
    return Replace(after) if book.version else Insert(after)
