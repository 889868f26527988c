"""Excel until 2003: the records of a workbook that say it does more than hold cells ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from chalicelib.scanning.codes import Code
from chalicelib.scanning.model import Outcome

_END, _ENCRYPTED, _SHEET, _LINKED_BOOK = 0x0A, 0x2F, 0x85, 0x1AE
_TYPE_AT = 5
_MACRO_SHEET = 1
_LINK_PARTS = b"\x03"
"""Between the program and the topic of a Dynamic Data Exchange; a path to a workbook has other signs in it."""


def workbook_faults(stream: bytes) -> Iterator[tuple[Outcome, Code]]:
    """What the globals, the part of the workbook before its sheets, declare."""
    for kind, data in _records(stream):
        if kind == _ENCRYPTED:
            yield Outcome.UNSCANNABLE, Code.ENCRYPTED
        elif kind == _SHEET and data[_TYPE_AT : _TYPE_AT + 1] == bytes([_MACRO_SHEET]):
            yield Outcome.RISKY, Code.OFFICE_EXCEL4_MACRO
        elif kind == _LINKED_BOOK and _LINK_PARTS in data[4:]:
            yield Outcome.RISKY, Code.OFFICE_DDE


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _END:
            return
        at += 4 + length
