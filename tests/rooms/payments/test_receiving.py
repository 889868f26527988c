"""Bank transfers, cash and cheques: on the right claims, kept while nobody knows whose they are, undone when mistyped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Changes, Put
from chalicelib.core.clock import FixedClock
from chalicelib.core.errors import Code
from chalicelib.core.ids import ulid
from chalicelib.core.keys import FixedKeys
from chalicelib.core.memory import MemoryStore
from chalicelib.ledger.model import EntryType, JournalEntry, LedgerAccount
from chalicelib.payments.manual import Received, ReceivedBy
from chalicelib.payments.model import Payment, Status, payment_place
from chalicelib.payments.movements import MovementMark
from chalicelib.payments.receiving import Receipts
from chalicelib.payments.suspense import SUSPENSE, Place, Unallocated
from chalicelib.records.lookups import AccountLookup
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from tests.support import invariants
from tests.support.paying import CUSTOMER, NOON, PayingWorld, stored
from tests.support.scripted_bank import refusal

AGENT = Actor(ActorType.AGENT, "agent-1", "Made-up Agent", Channel.CONSOLE)


class Desk:
    """Siân's customer record, and an agent with a bank statement."""

    def __init__(self) -> None:
        self.world = PayingWorld()
        self.store: MemoryStore = self.world.store
        self.clock: FixedClock = self.world.clock
        self.receipts = Receipts(self.store, FixedKeys(), self.clock, Settings)

    def money(self, amount: int = 5_000, reference: str = "ACC-1", **fields: object) -> Received:
        given = {"id": ulid(NOON, b"1"), "method": ReceivedBy.BANK_TRANSFER, "received_on": date(2026, 11, 19)} | fields
        return Received(amount=amount, reference=reference, **given)  # type: ignore[arg-type]

    def record(self, money: Received | None = None, account_number: str | None = "ACC-1") -> Payment:
        return self.receipts.record(CUSTOMER, money or self.money(), account_number, AGENT)

    @property
    def customer(self) -> Customer:
        return stored(self.store)

    def entries(self, of: str = CUSTOMER) -> list[JournalEntry]:
        found = [e for e in self.store.items.values() if isinstance(e, JournalEntry) and e.customer_key == of]
        return sorted(found, key=lambda entry: entry.sequence)

    def hold(self) -> None:
        invariants.hold(invariants.ALWAYS, invariants.World(self.store.items.values()))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_recorded_payment_clears_the_oldest_claim_on_the_day_the_money_came(desk: Desk) -> None:
    payment = desk.record()
    assert (payment.status, payment.captured, payment.method) == (Status.SETTLED, 5_000, "BANK_TRANSFER")
    assert desk.customer.accounts["ACC-1"].claims["ACC-1-1"].outstanding.total == 2_000
    entry = desk.entries()[-1]
    assert (entry.type, entry.effective_date, entry.payment_method) == (EntryType.PAYMENT, date(2026, 11, 19), "BANK_TRANSFER")
    assert {posting.debit for posting in entry.postings} == {LedgerAccount.CASH_CLEARING_BANK}
    desk.hold()


def test_without_an_account_it_pays_what_is_due_longest_and_the_rest_is_credit(desk: Desk) -> None:
    payment = desk.record(desk.money(15_000), account_number=None)
    assert (desk.customer.owed, desk.customer.credit, payment.credited) == (0, 1_000, 1_000)
    desk.hold()


@pytest.mark.feature("V8", "V12")
def test_recording_again_writes_nothing_and_the_same_id_with_another_amount_is_refused(desk: Desk) -> None:
    desk.record()
    assert desk.record().captured == 5_000
    assert len(desk.entries()) == 2
    assert refusal(lambda: desk.record(desk.money(4_999))) is Code.KEY_REUSED


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2025, 11, 1)])
def test_money_of_a_day_to_come_or_long_ago_is_refused(desk: Desk, day: date) -> None:
    assert refusal(lambda: desk.record(desk.money(received_on=day))) is Code.INVALID


@pytest.mark.feature("V8")
def test_a_mistyped_payment_is_undone_by_its_mirror_once(desk: Desk) -> None:
    owed, payment = desk.customer.owed, desk.record()
    for _ in range(2):
        undone = desk.receipts.take_back(CUSTOMER, payment.id, "Typed twice", AGENT)
    assert (undone.status, undone.captured, desk.customer.owed) == (Status.CANCELLED, 0, owed)
    assert [entry.type for entry in desk.entries()][1:] == [EntryType.PAYMENT, EntryType.REVERSAL]
    desk.hold()


