"""The port to S3, and the same in memory. Buckets are named by what they are for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol


class Bucket(StrEnum):
    DATASETS = "datasets"
    QUARANTINE = "quarantine"
    FILES = "files"
    EXPORTS = "exports"
    DIGESTS = "digests"


class ObjectMissingError(Exception):
    """Nothing is stored under that key, or not in that version."""


@dataclass(frozen=True, slots=True)
class UploadForm:
    """What a browser posts a file with: the address, and fields that go before the file."""

    url: str
    fields: dict[str, str]


class Objects(Protocol):
    """Whole files by bucket and key."""

    def read(self, bucket: Bucket, key: str, version: str = "") -> BinaryIO:
        """A stream over the object, in the given version when there is one. Raises `ObjectMissingError`."""
        ...

    def write(self, bucket: Bucket, key: str, content: bytes, content_type: str) -> None:
        """Store the object as a whole, over whatever stood there."""
        ...

    def writer(self, bucket: Bucket, key: str, content_type: str) -> AbstractContextManager[BinaryIO]:
        """A stream to write a large object in constant memory; it appears only when the block ends without an error."""
        ...

    def upload_form(self, bucket: Bucket, key: str, *, content_type: str, largest_bytes: int, seconds: int) -> UploadForm:
        """A presigned POST for exactly this key and type, at most this large."""
        ...

    def remove(self, bucket: Bucket, key: str) -> None:
        """Take the object away, whether or not it is there."""
        ...

    def download_url(self, bucket: Bucket, key: str, *, filename: str, seconds: int) -> str:
        """A presigned address that downloads the object as an attachment of that name."""
        ...


class MemoryObjects:
    """The port in a dictionary."""

    def __init__(self) -> None:
        self.contents: dict[tuple[Bucket, str], bytes] = {}

    def read(self, bucket: Bucket, key: str, version: str = "") -> BinaryIO:
        if (bucket, key) not in self.contents:
            raise ObjectMissingError(key)
        return io.BytesIO(self.contents[bucket, key])

    def write(self, bucket: Bucket, key: str, content: bytes, content_type: str) -> None:
        self.contents[bucket, key] = content

    @contextmanager
    def writer(self, bucket: Bucket, key: str, content_type: str) -> Iterator[BinaryIO]:
        buffer = io.BytesIO()
        yield buffer
        self.contents[bucket, key] = buffer.getvalue()

    def upload_form(self, bucket: Bucket, key: str, *, content_type: str, largest_bytes: int, seconds: int) -> UploadForm:
        return UploadForm(f"https://{bucket}.example.com/", {"key": key, "Content-Type": content_type})

    def remove(self, bucket: Bucket, key: str) -> None:
        self.contents.pop((bucket, key), None)

    def download_url(self, bucket: Bucket, key: str, *, filename: str, seconds: int) -> str:
        return f"https://{bucket}.example.com/{key}"
