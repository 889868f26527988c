"""Whatever a file holds, reading it gives rows or one refusal with words; nothing crashes, nothing hangs."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.core.dates import parse_day
from chalicelib.core.email import parse_email
from chalicelib.core.faults import WORDS, BadCell, FaultCode
from chalicelib.core.money import format_pounds, parse_pounds
from chalicelib.core.phone import parse_mobile, parse_phone
from chalicelib.core.postcode import jurisdiction, parse_postcode
from chalicelib.imports.gate import inspect
from chalicelib.imports.reading import read
from chalicelib.imports.spreadsheet import Number, cell_text
from chalicelib.imports.table import FileRefused
from tests.support.importing import aoife, table
from tests.support.workbooks import by_hand, changed, spreadsheet

GOOD_CSV, GOOD_XLSX = table([aoife()]), spreadsheet([aoife()])
PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/custom.xml",
)  # fmt: skip
PIECES = (
    "<row>", "</row>", '<row r="2">', "<c>", "</c>", '<c t="s">', '<c t="inlineStr">', '<c r="B2" s="9">', "<v>", "</v>", "<f>",
    "<is><t>", "</t></is>", "1", "-1", "1E400", "nan", "45717", "99999999999999999999", "\u0000", "&amp;", "<!-- -->", "<a/>",
)  # fmt: skip
SNIPPETS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
WRITTEN = st.text(max_size=30) | st.text("0123456789+-.,/ ()£€eExXabcGBNOLS[]", max_size=25)


def outcome(content: bytes) -> str:
    """How many rows, or the code that refused the file."""
    try:
        seen = inspect(io.BytesIO(content))
        found = read(io.BytesIO(content), seen.format, seen.encoding)
        return str(sum(len(record.cells) == len(found.header) for record in found.records))
    except FileRefused as refused:
        return f"{refused.failure.code}: {refused.failure.message} {refused.failure.how_to_fix}"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD_XLSX) - 1), st.binary(min_size=1, max_size=12))
def test_a_workbook_with_damaged_bytes(place: int, damage: bytes) -> None:
    assert outcome(GOOD_XLSX[:place] + damage + GOOD_XLSX[place + len(damage) :])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD_XLSX)))
def test_a_workbook_cut_short(length: int) -> None:
    assert outcome(GOOD_XLSX[:length])


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PARTS), SNIPPETS | st.text(max_size=40) | st.binary(max_size=40))
def test_a_workbook_with_any_part_replaced(part: str, content: str | bytes) -> None:
    assert outcome(changed(GOOD_XLSX, {part: content if isinstance(content, bytes) else content.encode("utf-8", "replace")}))


@settings(max_examples=150, deadline=None)
@given(SNIPPETS)
def test_a_sheet_of_anything(cells: str) -> None:
    assert outcome(by_hand(cells))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD_CSV)), st.binary(max_size=30))
def test_a_csv_file_with_damaged_bytes(place: int, damage: bytes) -> None:
    assert outcome(GOOD_CSV[:place] + damage + GOOD_CSV[place:])


@settings(max_examples=60, deadline=None)
@given(WRITTEN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), st.sampled_from(",;\t|"))
def test_a_csv_file_of_any_text_in_any_encoding(text: str, encoding: str, delimiter: str) -> None:
    assert outcome(table([aoife(CreditorName=text)], delimiter=delimiter).decode().encode(encoding, "replace"))


@settings(max_examples=200, deadline=None)
@given(WRITTEN | st.floats().map(str), st.booleans(), st.booleans(), st.booleans())
def test_a_numeric_cell_of_anything_is_some_text(stored: str, dated: bool, since_1904: bool, day_wanted: bool) -> None:
    assert isinstance(cell_text(Number(stored, dated, since_1904), day_wanted=day_wanted), str)


def fault_of(parse: Callable[[str], object], text: str) -> BadCell | None:
    """What the parser has against a text."""
    try:
        parse(text)
    except BadCell as bad:
        return bad
    return None


PARSERS: list[Callable[[str], object]] = [parse_phone, parse_mobile, parse_postcode, parse_pounds, parse_day, parse_email]


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@settings(max_examples=150, deadline=None)
@given(WRITTEN)
def test_any_text_is_a_value_or_a_fault_with_words(parse: Callable[[str], object], text: str) -> None:
    fault = fault_of(parse, text)

    assert fault is None or (fault.code in WORDS and fault.message)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 999_999_999))
def test_an_amount_reads_as_it_was_written(pence: int) -> None:
    written = format_pounds(pence)

    assert parse_pounds(written) == parse_pounds(f"£{pence // 100:,}.{pence % 100:02d}") == pence
    assert parse_pounds(cell_text(Number(repr(pence / 100), False, False), day_wanted=False)) == pence


@settings(max_examples=150, deadline=None)
@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)))
def test_a_day_reads_as_it_was_written_in_each_of_three_ways(day: date) -> None:
    serial = str((day - date(1899, 12, 30)).days)

    assert parse_day(day.isoformat()) == parse_day(f"{day:%d/%m/%Y}") == day
    assert cell_text(Number(serial, True, False), day_wanted=True) == day.isoformat()


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"[A-PR-UWYZ][1-9][0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}", fullmatch=True))
def test_a_postcode_has_one_form_however_it_is_spaced(text: str) -> None:
    fault = fault_of(parse_postcode, text)
    if fault is not None:
        assert fault.code is FaultCode.E_POSTCODE_NOT_UK
        return
    code = parse_postcode(text)
    assert parse_postcode(code.replace(" ", "").lower()) == parse_postcode(f" {code} ") == code
    assert jurisdiction(code)
