"""VBA source out of the streams that keep it ([MS-OVBA] 2.4.1), so that signatures can look at it. It is never run."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONTAINER = b"\x01"
_CHUNK_BYTES = 4096
_FIRST_WORDS = re.compile(rb"\x01..\x00Attribut", re.DOTALL)
"""How the source of a module begins, compressed. Before it stands what Office compiled it to."""
_ANY_CONTAINER = re.compile(rb"\x01.[\x30-\x3f\xb0-\xbf]", re.DOTALL)
_MOST_CONTAINERS = 20
_MOST_SOURCE_BYTES = 1024 * 1024


def sources(stream: bytes) -> Iterator[bytes]:
    """The modules in a stream. Where none begins as Office writes it, everything that could be one."""
    starts = [match.start() for match in _FIRST_WORDS.finditer(stream)] or [
        match.start() for match in _ANY_CONTAINER.finditer(stream)
    ]
    for start in starts[:_MOST_CONTAINERS]:
        source = decompressed(stream[start:])
        if source:
            yield source


def decompressed(container: bytes) -> bytes:
    """What a compressed container holds, up to the first byte that makes no sense; a megabyte at most."""
    if not container.startswith(_CONTAINER):
        return b""
    source = bytearray()
    at = 1
    while at + 2 <= len(container) and len(source) < _MOST_SOURCE_BYTES:
        header = int.from_bytes(container[at : at + 2], "little")
        if header >> 12 & 0b111 != 0b011:
            break
        end = min(at + (header & 0x0FFF) + 3, len(container))
        chunk = container[at + 2 : end]
        source += _tokens_undone(chunk) if header & 0x8000 else chunk[:_CHUNK_BYTES]
        at = end
    return bytes(source)


def _tokens_undone(chunk: bytes) -> bytes:
    """One chunk: flags of eight tokens each, a token being a letter or a copy of what came before."""
    text = bytearray()
    at = 0
    while at < len(chunk):
        flags, at = chunk[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                text += chunk[at : at + 1]
                at += 1
            elif at + 2 <= len(chunk):
                offset, length = _copy(int.from_bytes(chunk[at : at + 2], "little"), len(text))
                if offset > len(text) or len(text) + length > _CHUNK_BYTES:
                    return bytes(text)
                _append_copy(text, offset, length)
                at += 2
            else:
                return bytes(text)
    return bytes(text)


def _copy(token: int, position: int) -> tuple[int, int]:
    """Offset and length: the further into the chunk, the more of the token's bits are the offset's."""
    offset_bits = max((position - 1).bit_length(), 4)
    length_bits = 16 - offset_bits
    return (token >> length_bits) + 1, (token & ((1 << length_bits) - 1)) + 3


def _append_copy(text: bytearray, offset: int, length: int) -> None:
    """A copy may reach into what it writes: `aaaa` is one letter and a copy of it."""
    pattern = bytes(text[-offset:])
    text += (pattern * (length // offset + 1))[:length]
