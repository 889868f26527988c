"""What agents expect of any console: one box that finds, a look without leaving, keys, a file of the list, no accident."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import console
from tests.e2e.browser import barriers
from tests.e2e.records import DELIA, LEWIS, RORY, SIAN, WIDGETS, Debtor
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.fixture
def admin(inspected_desk: Page, stage: Stage, links: dict[str, str]) -> Page:
    console.sign_in(inspected_desk, stage.url, STAFF["admin"])
    return inspected_desk


def jump(page: Page, text: str) -> None:
    """By keyboard alone: `/`, the text, Enter."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find a customer by any reference")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def look(page: Page, name: str) -> None:
    """A screen without barriers; its picture where somebody wants to see it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"habits-{name}.png")
    assert barriers(page) == []


@pytest.mark.feature("V1", "V4")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ACC-109", LEWIS),
        ("E-109", LEWIS),
        ("+44 7700 900109", LEWIS),
        ("LEWIS@example.com", LEWIS),
        ("harper l", LEWIS),
        ("widgets & sons", WIDGETS),
        ("CF101EP", SIAN),
    ],
)
def test_one_box_leads_to_the_customer(admin: Page, text: str, found: Debtor) -> None:
    jump(admin, text)
    console.heading(admin, found.name)
    assert "?" not in admin.url


@pytest.mark.feature("V1")
def test_several_are_listed_and_none_says_what_was_tried(admin: Page) -> None:
    jump(admin, "wrenfield")
    expect(console.rows(admin, "Customers")).to_have_count(2)
    jump(admin, "07700 900998")
    expect(admin.get_by_text("a customer ID, an account number, a payment reference or a phone number")).to_be_visible()
    look(admin, "none")


@pytest.mark.feature("V1", "V4")
def test_filters_stand_in_the_address_and_back_returns_to_them(admin: Page) -> None:
    admin.get_by_role("button", name="Filters").click()
    admin.get_by_label("Owes at least (£)").fill("600")
    admin.get_by_role("button", name="Apply filters").click()
    expect(admin.get_by_role("button", name="Filters (1 set)")).to_be_visible()
    expect(console.rows(admin, "Customers").filter(has_text=LEWIS.name)).to_have_count(1)
    expect(console.rows(admin, "Customers").filter(has_text=DELIA.name)).to_have_count(0)
    kept = console.rows(admin, "Customers").all_inner_texts()
    assert "from=600" in admin.url
    admin.get_by_role("link", name=LEWIS.name, exact=True).click()
    console.heading(admin, LEWIS.name)
    admin.go_back()
    expect(admin.get_by_label("Owes at least (£)")).to_have_value("600")
    expect(console.rows(admin, "Customers")).to_have_count(len(kept))
    look(admin, "filters")


@pytest.mark.feature("V1")
def test_the_file_of_the_list_holds_all_that_is_filtered(admin: Page) -> None:
    console.search(admin, "Name starts with", "zephyr")
    expect(console.rows(admin, "Customers")).to_have_count(12)
    name, text = console.downloaded(admin, "Download CSV")
    rows = list(csv.DictReader(text.splitlines()))
    assert name == "customers.csv"
    assert [row["CustomerID"] for row in rows] == [f"E-2{n:02}" for n in range(12)]
    expect(admin.get_by_text("customers.csv was downloaded with 12 rows.")).to_be_visible()


@pytest.mark.feature("V2")
def test_a_customer_is_looked_at_without_leaving_the_list(admin: Page) -> None:
    console.search(admin, "Customer ID", LEWIS.customer_id)
    admin.get_by_role("button", name=f"Quick view of {LEWIS.name}").click()
    panel = admin.get_by_role("region", name=LEWIS.name)
    expect(panel.get_by_text("£640.00")).to_be_visible()
    panel.get_by_role("button", name="Show sensitive flags").click()
    expect(panel.get_by_text("No sensitive flags.")).to_be_visible()
    look(admin, "quick-view")
    admin.get_by_role("button", name="Close panel").click()
    expect(panel).to_have_count(0)
    expect(console.rows(admin, "Customers")).to_have_count(1)


@pytest.mark.feature("V5")
def test_a_link_is_shown_as_a_code_and_revoked(admin: Page) -> None:
    jump(admin, RORY.customer_id)
    console.heading(admin, RORY.name)
    admin.get_by_role("button", name="QR code").click()
    expect(admin.get_by_role("img", name=f"QR code of {RORY.name}’s personal link")).to_be_visible()
    look(admin, "qr-code")
    admin.get_by_role("button", name="Revoke link").click()
    admin.get_by_role("dialog", name="Revoke the personal link?").get_by_role("button", name="Revoke link").click()
    expect(admin.get_by_text(f"{RORY.name}’s personal link no longer works.")).to_be_visible()
    expect(admin.get_by_role("button", name="Replace link")).to_be_visible()


@pytest.mark.feature("V3")
def test_a_customer_is_deleted_only_by_who_types_their_id(admin: Page, stage: Stage) -> None:
    jump(admin, DELIA.customer_id)
    console.heading(admin, DELIA.name)
    admin.get_by_role("button", name="Delete", exact=True).click()
    asked = admin.get_by_role("dialog", name=f"Delete {DELIA.name}?")
    typed = asked.get_by_label(f"Type the customer ID {DELIA.customer_id} to confirm")
    typed.fill(RORY.customer_id)
    asked.get_by_role("button", name="Delete customer").click()
    expect(asked.get_by_text("Choose a reason.")).to_be_visible()
    expect(asked.get_by_text(f"Type {DELIA.customer_id}.")).to_be_visible()
    look(admin, "delete")
    asked.get_by_role("button", name="Reason").click()
    admin.get_by_role("option", name="Loaded by mistake").click()
    typed.fill(DELIA.customer_id)
    typed.press("Enter")
    console.heading(admin, "Customers")
    expect(admin.get_by_text(f"Customer {DELIA.customer_id} was deleted.")).to_be_visible()
    assert stage.found(DELIA.customer_id) == []
    assert stage.found(RORY.customer_id) != []


def test_everything_is_reached_by_keys(admin: Page) -> None:
    admin.evaluate("() => document.activeElement.blur()")
    admin.keyboard.press("Tab")
    skip = admin.get_by_role("button", name="Skip to the main content")
    expect(skip).to_be_focused()
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", level=1, name="Customers")).to_be_focused()
    admin.keyboard.press("?")
    shortcuts = admin.get_by_role("dialog", name="Keyboard shortcuts")
    expect(shortcuts).to_be_visible()
    look(admin, "shortcuts")
    admin.keyboard.press("Escape")
    expect(shortcuts).to_have_count(0)
    jump(admin, LEWIS.customer_id)
    console.heading(admin, LEWIS.name)
    expect(admin.get_by_role("heading", level=1, name=LEWIS.name)).to_be_focused()
