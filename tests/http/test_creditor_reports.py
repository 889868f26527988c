"""Reports of payments to the creditor: every movement of money in one of them, and an import afterwards that knows it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.cashbook import reporting
from chalicelib.payments.model import Payment
from chalicelib.records.model import Customer
from tests.http.test_cashbook import paid, refunded
from tests.support import invariants
from tests.support.debtors import BAKERY, SIAN
from tests.support.files import dataset, person
from tests.support.snapshots import objects, take_bodies
from tests.support.world import World


def reported(here: World, key: str = "") -> Any:
    """A report, once it is made."""
    made = here.agent("admin").post("/payments/reports", {}, key)
    assert made.status == 202, made.body
    here.pump()
    return here.agent("viewer").get(f"/payments/reports/{made.json['id']}").json


def rows(report: Any) -> list[tuple[str, str, str, str]]:
    text = objects("exports")[f"payments/reports/{report['id']}.csv"].decode("utf-8-sig")
    found = csv.DictReader(io.StringIO(text))
    return [(row["CustomerID"], row["AccountNumber"], row["Type"], row["Amount"]) for row in found]


@pytest.mark.feature("R10", "R11")
def test_every_movement_is_reported_once_and_a_report_made_twice_is_one(here: World) -> None:
    first = paid(here, SIAN, "ACC-1", 2_500)
    paid(here, BAKERY, "ACC-4", 4_000)
    refunded(here, SIAN, first, 500)

    report = reported(here, "6f1c2d9e-0000-4000-8000-00000000000d")
    again = reported(here, "6f1c2d9e-0000-4000-8000-00000000000d")

    assert again == report
    assert sorted(rows(report)) == [
        ("C-1001", "ACC-1", "PAYMENT", "25.00"),
        ("C-1001", "ACC-1", "REFUND", "-5.00"),
        ("C-1003", "ACC-4", "PAYMENT", "40.00"),
    ]
    assert (report["state"], report["counted"], report["in_pence"], report["out_pence"]) == ("READY", 3, 6_500, -500)
    assert all(moved.report_id == report["id"] for payment in here.entities().all(Payment) for moved in payment.movements)
    invariants.hold(invariants.AT_REST, here.entities())


@pytest.mark.feature("R11")
def test_the_next_report_holds_only_what_came_since(here: World) -> None:
    payment = paid(here, SIAN, "ACC-1", 2_500)
    first = reported(here)
    here.wait(minutes=5)
    refunded(here, SIAN, payment, 1_000)
    here.wait(minutes=5)
    second, third = reported(here), reported(here)

    assert rows(first) == [("C-1001", "ACC-1", "PAYMENT", "25.00")]
    assert rows(second) == [("C-1001", "ACC-1", "REFUND", "-10.00")]
    assert (rows(third), third["state"]) == ([], "READY")
    listed = here.agent("viewer").get("/payments/reports").json["items"]
    assert {report["id"] for report in listed} == {first["id"], second["id"], third["id"]}


@pytest.mark.feature("R11")
def test_a_report_that_died_half_way_is_finished_by_its_next_delivery(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for pence in (100, 200, 300):
        paid(here, SIAN, "ACC-1", pence)
        here.wait(minutes=1)
    monkeypatch.setattr(reporting, "AT_ONCE", 1)
    made = here.agent("admin").post("/payments/reports", {}).json
    [message] = take_bodies("exports")
    desk = wiring.cashbook()._desk
    reporting.build_report(desk, json.loads(message)["creditor_report"], takes=1)
    take_bodies("exports")

    assert here.agent().get(f"/payments/reports/{made['id']}").json["counted"] == 1
    here.deliver("exports", message)
    here.deliver("exports", message)

    done = here.agent().get(f"/payments/reports/{made['id']}").json
    assert (done["state"], done["rows"], done["in_pence"]) == ("READY", 3, 600)
    assert len(rows(done)) == 3


@pytest.mark.feature("R11")
def test_the_file_of_a_report_is_for_leads_and_its_download_is_told(here: World) -> None:
    paid(here, SIAN, "ACC-1", 2_500)
    report = reported(here)

    assert here.agent().get(f"/payments/reports/{report['id']}/files/report").status == 403
    assert here.agent("admin").get(f"/payments/reports/{report['id']}/files/report").status == 200
    assert here.agent().post("/payments/reports", {}).status == 403


class Imported:
    """Somebody of a file who owes 100.00, has paid 30.00 of it, and of whose payment the creditor was told."""

    def __init__(self, here: World, *, told: bool = True) -> None:
        self._here = here
        here.take_in("first.csv", dataset(person("C-9001", "IMP-1", "100.00")))
        here.wait(days=1)
        paid(here, self.customer, "IMP-1", 3_000)
        if told:
            reported(here)
        here.wait(days=1)

    @property
    def customer(self) -> Customer:
        return self._here.customer("C-9001")

    def owes_after(self, balance: str, **cells: str) -> int:
        self._here.take_in(f"{balance}.csv", dataset(person("C-9001", "IMP-1", balance, **cells)))
        return self.customer.owed


@pytest.mark.feature("R11")
@pytest.mark.parametrize(
    ("balance", "owed"),
    [("70.00", 7_000), ("100.00", 7_000), ("75.00", 7_500), ("60.00", 6_000)],
    ids=["reflects it", "repeats itself", "reflects it and adds 5.00", "reflects it and takes 10.00 off"],
)
def test_a_file_after_the_report_is_compared_with_what_the_creditor_was_told(here: World, balance: str, owed: int) -> None:
    assert Imported(here).owes_after(balance) == owed


@pytest.mark.feature("R11")
def test_a_balance_from_before_the_report_does_not_know_it(here: World) -> None:
    """5.00 were added that day, and the 30.00 are still paid."""
    assert Imported(here).owes_after("105.00", BalanceAsOf="2026-11-21") == 7_500


@pytest.mark.feature("R11")
def test_the_word_after_next_is_not_told_the_same_payment_twice(here: World) -> None:
    debtor = Imported(here)
    assert debtor.owes_after("70.00") == 7_000
    here.wait(days=1)
    assert debtor.owes_after("65.00") == 6_500
