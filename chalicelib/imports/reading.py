"""A stream of bytes to the records of a table, in constant memory. Whatever is wrong with the file as a whole is found
here, in a fixed order and one thing at a time; nothing about single cells is judged."""

from __future__ import annotations

import codecs
import csv
import difflib
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, cast

from chalicelib.core.faults import WORDS, FaultCode
from chalicelib.imports.columns import BY_FOLDED_NAME, COLUMNS, META_PREFIX, READ_ONLY, TEMPLATE, Column
from chalicelib.imports.guard import unguard
from chalicelib.imports.model import Failure

LARGEST_BYTES = 200 * 1024 * 1024
MOST_ROWS = 1_000_000
LONGEST_HEADER_LINE = 65_536
BLOCK_BYTES = 1 << 20
DELIMITERS = ",;\t|"
_NOT_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_OTHER_TYPES = {
    b"PK\x03\x04": "an Excel workbook or a ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}


class FileRefused(Exception):
    """The whole file is refused; nothing of it is imported."""

    def __init__(self, code: FaultCode, message: str = "", how_to_fix: str = "") -> None:
        super().__init__(code.value)
        words = WORDS[code]
        self.failure = Failure(code=code, message=message or words.message, how_to_fix=how_to_fix or words.how_to_fix)


class Record(NamedTuple):
    """One data row: `row` as a spreadsheet numbers it (header = 1), `record` counted without header and empty rows."""

    row: int
    record: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a file before its first row is read."""

    sha256: str
    size_bytes: int
    encoding: str


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` holds None where a column is passed over; `header` is what the file calls them."""

    header: tuple[str, ...]
    columns: tuple[Column | None, ...]
    records: Iterator[Record]


def inspect(stream: BinaryIO) -> Inspection:
    """Read everything once: hash, size, encoding. Raises FileRefused: F_EMPTY, F_TOO_LARGE, F_TYPE_MISMATCH, F_ENCODING."""
    digest, size = hashlib.sha256(), 0
    decoder: codecs.IncrementalDecoder | None = None
    encoding, windows = "utf-8", True
    while block := stream.read(BLOCK_BYTES):
        if not size:
            _refuse_other_types(block)
            encoding = _encoding(block)
            decoder = codecs.getincrementaldecoder(encoding)()
        digest.update(block)
        size += len(block)
        _refuse_if(size > LARGEST_BYTES, FaultCode.F_TOO_LARGE)
        windows = windows and not any(byte in block for byte in _NOT_CP1252)
        decoder = _decodes(decoder, block, encoding)
    _refuse_if(not size, FaultCode.F_EMPTY)
    decoder = _decodes(decoder, b"", encoding, final=True)
    if decoder is None and (encoding != "utf-8" or not windows):
        raise FileRefused(FaultCode.F_ENCODING)
    return Inspection(digest.hexdigest(), size, encoding if decoder is not None else "cp1252")


def read(stream: BinaryIO, encoding: str) -> Table:
    """The table in the stream. Raises FileRefused here for the header, and while records are taken for what follows."""
    lines = io.TextIOWrapper(cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream), BLOCK_BYTES)), encoding, newline="")
    first = lines.readline(LONGEST_HEADER_LINE)
    delimiter = _delimiter(first)
    if not _known(first, delimiter) and _known(second := lines.readline(LONGEST_HEADER_LINE), _delimiter(second)):
        raise FileRefused(FaultCode.F_HEADER_MISSING, "The column names are in the second row.", "Delete the row above them.")
    header = _cells(first, delimiter)
    while header and not header[-1]:
        header.pop()
    columns = _columns(header)
    return Table(tuple(header), columns, _records(lines, delimiter, len(header)))


def _encoding(block: bytes) -> str:
    if block.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"


def _decodes(
    decoder: codecs.IncrementalDecoder | None, block: bytes, encoding: str, *, final: bool = False
) -> codecs.IncrementalDecoder | None:
    """The decoder again, or None once the bytes are not in its encoding. Raises FileRefused for a NUL."""
    if encoding != "utf-16":
        _refuse_if(b"\0" in block, FaultCode.F_ENCODING, "The file holds NUL characters.")
    if decoder is not None:
        try:
            text = decoder.decode(block, final)
        except UnicodeDecodeError:
            return None
        _refuse_if("\0" in text, FaultCode.F_ENCODING, "The file holds NUL characters.")
    return decoder


def _refuse_if(condition: bool, code: FaultCode, message: str = "") -> None:
    if condition:
        raise FileRefused(code, message)


def _refuse_other_types(start: bytes) -> None:
    for magic, what in _OTHER_TYPES.items():
        _refuse_if(start.startswith(magic), FaultCode.F_TYPE_MISMATCH, f"The file is {what}, not a CSV file.")


def _cells(line: str, delimiter: str) -> list[str]:
    return [unguard(cell.strip()) for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _known(line: str, delimiter: str) -> int:
    return sum(cell.casefold() in BY_FOLDED_NAME for cell in _cells(line, delimiter))


def _delimiter(line: str) -> str:
    return max(DELIMITERS, key=lambda delimiter: _known(line, delimiter))


def _columns(header: Sequence[str]) -> tuple[Column | None, ...]:
    """What each column is. Raises FileRefused: F_EMPTY, F_HEADER_DUPLICATE, _UNKNOWN, _MISSING, E_META_UNKNOWN."""
    _refuse_if(not header, FaultCode.F_EMPTY)
    folded = [name.casefold() for name in header]
    for name, fold in zip(header, folded, strict=True):
        _refuse_if(
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


def _suggestion(name: str) -> str:
    by_fold = {known.casefold(): known for known in COLUMNS}
    close = difflib.get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.5)
    return f"Did you mean {by_fold[close[0]]}? Header names must not be changed." if close else ""


def _records(lines: io.TextIOWrapper, delimiter: str, width: int) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    record, row, started = 0, 1, 1
    try:
        for row, cells in enumerate(reader, 2):
            started = reader.line_num + 1
            if not "".join(cells).strip():
                continue
            record += 1
            _refuse_if(record > MOST_ROWS, FaultCode.F_TOO_MANY_ROWS)
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                raise FileRefused(FaultCode.F_MALFORMED_CSV, f"Row {row} has more cells than the header has columns.")
            # Spreadsheets leave out the delimiters of empty cells at the end of a row.
            yield Record(
                row, record, [unguard(cell) if cell[:1] == "'" else cell for cell in cells[:width]] + [""] * (width - len(cells))
            )
    except csv.Error as error:
        raise FileRefused(
            FaultCode.F_MALFORMED_CSV, f"The record that starts on line {started + 1} (about row {row + 1}) is broken: {error}."
        ) from error
    _refuse_if(not record, FaultCode.F_EMPTY)
