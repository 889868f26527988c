"""Payment plans at the console: restructured, moved by the server's own figures, listed for one customer."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.mandates.model import Mandate
from chalicelib.messaging.model import Message, Text
from chalicelib.records.model import Customer
from tests.support.debtors import MOHAMMED, SIAN
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-00000000000"
ALL_IN_ONE = {"frequency": "MONTHLY", "start": "2026-12-01", "instalments": 4}


@pytest.fixture
def path(here: World) -> str:
    """Where Siân's plans are: all she owes, 110.00, in four months."""
    path = f"/customers/{here.key('C-1001')}"
    token = here.agent().post(f"{path}/restructure/simulation", ALL_IN_ONE).json["token"]
    assert here.agent().post(f"{path}/restructure", ALL_IN_ONE | {"token": token}, f"{KEY}a").status == 200
    return f"{path}/plans"


def plan(here: World, path: str) -> dict[str, Any]:
    [found] = here.agent("viewer").get(path).json["plans"]
    return found  # type: ignore[no-any-return]


@pytest.mark.feature("P5", "RS6")
def test_an_instalment_is_delayed_and_one_skipped_within_what_the_server_offers(here: World, path: str) -> None:
    shown = plan(here, path)
    first = {"number": 1, "due": "2026-12-01", "amount": 2_750, "delay_until": "2026-12-15", "skip_to": "2027-04-01"}
    assert shown["movable"] == first
    moves, agent = f"{path}/{shown['id']}/moves", here.agent()
    late = {"move": "DELAY", "until": "2026-12-16", "version": shown["version"]}
    assert agent.post(moves, late, f"{KEY}b").json["error"]["field"] == "until"
    delayed = agent.post(moves, late | {"until": "2026-12-15"}, f"{KEY}c").json
    assert delayed["movable"] == first | {"due": "2026-12-15", "delay_until": None}
    skip = {"move": "SKIP", "version": shown["version"]}
    assert agent.post(moves, skip, f"{KEY}d").json["error"]["code"] == "STALE"
    skipped = agent.post(moves, skip | {"version": delayed["version"]}, f"{KEY}d").json
    assert [line["due"] for line in skipped["schedule"]] == ["2026-12-15", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]
    assert skipped["movable"] == {"number": 2, "due": "2027-01-01", "amount": 2_750, "delay_until": None, "skip_to": None}
    assert plan(here, path) == skipped


@pytest.mark.feature("P5", "DM1")
def test_an_agent_changes_how_a_plan_is_paid_within_what_the_customer_agreed_to(here: World, path: str) -> None:
    small, large, others = saved(here, SIAN, "20"), saved(here, SIAN, "50"), saved(here, MOHAMMED, "50")
    before, agent = plan(here, path), here.agent()
    moves, ask = f"{path}/{before['id']}/moves", {"move": "WAY", "version": before["version"]}
    too_small = agent.post(moves, ask | {"mandate_id": small}, f"{KEY}b")
    assert (too_small.code, too_small.json["error"]["field"]) == ("INVALID", "pay_by")
    assert "more than was agreed" in too_small.json["error"]["message"]
    for foreign in (others, "x", "01JD0000000000000000000001"):
        assert agent.post(moves, ask | {"mandate_id": foreign}, f"{KEY}c").json["error"]["field"] == "pay_by"
    assert agent.post(moves, ask, f"{KEY}d").code == "WRONG_STATE"
    after = agent.post(moves, ask | {"mandate_id": large}, f"{KEY}e").json
    assert (after["pay_by"], after["mandate_id"], after["schedule"]) == ("CARD", large, before["schedule"])
    assert agent.post(moves, ask | {"mandate_id": large}, f"{KEY}e").json == after
    assert agent.post(moves, ask, f"{KEY}f").code == "STALE"
    [told] = [message for message in here.entities().all(Message) if message.text is Text.PLAN_PAID_OTHERWISE]
    assert told.values["way"] == "from your saved card"


def saved(here: World, customer: Customer, pounds: str) -> str:
    """The id of a card that a customer saves for charges of so much at most."""
    known, browser = {mandate.id for mandate in here.entities().all(Mandate)}, here.signed_in(customer)
    browser.get("/ways-to-pay")
    browser.submit(method="CARD", most=pounds)
    browser.submit()
    browser.submit(outcome="card")
    here.deliver_webhooks()
    [made] = {mandate.id for mandate in here.entities().all(Mandate)} - known
    return made


@pytest.mark.feature("P1", "P2")
def test_the_panel_and_its_file_are_of_one_customer_where_one_is_chosen(here: World, path: str) -> None:
    chosen, agent = here.key("C-1001"), here.agent()
    [row] = agent.get(f"/plans?customer={chosen}").json["items"]
    assert (row["customer_id"], row["total"], row["instalments"]) == ("C-1001", 11_000, 4)
    assert agent.post("/plans/download", {"customer": chosen}).json["items"] == [row]
    other = here.key("C-1002")
    assert agent.get(f"/plans?customer={other}").json["items"] == []
    assert agent.post("/plans/download", {"customer": other}).json["items"] == []
