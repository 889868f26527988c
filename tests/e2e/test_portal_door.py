"""Who gets in and who does not: companies, locked links, sessions that are over, other people's accounts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import portal
from tests.e2e.records import JO, KOFI, NEIGHBOURS, WIDGETS
from tests.e2e.stage import Stage

pytestmark = pytest.mark.xdist_group("e2e")

PAID = NEIGHBOURS[2]
NO_MATCH = "The details do not match what we hold, or this link is no longer active"


@pytest.mark.parametrize("number", ["01234567", "1234567", "ACC-106"])
def test_a_company_enters_with_its_own_number_or_an_account_number(phone: Page, links: dict[str, str], number: str) -> None:
    phone.goto(links["E-106"])
    phone.get_by_label("A business").check()
    phone.get_by_label("Company number or account number").fill(number)
    phone.get_by_label("Postcode").fill("m1 1ae")
    portal.press(phone, "Continue")
    portal.heading(phone, "Your accounts")
    expect(phone.get_by_role("main")).to_contain_text(f"Hello, {WIDGETS.name}")


def test_after_five_wrong_answers_even_the_right_one_is_refused_in_the_same_words(phone: Page, links: dict[str, str]) -> None:
    phone.goto(links["E-107"])
    for day in range(1, 6):
        portal.answer(phone, JO, born=f"1990-01-0{day}")
        expect(phone.get_by_role("alert")).to_contain_text(NO_MATCH)
    portal.answer(phone, JO)
    expect(phone.get_by_role("alert")).to_contain_text(NO_MATCH)
    phone.goto(f"{links['E-107']}")
    portal.answer(phone, JO)
    expect(phone.get_by_role("alert")).to_contain_text(NO_MATCH)


def test_a_made_up_link_shows_the_same_page_and_opens_nothing(phone: Page, links: dict[str, str], stage: Stage) -> None:
    phone.goto(links["E-113"])
    expect(phone.get_by_role("banner")).to_contain_text(stage.stack.outputs["Organisation"])
    real = phone.content()
    phone.goto(f"{stage.url}/a/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert phone.content() == real
    portal.answer(phone, KOFI)
    expect(phone.get_by_role("alert")).to_contain_text(NO_MATCH)


def test_answers_that_are_missing_are_asked_for_without_losing_the_others(phone: Page, links: dict[str, str]) -> None:
    phone.goto(links["E-113"])
    phone.get_by_label("Postcode").fill("LS1 4DY")
    portal.press(phone, "Continue")
    expect(phone.get_by_role("alert")).to_contain_text("Select who you are answering for")
    expect(phone.get_by_label("Postcode")).to_have_value("LS1 4DY")
    expect(phone.locator(":focus")).to_contain_text("There is a problem")


def test_a_session_that_waited_too_long_says_so_and_moves_no_money(phone: Page, links: dict[str, str], stage: Stage) -> None:
    portal.enter(phone, links["E-113"], KOFI)
    phone.get_by_role("link", name="Pay –").click()
    phone.get_by_role("radio", name="£48.00").check()
    [cookie] = phone.context.cookies()
    stage.let_the_session_expire(cookie["value"])
    portal.press(phone, "Continue to payment")
    portal.heading(phone, "You have been signed out")
    assert stage.customer("E-113")["payments"] == []
    phone.goto(f"{stage.url}/payments/01JD0000000000000000000000")
    portal.heading(phone, "You have been signed out")
    expect(phone.get_by_role("main")).to_contain_text("If you had just paid, your payment is not lost")


@pytest.mark.parametrize(
    "path", ["/accounts/ACC-102/pay", "/accounts/no-such-account/pay", "/payments/01JD0000000000000000000000"]
)
def test_what_belongs_to_somebody_else_is_not_found(phone: Page, links: dict[str, str], stage: Stage, path: str) -> None:
    portal.enter(phone, links["E-113"], KOFI)
    answered = phone.goto(stage.url + path)
    assert answered is not None
    assert answered.status == 404
    portal.heading(phone, "We cannot find that page")


def test_a_payment_of_somebody_else_is_not_found(phone: Page, links: dict[str, str], stage: Stage) -> None:
    portal.enter(phone, links[PAID.customer_id], PAID)
    portal.pay(phone, PAID.accounts[0].number, "5")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    receipt = phone.url
    portal.sign_out(phone)
    portal.enter(phone, links["E-113"], KOFI)
    phone.goto(receipt)
    portal.heading(phone, "We cannot find that page")
