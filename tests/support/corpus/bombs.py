"""Small files that are large inside, or that say so."""

from __future__ import annotations

import functools
import zlib
from dataclasses import replace

from tests.support.corpus.locked import NOISE
from tests.support.corpus.office import XML, S, docx, sheet, xlsx
from tests.support.corpus.packing import Member, built, zeros, zeros_member, zipped
from tests.support.corpus.pdfs import pdf, stream
from tests.support.corpus.pictures import png_of
from tests.support.corpus.sample import RISKY, UNSCANNABLE, Sample, samples

MIB = 1024 * 1024
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def nested(levels: int) -> bytes:
    """A zip in a zip in a zip."""
    made = b"Dear Aoife"
    for level in range(levels):
        made = zipped({f"level-{level}.{'zip' if level else 'txt'}": made})
    return made


def doubled(levels: int) -> bytes:
    """Each zip holds ten of the next: ten to the power of levels files in the end."""
    made = zipped({"letter.txt": bytes(200_000)})
    for _ in range(levels):
        made = zipped({f"{n}.zip": made for n in range(10)})
    return made


def zlib_zeros(mebibytes: int) -> bytes:
    """A zlib stream of so many mebibytes of zeros."""
    total = mebibytes * MIB
    low, high = 1, total % 65521
    return b"\x78\xda" + zeros(mebibytes) + (high << 16 | low).to_bytes(4, "big")


@functools.cache
def deflated_twice() -> bytes:
    return zlib.compress(zlib_zeros(300), 9)


def overlapping() -> bytes:
    """Three hundred members, all of them the same mebibyte."""
    first = zeros_member(b"000.txt", 1)
    return built([replace(first, name=f"{n:03d}.txt".encode(), local_name=b"000.txt") for n in range(300)], shared=True)


def many_large() -> bytes:
    """A hundred members of three mebibytes, none of them suspicious alone."""
    first = zeros_member(b"0.txt", 3)
    return built([replace(first, name=f"{n}.txt".encode()) for n in range(100)])


def gif(width: int, height: int) -> bytes:
    size = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    return b"GIF89a" + size + b"\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0" + size + b"\0\x02\x02D\x01\0;"


def tiff(width: int, height: int) -> bytes:
    entries = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (278, 4, height),
        (279, 4, 8),
    ]
    table = b"".join(
        tag.to_bytes(2, "little") + kind.to_bytes(2, "little") + (1).to_bytes(4, "little") + value.to_bytes(4, "little")
        for tag, kind, value in entries
    )
    return b"II*\0\x10\0\0\0" + bytes(8) + len(entries).to_bytes(2, "little") + table + bytes(4)


BOMBS = (
    *samples(
        UNSCANNABLE,
        [
            ("zip-ratio", "letters.zip", lambda: built([zeros_member(b"letter.txt", 48)])),
            ("zip-huge-member", "letters.zip", lambda: built([Member(b"letter.txt", packed=zeros(400), size=400 * MIB, crc=0)])),
            ("zip-many-large", "letters.zip", many_large),
            ("zip-depth", "letters.zip", lambda: nested(8)),
            ("zip-of-zips", "letters.zip", lambda: doubled(4)),
            (
                "zip-members",
                "letters.zip",
                lambda: built([Member(f"{n}.txt".encode(), b"Dear", method=0) for n in range(12_000)]),
            ),
            ("zip-overlap", "letters.zip", overlapping),
            ("zip-size-lie", "letters.zip", lambda: built([Member(b"letter.txt", packed=zeros(32), size=10, crc=0)])),
            ("zip-size-lie-large", "letters.zip", lambda: built([Member(b"letter.txt", b"Dear", size=0xFFFFFFF0)])),
            ("docx-document", "letter.docx", lambda: docx({"word/document.xml": b"<a>" + b" " * (48 * MIB) + b"</a>"})),
            ("xlsx-sheet", "budget.xlsx", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet("<row/>" * (6 * MIB))})),
            (
                "xlsx-sparse",
                "budget.xlsx",
                lambda: xlsx(
                    {
                        "xl/worksheets/sheet1.xml": sheet(
                            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
                            '<dimension ref="A1:XFD1048576"/>',
                        )
                    }
                ),
            ),
            (
                "pdf-stream",
                "statement.pdf",
                lambda: pdf(objects=[stream(zlib_zeros(300), "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")]),
            ),
            (
                "pdf-stream-twice",
                "statement.pdf",
                lambda: pdf(
                    objects=[stream(deflated_twice(), "/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]")]
                ),
            ),
            (
                "pdf-picture",
                "statement.pdf",
                lambda: pdf(
                    objects=[
                        stream(
                            zlib_zeros(300),
                            "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode",
                        )
                    ]
                ),
            ),
            ("png-pixels", "photo.png", lambda: png_of(60_000, 60_000)),
            ("gif-pixels", "photo.gif", lambda: gif(65_000, 65_000)),
            ("tiff-pixels", "photo.tiff", lambda: tiff(60_000, 60_000)),
            ("png-pixels-in-zip", "photos.zip", lambda: zipped({"photo.png": png_of(60_000, 60_000)})),
            ("png-pixels-in-docx", "letter.docx", lambda: docx({"word/media/image1.png": png_of(60_000, 60_000)})),
            (
                "noise-in-many-zips",
                "letters.zip",
                lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": zipped({"e.txt": NOISE})})})})}),
            ),
        ],
    ),
    Sample(
        "billion-laughs-docx",
        "letter.docx",
        lambda: docx({"word/document.xml": f"{XML}<!DOCTYPE d [{LAUGHS}]><d>&l9;</d>"}),
        RISKY | UNSCANNABLE,
    ),
    Sample(
        "billion-laughs-xlsx",
        "budget.xlsx",
        lambda: xlsx({"xl/sharedStrings.xml": f"{XML}<!DOCTYPE d [{LAUGHS}]><sst {S}>&l9;</sst>"}),
        RISKY | UNSCANNABLE,
    ),
)
