"""Cells: what any text in any column comes to, and that our own files read back as they were."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.faults import BadCell
from chalicelib.imports.cells import tidy
from chalicelib.imports.columns import COLUMNS, TEMPLATE
from chalicelib.imports.guard import guard, unguard
from chalicelib.imports.rows import masked

TODAY = date(2026, 3, 2)
TEXT = st.text(max_size=40) | st.text("0123456789/-+£.,; abcYNE'=@", max_size=20)


@given(st.sampled_from(TEMPLATE), TEXT)
def test_any_cell_is_refused_or_stays_what_it_became(column, text) -> None:  # type: ignore[no-untyped-def]
    try:
        once = column.kind.parse(text, TODAY).value
    except BadCell:
        return
    assert not once or column.kind.parse(once, TODAY).value == once
    assert not once or column.kind.encode(column.kind.decode(once)) == once


@given(TEXT)
def test_the_guard_comes_off_as_it_went_on(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "＝1", "'=1", "+A1", "-A1"])
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+447700900123", "-12.50", "+44 7700 900123", "O'Neill", "12", "'quoted'", ""])
def test_phones_and_numbers_stay_themselves(text: str) -> None:
    assert guard(text) == text


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  Anne   Marie ", "Anne Marie"),
        ("1 The Row\r\nLeeds", "1 The Row, Leeds"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("O\u200b'Hara", "O'Hara"),
        ("D’Arcy", "D’Arcy"),
    ],
)
def test_text_is_tidied_and_otherwise_kept(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


def test_control_characters_are_refused() -> None:
    with pytest.raises(BadCell):
        tidy("bell\x07")


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("FirstName", "123", "E_CHARACTERS"),
        ("Title", "x" * 21, "E_TOO_LONG"),
        ("CustomerID", "C 1", "E_CHARACTERS"),
        ("AccountNumber", "1.23457E+19", "E_NUMBER_ROUNDED"),
        ("AccountNumber", "2025-03-12T00:00:00", "E_CHARACTERS"),
        ("CustomerID", "x" * 65, "E_TOO_LONG"),
        ("CustomerType", "PERSON", "E_ENUM"),
        ("PreferredLanguage", "fr-FR", "E_ENUM"),
        ("SmsOptOut", "maybe", "E_ENUM"),
        ("Currency", "EUR", "E_CURRENCY"),
        ("DateOfBirth", "2010-01-01", "E_DOB_UNDER_18"),
        ("DateOfBirth", "1900-01-02", "E_DOB_INVALID"),
        ("DateOfBirth", "2030-01-01", "E_DATE_FUTURE"),
        ("OpenedDate", "2030-01-01", "E_DATE_FUTURE"),
        ("LastPaymentAmount", "0", "E_MONEY_RANGE"),
        ("CompanyNumber", "ABC", "E_COMPANY_NUMBER"),
        ("PaymentReference", "AAAAAA", "E_PAYMENT_REFERENCE"),
        ("PaymentReference", "ACC_12345", "E_PAYMENT_REFERENCE"),
        ("PlanOption1Instalments", "0", "E_PLAN_RANGE"),
        ("PlanOption1Instalments", "1.5", "E_PLAN_RANGE"),
        ("Tags", ";".join(str(n) for n in range(21)), "E_TOO_LONG"),
    ],
)
def test_cells_that_columns_refuse(column: str, text: str, code: str) -> None:
    with pytest.raises(BadCell) as caught:
        COLUMNS[column].kind.parse(text, TODAY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("CompanyNumber", "sc 123456", "SC123456"),
        ("CompanyNumber", "1234567", "01234567"),
        ("CompanyNumber", "NI012345", "NI012345"),
        ("SmsOptOut", "true", "Y"),
        ("SmsOptOut", "0", "N"),
        ("PreferredLanguage", "CY-gb", "cy-GB"),
        ("PaymentReference", "acme 998001", "ACME 998001"),
        ("Tags", "vip; batch7;;vip", "vip;batch7"),
        ("CustomerID", " 000123 ", "000123"),
        ("LastName", "E", "E"),
    ],
)
def test_cells_that_columns_put_in_form(column: str, text: str, value: str) -> None:
    assert COLUMNS[column].kind.parse(text, TODAY).value == value


def test_reports_mask_what_identifies() -> None:
    assert masked("MobilePhone", "07700 900123") == "07***123"
    assert masked("Email", "aoife@example.com") == "ao***com"
    assert masked("DateOfBirth", "31/02/1980") == "**/**/****"
    assert masked("Balance", "-5") == "-5"
