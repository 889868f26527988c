"""What the creditor's next file means for an invoice that was put off, and for its fee."""

from __future__ import annotations

import pytest

from chalicelib.core.ids import ulid
from chalicelib.imports.exporting import cells_of
from chalicelib.payments.manual import Received, ReceivedBy
from chalicelib.payments.receiving import Receipts
from chalicelib.prolongation.model import Place
from chalicelib.prolongation.service import Prolongations
from chalicelib.settings.model import Settings
from tests.support import invariants
from tests.support.importing import AGENT, Importing, aoife
from tests.support.prolonging import FEES

INVOICE = Place("A-1", "A-1-1")


def put_off(world: Importing) -> None:
    """By 14 days, for 2.50: 100.00 that were due a year ago are due on 16 March 2026."""
    world.drop_rows(aoife())
    room = Prolongations(world.store, world.clock, lambda: Settings.model_validate(FEES))
    key = world.customer().customer_key
    room.prolong(key, INVOICE, 14, room.offers(key, INVOICE).offers[1].token, AGENT, "command-1")


def due(world: Importing) -> str:
    return world.customer().accounts["A-1"].claims["A-1-1"].due_date.isoformat()


@pytest.mark.feature("PR4")
@pytest.mark.parametrize("due_date", ["2025-03-01", "2026-03-16"])
def test_a_file_that_repeats_the_old_due_date_or_an_export_of_the_new_one_moves_nothing(due_date: str) -> None:
    world = Importing()
    put_off(world)
    upload = world.drop_rows(aoife(DueDate=due_date, MobilePhone="07700 900999"))
    assert upload.rows.changed == 1
    assert (due(world), world.customer().owed) == ("2026-03-16", 10_250)


@pytest.mark.feature("PR4")
def test_another_due_date_is_news_and_says_that_somebody_had_changed_it() -> None:
    world = Importing()
    put_off(world)
    upload = world.drop_rows(aoife(DueDate="2026-04-01"))
    assert "W_AGENT_EDIT_OVERWRITTEN" in world.codes(upload)
    assert due(world) == "2026-04-01"


@pytest.mark.feature("PR4")
def test_a_new_balance_is_about_the_invoice_and_leaves_the_fee() -> None:
    world = Importing()
    put_off(world)
    world.drop_rows(aoife(Balance="80.00"))
    claims = world.customer().accounts["A-1"].claims
    assert [claims[ref].outstanding.total for ref in ("A-1-1", "A-1-1-F1")] == [8_000, 250]
    world.drop_rows(aoife(Balance="0.00"))
    account = world.customer().accounts["A-1"]
    assert (account.balance.total, account.status) == (250, "ACTIVE")
    invariants.balances_are_the_journal_replayed(invariants.World(world.store.items.values()))


@pytest.mark.feature("PR4")
def test_an_export_still_tells_the_creditors_own_balance_and_the_new_due_date() -> None:
    world = Importing()
    put_off(world)
    customer = world.customer()
    cells = cells_of(customer, customer.accounts["A-1"])
    assert (cells["Balance"], cells["DueDate"], cells["OutstandingBalance"]) == ("100.00", "2026-03-16", "102.50")


@pytest.mark.feature("PR4", "I12")
def test_a_creditor_who_books_a_payment_without_its_fee_gives_nothing_away() -> None:
    world = Importing()
    put_off(world)
    receipts = Receipts(world.store, world.keys, world.clock, Settings)
    now = world.clock.now()
    how = ReceivedBy.BANK_TRANSFER
    money = Received(id=ulid(now), amount=10_250, method=how, received_on=now.date(), reference="A-1")
    receipts.record(world.customer().customer_key, money, "A-1", AGENT)
    upload = world.drop_rows(aoife(Balance="0.00"))
    assert "W_BALANCE_REFLECTS_PAYMENTS" in world.codes(upload)
    assert (world.customer().owed, world.customer().credit) == (0, 0)
