"""How one cell is read: text as a person typed it to one canonical text, and that to the value a record holds.

The canonical text is what baselines keep and exports write, so reading it again changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from chalicelib.core import phone, postcode
from chalicelib.core.dates import age, parse_day, reads_both_ways
from chalicelib.core.email import parse_email
from chalicelib.core.faults import BadCell, FaultCode
from chalicelib.core.money import format_pounds, parse_pounds

CLEAR = "[CLEAR]"
OLDEST_AGE = 120
ADULT_AGE = 18
TAGS_LIMIT = 20
TAG_LENGTH = 40
REMEMBERED = 1024
"""Cells of columns that repeat themselves are read once: most of a large file is the same few words."""
_IDENTIFIER = re.compile(r"[A-Za-z0-9._/-]+")
_COMPANY_NUMBER = re.compile(r"\d{8}|(?:[A-Z]{2}\d{6})|R\d{7}|IP\d{5}R|SP\d{5}R", re.ASCII)
_PAYMENT_REFERENCE = re.compile(r"[A-Z0-9 ./&-]{6,18}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.ASCII | re.IGNORECASE)
_MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00", re.ASCII)
_PERHAPS_ROUNDED = re.compile(r"[1-9]\d{14}0+", re.ASCII)
"""Excel shows 15 digits and turns the others into zeros."""
_YES = {"Y", "YES", "TRUE", "1"}
_NO = {"N", "NO", "FALSE", "0"}


class Cell(NamedTuple):
    """A canonical text, and what is worth a warning about how it was written."""

    value: str
    warnings: tuple[FaultCode, ...] = ()


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


class Shape(StrEnum):
    """What a spreadsheet may hold in a column's cells instead of text."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DAY = "DAY"


