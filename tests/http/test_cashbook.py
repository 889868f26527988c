"""The payments of all customers at the console: listed newest first, summed by a job, taken as a file under audit."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.activities.model import Activity
from chalicelib.cashbook.service import Cashbook
from chalicelib.core.actor import Actor
from chalicelib.core.ids import ulid
from chalicelib.payments.refunding import RefundAsk
from chalicelib.records.model import Customer
from tests.support.debtors import BAKERY, MOHAMMED, SIAN
from tests.support.snapshots import objects
from tests.support.world import World

AGENT = Actor.system("test")


def paid(here: World, customer: Customer, number: str, pence: int, outcome: str = "pay") -> str:
    """The id of a payment that was made on the bank's page, and that we were told of."""
    payment_id, key = ulid(here.clock.now()), here.key(customer.customer_id)
    started = wiring.payments().start(key, number, pence, payment_id, Actor.customer(key))
    bank = here.browser()
    bank.get(started.url.removeprefix("https://pay.example.com"))
    bank.submit(outcome=outcome)
    here.deliver_webhooks()
    return payment_id


def refunded(here: World, customer: Customer, payment_id: str, pence: int) -> None:
    key = here.key(customer.customer_id)
    payment = wiring.payments().get(key, payment_id)
    assert payment is not None
    ask = RefundAsk(ulid(here.clock.now()), pence, "Paid twice", payment.refundable)
    wiring.payments().refund(key, payment_id, ask, AGENT)
    here.deliver_webhooks()


def search(here: World, **ask: Any) -> Any:
    return here.agent("viewer").post("/payments/search", ask).json


def figures(rows: Any) -> list[tuple[str, str, str, int, str]]:
    return [(r["customer_id"], r["account_number"], r["type"], r["amount_pence"], r["status"]) for r in rows["items"]]


def listed(here: World, **ask: Any) -> Any:
    """A listing, once it is made."""
    made = here.agent().post("/payments/listings", ask)
    assert made.status == 202, made.body
    here.pump()
    return here.agent("viewer").get(f"/payments/listings/{made.json['id']}").json


@pytest.mark.feature("R10")
def test_payments_of_everybody_are_listed_newest_first_and_money_that_went_back_is_below_zero(here: World) -> None:
    first = paid(here, SIAN, "ACC-1", 2_500)
    here.wait(minutes=1)
    paid(here, MOHAMMED, "ACC-3", 1_000, outcome="decline")
    here.wait(minutes=1)
    refunded(here, SIAN, first, 500)

    rows = search(here)

    assert figures(rows) == [
        ("C-1002", "ACC-3", "PAYMENT", 1_000, "FAILED"),
        ("C-1001", "ACC-1", "PAYMENT", 2_500, "PART_REFUNDED"),
        ("C-1001", "ACC-1", "REFUND", -500, "PART_REFUNDED"),
    ]
    assert [row["has_moved"] for row in rows["items"]] == [False, True, True]
    assert (rows["items"][1]["name"], rows["items"][1]["method"], rows["items"][1]["channel"]) == (
        "Siân O'Neill-Smith",
        "CARD",
        "PORTAL",
    )


@pytest.mark.feature("R10")
def test_filters_leave_what_they_say_by_the_days_of_london(here: World) -> None:
    paid(here, SIAN, "ACC-1", 2_500)
    here.wait(hours=11, minutes=59)
    paid(here, BAKERY, "ACC-4", 3_000)
    here.wait(minutes=2)
    paid(here, SIAN, "ACC-2", 700, outcome="decline")

    on_the_day = search(here, filters={"from_day": "2026-11-20", "to_day": "2026-11-20"})
    the_next = search(here, filters={"from_day": "2026-11-21"})

    assert [row[3] for row in figures(on_the_day)] == [3_000, 2_500]
    assert [row[3] for row in figures(the_next)] == [700]
    assert [row[3] for row in figures(search(here, filters={"statuses": ["FAILED"]}))] == [700]
    assert [row[3] for row in figures(search(here, filters={"account": "ACC-4"}))] == [3_000]
    assert figures(search(here, filters={"account": "ACC-99"})) == []
    assert figures(search(here, filters={"methods": ["BACS"]})) == []


