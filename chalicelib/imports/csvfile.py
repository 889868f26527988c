"""CSV as we write it: UTF-8 with its mark, all cells quoted and guarded, CRLF (features A)."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from chalicelib.core.objects import Bucket, Objects
from chalicelib.imports.guard import guard

CONTENT_TYPE = "text/csv; charset=utf-8"
BLOCK_ROWS = 500


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
