"""The little of PDF's syntax that looking for names and strings takes (ISO 32000-1, 7.2-7.3). Nothing is parsed or resolved.

Bytes come from an adversary, so every pattern here is possessive or bounded: one pass, no backtracking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_REGULAR = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
END_OF_NAME = rb"(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"
GAP = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]{0,200}+[\r\n]){0,200}+"
"""White space and comments between two tokens."""

_NAME = re.compile(rb"/(" + _REGULAR + rb"{0,127}+)")
_ESCAPED_NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%#]{0,40}+#" + _REGULAR + rb"{2,100}+)" + END_OF_NAME)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")

_ATOM = rb"[^()\\]++|\\."
_LITERAL = rb"\((?:" + _ATOM + rb"|\((?:" + _ATOM + rb"|\((?:" + _ATOM + rb")*+\))*+\))*+\)?+"
_HEX = rb"<[0-9A-Fa-f\x00\t\n\x0c\r ]{0,4000}+>"
_STRING_OR_COMMENT = re.compile(rb"%[^\r\n]*+|" + _LITERAL, re.DOTALL)
STRING = rb"(?:" + _LITERAL + rb"|" + _HEX + rb")"

_SHORT_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|\r|(.))", re.DOTALL)
_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LONGEST_STRING = 4096


def names(text: bytes) -> list[bytes]:
    """Every name in a piece of text, without the slash, its #-escapes undone."""
    return [unescaped(name) if b"#" in name else name for name in _NAME.findall(text)]


def unescaped(name: bytes) -> bytes:
    return _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), name)


def escaped_names(content: bytes) -> Iterator[bytes]:
    """Those written with #-escapes, undone."""
    for match in _ESCAPED_NAME.finditer(content):
        yield unescaped(match[1])


def without_strings(text: bytes) -> bytes:
    """The text with what stands in complete strings blanked, every other byte, and the parentheses, in its place.

    A string without an end, or nested deeper than three, stays: whoever reads on sees too much, never too little. Starting
    anywhere is as safe. Inside a string that began before the text, parentheses count the same or less than they do to a
    reader of the whole file, so nothing outside a string is ever blanked.
    """
    return _STRING_OR_COMMENT.sub(_blank, text)


def _blank(match: re.Match[bytes]) -> bytes:
    found = match[0]
    is_whole = found.startswith(b"(") and found.endswith(b")") and not _ends_escaped(found)
    return b"(" + b" " * (len(found) - 2) + b")" if is_whole else found


def _ends_escaped(literal: bytes) -> bool:
    """Whether the last parenthesis is an escaped one, so that the string has no end."""
    body = literal[:-1]
    return (len(body) - len(body.rstrip(b"\\"))) % 2 == 1


def string_value(token: bytes) -> str:
    """What a literal or hexadecimal string says, as far as the first few thousand bytes."""
    if token.startswith(b"<"):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", token[: _LONGEST_STRING * 2])
        value = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        value = _SHORT_ESCAPE.sub(_undone, token[1:_LONGEST_STRING].removesuffix(b")"))
    if value.startswith((b"\xfe\xff", b"\xff\xfe")):
        return value.decode("utf-16", "replace")
    return value.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _undone(escape: re.Match[bytes]) -> bytes:
    octal, character = escape.groups()
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    return _CONTROL.get(character, character) if character else b""
