"""Money at work: it is charged, recorded, refunded and restructured; two agents do not charge the same balance twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e import console, portal
from tests.e2e.browser import DESKTOP, PHONE, barriers, visit
from tests.e2e.records import REX, RITA, SAUL
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")

FIRST_DAY = date.today() + timedelta(days=7)  # noqa: DTZ011  # any day within the next six weeks


def context(chromium: Browser, **options: object) -> BrowserContext:
    return chromium.new_context(locale="en-GB", timezone_id="Europe/London", bypass_csp=True, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, stage: Stage, links: dict[str, str]) -> Iterator[Page]:
    """An administrator who stays signed in from one journey to the next."""
    with context(chromium, viewport=DESKTOP, reduced_motion="reduce") as theirs:
        page = visit(theirs)
        console.sign_in(page, stage.url, STAFF["admin"])
        yield page


@pytest.fixture
def lead(signed_in: Page, stage: Stage) -> Page:
    """The administrator, with nothing left open."""
    signed_in.goto(f"{stage.url}/console/customers")
    return signed_in


@pytest.fixture(scope="module")
def saved(chromium: Browser, stage: Stage, links: dict[str, str]) -> None:
    """Saul has saved a card of which £50 may be taken at a time."""
    stage.forget_attempts()
    with context(chromium, viewport=PHONE) as theirs:
        page = visit(theirs)
        portal.enter(page, links[SAUL.customer_id], SAUL)
        portal.save_a_card(page, "50")


def asked_to_charge(page: Page, pounds: str) -> Locator:
    """The dialog, filled in for a part of what Saul owes."""
    console.open_customer(page, SAUL.customer_id, SAUL.name)
    console.tab(page, "Ways to pay")
    page.get_by_role("button", name="Charge", exact=True).click()
    dialog = page.get_by_role("dialog", name="Charge a saved way to pay")
    dialog.get_by_role("radio", name="Visa").check()
    dialog.get_by_role("radio", name="Part of it").check()
    dialog.get_by_label("Amount in pounds").fill(pounds)
    return dialog


def account(page: Page, number: str, part: str) -> Locator:
    """A part of an account's details."""
    console.tab(page, "Accounts")
    page.get_by_role("button", name=f"View details of account {number}").click()
    dialog = page.get_by_role("dialog", name=f"Account {number}")
    dialog.get_by_role("tab", name=part).click()
    return dialog


@pytest.mark.feature("CH1", "CH2", "CH3", "CH4")
def test_a_charge_stays_within_what_was_agreed_unless_more_is_agreed(lead: Page, saved: None) -> None:
    dialog = asked_to_charge(lead, "ten")
    dialog.get_by_role("button", name="Charge", exact=True).click()
    expect(dialog).to_contain_text("Enter an amount in pounds and pence, like 25.00.")
    dialog.get_by_label("Amount in pounds").fill("310.01")
    expect(dialog).to_contain_text("At most £310.00 can be charged now.")
    dialog.get_by_label("Amount in pounds").fill("60")
    expect(dialog).to_contain_text("The customer agreed to £50.00 at most")
    assert barriers(lead) == []
    dialog.get_by_role("button", name="Charge £60.00").click()
    expect(dialog).to_contain_text("Ask the customer whether they agree.")
    dialog.get_by_role("checkbox", name="I have told them the amount").check()
    dialog.get_by_role("button", name="Charge £60.00").click()
    expect(lead.get_by_text("£60.00 taken.")).to_be_visible()


@pytest.mark.feature("CH3")
def test_two_agents_who_charge_the_same_balance_at_once_charge_it_once(
    lead: Page, saved: None, chromium: Browser, stage: Stage
) -> None:
    with context(chromium, viewport=DESKTOP) as another:
        agent = visit(another)
        console.sign_in(agent, stage.url, STAFF["agent"])
        theirs, ours = asked_to_charge(agent, "40"), asked_to_charge(lead, "40")
        ours.get_by_role("button", name="Charge £40.00").click()
        expect(lead.get_by_text("£40.00 taken.")).to_be_visible()
        theirs.get_by_role("button", name="Charge £40.00").click()
        expect(theirs.get_by_text("The balance has changed: £210.00 can be charged now.")).to_be_visible()
        expect(theirs.get_by_role("radio", name="Full amount, £210.00")).to_be_visible()


