"""Reading a zip without believing it: what its directory says is held against what its members are; nothing touches a disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination, LimitReached
from chalicelib.scanning.model import Outcome

_MEMBER = b"PK\3\4"
_DIRECTORY_ENTRY = b"PK\1\2"
_DIRECTORY_END = b"PK\5\6"
_LONGEST_COMMENT = 0xFFFF
_ANNOUNCED_ELSEWHERE = 0xFFFF
"""In the larger end of a directory (Zip64), which `zipfile` reads."""
_ENCRYPTED = 0x01 | 0x40
_SIZES_FOLLOW = 0x08
_UNIX_TYPE, _UNIX_LINK = 0o170000, 0o120000
_EMPTY_DEFLATED_BYTES = 2
_STEP_BYTES = 1024 * 1024


class Malformed(Exception):
    """The zip cannot be read, or not by every program in the same way."""


class _Span(NamedTuple):
    """Where a member lies in the file, its header included; `data` is where its bytes begin."""

    start: int
    data: int
    end: int


class ZipArchive:
    """A zip of which every member has its own place. `where` names the zip."""

    def __init__(self, examination: Examination, content: bytes, where: str) -> None:
        """Counts the members and reports what is wrong with the zip as a whole. Raises Malformed, LimitReached."""
        self._examination = examination
        self._content = content
        self._where = where
        self._members = _directory(examination, content)
        self._spans = [_span(content, member) for member in self._members]
        self.names = frozenset(member.filename for member in self._members)
        self._check_whole()

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Name and inflated content of each member in turn, paid for; what cannot be read is reported, not given.

        Raises LimitReached.
        """
        for member, span in zip(self._members, self._spans, strict=True):
            inside = f"{self._where}!{member.filename}"
            if not _is_folder(member) and (content := self._read(member, span, inside)) is not None:
                yield member.filename, content

    def part(self, name: str, most_bytes: int) -> bytes:
        """One small member; empty when there is none of the name, or a larger one."""
        for member, span in zip(self._members, self._spans, strict=True):
            if member.filename == name and member.file_size <= most_bytes:
                return self._read(member, span, f"{self._where}!{name}") or b""
        return b""

    def _check_whole(self) -> None:
        found = self._examination.found
        for member in self._members:
            for outcome, code in _faults_of(member):
                found(outcome, code, f"{self._where}!{member.filename}")
        if len({member.filename.casefold() for member in self._members}) < len(self._members):
            found(Outcome.UNSCANNABLE, Code.ZIP_DUPLICATE_NAMES, self._where)
        spans = sorted(self._spans)
        if any(later.start < earlier.end for earlier, later in pairwise(spans)):
            raise LimitReached(Code.ZIP_OVERLAP)
        if _hides_member(self._content, spans):
            found(Outcome.RISKY, Code.ZIP_HIDDEN_MEMBER, self._where)

    def _read(self, member: zipfile.ZipInfo, span: _Span, inside: str) -> bytes | None:
        found = self._examination.found
        if member.flag_bits & _ENCRYPTED:
            found(Outcome.UNSCANNABLE, Code.ENCRYPTED, inside)
            return None
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            found(Outcome.UNSCANNABLE, Code.ZIP_METHOD, inside)
            return None
        if not _agrees(self._content, member, span):
            found(Outcome.UNSCANNABLE, Code.ZIP_HEADER_MISMATCH, inside)
        packed = self._content[span.data : span.end]
        try:
            content = packed if member.compress_type == zipfile.ZIP_STORED else _inflated(self._examination, packed)
        except (zlib.error, Malformed):
            found(Outcome.UNSCANNABLE, Code.MALFORMED, inside)
            return None
        self._examination.spend(len(content))
        if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            found(Outcome.UNSCANNABLE, Code.ZIP_SIZE_LIE, inside)
        return content


