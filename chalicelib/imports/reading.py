"""A stream of bytes to the records of a table, in constant memory: CSV and workbooks end in the same rows of text."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from typing import BinaryIO, cast

from chalicelib.core.faults import FaultCode
from chalicelib.imports.cells import Shape
from chalicelib.imports.columns import TEMPLATE_PROPERTY
from chalicelib.imports.gate import BLOCK_BYTES
from chalicelib.imports.model import FileFormat
from chalicelib.imports.spreadsheet import cell_text
from chalicelib.imports.table import (
    FileRefused,
    Line,
    Table,
    columns_of,
    header_of,
    known,
    records_of,
    refuse_file_if,
    refuse_other_version,
)
from chalicelib.imports.workbook import Workbook

LONGEST_LINE = 1 << 20
DELIMITERS = ",;\t|"


def read(stream: BinaryIO, found: FileFormat, encoding: str) -> Table:
    """The table in the stream. Raises FileRefused here for the header, and while records are taken for what follows."""
    if found is FileFormat.XLSX:
        return _read_workbook(stream)
    lines = _csv_lines(stream, encoding)
    header = header_of(lines)
    return Table(header, columns_of(header), records_of(lines, len(header), FaultCode.F_MALFORMED_CSV))


def _csv_lines(stream: BinaryIO, encoding: str) -> Iterator[Line]:
    text = io.TextIOWrapper(cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream), BLOCK_BYTES)), encoding, newline="")
    physical = _physical_lines(text)
    first = list(islice(physical, 2))
    reader = csv.reader(chain(first, physical), delimiter=_delimiter(first), strict=True)
    row, started = 0, 0
    try:
        for row, cells in enumerate(reader, 1):
            started = reader.line_num
            yield Line(row, cells)
    except csv.Error as error:
        raise FileRefused(
            FaultCode.F_MALFORMED_CSV, f"The record that starts on line {started + 1} (about row {row + 1}) is broken: {error}."
        ) from error


def _physical_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines of bounded length: a file without line ends would otherwise be one line of 200 MB."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        refuse_file_if(
            len(line) >= LONGEST_LINE and not line.endswith(("\r", "\n")),
            FaultCode.F_MALFORMED_CSV,
            f"Line {number} is longer than {LONGEST_LINE:,} characters.",
        )
        yield line


def _delimiter(lines: list[str]) -> str:
    """The one that makes most column names of the first or second line."""

    return max(DELIMITERS, key=lambda delimiter: max((_names(line, delimiter) for line in lines), default=0))


def _names(line: str, delimiter: str) -> int:
    try:
        return known(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _read_workbook(stream: BinaryIO) -> Table:
    days: list[bool] = []
    lines = _sheet_lines(stream, days)
    header = header_of(lines)
    columns = columns_of(header)
    days += [column is not None and column.kind.shape is Shape.DAY for column in columns]
    return Table(header, columns, records_of(lines, len(header), FaultCode.F_MALFORMED_XLSX))


def _sheet_lines(stream: BinaryIO, days: Sequence[bool]) -> Iterator[Line]:
    """The rows of the first visible sheet; `days` tells, once the header is known, in which columns numbers are days."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy, BLOCK_BYTES)
        book = Workbook(cast(BinaryIO, copy))
        refuse_other_version(book.property(TEMPLATE_PROPERTY))
        for row, cells in book.rows():
            wanted = chain(days, repeat(False))
            yield Line(row, [cell_text(cell, day_wanted=day) for cell, day in zip(cells, wanted, strict=False)])
