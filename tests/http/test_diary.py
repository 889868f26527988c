"""The diary through the app: filtered on the server, paged, and what there is to filter by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Append, Changes
from tests.support.harness import WIRE
from tests.support.world import World

KIM = Actor(ActorType.AGENT, "sub-kim", "Kim Example", Channel.CONSOLE)
SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def key(here: World) -> str:
    """Siân's key, with six lines around a midnight in London in her diary."""
    key = here.key("C-1001")
    for number in range(6):
        actor = KIM if number % 2 else Actor.provider("bank")
        at = SUMMER + timedelta(minutes=10 * number)
        claim = "ACC-1-1" if number % 3 == 0 else None
        told = Diary(actor, at).tell(Event.PAYMENT_SETTLED, f"payment:{number}", stream=key, claim=claim)
        wiring.store().commit(Changes(Append(told)))
    return key


def entities(here: World, key: str, **asked: Any) -> list[str]:
    """What the filters leave, page after page."""
    found, after = [], ""
    while True:
        page = here.agent("viewer").post(f"/customers/{key}/diary", {**asked, "after": after, "limit": 20}).json
        found += [item["entity"].partition(":")[2] for item in page["items"] if item["event"] == "payment.settled"]
        if page["after"] is None:
            return found
        after = page["after"]


@pytest.mark.feature("DI2", "DI3", "DI4", "DI5", "DI6", "DI7")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "543210"),
        ({"newest_first": False}, "012345"),
        ({"first_day": "2026-07-01", "last_day": "2026-07-01"}, "210"),
        ({"first_day": "2026-07-02", "last_day": "2026-07-02"}, "543"),
        ({"first_day": "2026-07-02", "last_day": "2026-07-02", "newest_first": False}, "345"),
        ({"first_day": "2026-07-03", "last_day": "2026-07-01"}, "543210"),
        ({"users": ["sub-kim"]}, "531"),
        ({"users": ["SYSTEM"]}, "420"),
        ({"claims": ["ACC-1-1"]}, "30"),
        ({"no_claim": True}, "5421"),
        ({"claims": ["ACC-1-1"], "users": ["sub-kim"]}, "3"),
        ({"events": ["payment.failed"]}, ""),
        ({"trigger": "MANUAL"}, "531"),
        ({"trigger": "AUTO", "no_claim": True}, "42"),
    ],
)
def test_filters_are_the_server_s(here: World, key: str, asked: dict[str, Any], expected: str) -> None:
    assert "".join(entities(here, key, **asked)) == expected


@pytest.mark.feature("DI4", "DI5", "DI6")
def test_there_is_to_choose_what_there_is(here: World, key: str) -> None:
    choices = here.agent("viewer").get(f"/customers/{key}/diary/choices").json
    assert [user["id"] for user in choices["users"]] == ["CUSTOMER", "SYSTEM", "API", "IMPORT", "sub-kim"]
    assert choices["users"][-1]["name"] == "Kim Example"
    assert choices["claims"] == ["ACC-1-1", "ACC-2-1"]
    assert {"event": "payment.settled", "label": "Payment settled", "group": "PAYMENT"} in choices["events"]


@pytest.mark.feature("DI2")
def test_what_happens_by_itself_and_what_somebody_does_stand_side_by_side(here: World, key: str) -> None:
    page = here.agent("viewer").post(f"/customers/{key}/diary", {}).json
    triggers = {item["actor"]["name"]: item["trigger"] for item in page["items"]}
    assert (triggers["Kim Example"], triggers["bank"]) == ("MANUAL", "AUTO")


def test_taking_the_diary_away_is_told_once_and_without_what_it_says(here: World, key: str) -> None:
    body = {"first_day": "2026-07-01", "users": ["sub-kim"], "no_claim": True, "trigger": "MANUAL"}
    for _ in range(2):
        assert here.agent().post(f"/customers/{key}/diary/downloads", body, "the same key twice").status == 200
    other = here.agent().post(f"/customers/{key}/diary/downloads", {}, "the same key twice")
    assert (other.status, other.code) == (422, "KEY_REUSED")
    page = here.agent().post(f"/customers/{key}/diary", {"events": ["dataExport.diaryDownloaded"]}).json
    [told] = page["items"]
    assert told["after"] == {"From": "2026-07-01", "Users": "1", "Claims": "1", "Trigger": "MANUAL"}


@pytest.mark.parametrize("after", ["x", "01JD000000000000000000000", "%23"])
def test_a_stale_cursor_is_an_error_in_words(here: World, key: str, after: str) -> None:
    answer = here.agent().post(f"/customers/{key}/diary", {"after": after})
    assert (answer.status, answer.code) == (400, "BAD_CURSOR")


@pytest.mark.parametrize(
    "body", [{"events": ["no.such"]}, {"first_day": "2026-02-30"}, {"limit": 21}, {"users": ["x" * 65]}, {"claims": ["x"] * 201}]
)
def test_filters_that_are_none_are_refused(here: World, key: str, body: dict[str, Any]) -> None:
    answer = here.agent().post(f"/customers/{key}/diary", body)
    assert (answer.status, answer.code) == (400, "INVALID")


def test_a_page_of_the_diary_costs_the_agent_the_customer_and_one_query(here: World, key: str) -> None:
    with WIRE.counted() as calls:
        here.agent().post(f"/customers/{key}/diary", {"users": ["sub-kim"]})
    assert [call.operation for call in calls] == ["GetItem", "GetItem", "Query"]
    assert not any(call.writes for call in calls)
