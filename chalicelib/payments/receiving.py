"""Writing down money that no provider brings: load, decide, commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from chalicelib.activities.model import Diary
from chalicelib.care.rules import policy_of
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Key, Table
from chalicelib.core.clock import Clock
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid
from chalicelib.core.keys import Keys
from chalicelib.core.store import Store
from chalicelib.ledger.finding import entry_of
from chalicelib.ledger.model import JournalEntry
from chalicelib.payments import manual, suspense
from chalicelib.payments.manual import Received
from chalicelib.payments.model import PAYMENT_PREFIX, Payment, payment_place
from chalicelib.payments.settlement import OnMoneyBack, nothing_more
from chalicelib.payments.suspense import (
    BOOK_PLACE,
    SUSPENSE,
    WAITING_PREFIX,
    Place,
    SuspenseBook,
    Unallocated,
    unallocated_place,
)
from chalicelib.records.lookups import AccountLookup, ReferenceLookup, account_place, customer_key
from chalicelib.records.model import Customer, customer_place
from chalicelib.records.search import squeezed
from chalicelib.settings.model import Settings

COMMIT_TRIES = 3
WAITING_SHOWN = 100
SUGGESTIONS = 5
FORGOTTEN_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Match:
    """Whose a reference may be, and on which account where it names one."""

    customer: Customer
    account_number: str | None = None


class Receipts:
    """Money received outside the provider, of customers and of nobody yet known."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        load_settings: Callable[[], Settings],
        on_money_back: OnMoneyBack = nothing_more,
    ) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._load_settings = load_settings
        self._on_money_back = on_money_back

    def record(self, key: str, money: Received, account_number: str | None, actor: Actor) -> Payment:
        """A customer's payment. The id is the idempotency key: asking again writes nothing more. Raises `Refused`: INVALID,
        NOT_FOUND, WRONG_STATE, KEY_REUSED for the same id with anything else, BUSY."""
        refuse_if(not is_ulid(money.id), Code.INVALID, field="payment_id")
        diary, policy = self._diary(actor), policy_of(self._load_settings())
        for _ in range(COMMIT_TRIES):
            if before := self._store.get(Payment, payment_place(key, money.id)):
                refuse_if(not manual.is_the_same(before, money), Code.KEY_REUSED)
                return before
            recorded = manual.record(self._customer(key), money, account_number, diary, policy)
            if self._committed(recorded.changes):
                return next_version(recorded.payment)
        raise Refused(Code.BUSY)

    def take_back(self, key: str, payment_id: str, reason: str, actor: Actor) -> Payment:
        """Undo a payment that was recorded by mistake; what came out of suspense waits there again. Doing it again changes
        nothing. Raises `Refused`: NOT_FOUND, WRONG_STATE, MORE_THAN_OWED, BUSY."""
        for _ in range(COMMIT_TRIES):
            payment = self._store.get(Payment, payment_place(key, payment_id))
            if payment is None:
                raise Refused(Code.NOT_FOUND)
            if manual.was_taken_back(payment):
                return payment
            diary = self._diary(actor)
            undone = manual.take_back(self._customer(key), payment, self._entry(key, payment), reason, diary)
            changes = undone.changes + self._on_money_back(key, diary)
            given = self._store.get(Unallocated, unallocated_place(payment_id, waiting=False))
            if given is not None and given.customer_key == key:
                changes += suspense.waits_again(self._book(), given, diary)
            if self._committed(changes):
                return next_version(undone.payment)
        raise Refused(Code.BUSY)

    def keep(self, money: Received, actor: Actor) -> Unallocated:
        """Money of nobody known. The id is the idempotency key. Raises `Refused`: INVALID, KEY_REUSED, BUSY."""
        refuse_if(not is_ulid(money.id), Code.INVALID, field="id")
        for _ in range(COMMIT_TRIES):
            if before := self._found(money.id):
                refuse_if(before.money != money, Code.KEY_REUSED)
                return before
            kept, changes = suspense.keep(self._book(), money, self._diary(actor))
            if self._committed(changes):
                return next_version(kept)
        raise Refused(Code.BUSY)

    def waiting(self) -> list[Unallocated]:
        """The money that waits, oldest first, in one request."""
        page = self._store.query(Table.OPERATIONS, SUSPENSE, prefix=WAITING_PREFIX, limit=WAITING_SHOWN)
        return [item for item in page.items if isinstance(item, Unallocated)]

    def allocate(self, receipt_id: str, key: str, account_number: str | None, actor: Actor) -> Unallocated:
        """Give waiting money to a customer. Doing it again for the same customer changes nothing. Raises `Refused`:
        NOT_FOUND, WRONG_STATE, BUSY."""
        diary, policy = self._diary(actor), policy_of(self._load_settings())
        for _ in range(COMMIT_TRIES):
            found = self._found(receipt_id)
            if found is not None and (found.place, found.customer_key) == (Place.ALLOCATED, key):
                return found
            waiting = suspense.refuse_unless_waiting(found)
            customer = self._customer(key)
            refuse_if(self._store.get(Payment, payment_place(key, receipt_id)) is not None, Code.WRONG_STATE, TAKEN_BACK)
            recorded = manual.record(customer, waiting.money, account_number, diary, policy, out_of_suspense=True)
            if self._committed(recorded.changes + suspense.given(self._book(), waiting, key, diary)):
                return waiting.model_copy(update={"place": Place.ALLOCATED, "customer_key": key, "version": 1})
        raise Refused(Code.BUSY)

    def send_back(self, receipt_id: str, reason: str, actor: Actor) -> Unallocated:
        """Waiting money that was sent back. Doing it again changes nothing. Raises `Refused`: NOT_FOUND, WRONG_STATE, BUSY."""
        for _ in range(COMMIT_TRIES):
            found = self._found(receipt_id)
            if found is not None and found.place is Place.RETURNED:
                return found
            after, changes = suspense.send_back(self._book(), suspense.refuse_unless_waiting(found), reason, self._diary(actor))
            if self._committed(changes):
                return next_version(after)
        raise Refused(Code.BUSY)

    def matches(self, reference: str) -> list[Match]:
        """Whose money this may be: what the payer wrote is an account's number, a customer's id or a payment reference."""
        places: dict[Key, str | None] = {customer_place(customer_key(self._keys.identity, reference.strip())): None}
        account = self._store.get(AccountLookup, account_place(reference.strip()))
        if account is not None:
            places[customer_place(account.customer_key)] = account.account_number
        page = self._store.query(Table.LOOKUPS, f"r:{squeezed(reference)}", limit=SUGGESTIONS)
        for item in page.items:
            if isinstance(item, ReferenceLookup):
                places.setdefault(customer_place(item.customer_key), None)
        found = self._store.get_many(places)
        return [Match(cast(Customer, found[place]), number) for place, number in places.items() if place in found]

    def forget(self, key: str, actor: Actor) -> None:
        """Remove what payers wrote on money that was recorded for somebody who is nobody any more. Doing it again changes
        nothing. Raises Refused(BUSY)."""
        after: str | None = ""
        while after is not None:
            page = self._store.query(Table.RECORDS, key, prefix=PAYMENT_PREFIX, after=after or None, limit=FORGOTTEN_AT_ONCE)
            for payment in page.items:
                if isinstance(payment, Payment) and payment.provider == manual.PROVIDER:
                    self._forget(payment, self._diary(actor))
            after = page.after

    def _forget(self, payment: Payment, diary: Diary) -> None:
        changes = manual.forgotten(payment, diary) if payment.provider_ref else Changes()
        given = self._found(payment.id)
        if given is not None and given.customer_key == payment.customer_key and given.reference:
            changes += suspense.forgotten(given, diary)
        refuse_if(len(changes) > 0 and not self._committed(changes), Code.BUSY)

    def _committed(self, changes: Changes) -> bool:
        try:
            self._store.commit(changes)
        except Conflict:
            return False
        return True

    def _diary(self, actor: Actor) -> Diary:
        return Diary(actor, self._clock.now())

    def _book(self) -> SuspenseBook:
        return self._store.get(SuspenseBook, BOOK_PLACE) or SuspenseBook()

    def _found(self, receipt_id: str) -> Unallocated | None:
        places = [unallocated_place(receipt_id, waiting=waiting) for waiting in (True, False)]
        found = self._store.get_many(places)
        return next((cast(Unallocated, found[place]) for place in places if place in found), None)

    def _entry(self, key: str, payment: Payment) -> JournalEntry:
        """The entry that the payment was posted by."""
        entry = entry_of(self._store, key, manual.entry_ref(payment))
        if entry is None:
            raise Refused(Code.WRONG_STATE)
        return entry

    def _customer(self, key: str) -> Customer:
        customer = self._store.get(Customer, customer_place(key))
        if customer is None:
            raise Refused(Code.NOT_FOUND)
        return customer


TAKEN_BACK = "This money was this customer's before and was taken back. Record it as a payment instead."
