"""Pictures: their outer structure only. Nothing is decoded here, so that nothing that decodes can be attacked."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination
from chalicelib.scanning.kinds import Kind, kind_of
from chalicelib.scanning.model import Outcome

_MOST_PAGES = 1000
_MOST_ENTRIES = 512
_EDGE_BYTES = 64 * 1024
_SHORTEST_TAIL = 16
_MARKUP = re.compile(rb"<\?php|<script[\s>]|<svg[\s>]|<html[\s>]|<iframe|javascript:", re.IGNORECASE)
_FOREIGN = frozenset({Kind.PDF, Kind.ZIP, Kind.OLE, Kind.PROGRAM, Kind.ARCHIVE, Kind.RTF})


class Layout(NamedTuple):
    """`pixels` is the largest page or frame; `end` is where the picture ends."""

    pixels: int
    end: int


class Malformed(Exception):
    """It is not built as a picture of its kind is."""


def check_image(examination: Examination, content: bytes, kind: Kind, where: str) -> None:
    try:
        layout = _LAYOUTS[kind](content)
    except (Malformed, struct.error, IndexError):
        examination.found(Outcome.UNSCANNABLE, Code.MALFORMED, where)
        return
    if layout.pixels > examination.limits.pixels:
        examination.found(Outcome.UNSCANNABLE, Code.LIMIT_PIXELS, where)
    if _MARKUP.search(content[:_EDGE_BYTES]) or _MARKUP.search(content[-_EDGE_BYTES:]):
        examination.found(Outcome.RISKY, Code.IMAGE_MARKUP, where)
    _check_tail(examination, content[layout.end :], where)


def _check_tail(examination: Examination, tail: bytes, where: str) -> None:
    """Telephones append previews and depth maps, which is fine; another file behind the picture is not."""
    if len(tail) < _SHORTEST_TAIL:
        return
    if kind_of(tail) in _FOREIGN:
        examination.found(Outcome.RISKY, Code.POLYGLOT, where)
    examination.match_signatures(tail, where)


def _png(content: bytes) -> Layout:
    first, width, height = struct.unpack_from(">4sII", content, 12)
    if first != b"IHDR":
        raise Malformed
    at = 8
    while at + 12 <= len(content):
        length, chunk = struct.unpack_from(">I4s", content, at)
        at += 12 + length
        if chunk == b"IEND":
            return Layout(width * height, at)
    raise Malformed


_JPG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPG_MARK = re.compile(rb"\xff+([^\xff])", re.DOTALL)
_JPG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


def _jpg(content: bytes) -> Layout:
    """Up to the first scan; the end of the picture is the first end mark behind it. A picture cut short still ends somewhere."""
    pixels, at = 0, 2
    while found := _JPG_MARK.match(content, at):
        mark, at = found[1][0], found.end()
        if mark in _JPG_BARE:
            continue
        if mark in _JPG_SIZES:
            height, width = struct.unpack_from(">HH", content, at + 3)
            pixels = max(pixels, width * height)
        at += int(struct.unpack_from(">H", content, at)[0])
        if mark == 0xDA:
            end = content.find(b"\xff\xd9", at)
            return Layout(pixels, end + 2 if end >= 0 else len(content))
    raise Malformed


def _gif(content: bytes) -> Layout:
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    pixels, at = width * height, 13 + _gif_colours(flags)
    while content[at] != 0x3B:
        if content[at] == 0x21:
            at = _gif_blocks_end(content, at + 2)
        elif content[at] == 0x2C:
            width, height, flags = struct.unpack_from("<HHB", content, at + 5)
            pixels = max(pixels, width * height)
            at = _gif_blocks_end(content, at + 11 + _gif_colours(flags))
        else:
            raise Malformed
    return Layout(pixels, at + 1)


def _gif_colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks_end(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def _webp(content: bytes) -> Layout:
    (size,) = struct.unpack_from("<I", content, 4)
    first = content[12:16]
    if first == b"VP8X":
        width, height = (1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))
    elif first == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif first == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    else:
        raise Malformed
    if size + 8 > len(content) + 1:
        raise Malformed
    return Layout(width * height, 8 + size + size % 2)


def _tiff(content: bytes) -> Layout:
    order = "<" if content.startswith(b"II") else ">"
    (page,) = struct.unpack_from(f"{order}I", content, 4)
    pixels = 0
    for _ in range(_MOST_PAGES):
        (entries,) = struct.unpack_from(f"{order}H", content, page)
        if entries > _MOST_ENTRIES:
            raise Malformed
        sides = [_tiff_number(content, order, page + 2 + 12 * n, tag) for tag in (256, 257) for n in range(entries)]
        known = [side for side in sides if side is not None]
        if len(known) != 2:
            raise Malformed
        pixels = max(pixels, known[0] * known[1])
        (page,) = struct.unpack_from(f"{order}I", content, page + 2 + 12 * entries)
        if page == 0:
            return Layout(pixels, len(content))
    raise Malformed


def _tiff_number(content: bytes, order: str, entry: int, wanted: int) -> int | None:
    tag, form = struct.unpack_from(f"{order}HH", content, entry)
    if tag != wanted:
        return None
    return int(struct.unpack_from(f"{order}H" if form == 3 else f"{order}I", content, entry + 8)[0])


def _heic(content: bytes) -> Layout:
    """The sizes are properties in the meta box, of the whole picture and of its tiles."""
    start, end = next(((start, end) for name, start, end in _boxes(content) if name == b"meta"), (0, 0))
    pixels, at = 0, content.find(b"ispe", start, end)
    while at >= 0:
        width, height = struct.unpack_from(">II", content, at + 8)
        pixels = max(pixels, width * height)
        at = content.find(b"ispe", at + 4, end)
    if not pixels:
        raise Malformed
    return Layout(pixels, len(content))


def _boxes(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 0
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, at + 8)
        if size == 0:
            size = len(content) - at
        if size < 8:
            raise Malformed
        yield name, at, at + size
        at += size


_LAYOUTS: Mapping[Kind, Callable[[bytes], Layout]] = {
    Kind.PNG: _png,
    Kind.JPG: _jpg,
    Kind.GIF: _gif,
    Kind.WEBP: _webp,
    Kind.TIFF: _tiff,
    Kind.HEIC: _heic,
}
