"""A debtor and their money, on a small phone without scripts: several accounts at once, disputes, a saved card, a promise."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import portal
from tests.e2e.records import LOIS, SIBYL, WILF, Debtor
from tests.e2e.stage import Stage

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.mark.feature("V13")
def test_one_payment_is_shared_out_among_accounts(phone: Page, links: dict[str, str]) -> None:
    portal.enter(phone, links[SIBYL.customer_id], SIBYL)
    phone.get_by_role("link", name="Share out a payment").click()
    first, second = phone.get_by_label("Amount in pounds").all()
    first.fill("ten")
    second.fill("60.01")
    portal.press(phone, "Continue")
    expect(phone.get_by_role("alert").get_by_role("link")).to_have_text(
        ["Enter an amount in pounds and pence, like 25.00", "The most you can pay is £60.00"]
    )
    first.fill("20")
    second.fill("10.50")
    portal.press(phone, "Continue")
    portal.heading(phone, "Check your payment")
    expect(phone.get_by_role("main")).to_contain_text("£30.50")
    portal.press(phone, "Continue to payment")
    portal.press(phone, "Pay by credit card")
    expect(phone.get_by_role("alert")).to_contain_text("Credit cards are not taken for debts")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    phone.get_by_role("link", name="Your accounts").click()
    expect(phone.get_by_role("main")).to_contain_text("£149.50")


@pytest.mark.feature("V8", "V13")
@pytest.mark.parametrize(
    ("debtor", "decision", "headline", "owed"),
    [
        (WILF, "Decide the dispute for the organisation", "Payment received", "You owe nothing"),
        (LOIS, "Decide the dispute for the payer", "Your bank took this payment back", "£55.00"),
    ],
    ids=["won", "lost"],
)
def test_a_disputed_payment_is_owed_again_until_the_bank_has_decided(
    phone: Page, links: dict[str, str], stage: Stage, debtor: Debtor, decision: str, headline: str, owed: str
) -> None:
    portal.enter(phone, links[debtor.customer_id], debtor)
    portal.pay(phone, debtor.accounts[0].number)
    bank = phone.url
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    phone.goto(bank)
    portal.press(phone, "Dispute the payment")
    expect(phone.get_by_role("main")).to_contain_text("your bank has it for now")
    phone.goto(f"{stage.url}/accounts")
    expect(phone.get_by_role("main")).to_contain_text(f"£{debtor.accounts[0].balance}")
    phone.goto(bank)
    portal.press(phone, decision)
    portal.heading(phone, headline)
    phone.get_by_role("link", name="Your accounts").click()
    expect(phone.get_by_role("main")).to_contain_text(owed)


@pytest.mark.feature("DM3", "V15")
def test_a_card_is_saved_and_ended_in_two_clicks(phone: Page, links: dict[str, str]) -> None:
    portal.enter(phone, links[LOIS.customer_id], LOIS)
    portal.save_a_card(phone, "50")
    expect(phone.get_by_role("main")).to_contain_text("Visa card ending in 4242")
    phone.get_by_role("link", name="End this").click()
    portal.press(phone, "Yes, end it")
    portal.heading(phone, "This way to pay has ended")
    phone.get_by_role("link", name="Your saved ways to pay").click()
    expect(phone.get_by_role("main")).to_contain_text("You have not saved a card or a Direct Debit")
