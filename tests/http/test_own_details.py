"""Customers change their own details in the portal: once, told as theirs, warned of, and safe from an old file."""

from __future__ import annotations

import pytest

from chalicelib import wiring
from chalicelib.activities.model import Activity, Event
from chalicelib.core.actor import ActorType, Channel
from chalicelib.portal.changing import CHANGES
from chalicelib.settings.model import Settings
from tests.support import carried
from tests.support.debtors import MOHAMMED, SIAN
from tests.support.files import dataset, person
from tests.support.http import Browser
from tests.support.world import World, facts

OWN_EVENTS = (Event.CONTACT_UPDATED, Event.ADDRESS_CHANGED)
HOME = {"line_1": "2 Example Road", "town": "York", "postcode": "yo17hh"}


def changes(here: World) -> list[Activity]:
    """What the diary tells of changed details."""
    return [line for line in here.entities().all(Activity) if line.event in OWN_EVENTS]


def told(here: World) -> set[str]:
    """Everybody a message has reached by now."""
    here.sweep("message_sweep")
    here.pump()
    return {to for to, _ in carried.texts()} | {str(letter["To"]) for letter in carried.letters()}


def opened(browser: Browser, detail: str) -> dict[str, str]:
    """What the form for this detail holds before anything is typed."""
    browser.get(f"/details/{detail}")
    return {name: browser.hidden(name) for name in ("csrf", "command", "version")}


def submit(browser: Browser, detail: str, **typed: str) -> None:
    browser.get(f"/details/{detail}")
    browser.submit(**typed)


@pytest.mark.feature("O15", "V7")
def test_a_customer_changes_email_mobile_and_address_on_their_way_from_the_overview(here: World) -> None:
    browser = here.signed_in(SIAN)
    assert 'href="/details"' in browser.page.body
    browser.get("/details")
    assert "si…@example.com" in browser.text
    assert "Ends in 123" in browser.text
    assert "sian@example.com" not in browser.page.body
    submit(browser, "email", email="Sian.New@EXAMPLE.com")
    assert (browser.page.status, "Your email address is saved Sian.New@example.com" in browser.text) == (200, True)
    submit(browser, "mobile", mobile="07700 900999")
    assert "Your mobile number is saved 07700 900999" in browser.text
    submit(browser, "address", **HOME)
    assert "Your address is saved 2 Example Road York YO1 7HH" in browser.text
    assert "confirm who you are with this postcode" in browser.text
    browser.get("/details")
    assert "Sian" not in browser.page.body.split("<main")[1].replace("Siân", "")
    assert "Ends in 999" in browser.text
    held = here.agent().get(f"/customers/{here.key('C-1001')}").json["customer"]
    assert (held["email"], held["mobile_phone"]) == ("Sian.New@example.com", "+447700900999")
    assert (held["address"], held["postcode"]) == (["2 Example Road", "York"], "YO1 7HH")
    assert {(line.actor_type, line.channel) for line in changes(here)} == {(ActorType.CUSTOMER, Channel.PORTAL)}
    assert here.agent().search("phone", "07700 900999").json["items"][0]["customer_id"] == "C-1001"


@pytest.mark.feature("O15")
def test_the_contact_held_before_is_told_once_however_often_the_form_is_sent(here: World) -> None:
    browser = here.signed_in(SIAN)
    form = opened(browser, "mobile") | {"mobile": "07700 900999"}
    for _ in range(3):
        answer = browser.post("/details/mobile", form)
        assert (answer.status, "Your mobile number is saved" in answer.body) == (200, True)
    assert len(changes(here)) == 1
    assert told(here) == {SIAN.mobile_phone}


@pytest.mark.feature("O15")
def test_a_new_address_is_told_to_the_contacts_that_are_held(here: World) -> None:
    submit(here.signed_in(SIAN), "address", **HOME)
    assert told(here) == {SIAN.mobile_phone, SIAN.email}


@pytest.mark.feature("O15")
def test_who_was_overtaken_sees_that_nothing_is_saved_and_what_they_typed(here: World) -> None:
    browser = here.signed_in(SIAN)
    form = opened(browser, "mobile")
    submit(browser, "email", email="new@example.com")
    browser.post("/details/mobile", form | {"mobile": "07700 900999"})
    assert "Something we hold about you has changed" in browser.text
    assert 'value="07700 900999"' in browser.page.body
    assert here.customer("C-1001").mobile_phone == SIAN.mobile_phone
    browser.submit(mobile="07700 900999")
    assert here.customer("C-1001").mobile_phone == "+447700900999"


