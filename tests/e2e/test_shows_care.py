"""What a breathing-space column in a file does, everywhere at once: the campaign, the portal, the messages, the console."""

from __future__ import annotations

import csv
import io
import urllib.request
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import console, portal
from tests.e2e.records import Account, Debtor, dataset
from tests.e2e.stage import BUILD_SECONDS, STAFF, Stage
from tools.console_api import Refused

pytestmark = pytest.mark.xdist_group("e2e")

MARNIE = Debtor("E-160", "Marnie", "Vale", (Account("ACC-160", "210.00"),))
NEIGHBOUR = Debtor("E-161", "Noor", "Vale", (Account("ACC-161", "95.00"),))
WHY = "This customer is in breathing space."


def in_breathing_space(debtor: Debtor) -> Debtor:
    began = date.today() - timedelta(days=5)  # noqa: DTZ011  # the file says a day, whatever the hour is
    columns = {
        "BreathingSpaceType": "STANDARD",
        "BreathingSpaceStart": began.isoformat(),
        "BreathingSpaceEnd": (began + timedelta(days=60)).isoformat(),
    }
    return replace(debtor, more=columns)


def campaign(stage: Stage, upload_id: str, kind: str) -> list[dict[str, str]]:
    """One file of a new campaign of the upload."""
    api = stage.api("agent")
    asked = api.post(f"/api/uploads/{upload_id}/campaign", {})
    api.until(f"/api/campaigns/{asked['id']}", lambda made: made["state"] == "READY", seconds=BUILD_SECONDS)
    with urllib.request.urlopen(api.get(f"/api/campaigns/{asked['id']}/files/{kind}")["url"], timeout=30) as file:
        return list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def upload(links: dict[str, str], stage: Stage) -> Any:
    """Two people come in; then a file puts one of them into breathing space."""
    first = stage.imported("vales.csv", dataset([MARNIE, NEIGHBOUR]))
    links |= stage.links(first["id"])
    second = stage.imported("vales-space.csv", dataset([in_breathing_space(MARNIE), replace(NEIGHBOUR, postcode="LS2 7EW")]))
    assert (second["state"], second["rows"]["rejected"]) == ("COMPLETED", 0)
    return second


@pytest.mark.feature("I16", "R9")
def test_the_campaign_leaves_the_customer_out_and_says_why(upload: Any, stage: Stage) -> None:
    assert [row["CustomerID"] for row in campaign(stage, upload["id"], "campaign")] == [NEIGHBOUR.customer_id]
    excluded = campaign(stage, upload["id"], "exclusions")
    assert [(row["CustomerID"], row["Reason"]) for row in excluded] == [(MARNIE.customer_id, "BREATHING_SPACE")]


@pytest.mark.feature("V13")
def test_the_portal_asks_for_nothing_and_still_takes_what_is_offered(phone: Page, upload: Any, links: dict[str, str]) -> None:
    portal.enter(phone, links[MARNIE.customer_id], MARNIE)
    expect(phone.get_by_role("main")).to_contain_text("You do not need to pay anything now")
    expect(phone.get_by_role("main")).not_to_contain_text("You owe")


@pytest.mark.feature("V5")
def test_a_message_that_chases_is_not_sent(upload: Any, stage: Stage) -> None:
    key = stage.customer(MARNIE.customer_id)["customer"]["customer_key"]
    ask = {"text": "link", "channel": "SMS"}
    preview = stage.api("agent").post(f"/api/customers/{key}/messages/preview", ask)
    assert not preview["allowed"]
    assert WHY in preview["why_not"]
    with pytest.raises(Refused, match=WHY):
        stage.api("agent").post(f"/api/customers/{key}/messages", ask)
    assert stage.api("agent").get(f"/api/customers/{key}/messages")["items"] == []


@pytest.mark.feature("V7", "V12")
def test_the_console_says_why(desk: Page, upload: Any, stage: Stage) -> None:
    console.sign_in(desk, stage.url, STAFF["agent"])
    console.open_customer(desk, MARNIE.customer_id, MARNIE.name)
    expect(desk.get_by_role("main")).to_contain_text("Holds stand on this customer")
    desk.get_by_role("button", name="Send link").click()
    dialog = desk.get_by_role("dialog", name="Send the personal link")
    expect(dialog).to_contain_text(WHY)
    expect(dialog.get_by_role("button", name="Send link")).to_be_disabled()
    dialog.get_by_role("button", name="Cancel").click()
    desk.get_by_role("link", name="What is allowed, and why not").click()
    expect(console.rows(desk, "What is allowed now").filter(has_text=WHY).first).to_be_visible()
