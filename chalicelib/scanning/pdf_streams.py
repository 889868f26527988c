"""Streams of a PDF: where each begins, what its dictionary names, what comes out of its filters (ISO 32000-1, 7.3.8 and 7.4)."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination, LimitReached
from chalicelib.scanning.pdf_syntax import names

_CHUNK = 16 * 1024
_LONGEST_HEADER = 64 * 1024
_STREAMS_BETWEEN_LOOKS_AT_THE_CLOCK = 1000
_FIRST_FILTER = {
    b"FlateDecode": b"Fl",
    b"ASCIIHexDecode": b"AHx",
    b"ASCII85Decode": b"A85",
    b"LZWDecode": b"LZW",
    b"RunLengthDecode": b"RL",
    b"CCITTFaxDecode": b"CCF",
    b"DCTDecode": b"DCT",
    b"JBIG2Decode": b"JBIG2",
    b"JPXDecode": b"JPX",
    b"Crypt": b"Crypt",
}
_FILTERS = _FIRST_FILTER | {short: short for short in _FIRST_FILTER.values()}
_NUMBER = re.compile(rb"(\d{1,10})[\x00\t\n\x0c\r ]{1,20}+\d{1,5}[\x00\t\n\x0c\r ]{1,20}+$")
_PREDICTOR = re.compile(rb"/Predictor[\x00\t\n\x0c\r ]{0,20}+(\d{1,3})")
_FIRST = re.compile(rb"/First[\x00\t\n\x0c\r ]{0,20}+(\d{1,9})(?!\d|[\x00\t\n\x0c\r ]+\d+[\x00\t\n\x0c\r ]+R)")
_SIDE = re.compile(rb"/(Width|Height)[\x00\t\n\x0c\r ]{0,20}+(\d{1,9})(?!\d|[\x00\t\n\x0c\r ]+\d+[\x00\t\n\x0c\r ]+R)")


class UndecodableError(Exception):
    """What is in the stream cannot be told: a filter that is not undone here, or bytes that are not what it says."""


@dataclass(frozen=True)
class Stream:
    """One stream. `start` is where its bytes begin; where they end only its filter knows for sure.

    `number` is that of the object, None when it cannot be told; `names` are all names in its dictionary, in order.
    """

    number: int | None
    header: bytes
    names: Sequence[bytes]
    start: int

    @property
    def is_of_objects(self) -> bool:
        """Whether it holds objects. Some readers know such a stream by the place of its first object, whatever its type says."""
        return b"ObjStm" in self.names or b"First" in self.names

    @property
    def is_attachment(self) -> bool:
        return b"EmbeddedFile" in self.names

    @property
    def is_metadata(self) -> bool:
        return b"Metadata" in self.names or b"XML" in self.names

    @property
    def is_image(self) -> bool:
        return b"Image" in self.names

    @property
    def pixels(self) -> int:
        sides = {side: int(length) for side, length in _SIDE.findall(self.header)}
        return sides.get(b"Width", 0) * sides.get(b"Height", 0)

    @property
    def first(self) -> int | None:
        """Where the objects begin in a stream of objects."""
        found = _FIRST.findall(self.header)
        return int(found[0]) if len(found) == 1 else None

    @property
    def is_deflated(self) -> bool:
        """Whether its first filter is Flate, as far as can be told."""
        try:
            return self.filters[:1] == [b"Fl"]
        except UndecodableError:
            return False

    @property
    def filters(self) -> list[bytes]:
        """By their short names. Raises UndecodableError when they are said twice or somewhere else."""
        if self.names.count(b"Filter") > 1:
            raise UndecodableError
        if b"Filter" not in self.names:
            return []
        after = self.names[self.names.index(b"Filter") + 1 :]
        found: list[bytes] = []
        for name in after:
            if name not in _FILTERS:
                break
            found.append(_FILTERS[name])
        if not found and not re.search(rb"/Filter[\x00\t\n\x0c\r ]{0,20}+\[[\x00\t\n\x0c\r ]{0,20}+\]", self.header):
            raise UndecodableError
        return found


def streams(content: bytes, examination: Examination) -> Iterator[Stream]:
    """Every stream, wherever the keyword stands behind the head of an object. Raises LimitReached."""
    before = 0
    at = content.find(b"stream")
    seen = 0
    while at >= 0:
        after = at + len(b"stream")
        if content[at - 3 : at] != b"end" and content[after : after + 1] in (b"\r", b"\n"):
            seen += 1
            if seen % _STREAMS_BETWEEN_LOOKS_AT_THE_CLOCK == 0:
                examination.check_time()
            stream = _stream(content, before, at)
            if stream is not None:
                yield stream
            before = after
        at = content.find(b"stream", after)


def _stream(content: bytes, before: int, at: int) -> Stream | None:
    head = content.rfind(b"obj", before, at)
    if head < 0:
        return None
    number = _NUMBER.search(content[max(0, head - 50) : head])
    header = content[max(head, at - _LONGEST_HEADER) : at]
    start = at + len(b"stream")
    if content[start : start + 2] == b"\r\n":
        start += 1
    return Stream(number=int(number[1]) if number else None, header=header, names=names(header), start=start + 1)


def decoded(stream: Stream, content: bytes, examination: Examination, at_most: int) -> bytes:
    """What comes out of its filters, paid for. Raises UndecodableError, and LimitReached for more than `at_most` bytes."""
    examination.check_time()
    predictor = _PREDICTOR.search(stream.header)
    if predictor is not None and int(predictor[1]) > 1:
        raise UndecodableError
    filters = stream.filters
    if not filters:
        end = content.find(b"endstream", stream.start)
        return content[stream.start : end if end >= 0 else None]
    start, source = stream.start, content
    for name in filters:
        source = _UNDO[name](source, start, at_most, examination) if name in _UNDO else _refuse()
        start = 0
        examination.spend(len(source))
    return source


def _refuse() -> bytes:
    raise UndecodableError


def _inflated(content: bytes, start: int, at_most: int, examination: Examination) -> bytes:
    return b"".join(_inflate(content, start, at_most, examination))


def inflated_bytes(stream: Stream, content: bytes, examination: Examination) -> int:
    """How much comes out of a stream whose first filter is Flate; nothing of it is kept. Raises LimitReached."""
    at_most = examination.limits.member_bytes
    try:
        total = sum(len(piece) for piece in _inflate(content, stream.start, at_most, examination))
    except UndecodableError:
        return 0
    examination.spend(total)
    return total


def _inflate(content: bytes, start: int, at_most: int, examination: Examination) -> Iterator[bytes]:
    """Deflated data ends where it says so itself, not at the next `endstream`, which an attacker may write into it.

    Raises UndecodableError when nothing comes out of broken data, and LimitReached.
    """
    limits = examination.limits
    at_most = min(at_most, examination.inflated_bytes_left)
    deflated = memoryview(content)[start:]
    decompressor = zlib.decompressobj()
    total = taken = 0
    is_broken = False
    while taken < len(deflated) and not decompressor.eof and not is_broken:
        inflated, is_broken = _step(decompressor, bytes(deflated[taken : taken + _CHUNK]))
        taken += _CHUNK
        total += len(inflated)
        if total > at_most:
            raise LimitReached(Code.LIMIT_INFLATED_BYTES)
        if total > limits.ratio_from_bytes and total > limits.ratio * taken:
            raise LimitReached(Code.LIMIT_RATIO)
        yield inflated
    if is_broken and not total:
        raise UndecodableError


def _step(decompressor: zlib._Decompress, piece: bytes) -> tuple[bytes, bool]:
    """What one piece inflates to, a few megabytes at most, and whether the data is broken. A reader takes what comes before
    the first broken byte, and so does this."""
    spare = decompressor.copy()
    try:
        return decompressor.decompress(piece), False
    except zlib.error:
        given = bytearray()
        with suppress(zlib.error):
            for at in range(len(piece)):
                given += spare.decompress(piece[at : at + 1])
        return bytes(given), True


def _from_hexadecimal(content: bytes, start: int, at_most: int, examination: Examination) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", _up_to(b">", content, start, at_most))
    return binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _from_ascii85(content: bytes, start: int, at_most: int, examination: Examination) -> bytes:
    try:
        return base64.a85decode(
            _up_to(b"~>", content, start, at_most).strip().removeprefix(b"<~"), ignorechars=b"\x00\t\n\x0c\r "
        )
    except ValueError:
        raise UndecodableError from None


def _up_to(end: bytes, content: bytes, start: int, at_most: int) -> bytes:
    """The encoded text. Raises LimitReached."""
    stop = content.find(end, start, start + at_most)
    if stop < 0 and len(content) - start > at_most:
        raise LimitReached(Code.LIMIT_INFLATED_BYTES)
    return content[start : stop if stop >= 0 else None]


_UNDO = {b"Fl": _inflated, b"AHx": _from_hexadecimal, b"A85": _from_ascii85}
