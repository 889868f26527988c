"""Files cut off, damaged or built as nothing is: nobody can say what a forgiving reader makes of them."""

from __future__ import annotations

import zipfile

from tests.support.corpus.compound import word
from tests.support.corpus.office import docx, packed, xlsx
from tests.support.corpus.packing import END, Member, built, zipped
from tests.support.corpus.pdfs import pdf, stream
from tests.support.corpus.pictures import picture
from tests.support.corpus.sample import BROKEN, samples

LETTERS = {"letter.txt": b"Dear Aoife, thank you for your letter." * 20}


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _changed(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


MALFORMED = samples(
    BROKEN,
    [
        ("zip-half", "letters.zip", lambda: _half(zipped(LETTERS))),
        ("zip-changed", "letters.zip", lambda: _changed(zipped(LETTERS, zipfile.ZIP_STORED), 300)),
        ("zip-bad-deflate", "letters.zip", lambda: _changed(zipped(LETTERS), 45)),
        ("zip-wrong-place", "letters.zip", lambda: zipped(LETTERS).replace(END, b"PK\x05\x07")),
        ("zip-wrong-sum", "letters.zip", lambda: built([Member(b"letter.txt", b"Dear Aoife", crc=1)])),
        ("docx-half", "letter.docx", lambda: _half(docx())),
        ("docx-no-types", "letter.docx", lambda: packed({"word/document.xml": "<a/>"})),
        ("xlsx-no-xml", "budget.xlsx", lambda: xlsx({"xl/workbook.xml": bytes(range(256))})),
        ("docx-empty", "letter.docx", lambda: packed({})),
        ("png-half", "photo.png", lambda: _half(picture("PNG"))),
        ("png-head-only", "photo.png", lambda: picture("PNG")[:33]),
        ("jpeg-head-only", "photo.jpg", lambda: picture("JPEG")[:40]),
        ("gif-head-only", "photo.gif", lambda: picture("GIF")[:12]),
        ("tiff-head-only", "photo.tiff", lambda: picture("TIFF")[:8]),
        ("webp-half", "photo.webp", lambda: _half(picture("WEBP"))),
        ("pdf-head-only", "statement.pdf", lambda: b"%PDF-1.7\n"),
        ("pdf-half", "statement.pdf", lambda: _half(pdf())),
        (
            "pdf-unknown-filter",
            "statement.pdf",
            lambda: pdf(objects=[stream(b"abc", "/Type /ObjStm /N 1 /First 4 /Filter /Acme")]),
        ),
        (
            "pdf-bad-deflate",
            "statement.pdf",
            lambda: pdf(objects=[stream(b"\x78\xda" + bytes(range(90)), "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")]),
        ),
        ("doc-half", "letter.doc", lambda: _half(word())),
        ("doc-head-only", "letter.doc", lambda: word()[:512]),
        ("doc-no-table", "letter.doc", lambda: word()[:-512]),
    ],
)
