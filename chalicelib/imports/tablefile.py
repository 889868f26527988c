"""A table of the template's columns as we write it, as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from chalicelib.core.objects import Bucket, Objects
from chalicelib.imports.cells import Shape
from chalicelib.imports.columns import COLUMNS, OUTSTANDING_BALANCE, TEMPLATE_ID, TEMPLATE_PROPERTY
from chalicelib.imports.csvfile import CONTENT_TYPE as CSV_TYPE
from chalicelib.imports.csvfile import CsvWriter
from chalicelib.imports.model import FileFormat
from chalicelib.imports.xlsxfile import CONTENT_TYPE as XLSX_TYPE
from chalicelib.imports.xlsxfile import Book, Choice, workbook

CONTENT_TYPES = {FileFormat.CSV: CSV_TYPE, FileFormat.XLSX: XLSX_TYPE}


class TableWriter(Protocol):
    """Takes the rows under a header."""

    def write(self, cells: Iterable[str]) -> None: ...


@contextmanager
def table(
    stream: BinaryIO, form: FileFormat, header: Sequence[str], notes: Sequence[Sequence[str]] = ()
) -> Iterator[TableWriter]:
    """A table onto a stream that need not be seekable, finished when the block ends. Its writer raises SheetFull."""
    if form is FileFormat.CSV:
        rows = CsvWriter(stream, header)
        yield rows
        rows.flush()
    else:
        with workbook(stream, book(header, notes)) as sheet:
            yield sheet


@contextmanager
def table_object(objects: Objects, bucket: Bucket, key: str, form: FileFormat, header: Sequence[str]) -> Iterator[TableWriter]:
    """A file that appears in the bucket when the block ends without an error."""
    with objects.writer(bucket, key, CONTENT_TYPES[form]) as stream, table(stream, form, header) as rows:
        yield rows


def book(header: Sequence[str], notes: Sequence[Sequence[str]] = ()) -> Book:
    """A workbook with these columns: amounts and counts are numbers, closed lists are offered, the template is named."""
    kinds = {n: COLUMNS[name].kind for n, name in enumerate(header) if name in COLUMNS}
    numbers = {n for n, kind in kinds.items() if kind.shape is Shape.NUMBER}
    return Book(
        header,
        frozenset(numbers | {n for n, name in enumerate(header) if name == OUTSTANDING_BALANCE}),
        [Choice(n, kind.words) for n, kind in kinds.items() if kind.words],
        notes,
        {TEMPLATE_PROPERTY: TEMPLATE_ID},
    )
