"""An agent puts an invoice off at the console, and the portal says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.messaging.model import Message, Text
from chalicelib.settings.model import SettingsValues
from tests.http.test_cashbook import paid
from tests.http.test_creditor_reports import reported, rows
from tests.support.debtors import SIAN
from tests.support.world import World

INVOICE = {"account_number": "ACC-1", "claim": "ACC-1-1"}


@pytest.fixture(autouse=True)
def settings_are_read_anew() -> Iterator[None]:
    yield
    wiring.settings.cache_clear()


def costing(here: World) -> None:
    values = SettingsValues(prolongation_fee_permitted=True, prolongation_fee_14_days=250)
    assert here.agent("admin").post("/settings", {"version": 0, "settings": values.model_dump(mode="json")}).status == 200
    wiring.settings.cache_clear()


def claims(here: World) -> list[dict[str, Any]]:
    account = here.agent().get(f"/customers/{here.key('C-1001')}").json["accounts"][0]
    found: list[dict[str, Any]] = account["claims"]
    return found


@pytest.mark.feature("PR1", "PR2", "PR3", "PR4")
def test_an_agent_puts_an_invoice_off_and_back(here: World) -> None:
    costing(here)
    agent, path = here.agent(), f"/customers/{here.key('C-1001')}/prolongations"
    preview = agent.post(f"{path}/preview", INVOICE).json
    offer = preview["offers"][1]
    assert (offer["days"], offer["fee_pence"], offer["due_date"], offer["prolonged_days"]) == (14, 250, "2026-12-04", 14)
    done = agent.post(path, {**INVOICE, "days": 14, "token": offer["token"]})
    assert (done.status, done.json["due_after"], done.json["fee_claim"]) == (201, "2026-12-04", "ACC-1-1-F1")
    invoice, fee = claims(here)
    assert (invoice["due_date"], invoice["prolonged_days"], invoice["undoable"]) == ("2026-12-04", 14, done.json["id"])
    assert (fee["kind"], fee["defers"], fee["balance_pence"]) == ("FEE", "ACC-1-1", 250)
    assert invoice["deferred_by"] == [fee["reference"]]
    browser = here.signed_in(SIAN)
    assert "£72.50" in browser.text
    [told] = here.entities().all(Message)
    assert (told.text, told.values["day"], told.values["fee"]) == (Text.MORE_TIME_FOR_A_FEE, "4 December 2026", "£2.50")
    assert agent.post(f"{path}/{done.json['id']}/undo", {}).json["undone"] is True
    invoice, fee = claims(here)
    assert (invoice["due_date"], invoice["undoable"], fee["balance_pence"]) == ("2026-03-01", None, 0)
    assert invoice["deferred_by"] == []
    assert {message.text for message in here.entities().all(Message)} == {Text.MORE_TIME_FOR_A_FEE, Text.MORE_TIME_UNDONE}


@pytest.mark.feature("PR2")
@pytest.mark.parametrize("days", [0, 8, 365, -7, "14", 14.5, None])
def test_any_other_period_is_refused(here: World, days: object) -> None:
    asked = {**INVOICE, "days": days, "token": "x"}
    refused = here.agent().post(f"/customers/{here.key('C-1001')}/prolongations", asked)
    assert (refused.status, refused.code, refused.json["error"]["field"]) == (400, "INVALID", "days")


@pytest.mark.feature("PR3")
def test_a_fee_that_changed_meanwhile_is_answered_with_the_new_one(here: World) -> None:
    agent, path = here.agent(), f"/customers/{here.key('C-1001')}/prolongations"
    token = agent.post(f"{path}/preview", INVOICE).json["offers"][1]["token"]
    costing(here)
    refused = agent.post(path, {**INVOICE, "days": 14, "token": token})
    assert (refused.status, refused.code) == (409, "STALE")
    assert "4 December 2026 costs £2.50 now" in refused.json["error"]["message"]


@pytest.mark.feature("PR4", "R11")
def test_the_creditor_is_told_of_a_fee_on_a_line_of_its_own(here: World) -> None:
    costing(here)
    path = f"/customers/{here.key('C-1001')}/prolongations"
    token = here.agent().post(f"{path}/preview", INVOICE).json["offers"][1]["token"]
    assert here.agent().post(path, {**INVOICE, "days": 14, "token": token}).status == 201
    paid(here, SIAN, "ACC-1", 7_250)
    report = reported(here)
    assert sorted(rows(report)) == [("C-1001", "ACC-1", "FEE", "2.50"), ("C-1001", "ACC-1", "PAYMENT", "70.00")]
    assert report["in_pence"] == 7_250
