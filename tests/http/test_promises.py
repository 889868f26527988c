"""Customers promise to pay in the portal: once, confirmed, and left alone until then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import wiring
from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.promises.model import Promise, Status
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from chalicelib.settings.model import SettingsValues
from tests.support import carried
from tests.support.debtors import SIAN
from tests.support.http import Browser
from tests.support.world import NOON, World

FORM = {"amount": "25", "due_day": "28", "due_month": "11", "due_year": "2026"}
"""A Saturday, eight days after noon."""


@pytest.fixture(autouse=True)
def settings_are_read_anew() -> Iterator[None]:
    yield
    wiring.settings.cache_clear()


def promises(here: World) -> list[Promise]:
    return sorted(here.entities().all(Promise), key=lambda promise: promise.id)


def holds(here: World) -> list[Hold]:
    return [hold for hold in here.customer("C-1001").holds if hold.kind is HoldKind.PROMISE]


def told(here: World) -> list[Event]:
    return [line.event for line in here.entities().all(Activity) if line.event.value.startswith("promise.")]


def reviewed(browser: Browser, **typed: str) -> Browser:
    browser.get("/accounts/ACC-1/promise")
    browser.submit(**FORM, step="review", **typed)
    return browser


def switched(here: World, **values: bool) -> None:
    body = {"version": 0, "settings": SettingsValues(**values).model_dump(mode="json")}
    assert here.agent("admin").post("/settings", body).status == 200
    wiring.settings.cache_clear()


@pytest.mark.feature("V15", "R6")
def test_a_customer_promises_pays_and_has_kept_it(here: World) -> None:
    browser = here.signed_in(SIAN)
    assert 'href="/accounts/ACC-1/promise"' in browser.page.body
    reviewed(browser, method="CARD")
    assert "You pay £25.00" in browser.text
    assert "This day is a weekend or a bank holiday" in browser.text
    assert promises(here) == []
    browser.submit(step="confirm")
    [promise] = promises(here)
    assert browser.path == f"/promises/{promise.id}"
    assert "You pay £25.00 to Example Energy by 28 November 2026" in browser.text
    assert (promise.amount, promise.claim, promise.status) == (2_500, "ACC-1-1", Status.OPEN)
    assert [hold.id for hold in holds(here)] == [promise.id]
    here.sweep("message_sweep")
    here.pump()
    [(to, words)] = carried.texts()
    assert to == SIAN.mobile_phone
    assert "28 November 2026" in words
    assert "25" not in words
    browser.get("/accounts")
    assert "You have promised £25.00 by 28 November 2026" in browser.text
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="other", amount="25.00")
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    browser.get(f"/promises/{promise.id}")
    assert "You have kept your promise" in browser.text
    assert "£25.00 has reached us" in browser.text


@pytest.mark.feature("V15")
def test_what_was_typed_can_be_changed_before_it_counts(here: World) -> None:
    browser = reviewed(here.signed_in(SIAN), method="CASH")
    browser.submit(step="change")
    assert 'value="25"' in browser.page.body
    browser.submit(**FORM | {"amount": "30.00"}, step="review")
    browser.submit(step="confirm")
    assert [promise.amount for promise in promises(here)] == [3_000]


@pytest.mark.feature("V15")
def test_a_double_click_is_one_promise_and_another_one_waits_for_its_end(here: World) -> None:
    browser = reviewed(here.signed_in(SIAN))
    fields = {name: browser.hidden(name) for name in ("csrf", "command", "claim", "amount", "due-day", "due-month", "due-year")}
    for _ in range(2):
        browser.post("/accounts/ACC-1/promise", fields | {"step": "confirm"})
        assert "You have promised to pay" in browser.text
    [promise] = promises(here)
    browser.get("/accounts/ACC-1/promise")
    assert browser.path == f"/promises/{promise.id}"
    browser.submit(f"/promises/{promise.id}")
    assert "You have taken your promise back" in browser.text
    assert holds(here) == []
    assert told(here) == [Event.PROMISE_CREATED, Event.PROMISE_CANCELLED]
    here.wait(minutes=1)
    reviewed(browser).submit(step="confirm")
    assert [promise.status for promise in promises(here)] == [Status.CANCELLED, Status.OPEN]


@pytest.mark.feature("V15")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"amount": ""}, "Enter the amount you want to pay"),
        ({"amount": "ten"}, "Enter an amount in pounds and pence, like 25.00"),
        ({"amount": "0.50"}, "The smallest amount you can pay is £1.00"),
        ({"amount": "70.01"}, "The most you can pay is £70.00"),
        ({"due_day": ""}, "Enter the day by which you will pay"),
        ({"due_day": "31"}, "Enter a real date, like 31 3 2027"),
        ({"due_day": "19"}, "Choose a day from today until 20 December 2026"),
        ({"due_day": "21", "due_month": "12"}, "Choose a day from today until 20 December 2026"),
    ],
)
def test_what_cannot_be_promised_is_said_beside_its_field(here: World, typed: dict[str, str], words: str) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/promise")
    browser.submit(**FORM | typed, step="review")
    assert words in browser.text
    assert promises(here) == []


@pytest.mark.feature("R6", "V15")
def test_switched_off_it_is_not_offered_and_refused_and_what_was_promised_goes_on(here: World) -> None:
    browser = reviewed(here.signed_in(SIAN))
    browser.submit(step="confirm")
    browser.get("/accounts/ACC-2/promise")
    browser.submit(**FORM, step="review")
    switched(here, portal_promises=False)
    browser.submit(step="confirm")
    assert browser.page.status == 409
    assert "We do not take promises here at the moment. Nothing was saved." in browser.text
    browser.get("/accounts")
    assert "/promise" not in browser.page.body.replace("/promises/", "")
    assert "You have promised £25.00" in browser.text
    [promise] = promises(here)
    browser.get(f"/promises/{promise.id}")
    assert "You have promised to pay" in browser.text


@pytest.mark.feature("V15")
@pytest.mark.parametrize("kind", [HoldKind.BREATHING_SPACE, HoldKind.DISPUTE])
def test_nothing_is_promised_in_a_moratorium_or_a_dispute(here: World, kind: HoldKind) -> None:
    browser = reviewed(here.signed_in(SIAN))
    customer = here.customer("C-1001")
    reach = {"account": "ACC-1"} if kind is HoldKind.DISPUTE else {}
    hold = Hold(id="h", kind=kind, start=NOON.date(), source=HoldSource.AGENT, **reach)
    wiring.store().put_all([customer.model_copy(update={"holds": (hold,), "version": customer.version + 1})])
    browser.submit(step="confirm")
    assert browser.path == "/accounts"
    assert "do not ask you to pay" in browser.text
    assert promises(here) == []
    assert 'href="/accounts/ACC-1/promise"' not in browser.page.body


def asking(**more: object) -> dict[str, object]:
    return {"account_number": "ACC-1", "claim": "ACC-1-1", "amount_pence": 2_500, "due": "2026-11-27"} | more


@pytest.mark.feature("PT1", "V9")
def test_an_agent_records_replaces_and_takes_back_what_a_customer_promises(here: World) -> None:
    agent, path = here.agent(), f"/customers/{here.key('C-1001')}/promises"
    first = agent.post(path, asking())
    assert (first.status, first.json["status"], first.json["made_by"]) == (201, "OPEN", "Made-up agent")
    page = agent.get(path).json
    assert {(each["claim"], each["open_promise"]) for each in page["choices"]} == {
        ("ACC-1-1", first.json["id"]),
        ("ACC-2-1", None),
    }
    refused = agent.post(path, asking(amount_pence=1_000))
    assert (refused.status, refused.json["error"]["field"]) == (409, "replaces")
    assert "A promise of £25.00 until 27 November 2026 is open on this claim." in refused.json["error"]["message"]
    assert agent.post(path, asking(amount_pence=1_000, replaces=first.json["id"])).json["error"]["field"] == "consented"
    here.wait(minutes=1)
    second = agent.post(path, asking(amount_pence=1_000, replaces=first.json["id"], consented=True))
    assert second.status == 201
    assert agent.post(f"{path}/{second.json['id']}/cancel", {"reason": "They called"}).json["status"] == "CANCELLED"
    assert [(each["status"], each["amount_pence"]) for each in agent.get(path).json["items"]] == [
        ("CANCELLED", 1_000),
        ("SUPERSEDED", 2_500),
    ]


@pytest.mark.feature("PT1", "R6")
def test_an_agent_is_told_why_nothing_can_be_promised(here: World) -> None:
    agent, path = here.agent(), f"/customers/{here.key('C-1001')}"
    version = here.customer("C-1001").version
    held = {"version": version, "kind": "BREATHING_SPACE", "reason": "The register told us"}
    assert agent.post(f"{path}/holds", held).status == 201
    refused = agent.post(f"{path}/promises", asking())
    assert (refused.code, refused.json["error"]["message"]) == ("NOT_ALLOWED_NOW", "This customer is in breathing space.")
    assert agent.get(f"{path}/promises").json["choices"] == []
    switched(here, agent_promises=False)
    refused = agent.post(f"{path}/promises", asking())
    assert "switched off" in refused.json["error"]["message"]
    assert agent.get(f"{path}/promises").json["offered"] is False