@pytest.mark.feature("V8", "R10")
def test_money_is_recorded_by_hand_and_taken_back(lead: Page) -> None:
    console.open_customer(lead, REX.customer_id, REX.name)
    details = account(lead, "ACC-175", "Payments")
    details.get_by_role("button", name="Record a payment").click()
    dialog = lead.get_by_role("dialog", name="Record a payment")
    dialog.get_by_role("button", name="Record payment").click()
    expect(dialog).to_contain_text("Enter an amount in pounds and pence, like 50.00.")
    dialog.get_by_label("Amount").fill("100")
    assert barriers(lead) == []
    dialog.get_by_role("button", name="Record payment").click()
    expect(details.get_by_role("cell", name="£100.00")).to_be_visible()
    details.get_by_role("button", name="View details of payment").click()
    payment = lead.get_by_role("dialog", name="Payment")
    expect(payment.get_by_role("definition").filter(has_text="£10.00")).to_be_visible()
    payment.get_by_role("button", name="Take back").click()
    back = lead.get_by_role("dialog", name="Take back payment")
    back.get_by_label("Reason").fill("Typed twice")
    back.get_by_role("button", name="Take the payment back").click()
    expect(lead.get_by_text("was taken back")).to_be_visible()


@pytest.mark.feature("R10")
def test_a_part_of_a_payment_is_refunded_and_never_more_than_is_left(lead: Page, saved: None) -> None:
    dialog = asked_to_charge(lead, "25")
    dialog.get_by_role("button", name="Charge £25.00").click()
    expect(lead.get_by_text("£25.00 taken.")).to_be_visible()
    console.room(lead, "Payments")
    charged = console.rows(lead, "Payments of all customers").filter(has_text=SAUL.name).filter(has_text="£25.00")
    charged.get_by_role("button", name="View details of payment").click()
    lead.get_by_role("dialog", name="Payment").get_by_role("button", name="Refund").click()
    refund = lead.get_by_role("dialog", name="Refund payment")
    refund.get_by_label("Amount in pounds").fill("25.01")
    refund.get_by_label("Reason").fill("Too much was charged")
    refund.get_by_role("button", name="Refund").click()
    expect(refund).to_contain_text("At most £25.00 can be refunded.")
    assert barriers(lead) == []
    refund.get_by_label("Amount in pounds").fill("5")
    refund.get_by_role("button", name="Refund").click()
    expect(lead.get_by_text("The refund is on its way.")).to_be_visible()
    expect(lead.get_by_role("dialog", name="Payment").get_by_text("Part refunded")).to_be_visible()


@pytest.mark.feature("RS1", "RS2", "RS3", "RS4", "RS5", "RS6")
def test_a_restructure_is_confirmed_as_it_was_simulated_or_not_at_all(lead: Page, stage: Stage) -> None:
    console.open_customer(lead, RITA.customer_id, RITA.name)
    console.tab(lead, "Plans")
    lead.get_by_role("button", name="Restructure all claims").click()
    dialog = lead.get_by_role("dialog", name="Restructure all claims")
    dialog.get_by_label("First instalment on").fill("01/01/2020")
    dialog.get_by_role("button", name="Simulate").click()
    expect(dialog).to_contain_text("Choose a first day from")
    dialog.get_by_label("First instalment on").fill(f"{FIRST_DAY:%d/%m/%Y}")
    dialog.get_by_label("Number of instalments").fill("many")
    expect(dialog).to_contain_text("Enter a number from 1 to 520.")
    dialog.get_by_label("Number of instalments").fill("3")
    dialog.get_by_role("button", name="Simulate").click()
    payments = dialog.locator("table[aria-label='Coming payments'] > tbody > tr")
    expect(payments).to_have_count(3)
    expect(payments.last).to_contain_text("£133.35")
    assert barriers(lead) == []
    pay_at_the_counter(stage, 10_00)
    dialog.get_by_role("button", name="Confirm").click()
    expect(dialog).to_contain_text("it would be about £390.01 now")
    expect(payments.last).to_contain_text("£130.01")
    dialog.get_by_role("button", name="Confirm").click()
    expect(lead.get_by_text("All claims are in one plan.")).to_be_visible()
    expect(lead.get_by_role("main").get_by_text("Not begun")).to_be_visible()


def pay_at_the_counter(stage: Stage, pence: int) -> None:
    """Rita pays in cash at the very same moment."""
    api, key = stage.api("agent"), stage.found(RITA.customer_id)[0]["customer_key"]
    cash = {"id": api.get("/api/receipts")["next_id"], "amount_pence": pence, "method": "CASH", "received_on": f"{date.today()}"}  # noqa: DTZ011
    api.post(f"/api/customers/{key}/payments", cash)
