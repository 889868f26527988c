"""What single pages promise to the person who reads them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from chalicelib.payments.providers.books import Outcome
from chalicelib.portal import pages
from chalicelib.portal.detail_pages import Detail, email_hint
from chalicelib.portal.identity_page import IdentityAnswers, Verify
from chalicelib.portal.page_models import AccountCard, Frame, PaymentState, Standing
from chalicelib.portal.payment_pages import PayAnswers
from chalicelib.portal.problems import EXPLANATIONS, Problem
from chalicelib.portal.statement_pages import csv_text
from tests.pages.cast import (
    BREATHING,
    ENERGY,
    EXTINGUISHED,
    HELD,
    IN_FLIGHT,
    INSIDE,
    ORGANISATION,
    OUTSIDE,
    PAID,
    PARTLY_DISPUTED,
    UNDER_WAY,
    WATER,
)
from tests.pages.detail_states import change
from tests.pages.document_states import documents
from tests.pages.door_states import verify, verify_every_fact
from tests.pages.overview_states import overview, owed
from tests.pages.pay_states import paid, pay
from tests.pages.promise_states import FIRST_CLAIM, ask_promise
from tests.pages.statement_states import ROWS, SHOWN
from tests.pages.states import STATES
from tests.pages.way_states import ways
from tests.support.page_lint import told_before_identity


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def read(html: str) -> str:
    """The words of a page as a person reads them."""
    main = soup(html).find("main")
    assert isinstance(main, Tag)
    return " ".join(main.get_text(" ").split())


def values(html: str) -> dict[str, str]:
    """The named inputs of a page and what they hold."""
    fields = soup(html).select("main input:not([type=radio]), main input[type=radio][checked]")
    return {str(field["name"]): str(field.get("value", "")) for field in fields}


class TestVerify:
    @pytest.mark.parametrize(
        "state",
        [name for name in STATES if name.startswith("verify")]
        + ["home", "signed-out", "link-asked", "unsubscribe", "unsubscribed"],
    )
    def test_tells_nobody_what_the_link_is_about(self, state: str) -> None:
        assert told_before_identity(STATES[state]()) == []

    def test_is_the_same_page_inside_a_session(self) -> None:
        """Somebody who is signed in and opens another link must not get a page that differs."""
        assert pages.verify(Verify(INSIDE)) == pages.verify(Verify(OUTSIDE))

    def test_may_be_filled_in_by_the_browser(self) -> None:
        offered = {str(field.get("autocomplete")) for field in soup(verify()).select("input[autocomplete]")}
        assert {"bday-day", "bday-month", "bday-year", "postal-code"} <= offered

    def test_shows_what_was_typed_again(self) -> None:
        html = STATES["verify-myself-wrong"]()
        assert values(html) == {
            "who": "myself", "dob-day": "31", "dob-month": "2", "dob-year": "1980", "reference": "", "postcode": "LS1",
        }  # fmt: skip

    def test_posts_to_its_own_address(self) -> None:
        form = soup(verify()).select_one("main form")
        assert form is not None
        assert not form.has_attr("action")

    def test_a_wrong_answer_names_no_field(self) -> None:
        html = STATES["verify-no-match"]()
        assert "The details do not match what we hold, or this link is no longer active" in read(html)
        assert "govuk-form-group--error" not in html

    def test_always_offers_a_new_link_and_a_way_to_check_it_is_real(self) -> None:
        for problems in ((), (Problem.NO_MATCH,)):
            words = read(verify(*problems))
            assert "Need help, or a new link?" in words
            assert "Not sure this is real?" in words

    def test_reads_a_posted_form_and_clips_what_no_answer_needs(self) -> None:
        answers = IdentityAnswers.read({"who": "myself", "dob-day": " 3 ", "postcode": "x" * 10_000})
        assert (answers.day, answers.month, len(answers.postcode)) == ("3", "", 60)


PLAN_PAGES = {
    Problem.PLAN_OPTION_MISSING: "plan-choose-nothing",
    Problem.PLAN_DAY_MISSING: "plan-when-no-day",
    Problem.PLAN_DAY_OUTSIDE: "plan-when-outside",
    Problem.PLAN_MONTH_DAY_INVALID: "plan-when-no-such-day",
    Problem.PLAN_WAY_TOO_SMALL: "plan-when-too-small",
    Problem.PLAN_CONSENT_MISSING: "plan-review-not-agreed",
    Problem.PLAN_WAY_UNUSABLE: "plan-needs-way-unusable",
    Problem.PLAN_DELAY_OUTSIDE: "plan-delay-outside",
}


STATEMENT_PAGES = {
    Problem.FROM_INVALID: "statement-no-first",
    Problem.TO_INVALID: "statement-no-last",
    Problem.TO_IN_FUTURE: "statement-future",
    Problem.TO_BEFORE_FROM: "statement-upside-down",
    Problem.STATEMENT_TOO_EARLY: "statement-too-early",
    Problem.STATEMENT_TOO_LONG: "statement-too-long",
}


LAST_DAYS = {
    Problem.PLAN_DAY_OUTSIDE: "17 June 2026",
    Problem.PLAN_DELAY_OUTSIDE: "11 June 2026",
    Problem.PROMISE_DAY_OUTSIDE: "2 June 2026",
}


def page_with(problem: Problem) -> str:
    """A page that can have this problem."""
    match EXPLANATIONS[problem].field:
        case "mobile":
            return change(Detail.MOBILE, problem)
        case "line_1" | "line_2" | "town" | "county":
            return change(Detail.ADDRESS, problem)
        case "on":
            return owed(problem)
        case "option" | "first" | "day_of_month" | "pay_by" | "agreed" | "until":
            return STATES[PLAN_PAGES[problem]]()
        case "from" | "to":
            return STATES[STATEMENT_PAGES[problem]]()
        case "claim" | "due":
            return ask_promise(problem, claims=(FIRST_CLAIM, replace(FIRST_CLAIM, ref="2")))
        case "method" | "most":
            return ways(problem)
        case "shows":
            return documents(problem)
    asks_identity = problem in tuple(Problem)[: tuple(Problem).index(Problem.NO_MATCH) + 1]
    return verify_every_fact(problem) if asks_identity else pay(problem)


@pytest.mark.parametrize("problem", Problem)
def test_a_problem_is_told_in_the_title_the_summary_and_beside_its_field(problem: Problem) -> None:
    html = page_with(problem)
    page, told = soup(html), EXPLANATIONS[problem]
    days = {"first_day": "3 May 2026", "last_day": LAST_DAYS.get(problem, "")}
    limits = days | {"minimum": "£1.00", "maximum": "£800.59", "online": "£0.30"}
    words = told.words % limits
    summary = page.select_one(".govuk-error-summary")
    assert page.title is not None
    assert page.title.get_text().startswith("Error: ")
    assert summary is not None
    assert words in summary.get_text()
    assert summary.has_attr("autofocus")
    assert len(page.select(".govuk-error-message")) == (1 if told.field else 0)


class TestOverview:
    def test_adds_up_every_account(self) -> None:
        words = read(overview(ENERGY, WATER, HELD))
        assert "You owe in total on 3 accounts £1,155.99" in words

    def test_shows_who_is_owed_what_until_when(self) -> None:
        words = read(overview(WATER))
        for fact in ("Severn Vale Water", "Water and drainage", "£120.40", "1 March 2026", "WTR/2291 77", "SVW-2291-77"):
            assert fact in words

    def test_not_being_able_to_pay_weighs_the_same_as_paying(self) -> None:
        for choices in soup(overview(ENERGY, WATER)).select(".choices"):
            pay_it, cannot = choices.find_all("a")
            assert (str(pay_it["href"])[-4:], cannot["href"]) == ("/pay", "/help#cannot-pay")
            assert "govuk-button" in pay_it["class"]
            assert "govuk-button" in cannot["class"]

    def test_an_account_on_hold_is_not_pressed_to_pay(self) -> None:
        page = soup(overview(HELD))
        assert "you do not need to do anything" in read(str(page))
        assert all("govuk-button--outline" in link["class"] for link in page.select(".choices a"))

    def test_nothing_owed_is_said_and_nothing_can_be_paid(self) -> None:
        html = STATES["overview-nothing-owed"]()
        assert "You owe nothing" in read(html)
        assert "/pay" not in html.replace("/payments", "")

    def test_a_payment_on_its_way_is_said_before_anything_is_paid_twice(self) -> None:
        words = read(overview(IN_FLIGHT, payments=(UNDER_WAY,)))
        assert "Please do not pay it again until you know." in words
        assert "Being paid now £45.00" in words

    def test_an_awkward_account_number_makes_a_safe_address(self) -> None:
        assert WATER.pay_path == "/accounts/WTR%2F2291%2077/pay"


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


@pytest.mark.feature("P3", "V14")
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("plan-active", "A payment has not reached us"),
        ("plan-due", "Please pay £66.71 now, for"),
        ("plan-being-collected", "We are taking your payment of £66.71 for"),
        ("plan-paid-each-time", "Your next payment is £66.71 on"),
        ("plan-collected", "We take your next payment of £66.71 on"),
    ],
)
def test_a_plan_says_first_what_is_to_be_done_now(page: str, said: str) -> None:
    assert said in read(STATES[page]())


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


def test_help_names_free_independent_advice_signed_in_or_not() -> None:
    for state in ("help", "help-signed-in"):
        words = read(STATES[state]())
        for adviser in ("MoneyHelper", "StepChange", "National Debtline", "Citizens Advice"):
            assert adviser in words


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


@pytest.mark.parametrize("state", ["overview-breathing-space", "pay-breathing-space", "payment-settled-breathing-space"])
def test_nobody_in_breathing_space_reads_that_they_owe_or_are_late(state: str) -> None:
    said = STATES[state]()
    for demand in ("You owe", "You still owe", "Due date", "Payment date has passed", "pay the rest"):
        assert demand not in said


def test_an_unknown_language_reads_as_english() -> None:
    html = pages.verify(Verify(Frame(ORGANISATION, locale="xx")))
    assert re.search(r'<html lang="en-GB"', html)


@pytest.mark.parametrize(
    ("email", "hint"),
    [
        ("sian@example.com", "si…@example.com"),
        ("ab@example.com", "a…@example.com"),
        ("a@example.com", "…@example.com"),
        (None, ""),
    ],
)
def test_an_email_address_is_known_by_its_beginning_and_not_told(email: str, hint: str) -> None:
    assert email_hint(email) == hint


def test_what_is_typed_into_a_form_of_one_s_own_details_is_kept_with_its_problems() -> None:
    html = change(Detail.ADDRESS, Problem.POSTCODE_INVALID, line_1="2 Example Road", town="York", postcode="YO1")
    typed = {"line_1": "2 Example Road", "line_2": "", "town": "York", "county": "", "postcode": "YO1"}
    assert {name: value for name, value in values(html).items() if name in typed} == typed


class TestStatement:
    def test_a_page_holds_five_hundred_rows_and_the_file_all(self) -> None:
        many = replace(SHOWN, rows=ROWS[:1] * 501)
        assert (replace(many, rows=many.rows[1:]).fits_a_page, many.fits_a_page) == (True, False)
        assert len(csv_text(many, "en_GB").splitlines()) == 1 + 1 + 501

    def test_a_formula_in_a_name_does_not_run_in_a_spreadsheet(self) -> None:
        row = replace(ROWS[0], creditor="=1+1", account="@A1", change_pence=-5)
        assert '"\'=1+1","\'@A1","","-0.05","12345.67"' in csv_text(replace(SHOWN, rows=(row,)), "en_GB")

    def test_what_the_law_does_not_let_anybody_ask_for_is_said_beside_its_balance(self) -> None:
        assert "by the law of Scotland, this is no longer owed" in read(STATES["statement-unpaid"]())
