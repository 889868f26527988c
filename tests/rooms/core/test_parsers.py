"""What people in the UK write, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.dates import add_months, age, days_past_due, parse_day
from chalicelib.core.email import normalise_email, parse_email
from chalicelib.core.faults import WORDS, BadCell, FaultCode
from chalicelib.core.money import LARGEST_PENCE, format_pounds, parse_pounds
from chalicelib.core.phone import is_mobile, is_test_number, lost_its_zero, normalise_phone, parse_mobile, parse_phone
from chalicelib.core.postcode import area, in_crown_dependency, jurisdiction, on_the_border, parse_postcode, split_postcode


def refusal(parse: Callable[[str], object], text: str) -> str:
    with pytest.raises(BadCell) as caught:
        parse(text)
    assert caught.value.message
    return caught.value.code.value


def test_every_code_has_words() -> None:
    assert set(WORDS) == set(FaultCode)
    assert all(words.message and words.how_to_fix for words in WORDS.values())


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1234.56", 123_456),
        ("£1,234.56", 123_456),
        ("1234", 123_400),
        (" 0.5 ", 50),
        ("0", 0),
        ("£ 12", 1_200),
        ("19.99", 1_999),
        ("1.15", 115),
        ("4.35", 435),
        ("9,999,999.99", LARGEST_PENCE),
    ],
)
def test_pounds_become_pence(text: str, pence: int) -> None:
    assert parse_pounds(text) == pence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E_MONEY_FORMAT"),
        ("1,23", "E_MONEY_FORMAT"),
        ("1.234,56", "E_MONEY_FORMAT"),
        ("1e5", "E_MONEY_FORMAT"),
        ("1.234", "E_MONEY_FORMAT"),
        ("１２", "E_MONEY_FORMAT"),
        ("١٢", "E_MONEY_FORMAT"),
        ("12 34", "E_MONEY_FORMAT"),
        ("-5", "E_MONEY_NEGATIVE"),
        ("(5.00)", "E_MONEY_NEGATIVE"),
        ("£-5.00", "E_MONEY_NEGATIVE"),
        ("10000000.00", "E_MONEY_RANGE"),
    ],
)
def test_what_is_no_amount(text: str, code: str) -> None:
    assert refusal(parse_pounds, text) == code


@given(st.integers(0, LARGEST_PENCE))
def test_formatted_money_parses_back(pence: int) -> None:
    assert parse_pounds(format_pounds(pence)) == pence
    assert parse_pounds(f"£{pence // 100:,}.{pence % 100:02d}") == pence


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-01", date(2025, 3, 1)),
        ("01/03/2025", date(2025, 3, 1)),
        ("1/3/2025", date(2025, 3, 1)),
        ("29/02/1984", date(1984, 2, 29)),
    ],
)
def test_days_are_iso_or_day_first(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text", ["", "12/31/2025", "31/02/2025", "4/5/80", "2025-3-1", "1 May 2025", "2025/03/01", "20250301", "٠١/٠٣/٢٠٢٥"]
)
def test_what_is_no_day(text: str) -> None:
    assert refusal(parse_day, text) == "E_DATE_FORMAT"


def test_month_first_is_named_and_never_guessed() -> None:
    with pytest.raises(BadCell) as caught:
        parse_day("05/13/1980")
    assert "month first" in caught.value.message


def test_years_far_away_are_typing_errors() -> None:
    assert refusal(parse_day, "0202-01-01") == "E_DATE_RANGE"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_both_spellings_of_a_day_mean_the_same(day: date) -> None:
    assert parse_day(day.isoformat()) == day == parse_day(f"{day.day}/{day.month}/{day.year}")


def test_ages_months_and_days_past_due() -> None:
    assert [age(date(2008, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2025, 11, 30), 15) == date(2027, 2, 28)
    assert [days_past_due(date(2026, 1, 1), day) for day in (date(2025, 12, 1), date(2026, 1, 1), date(2026, 1, 31))] == [
        0,
        0,
        30,
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044-7700-900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("7700900123", "+447700900123"),
        ("(020) 7946 0018", "+442079460018"),
        ("0303 123 4567", "+443031234567"),
        ("016977 2123", "+44169772123"),
        ("07624 123456", "+447624123456"),
        ("07700\u00a0900123", "+447700900123"),
    ],
)
def test_phones_become_e164(text: str, number: str) -> None:
    assert parse_phone(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4.47701E+11", "E_PHONE_SCIENTIFIC"),
        ("4,477E+11", "E_PHONE_SCIENTIFIC"),
        ("0909 879 0000", "E_PHONE_PREMIUM"),
        ("118 500", "E_PHONE_PREMIUM"),
        ("070 1234 5678", "E_PHONE_PREMIUM"),
        ("999", "E_PHONE_PREMIUM"),
        ("07700 90012", "E_PHONE_FORMAT"),
        ("07700 9001234", "E_PHONE_FORMAT"),
        ("0770O 900123", "E_PHONE_FORMAT"),
        ("+33 1 23 45 67 89", "E_PHONE_FORMAT"),
        ("07600 123456", "E_PHONE_FORMAT"),
        ("٠٧٧٠٠٩٠٠١٢٣", "E_PHONE_FORMAT"),
        ("", "E_PHONE_FORMAT"),
    ],
)
def test_what_is_no_phone(text: str, code: str) -> None:
    assert refusal(parse_phone, text) == code
    assert normalise_phone(text) is None


def test_kinds_of_phone() -> None:
    assert refusal(parse_mobile, "020 7946 0018") == "E_PHONE_FORMAT"
    assert (is_mobile("+447400123456"), is_mobile("+442079460018")) == (True, False)
    assert (is_test_number("+447700900999"), is_test_number("+447700901000")) == (True, False)
    assert (lost_its_zero("7700 900123"), lost_its_zero("07700 900123")) == (True, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ls14dy", "LS1 4DY"),
        ("SW1A-1AA", "SW1A 1AA"),
        (" n1p 1aa ", "N1P 1AA"),
        ("GIR0AA", "GIR 0AA"),
        ("BF1 2AB", "BF1 2AB"),
        ("BX1 1LT", "BX1 1LT"),
        ("EC1A\u00a01BB", "EC1A 1BB"),
    ],
)
def test_postcodes_are_put_in_form(text: str, code: str) -> None:
    assert parse_postcode(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E_POSTCODE_FORMAT"),
        ("LS1", "E_POSTCODE_FORMAT"),
        ("LS1 4CY", "E_POSTCODE_FORMAT"),
        ("QX1 1AA", "E_POSTCODE_FORMAT"),
        ("Z1 1AA", "E_POSTCODE_NOT_UK"),
        ("ZZ99 1AA", "E_POSTCODE_NOT_UK"),
        ("GX11 1AA", "E_POSTCODE_NOT_UK"),
        ("FIQQ 1ZZ", "E_POSTCODE_NOT_UK"),
        ("ASCN 1ZZ", "E_POSTCODE_NOT_UK"),
        ("BFPO 801", "E_POSTCODE_BFPO_NUMBER"),
        ("90210", "E_POSTCODE_FORMAT"),
    ],
)
def test_what_is_no_uk_postcode(text: str, code: str) -> None:
    assert refusal(parse_postcode, text) == code


def test_a_postcode_suggests_whose_law_applies() -> None:
    guesses = {
        code: jurisdiction(code).value
        for code in ("LS1 4DY", "BT1 1AA", "EH1 1AA", "TD1 1AA", "TD15 1AA", "JE2 3AB", "E1 6AN", "G1 1AA")
    }

    assert guesses == {
        "LS1 4DY": "ENGLAND_WALES",
        "BT1 1AA": "NORTHERN_IRELAND",
        "EH1 1AA": "SCOTLAND",
        "TD1 1AA": "SCOTLAND",
        "TD15 1AA": "ENGLAND_WALES",
        "JE2 3AB": "CROWN_DEPENDENCY",
        "E1 6AN": "ENGLAND_WALES",
        "G1 1AA": "SCOTLAND",
    }
    assert (on_the_border("TD15 1AA"), on_the_border("LS1 4DY")) == (True, False)
    assert (in_crown_dependency("IM1 1AA"), area("GIR 0AA")) == (True, "GIR")


def test_a_postcode_may_be_searched_in_part() -> None:
    assert split_postcode("ls1 4dy") == ("LS1", "4DY")
    assert split_postcode("ls1") == ("LS1", "")
    assert split_postcode("nonsense%") == ("", "")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Aoife@Example.COM", "Aoife@example.com"),
        (" a.b+c@example.co.uk ", "a.b+c@example.co.uk"),
        ("x@münchen.example", "x@xn--mnchen-3ya.example"),
    ],
)
def test_emails_are_put_in_form(text: str, address: str) -> None:
    assert parse_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a@b",
        "a b@example.com",
        "a@example.com;b@example.com",
        ".a@example.com",
        "a@-example.com",
        "@example.com",
        "a@@example.com",
        "a@exa mple.com",
    ],
)
def test_what_is_no_email(text: str) -> None:
    assert refusal(parse_email, text) == "E_EMAIL_FORMAT"
    assert normalise_email(text) is None


NORMALISERS: list[Callable[[str], str]] = [
    parse_phone,
    parse_postcode,
    parse_email,
    lambda t: format_pounds(parse_pounds(t)),
    lambda t: parse_day(t).isoformat(),
]
LIKELY = st.from_regex(re.compile(r"[\d+£., ()/@A-Za-z-]{0,16}"), fullmatch=True) | st.text(max_size=40)


@pytest.mark.parametrize("normalise", NORMALISERS, ids=["phone", "postcode", "email", "money", "day"])
@given(text=LIKELY)
def test_any_text_is_refused_or_stays_what_it_became(normalise: Callable[[str], str], text: str) -> None:
    try:
        once = normalise(text)
    except BadCell:
        return
    assert normalise(once) == once
