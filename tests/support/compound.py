"""OLE compound files made for tests: storages and streams, and what goes into them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_LEAST_STREAM = 4096

type Tree = Mapping[str, bytes | Tree]


def compound(tree: Tree) -> bytes:
    """A compound file. Every stream is padded to 4 KiB, so that there is no stream of small ones."""
    return _Writer().written(tree)


class _Writer:
    def __init__(self) -> None:
        self._entries: list[bytearray] = []
        self._sectors: list[bytes] = []
        self._fat: list[int] = []

    def written(self, tree: Tree) -> bytes:
        root = self._entry("Root Entry", _ROOT)
        self._put(root, 76, self._branch(tree))
        directory = b"".join(self._entries)
        directory += _unused() * (-len(self._entries) % (SECTOR // 128))
        directory_at = self._store(directory)
        fat_sectors = 1
        while len(self._fat) + fat_sectors > fat_sectors * SECTOR // 4:
            fat_sectors += 1
        fat_at = len(self._fat)
        self._fat += [_FAT] * fat_sectors
        self._fat += [_FREE] * (-len(self._fat) % (SECTOR // 4))
        table = struct.pack(f"<{len(self._fat)}I", *self._fat)
        places = [*range(fat_at, fat_at + fat_sectors), *[_FREE] * (109 - fat_sectors)]
        header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        header += struct.pack(
            "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, directory_at, 0, 4096, _END, 0, _END, 0, places[0]
        )
        header += struct.pack("<108I", *places[1:])
        return header + b"".join(self._sectors) + table

    def _branch(self, tree: Tree) -> int:
        """The children of one storage, each the right neighbour of the one before."""
        first, before = _NOBODY, None
        for name, value in tree.items():
            if isinstance(value, bytes):
                number = self._entry(name, _STREAM)
                self._put(number, 116, self._store(value.ljust(_LEAST_STREAM, b"\0")))
                self._put(number, 120, max(len(value), _LEAST_STREAM))
            else:
                number = self._entry(name, _STORAGE)
                self._put(number, 76, self._branch(value))
            if before is None:
                first = number
            else:
                self._put(before, 72, number)
            before = number
        return first

    def _entry(self, name: str, kind: int) -> int:
        entry = bytearray(_unused())
        written = name.encode("utf-16-le") + b"\0\0"
        entry[: len(written)] = written
        struct.pack_into("<HBB", entry, 64, len(written), kind, 1)
        struct.pack_into("<I", entry, 116, _END)
        self._entries.append(entry)
        return len(self._entries) - 1

    def _put(self, number: int, at: int, value: int) -> None:
        struct.pack_into("<I", self._entries[number], at, value)

    def _store(self, content: bytes) -> int:
        start = len(self._fat)
        pieces = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
        self._sectors += pieces
        self._fat += [*range(start + 1, start + len(pieces)), _END]
        return start


def _unused() -> bytes:
    return bytes(68) + struct.pack("<III", _NOBODY, _NOBODY, _NOBODY) + bytes(48)


def word(text: bytes = b"Dear Sir or Madam", *, flags: int = 0, template: str = "", **more: bytes | Tree) -> bytes:
    """A document of Word 97."""
    strings = b"".join(struct.pack("<H", len(s)) + s.encode("utf-16-le") for s in ("", template))
    table = b"\xff\xff\x12\0\0\0" + strings
    head = bytearray(0x400)
    struct.pack_into("<HHHHHH", head, 0, 0xA5EC, 0xC1, 0, 0x409, 0, flags | 0x0200)
    struct.pack_into("<II", head, 0x19A, 0, len(table))
    return compound({"WordDocument": bytes(head) + text, "1Table": table, **more})


def workbook(*records: tuple[int, bytes], **more: bytes | Tree) -> bytes:
    """A workbook of Excel 97."""
    globals_ = [(0x809, bytes(16)), *records, (0x0A, b"")]
    return compound({"Workbook": b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in globals_), **more})


def sheet(kind: int = 0) -> tuple[int, bytes]:
    return 0x85, struct.pack("<IBBBB", 0, 0, kind, 5, 0) + b"Sheet"


def macros(source: str) -> Tree:
    """A VBA project with one module, compressed as far as its readers demand it."""
    return {"VBA": {"Module1": b"\1\2compiled" + compressed(source.encode()), "_VBA_PROJECT": b"\xcc\x61"}}


def compressed(source: bytes) -> bytes:
    """[MS-OVBA] 2.4.1 with letters only, no copies."""
    out = b"\x01"
    for at in range(0, len(source), 3600):
        tokens = b"".join(b"\0" + source[place : place + 8] for place in range(at, min(at + 3600, len(source)), 8))
        out += struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens
    return out
