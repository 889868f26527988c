"""A checked row, and how it and its faults are written down between the steps of an import."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple, cast

from chalicelib.core.faults import WORDS, FaultCode
from chalicelib.core.objects import Bucket, Objects
from chalicelib.imports.columns import COLUMNS, Mask
from chalicelib.imports.model import PARTITIONS, Fault

LINES_TYPE = "application/gzip"
ERROR, WARNING = "ERROR", "WARNING"


class Row(NamedTuple):
    """Canonical values by column. Blank cells and missing columns are left out, except blank plan options, which mean
    that the option goes."""

    row: int
    record: int
    values: dict[str, str]

    @property
    def customer_id(self) -> str:
        return self.values["CustomerID"]

    @property
    def account_number(self) -> str:
        return self.values["AccountNumber"]


def partition(customer_id: str) -> int:
    """Where all rows of a customer go."""
    return zlib.crc32(customer_id.encode()) % PARTITIONS


def fault(row: Row, code: FaultCode, column: str, *, supplied: str | None = None, message: str = "", mask: bool = True) -> Fault:
    """A fault of a row, in the table's words unless the message says more. The value is masked as its column asks."""
    value = row.values.get(column, "") if supplied is None else supplied
    return Fault(
        row=row.row,
        record=row.record,
        customer_id=row.values.get("CustomerID", ""),
        account_number=row.values.get("AccountNumber", ""),
        column=column,
        severity=WARNING if code.startswith("W_") else ERROR,
        code=code,
        message=message or WORDS[code].message,
        value=masked(column, value) if mask else value,
        how_to_fix=WORDS[code].how_to_fix,
    )


def masked(column: str, value: str) -> str:
    """The value as a report or an activity may show it: `07***123`; of a birth date only its shape."""
    known = COLUMNS.get(column)
    match known.mask if known else Mask.NONE:
        case Mask.WHOLE:
            return re.sub(r"\w", "*", value)
        case Mask.PART:
            shown = f"0{value[3:]}" if value.startswith("+44") else value
            return f"{shown[:2]}***{shown[-3:]}" if len(shown) > 7 else "***" if value else ""
        case _:
            return value


def row_line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def read_row(line: str) -> Row:
    return Row(*json.loads(line))


def part_key(upload_id: str, part: int) -> str:
    """Where the rows of one partition of customers are kept while their upload is worked on."""
    return f"work/{upload_id}/parts/{part:02d}"


def faults_key(upload_id: str, step: str, part: int | None = None) -> str:
    """Where the faults that one step found are kept until the report is written."""
    return f"work/{upload_id}/faults/{step}" + ("" if part is None else f"/{part:02d}")


def read_part(objects: Objects, upload_id: str, part: int) -> Iterator[Row]:
    """The rows of a partition, all rows of a customer together."""
    return (read_row(line) for line in read_lines(objects, part_key(upload_id, part)))


def write_lines(objects: Objects, key: str, lines: Iterable[str]) -> int:
    """Keep lines as one compressed object of the datasets bucket, the same bytes for the same lines. Returns how many."""
    count = 0
    with objects.writer(Bucket.DATASETS, key, LINES_TYPE) as stream, packing(stream) as packed:
        for line in lines:
            packed.write(f"{line}\n".encode())
            count += 1
    return count


def read_lines(objects: Objects, key: str) -> Iterator[str]:
    """The lines again, in constant memory. Raises `ObjectMissingError`."""
    return unpacking(objects.read(Bucket.DATASETS, key))


def packing(stream: BinaryIO) -> gzip.GzipFile:
    """A compressor onto the stream. Without a name and a time in its header: equal lines make equal objects."""
    return gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=stream, mtime=0)


def unpacking(stream: BinaryIO) -> Iterator[str]:
    with stream, gzip.GzipFile(mode="rb", fileobj=stream) as packed:
        for line in io.TextIOWrapper(cast(BinaryIO, packed), "utf-8", newline="\n"):
            yield line[:-1]
