"""What the pages of paying promise to whoever pays: the form, the payment on its way, and its end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.payments.providers.books import Outcome
from chalicelib.portal.page_models import AccountCard, PaymentState, Standing
from chalicelib.portal.payment_pages import PayAnswers
from chalicelib.portal.problems import Problem
from tests.pages.cast import (
    BREATHING,
    ENERGY,
    EXTINGUISHED,
    IN_FLIGHT,
    INSIDE,
    PAID,
    PARTLY_DISPUTED,
)
from tests.pages.pay_states import paid, pay
from tests.pages.reading import read, soup, values
from tests.pages.states import STATES


class TestPay:
    def test_presses_nobody_to_pay_in_full(self) -> None:
        assert not soup(pay()).select("input[checked]")

    def test_carries_what_makes_a_double_click_one_payment(self) -> None:
        hidden = values(pay(Problem.AMOUNT_INVALID, choice="other", amount="ten"))
        assert hidden == {
            "csrf": INSIDE.csrf, "payment_id": "01JTA6Q4Z8R7M3N5K2W9X1Y0VB", "full_pence": "80059",
            "choice": "other", "amount": "ten",
        }  # fmt: skip

    def test_offers_only_what_is_not_already_being_paid(self) -> None:
        words = read(pay(account=IN_FLIGHT))
        assert "£755.59 Everything you owe on this account" in words
        assert "Any amount from £1.00 to £755.59" in words

    def test_the_last_few_pence_can_be_paid(self) -> None:
        assert "Any amount from £0.40 to £0.40" in read(pay(account=replace(ENERGY, owed_pence=40)))

    def test_offers_a_way_out_beside_the_way_on(self) -> None:
        assert "I cannot pay this" in read(pay())

    def test_reads_a_posted_form(self) -> None:
        answers = PayAnswers.read({"choice": "other", "amount": " 25.00 ", "payment_id": "A", "full_pence": "80059"})
        assert answers == PayAnswers("other", "25.00", "80059", "A")


class TestPayment:
    @pytest.mark.parametrize(
        ("state", "said"),
        [
            (PaymentState.SETTLED, "£45.00 has been paid to Northway Energy"),
            (PaymentState.PENDING, "We do not know yet whether the money has left your bank"),
            (PaymentState.CREATED, "We have not been told that any money has been taken"),
            (PaymentState.FAILED, "No money has been taken"),
            (PaymentState.CANCELLED, "No money has been taken"),
            (PaymentState.EXPIRED, "No money has been taken"),
            (PaymentState.PART_REFUNDED, "£45.00 has been paid to Northway Energy"),
            (PaymentState.REFUNDED, "£45.00 goes back to the card or account that you paid from"),
            (PaymentState.DISPUTED, "your bank has it for now"),
            (PaymentState.CHARGED_BACK, "Your bank took this payment back"),
            (PaymentState.RETURNED, "part of what you owe to Northway Energy again"),
        ],
    )
    def test_always_says_whether_money_moved(self, state: PaymentState, said: str) -> None:
        words = read(paid(state))
        assert said in words
        assert "PAY7K293D" in words

    @pytest.mark.parametrize("state", PaymentState)
    def test_can_be_checked_again_while_undecided_and_tried_again_when_it_failed(self, state: PaymentState) -> None:
        words = read(paid(state))
        assert ("Check again" in words) == state.undecided
        assert ("Try again" in words) == (state in (PaymentState.FAILED, PaymentState.CANCELLED, PaymentState.EXPIRED))

    def test_checking_again_is_a_post_because_a_get_changes_nothing(self) -> None:
        form = soup(paid(PaymentState.PENDING)).select_one("main form")
        assert form is not None
        assert (form["method"], form["action"]) == ("post", "/payments/01JTA6Q4Z8R7M3N5K2W9X1Y0VB")

    def test_only_an_unfinished_payment_leads_back_to_the_provider(self) -> None:
        assert "Go back to the payment page" in read(paid(PaymentState.CREATED, continue_url="https://bank.example.com/pay"))
        assert "Go back to the payment page" not in read(paid(PaymentState.PENDING, continue_url="https://bank.example.com/pay"))

    def test_a_receipt_says_what_is_still_owed(self) -> None:
        assert "You still owe £800.59" in read(paid(PaymentState.SETTLED))
        assert "You owe nothing more on this account" in read(paid(PaymentState.SETTLED, PAID))

    def test_a_payment_that_failed_on_a_settled_account_is_not_tried_again(self) -> None:
        assert "Try again" not in read(paid(PaymentState.FAILED, PAID))


def test_an_expired_session_claims_nothing_about_money_it_cannot_know() -> None:
    assert "No money has been taken" in read(STATES["expired"]())
    assert "No money" not in read(STATES["expired-was-paying"]())
    assert "do not pay again before you have looked" in read(STATES["expired-was-paying"]())


def test_the_sandbox_is_labelled_as_a_test_and_posts_one_outcome() -> None:
    page = soup(STATES["sandbox"]())
    buttons = [(str(button["name"]), str(button["value"])) for button in page.find_all("button")]
    assert "no real money moves" in page.get_text()
    assert buttons == [("outcome", outcome) for outcome in Outcome]


@pytest.mark.parametrize(
    ("card", "payable", "can_pay"),
    [
        (ENERGY, 80059, True),
        (IN_FLIGHT, 75559, True),
        (replace(ENERGY, in_flight_pence=80059), 0, False),
        (replace(ENERGY, in_flight_pence=90000), 0, False),
        (PAID, 0, False),
        (replace(ENERGY, standing=Standing.CLOSED), 80059, False),
    ],
)
def test_what_can_be_paid_now(card: AccountCard, payable: int, can_pay: bool) -> None:
    assert (card.payable_pence, card.can_pay) == (payable, can_pay)


@pytest.mark.parametrize(
    ("card", "full", "payable"),
    [
        (ENERGY, 80059, 80059),
        (PARTLY_DISPUTED, 77059, 80059),
        (BREATHING, 80059, 80059),
        (EXTINGUISHED, 0, 0),
        (replace(ENERGY, quiet_pence=3000, closed_pence=3000), 77059, 77059),
    ],
)
def test_everything_is_what_is_asked_for_and_more_may_be_paid(card: AccountCard, full: int, payable: int) -> None:
    assert (card.full_pence, card.payable_pence) == (full, payable)
