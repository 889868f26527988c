"""Small files for the tests of the scanner, made from nothing."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.model import Verdict

JPG = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x04abscan data\xff\xd9"


def scanned(content: bytes, filename: str, declared_type: str = "") -> Verdict:
    return Embedded().scan(content, filename, declared_type)


def codes(verdict: Verdict) -> set[str]:
    return {finding.code for finding in verdict.findings}


def png(width: int = 8, height: int = 8, *, before_end: bytes = b"") -> bytes:
    """Grey; `before_end` is further chunks. The size is only claimed when it is large."""
    rows = b"\0" * ((width + 1) * height if width * height < 1_000_000 else 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + before_end + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def zipped(members: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()
