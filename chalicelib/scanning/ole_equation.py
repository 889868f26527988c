"""Formulas of Office's old equation editor, in its own format: MTEF, versions 1 to 3.

The editor trusted what it read, and was taken out of Office in 2018. Most of its formulas are harmless all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

EDITOR = "0002CE02-0000-0000-C000-000000000046"
"""The class of the editor's objects."""

_HEADER_BYTES = 28
_LONGEST_BYTES = 64 * 1024
_LONGEST_FONT_NAME = 31
"""Windows gives a font's name 32 bytes with the zero at its end, and the editor little more. A longer one is written over what
comes behind it, and says with that what the editor does next (CVE-2017-11882, CVE-2018-0802)."""

_END, _LINE, _CHARACTER, _TEMPLATE, _PILE, _MATRIX, _EMBELLISHMENT, _RULER, _FONT, _SIZE, *_SIZES = range(15)
_MOVABLE = frozenset({_LINE, _CHARACTER, _TEMPLATE, _PILE, _MATRIX, _EMBELLISHMENT})
_MOVED, _SPACED = 0x8, 0x4
_FAR = b"\x80\x80"
_ZEROS = re.compile(rb"\0+")
_HEAD_BYTES = 5

type Length = Callable[[int, bytes], int]

_LENGTHS: Mapping[int, Length] = {
    **dict.fromkeys((_END, *_SIZES), lambda options, head: 0),
    _LINE: lambda options, head: 1 if options & _SPACED else 0,
    _TEMPLATE: lambda options, head: 3,
    _PILE: lambda options, head: 2,
    _MATRIX: lambda options, head: 5 + _partition_bytes(head[3]) + _partition_bytes(head[4]),
    _EMBELLISHMENT: lambda options, head: 1,
    _RULER: lambda options, head: 1 + 3 * head[0],
    _SIZE: lambda options, head: {100: 4, 101: 3}.get(head[0], 2),
}
"""How many bytes follow the tag of a record, by its options and by the first of these bytes."""


def breaks_its_editor(stream: bytes) -> bool:
    """Whether a formula, as the stream "Equation Native" holds it, names a font with more letters than there is room for."""
    formula = stream[_HEADER_BYTES : _HEADER_BYTES + _LONGEST_BYTES]
    return any(length > _LONGEST_FONT_NAME for length in _font_name_bytes(formula))


def _font_name_bytes(formula: bytes) -> Iterator[int]:
    """One record after another, until one of a kind that there is not: those in lists are written like those outside."""
    version = formula[0] if formula else 0
    character_bytes = 3 if version == 3 else 2
    at = 1 if version in (1, 101) else 5
    while at < len(formula):
        if zeros := _ZEROS.match(formula, at):
            at = zeros.end()
            continue
        kind, options = formula[at] & 0xF, formula[at] >> 4
        at += 1
        if kind in _MOVABLE and options & _MOVED:
            at += 6 if formula.startswith(_FAR, at) else 2
        if kind == _FONT:
            ends = formula.find(b"\0", at + 2)
            ends = len(formula) if ends < 0 else ends
            yield ends - (at + 2)
            at = ends + 1
        elif kind == _CHARACTER:
            at += character_bytes
        elif kind in _LENGTHS:
            at += _LENGTHS[kind](options, formula[at : at + _HEAD_BYTES].ljust(_HEAD_BYTES, b"\0"))
        else:
            return


def _partition_bytes(lines: int) -> int:
    """Two bits for each place between the rows or columns of a matrix, and outside of them."""
    return (2 * (lines + 1) + 7) // 8