def _directory(examination: Examination, content: bytes) -> Sequence[zipfile.ZipInfo]:
    """What the zip says it holds. Counted before it is read: every entry costs memory."""
    if content.count(_DIRECTORY_ENTRY) > examination.limits.members:
        raise LimitReached(Code.LIMIT_MEMBERS)
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, IndexError, OverflowError) as error:
        raise Malformed from error
    examination.count_members(len(members))
    if _announced(content) not in (len(members), _ANNOUNCED_ELSEWHERE) or any(not member.filename for member in members):
        raise Malformed
    return members


def _announced(content: bytes) -> int:
    """How many members the end of the directory announces. There is one end, and only its comment may follow it."""
    ends = []
    at = content.find(_DIRECTORY_END, max(0, len(content) - 22 - _LONGEST_COMMENT))
    while at >= 0 and at + 22 <= len(content):
        announced, comment_bytes = struct.unpack_from("<H8xH", content, at + 10)
        if at + 22 + comment_bytes == len(content):
            ends.append(int(announced))
        at = content.find(_DIRECTORY_END, at + 4)
    if len(ends) != 1:
        raise Malformed
    return ends[0]


def _span(content: bytes, member: zipfile.ZipInfo) -> _Span:
    start = member.header_offset
    if start < 0 or content[start : start + 4] != _MEMBER or start + 30 > len(content):
        raise Malformed
    name_bytes, extra_bytes = struct.unpack_from("<HH", content, start + 26)
    data = start + 30 + name_bytes + extra_bytes
    end = data + member.compress_size
    if end > len(content):
        raise Malformed
    return _Span(start, data, end)


def _agrees(content: bytes, member: zipfile.ZipInfo, span: _Span) -> bool:
    """Whether the member's own header says the same as the directory: name, method, encryption, and size where it has one."""
    flags, method = struct.unpack_from("<HH", content, span.start + 6)
    packed, _, name_bytes = struct.unpack_from("<IIH", content, span.start + 18)
    name = content[span.start + 30 : span.start + 30 + name_bytes]
    return (
        member.filename == member.orig_filename
        and name == member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")
        and method == member.compress_type
        and not flags & _ENCRYPTED
        and (bool(flags & _SIZES_FOLLOW) or packed in (member.compress_size, 0xFFFFFFFF))
    )


def _is_folder(member: zipfile.ZipInfo) -> bool:
    return member.filename.endswith(("/", "\\")) and member.compress_size <= _EMPTY_DEFLATED_BYTES


def _faults_of(member: zipfile.ZipInfo) -> Iterator[tuple[Outcome, Code]]:
    path = member.filename.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or ":" in path[:3]:
        yield Outcome.RISKY, Code.ZIP_TRAVERSAL
    if member.external_attr >> 16 & _UNIX_TYPE == _UNIX_LINK:
        yield Outcome.RISKY, Code.ZIP_LINK


def _hides_member(content: bytes, spans: Sequence[_Span]) -> bool:
    """A member that the directory leaves out: programs that read a zip from its start see it, others do not."""
    starts = [0, *(span.end for span in spans)]
    ends = [*(span.start for span in spans), content.find(_DIRECTORY_ENTRY, starts[-1])]
    return any(content.find(_MEMBER, start, end) >= 0 for start, end in zip(starts, ends, strict=True) if end > start)


def _inflated(examination: Examination, packed: bytes) -> bytes:
    """Raises LimitReached before more is inflated than may be; zlib.error; Malformed for data that end too early or late."""
    limits = examination.limits
    most = min(limits.member_bytes, examination.inflated_bytes_left)
    inflater, rest, length = zlib.decompressobj(-zlib.MAX_WBITS), packed, 0
    parts = []
    while rest and not inflater.eof:
        parts.append(inflater.decompress(rest, _STEP_BYTES))
        rest, length = inflater.unconsumed_tail, length + len(parts[-1])
        if length > most:
            raise LimitReached(Code.LIMIT_INFLATED_BYTES)
        if length > limits.ratio_from_bytes and length > limits.ratio * len(packed):
            raise LimitReached(Code.LIMIT_RATIO)
        examination.check_time()
    if not inflater.eof or inflater.unused_data:
        raise Malformed
    return b"".join(parts)
