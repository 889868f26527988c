"""The journal as people read it: a running balance, filters, orders, and what was owed on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.account_page.journal import JournalAsk, journal_page
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes
from chalicelib.core.errors import Code, Refused
from chalicelib.core.memory import MemoryStore
from chalicelib.ledger.model import Context, EntryType, JournalEntry, LedgerAccount, Memo, Posting
from chalicelib.ledger.rules import applied, charge, clear, credit, fee, post
from chalicelib.ledger.service import Journal
from chalicelib.ledger.viewing import NONE, JournalFilter, Order, Window, lines, ordered, owed_on
from chalicelib.records.accounts import Parts
from chalicelib.records.model import Customer
from tests.support.paying import NOON, account, claim, debtor

A = LedgerAccount
CARD = ("ACC-1", "ACC-1-1")
LOAN = ("ACC-2", "ACC-2-1")


class Book:
    """A customer and the journal that led to what it owes."""

    def __init__(self) -> None:
        self.customer = debtor(
            account("ACC-1", claim("ACC-1-1", "2026-03-01", 0), product_type="CREDIT_CARD"),
            account("ACC-2", claim("ACC-2-1", "2026-03-01", 0), product_type="LOAN"),
        )
        self.entries: list[JournalEntry] = []

    def add(
        self, entry_type: EntryType, postings: list[Posting], day: str, context: Context = Context.IMPORT, **named: object
    ) -> Book:
        self.customer, changes = post(
            applied(self.customer, postings),
            ref=f"entry:{len(self.entries)}",
            entry_type=entry_type,
            context=context,
            postings=postings,
            actor=Actor.system("test"),
            now=NOON + timedelta(hours=len(self.entries)),
            effective=date.fromisoformat(day),
            **named,
        )
        self.entries += [c.entity for c in changes if isinstance(c, Append) and isinstance(c.entity, JournalEntry)]
        return self

    @property
    def window(self) -> Window:
        return Window.of(self.customer, self.entries)


@pytest.fixture
def book() -> Book:
    """Two accounts are opened, a fee is charged, a promise is made, and money for the first comes in two days late."""
    opening = Parts(principal=10_000)
    opened = [*charge(*CARD, opening, A.PORTFOLIO_OPENING), *charge(*LOAN, opening, A.PORTFOLIO_OPENING)]
    paid = [*clear(*CARD, Parts(principal=4_000), A.CASH_CLEARING_CARD), credit(50, A.CASH_CLEARING_CARD)]
    promised = [Memo(amount=1_000, account_number="ACC-1", claim="ACC-1-1")]
    return (
        Book()
        .add(EntryType.OPENING, opened, "2026-05-01")
        .add(EntryType.FEE, fee(*LOAN, 500), "2026-05-04", Context.PROLONGATION)
        .add(EntryType.PROMISE, [], "2026-05-05", Context.PROMISE, memos=promised)
        .add(EntryType.PAYMENT, paid, "2026-05-03", Context.PORTAL, payment_method="CARD", payment_id="P1")
    )


def test_the_balance_runs_line_by_line_for_the_customer_and_for_an_account(book: Book) -> None:
    assert [line.balance_after for line in lines(book.window)] == [10_000, 20_000, 20_500, 20_500, 16_500, 16_500]
    assert [line.balance_after for line in lines(book.window, "ACC-1")] == [10_000, 10_000, 6_000]
    assert lines(book.window)[-1].balance_after == book.customer.owed
    assert lines(book.window, "ACC-2")[-1].balance_after == book.customer.accounts["ACC-2"].balance.total


@pytest.mark.feature("JO2")
@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (JournalFilter(), 6),
        (JournalFilter(claims=frozenset({"ACC-1-1"})), 3),
        (JournalFilter(claims=frozenset({"ACC-1-1", NONE})), 4),
        (JournalFilter(products=frozenset({"LOAN"})), 2),
        (JournalFilter(methods=frozenset({"CARD"})), 2),
        (JournalFilter(methods=frozenset({NONE})), 4),
        (JournalFilter(contexts=frozenset({Context.PROMISE, Context.PORTAL})), 3),
        (JournalFilter(claims=frozenset({"ACC-1-1"}), methods=frozenset({"CARD"})), 1),
        (JournalFilter(products=frozenset({"LOAN"}), contexts=frozenset({Context.PORTAL})), 0),
    ],
)
def test_kinds_of_filter_are_joined_by_and_values_of_one_kind_by_or(book: Book, wanted: JournalFilter, left: int) -> None:
    assert len([line for line in lines(book.window) if wanted.leaves(line)]) == left


@pytest.mark.feature("JO3")
@pytest.mark.parametrize(
    ("order", "sequences"),
    [
        (Order.DATE, [1, 1, 4, 4, 2, 3]),
        (Order.PRODUCT, [4, 1, 3, 4, 1, 2]),
        (Order.CLAIM, [4, 1, 3, 4, 1, 2]),
        (Order.CONTEXT, [1, 1, 4, 4, 2, 3]),
    ],
)
def test_lines_that_are_equal_stay_in_the_order_they_were_posted(book: Book, order: Order, sequences: list[int]) -> None:
    found = lines(book.window)
    assert [line.entry.sequence for line in ordered(found, order, descending=False)] == sequences
    assert [line.entry.sequence for line in ordered(found[::-1], order, descending=True)] == sequences[::-1]


@pytest.mark.parametrize(
    ("day", "owed", "behind"),
    [
        ("2026-04-30", 0, []),
        ("2026-05-01", 20_000, [1, 1]),
        ("2026-05-03", 16_000, [1, 1, 4, 4]),
        ("2026-05-04", 16_500, [1, 1, 2, 4, 4]),
        ("2026-11-20", 16_500, [1, 1, 2, 3, 4, 4]),
    ],
)
def test_what_was_owed_on_a_day_goes_by_when_it_happened_and_not_by_when_it_was_written_down(
    book: Book, day: str, owed: int, behind: list[int]
) -> None:
    found = owed_on(book.window, date.fromisoformat(day))
    assert (found.total, [line.entry.sequence for line in found.lines]) == (owed, behind)
    alone = owed_on(book.window, date.fromisoformat(day), "ACC-2")
    assert [(number, claim) for number, claim, _ in alone.claims] == ([LOAN] if owed else [])


def stored(book: Book) -> MemoryStore:
    store = MemoryStore()
    store.commit(Changes(*(Append(entry) for entry in book.entries)))
    return store


def test_a_journal_longer_than_what_is_read_is_brought_forward_and_never_cut_short(book: Book) -> None:
    found = Journal(stored(book), window=2, page=1).window(book.customer)
    assert [entry.sequence for entry in found.entries] == [3, 4]
    assert [line.balance_after for line in lines(found)] == [line.balance_after for line in lines(book.window)][3:]
    assert [line.balance_after for line in lines(found, "ACC-1")] == [10_000, 6_000]
    today = owed_on(found, date(2026, 11, 20))
    assert (today.total, today.brought_forward) == (16_500, 20_500)
    with pytest.raises(Refused) as refusal:
        owed_on(found, date(2026, 5, 4))
    assert refusal.value.code is Code.TOO_LARGE


def test_nothing_is_read_beyond_the_state_of_the_customer(book: Book) -> None:
    """Somebody posts between the two reads: the balance is that of the customer who was read."""
    before = book.customer
    book.add(EntryType.FEE, fee(*LOAN, 700), "2026-05-06")
    found = Journal(stored(book)).window(before)
    assert lines(found)[-1].balance_after == before.owed


@given(st.lists(st.tuples(st.sampled_from([CARD, LOAN]), st.integers(-3_000, 3_000), st.integers(0, 60)), max_size=12))
def test_the_newest_day_owes_what_the_records_say_and_every_day_what_its_claims_add_up_to(
    moves: list[tuple[tuple[str, str], int, int]],
) -> None:
    book, first = Book(), date(2026, 5, 1)
    for place, wish, days in moves:
        if pence := max(wish, -book.customer.accounts[place[0]].balance.total):
            move = charge if pence > 0 else clear
            postings = move(*place, Parts(principal=abs(pence)), A.PORTFOLIO_OPENING)
            book.add(EntryType.ADJUSTMENT, postings, (first + timedelta(days=days)).isoformat())
    customer: Customer = book.customer
    assert owed_on(book.window, first + timedelta(days=60)).total == customer.owed
    for days in range(0, 61, 7):
        found = owed_on(book.window, first + timedelta(days=days))
        assert found.total == (found.lines[-1].balance_after if found.lines else 0)


def test_pages_stay_where_they_are_when_something_is_posted_meanwhile(book: Book) -> None:
    for number in range(30):
        book.add(EntryType.FEE, fee(*LOAN, 100 + number), "2026-06-01")
    first = journal_page(book.window, JournalAsk(limit=20))
    book.add(EntryType.FEE, fee(*LOAN, 700), "2026-06-02")
    second = journal_page(book.window, JournalAsk(limit=20, after=first.after or ""))
    assert [line.sequence for line in (*first.items, *second.items)] == [*range(34, 4, -1), 3, 2, 4, 4, 1, 1]
    assert second.after is None
