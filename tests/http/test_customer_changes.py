"""What agents change of a customer, through the app: the page says it, the portal obeys it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.debtors import SIAN
from tests.support.harness import WIRE
from tests.support.http import Answer, Browser
from tests.support.world import World, facts

HOME = {"address": ["1 Example Street", "Leeds"], "postcode": "LS1 4DZ", "language": "en-GB"}


def page(here: World, customer_id: str = "C-1001") -> Any:
    return here.agent().get(f"/customers/{here.key(customer_id)}").json["customer"]


def send(here: World, what: str, role: str = "agent", **body: Any) -> Answer:
    sent = {"version": page(here)["version"]} | body
    return here.agent(role).post(f"/customers/{here.key('C-1001')}/{what}", sent)


def move(here: World, status: str, reason: str = "LEGAL", **body: Any) -> None:
    answer = send(here, "status", status=status, reason=reason, **body)
    assert answer.status == 200, answer.body


def shown(browser: Browser) -> Mapping[str, Any]:
    """What a visitor is shown, without what differs between two visits."""
    return {"status": browser.page.status, "body": browser.page.body, "cookie": browser.page.headers.get("set-cookie")}


@pytest.mark.feature("O8", "O9", "V7")
def test_the_page_offers_the_moves_of_the_table_and_no_others(here: World) -> None:
    assert [offered["status"] for offered in page(here)["status_moves"]] == ["BLOCKED", "DEACTIVATED"]
    move(here, "DEACTIVATED")
    [offered] = page(here)["status_moves"]
    assert offered["status"] == "ACTIVATED"
    assert "IDENTITY_CONFIRMED" in offered["reasons"]


@pytest.mark.feature("O7", "O10")
def test_the_details_tell_every_status_from_when_to_when(here: World) -> None:
    move(here, "BLOCKED", "OTHER", note="Asked us to", until="2026-11-27")
    here.wait(hours=1)
    move(here, "ACTIVATED", "MISTAKE")
    answer = here.agent("viewer").get(f"/customers/{here.key('C-1001')}/status").json
    rows = [(row["status"], row["began_at"], row["ended_at"], row["reason"]) for row in answer["items"]]
    noon, later = "2026-11-20T12:00:00Z", "2026-11-20T13:00:00Z"
    assert rows == [
        ("ACTIVATED", later, None, "MISTAKE"),
        ("BLOCKED", noon, later, "OTHER"),
        ("ACTIVATED", noon, noon, "REGISTERED"),
    ]
    blocked = answer["items"][1]
    assert (blocked["note"], blocked["until"], blocked["actor_name"]) == ("Asked us to", "2026-11-27", "Made-up agent")
    assert answer["complete"]


@pytest.mark.feature("O9")
def test_the_same_status_again_is_an_error_in_words(here: World) -> None:
    answer = send(here, "status", status="ACTIVATED", reason="MISTAKE")
    assert (answer.status, answer.code) == (409, "WRONG_STATE")
    assert answer.json["error"]["message"] == "This customer is activated already."


@pytest.mark.feature("O8")
def test_who_is_blocked_is_turned_away_at_the_next_request_until_an_agent_lets_them_in(here: World) -> None:
    browser = here.signed_in(SIAN)
    move(here, "BLOCKED")
    browser.get("/accounts")
    assert browser.page.status == 403
    assert "Please contact us" in browser.text
    assert "Example Energy" not in browser.text
    browser.get("/accounts")
    assert browser.page.status == 401, "the session is over, not only the page refused"
    again = here.browser("192.0.2.9")
    again.get(f"/a/{here.token('C-1001')}")
    again.submit(**facts(SIAN))
    assert (again.page.status, "Please contact us" in again.text) == (403, True)
    move(here, "ACTIVATED", "IDENTITY_CONFIRMED")
    again.get("/accounts")
    assert again.page.status == 401, "an old session does not come back"
    assert here.signed_in(SIAN, "192.0.2.10").page.status == 200


@pytest.mark.feature("O8")
@pytest.mark.parametrize("path", ["/accounts", "/accounts/ACC-1/pay", "/payments/01JD0000000000000000000000"])
def test_who_is_deactivated_sees_what_everybody_sees_without_a_session(here: World, path: str) -> None:
    browser, stranger = here.signed_in(SIAN), here.browser("192.0.2.9")
    move(here, "DEACTIVATED")
    browser.get(path)
    stranger.get(path)
    if not path.startswith("/payments"):
        assert shown(browser) == shown(stranger)


@pytest.mark.feature("O8")
def test_a_form_of_who_was_shut_out_moves_no_money(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    move(here, "BLOCKED")
    with WIRE.counted() as calls:
        browser.submit(choice="full")
    assert browser.page.status == 403
    assert not [call for call in calls if "quittance-records" in str(call) and call.writes]


@pytest.mark.feature("O9")
def test_an_end_lets_them_in_before_the_sweep_has_written_it_down(here: World) -> None:
    move(here, "BLOCKED", until="2026-11-21")
    here.wait(hours=11, minutes=59)
    assert here.signed_in(SIAN).page.status == 403
    here.wait(minutes=2)
    assert here.signed_in(SIAN, "192.0.2.10").page.status == 200
    assert page(here)["status"] == "ACTIVATED"
    assert here.customer("C-1001").status == "BLOCKED"
    here.sweep("status_sweep")
    assert here.customer("C-1001").status == "ACTIVATED"


@pytest.mark.feature("O4", "V7")
def test_a_correction_is_on_the_page_with_what_was_before(here: World) -> None:
    phones = {"mobile_phone": "07700 900999", "work_phone": "01632 960 001"}
    for address in (["1 Example Street", "Leeds"], ["2 Example Road"]):
        assert send(here, "details", **phones, **HOME | {"address": address}).status == 200
    seen = page(here)
    assert (seen["mobile_phone"], seen["email"], seen["address"]) == ("+447700900999", None, ["2 Example Road"])
    assert [past["lines"] for past in seen["past_addresses"]] == [["1 Example Street", "Leeds", "LS1 4DZ"]]
    assert [contact["point"] for contact in seen["contacts"]] == ["mobile_phone", "work_phone"]
    assert here.agent().search("phone", "07700 900999").json["items"][0]["customer_id"] == "C-1001"
    assert here.agent().search("phone", "07700 900123").json["items"] == []


def test_the_second_of_two_agents_is_told_to_look_again(here: World) -> None:
    version = page(here)["version"]
    first = send(here, "details", version=version, mobile_phone="07700 900999", **HOME)
    second = send(here, "details", version=version, mobile_phone="07700 900888", **HOME)
    assert (first.status, second.status, second.code) == (200, 409, "STALE")


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("details", {"mobile_phone": "07700 900999", **HOME}),
        ("contact-checks", {"point": "mobile_phone", "validity": "INVALID", "reason": "NOT_IN_SERVICE", "note": "-"}),
        ("status", {"status": "BLOCKED", "reason": "LEGAL"}),
    ],
)
def test_a_change_says_to_nobody_whether_another_customer_exists(here: World, what: str, body: dict[str, Any]) -> None:
    for unknown in ("a" * 26, "x", "%23"):
        answer = here.agent().post(f"/customers/{unknown}/{what}", {"version": 1, **body})
        assert (answer.status, answer.code) == (404, "NOT_FOUND")


@pytest.mark.feature("V7")
def test_what_is_found_out_about_a_number_stands_beside_it(here: World) -> None:
    answer = send(here, "contact-checks", point="mobile_phone", validity="INVALID", reason="NOT_IN_SERVICE", note="No tone")
    assert answer.status == 200
    mobile, email = page(here)["contacts"]
    assert (mobile["validity"], mobile["reason"], mobile["note"]) == ("INVALID", "NOT_IN_SERVICE", "No tone")
    assert (mobile["checked_by"], email["validity"], email["reason"]) == ("Made-up agent", "UNKNOWN", None)
