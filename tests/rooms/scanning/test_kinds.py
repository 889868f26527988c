"""Content, the ending of the name and the declared type must say the same."""

from __future__ import annotations

import pytest

from chalicelib.scanning.kinds import TYPES, Kind, fits_declared, fits_extension, kind_of
from chalicelib.scanning.model import Outcome
from tests.support.scanned import JPG, codes, png, scanned, zipped

BEGINNINGS = {
    Kind.PDF: b"%PDF-1.7\n",
    Kind.PNG: png(),
    Kind.JPG: JPG,
    Kind.GIF: b"GIF89a\1\0\1\0",
    Kind.TIFF: b"II*\0\x08\0\0\0",
    Kind.WEBP: b"RIFF\x10\0\0\0WEBPVP8 ",
    Kind.HEIC: b"\0\0\0\x18ftypheic\0\0\0\0",
    Kind.OLE: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
    Kind.ZIP: zipped([("a.txt", b"a")]),
    Kind.PROGRAM: b"MZ\x90\0\3\0\0\0",
    Kind.ARCHIVE: b"7z\xbc\xaf\x27\x1c\0\4",
    Kind.RTF: b"{\\rtf1 hello}",
    Kind.TEXT: b"name,amount\r\nTom\xe9,12.50\r\n",
    Kind.UNKNOWN: b"\x01\x02\x00\x03" * 20,
}


@pytest.mark.parametrize(("kind", "content"), BEGINNINGS.items())
def test_a_kind_is_told_by_the_content(kind: Kind, content: bytes) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize("text", [b"MZ Smith paid me", b"BZh is not what I meant", b"MSCF stands for a fund", b"Rar! I said"])
def test_a_letter_may_begin_like_a_program_or_an_archive(text: bytes) -> None:
    assert kind_of(text) is Kind.TEXT


@pytest.mark.feature("FI1")
@pytest.mark.parametrize(
    ("content", "filename", "declared", "code"),
    [
        (png(), "photo.jpg", "image/jpeg", "type-mismatch"),
        (png(), "photo.pdf", "", "type-mismatch"),
        (png(), "photo.png", "application/pdf", "declared-mismatch"),
        (b"hello", "page.html", "", "type-mismatch"),
        (b"hello", "hello", "", "type-mismatch"),
        (b"\x01\x02\x00\x03" * 20, "data.txt", "", "type-not-taken"),
        (b"{\\rtf1 hello}", "letter.doc", "application/msword", "type-not-taken"),
        (b"7z\xbc\xaf\x27\x1c\0\4" * 9, "letters.zip", "", "type-not-taken"),
        (b"", "empty.pdf", "application/pdf", "empty"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(content: bytes, filename: str, declared: str, code: str) -> None:
    verdict = scanned(content, filename, declared)
    assert verdict.outcome is Outcome.REJECTED
    assert code in codes(verdict)


@pytest.mark.parametrize(
    ("content", "filename", "declared"),
    [
        (png(), "photo.png", "image/png"),
        (png(), "PHOTO.PNG", "application/octet-stream"),
        (JPG, "photo.jfif", "image/pjpeg"),
        (JPG, "", ""),
        (b"a,b\r\n1,2\r\n", "table.csv", "application/vnd.ms-excel"),
        (b"hello", "note.txt", "text/plain; charset=utf-8"),
    ],
)
def test_what_browsers_really_declare_is_believed(content: bytes, filename: str, declared: str) -> None:
    assert scanned(content, filename, declared).outcome is Outcome.CLEAN


def test_each_extension_that_is_taken_fits_the_type_it_is_offered_with() -> None:
    for extension, (kind, media_type) in TYPES.items():
        assert fits_extension(kind, extension)
        assert fits_declared(kind, media_type)
