"""Every screen of the console, held against WCAG 2.2 AA and its own content security policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import console
from tests.e2e.browser import barriers, complaints
from tests.e2e.records import SIAN, Account, Debtor, dataset
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")


def everywhere(page: Page, url: str, file: Path, look: Callable[[], None]) -> None:
    """Through every screen and dialog that an agent can see."""
    page.goto(f"{url}/console/")
    console.heading(page, "Sign in")
    look()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Enter your password")).to_be_visible()
    look()
    console.sign_in(page, url, STAFF["agent"])
    expect(console.rows(page, "Customers")).to_have_count(20)
    look()
    console.search(page, "Phone", "07700 900999")
    expect(page.get_by_text("No customers match")).to_be_visible()
    look()
    one_customer(page, look)
    one_upload(page, file, look)
    one_segment(page, look)
    for room in ("Export records", "Payments", "Payment plans", "Unallocated money"):
        console.room(page, room)
        look()
    page.goto(f"{url}/console/customers/unknown")
    expect(page.get_by_text("We could not load this customer")).to_be_visible()
    look()
    page.goto(f"{url}/console/no-such-screen")
    console.heading(page, "Page not found")
    look()


def one_customer(page: Page, look: Callable[[], None]) -> None:
    """The page of a customer, its tiles open, its dialogs one after the other."""
    console.open_customer(page, SIAN.customer_id, SIAN.name)
    look()
    page.locator("li.activity").first.get_by_role("button").click()
    page.get_by_role("group", name="Open all of").get_by_role("button", name="Customer").click()
    look()
    for opens in ("Manage", "Details of the status", "Edit contact and address"):
        page.get_by_role("button", name=opens, exact=True).click()
        if opens == "Manage":
            page.get_by_role("menuitem", name="Block…").click()
        look()
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
    for tab in ("Payments", "Ways to pay", "Journal", "Plans", "Accounts"):
        console.tab(page, tab)
        look()
    page.get_by_role("button", name="View details of account ACC-101-B").click()
    expect(page.get_by_role("dialog").get_by_role("tab").first).to_be_visible()
    for tab in page.get_by_role("dialog").get_by_role("tab").all():
        tab.click()
        look()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    console.tab(page, "Overview")
    page.get_by_role("button", name="Replace link").click()
    look()
    page.get_by_role("button", name="Keep the link").click()


def one_upload(page: Page, file: Path, look: Callable[[], None]) -> None:
    """A file with a fault, looked at and confirmed."""
    console.room(page, "Import records")
    look()
    console.send_file(page, file)
    console.state(page, "Waiting for confirmation")
    look()
    page.get_by_role("button", name="Import & create records").click()
    look()
    page.get_by_role("button", name="Confirm import").click()
    console.state(page, "Completed with errors")
    look()


def one_segment(page: Page, look: Callable[[], None]) -> None:
    """The campaigns: a range that is none, and a segment that is counted and made."""
    console.room(page, "Campaigns")
    page.get_by_label("Balance at least (£)").fill("20")
    page.get_by_label("Balance at most (£)").fill("10")
    expect(page.get_by_text("This is less than the lower amount.")).to_be_visible()
    look()
    page.get_by_label("Balance at most (£)").fill("")
    page.get_by_role("button", name="Count customers").click()
    expect(page.get_by_role("main")).to_contain_text("would be in the campaign file", timeout=console.CHECK_MS)
    look()
    page.get_by_role("button", name="Generate campaign file").click()
    expect(console.rows(page, "Campaigns").first).to_contain_text("Ready", timeout=console.CHECK_MS)
    look()


def records_of(folder: Path, customer_id: str) -> Path:
    """A file with a good row and a bad one, of its own."""
    good = Debtor(customer_id, "Ines", "Vale", (Account(f"ACC-{customer_id}", "12.00"),))
    bad = Debtor(
        f"{customer_id}0", "Omar", "Vale", (Account(f"ACC-{customer_id}0", "12.00"),), postcode="nowhere", mobile="07700 900500"
    )
    made = folder / f"{customer_id}.csv"
    made.write_text(dataset([good, bad]), encoding="utf-8")
    return made


def test_no_screen_has_a_barrier(inspected_desk: Page, links: dict[str, str], stage: Stage, tmp_path: Path) -> None:
    found: list[str] = []
    everywhere(inspected_desk, stage.url, records_of(tmp_path, "E-501"), lambda: found.extend(barriers(inspected_desk)))
    assert found == []


def test_the_browser_has_nothing_to_complain_of(desk: Page, links: dict[str, str], stage: Stage, tmp_path: Path) -> None:
    heard = complaints(desk)
    everywhere(desk, stage.url, records_of(tmp_path, "E-502"), lambda: None)
    unknown = [words for words in heard if "status of 404" not in words]
    assert unknown == []
