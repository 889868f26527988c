"""Agents change what is held of a customer, and read back who did what and when."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import console, portal
from tests.e2e.records import NEIGHBOURS
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")

BLOCKED, CORRECTED, FILTERED = NEIGHBOURS[4:7]


@pytest.fixture
def agent(desk: Page, stage: Stage, links: dict[str, str]) -> Page:
    console.sign_in(desk, stage.url, STAFF["agent"])
    return desk


def move(page: Page, verb: str, reason: str) -> None:
    page.get_by_role("button", name="Manage", exact=True).click()
    page.get_by_role("menuitem", name=f"{verb}…").click()
    dialog = page.get_by_role("dialog", name="Change the status of")
    dialog.get_by_role("button", name=verb, exact=True).click()
    expect(dialog.get_by_text("Choose a reason.")).to_be_visible()
    dialog.get_by_label("Reason", exact=True).click()
    page.get_by_role("option", name=reason, exact=True).click()
    dialog.get_by_role("button", name=verb, exact=True).click()
    expect(dialog).to_have_count(0)


@pytest.mark.feature("O7", "O8", "O9", "O10")
def test_who_is_blocked_is_refused_by_the_portal_until_they_are_reactivated(
    agent: Page, phone: Page, links: dict[str, str]
) -> None:
    portal.enter(phone, links[BLOCKED.customer_id], BLOCKED)
    console.open_customer(agent, BLOCKED.customer_id, BLOCKED.name)
    move(agent, "Block", "Identity in doubt")
    expect(agent.get_by_text("This customer is blocked")).to_be_visible()
    phone.reload()
    portal.heading(phone, "Please contact us")
    phone.goto(links[BLOCKED.customer_id])
    portal.answer(phone, BLOCKED)
    portal.heading(phone, "Please contact us")
    move(agent, "Reactivate", "Identity confirmed")
    expect(agent.get_by_text("This customer is blocked")).to_have_count(0)
    portal.enter(phone, links[BLOCKED.customer_id], BLOCKED)
    agent.get_by_role("button", name="Details of the status").click()
    history = console.rows(agent, "Status history")
    expect(history).to_have_count(3)
    expect(history.nth(1)).to_contain_text("Identity in doubt")
    expect(history.nth(1)).to_contain_text(f"{STAFF['agent'].name} (agent)")
    expect(history.nth(2)).to_contain_text("Import")


@pytest.mark.feature("O2", "O3", "O4", "O5", "O11", "V7")
def test_a_correction_keeps_the_address_before_and_tells_what_changed(agent: Page) -> None:
    console.open_customer(agent, CORRECTED.customer_id, CORRECTED.name)
    agent.get_by_role("button", name="Edit contact and address").click()
    dialog = agent.get_by_role("dialog", name="Edit contact and address")
    dialog.get_by_label("Mobile").fill("0113 496 0000")
    dialog.get_by_label("Address").fill("2 Example Road\nYork")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("This is not a UK mobile number.")).to_be_visible()
    dialog.get_by_label("Mobile").fill("07700 900555")
    dialog.get_by_role("button", name="Save").click()
    expect(agent.get_by_text(f"The contact details of {CORRECTED.name} were saved.")).to_be_visible()
    expect(console.rows(agent, "Contact points").first).to_contain_text("07700 900555")
    agent.get_by_role("button", name="1 earlier address").click()
    expect(agent.get_by_text("12 High Street")).to_be_visible()
    tile = agent.locator("li.activity").filter(has_text="Contact details updated")
    tile.get_by_role("button").click()
    expect(tile).to_contain_text("07***555")
    agent.get_by_role("button", name="Actions for mobile").click()
    agent.get_by_role("menuitem", name="Invalidate…").click()
    asked = agent.get_by_role("dialog", name="Invalidate 07700 900555?")
    asked.get_by_label("Reason").click()
    agent.get_by_role("option", name="Wrong party", exact=True).click()
    asked.get_by_label("Note").fill("Somebody else answers")
    asked.get_by_role("button", name="Invalidate", exact=True).click()
    expect(console.rows(agent, "Contact points").first).to_contain_text("Invalid")


@pytest.mark.feature("DI3", "DI4", "DI5", "DI6", "DI7", "DI8")
def test_the_diary_is_filtered_by_what_stands_in_the_address(
    agent: Page, stage: Stage, phone: Page, links: dict[str, str]
) -> None:
    portal.enter(phone, links[FILTERED.customer_id], FILTERED)
    console.open_customer(agent, FILTERED.customer_id, FILTERED.name)
    console.tab(agent, "Diary")
    lines = agent.locator("li.activity")
    expect(lines.filter(has_text="Identity confirmed")).to_have_count(1)
    expect(lines.filter(has_text="Customer created")).to_have_count(1)
    agent.get_by_role("button", name="Users", exact=True).click()
    agent.get_by_role("checkbox", name="Import", exact=True).check()
    expect(lines.filter(has_text="Identity confirmed"), "nothing changes before Apply").to_have_count(1)
    agent.get_by_role("button", name="Apply").click()
    expect(lines.filter(has_text="Identity confirmed")).to_have_count(0)
    expect(lines.filter(has_text="Customer created")).to_have_count(1)
    assert "users=IMPORT" in agent.url.partition("#")[2], "a filter stands in the fragment, which no server sees"
    agent.reload()
    expect(lines.filter(has_text="Customer created")).to_have_count(1)
    expect(lines.filter(has_text="Identity confirmed")).to_have_count(0)
    agent.get_by_role("button", name="Claims", exact=True).click()
    agent.get_by_role("checkbox", name="Select all", exact=True).check()
    agent.get_by_role("button", name="Apply").click()
    expect(lines.filter(has_text="Customer created")).to_have_count(1)
    agent.goto(agent.url.partition("#")[0] + "#tab=diary&from=2001-01-01&to=2001-01-02")
    expect(agent.get_by_text("Nothing in the diary matches")).to_be_visible()
    agent.get_by_role("button", name="Clear filters").click()
    created = lines.filter(has_text="Account created")
    created.get_by_role("button").click()
    created.get_by_role("link", name="Open the account").click()
    expect(agent.get_by_role("dialog", name="Account ACC-206")).to_be_visible()
