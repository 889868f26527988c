"""Whether bytes are text.

Answered with bytes, never with a string: 25 MB of text with one emoji in it takes 100 MB once decoded.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

_CHUNK_BYTES = 1024 * 1024
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\f\r")
_TEXT_BYTES_PER_CONTROL = 500
"""What printers and old tills write has a few control characters; a binary format has many."""


def plain_text(content: bytes) -> bytes | None:
    """The text in an encoding that extends ASCII (UTF-8 or Windows-1252), without byte order mark; None if it is none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _transcoded(content)
    else:
        text = content.removeprefix(codecs.BOM_UTF8)
    if text is None or b"\0" in text or not _is_encoded(text):
        return None
    controls = len(text) - len(text.translate(None, _CONTROLS))
    return text if controls <= len(text) // _TEXT_BYTES_PER_CONTROL else None


def _transcoded(content: bytes) -> bytes | None:
    try:
        return b"".join(part.encode() for part in _decoded(content, "utf-16"))
    except UnicodeError:
        return None


def _is_encoded(text: bytes) -> bool:
    return text.isascii() or _decodes(text, "utf-8") or _decodes(text, "cp1252")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        for _ in _decoded(content, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), _CHUNK_BYTES):
        end = start + _CHUNK_BYTES
        yield decoder.decode(content[start:end], final=end >= len(content))
