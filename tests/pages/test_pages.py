"""What the pages of accounts, plans, statements and help promise to the person who reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.portal.statement_pages import csv_text
from tests.pages.cast import ENERGY, HELD, IN_FLIGHT, UNDER_WAY, WATER
from tests.pages.overview_states import overview
from tests.pages.reading import read, soup
from tests.pages.statement_states import ROWS, SHOWN
from tests.pages.states import STATES


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


def test_help_names_free_independent_advice_signed_in_or_not() -> None:
    for state in ("help", "help-signed-in"):
        words = read(STATES[state]())
        for adviser in ("MoneyHelper", "StepChange", "National Debtline", "Citizens Advice"):
            assert adviser in words


@pytest.mark.parametrize("state", ["overview-breathing-space", "pay-breathing-space", "payment-settled-breathing-space"])
def test_nobody_in_breathing_space_reads_that_they_owe_or_are_late(state: str) -> None:
    said = STATES[state]()
    for demand in ("You owe", "You still owe", "Due date", "Payment date has passed", "pay the rest"):
        assert demand not in said


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
