"""One payment for several accounts, without a script: amounts, a total, a look, the bank, a receipt."""

from __future__ import annotations

import pytest

from chalicelib.payments.model import Payment, Portion, Status
from tests.support import invariants
from tests.support.debtors import SIAN
from tests.support.http import Browser
from tests.support.world import World


def sharing(here: World) -> Browser:
    browser = here.signed_in(SIAN)
    browser.get("/pay")
    return browser


def amounts(browser: Browser, first: str = "", second: str = "", **more: str) -> dict[str, str]:
    """The form as it stands with these amounts."""
    hidden = {name: browser.hidden(name) for name in ("csrf", "payment_id", "number-1", "number-2")}
    return hidden | {"amount-1": first, "amount-2": second, **more}


@pytest.mark.feature("V13")
def test_amounts_for_two_accounts_become_one_payment_and_one_receipt(here: World) -> None:
    browser = sharing(here)
    browser.post("/pay", amounts(browser, "20", "5.50", wish="review"))
    assert "£25.50" in browser.text
    browser.post("/pay", amounts(browser, "20", "5.50", wish="pay"))
    assert browser.path.startswith("/sandbox/pay/")
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    browser.get(browser.path)

    (payment,) = here.entities().all(Payment)
    assert (payment.status, payment.amount) == (Status.SETTLED, 2_550)
    assert payment.allocations == (
        Portion(account_number="ACC-1", claim="ACC-1-1", amount=2_000),
        Portion(account_number="ACC-2", claim="ACC-2-1", amount=550),
    )
    for words in ("£25.50", "£20.00", "£5.50", "Example Energy ACC-1", "Example Water ACC-2"):
        assert words in browser.text
    invariants.hold(invariants.AT_REST, here.entities())


@pytest.mark.feature("V13")
def test_the_total_is_shown_without_a_script_and_nothing_happens(here: World) -> None:
    browser = sharing(here)
    browser.post("/pay", amounts(browser, "1,000.00", "5.50", wish="total"))

    assert "The most you can pay is £70.00" in browser.text
    browser.post("/pay", amounts(browser, "10", "5.50", wish="total"))
    assert "£15.50" in browser.text
    assert here.entities().all(Payment) == []


@pytest.mark.feature("V13")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter an amount for at least one account"),
        ("ten", "Enter an amount in pounds and pence"),
        ("0.001", "Enter an amount in pounds and pence"),
        ("-5", "Enter an amount in pounds and pence"),
        ("71", "The most you can pay is £70.00"),
    ],
)
def test_what_cannot_be_paid_is_said_at_its_account(here: World, typed: str, said: str) -> None:
    browser = sharing(here)
    browser.post("/pay", amounts(browser, typed, wish="pay"))

    assert said in browser.text
    assert here.entities().all(Payment) == []


@pytest.mark.feature("V13")
def test_a_balance_that_moved_since_the_review_takes_no_money(here: World) -> None:
    browser = sharing(here)
    form = amounts(browser, "70", "40", wish="pay")
    other = here.signed_in(SIAN, "203.0.113.8")
    other.get("/accounts/ACC-2/pay")
    other.submit(choice="full")

    browser.post("/pay", form)

    assert [payment.amount for payment in here.entities().all(Payment)] == [4_000]
    assert "Pay several accounts" in browser.text


@pytest.mark.feature("V13")
def test_sending_the_form_twice_is_one_payment(here: World) -> None:
    browser = sharing(here)
    form = amounts(browser, "20", "5.50", wish="pay")
    browser.post("/pay", form)
    first = browser.path
    browser.post("/pay", form)

    assert browser.path == first
    assert len(here.entities().all(Payment)) == 1


@pytest.mark.feature("V13")
def test_not_being_able_to_pay_has_a_way_of_its_own(here: World) -> None:
    browser = sharing(here)
    assert "I cannot pay this" in browser.text
    assert 'href="/help#cannot-pay"' in browser.page.body