@pytest.mark.parametrize("spoilt", [{"command": ""}, {"command": "x" * 70}, {"version": ""}, {"version": "-1"}, {"version": "²"}])
def test_a_form_of_somebody_s_own_making_changes_nothing(here: World, spoilt: dict[str, str]) -> None:
    browser = here.signed_in(SIAN)
    form = opened(browser, "email") | {"email": "new@example.com"}
    assert browser.post("/details/email", form | spoilt).status == 400
    assert changes(here) == []


@pytest.mark.parametrize(
    ("detail", "typed", "words"),
    [
        ("email", {"email": ""}, "Enter your email address"),
        ("email", {"email": "sian.example.com"}, "Enter an email address, like name@example.com"),
        ("email", {"email": f"sian@{'a.' * 130}example.com"}, "Enter an email address, like name@example.com"),
        ("mobile", {"mobile": "0113 496 0000"}, "Enter a UK mobile number, like 07700 900123"),
        ("address", HOME | {"line_1": "x" * 81}, "Enter the first line in 80 characters or fewer"),
        ("address", HOME | {"town": ""}, "Enter your town or city"),
        ("address", HOME | {"postcode": "12345"}, "Enter a full UK postcode, like LS1 4AP"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(here: World, detail: str, typed: dict[str, str], words: str) -> None:
    browser = here.signed_in(SIAN)
    submit(browser, detail, **typed)
    assert (browser.page.status, browser.text.count(words)) == (200, 2)
    assert changes(here) == []


def test_nobody_changes_their_details_without_end(here: World) -> None:
    browser = here.signed_in(SIAN)
    for number in range(CHANGES + 1):
        submit(browser, "email", email=f"sian{number}@example.com")
    assert "You have changed your details many times today" in browser.text
    assert len(changes(here)) == CHANGES
    here.wait(hours=25)
    submit(here.signed_in(SIAN), "email", email="sian@example.com")
    assert len(changes(here)) == CHANGES + 1


@pytest.mark.feature("O15")
def test_a_form_changes_only_whom_the_session_belongs_to(here: World) -> None:
    browser, other = here.signed_in(SIAN), here.signed_in(MOHAMMED, "192.0.2.9")
    form = opened(browser, "email") | {"email": "new@example.com"}
    assert other.post("/details/email", form).status == 403
    other.post("/details/email", form | {"csrf": opened(other, "email")["csrf"], "customer_key": here.key("C-1001")})
    assert here.customer("C-1001").email == SIAN.email
    assert other.get("/details/name").status == 404
    assert here.browser("192.0.2.10").get("/details/email").status == 401


@pytest.mark.feature("O15")
def test_a_new_postcode_opens_the_next_session_and_the_present_one_goes_on(here: World) -> None:
    browser = here.signed_in(SIAN)
    submit(browser, "address", **HOME)
    assert browser.get("/accounts").status == 200
    late = here.browser("192.0.2.9")
    late.get(f"/a/{here.token('C-1001')}")
    late.submit(**facts(SIAN))
    assert "The details do not match" in late.text
    late.submit(**facts(SIAN) | {"postcode": "YO1 7HH"})
    assert late.path == "/accounts"


@pytest.mark.feature("O15")
def test_an_old_file_does_not_bring_back_what_a_customer_has_changed(here: World) -> None:
    wiring.store().put_all([Settings(auto_confirm_rejected_percent=100, file_wins_over_agent=False)])
    here.reset()
    file = dataset(person("C-9", "ACC-9", "50.00", MobilePhone="07700 900333", Email=""))
    here.take_in("first.csv", file)
    browser = here.signed_in(here.customer("C-9"))
    submit(browser, "mobile", mobile="07700 900444")
    submit(browser, "email", email="mine@example.com")
    submit(browser, "address", **HOME)
    here.take_in("again.csv", file)
    here.take_in("news.csv", dataset(person("C-9", "ACC-9", "50.00", MobilePhone="07700 900555", Email="theirs@example.com")))
    kept = here.customer("C-9")
    assert (kept.mobile_phone, kept.email, kept.postcode) == ("+447700900444", "mine@example.com", "YO1 7HH")
    assert kept.address == ("2 Example Road", "York")
