"""Statements: by the days on which money counts, one ending where the next begins."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.ledger.model import Context, EntryType, LedgerAccount
from chalicelib.ledger.rules import charge, clear, credit
from chalicelib.ledger.statement import statement
from chalicelib.ledger.viewing import owed_on
from chalicelib.records.accounts import Parts
from tests.rooms.ledger.test_viewing import CARD, LOAN, Book

A = LedgerAccount
FIRST = date(2026, 5, 1)
DAYS = st.integers(0, 9).map(lambda days: FIRST + timedelta(days=days))


def opened() -> Book:
    """100.00 on each of two accounts, on the first of May."""
    opening = Parts(principal=10_000)
    both = [*charge(*CARD, opening, A.PORTFOLIO_OPENING), *charge(*LOAN, opening, A.PORTFOLIO_OPENING)]
    return Book().add(EntryType.OPENING, both, FIRST.isoformat())


def paid(book: Book, place: tuple[str, str], day: date, pence: int = 100) -> Book:
    return book.add(
        EntryType.PAYMENT, list(clear(*place, Parts(principal=pence), A.CASH_CLEARING_CARD)), day.isoformat(), Context.PORTAL
    )


@given(st.lists(st.tuples(st.sampled_from((CARD, LOAN)), DAYS), max_size=6), st.sampled_from((None, "ACC-1", "ACC-2")), DAYS)
@settings(max_examples=25)
def test_statements_join_and_agree_with_what_was_owed(
    payments: list[tuple[tuple[str, str], date]], account: str | None, day: date
) -> None:
    book = opened()
    for place, when in payments:
        paid(book, place, when)
    whole = statement(book.window, FIRST, FIRST + timedelta(days=20), account)
    early, late = (
        statement(book.window, FIRST, day, account),
        statement(book.window, day + timedelta(days=1), whole.last, account),
    )
    assert early.closing == late.opening == owed_on(book.window, day, account).total
    assert [moved.change for moved in (*early.movements, *late.movements)] == [moved.change for moved in whole.movements]
    assert whole.opening + sum(moved.change for moved in whole.movements) == whole.closing
    assert whole.closing == sum(pence for _, pence in whole.accounts)


def test_one_payment_of_an_account_is_one_movement_and_what_is_left_over_another() -> None:
    spread = [
        *clear(*CARD, Parts(principal=4_000), A.CASH_CLEARING_CARD),
        *clear(*CARD, Parts(principal=1_000), A.CASH_CLEARING_CARD),
    ]
    book = opened().add(EntryType.PAYMENT, [*spread, credit(50, A.CASH_CLEARING_CARD)], "2026-05-03", Context.PORTAL)
    found = statement(book.window, date(2026, 5, 2), date(2026, 5, 31))
    assert [(moved.account_number, moved.change, moved.held, moved.balance) for moved in found.movements] == [
        ("ACC-1", -5_000, 0, 15_000),
        (None, 0, 50, 15_000),
    ]
    assert [moved.change for moved in statement(book.window, FIRST, date(2026, 5, 31), "ACC-1").movements] == [10_000, -5_000]
