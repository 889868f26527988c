"""The objects of a PDF by their numbers, for the few questions that take following a reference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import LimitReached
from chalicelib.scanning.pdf_names import REFERENCE
from chalicelib.scanning.pdf_syntax import names, without_strings

_LONGEST_OBJECT = 4096
_HEAD = re.compile(rb"(\d{1,10})[\x00\t\n\x0c\r ]{1,20}+\d{1,5}[\x00\t\n\x0c\r ]{1,20}+$")
_REFERENCE = re.compile(REFERENCE)
_BRACKETS = re.compile(rb"<<|>>")
_MOST_FOLLOWED = 100
_MOST_LOOKED_UP = 20_000
_NUMBER = re.compile(rb"[0-9]{1,10}+(?![0-9])")
_TABLE = re.compile(rb"(?:[\x00\t\n\x0c\r ]++|%b)*+" % _NUMBER.pattern)


class MisleadingTableError(Exception):
    """A stream of objects whose table cannot be read as every reader would."""


class Objects:
    """Those in the file as it is, and those that came out of its streams of objects.

    A number can stand for several: later versions of a file add their own, and it is the reader who chooses one.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._unpacked: dict[int, list[bytes]] = defaultdict(list)
        self._looked_up = 0

    def unpack(self, text: bytes, first: int | None) -> Iterator[bytes]:
        """Takes in what one stream of objects holds, `first` being where the objects begin, and gives each object's text.

        Raises MisleadingTableError: then the whole text is to be read, strings and all.
        """
        for numbers, body in _unpacked(text, first):
            for number in numbers:
                self._unpacked[number].append(body)
            yield body

    def at(self, number: int) -> Iterator[bytes]:
        """The beginnings of the objects with this number. Raises LimitReached for a file that is nothing but references."""
        for start in self._places.get(number, ()):
            yield self._counted(self._content[start : start + _LONGEST_OBJECT].split(b"endobj", 1)[0])
        for body in self._unpacked.get(number, ()):
            yield self._counted(body[:_LONGEST_OBJECT])

    def _counted(self, body: bytes) -> bytes:
        self._looked_up += 1
        if self._looked_up > _MOST_LOOKED_UP:
            raise LimitReached(Code.LIMIT_MEMBERS)
        return body.lstrip(b"\x00\t\n\x0c\r ")

    @cached_property
    def _places(self) -> dict[int, list[int]]:
        places: dict[int, list[int]] = defaultdict(list)
        at = self._content.find(b"obj")
        while at >= 0:
            head = _HEAD.search(self._content[max(0, at - 50) : at])
            if head is not None:
                places[int(head[1])].append(at + len(b"obj"))
            at = self._content.find(b"obj", at + len(b"obj"))
        return places

    def reaches(self, text: bytes, name: bytes) -> bool:
        """Whether the dictionary that `text` begins with, or one it refers to over a few steps, has the name."""
        waiting, followed = [text], set[int]()
        while waiting:
            held = dictionary(waiting.pop())
            if name in names(held):
                return True
            for reference in _REFERENCE.finditer(held):
                number = int(reference[1])
                if number not in followed and len(followed) < _MOST_FOLLOWED:
                    followed.add(number)
                    waiting.extend(body for body in self.at(number) if not _is_page(body))
        return False


def _unpacked(text: bytes, first: int | None) -> Iterator[tuple[list[int], bytes]]:
    """Pairs of number and place, then the objects (ISO 32000-1, 7.5.7). An object reaches up to the next one's place."""
    if first is None or not _TABLE.fullmatch(text, 0, first):
        raise MisleadingTableError
    pairs = [int(number) for number in _NUMBER.findall(text[:first])]
    numbers_at: dict[int, list[int]] = defaultdict(list)
    for number, place in zip(pairs[::2], pairs[1::2], strict=False):
        numbers_at[min(first + place, len(text))].append(number)
    places = sorted(numbers_at.keys() | {first})
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        yield numbers_at.get(start, []), text[start:end]


def dictionary(text: bytes) -> bytes:
    """The dictionary that the text begins with, without its strings; nothing if it begins with something else."""
    text = without_strings(text[:_LONGEST_OBJECT])
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] == b"<<" else -1
        if depth == 0:
            return text[: bracket.end()] if text.startswith(b"<<") else b""
    return text if text.startswith(b"<<") else b""


def _is_page(body: bytes) -> bool:
    """A page that an action goes to has links of its own, which do not open by themselves."""
    return b"Page" in names(body)
