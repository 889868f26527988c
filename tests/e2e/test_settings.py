"""An administrator changes what customers see, and puts it back. Last but one of the journeys: the portal may remember the
settings of the others for a minute."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import console
from tests.e2e.browser import barriers, complaints, sideways
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")

TABS = ("Identity checks", "Name and look", "Contacting customers", "Payments and plans", "Imports and records", "History")
REMEMBERED_SECONDS = 75


@pytest.fixture
def admin(desk: Page, stage: Stage) -> Page:
    """An administrator before the settings."""
    console.sign_in(desk, stage.url, STAFF["admin"])
    console.room(desk, "Settings")
    return desk


@pytest.fixture(autouse=True)
def _put_back(stage: Stage) -> Iterator[None]:
    """Whatever a journey saved is undone."""
    yield
    held = stage.api("admin").get("/api/settings")
    if held["settings"]["display_name"] != stage.stack.outputs["Organisation"]:
        stage.api("admin").post("/api/settings/revert", {"number": 0, "version": held["version"]})


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")


def said(page: Page, words: str) -> None:
    """The screen says so, once the service has been asked what it thinks of the draft."""
    expect(page.get_by_text(words).first).to_be_visible()


def save(page: Page, note: str = "") -> None:
    page.get_by_role("button", name="Review changes").click()
    dialog = page.get_by_role("dialog", name="Review changes")
    dialog.get_by_label("Note – optional").fill(note)
    dialog.get_by_role("button", name="Save settings").click()
    said(page, "The portal shows it within a minute")


def comes_to(phone: Page, address: str, words: str) -> None:
    """The portal shows these words, at the latest when it has read the settings again."""
    deadline = time.monotonic() + REMEMBERED_SECONDS
    while True:
        phone.goto(address)
        if words in phone.get_by_role("banner").inner_text():
            return
        assert time.monotonic() < deadline, f"the portal never showed {words}"


@pytest.mark.feature("R7")
def test_a_new_name_and_colour_are_shown_to_customers_and_put_back(
    admin: Page, phone: Page, stage: Stage, links: dict[str, str]
) -> None:
    before = stage.stack.outputs["Organisation"]
    tab(admin, "Name and look")
    admin.get_by_label("Display name").fill("Northern Debt Recovery")
    said(admin, "tells whoever sees the page that somebody owes money")
    admin.get_by_label("Display name").fill("Northern Accounts")
    admin.get_by_label("Main colour").fill("#999999")
    said(admin, "Too light to read")
    admin.get_by_label("Main colour").fill("#8a1253")
    expect(admin.get_by_text("Too light to read")).to_be_hidden()
    preview = admin.get_by_role("region", name="The page as customers see it")
    expect(preview).to_contain_text("Northern Accounts")
    save(admin, "A new brand")
    comes_to(phone, links["E-113"], "Northern Accounts")
    expect(phone.get_by_role("banner")).to_have_css("background-color", "rgb(138, 18, 83)")
    assert not sideways(phone)

    tab(admin, "History")
    admin.get_by_role("radio", name="Version 0").check()
    admin.get_by_role("button", name="Go back to the first settings").click()
    admin.get_by_role("dialog").get_by_role("button", name="Go back", exact=True).click()
    said(admin, "with the values of the first settings")
    comes_to(phone, links["E-113"], before)


@pytest.mark.feature("R5")
def test_a_set_of_facts_that_proves_too_little_is_refused_while_it_is_chosen(admin: Page) -> None:
    admin.get_by_role("checkbox", name="Postcode").first.uncheck()
    said(admin, "Ask for at least two facts")
    admin.get_by_role("checkbox", name="Surname").check()
    said(admin, "People share a surname and a date of birth")
    admin.get_by_role("checkbox", name="Last 4 characters of an account number").first.check()
    preview = admin.get_by_role("region", name="The page as customers see it")
    expect(preview).to_be_visible()
    expect(preview).to_contain_text("Last 4 characters of your account number")
    expect(preview.get_by_text("Postcode")).to_have_count(1)


@pytest.mark.feature("R7")
def test_of_two_administrators_the_slower_one_puts_their_change_on_top(admin: Page, stage: Stage) -> None:
    tab(admin, "Name and look")
    admin.get_by_label("Display name").fill("Slower Accounts")
    held = stage.api("admin").get("/api/settings")
    others = held["settings"] | {"link_valid_days": held["settings"]["link_valid_days"] - 1}
    stage.api("admin").post("/api/settings", {"version": held["version"], "settings": others})
    admin.get_by_role("button", name="Review changes").click()
    admin.get_by_role("button", name="Save settings").click()
    said(admin, "Somebody else has saved the settings meanwhile")
    admin.get_by_role("button", name="Put my changes on top of theirs").click()
    changes = console.rows(admin, "What changes")
    expect(changes).to_have_count(1)
    admin.get_by_role("button", name="Save settings").click()
    said(admin, "The portal shows it within a minute")
    saved = stage.api("admin").get("/api/settings")["settings"]
    assert (saved["display_name"], saved["link_valid_days"]) == ("Slower Accounts", others["link_valid_days"])


def test_what_is_not_saved_is_not_lost_by_leaving(admin: Page) -> None:
    tab(admin, "Contacting customers")
    admin.get_by_label("Contacts in 7 days at most").fill("2")
    tab(admin, "Payments and plans")
    admin.get_by_role("link", name="Customers", exact=True).click()
    admin.get_by_role("button", name="Stay on this page").click()
    tab(admin, "Contacting customers")
    expect(admin.get_by_label("Contacts in 7 days at most")).to_have_value("2")
    admin.get_by_label("Contacts in 7 days at most").fill("two")
    said(admin, "Enter a whole number")
    expect(admin.get_by_role("button", name="Review changes")).to_be_disabled()
    admin.get_by_role("button", name="Discard changes").click()
    expect(admin.get_by_label("Contacts in 7 days at most")).to_have_value("3")
    console.room(admin, "Customers")


def test_an_agent_reads_the_settings_and_changes_nothing(desk: Page, stage: Stage) -> None:
    console.sign_in(desk, stage.url, STAFF["agent"])
    heard = complaints(desk)
    console.room(desk, "Settings")
    expect(desk.get_by_text("Administrators change them")).to_be_visible()
    for name in TABS:
        tab(desk, name)
    tab(desk, "Name and look")
    expect(desk.get_by_label("Display name")).not_to_be_editable()
    expect(desk.get_by_role("button", name="Review changes")).to_have_count(0)
    assert heard == []


def test_every_tab_keeps_its_policy(admin: Page) -> None:
    heard = complaints(admin)
    for name in TABS:
        tab(admin, name)
    tab(admin, "Name and look")
    expect(admin.get_by_role("region", name="The page as customers see it")).to_be_visible()
    assert heard == []


def test_every_tab_can_be_used_by_everybody(inspected_desk: Page, stage: Stage) -> None:
    page = inspected_desk
    console.sign_in(page, stage.url, STAFF["admin"])
    console.room(page, "Settings")
    found: list[str] = []
    for name in TABS:
        tab(page, name)
        found += barriers(page)
    tab(page, "Name and look")
    page.get_by_label("Main colour").fill("#999999")
    said(page, "Too light to read")
    found += barriers(page)
    page.get_by_role("button", name="Review changes").click()
    said(page, "This cannot be saved")
    found += barriers(page)
    assert found == []


def test_the_settings_need_no_mouse(admin: Page) -> None:
    admin.get_by_role("tab", name="Identity checks").focus()
    admin.keyboard.press("ArrowRight")
    admin.keyboard.press("Enter")
    expect(admin.get_by_label("Display name")).to_be_visible()
    admin.get_by_label("Display name").focus()
    admin.keyboard.press("End")
    admin.keyboard.type(" North")
    admin.get_by_role("button", name="Review changes").focus()
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("dialog", name="Review changes")).to_be_visible()
    admin.keyboard.press("Escape")
    expect(admin.get_by_role("dialog", name="Review changes")).to_be_hidden()
    expect(admin.get_by_role("button", name="Review changes")).to_be_focused()
