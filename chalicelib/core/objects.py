"""The port to S3, and the same in memory. Buckets are named by what they are for."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO, NamedTuple, Protocol


class Bucket(StrEnum):
    DATASETS = "datasets"
    QUARANTINE = "quarantine"
    FILES = "files"
    EXPORTS = "exports"
    DIGESTS = "digests"


class ObjectMissingError(Exception):
    """Nothing is stored under that key, or not in that version."""


class Stored(NamedTuple):
    """One version of an object, or the marker that says it was deleted."""

    key: str
    version: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """The beginning of one version of an object, how large the whole is, and what the uploader wrote beside it."""

    content: bytes
    size_bytes: int
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a browser may post. `named` lets it write down the file's own name as metadata; `then` is where it goes afterwards.

    There is no field for tags or for encryption: S3 refuses a form with a field that the policy does not name, and encrypts
    with the bucket's own key.
    """

    content_type: str
    least_bytes: int
    largest_bytes: int
    seconds: int
    named: bool = False
    then: str = ""


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

    def fetch(self, bucket: Bucket, key: str, version: str, most_bytes: int) -> Fetched:
        """The first `most_bytes` of one version. Raises `ObjectMissingError`."""
        ...

    def versions(self, bucket: Bucket, prefix: str) -> Sequence[Stored]:
        """Every version there is under the prefix, markers of deletion too; the oldest of a key last."""
        ...

    def write(self, bucket: Bucket, key: str, content: bytes, content_type: str) -> None:
        """Store the object as a whole, over whatever stood there."""
        ...

    def writer(self, bucket: Bucket, key: str, content_type: str) -> AbstractContextManager[BinaryIO]:
        """A stream to write a large object in constant memory; it appears only when the block ends without an error."""
        ...

    def copy(self, source: tuple[Bucket, str, str], target: tuple[Bucket, str]) -> None:
        """Copy one version (bucket, key, version) of an object to another place. Raises `ObjectMissingError`."""
        ...

    def upload_form(self, bucket: Bucket, key: str, terms: Terms) -> UploadForm:
        """A presigned POST for exactly this key on these terms."""
        ...

    def remove(self, bucket: Bucket, key: str, version: str = "") -> None:
        """Take the object away, whether or not it is there; with a version, that one for good."""
        ...

    def download_url(self, bucket: Bucket, key: str, *, filename: str, seconds: int) -> str:
        """A presigned address that downloads the object as an attachment of that name."""
        ...

    def picture_url(self, bucket: Bucket, key: str, *, media_type: str, seconds: int) -> str:
        """A presigned address at which a page shows a picture that we have drawn ourselves."""
        ...


@dataclass
class MemoryObject:
    """One version in memory; `content` is None in a marker of deletion."""

    version: str
    content: bytes | None
    metadata: dict[str, str] = field(default_factory=dict)


class MemoryObjects:
    """The port in a dictionary. Every bucket is versioned; `contents` shows the newest version of everything."""

    def __init__(self) -> None:
        self.kept: dict[tuple[Bucket, str], list[MemoryObject]] = {}
        self._written = 0

    @property
    def contents(self) -> dict[tuple[Bucket, str], bytes]:
        newest = {place: versions[-1].content for place, versions in self.kept.items() if versions}
        return {place: content for place, content in newest.items() if content is not None}

    def put(self, bucket: Bucket, key: str, content: bytes | None, metadata: Mapping[str, str] | None = None) -> str:
        """Write one more version, or a marker of deletion, and return its id."""
        self._written += 1
        made = MemoryObject(f"v{self._written}", content, dict(metadata or {}))
        self.kept.setdefault((bucket, key), []).append(made)
        return made.version

    def _one(self, bucket: Bucket, key: str, version: str) -> tuple[bytes, MemoryObject]:
        known = self.kept.get((bucket, key), [])
        found = [each for each in known if each.version == version] if version else known[-1:]
        if not found or found[0].content is None:
            raise ObjectMissingError(key)
        return found[0].content, found[0]

    def read(self, bucket: Bucket, key: str, version: str = "") -> BinaryIO:
        return io.BytesIO(self._one(bucket, key, version)[0])

    def fetch(self, bucket: Bucket, key: str, version: str, most_bytes: int) -> Fetched:
        content, found = self._one(bucket, key, version)
        return Fetched(content[:most_bytes], len(content), found.metadata)

    def versions(self, bucket: Bucket, prefix: str) -> Sequence[Stored]:
        return [
            Stored(key, each.version, len(each.content or b""))
            for (place, key), versions in sorted(self.kept.items())
            if place is bucket and key.startswith(prefix)
            for each in reversed(versions)
        ]

    def write(self, bucket: Bucket, key: str, content: bytes, content_type: str) -> None:
        self.put(bucket, key, content)

    @contextmanager
    def writer(self, bucket: Bucket, key: str, content_type: str) -> Iterator[BinaryIO]:
        buffer = io.BytesIO()
        yield buffer
        self.put(bucket, key, buffer.getvalue())

    def copy(self, source: tuple[Bucket, str, str], target: tuple[Bucket, str]) -> None:
        self.put(*target, self._one(*source)[0])

    def upload_form(self, bucket: Bucket, key: str, terms: Terms) -> UploadForm:
        named = {"x-amz-meta-filename": "${filename}"} if terms.named else {}
        then = {"success_action_redirect": terms.then} if terms.then else {}
        return UploadForm(f"https://{bucket}.example.com/", {"key": key, "Content-Type": terms.content_type, **named, **then})

    def remove(self, bucket: Bucket, key: str, version: str = "") -> None:
        known = self.kept.get((bucket, key), [])
        if version:
            known[:] = [each for each in known if each.version != version]
        elif known and known[-1].content is not None:
            self.put(bucket, key, None)

    def download_url(self, bucket: Bucket, key: str, *, filename: str, seconds: int) -> str:
        return f"https://{bucket}.example.com/{key}"

    def picture_url(self, bucket: Bucket, key: str, *, media_type: str, seconds: int) -> str:
        return f"https://{bucket}.example.com/{key}"
