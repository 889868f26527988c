"""Saved ways to pay from the console: charged, disabled until a day or without an end, and enabled again."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.mandates.model import Mandate
from chalicelib.payments.model import Payment, Status
from tests.support.debtors import SIAN
from tests.support.http import Answer
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-00000000003"


@pytest.fixture
def mandate(here: World) -> Mandate:
    """A card that Siân saved, of which 50.00 may be taken at a time."""
    browser = here.signed_in(SIAN)
    browser.get("/ways-to-pay")
    browser.submit(method="CARD", most="50")
    browser.submit()
    browser.submit(outcome="card")
    here.deliver_webhooks()
    [mandate] = here.entities().all(Mandate)
    return mandate


def command(here: World, mandate: Mandate, what: str, key: str, **body: Any) -> Answer:
    [now] = here.entities().all(Mandate)
    path = f"/customers/{mandate.customer_key}/mandates/{mandate.id}/{what}"
    return here.agent().post(path, {"version": now.version, **body}, f"{KEY}{key}")


def wish(here: World, mandate: Mandate, pence: int) -> dict[str, Any]:
    seen = here.agent().post(f"/customers/{mandate.customer_key}/charges/preview", {"account": "ACC-1"}).json
    return {
        "account": "ACC-1",
        "mandate_id": mandate.id,
        "payment_id": seen["payment_id"],
        "amount_pence": pence,
        "shown_pence": seen["chargeable_pence"],
    }


def charge(here: World, mandate: Mandate, asked: dict[str, Any], key: str = "a") -> Answer:
    return here.agent().post(f"/customers/{mandate.customer_key}/charges", asked, f"{KEY}{key}")


@pytest.mark.feature("CH1", "CH2", "CH3", "CH4")
def test_a_card_is_charged_once_within_what_was_agreed_to(here: World, mandate: Mandate) -> None:
    asked = wish(here, mandate, 3_000)
    first, again = charge(here, mandate, asked), charge(here, mandate, asked)
    assert (first.status, first.json["status"], again.json["payment_id"]) == (201, "SETTLED", first.json["payment_id"])
    assert [p.status for p in here.entities().all(Payment)] == [Status.SETTLED]
    stale = charge(here, mandate, wish(here, mandate, 1_000) | {"shown_pence": 7_000}, "b")
    assert (stale.status, stale.code) == (409, "STALE")
    assert "£40.00" in stale.json["error"]["message"]
    little = charge(here, mandate, wish(here, mandate, 20), "c")
    assert (little.status, little.code) == (400, "AMOUNT_TOO_SMALL")
    assert "£0.30" in little.json["error"]["message"]
    beyond = charge(here, mandate, wish(here, mandate, 4_000) | {"consent": {"agreed": True, "most_pence": 3_999}}, "d")
    assert (beyond.status, beyond.code) == (400, "INVALID")
    assert here.customer("C-1001").accounts["ACC-1"].balance.total == 4_000


@pytest.mark.feature("DM1", "DM2", "DM3")
def test_it_is_disabled_until_a_day_and_enabled_by_itself_on_it(here: World, mandate: Mandate) -> None:
    until = "2026-11-27"
    disabled = command(here, mandate, "disable", "e", until=until)
    assert (disabled.status, disabled.json["status"], disabled.json["disabled_until"]) == (200, "DISABLED_UNTIL", until)
    refused = charge(here, mandate, wish(here, mandate, 1_000))
    assert (refused.status, refused.code) == (409, "WRONG_STATE")
    here.wait(days=7)
    here.sweep("mandate_sweep")
    [listed] = here.agent().get(f"/customers/{mandate.customer_key}/mandates").json["items"]
    assert (listed["status"], listed["disabled_until"]) == ("ACTIVE", None)


@pytest.mark.feature("DM1", "DM2")
def test_it_is_disabled_without_an_end_until_somebody_enables_it(here: World, mandate: Mandate) -> None:
    assert command(here, mandate, "disable", "f", indefinitely=True).json["status"] == "DISABLED"
    here.wait(days=40)
    here.sweep("mandate_sweep")
    assert here.entities().all(Mandate)[0].status == "DISABLED"
    assert command(here, mandate, "enable", "g").json["status"] == "ACTIVE"
    assert command(here, mandate, "enable", "h").status == 409


@pytest.mark.feature("DM2")
@pytest.mark.parametrize(
    "body", [{}, {"until": "2026-11-27", "indefinitely": True}, {"until": "2026-11-20"}, {"until": "yesterday"}]
)
def test_both_a_day_and_no_end_or_neither_or_no_day_to_come_is_refused(
    here: World, mandate: Mandate, body: dict[str, Any]
) -> None:
    refused = command(here, mandate, "disable", "i", **body)
    assert (refused.status, refused.code) == (400, "INVALID")
    assert here.entities().all(Mandate)[0].status == "ACTIVE"
