"""CSV as we write it, and the guard against cells that a spreadsheet would run as formulas (features A, security 14)."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from chalicelib.core.objects import Bucket, Objects

CONTENT_TYPE = "text/csv; charset=utf-8"
BLOCK_ROWS = 500
_RUNS = re.compile(r"'*[=@\t\r\n+\-＝＠＋－]")
_PLAIN_NUMBER = re.compile(r"[+-]\d[\d .]*", re.ASCII)


def guard(cell: str) -> str:
    """The cell with `'` before what a spreadsheet would run; phone and other numbers stay as they are."""
    return f"'{cell}" if _RUNS.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def unguard(cell: str) -> str:
    """The cell without the guard; `unguard(guard(cell)) == cell` for every text."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell


class CsvWriter:
    """Rows as RFC 4180 lines onto a byte stream, all cells quoted and guarded, in constant memory."""

    def __init__(self, stream: BinaryIO, header: Sequence[str]) -> None:
        self._stream = stream
        self._text = io.StringIO(newline="")
        self._csv = csv.writer(self._text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._waiting = 0
        stream.write(codecs.BOM_UTF8)
        self.write(header)

    def write(self, cells: Iterable[str]) -> None:
        self._csv.writerow([guard(cell) for cell in cells])
        self._waiting += 1
        if self._waiting >= BLOCK_ROWS:
            self.flush()

    def flush(self) -> None:
        self._stream.write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()
        self._waiting = 0


@contextmanager
def csv_object(objects: Objects, bucket: Bucket, key: str, header: Sequence[str]) -> Iterator[CsvWriter]:
    """A CSV file that appears in the bucket when the block ends without an error."""
    with objects.writer(bucket, key, CONTENT_TYPE) as stream:
        rows = CsvWriter(stream, header)
        yield rows
        rows.flush()
