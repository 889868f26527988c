"""A hold from the agent's dialog to the debtor's phone, and back."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import console, portal
from tests.e2e.records import NIA
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")


def permission(page: Page, action: str) -> Locator:
    return console.rows(page, "What is allowed now").filter(has=page.get_by_role("rowheader", name=action, exact=True))


def picture(page: Page, name: str) -> None:
    """For a look at it, where somebody asks for one."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.feature("V7")
def test_somebody_who_gets_debt_advice_is_left_in_peace_until_the_hold_is_lifted(
    desk: Page, phone: Page, stage: Stage, links: dict[str, str]
) -> None:
    console.sign_in(desk, stage.url, STAFF["agent"])
    console.open_customer(desk, NIA.customer_id, NIA.name)
    console.tab(desk, "Care")
    expect(permission(desk, "Ask for payment on the portal")).to_contain_text("Yes")
    desk.get_by_role("button", name="Place hold").click()
    picture(desk, "care-dialog")
    desk.get_by_role("dialog").get_by_role("button", name="Place hold").click()
    expect(desk.get_by_text("Choose a hold.")).to_be_visible()
    desk.get_by_role("button", name="Hold", exact=False).filter(has_text="Choose a hold").click()
    desk.get_by_role("option", name="Debt advice").click()
    desk.get_by_label("Adviser").fill("Example Advice")
    desk.get_by_label("Reason").fill("Their adviser wrote to us")
    desk.get_by_role("dialog").get_by_role("button", name="Place hold").click()
    expect(desk.get_by_text("Debt advice stands now.")).to_be_visible()
    expect(permission(desk, "Ask for payment on the portal")).to_contain_text("This customer is working with a debt adviser.")
    picture(desk, "care-tab")

    console.tab(desk, "Overview")
    expect(desk.get_by_text("Holds stand on this customer")).to_be_visible()
    picture(desk, "care-overview")
    portal.enter(phone, links[NIA.customer_id], NIA)
    expect(phone.get_by_text("You do not need to pay anything now")).to_be_visible()

    desk.reload()  # opening the link was counted, which is a change of the customer
    desk.get_by_role("link", name="What is allowed, and why not").click()
    desk.get_by_role("button", name="Actions for Debt advice").click()
    desk.get_by_role("menuitem", name="Lift…").click()
    desk.get_by_label("Reason").fill("A plan has been agreed")
    desk.get_by_role("button", name="Lift hold").click()
    expect(desk.get_by_text("Debt advice is lifted.")).to_be_visible()
    expect(console.rows(desk, "History of holds")).to_have_count(2)
    phone.reload()
    expect(phone.get_by_text("You owe on one account")).to_be_visible()
