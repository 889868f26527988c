"""What time does to money: days go by, and what fell due meanwhile has happened. The stack's clock is not turned back, so this
file comes last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.core.clock import SystemClock, london_day
from tests.e2e import portal
from tests.e2e.browser import PHONE, visit
from tests.e2e.records import BELLA, CLEO, KAY, PAM
from tests.e2e.stage import Stage

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.fixture(scope="module")
def meanwhile(chromium: Browser, stage: Stage, links: dict[str, str]) -> None:
    """Four people do something about their debt; then six days go by."""
    stage.forget_attempts()
    for debtor, act in ((BELLA, pays_from_a_bank_account), (CLEO, closes_the_tab), (KAY, promises), (PAM, asks_for_a_plan)):
        with chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB") as theirs:
            page = visit(theirs)
            portal.enter(page, links[debtor.customer_id], debtor)
            act(page)
    stage.let_days_go_by(6, "payment", "promise", "plan")


def today() -> date:
    """The stack keeps real time while these four act, and a midnight may lie between them."""
    return london_day(SystemClock().now())


def pays_from_a_bank_account(page: Page) -> None:
    portal.pay(page, BELLA.accounts[0].number)
    portal.press(page, "Pay from a bank account, and come back unpaid after two days")
    portal.heading(page, "We are waiting for your bank")


def closes_the_tab(page: Page) -> None:
    portal.pay(page, CLEO.accounts[0].number)


def promises(page: Page) -> None:
    page.get_by_role("link", name="Promise to pay by a day").click()
    page.get_by_label("How much can you pay?").fill("40")
    portal.fill_day(page, "By which day?", today() + timedelta(days=1))
    portal.press(page, "Continue")
    portal.press(page, "Make this promise")
    portal.heading(page, "You have promised to pay")


def asks_for_a_plan(page: Page) -> None:
    page.get_by_role("link", name="Pay in instalments").click()
    page.get_by_label("4 weekly payments of £20.00").check()
    portal.press(page, "Continue")
    portal.fill_day(page, "From which day can you pay?", today())
    portal.press(page, "See all payments")
    page.get_by_label("Yes, I agree to this plan").check()
    portal.press(page, "Ask for this plan")
    portal.heading(page, "Your plan is set up")


@pytest.mark.feature("V8")
def test_a_direct_debit_that_comes_back_days_later_is_owed_again(
    meanwhile: None, phone: Page, links: dict[str, str], stage: Stage
) -> None:
    [payment] = stage.customer(BELLA.customer_id)["payments"]
    assert payment["status"] == "RETURNED"
    portal.enter(phone, links[BELLA.customer_id], BELLA)
    expect(phone.get_by_role("main")).to_contain_text("£80.00")
    phone.goto(f"{stage.url}/payments/{payment['id']}")
    portal.heading(phone, "Your bank did not pay this")
    expect(phone.get_by_role("link", name="I cannot pay this")).to_be_visible()


def test_a_payment_whose_tab_was_closed_ends_by_itself_and_may_be_begun_again(meanwhile: None, stage: Stage) -> None:
    page = stage.customer(CLEO.customer_id)
    assert [payment["status"] for payment in page["payments"]] == ["EXPIRED"]
    assert [(account["balance_pence"], account["reserved_pence"]) for account in page["accounts"]] == [(4_200, 0)]


@pytest.mark.feature("V9", "V15")
def test_a_promise_of_which_nothing_came_is_broken(meanwhile: None, stage: Stage) -> None:
    key = stage.customer(KAY.customer_id)["customer"]["customer_key"]
    [promise] = stage.api("agent").get(f"/api/customers/{key}/promises")["items"]
    assert (promise["status"], promise["amount_pence"]) == ("BROKEN", 4_000)


@pytest.mark.feature("P3", "V14")
def test_a_plan_whose_first_instalment_did_not_come_says_so_and_takes_it_late(
    meanwhile: None, phone: Page, links: dict[str, str]
) -> None:
    portal.enter(phone, links[PAM.customer_id], PAM)
    phone.get_by_role("link", name="See your plan").click()
    portal.heading(phone, "A payment has not reached us")
    phone.get_by_role("link", name="Pay", exact=True).click()
    phone.get_by_role("radio", name="£20.00").check()
    portal.press(phone, "Continue to payment")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    phone.get_by_role("link", name="Your accounts").click()
    phone.get_by_role("link", name="See your plan").click()
    expect(phone.get_by_role("main")).to_contain_text("Your next payment is £20.00")
