"""A debtor pays: on a small phone, without scripts, from the link in the message to the receipt."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import portal
from tests.e2e.records import AOIFE, DEV, GRACE, MAIRI, NEIGHBOURS, SIAN, TOMASZ
from tests.e2e.stage import Stage

pytestmark = pytest.mark.xdist_group("e2e")

PATIENT = NEIGHBOURS[3]


def test_from_a_wrong_answer_to_a_receipt_for_everything_owed(phone: Page, links: dict[str, str]) -> None:
    phone.goto(links["E-101"])
    portal.heading(phone, "Confirm who you are")
    portal.answer(phone, SIAN, postcode="SW1A 1AA")
    expect(phone.get_by_role("alert")).to_contain_text("The details do not match what we hold")
    portal.answer(phone, SIAN)
    portal.heading(phone, "Your accounts")
    expect(phone.get_by_role("main")).to_contain_text("Hello, Siân O’Neill-Smith")
    expect(phone.get_by_role("main")).to_contain_text("£1,314.56")
    portal.pay(phone, "ACC-101-B")
    expect(phone.get_by_role("main")).to_contain_text("£80.00")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    expect(phone.get_by_role("main")).to_contain_text("£80.00 has been paid to Severn Water")
    expect(phone.get_by_role("main")).to_contain_text("You owe nothing more on this account")
    phone.get_by_role("link", name="Your accounts").click()
    expect(phone.get_by_role("main")).to_contain_text("£1,234.56")
    portal.sign_out(phone)
    phone.go_back()
    phone.reload()
    portal.heading(phone, "You have been signed out")


def test_another_amount(phone: Page, links: dict[str, str]) -> None:
    portal.enter(phone, links["E-102"], TOMASZ)
    portal.pay(phone, "ACC-102", "25.50")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    expect(phone.get_by_role("main")).to_contain_text("£284.90")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("400", "The most you can pay is £150.00"),
        ("0.50", "The smallest amount you can pay is £1.00"),
        ("ten", "Enter an amount in pounds and pence"),
    ],
)
def test_an_amount_that_cannot_be_paid_is_explained_beside_the_field(
    phone: Page, links: dict[str, str], typed: str, said: str
) -> None:
    portal.enter(phone, links["E-105"], MAIRI)
    phone.get_by_role("link", name="Pay – Acme Energy ACC-105", exact=True).click()
    phone.get_by_label("Another amount").check()
    phone.get_by_label("Amount in pounds").fill(typed)
    portal.press(phone, "Continue to payment")
    expect(phone).to_have_title(re.compile("^Error: "))
    expect(phone.get_by_role("alert").get_by_role("link")).to_contain_text(said)


def test_a_declined_card_and_then_a_second_one(phone: Page, links: dict[str, str]) -> None:
    portal.enter(phone, links["E-103"], AOIFE)
    portal.pay(phone, "ACC-103")
    portal.decide(phone, "Decline")
    portal.heading(phone, "Your payment did not go through")
    expect(phone.get_by_role("main")).to_contain_text("No money has been taken")
    phone.get_by_role("link", name="Try again").click()
    phone.get_by_role("radio", name="£95.00").check()
    portal.press(phone, "Continue to payment")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")


def test_a_second_card_on_the_same_payment_page(phone: Page, links: dict[str, str]) -> None:
    portal.enter(phone, links["E-108"], GRACE)
    portal.pay(phone, "ACC-108")
    provider = phone.url
    portal.decide(phone, "Decline")
    portal.heading(phone, "Your payment did not go through")
    phone.goto(provider)
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")


def test_a_closed_tab_is_continued_later(phone: Page, links: dict[str, str]) -> None:
    portal.enter(phone, links["E-104"], DEV)
    portal.pay(phone, "ACC-104")
    returned = phone.context.new_page()
    phone.close()
    portal.enter(returned, links["E-104"], DEV)
    expect(returned.get_by_role("main")).to_contain_text("Your payment of £42.00 to Acme Energy is not finished yet")
    expect(returned.get_by_role("link", name="Pay –")).to_have_count(0)
    returned.get_by_role("link", name="See this payment").click()
    portal.heading(returned, "Your payment is not finished")
    returned.get_by_role("link", name="Go back to the payment page").click()
    portal.decide(returned, "Pay")
    portal.heading(returned, "Payment received")


def test_a_bank_that_answers_later(phone: Page, links: dict[str, str], stage: Stage) -> None:
    portal.enter(phone, links[PATIENT.customer_id], PATIENT)
    portal.pay(phone, PATIENT.accounts[0].number, "50")
    portal.decide(phone, "Answer later")
    portal.heading(phone, "We are waiting for your bank")
    expect(phone.get_by_role("main")).to_contain_text("Please do not pay again until you know")
    portal.press(phone, "Check again")
    portal.heading(phone, "We are waiting for your bank")
    stage.let_the_bank_answer(PATIENT.customer_id)
    portal.press(phone, "Check again")
    portal.heading(phone, "Payment received")
