"""PDF: whether it does anything but show pages.

No reader is trusted to agree with another on where objects are, so the whole file is searched for what active content must
name, and every stream that can hold objects is opened. Nothing is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination, LimitReached
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.pdf_encryption import unlocked
from chalicelib.scanning.pdf_names import Sight, hides_a_name, sights
from chalicelib.scanning.pdf_objects import MisleadingTableError, Objects
from chalicelib.scanning.pdf_streams import Stream, UndecodableError, decoded, inflated_bytes, streams
from chalicelib.scanning.pdf_values import has_markup_in_a_string, referred_number, referred_numbers, value_codes

_MOST_OBJECT_BYTES = 48 * 1024 * 1024
_MOST_PART_BYTES = 32 * 1024 * 1024
_ENDS = (b"startxref", b"trailer")
"""One of them stands at the end of every PDF: without, the rest of it never arrived."""

_SIGHTS_BETWEEN_LOOKS_AT_THE_CLOCK = 1000
_ENTITY = re.compile(rb"<!ENTITY")
_ENTITY_OR_DOCTYPE = re.compile(rb"<!(?:ENTITY|DOCTYPE)")


def check_pdf(examination: Examination, content: bytes, where: str) -> None:
    """Reports what a PDF does by itself or when it is clicked, and what hides from being looked at. Raises LimitReached."""
    if b"obj" not in content or not any(end in content for end in _ENDS):
        examination.found(Outcome.UNSCANNABLE, Code.MALFORMED, where)
    if not _is_encrypted(content):
        _Document(examination, content, where).check()
        return
    _report_names(examination, content, where)
    plain = unlocked(content, examination)
    if plain is None or _is_encrypted(plain):
        examination.found(Outcome.UNSCANNABLE, Code.ENCRYPTED, where)
    else:
        _Document(examination, plain, where).check()


def _is_encrypted(content: bytes) -> bool:
    return b"/Encrypt" in content and any(sight.code == Code.ENCRYPTED for sight in sights(content))


def _report_names(examination: Examination, content: bytes, where: str) -> None:
    """What an encrypted file names all the same: only its strings and streams are encrypted. Some of its objects may be left
    behind when it is decrypted."""
    for sight in sights(content):
        if sight.code is not None and sight.code != Code.ENCRYPTED:
            examination.found(Outcome.RISKY, sight.code, where)


class _Document:
    """One plain PDF under examination."""

    def __init__(self, examination: Examination, content: bytes, where: str) -> None:
        self._examination = examination
        self._content = content
        self._where = where
        self._objects = Objects(content)
        self._texts: list[bytes] = []
        """Of single objects that came out of streams."""
        self._opened = 0
        self._opened_bytes = 0
        self._are_strings_read = False
        self._attached: set[int] = set()
        self._scripts: set[int] = set()

    def check(self) -> None:
        self._check_syntax(self._content)
        for stream in streams(self._content, self._examination):
            if stream.is_of_objects:
                self._open(stream)
            else:
                self._check_size(stream)
            if stream.is_metadata:
                self._check_metadata(stream)
        self._check_sights()
        if self._examination.has(Code.PDF_EMBEDDED_FILE) or self._scripts:
            self._look_at_parts()

    def _check_syntax(self, text: bytes) -> None:
        if hides_a_name(text):
            self._risky(Code.PDF_HIDDEN_NAME)
        if _ENTITY.search(text):
            self._risky(Code.XML_ENTITY)
        if has_markup_in_a_string(text):
            self._risky(Code.PDF_MARKUP)

    def _open(self, stream: Stream) -> None:
        """Takes the objects out of a stream of objects."""
        try:
            text = decoded(stream, self._content, self._examination, _MOST_PART_BYTES)
        except UndecodableError:
            self._examination.found(Outcome.UNSCANNABLE, Code.PDF_HIDDEN_OBJECTS, self._where)
            return
        self._opened_bytes += len(text)
        if self._opened_bytes > _MOST_OBJECT_BYTES:
            raise LimitReached(Code.LIMIT_INFLATED_BYTES)
        self._opened += b"ObjStm" in stream.names
        self._are_strings_read |= not stream.filters
        self._check_syntax(text)
        try:
            self._texts.extend(self._objects.unpack(text, stream.first))
        except MisleadingTableError:
            self._texts.append(text)
            self._are_strings_read = True

    def _check_size(self, stream: Stream) -> None:
        """Whether showing the page would exhaust a computer."""
        if stream.is_image:
            if stream.pixels > self._examination.limits.pixels:
                self._examination.found(Outcome.UNSCANNABLE, Code.LIMIT_PIXELS, self._where)
        elif stream.is_deflated:
            inflated_bytes(stream, self._content, self._examination)

    def _check_metadata(self, stream: Stream) -> None:
        try:
            text = decoded(stream, self._content, self._examination, _MOST_PART_BYTES)
        except UndecodableError:
            return
        if _ENTITY_OR_DOCTYPE.search(text):
            self._risky(Code.XML_ENTITY)

    def _check_sights(self) -> None:
        object_streams = 0
        for seen, sight in enumerate(self._sights()):
            if seen % _SIGHTS_BETWEEN_LOOKS_AT_THE_CLOCK == 0:
                self._examination.check_time()
            object_streams += sight.name == b"ObjStm"
            if sight.code is not None:
                self._risky(sight.code)
                self._note_part(sight)
            for code in value_codes(sight, self._objects):
                self._risky(code)
        if object_streams > self._opened:
            self._examination.found(Outcome.UNSCANNABLE, Code.PDF_HIDDEN_OBJECTS, self._where)

    def _sights(self) -> Iterator[Sight]:
        yield from sights(self._content, self._are_strings_read)
        for text in self._texts:
            yield from sights(text, self._are_strings_read)

    def _note_part(self, sight: Sight) -> None:
        if sight.name == b"EF":
            self._attached |= referred_numbers(sight, self._objects)
        elif sight.name == b"JS" and (number := referred_number(sight)) is not None:
            self._scripts.add(number)

    def _look_at_parts(self) -> None:
        """The attached files are examined as files, the scripts for known malware."""
        for stream in streams(self._content, self._examination):
            is_attached = stream.is_attachment or stream.number in self._attached
            if not is_attached and stream.number not in self._scripts:
                continue
            try:
                part = decoded(stream, self._content, self._examination, _MOST_PART_BYTES)
            except UndecodableError:
                self._examination.found(Outcome.UNSCANNABLE, Code.PDF_HIDDEN_OBJECTS, self._where)
                continue
            if is_attached:
                self._examination.look_at(part, f"{self._where}!attachment")
            else:
                self._examination.match_signatures(part, f"{self._where}!script")

    def _risky(self, code: Code) -> None:
        self._examination.found(Outcome.RISKY, code, self._where)