@dataclass(frozen=True, slots=True)
class Kind:
    """`parse` reads a cell on a London day and raises BadCell; `decode` and `encode` go to a record's value and back.
    `rule` says in words what a cell may hold, `words` lists them where they are few."""

    parse: Callable[[str, date], Cell]
    rule: str
    decode: Callable[[str], Any] = str
    encode: Callable[[Any], str] = _as_text
    shape: Shape = Shape.TEXT
    words: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """Composed characters, single spaces, line breaks as commas. Raises BadCell for control characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    lines = [" ".join(line.split(" ")) for line in re.split(r"[\r\n]+", text) if line.strip()]
    visible = "".join(c for c in ", ".join(line.strip() for line in lines) if unicodedata.category(c) != "Cf")
    tidied = unicodedata.normalize("NFC", " ".join(visible.split()))
    if not tidied.isprintable():
        raise BadCell(FaultCode.E_CHARACTERS)
    return tidied


def text(longest: int) -> Kind:
    """Any words up to a length."""

    @lru_cache(REMEMBERED)
    def parse(raw: str, _today: date) -> Cell:
        tidied = tidy(raw)
        if len(tidied) > longest:
            raise BadCell(FaultCode.E_TOO_LONG, f"The value is longer than {longest} characters.")
        return Cell(tidied)

    return Kind(parse, f"Text, at most {longest} characters")


def name(longest: int) -> Kind:
    """A name: words with at least one letter, kept as they are written."""

    def parse(raw: str, today: date) -> Cell:
        cell = text(longest).parse(raw, today)
        if not any(c.isalpha() for c in cell.value):
            raise BadCell(FaultCode.E_CHARACTERS, "A name needs at least one letter.")
        return cell

    return Kind(parse, f"A name, at most {longest} characters")


def _identifier(raw: str, _today: date) -> Cell:
    stripped = raw.strip()
    if len(stripped) > 64:
        raise BadCell(FaultCode.E_TOO_LONG, "The value is longer than 64 characters.")
    if _SCIENTIFIC.fullmatch(stripped):
        raise BadCell(FaultCode.E_NUMBER_ROUNDED)
    if _MIDNIGHT.fullmatch(stripped):
        raise BadCell(FaultCode.E_CHARACTERS, "A spreadsheet has turned the value into a date.")
    if not _IDENTIFIER.fullmatch(stripped):
        raise BadCell(FaultCode.E_CHARACTERS, "Only letters, digits and . _ / - are allowed here.")
    return Cell(stripped, (FaultCode.W_NUMBER_ROUNDED,) if _PERHAPS_ROUNDED.fullmatch(stripped) else ())


def one_of(allowed: type[StrEnum] | Collection[str], code: FaultCode = FaultCode.E_ENUM) -> Kind:
    """One word of a closed list, in any case."""
    words = {str(word).casefold(): str(word) for word in allowed}

    @lru_cache(REMEMBERED)
    def parse(raw: str, _today: date) -> Cell:
        word = words.get(raw.strip().casefold())
        if word is None:
            raise BadCell(code, f"The value is not one of {', '.join(words.values())}.")
        return Cell(word)

    listed = tuple(words.values())
    return Kind(parse, f"One of {', '.join(listed)}", decode=allowed if isinstance(allowed, type) else str, words=listed)


@lru_cache(REMEMBERED)
def _flag(raw: str, _today: date) -> Cell:
    word = raw.strip().upper()
    if word not in _YES | _NO:
        raise BadCell(FaultCode.E_ENUM, "The value is not Y or N.")
    return Cell("Y" if word in _YES else "N")


@lru_cache(REMEMBERED)
def _day(raw: str, _today: date) -> Cell:
    return Cell(parse_day(raw).isoformat(), _doubt(raw))


@lru_cache(REMEMBERED)
def _past_day(raw: str, today: date) -> Cell:
    day = parse_day(raw)
    if day > today:
        raise BadCell(FaultCode.E_DATE_FUTURE)
    return Cell(day.isoformat(), _doubt(raw))


def _doubt(raw: str) -> tuple[FaultCode, ...]:
    """Told only where other dates of the column are month first: `sorting` knows."""
    return (FaultCode.W_DATE_AMBIGUOUS,) if reads_both_ways(raw) else ()


def _birthday(raw: str, today: date) -> Cell:
    try:
        cell = _past_day(raw, today)
    except BadCell as bad:
        raise BadCell(FaultCode.E_DOB_INVALID if bad.code is FaultCode.E_DATE_RANGE else bad.code) from bad
    years = age(date.fromisoformat(cell.value), today)
    if years < ADULT_AGE:
        raise BadCell(FaultCode.E_DOB_UNDER_18)
    if years > OLDEST_AGE:
        raise BadCell(FaultCode.E_DOB_INVALID)
    return cell


def money(smallest_pence: int = 0) -> Kind:
    """Pounds, at least so many pence."""

    def parse(raw: str, _today: date) -> Cell:
        pence = parse_pounds(raw)
        if pence < smallest_pence:
            raise BadCell(FaultCode.E_MONEY_RANGE, "The amount must be more than 0.")
        return Cell(format_pounds(pence))

    rule = "Pounds, like 1234.56"
    return Kind(parse, rule, parse_pounds, lambda pence: "" if pence is None else format_pounds(pence), Shape.NUMBER)


def number(smallest: int, largest: int, code: FaultCode) -> Kind:
    """A whole number in a range."""

    def parse(raw: str, _today: date) -> Cell:
        stripped = raw.strip()
        if not re.fullmatch(r"\d{1,9}", stripped, re.ASCII) or not smallest <= int(stripped) <= largest:
            raise BadCell(code, f"The value is not a whole number from {smallest} to {largest}.")
        return Cell(str(int(stripped)))

    return Kind(parse, f"A whole number from {smallest} to {largest}", decode=int, shape=Shape.NUMBER)


def _phone(parse_number: Callable[[str], str], rule: str) -> Kind:
    def parse(raw: str, _today: date) -> Cell:
        number = parse_number(raw)
        warnings = {
            FaultCode.W_PHONE_LEADING_ZERO_RESTORED: phone.lost_its_zero(raw),
            FaultCode.W_TEST_PHONE: phone.is_test_number(number),
        }
        return Cell(number, tuple(code for code, holds in warnings.items() if holds))

    return Kind(parse, rule)


def _postcode(raw: str, _today: date) -> Cell:
    code = postcode.parse_postcode(raw)
    if postcode.in_crown_dependency(code):
        return Cell(code, (FaultCode.W_POSTCODE_CROWN_DEPENDENCY,))
    return Cell(code, (FaultCode.W_POSTCODE_AREA_UNKNOWN,) if postcode.on_the_border(code) else ())


def _email(raw: str, _today: date) -> Cell:
    return Cell(parse_email(raw))


def _company_number(raw: str, _today: date) -> Cell:
    squeezed = "".join(raw.split()).upper()
    padded = squeezed.zfill(8) if re.fullmatch(r"\d{5,7}", squeezed, re.ASCII) else squeezed
    if not _COMPANY_NUMBER.fullmatch(padded):
        raise BadCell(FaultCode.E_COMPANY_NUMBER)
    return Cell(padded)


def _payment_reference(raw: str, _today: date) -> Cell:
    reference = " ".join(raw.upper().split())
    marks = [c for c in reference if c.isalnum()]
    if not _PAYMENT_REFERENCE.fullmatch(reference) or len(marks) < 6 or len(set(marks)) == 1:
        raise BadCell(FaultCode.E_PAYMENT_REFERENCE)
    return Cell(reference)


def _tags(raw: str, _today: date) -> Cell:
    tags = list(dict.fromkeys(tag for tag in (tidy(part) for part in raw.split(";")) if tag))
    if len(tags) > TAGS_LIMIT or any(len(tag) > TAG_LENGTH for tag in tags):
        raise BadCell(FaultCode.E_TOO_LONG, f"At most {TAGS_LIMIT} tags of at most {TAG_LENGTH} characters each.")
    return Cell(";".join(tags))


IDENTIFIER = Kind(_identifier, "Letters, digits and . _ / -, at most 64; zeros in front are kept")
FLAG = Kind(_flag, "Y or N", lambda word: word == "Y", lambda value: "Y" if value else "N", words=("Y", "N"))
_DAY_RULE = "A date, like 2025-03-01 or 01/03/2025"


def _days(parse: Callable[[str, date], Cell], rule: str) -> Kind:
    return Kind(parse, rule, date.fromisoformat, lambda day: "" if day is None else day.isoformat(), Shape.DAY)


DAY = _days(_day, _DAY_RULE)
PAST_DAY = _days(_past_day, f"{_DAY_RULE}, not in the future")
BIRTHDAY = _days(_birthday, f"{_DAY_RULE}; customers are 18 or older")
MOBILE = _phone(phone.parse_mobile, "A UK mobile number, like 07700 900123")
PHONE = _phone(phone.parse_phone, "A UK phone number, like 020 7946 0018")
EMAIL = Kind(_email, "One email address")
POSTCODE = Kind(_postcode, "A UK postcode, like LS1 4DY")
COMPANY_NUMBER = Kind(_company_number, "The 8 characters of the companies register")
PAYMENT_REFERENCE = Kind(_payment_reference, "6 to 18 letters, digits, spaces and . / & -, as Bacs takes them")
TAGS = Kind(
    _tags,
    f"Words with ; between them, at most {TAGS_LIMIT} of {TAG_LENGTH} characters",
    lambda joined: tuple(joined.split(";")),
    ";".join,
)
