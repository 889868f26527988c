"""Files as they come: every encoding and delimiter of the office, and every way to be broken, each with one clear answer."""

from __future__ import annotations

import gzip
import hashlib
import io

import pytest

from chalicelib.imports.gate import Inspection, inspect
from chalicelib.imports.model import FileFormat
from chalicelib.imports.reading import read
from chalicelib.imports.table import FileRefused
from tests.support.importing import aoife, table

HEADER = b"CustomerID,AccountNumber,AddressLine1,Postcode,Balance,DueDate"
ROW = b"C-1,A-1,12 High Street,LS1 4DY,100.00,2025-03-01"
GOOD = HEADER + b"\r\n" + ROW + b"\r\n"


def rows(content: bytes) -> list[tuple[int, int, list[str]]]:
    seen = inspect(io.BytesIO(content))
    return [tuple(record) for record in read(io.BytesIO(content), seen.format, seen.encoding).records]  # type: ignore[misc]


def failure(content: bytes) -> tuple[str, str]:
    with pytest.raises(FileRefused) as caught:
        rows(content)
    assert caught.value.failure.how_to_fix
    return caught.value.failure.code, caught.value.failure.message


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        b"\xef\xbb\xbf" + GOOD,
        GOOD.decode().encode("utf-16"),
        GOOD.replace(b"\r\n", b"\n"),
        GOOD.removesuffix(b"\r\n"),
        GOOD.replace(b",", b";"),
        GOOD.replace(b",", b"\t"),
        GOOD.replace(b",", b"|"),
        GOOD.replace(b"CustomerID", b" customerid "),
        GOOD.replace(b"\r\n", b",,\r\n", 1),
        b'"' + GOOD.replace(b",", b'","').replace(b"\r\n", b'"\r\n"').removesuffix(b'"'),
    ],
    ids=["plain", "bom", "utf-16", "lf", "no-last-newline", "semicolon", "tab", "pipe", "case", "empty-columns", "quoted"],
)
def test_the_same_table_in_every_dress(content: bytes) -> None:
    assert rows(content) == [(2, 1, ["C-1", "A-1", "12 High Street", "LS1 4DY", "100.00", "2025-03-01"])]


def test_windows_1252_is_recognised_by_not_being_utf_8() -> None:
    content = table([aoife(LastName="D’Arcy", Balance="£100.00")]).decode().encode("cp1252")

    assert inspect(io.BytesIO(content)).encoding == "cp1252"
    assert "D’Arcy" in rows(content)[0][2]
    assert "£100.00" in rows(content)[0][2]


def test_the_inspection_tells_hash_and_size() -> None:
    assert inspect(io.BytesIO(GOOD)) == Inspection(hashlib.sha256(GOOD).hexdigest(), len(GOOD), FileFormat.CSV, "utf-8")


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    content = HEADER + b'\n"C-1",A-1,"12 High Street\nLeeds",LS1 4DY,1,2025-03-01\n,,,,,\n\nC-2,A-2,1 Row,LS1 4DY,1,2025-03-01\n'

    assert [(row, record) for row, record, _ in rows(content)] == [(2, 1), (5, 2)]


def test_the_guard_of_our_own_exports_comes_off() -> None:
    assert rows(GOOD.replace(b"12 High Street", b"'=1+1"))[0][2][2] == "=1+1"


def test_cells_missing_at_the_end_of_a_row_are_empty() -> None:
    assert rows(HEADER + b",Tags\n" + ROW + b"\n")[0][2][-1] == ""


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "F_EMPTY", "no rows"),
        (b"\xef\xbb\xbf", "F_EMPTY", "no rows"),
        (HEADER + b"\r\n", "F_EMPTY", "no rows"),
        (HEADER + b"\r\n,,,,,\r\n", "F_EMPTY", "no rows"),
        (b"\r\n" + GOOD, "F_HEADER_MISSING", "row 2"),
        (b"Acme Energy export,,,,,\r\n" + GOOD, "F_HEADER_MISSING", "row 2"),
        (HEADER.replace(b",Balance", b"") + b"\r\n" + ROW, "F_HEADER_MISSING", "Balance"),
        (HEADER.replace(b"Postcode", b"PostCode,postcode") + b"\r\n" + ROW, "F_HEADER_DUPLICATE", "PostCode"),
        (HEADER.replace(b"Postcode", b"Post Code") + b"\r\n" + ROW, "F_HEADER_UNKNOWN", "Post Code"),
        (HEADER + b",,Tags\r\n" + ROW, "F_HEADER_UNKNOWN", "without a name"),
        (HEADER + b",Meta.tariff\r\n" + ROW + b",x\r\n", "E_META_UNKNOWN", "Meta.tariff"),
        (GOOD + ROW + b",one,too,many\r\n", "F_MALFORMED_CSV", "Row 3"),
        (GOOD + b'C-2,A-2,"12 High Street,LS1 4DY,1,2025-03-01\r\nC-3', "F_MALFORMED_CSV", "line 3"),
        (GOOD + b'C-2,A-2,"12" High Street,LS1 4DY,1,2025-03-01\r\n', "F_MALFORMED_CSV", "line 3"),
        (GOOD + b'C-2,A-2,"' + b"x" * 140_000 + b'",LS1 4DY,1,2025-03-01\r\n', "F_MALFORMED_CSV", "line 3"),
        (GOOD.replace(b"High", b"Hi\0gh"), "F_ENCODING", "NUL"),
        (GOOD.decode().encode("utf-16-le"), "F_ENCODING", "NUL"),
        (b"\xef\xbb\xbf" + GOOD.replace(b"High", b"H\xffgh"), "F_ENCODING", "characters"),
        (GOOD.replace(b"High", b"H\x81gh"), "F_ENCODING", "characters"),
        (b"\xff\xfe" + GOOD.decode().encode("utf-16-le") + b"\x00", "F_ENCODING", "characters"),
        (b"PK\x03\x04" + GOOD, "F_MALFORMED_XLSX", "damaged"),
        (b"%PDF-1.7 " + GOOD, "F_TYPE_MISMATCH", "PDF"),
        (gzip.compress(b"x" * 100, mtime=0).replace(b"\0", b"1"), "F_TYPE_MISMATCH", "compressed"),
    ],
)  # fmt: skip
def test_a_broken_file_gets_one_clear_answer(content: bytes, code: str, words: str) -> None:
    found, message = failure(content)

    assert (found, words in message) == (code, True), message


def test_an_unknown_header_comes_with_the_nearest_name() -> None:
    with pytest.raises(FileRefused) as caught:
        rows(HEADER.replace(b"Postcode", b"Post Code") + b"\n" + ROW)

    assert "Did you mean Postcode?" in caught.value.failure.how_to_fix


def test_limits_on_size_and_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.imports.gate.LARGEST_BYTES", len(GOOD) - 1)
    assert failure(GOOD)[0] == "F_TOO_LARGE"
    monkeypatch.undo()
    monkeypatch.setattr("chalicelib.imports.table.MOST_ROWS", 1)
    assert rows(GOOD)
    assert failure(GOOD + ROW + b"\r\n")[0] == "F_TOO_MANY_ROWS"
