"""The port to files on S3."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.core.objects import Bucket, Fetched, ObjectMissingError, Stored, Terms, UploadForm

PART_BYTES = 8 * 1024 * 1024
_ABSENT = {"NoSuchKey", "NoSuchVersion", "404"}


class S3Objects:
    """Objects in the stack's buckets."""

    def __init__(self, names: Mapping[Bucket, str], region: str) -> None:
        self._names = names
        self._region = region

    @cached_property
    def _s3(self) -> Any:
        return client("s3", self._region)

    def read(self, bucket: Bucket, key: str, version: str = "") -> BinaryIO:
        return cast(BinaryIO, _Body(self._got(bucket, key, version)["Body"]))

    def fetch(self, bucket: Bucket, key: str, version: str, most_bytes: int) -> Fetched:
        found = self._got(bucket, key, version)
        with found["Body"] as body:
            return Fetched(body.read(most_bytes), int(found["ContentLength"]), found["Metadata"])

    def _got(self, bucket: Bucket, key: str, version: str) -> dict[str, Any]:
        with _missing(key):
            return cast(dict[str, Any], self._s3.get_object(**self._place(bucket, key, version)))

    def _place(self, bucket: Bucket, key: str, version: str = "") -> dict[str, str]:
        return {"Bucket": self._names[bucket], "Key": key} | ({"VersionId": version} if version else {})

    def versions(self, bucket: Bucket, prefix: str) -> Sequence[Stored]:
        pages = self._s3.get_paginator("list_object_versions").paginate(Bucket=self._names[bucket], Prefix=prefix)
        return [
            Stored(each["Key"], each["VersionId"], each.get("Size", 0))
            for page in pages
            for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
        ]

    def write(self, bucket: Bucket, key: str, content: bytes, content_type: str) -> None:
        self._s3.put_object(Bucket=self._names[bucket], Key=key, Body=content, ContentType=content_type)

    @contextmanager
    def writer(self, bucket: Bucket, key: str, content_type: str) -> Iterator[BinaryIO]:
        stream = _Parts(self._s3, self._names[bucket], key, content_type)
        try:
            yield cast(BinaryIO, stream)
        except BaseException:
            stream.abort()
            raise
        stream.complete()

    def copy(self, source: tuple[Bucket, str, str], target: tuple[Bucket, str]) -> None:
        with _missing(source[1]):
            self._s3.copy_object(**self._place(*target), CopySource=self._place(*source))

    def upload_form(self, bucket: Bucket, key: str, terms: Terms) -> UploadForm:
        fields = {"Content-Type": terms.content_type}
        conditions: list[Any] = [
            ["content-length-range", terms.least_bytes, terms.largest_bytes],
            ["eq", "$Content-Type", terms.content_type],
        ]
        if terms.named:
            # S3 puts the name of the posted file where the field says so.
            fields["x-amz-meta-filename"] = "${filename}"
            conditions.append(["starts-with", "$x-amz-meta-filename", ""])
        if terms.then:
            fields["success_action_redirect"] = terms.then
            conditions.append(["eq", "$success_action_redirect", terms.then])
        form = self._s3.generate_presigned_post(
            self._names[bucket], key, Fields=fields, Conditions=conditions, ExpiresIn=terms.seconds
        )
        return UploadForm(form["url"], form["fields"])

    def remove(self, bucket: Bucket, key: str, version: str = "") -> None:
        self._s3.delete_object(**self._place(bucket, key, version))

    def download_url(self, bucket: Bucket, key: str, *, filename: str, seconds: int) -> str:
        ascii_name = filename.encode("ascii", "ignore").decode().replace('"', "").replace("\\", "") or "download"
        # RFC 6266: the plain name for old programs, and the whole one after it.
        whole = "" if ascii_name == filename else f"; filename*=UTF-8''{quote(filename, safe='')}"
        return self._signed(bucket, key, f'attachment; filename="{ascii_name}"{whole}', "application/octet-stream", seconds)

    def picture_url(self, bucket: Bucket, key: str, *, media_type: str, seconds: int) -> str:
        return self._signed(bucket, key, "inline", media_type, seconds)

    def _signed(self, bucket: Bucket, key: str, disposition: str, content_type: str, seconds: int) -> str:
        asked = {"ResponseContentDisposition": disposition, "ResponseContentType": content_type}
        return str(self._s3.generate_presigned_url("get_object", Params=self._place(bucket, key) | asked, ExpiresIn=seconds))


@contextmanager
def _missing(key: str) -> Iterator[None]:
    """In the block, S3's ways to say that there is no such object become `ObjectMissingError`."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _ABSENT:
            raise ObjectMissingError(key) from None
        raise


class _Body(io.RawIOBase):
    """A streamed body as a readable file, for code that wants `readinto` and iteration."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self._body.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._body.close()
        super().close()


class _Parts(io.RawIOBase):
    """Collects bytes and uploads them part by part; a small object goes in one request."""

    def __init__(self, s3: Any, bucket: str, key: str, content_type: str) -> None:
        self._s3, self._place, self._content_type = s3, {"Bucket": bucket, "Key": key}, content_type
        self._buffer = bytearray()
        self._upload_id: str | None = None
        self._etags: list[str] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._buffer += content
        while len(self._buffer) >= PART_BYTES:
            self._send(bytes(self._buffer[:PART_BYTES]))
            del self._buffer[:PART_BYTES]
        return len(content)

    def complete(self) -> None:
        if self._upload_id is None:
            self._s3.put_object(**self._place, Body=bytes(self._buffer), ContentType=self._content_type)
            return
        if self._buffer:
            self._send(bytes(self._buffer))
        parts = [{"PartNumber": number, "ETag": etag} for number, etag in enumerate(self._etags, 1)]
        self._s3.complete_multipart_upload(**self._place, UploadId=self._upload_id, MultipartUpload={"Parts": parts})

    def abort(self) -> None:
        if self._upload_id is not None:
            self._s3.abort_multipart_upload(**self._place, UploadId=self._upload_id)

    def _send(self, content: bytes) -> None:
        if self._upload_id is None:
            made = self._s3.create_multipart_upload(**self._place, ContentType=self._content_type)
            self._upload_id = made["UploadId"]
        number = len(self._etags) + 1
        sent = self._s3.upload_part(**self._place, UploadId=self._upload_id, PartNumber=number, Body=content)
        self._etags.append(sent["ETag"])