def told_to_the_creditor(desk: Desk, payment: Payment) -> list[tuple[str, dict[str, int]]]:
    """The movements of a payment that wait for the next report."""
    held = desk.store.get(Payment, payment_place(CUSTOMER, payment.id))
    assert held is not None
    waiting = {mark.fact for mark in desk.store.items.values() if isinstance(mark, MovementMark) and not mark.report_id}
    return [(moved.kind.value, moved.shares) for moved in held.movements if moved.fact in waiting]


@pytest.mark.feature("R10")
def test_the_creditor_is_told_of_money_that_was_recorded_by_hand_and_of_its_taking_back(desk: Desk) -> None:
    payment = desk.record(desk.money(15_000), account_number=None)
    came = {"ACC-1": 10_000, "ACC-2": 4_000, "": 1_000}
    assert told_to_the_creditor(desk, payment) == [("PAYMENT", came)]
    desk.receipts.take_back(CUSTOMER, payment.id, "Typed twice", AGENT)
    went = {number: -pence for number, pence in came.items()}
    assert told_to_the_creditor(desk, payment) == [("PAYMENT", came), ("REVERSAL", went)]


def test_what_a_provider_took_is_not_taken_back_by_hand(desk: Desk) -> None:
    started = desk.world.start(5_000)
    assert refusal(lambda: desk.receipts.take_back(CUSTOMER, started.payment.id, "No", AGENT)) is Code.WRONG_STATE


def test_money_of_nobody_waits_and_becomes_a_customers_payment(desk: Desk) -> None:
    money = desk.money(reference="J EXAMPLE")
    for _ in range(2):
        desk.receipts.keep(money, AGENT)
    assert [waiting.amount for waiting in desk.receipts.waiting()] == [5_000]
    desk.hold()
    for _ in range(2):
        given = desk.receipts.allocate(money.id, CUSTOMER, "ACC-1", AGENT)
    assert (given.place, desk.receipts.waiting(), desk.customer.owed) == (Place.ALLOCATED, [], 9_000)
    assert desk.entries()[-1].type is EntryType.ALLOCATION
    desk.hold()


def test_money_given_to_the_wrong_customer_waits_again(desk: Desk) -> None:
    money = desk.money()
    desk.receipts.keep(money, AGENT)
    desk.receipts.allocate(money.id, CUSTOMER, None, AGENT)
    desk.receipts.take_back(CUSTOMER, money.id, "Somebody else's", AGENT)
    assert [waiting.id for waiting in desk.receipts.waiting()] == [money.id]
    assert refusal(lambda: desk.receipts.allocate(money.id, CUSTOMER, None, AGENT)) is Code.WRONG_STATE
    desk.hold()


def test_money_of_nobody_is_sent_back_once_and_not_given_away_after(desk: Desk) -> None:
    money = desk.money()
    desk.receipts.keep(money, AGENT)
    for _ in range(2):
        assert desk.receipts.send_back(money.id, "The payer asked", AGENT).place is Place.RETURNED
    assert [entry.type for entry in desk.entries(SUSPENSE)] == [EntryType.PAYMENT_UNALLOCATED, EntryType.REFUND]
    assert refusal(lambda: desk.receipts.allocate(money.id, CUSTOMER, None, AGENT)) is Code.WRONG_STATE
    desk.hold()


def test_two_who_deal_with_the_same_money_do_it_once(desk: Desk) -> None:
    money = desk.money()
    desk.receipts.keep(money, AGENT)
    desk.clock.instant += timedelta(minutes=1)
    desk.receipts.allocate(money.id, CUSTOMER, "ACC-2", AGENT)
    assert refusal(lambda: desk.receipts.send_back(money.id, "Too late", AGENT)) is Code.WRONG_STATE
    assert [m.place for m in desk.store.items.values() if isinstance(m, Unallocated)] == [Place.ALLOCATED]


def test_a_reference_suggests_whose_money_it_is(desk: Desk) -> None:
    desk.store.commit(Changes(Put(AccountLookup(account_number="ACC-2", customer_key=CUSTOMER))))
    payment = desk.record()
    assert [(match.customer.customer_id, match.account_number) for match in desk.receipts.matches(" ACC-2 ")] == [
        ("C-1001", "ACC-2")
    ]
    assert [match.customer.customer_id for match in desk.receipts.matches(payment.reference.lower())] == ["C-1001"]
    assert desk.receipts.matches("NOBODY") == []
