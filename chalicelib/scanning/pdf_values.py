"""What the value of a name in a PDF says: where a link leads, which file is opened, what runs by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.scanning.codes import Code
from chalicelib.scanning.links import Danger, file_danger, link_danger
from chalicelib.scanning.pdf_names import REFERENCE, Sight
from chalicelib.scanning.pdf_objects import Objects, dictionary
from chalicelib.scanning.pdf_syntax import END_OF_NAME, GAP, STRING, string_value

_STRING = re.compile(GAP + rb"(" + STRING + rb")", re.DOTALL)
_DIRECT = re.compile(GAP)
_REFERENCE = re.compile(GAP + REFERENCE)
_URL_FILE_SYSTEM = re.compile(GAP + rb"/URL" + END_OF_NAME)
_MATRIX = re.compile(rb"\[[\x00\t\n\x0c\r 0-9.+\-eE]{0,400}+(\])?+")
_MARKUP = re.compile(rb"<\s{0,5}+(?:img|script|svg|iframe|object|embed)[\s/>]", re.IGNORECASE)
_LONGEST_STRING_BEFORE_MARKUP = 300

_FILE_ON_THE_WEB = re.compile(r"\s*(?:https?|ftps?):", re.IGNORECASE)
_CODES = {Danger.NETWORK: Code.PDF_NETWORK_PATH, Danger.SCHEME: Code.PDF_LINK_SCHEME}


def _link_code(link: str) -> Code | None:
    danger = link_danger(link)
    return _CODES[danger] if danger else None


def _path_code(path: str) -> Code | None:
    """A file that a PDF opens may be beside it, not on another machine."""
    if _FILE_ON_THE_WEB.match(path):
        return Code.PDF_REMOTE_FILE
    danger = file_danger(path)
    return _CODES[danger] if danger else None


def value_codes(sight: Sight, objects: Objects) -> Iterator[Code]:
    """What the value behind the name says."""
    if sight.name in (b"URI", b"Base"):
        yield from filter(None, map(_link_code, _strings(sight, objects)))
    elif sight.name in (b"F", b"UF"):
        yield from filter(None, map(_path_code, _strings(sight, objects)))
    elif sight.name == b"FS" and _URL_FILE_SYSTEM.match(sight.text, sight.after):
        yield Code.PDF_REMOTE_FILE
    elif sight.name == b"FontMatrix" and any(map(_is_injected, _values(sight, objects))):
        yield Code.PDF_FONT_MATRIX
    elif sight.name in (b"OpenAction", b"AA") and any(objects.reaches(value, b"URI") for value in _values(sight, objects)):
        yield Code.PDF_OPENS_LINK


def has_markup_in_a_string(content: bytes) -> bool:
    """Whether a string holds HTML that does something: viewers written for the web have shown it as it is."""
    for tag in _MARKUP.finditer(content):
        earliest = max(0, tag.start() - _LONGEST_STRING_BEFORE_MARKUP)
        if content.rfind(b"(", earliest, tag.start()) > content.rfind(b")", earliest, tag.start()):
            return True
    return False


def referred_number(sight: Sight) -> int | None:
    """The number of the object that is the value."""
    reference = _REFERENCE.match(sight.text, sight.after)
    return int(reference[1]) if reference else None


def referred_numbers(sight: Sight, objects: Objects) -> set[int]:
    """The numbers of all objects that the value, a dictionary, refers to."""
    return {int(reference[1]) for value in _values(sight, objects) for reference in re.finditer(REFERENCE, dictionary(value))}


def _strings(sight: Sight, objects: Objects) -> Iterator[str]:
    direct = _STRING.match(sight.text, sight.after)
    if direct is not None:
        yield string_value(direct[1])
    elif (number := referred_number(sight)) is not None:
        for body in objects.at(number):
            if (string := _STRING.match(body)) is not None:
                yield string_value(string[1])


def _values(sight: Sight, objects: Objects) -> Iterator[bytes]:
    number = referred_number(sight)
    if number is not None:
        yield from objects.at(number)
    else:
        gap = _DIRECT.match(sight.text, sight.after)
        start = gap.end() if gap else sight.after
        yield sight.text[start : start + 4096]


def _is_injected(value: bytes) -> bool:
    """A matrix is six numbers; CVE-2024-4367 put a script among them."""
    matrix = _MATRIX.match(value)
    return matrix is not None and matrix[1] is None
