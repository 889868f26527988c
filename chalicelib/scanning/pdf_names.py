"""The names in a PDF that say that it does something, and where they stand outside of strings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.scanning.codes import Code
from chalicelib.scanning.pdf_syntax import END_OF_NAME, GAP, escaped_names, without_strings

ACTIVE: Mapping[bytes, Code] = {
    b"JavaScript": Code.PDF_JAVASCRIPT,
    b"OnInstantiate": Code.PDF_JAVASCRIPT,
    b"Launch": Code.PDF_LAUNCH,
    b"EmbeddedFile": Code.PDF_EMBEDDED_FILE,
    b"EmbeddedFiles": Code.PDF_EMBEDDED_FILE,
    b"FileAttachment": Code.PDF_EMBEDDED_FILE,
    b"GoToE": Code.PDF_EMBEDDED_FILE,
    b"RichMedia": Code.PDF_RICH_MEDIA,
    b"RichMediaExecute": Code.PDF_RICH_MEDIA,
    b"RichMediaContent": Code.PDF_RICH_MEDIA,
    b"ImportData": Code.PDF_IMPORT_DATA,
}
"""Enough by themselves, and long enough never to turn up in random bytes."""

REFERENCE = rb"(\d{1,10})" + GAP.replace(b"{0,200}+[", b"{0,20}+[") + rb"\d{1,5}" + GAP + rb"R" + END_OF_NAME
_WITH_VALUE: Mapping[bytes, tuple[Code, re.Pattern[bytes]]] = {
    b"JS": (Code.PDF_JAVASCRIPT, re.compile(GAP + rb"(?:\(|<|" + REFERENCE + rb")")),
    b"EF": (Code.PDF_EMBEDDED_FILE, re.compile(GAP + rb"(?:<<|" + REFERENCE + rb")")),
    b"XFA": (Code.PDF_XFA, re.compile(GAP + rb"(?:\[|" + REFERENCE + rb")")),
    b"Encrypt": (Code.ENCRYPTED, re.compile(GAP + rb"(?:<<|" + REFERENCE + rb")")),
}
"""Short names turn up in random bytes and as names of fonts: they count with the value they must have."""

_JUDGED_BY_VALUE = frozenset({b"FS", b"FontMatrix", b"OpenAction", b"AA", b"ObjStm"})
_FILES, _LINKS = frozenset({b"F", b"UF"}), frozenset({b"URI", b"Base"})
"""Names whose value is judged when it is a string: `/F 4` is something else."""

WATCHED = frozenset({*ACTIVE, *_WITH_VALUE, *_JUDGED_BY_VALUE, *_FILES, *_LINKS})
_BLANK = rb"[\x00\t\n\x0c\r ]{0,20}+"
_STRING_FOLLOWS = rb"(?=%s(?:\(|%%|<(?!<)|\d{1,10}%s(?:%%|\d{1,5}%s[R%%])))" % (_BLANK, _BLANK, _BLANK)
_HARMLESS_LINK = rb"(?!%s\((?:https?|mailto):[^()\\%%\x00-\x20]{0,2000}+\))" % _BLANK
"""By far the most links; the expression passes over them quicker than code could."""


def _any_of(names: Collection[bytes]) -> bytes:
    return b"(?:" + b"|".join(sorted(names, reverse=True)) + b")" + END_OF_NAME


_WATCHED_NAME = re.compile(
    rb"/(?:%s|%s%s|%s%s%s)"
    % (
        _any_of(WATCHED - _FILES - _LINKS),
        *(_any_of(_FILES), _STRING_FOLLOWS),
        *(_any_of(_LINKS), _STRING_FOLLOWS, _HARMLESS_LINK),
    )
)
_LONGEST_WITH_STRINGS = 256 * 1024
"""No object is longer, and what is no object may cost its strings a false alarm, but not us our memory."""

_STREAM, _TRAILER = re.compile(rb"stream"), re.compile(rb"trailer")


@dataclass(frozen=True)
class Sight:
    """A watched name outside of strings. `after` is where it ends in `text`, the piece of the file it stands in."""

    name: bytes
    text: bytes
    after: int
    is_in_stream: bool

    @property
    def code(self) -> Code | None:
        """What the name says by itself or with the kind of its value."""
        if self.name not in _WITH_VALUE:
            return ACTIVE.get(self.name)
        code, value = _WITH_VALUE[self.name]
        if self._could_be_chance or not value.match(self.text, self.after):
            return None
        return code

    @property
    def _could_be_chance(self) -> bool:
        """In the noise of compressed pictures `/JS(` turns up. A script there has its action's name near it, which is longer."""
        return self.name == b"JS" and self.is_in_stream and b"/Rendition" not in self.text


def hides_a_name(content: bytes) -> bool:
    """Whether a watched name is written with escapes that no program needs: `/J#61vaScript`."""
    return any(name in WATCHED for name in escaped_names(content))


def sights(content: bytes, are_strings_read: bool = False) -> Iterator[Sight]:
    """Every watched name, wherever it stands: in stream bytes too, where a reader could be led to by a false table of objects.

    An object can begin at each `obj`, even at one in a string, so what is a string is decided anew from each. Names in
    strings ("see https://example.com/JavaScript") count only when `are_strings_read`.
    """
    looked_up_to = 0
    while (hit := _WATCHED_NAME.search(content, looked_up_to)) is not None:
        start = max(looked_up_to, content.rfind(b"obj", looked_up_to, hit.start()))
        end = content.find(b"obj", hit.end())
        looked_up_to = end if end >= 0 else len(content)
        yield from _sights_between(content[start:looked_up_to], are_strings_read)


def _sights_between(piece: bytes, are_strings_read: bool) -> Iterator[Sight]:
    streams = [(match.start(), piece[match.start() - 3 : match.start()] != b"end") for match in _STREAM.finditer(piece)]
    starts = sorted([(0, False), *streams, *((match.start(), False) for match in _TRAILER.finditer(piece))])
    ends = [*(start for start, _ in starts[1:]), len(piece)]
    for (start, is_in_stream), end in zip(starts, ends, strict=True):
        if not _WATCHED_NAME.search(piece, start, end):
            continue
        text = piece[start:end]
        is_whole = are_strings_read or len(text) > _LONGEST_WITH_STRINGS
        for match in _WATCHED_NAME.finditer(text if is_whole else without_strings(text)):
            yield Sight(match[0][1:], text, match.end(), is_in_stream)
