"""Sheets of a workbook: formulas that start programs, and sheets that pretend to be too large to be read."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from chalicelib.scanning.codes import Code
from chalicelib.scanning.xml_parts import elements

_PROGRAM_IN_FORMULA = re.compile(
    rb"<(?:\w{1,20}:)?f(?:\s[^>]{0,200})?>[^<]{0,300}?\b(?:cmd|powershell|pwsh|mshta|rundll32|regsvr32|certutil|wscript|cscript"
    rb"|msexcel|excel|winword|explorer)(?:\.exe)?\s{0,5}\|",
    re.IGNORECASE,
)
_CALL_IN_FORMULA = re.compile(
    rb"<(?:\w{1,20}:)?f(?:\s[^>]{0,200})?>(?:[^<]{0,300}?[^\w.<])?(?:EXEC|CALL|REGISTER(?:\.ID)?|FOPEN|FWRITE)\s{0,5}\(",
    re.IGNORECASE,
)
_CALLS = (b"EXEC", b"CALL", b"REGISTER", b"FOPEN", b"FWRITE")
_RUNS_ON_OPENING = re.compile(
    rb"<(?:\w{1,20}:)?definedName\s[^>]{0,400}?name\s{0,5}=\s{0,5}[\"'](?:_xlnm\.)?Auto_?(?:Open|Close|Activate)", re.IGNORECASE
)

_R = rb"r\s{0,5}=\s{0,5}[\"']"
_FAR = re.compile(_R + rb"(?:[A-Za-z]{3}\d|[A-Za-z]{0,2}\d{6})")
_BEYOND_Z, _BEYOND_ZZ = re.compile(_R + rb"[A-Za-z]{2}"), re.compile(_R + rb"[A-Za-z]{3}")
_LAST_ROW = 1_048_576
_PLACE = re.compile(rb"<(?:\w{1,20}:)??c\s(?:[^>]{0,200}?\s)??r\s{0,5}=\s{0,5}[\"']([A-Za-z]{1,3}\d{1,7})[\"']")
_MOST_EMPTY_PLACES = 50_000_000
_PLACES_PER_CELL = 100
_PIECE_BYTES = 256 * 1024
_DIGITS, _LETTERS = string.digits.encode(), string.ascii_letters.encode()


def workbook_codes(text: bytes) -> Iterator[Code]:
    """What the workbook part and its links say."""
    if b"ddeLink" in text:
        yield Code.OFFICE_DDE
    if _RUNS_ON_OPENING.search(text):
        yield Code.OFFICE_EXCEL4_MACRO


def connection_codes(text: bytes) -> Iterator[Code]:
    """What is read from a database or a web page, if it is read without being asked for."""
    if any(connection.get("refreshOnLoad") in ("1", "true") for connection in elements(text, b"connection")):
        yield Code.OFFICE_REMOTE_CONTENT


def sheet_codes(text: bytes) -> Iterator[Code]:
    """What the formulas of a sheet say."""
    if b"|" in text and _PROGRAM_IN_FORMULA.search(text):
        yield Code.OFFICE_DDE
    is_called = b"(" in text and any(call in text or call.lower() in text for call in _CALLS)
    if is_called and _CALL_IN_FORMULA.search(text):
        yield Code.OFFICE_EXCEL4_MACRO


def is_sparse(text: bytes) -> bool:
    """Whether a few cells span so many places that a program which keeps a place for each exhausts its memory.

    Nearly every sheet is told by how its cells are called; only in what is left are they all looked at.
    """
    if not _FAR.search(text) or _LAST_ROW * _columns(text) <= _MOST_EMPTY_PLACES:
        return False
    cells = 0
    rows, columns = set[int](), set[bytes]()
    for letters, digits in _places(text):
        cells += len(digits)
        columns.update(letters)
        numbers = list(map(int, digits))
        rows |= {min(numbers), max(numbers)}
    if not cells:
        return False
    spans = [max(each) - min(each) + 1 for each in (rows, set(map(_number, columns)))]
    return spans[0] * spans[1] > max(_MOST_EMPTY_PLACES, cells * _PLACES_PER_CELL)


def _places(text: bytes) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """The columns and the rows of the cells, some thousand at a time: there can be a million and more of them."""
    start = 0
    while start < len(text):
        end = text.find(b">", start + _PIECE_BYTES) + 1 or len(text)
        if found := _PLACE.findall(text, start, end):
            joined = b" ".join(found)
            yield joined.translate(None, _DIGITS).split(), joined.translate(None, _LETTERS).split()
        start = end


def _columns(text: bytes) -> int:
    """At most so many, by the longest name of a column."""
    if _BEYOND_ZZ.search(text):
        return 16_384
    return 702 if _BEYOND_Z.search(text) else 26


def _number(column: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
