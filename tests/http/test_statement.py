"""The statement in the portal: read, printed, taken away as a file, and nobody else's."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.support.debtors import SIAN
from tests.support.http import Browser
from tests.support.world import World


def days(first: str, last: str, **more: str) -> dict[str, str]:
    """The form's fields for two days of November 2026."""
    ends = {"from": first, "to": last}
    return {
        f"{end}_{part}": text
        for end, day in ends.items()
        for part, text in zip(("day", "month", "year"), (day, "11", "2026"), strict=True)
    } | more


@pytest.mark.feature("JO1", "V13")
def test_the_last_twelve_months_are_shown_with_a_running_balance(payer: Browser) -> None:
    payer.get("/statement")
    for words in ("Siân O'Neill-Smith", "22 November 2025", "22 November 2026", "£110.00", "−£12.34", "£97.66", "Your payment"):
        assert words in payer.text
    assert "ACC-2" in payer.text
    payment = re.search(r'href="(/payments/\w+)"', payer.page.body)
    assert payment, "a row leads to the receipt of its payment"
    assert "Payment received" in payer.get(payment[1]).body


@pytest.mark.feature("JO1")
def test_an_account_has_a_statement_of_its_own_and_of_no_other(payer: Browser) -> None:
    payer.get("/accounts")
    payer.get("/accounts/ACC-1/statement")
    assert "£57.66" in payer.text
    assert "ACC-2" not in payer.text
    payer.submit("/statement", **days("22", "22", wish="show"))
    assert ("£70.00" in payer.text, "£57.66" in payer.text, "ACC-2" in payer.text) == (True, True, False)
    form = {"csrf": payer.hidden("csrf"), "account": "ACC-3"}
    assert payer.post("/statement", form).status == 404


@pytest.mark.feature("JO4")
def test_the_file_holds_every_row_for_a_spreadsheet(payer: Browser) -> None:
    payer.get("/statement")
    answer = payer.submit("/statement", **days("21", "22", wish="download"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="statement-2026-11-21-to-2026-11-22.csv"'
    assert "no-store" in answer.headers["cache-control"]
    assert answer.body.startswith("\ufeff")
    before, paid = list(csv.DictReader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert (before["What happened"], before["Balance in pounds"]) == ("Before the first day", "110.00")
    assert (paid["Date"], paid["Account number"], paid["Creditor"]) == ("2026-11-22", "ACC-1", "Example Energy")
    assert (paid["Change in pounds"], paid["Balance in pounds"]) == ("-12.34", "97.66")
    assert len(paid["Payment reference"]) == 11


def test_days_without_anything_say_so(payer: Browser) -> None:
    payer.get("/statement")
    payer.submit("/statement", **days("21", "21", wish="show"))
    assert "Nothing happened in these days. The balance was £110.00 all the time." in payer.text


def test_a_file_of_days_that_cannot_be_is_not_made_and_the_days_are_asked_for_again(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/statement")
    browser.submit("/statement", **days("20", "19", wish="download"))
    assert "The last day must not be before the first day" in browser.text
