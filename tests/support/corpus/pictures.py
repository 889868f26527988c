"""Pictures by Pillow, and marks in their metadata."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(kind: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    """A gradient, so that it compresses as photographs do not and letters do."""
    gradient = Image.linear_gradient("L").resize(size)
    made = gradient.convert(mode) if mode != "RGB" else Image.merge("RGB", (gradient, gradient.rotate(90), gradient.rotate(180)))
    stream = io.BytesIO()
    made.save(stream, kind, **options)
    return stream.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with(kind: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk before its end."""
    made = picture("PNG")
    return made[:-12] + chunk(kind, content) + made[-12:]


def png_of(width: int, height: int) -> bytes:
    """A PNG that says that it is so large and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def jpeg_with_comment(comment: bytes) -> bytes:
    made = picture("JPEG")
    return made[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + made[2:]
