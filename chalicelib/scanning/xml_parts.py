"""XML inside documents, made plain enough for patterns: one encoding, no comments, no sections, no numbers for letters.

No parser is used, so nothing is ever expanded or fetched. Every pattern is possessive: one pass over an adversary's bytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?[\s]*<")
_WIDE_BEGINNINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s{0,10}=\s{0,10}[\"']([^\"']{0,40})")
_READ_AS_BYTES = re.compile(rb"(?:utf-?(?:8|16)|us-ascii|ascii|iso-8859-\d+|windows-125\d|latin1)?$", re.IGNORECASE)
"""Encodings in which the letters of markup are what they are in ASCII. Some programs declare UTF-16 and write UTF-8."""

_ASIDES, _NUMBERS = b"<!", b"&#"
_ASIDE = re.compile(
    rb"<!--(?:[^-]++|-(?!->))*+(?:-->)?+|<\?(?:[^?]++|\?(?!>))*+(?:\?>)?+|<!\[CDATA\[((?:[^\]]++|\](?!\]>))*+)(?:\]\]>)?+",
)
_NUMBERED = re.compile(rb"&#(?:x0{0,8}([2-7][0-9A-Fa-f])|0{0,8}(3[2-9]|[4-9]\d|1[01]\d|12[0-6]));")
_ATTRIBUTE = re.compile(rb"([\w:.\-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DOCTYPE = re.compile(rb"<!DOCTYPE\b([^>\[]*+)([>\[]?)")
_LITERAL = re.compile(rb"\"([^\"]*)\"|'([^']*)'")
_KNOWN_TYPES = re.compile(rb"(?:https?://(?:www\.w3\.org|openoffice\.org)/)?[\w./\-]*\.(?:dtd|mod)$", re.IGNORECASE)


class EncodingError(Exception):
    """The part is in an encoding whose markup cannot be read here."""


def is_xml(content: bytes) -> bool:
    return _BEGINS.match(content) is not None or content[:2] in _WIDE_BEGINNINGS


def plain_xml(content: bytes) -> bytes:
    """The part with what stands aside of its elements removed and letters written as such. Raises EncodingError."""
    text = _as_bytes(content)
    if _ASIDES in text:
        text = _ASIDE.sub(_section, text)
    return _NUMBERED.sub(_letter, text) if _NUMBERS in text else text


def _as_bytes(content: bytes) -> bytes:
    encoding = _WIDE_BEGINNINGS.get(content[:2])
    if encoding is not None:
        try:
            return content.decode(encoding).encode()
        except UnicodeDecodeError as error:
            raise EncodingError from error
    declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf").lstrip())
    if declared is not None and not _READ_AS_BYTES.match(declared[1]):
        raise EncodingError
    return content


def _section(aside: re.Match[bytes]) -> bytes:
    """The text of a CDATA section; nothing for comments and instructions."""
    return (aside[1] or b"").replace(b"&", b"&amp;").replace(b"<", b"&lt;")


def _letter(reference: re.Match[bytes]) -> bytes:
    """Signs that mean something in markup stay as they are."""
    letter = bytes([int(reference[1], 16) if reference[1] else int(reference[2])])
    return reference[0] if letter in b"<>&\"'" else letter


def declares_entities(text: bytes) -> bool:
    """Whether the part has a document type that reads other files or declares entities. Old programs name the public type of
    their format, which nobody fetches."""
    if b"<!" not in text:
        return False
    if b"<!ENTITY" in text:
        return True
    for doctype in _DOCTYPE.finditer(text):
        literals = [first or second for first, second in _LITERAL.findall(doctype[1])]
        if doctype[2] == b"[" or (literals and not _KNOWN_TYPES.match(literals[-1])):
            return True
    return False


def elements(text: bytes, name: bytes) -> Iterator[Mapping[str, str]]:
    """The attributes of every element of the name, whatever prefix its namespace has; attributes without theirs."""
    opening = re.compile(rb"<(?:[\w.\-]{1,40}:)?" + name + rb"(?=[\s/>])((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)")
    for element in opening.finditer(text):
        yield attributes(element[1])


def attributes(text: bytes) -> Mapping[str, str]:
    return {
        name.rpartition(b":")[2].decode("latin-1"): html.unescape((first or second).decode("utf-8", "replace"))
        for name, first, second in _ATTRIBUTE.findall(text)
    }
