"""Zips: sound ones, and ones whose every field can be a lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
DOS_DAY = 0x0021
"""1 January 1980, the first that a zip can tell."""


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A sound zip of these members, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return stream.getvalue()


def deflated(content: bytes) -> bytes:
    """As a zip holds it: without zlib's head and sum."""
    return zlib.compress(content, 9)[2:-4]


@dataclass(frozen=True)
class Member:
    """One member as its bytes are to be. What is None is computed; `local_name` is what the local header says instead."""

    name: bytes
    content: bytes = b""
    packed: bytes | None = None
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0
    attributes: int = 0
    size: int | None = None
    crc: int | None = None
    local_name: bytes | None = None

    @property
    def data(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return deflated(self.content) if self.method == zipfile.ZIP_DEFLATED else self.content

    def fields(self, name: bytes) -> bytes:
        """The fields that a local and a central header share."""
        size = len(self.content) if self.size is None else self.size
        crc = zlib.crc32(self.content) if self.crc is None else self.crc
        sums = (self.flags, self.method, 0, DOS_DAY, crc, len(self.data), size, len(name), 0)
        return struct.pack("<HHHHIIIHH", *sums)

    @property
    def local(self) -> bytes:
        name = self.name if self.local_name is None else self.local_name
        return LOCAL + struct.pack("<H", 20) + self.fields(name) + name + self.data

    def central(self, offset: int) -> bytes:
        made_by, needs = 0x0314, 20
        tail = struct.pack("<HHHII", 0, 0, 0, self.attributes, offset)
        return CENTRAL + struct.pack("<HH", made_by, needs) + self.fields(self.name) + tail + self.name


def built(members: Sequence[Member], *, comment: bytes = b"", shared: bool = False, prefix: bytes = b"") -> bytes:
    """A zip byte by byte. When `shared`, every member lies where the first does. Offsets count from the prefix on."""
    body, directory = b"", b""
    for member in members:
        directory += member.central(0 if shared else len(prefix) + len(body))
        if not shared or not body:
            body += member.local
    begins = len(prefix) + len(body)
    end = END + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), begins, len(comment))
    return prefix + body + directory + end + comment


def zeros(mebibytes: int) -> bytes:
    """A deflate stream of so many mebibytes of zeros, made without inflating them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * mebibytes + b"\x03\x00"


def zeros_member(name: bytes, mebibytes: int) -> Member:
    """A member of so many mebibytes of zeros, its sum right."""
    crc = 0
    for _ in range(mebibytes):
        crc = zlib.crc32(bytes(1024 * 1024), crc)
    return Member(name, packed=zeros(mebibytes), size=mebibytes * 1024 * 1024, crc=crc)
