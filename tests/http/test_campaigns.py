"""Campaigns of a segment as the console asks for them: counted, made, downloaded, and found again in the history."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from chalicelib import wiring
from tests.support.debtors import EVERYBODY, crowd
from tests.support.harness import WIRE
from tests.support.snapshots import objects
from tests.support.world import World


def file(campaign: Any, kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(objects("exports")[f"campaigns/{campaign['id']}/{kind}.csv"].decode("utf-8-sig"))))


def asked(here: World, **filters: Any) -> Any:
    """A campaign of these filters, once it is made."""
    made = here.agent().post("/campaigns", {"filters": filters})
    assert made.status == 202
    here.pump()
    return here.agent().get(f"/campaigns/{made.json['id']}").json


@pytest.mark.feature("R8", "R9", "I17", "V16")
def test_a_link_of_a_campaign_of_everybody_opens_that_persons_pages(here: World) -> None:
    campaign = asked(here)

    rows = file(campaign, "campaign")
    assert (campaign["state"], campaign["customers"]) == ("READY", campaign["included"] + campaign["excluded"])
    assert len({row["CustomerID"] for row in rows}) == len(rows) == campaign["included"] > 0
    for row in rows:
        assert row["AccessUrl"].endswith(f"/a/{here.token(row['CustomerID'])}")
    page = here.browser().get(rows[0]["AccessUrl"][rows[0]["AccessUrl"].index("/a/") :])
    assert page.status in (200, 303)


@pytest.mark.feature("R8")
def test_a_count_says_how_many_the_campaign_will_hold(here: World) -> None:
    filters = {"balance_from_pence": 1, "has_mobile": True}
    count = here.agent().post("/campaigns/counts", {"filters": filters})
    assert (count.status, count.json["state"]) == (202, "QUEUED")
    here.pump()

    counted = here.agent().get(f"/campaigns/counts/{count.json['id']}").json
    campaign = asked(here, **filters)

    assert counted["state"] == "READY"
    assert {name: counted[name] for name in ("included", "excluded", "by_reason")} == {
        name: campaign[name] for name in ("included", "excluded", "by_reason")
    }


@pytest.mark.feature("R8")
def test_neither_a_campaign_nor_a_count_looks_at_everybody_while_somebody_waits(here: World) -> None:
    for path in ("/campaigns", "/campaigns/counts"):
        with WIRE.counted() as calls:
            here.agent().post(path, {"filters": {"balance_from_pence": 1}})
        assert not [call for call in calls if "Scan" in str(call)]


@pytest.mark.feature("R8")
def test_nobody_makes_no_file_and_the_campaign_says_why(here: World) -> None:
    campaign = asked(here, tags=["nobody"])

    assert (campaign["files"], campaign["explanation"]) == ([], "No customer was found, so there is no file.")
    refused = here.agent().get(f"/campaigns/{campaign['id']}/files/campaign")
    assert (refused.status, refused.code) == (404, "NOT_FOUND")


@pytest.mark.feature("R8", "I17")
def test_the_history_tells_which_filters_each_campaign_had(here: World) -> None:
    first = asked(here, languages=["cy-GB"])
    here.wait(minutes=1)
    second = asked(here)

    history = here.agent("viewer").get("/campaigns").json

    assert [campaign["id"] for campaign in history["items"]] == [second["id"], first["id"]]
    assert history["items"][1]["segment"]["languages"] == ["cy-GB"]
    assert (history["after"], history["items"][0]["upload_id"]) == (None, None)


@pytest.mark.feature("R8")
@pytest.mark.parametrize(
    "filters",
    [
        {"balance_from_pence": 2, "balance_to_pence": 1},
        {"due_from": "2026-02-01", "due_to": "2026-01-01"},
        {"postcode_areas": ["1"]},
        {"favourite_colour": "red"},
    ],
)
def test_a_segment_that_cannot_be_is_refused_by_its_field(here: World, filters: dict[str, Any]) -> None:
    for path in ("/campaigns", "/campaigns/counts"):
        answer = here.agent().post(path, {"filters": filters})
        assert (answer.status, answer.code) == (400, "INVALID")
        assert answer.json["error"]["field"].startswith("filters")


@pytest.mark.feature("R8")
def test_files_that_are_no_longer_kept_are_not_offered(here: World) -> None:
    made = asked(here)
    here.wait(days=30)

    campaign = here.agent().get(f"/campaigns/{made['id']}").json

    assert (made["files"], campaign["files"]) == (["campaign", "exclusions"], [])
    assert "no longer kept" in campaign["explanation"]
    assert here.agent().get(f"/campaigns/{made['id']}/files/campaign").status == 404


@pytest.mark.feature("R8", "I17")
def test_more_customers_than_one_message_is_for_are_walked_message_by_message(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.fill(crowd(150))
    monkeypatch.setattr(wiring.campaigns(), "_stretch_customers", 1)
    count = here.agent().post("/campaigns/counts", {"filters": {}}).json["id"]
    campaign = asked(here)
    counted = here.agent().get(f"/campaigns/counts/{count}").json
    assert (campaign["state"], counted["state"]) == ("READY", "READY")
    assert campaign["customers"] == counted["included"] + counted["excluded"] == len(EVERYBODY) + 150
    assert len(file(campaign, "campaign")) == campaign["included"]
