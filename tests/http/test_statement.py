"""The statement in the portal: read, printed, taken away as a file, and nobody else's."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.support.debtors import SIAN
from tests.support.http import Browser
from tests.support.world import World


@pytest.fixture
def browser(here: World) -> Browser:
    """Siân's. She paid 12.34 to the older of her two accounts, two days after they were opened."""
    here.wait(days=2)
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="other", amount="12.34")
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    return browser


def days(first: str, last: str, **more: str) -> dict[str, str]:
    """The form's fields for two days of November 2026."""
    ends = {"from": first, "to": last}
    return {
        f"{end}_{part}": text
        for end, day in ends.items()
        for part, text in zip(("day", "month", "year"), (day, "11", "2026"), strict=True)
    } | more


@pytest.mark.feature("JO1", "V13")
def test_the_last_twelve_months_are_shown_with_a_running_balance(browser: Browser) -> None:
    browser.get("/statement")
    for words in ("Siân O'Neill-Smith", "22 November 2025", "22 November 2026", "£110.00", "−£12.34", "£97.66", "Your payment"):
        assert words in browser.text
    assert "ACC-2" in browser.text
    payment = re.search(r'href="(/payments/\w+)"', browser.page.body)
    assert payment, "a row leads to the receipt of its payment"
    assert "Payment received" in browser.get(payment[1]).body


@pytest.mark.feature("JO1")
def test_an_account_has_a_statement_of_its_own_and_of_no_other(browser: Browser) -> None:
    browser.get("/accounts")
    browser.get("/accounts/ACC-1/statement")
    assert "£57.66" in browser.text
    assert "ACC-2" not in browser.text
    browser.submit("/statement", **days("22", "22", wish="show"))
    assert ("£70.00" in browser.text, "£57.66" in browser.text, "ACC-2" in browser.text) == (True, True, False)
    form = {"csrf": browser.hidden("csrf"), "account": "ACC-3"}
    assert browser.post("/statement", form).status == 404


@pytest.mark.feature("JO4")
def test_the_file_holds_every_row_for_a_spreadsheet(browser: Browser) -> None:
    browser.get("/statement")
    answer = browser.submit("/statement", **days("21", "22", wish="download"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="statement-2026-11-21-to-2026-11-22.csv"'
    assert "no-store" in answer.headers["cache-control"]
    assert answer.body.startswith("\ufeff")
    before, paid = list(csv.DictReader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert (before["What happened"], before["Balance in pounds"]) == ("Before the first day", "110.00")
    assert (paid["Date"], paid["Account number"], paid["Creditor"]) == ("2026-11-22", "ACC-1", "Example Energy")
    assert (paid["Change in pounds"], paid["Balance in pounds"]) == ("-12.34", "97.66")
    assert len(paid["Payment reference"]) == 11


def test_days_without_anything_say_so(browser: Browser) -> None:
    browser.get("/statement")
    browser.submit("/statement", **days("21", "21", wish="show"))
    assert "Nothing happened in these days. The balance was £110.00 all the time." in browser.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (days("", "22"), "Enter a real first day"),
        (days("22", "31"), "Enter a real last day"),
        (days("22", "23"), "The last day must be today or before"),
        (days("20", "19"), "The last day must not be before the first day"),
        (days("1", "22") | {"from_year": "0001"}, "Enter a real first day"),
    ],
)
def test_days_that_cannot_be_are_asked_for_again(here: World, typed: dict[str, str], words: str) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/statement")
    browser.submit("/statement", **typed, wish="download")
    assert words in browser.text
