"""Workbooks as offices write them, and every way in which one may be broken or dangerous, each with one clear answer."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.core.objects import Bucket
from chalicelib.imports.gate import inspect
from chalicelib.imports.model import FileFormat, State
from chalicelib.imports.reading import read
from chalicelib.imports.table import FileRefused
from chalicelib.settings.model import Settings
from tests.support.importing import Importing, aoife
from tests.support.workbooks import by_hand, changed, opened, packed, saved, sheet, spreadsheet, written

HEADER = ["CustomerID", "AccountNumber", "AddressLine1", "Postcode", "Balance", "DueDate"]
ROW: list[Any] = ["C-1", "A-1", "12 High Street", "LS1 4DY", "100.00", "2025-03-01"]
GOOD = written([HEADER, ROW])
ROWS = f'<row r="1">{"".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER)}</row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def midnight(year: int, month: int, day: int) -> datetime:
    """Workbooks know no time zones."""
    return datetime(year, month, day)  # noqa: DTZ001


def rows(content: bytes) -> list[tuple[int, int, list[str]]]:
    seen = inspect(io.BytesIO(content))
    return [tuple(record) for record in read(io.BytesIO(content), seen.format, seen.encoding).records]  # type: ignore[misc]


def failure(content: bytes) -> tuple[str, str]:
    with pytest.raises(FileRefused) as caught:
        rows(content)
    assert caught.value.failure.how_to_fix
    return caught.value.failure.code, caught.value.failure.message


@pytest.mark.feature("I6")
def test_a_workbook_gives_the_same_rows_as_a_csv_file() -> None:
    seen = inspect(io.BytesIO(GOOD))

    assert (seen.format, seen.size_bytes) == (FileFormat.XLSX, len(GOOD))
    assert rows(GOOD) == [(2, 1, ROW)]


@pytest.mark.feature("I6")
def test_a_workbook_is_imported() -> None:
    world = Importing()
    typed = aoife(MobilePhone=7700900123, Balance=1234.5, DueDate=midnight(2025, 3, 1), AccountNumber=998001)  # type: ignore[arg-type]

    upload = world.drop(spreadsheet([typed]), "customers.xlsx")

    assert (upload.state, upload.format, upload.rows.new) == (State.COMPLETED, FileFormat.XLSX, 1)
    account = world.customer().accounts["998001"]
    assert (account.balance.total, account.claims["998001-1"].due_date) == (123_450, date(2025, 3, 1))
    assert world.customer().mobile_phone == "+447700900123"
    assert "W_PHONE_LEADING_ZERO_RESTORED" in world.codes(upload)


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("DueDate", midnight(2025, 3, 1), "2025-03-01"),
        ("DueDate", date(2025, 3, 1), "2025-03-01"),
        ("DueDate", 45_717, "2025-03-01"),
        ("DueDate", 45_717.75, "2025-03-01"),
        ("DueDate", "01/03/2025", "01/03/2025"),
        ("DueDate", 1984, "1984"),
        ("DueDate", 20_250_301, "20250301"),
        ("DueDate", -1, "-1"),
        ("Balance", 19.99, "19.99"),
        ("Balance", 1.15, "1.15"),
        ("Balance", 100, "100"),
        ("Balance", 0.1 + 0.2, "0.3"),
        ("Balance", 45_717, "45717"),
        ("AccountNumber", 123456789012345, "123456789012345"),
        ("AccountNumber", 1234567890123456, "1.23456789012346E+15"),
        ("AccountNumber", 1.2345678901234567e19, "1.23456789012346E+19"),
        ("AccountNumber", midnight(2025, 12, 3), "2025-12-03T00:00:00"),
        ("AddressLine1", True, "TRUE"),
        ("AddressLine1", "Flat 1\nThe Row", "Flat 1\nThe Row"),
        ("AddressLine1", "a_x000D_b", "a\rb"),
        ("AddressLine1", "#N/A", "#N/A"),
        ("AddressLine1", "🏠 <b> & “Nguyễn”", "🏠 <b> & “Nguyễn”"),
        ("AddressLine1", "'=1+1", "=1+1"),
    ],
)  # fmt: skip
@pytest.mark.feature("I6")
def test_cells_say_what_a_person_reads_in_them(column: str, value: Any, text: str) -> None:
    row = [value if name == column else cell for name, cell in zip(HEADER, ROW, strict=True)]

    assert rows(written([HEADER, row]))[0][2][HEADER.index(column)] == text


def test_days_counted_from_1904_are_the_same_days() -> None:
    def since_1904(book: Workbook, _sheet: Worksheet) -> None:
        book.epoch = midnight(1904, 1, 1)

    assert rows(written([HEADER, [*ROW[:-1], midnight(2025, 3, 1)]], since_1904))[0][2][-1] == "2025-03-01"


def test_the_days_around_the_leap_day_that_never_was() -> None:
    days = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(1999, 12, 31)]

    found = rows(written([HEADER, *([*ROW[:-1], day] for day in days)]))

    assert [cells[-1] for _, _, cells in found] == [day.isoformat() for day in days]


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    def gap(_book: Workbook, sheet: Worksheet) -> None:
        sheet.insert_rows(3, 2)

    assert [(row, record) for row, record, _ in rows(written([HEADER, ROW, ROW], gap))] == [(2, 1), (5, 2)]


@pytest.mark.feature("I6")
def test_the_first_visible_sheet_counts() -> None:
    def hidden_notes(book: Workbook, sheet: Worksheet) -> None:
        book.create_sheet("Hidden", 0).sheet_state = "hidden"
        book.create_sheet("Very hidden", 0).sheet_state = "veryHidden"
        book.create_chartsheet("Chart", 0)
        book.create_sheet("Notes").append(["anything"])

    assert rows(written([HEADER, ROW], hidden_notes)) == [(2, 1, ROW)]


@pytest.mark.feature("I8")
def test_empty_columns_and_formatted_empty_cells_are_passed_over() -> None:
    def tidy(_book: Workbook, sheet: Worksheet) -> None:
        for reference in ("H1", "H2", "ZZ900", "XFD1048576"):
            sheet[reference].number_format = "0.00"
        rule = DataValidation("list", formula1='"a,b"')
        rule.add("D2:D9")
        sheet.add_data_validation(rule)

    assert rows(written([HEADER, ROW], tidy)) == [(2, 1, ROW)]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (written([]), "F_EMPTY", ""),
        (written([HEADER]), "F_EMPTY", ""),
        (written([["Acme Energy"], HEADER, ROW]), "F_HEADER_MISSING", "row 2"),
        (written([[None], [None], HEADER, ROW]), "F_HEADER_MISSING", "row 3"),
        (written([[*HEADER, None, "Tags"], ROW]), "F_HEADER_UNKNOWN", "without a name"),
        (written([[*HEADER, "postcode"], ROW]), "F_HEADER_DUPLICATE", "stcode"),
        (written([HEADER, [*ROW[:4], "=SUM(1,2)", ROW[5]]]), "F_XLSX_FORMULA", "Cell E2"),
        (written([HEADER, [*ROW, "stray"]]), "F_MALFORMED_XLSX", "Row 2"),
        (written([HEADER, ROW], lambda book, sheet: sheet.cell(1_048_576, 16_384, "far")), "F_MALFORMED_XLSX", "XFD1048576"),
        (by_hand(ROWS + '<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>'), "F_MALFORMED_XLSX", "order"),
        (by_hand(ROWS + '<row r="9999999"><c><v>1</v></c></row>'), "F_MALFORMED_XLSX", "order"),
        (by_hand(ROWS + '<row r="2"><c t="s"><v>7</v></c></row>'), "F_MALFORMED_XLSX", ""),
        (by_hand(ROWS + f'<row r="2"><c t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>'), "F_MALFORMED_XLSX", "text"),
        (by_hand(ROWS + "<row"), "F_MALFORMED_XLSX", "damaged"),
        (GOOD[:-30], "F_MALFORMED_XLSX", "damaged"),
        (GOOD[:200] + GOOD[-22:], "F_MALFORMED_XLSX", "damaged"),
        (changed(GOOD, {"xl/worksheets/sheet1.xml": None}), "F_MALFORMED_XLSX", ""),
        (changed(GOOD, {"XL/workbook.xml": "<a/>"}), "F_MALFORMED_XLSX", "same name"),
        (packed({"hello.txt": "hello"}), "F_TYPE_MISMATCH", "ZIP archive"),
        (packed({}), "F_TYPE_MISMATCH", "ZIP archive"),
        (packed({"mimetype": "x", "content.xml": "<a/>"}), "F_TYPE_MISMATCH", "OpenDocument"),
        (packed({"Index/Document.iwa": "x"}), "F_TYPE_MISMATCH", "Numbers"),
        (packed({"[Content_Types].xml": '<Types><Override ContentType="x.wordprocessingml.document.main+xml"/></Types>'}),
         "F_TYPE_MISMATCH", "Word"),
        (packed({"[Content_Types].xml": '<Types><Override ContentType="x.sheet.binary.macroEnabled.main"/></Types>'}),
         "F_TYPE_MISMATCH", "binary"),
        (packed({"[Content_Types].xml": '<Types><Override ContentType="x.sheet.macroEnabled.main+xml"/></Types>'}),
         "F_MALWARE", "macros"),
        (OLE + "Workbook".encode("utf-16-le"), "F_TYPE_MISMATCH", ".xls"),
        (OLE + "WordDocument".encode("utf-16-le"), "F_TYPE_MISMATCH", "no spreadsheet"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "F_ENCRYPTED", "password"),
    ],
)  # fmt: skip
@pytest.mark.feature("I1", "I6", "I8")
def test_a_broken_workbook_gets_one_clear_answer(content: bytes, code: str, words: str) -> None:
    found, message = failure(content)

    assert (found, words in message) == (code, True), message


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


def encrypted() -> bytes:
    """The directory's flag for an encrypted part, as ZIP programs with a password set it."""
    content = bytearray(GOOD)
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (changed(GOOD, {"xl/vbaProject.bin": b"anything"}), "F_MALWARE", "macros"),
        (changed(GOOD, {"xl/macrosheets/sheet1.xml": "<a/>"}), "F_MALWARE", "macros"),
        (changed(GOOD, {"xl/embeddings/object1.bin": b"anything"}), "F_MALWARE", "embedded"),
        (changed(GOOD, {"xl/media/image1.png": GOOD}), "F_MALWARE", "another file"),
        (changed(GOOD, {"xl/printer.bin": b"MZ\x90\x00"}), "F_MALWARE", "another file"),
        (changed(GOOD, {"xl/nested.zip": b"anything"}), "F_MALWARE", "archive"),
        (changed(GOOD, {"../evil.xml": "<a/>"}), "F_MALWARE", "folder"),
        (changed(GOOD, {"xl/../../evil.xml": "<a/>"}), "F_MALWARE", "folder"),
        (changed(GOOD, {"C:evil.xml": "<a/>"}), "F_MALWARE", "folder"),
        (changed(GOOD, {"xl/worksheets/sheet1.xml": BOMB}), "F_MALWARE", "entities"),
        (changed(GOOD, {"docProps/app.xml": BOMB}), "F_MALWARE", "entities"),
        (changed(GOOD, {"docProps/app.xml": BOMB.encode("utf-16")}), "F_MALWARE", "entities"),
        (changed(GOOD, {"xl/sharedStrings.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "F_MALWARE", "entities"),
        (changed(GOOD, {"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink/></externalLink>"}), "F_MALWARE", "DDE"),
        (changed(GOOD, {"xl/worksheets/sheet1.xml": sheet("<row>" * 100)}), "F_MALWARE", "memory"),
        (changed(GOOD, {"xl/worksheets/sheet1.xml": sheet(" " * 3_000_000)}), "F_MALWARE", "memory"),
        (changed(GOOD, {"xl/worksheets/sheet1.xml": f'<worksheet a="{"x" * 3_000_000}"/>'}), "F_MALWARE", "memory"),
        (changed(GOOD, {"xl/worksheets/sheet9.xml": "x" * 20_000_000}), "F_MALWARE", "unpacks"),
        (changed(GOOD, {f"xl/part{n}.xml": "<a/>" for n in range(1_001)}), "F_MALWARE", "parts"),
        (changed(GOOD, {f"xl/part{n}.xml": "<a/>" for n in range(2_001)}), "F_MALWARE", "parts"),
        (encrypted(), "F_ENCRYPTED", "password"),
    ],
)  # fmt: skip
@pytest.mark.feature("I1")
def test_a_hostile_workbook_is_not_read(content: bytes, code: str, words: str) -> None:
    found, message = failure(content)

    assert (found, words in message) == (code, True), message


def test_a_part_never_unpacks_to_more_than_its_directory_declares() -> None:
    content = bytearray(changed(GOOD, {"xl/worksheets/sheet1.xml": sheet(ROWS + "<row/>" * 1_000)}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = bytes(content).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert failure(lie)[0] == "F_MALFORMED_XLSX"


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.imports.opc.LARGEST_UNPACKED_BYTES", 1_000)

    assert failure(GOOD)[0] == "F_TOO_LARGE"


@pytest.mark.feature("I1", "I18")
@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (GOOD, "customers.csv", "F_TYPE_MISMATCH"),
        (b"CustomerID,AccountNumber\r\n1,2\r\n", "customers.xlsx", "F_TYPE_MISMATCH"),
        (b"MZ\x90\0" + b"\0" * 60, "customers.csv", "F_TYPE_MISMATCH"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "customers.xlsx", "F_ENCRYPTED"),
    ],
    ids=["workbook named csv", "text named xlsx", "program named csv", "encrypted workbook"],
)
def test_a_file_that_is_not_what_its_name_says_changes_nothing_and_says_so_in_one_row(
    content: bytes, name: str, code: str
) -> None:
    world = Importing()

    upload = world.drop(content, name)

    assert upload.state is State.FAILED
    (line,) = world.report(upload)
    assert (line["Code"], line["Severity"]) == (code, "ERROR")
    assert line["Message"]
    assert line["HowToFix"]
    assert not any("customer" in str(key).lower() for key in world.written() if key.table == "records")


@pytest.mark.feature("I18", "I6")
def test_rejected_rows_of_a_workbook_come_back_as_a_workbook_that_can_be_corrected_and_sent_again() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    bad = aoife(CustomerID="C-2", AccountNumber=1234567890123456, CreditorName="'=Acme")  # type: ignore[arg-type]

    upload = world.drop(spreadsheet([aoife(), bad]), "customers.xlsx")

    book = opened(world.objects.contents[Bucket.DATASETS, f"reports/{upload.id}/rejected-rows.xlsx"])
    names, *lines = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    (row,) = [dict(zip(names, line, strict=True)) for line in lines]
    assert (row["CustomerID"], row["CreditorName"], row["ErrorCodes"]) == ("C-2", "=Acme", "E_NUMBER_ROUNDED")
    book.worksheets[0].cell(2, names.index("AccountNumber") + 1, "1234567890123456")
    again = world.drop(saved(book), "corrected.xlsx")
    assert (again.state, again.rows.new) == (State.COMPLETED, 1)
    assert world.customer("C-2").accounts["1234567890123456"].creditor == "=Acme"
