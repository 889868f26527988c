"""Clean files of every kind, close to the largest that may be sent, and as dense as they can be."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from PIL import Image

from tests.support.corpus.compound import word
from tests.support.corpus.office import XML, S, docx, sheet, xlsx
from tests.support.corpus.packing import zipped
from tests.support.corpus.pdfs import pdf, stream

LARGEST_BYTES = 25 * 1024 * 1024
ROW = '<row r="{0}"><c r="A{0}"><v>{1}</v></c><c r="B{0}" t="s"><v>{0}</v></c><c r="C{0}"><f>A{0}*2</f></c></row>'
PHOTO = "/Subtype /Image /Width 3000 /Height 2000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"


def table(size: int, seed: int = 1) -> bytes:
    """Rows of a CSV, twenty thousand of them different."""
    numbers = random.Random(seed)
    rows = [f"Aoife Ní Bhriain,A-{numbers.randrange(10**8)},{numbers.randrange(10**6) / 100}" for _ in range(20_000)]
    block = "\r\n".join(rows).encode() + b"\r\n"
    return (block * (size // len(block) + 1))[:size]


@cache
def photograph(width: int = 3000, height: int = 2000) -> bytes:
    """Noise as JPEG: it cannot be made smaller."""
    noise = Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))
    made = io.BytesIO()
    noise.save(made, "JPEG", quality=90)
    return made.getvalue()


def photographs() -> list[bytes]:
    """As many as may be sent at once."""
    photo = photograph()
    return [photo] * (LARGEST_BYTES // (len(photo) + 2000))


def pdf_of_text() -> bytes:
    pages = [stream(table(400_000, seed), packed=True) for seed in range(40)]
    return pdf(objects=(pages * 20)[: LARGEST_BYTES // (len(pages[0]) + 2000)])


def workbook() -> bytes:
    numbers = random.Random(1)
    rows = "".join(ROW.format(n, numbers.random()) for n in range(1, 450_000))
    strings = "".join(f"<si><t>A-{numbers.randrange(10**12)}</t></si>" for _ in range(1_000_000))
    return xlsx({"xl/worksheets/sheet1.xml": sheet(rows), "xl/sharedStrings.xml": f"{XML}<sst {S}>{strings}</sst>"})


LARGE: Mapping[str, Callable[[], bytes]] = {
    "accounts.csv": lambda: table(LARGEST_BYTES),
    "accounts.zip": lambda: zipped({f"accounts-{n}.csv": table(12_000_000, n) for n in range(6)}),
    "photo.jpg": lambda: photograph(5000, 4000),
    "photos.zip": lambda: zipped({f"photo-{n}.jpg": photo for n, photo in enumerate(photographs())}, zipfile.ZIP_STORED),
    "pictures.pdf": lambda: pdf(objects=[stream(photo, PHOTO) for photo in photographs()]),
    "text.pdf": pdf_of_text,
    "budget.xlsx": workbook,
    "letter.docx": lambda: docx({f"word/media/image{n}.jpeg": photo for n, photo in enumerate(photographs())}),
    "letter.doc": lambda: word("Dear Aoife, thank you for your letter.\r" * 170_000),
}
