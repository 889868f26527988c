"""Every page of the portal, held against WCAG 2.2 AA, a narrow window, and its own content security policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import portal
from tests.e2e.browser import PHONE, barriers, complaints, sideways, visit
from tests.e2e.records import NEIGHBOURS, Debtor
from tests.e2e.stage import Stage

pytestmark = pytest.mark.xdist_group("e2e")

INSPECTED, WATCHED = NEIGHBOURS[0], NEIGHBOURS[1]


class Inspection:
    """Notes what is wrong with each page it is shown."""

    def __init__(self, page: Page) -> None:
        self.page, self.found = page, list[str]()

    def look(self) -> None:
        self.found += barriers(self.page)
        if sideways(self.page):
            self.found.append(f"{self.page.url} scrolls sideways")


def everywhere(page: Page, link: str, debtor: Debtor, url: str, look: Callable[[], None]) -> None:
    """Through every page that a debtor can see, in the order in which they come."""
    account = debtor.accounts[0].number
    page.goto(link)
    look()
    portal.press(page, "Continue")
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    portal.answer(page, debtor, postcode="SW1A 1AA")
    look()
    portal.answer(page, debtor)
    portal.heading(page, "Your accounts")
    look()
    page.get_by_role("link", name=f"Pay – {debtor.accounts[0].creditor} {account}", exact=True).click()
    look()
    portal.press(page, "Continue to payment")
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    for outcome, amount, headline in (
        ("Decline", "1", "Your payment did not go through"),
        ("Cancel", "2", "You cancelled this payment"),
        ("Answer later", "3", "We are waiting for your bank"),
        ("Pay", "4", "Payment received"),
    ):
        page.goto(f"{url}/accounts")
        portal.pay(page, account, amount)
        look()
        portal.decide(page, outcome)
        portal.heading(page, headline)
        look()
    page.goto(f"{url}/accounts")
    look()
    own_details(page, look)
    page.get_by_role("link", name="Help and support").click()
    look()
    page.goto(f"{url}/accounts")
    portal.sign_out(page)
    look()
    page.goto(url)
    look()


def own_details(page: Page, look: Callable[[], None]) -> None:
    """From the overview to a saved email address and address."""
    page.get_by_role("link", name="See and change your details").click()
    portal.heading(page, "Your details")
    look()
    page.get_by_role("link", name="Change your address").click()
    portal.heading(page, "What is your address?")
    look()
    portal.press(page, "Save")
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    page.get_by_role("link", name="Your details").click()
    page.get_by_role("link", name="your email address").click()
    page.get_by_label("New email address").fill("neighbour@example.com")
    portal.press(page, "Save")
    portal.heading(page, "Your email address is saved")
    look()


def test_no_page_has_a_barrier_or_scrolls_sideways(modern_phone: Page, links: dict[str, str], stage: Stage) -> None:
    inspection = Inspection(modern_phone)
    everywhere(modern_phone, links[INSPECTED.customer_id], INSPECTED, stage.url, inspection.look)
    for path in ("/accounts", "/payments/01JD0000000000000000000000", "/static/no-such-style.css", "/nowhere"):
        modern_phone.goto(stage.url + path)
        inspection.look()
    assert inspection.found == []


def test_the_browser_has_nothing_to_complain_of(
    contexts: Callable[..., BrowserContext], links: dict[str, str], stage: Stage
) -> None:
    page = visit(contexts(viewport=PHONE))
    heard = complaints(page)
    everywhere(page, links[WATCHED.customer_id], WATCHED, stage.url, lambda: None)
    assert heard == []
