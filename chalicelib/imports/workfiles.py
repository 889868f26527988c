"""What the steps of an import hand to each other: rows by partition and faults by step, as compressed lines of the datasets
bucket. The same lines make the same bytes, so writing them twice is harmless."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from chalicelib.core.objects import Bucket, Objects
from chalicelib.imports.rows import Row, read_row

LINES_TYPE = "application/gzip"


def part_key(upload_id: str, part: int) -> str:
    """Where the rows of one partition of customers are kept while their upload is worked on."""
    return f"partitions/{upload_id}/parts/{part:02d}"


def faults_key(upload_id: str, step: str, part: int | None = None) -> str:
    """Where the faults that one step found are kept until the report is written."""
    return f"partitions/{upload_id}/faults/{step}" + ("" if part is None else f"/{part:02d}")


def named_key(upload_id: str) -> str:
    """Where the account numbers that a full file names are kept, as sorted hexadecimal marks."""
    return f"partitions/{upload_id}/named"


def closing_key(upload_id: str, part: int) -> str:
    """Where the accounts are kept that one part of a full file's import is to close."""
    return f"partitions/{upload_id}/closing/{part}"


def read_part(objects: Objects, upload_id: str, part: int) -> Iterator[Row]:
    """The rows of a partition, all rows of a customer together."""
    return (read_row(line) for line in read_lines(objects, part_key(upload_id, part)))


def write_lines(objects: Objects, key: str, lines: Iterable[str], bucket: Bucket = Bucket.DATASETS) -> int:
    """Keep lines as one compressed object, the same bytes for the same lines. Returns how many."""
    count = 0
    with objects.writer(bucket, key, LINES_TYPE) as stream, packing(stream) as packed:
        for line in lines:
            packed.write(f"{line}\n".encode())
            count += 1
    return count


def read_lines(objects: Objects, key: str, bucket: Bucket = Bucket.DATASETS) -> Iterator[str]:
    """The lines again, in constant memory. Raises `ObjectMissingError`."""
    return unpacking(objects.read(bucket, key))


def packing(stream: BinaryIO) -> gzip.GzipFile:
    """A compressor onto the stream. Without a name and a time in its header: equal lines make equal objects."""
    return gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=stream, mtime=0)


def unpacking(stream: BinaryIO) -> Iterator[str]:
    with stream, gzip.GzipFile(mode="rb", fileobj=stream) as packed:
        for line in io.TextIOWrapper(cast(BinaryIO, packed), "utf-8", newline="\n"):
            yield line[:-1]
