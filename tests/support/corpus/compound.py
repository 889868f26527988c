"""Compound files, the container of the old Office (MS-CFB), and what Word and Excel keep in them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
SMALLEST = 4096
"""What is smaller would have to go into the mini stream: it is filled up with zeros instead."""

WORD = "0609020000000000c000000000000046"
EXCEL = "2008020000000000c000000000000046"
POWERPOINT = "108d81649b4fcf1186ea00aa00b929e8"
INSTALLER = "84100c0000000000c000000000000046"


@dataclass
class Entry:
    """A storage or a stream of the directory."""

    name: str
    content: bytes | None = None
    children: dict[str, Entry] = field(default_factory=dict)


def compound(streams: Mapping[str, bytes], clsid: str = "00" * 16) -> bytes:
    """A compound file of these streams, named by their path ("Macros/VBA/dir")."""
    root = Entry("Root Entry")
    for path, content in streams.items():
        *folders, name = path.split("/")
        place = root
        for folder in folders:
            place = place.children.setdefault(folder, Entry(folder))
        place.children[name] = Entry(name, content.ljust(SMALLEST, b"\0"))
    entries: list[Entry] = []
    _number(root, entries)
    directory_sectors = -(-len(entries) * 128 // SECTOR)
    body, chain, starts = b"", [], {}
    for number, entry in enumerate(entries):
        if entry.content is None:
            continue
        starts[number] = directory_sectors + len(chain)
        count = -(-len(entry.content) // SECTOR)
        chain += [*range(starts[number] + 1, starts[number] + count), END]
        body += entry.content.ljust(count * SECTOR, b"\0")
    directory = _directory(entries, starts, clsid).ljust(directory_sectors * SECTOR, b"\0")
    links = [*range(1, directory_sectors), END, *chain]
    fat_sectors = -(-len(links) // (SECTOR // 4 - 1))
    fat_begins = len(links)
    links += [FAT] * fat_sectors
    table = struct.pack(f"<{len(links)}I", *links).ljust(fat_sectors * SECTOR, b"\xff")
    return _header(fat_begins, fat_sectors) + directory + body + table


def _number(entry: Entry, entries: list[Entry]) -> None:
    entries.append(entry)
    for child in _in_order(entry):
        _number(child, entries)


def _in_order(entry: Entry) -> list[Entry]:
    return sorted(entry.children.values(), key=lambda child: (len(child.name), child.name.upper()))


def _directory(entries: list[Entry], starts: Mapping[int, int], clsid: str) -> bytes:
    """Siblings hang on each other's right: a tree without branches, which is a tree."""
    numbers = {id(entry): number for number, entry in enumerate(entries)}
    right = {}
    for entry in entries:
        children = _in_order(entry)
        right |= {id(left): numbers[id(next_)] for left, next_ in pairwise(children)}
    table = b""
    for number, entry in enumerate(entries):
        name = entry.name.encode("utf-16-le") + b"\0\0"
        kind = ROOT if number == 0 else STORAGE if entry.content is None else STREAM
        children = _in_order(entry)
        child = numbers[id(children[0])] if children else FREE
        table += name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name), kind, 1, FREE, right.get(id(entry), FREE), child)
        table += bytes.fromhex(clsid) if number == 0 else bytes(16)
        table += struct.pack("<IQQIQ", 0, 0, 0, starts.get(number, END if number == 0 else 0), len(entry.content or b""))
    empty = bytes(68) + struct.pack("<III", FREE, FREE, FREE) + bytes(48)
    return table + empty * (-len(entries) % (SECTOR // 128))


def _header(fat_begins: int, fat_sectors: int) -> bytes:
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, 0, 0, SMALLEST, END, 0, END, 0)
    places = [fat_begins + n for n in range(fat_sectors)]
    return head + struct.pack("<109I", *places, *[FREE] * (109 - fat_sectors))


def word(
    text: str = "Dear Aoife, thank you for your letter.\r",
    streams: Mapping[str, bytes] | None = None,
    *,
    flags: int = 0,
    template: str = "",
) -> bytes:
    """A Word 97 document: a file information block with these flags, its text, and the strings associated with it."""
    begins, strings_begin = 0x800, 0x100
    strings = _associated(template)
    block = bytearray(begins)
    struct.pack_into("<HHHHHH", block, 0, 0xA5EC, 0x00C1, 0, 0x0409, 0, 0x1200 | flags)
    struct.pack_into("<II", block, 24, begins, begins + len(text))
    struct.pack_into("<HH", block, 32, 14, 0)  # csw, then fourteen words
    struct.pack_into("<H", block, 62, 22)  # cslw, then twenty-two longs
    struct.pack_into("<H", block, 152, 93)  # cbRgFcLcb, then as many pairs: where in the table, how many bytes
    struct.pack_into("<II", block, 154 + 32 * 8, strings_begin, len(strings))
    table = bytes(strings_begin) + strings
    return compound({"WordDocument": bytes(block) + text.encode("cp1252"), "1Table": table, **(streams or {})}, WORD)


def _associated(template: str) -> bytes:
    """SttbfAssoc: eighteen strings, of which the second is the path of the template and the third the title."""
    strings = ["", template, "A letter", *[""] * 15]
    each = (struct.pack("<H", len(string)) + string.encode("utf-16-le") for string in strings)
    return struct.pack("<HHH", 0xFFFF, len(strings), 0) + b"".join(each)


def record(kind: int, content: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(content)) + content


def bound_sheet(offset: int, name: bytes, kind: int, hidden: int = 0) -> bytes:
    """BOUNDSHEET: a sheet's place, name and kind (0 a worksheet, 1 an Excel 4 macro sheet)."""
    return record(0x0085, struct.pack("<IBB", offset, hidden, kind) + bytes([len(name), 0]) + name)


def excel(*globals_: bytes, streams: Mapping[str, bytes] | None = None, kind: int = 0) -> bytes:
    """An Excel 97 workbook of one sheet, of this kind, with these further records among its globals."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    extra = b"".join(globals_)
    name = b"Budget"
    offset = len(begin) + len(extra) + len(bound_sheet(0, name, kind)) + 4
    book = begin + extra + bound_sheet(offset, name, kind) + record(0x000A)
    substream = 0x0040 if kind == 1 else 0x0010
    book += record(0x0809, struct.pack("<HHHHII", 0x0600, substream, 0x0DBB, 0x07CC, 0, 6))
    book += record(0x0203, struct.pack("<HHHd", 0, 1, 0, 650.0)) + record(0x000A)
    return compound({"Workbook": book, **(streams or {})}, EXCEL)
