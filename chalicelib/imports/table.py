"""The table in a file, however the file is written: a header of the template's column names, and records under it.

Whatever is wrong with the file as a whole is found while it is read, in a fixed order and one thing at a time; nothing about
single cells is judged."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.core.faults import WORDS, FaultCode
from chalicelib.imports.columns import BY_FOLDED_NAME, COLUMNS, READ_ONLY, TEMPLATE, TEMPLATE_ID, Column
from chalicelib.imports.findings import Failure
from chalicelib.imports.guard import unguard

META_PREFIX = "meta."
MOST_ROWS = 1_000_000
_VERSION = re.compile(r"\baccounts-v\d+", re.IGNORECASE)


class FileRefused(Exception):
    """The whole file is refused; nothing of it is imported."""

    def __init__(self, code: FaultCode, message: str = "", how_to_fix: str = "") -> None:
        super().__init__(code.value)
        words = WORDS[code]
        self.failure = Failure(code=code, message=message or words.message, how_to_fix=how_to_fix or words.how_to_fix)


def refuse_file_if(condition: bool, code: FaultCode, message: str = "", how_to_fix: str = "") -> None:
    """Refuse the file when the condition holds. Raises FileRefused."""
    if condition:
        raise FileRefused(code, message, how_to_fix)


class Line(NamedTuple):
    """One row of the file as it is written, numbered as a spreadsheet numbers it."""

    row: int
    cells: list[str]


class Record(NamedTuple):
    """One data row: `row` as a spreadsheet numbers it (header = 1), `record` counted without header and empty rows."""

    row: int
    record: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` holds None where a column is passed over; `header` is what the file calls them."""

    header: tuple[str, ...]
    columns: tuple[Column | None, ...]
    records: Iterator[Record]


def refuse_other_version(named: str) -> None:
    """A file that names a template of another version. Raises FileRefused(F_TEMPLATE_VERSION)."""
    found = _VERSION.search(named)
    refuse_file_if(
        found is not None and found[0].lower() != TEMPLATE_ID,
        FaultCode.F_TEMPLATE_VERSION,
        f"The file was made from the template {found[0].lower() if found else ''}; the present one is {TEMPLATE_ID}.",
    )


def known(cells: Sequence[str]) -> int:
    """How many of the cells are names of the template's columns."""
    return sum(cell.strip().casefold() in BY_FOLDED_NAME for cell in cells)


def header_of(lines: Iterator[Line]) -> tuple[str, ...]:
    """The names in the first line. Raises FileRefused: F_EMPTY, and F_HEADER_MISSING when they stand further down."""
    first = next(lines, Line(1, []))
    if not known(first.cells) or first.row > 1:
        named = first if known(first.cells) else next(lines, first)
        refuse_file_if(
            known(named.cells) > 0,
            FaultCode.F_HEADER_MISSING,
            f"The column names are in row {named.row}.",
            "Delete the rows above them, so that the column names are in row 1.",
        )
    header = [unguard(cell.strip()) for cell in first.cells]
    while header and not header[-1]:
        header.pop()
    refuse_file_if(not header, FaultCode.F_EMPTY)
    return tuple(header)


def columns_of(header: Sequence[str]) -> tuple[Column | None, ...]:
    """What each column is. Raises FileRefused: F_HEADER_DUPLICATE, F_HEADER_UNKNOWN, F_HEADER_MISSING, and E_META_UNKNOWN for
    every field of the organisation's own: none can be defined yet."""
    folded = [name.casefold() for name in header]
    for name, fold in zip(header, folded, strict=True):
        refuse_file_if(
            folded.count(fold) > 1, FaultCode.F_HEADER_DUPLICATE, f"The column {name or '(no name)'} stands in the file twice."
        )
    for name, fold in zip(header, folded, strict=True):
        if fold.startswith(META_PREFIX):
            raise FileRefused(FaultCode.E_META_UNKNOWN, f"No metadata field is defined for the column {name}.")
        if fold not in BY_FOLDED_NAME and fold not in READ_ONLY:
            raise FileRefused(
                FaultCode.F_HEADER_UNKNOWN, f"{name or 'A column without a name'} is not part of the template.", _suggestion(name)
            )
    for column in TEMPLATE:
        if column.required and column.name.casefold() not in folded:
            raise FileRefused(FaultCode.F_HEADER_MISSING, f"The required column {column.name} is missing.")
    return tuple(BY_FOLDED_NAME.get(fold) for fold in folded)


def records_of(lines: Iterator[Line], width: int, malformed: FaultCode) -> Iterator[Record]:
    """The lines under the header that say anything. Raises FileRefused: F_EMPTY, F_TOO_MANY_ROWS, and `malformed`."""
    record = 0
    for row, cells in lines:
        if not "".join(cells).strip():
            continue
        record += 1
        refuse_file_if(record > MOST_ROWS, FaultCode.F_TOO_MANY_ROWS)
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            raise FileRefused(malformed, f"Row {row} has more cells than the header has columns.")
        # Spreadsheets leave out the delimiters of empty cells at the end of a row.
        padding = [""] * (width - len(cells))
        yield Record(row, record, [unguard(cell) if cell[:1] == "'" else cell for cell in cells[:width]] + padding)
    refuse_file_if(not record, FaultCode.F_EMPTY)


def _suggestion(name: str) -> str:
    by_fold = {known.casefold(): known for known in COLUMNS}
    close = difflib.get_close_matches(name.casefold()[:100], by_fold, n=1, cutoff=0.5)
    return f"Did you mean {by_fold[close[0]]}? Header names must not be changed." if close else ""