@pytest.mark.feature("R10")
def test_a_page_goes_back_over_months_without_payments_and_comes_to_an_end(here: World) -> None:
    paid(here, SIAN, "ACC-1", 2_500)
    here.wait(days=100)
    paid(here, SIAN, "ACC-2", 300)

    rows = search(here)

    assert [row[3] for row in figures(rows)] == [300, 2_500]
    rest = search(here, after=rows["after"]) if rows["after"] else {"items": [], "after": None}
    assert (rest["items"], rest["after"]) == ([], None)


@pytest.mark.feature("R10")
def test_totals_are_a_job_that_sums_only_money_that_moved(here: World) -> None:
    first = paid(here, SIAN, "ACC-1", 2_500)
    paid(here, MOHAMMED, "ACC-3", 1_000, outcome="decline")
    paid(here, BAKERY, "ACC-4", 4_000)
    refunded(here, SIAN, first, 2_500)

    totals = listed(here)

    assert totals["state"] == "READY"
    assert (totals["in_pence"], totals["out_pence"], totals["payments"], totals["rows"]) == (6_500, -2_500, 3, 4)
    assert totals["by_status"] == {"FAILED": 1, "REFUNDED": 1, "SETTLED": 1}
    assert here.agent().get("/payments/listings").json["items"] == []


@pytest.mark.feature("R11")
def test_a_file_holds_all_filtered_rows_guarded_and_is_told_with_its_rows_and_its_purpose(here: World) -> None:
    for pence in (100, 200, 300):
        paid(here, SIAN, "ACC-1", pence)
        here.wait(minutes=1)
    paid(here, BAKERY, "ACC-4", 400)
    tricky = here.customer("C-1001").model_copy(update={"last_name": "=cmd|'/c calc'!A1"})
    wiring.store().put_all([tricky])

    refused = here.agent().post("/payments/listings", {"has_file": True})
    made = listed(here, has_file=True, purpose="Month end", filters={"account": "ACC-1"})
    address = here.agent().get(f"/payments/listings/{made['id']}/files/payments")

    assert (refused.status, made["rows"], address.status) == (400, 3, 200)
    text = objects("exports")[f"payments/{made['id']}/payments.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["AccountNumber"], row["Amount"], row["Type"]) for row in rows] == [
        ("ACC-1", "3.00", "PAYMENT"),
        ("ACC-1", "2.00", "PAYMENT"),
        ("ACC-1", "1.00", "PAYMENT"),
    ]
    assert all(not row["Name"].startswith("=") for row in rows)
    told = [a.after for a in here.entities().all(Activity) if a.event == "file.downloaded"]
    assert told == [{"file": "payments", "purpose": "Month end", "rows": "3"}]
    assert here.agent("viewer").get(f"/payments/listings/{made['id']}/files/payments").status == 403


@pytest.mark.feature("R10", "R11")
def test_a_long_list_is_worked_on_in_stretches_and_nothing_is_counted_twice(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        paid(here, SIAN, "ACC-1", 100)
        here.wait(minutes=1)
    few = Cashbook(
        wiring.store(), wiring.objects(), wiring.queues(), wiring.keys(), here.clock, wiring.load_settings, "", stretch_payments=2
    )
    monkeypatch.setattr(wiring, "cashbook", lambda: few)

    made = listed(here, has_file=True, purpose="Audit")

    assert (made["looked_at"], made["payments"], made["rows"], made["in_pence"]) == (5, 5, 5, 500)


@pytest.mark.feature("R10")
def test_a_payment_of_two_accounts_is_a_row_for_each(here: World) -> None:
    key = here.key("C-1001")
    wiring.payments().start_several(key, {"ACC-1": 100, "ACC-2": 250}, ulid(here.clock.now()), Actor.customer(key))

    assert {row[1:4] for row in figures(search(here))} == {("ACC-1", "PAYMENT", 100), ("ACC-2", "PAYMENT", 250)}
