"""Sheets of a workbook: formulas that start programs, and sheets that pretend to be too large to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.scanning.codes import Code

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

_FAR = re.compile(rb"\sr\s{0,5}=\s{0,5}[\"'](?:[A-Za-z]{3}\d|[A-Za-z]{0,2}\d{6})")
_PLACE = re.compile(rb"<(?:\w{1,20}:)?c\s(?:[^>]{0,200}?\s)?r\s{0,5}=\s{0,5}[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_MOST_EMPTY_PLACES = 50_000_000
_PLACES_PER_CELL = 100


def workbook_codes(text: bytes) -> Iterator[Code]:
    """What the workbook part and its links say."""
    if b"ddeLink" in text:
        yield Code.OFFICE_DDE
    if _RUNS_ON_OPENING.search(text):
        yield Code.OFFICE_EXCEL4_MACRO


def sheet_codes(text: bytes) -> Iterator[Code]:
    """What the formulas of a sheet say."""
    if b"|" in text and _PROGRAM_IN_FORMULA.search(text):
        yield Code.OFFICE_DDE
    upper_or_lower = any(call in text or call.lower() in text for call in _CALLS)
    if upper_or_lower and _CALL_IN_FORMULA.search(text):
        yield Code.OFFICE_EXCEL4_MACRO


def is_sparse(text: bytes) -> bool:
    """Whether a few cells span so many places that a program which keeps a place for each exhausts its memory."""
    if not _FAR.search(text):
        return False
    cells = rows = columns = 0
    first_row = first_column = 1 << 30
    for cell in _PLACE.finditer(text):
        cells += 1
        row, column = int(cell[2]), _number(cell[1])
        rows, first_row = max(rows, row), min(first_row, row)
        columns, first_column = max(columns, column), min(first_column, column)
    places = (rows - first_row + 1) * (columns - first_column + 1)
    return cells > 0 and places > max(_MOST_EMPTY_PLACES, cells * _PLACES_PER_CELL)


def _number(column: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
