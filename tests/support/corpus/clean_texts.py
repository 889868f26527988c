"""Texts and tables in the encodings of offices, and zips as people make them."""

from __future__ import annotations

import io
import zipfile

from tests.support.corpus.clean_documents import by_openpyxl
from tests.support.corpus.office import docx
from tests.support.corpus.packing import zipped
from tests.support.corpus.pdfs import pdf
from tests.support.corpus.pictures import picture
from tests.support.corpus.sample import CLEAN, always, samples

TABLE = "Name,Reference,Balance\r\nAoife Ní Bhriain,A-1,£650.00\r\n“Müller & Söhne”,A-2,-12.50\r\n"
LETTER = (
    "Dear Sir or Madam,\n\nMy income is < £900 and my rent is > £600 a month (a<b, b>c).\n"
    "Write to <aoife@example.com> or see https://www.example.com/?a=1&b=2.\n"
    "My son runs scripts in PowerShell; our PDF has a /OpenAction; cmd.exe starts with -cmd|.\n"
)


class _Pipe(io.BytesIO):
    """What a zip is streamed into by who cannot go back: sizes then follow the members (bit 3)."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise io.UnsupportedOperation


def streamed() -> bytes:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        archive.writestr(zipfile.ZipInfo("letter.txt"), LETTER.encode(), zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("photo.jpg"), picture("JPEG"), zipfile.ZIP_DEFLATED)
    return pipe.getvalue()


def with_folders() -> bytes:
    return zipped(
        {"Letters/": b"", "Letters/May/": b"", "Letters/May/letter.txt": LETTER.encode(), "Letters/budget.xlsx": by_openpyxl()}
    )


def apple() -> bytes:
    """As Finder compresses: with a double of every file's attributes."""
    double = (
        bytes.fromhex("0005160700020000")
        + b"Mac OS X        "
        + bytes.fromhex("0002000000090000003200000eb00000000200000ee2")
        + bytes(300)
    )
    return zipped({"photo.jpg": picture("JPEG"), "__MACOSX/._photo.jpg": double})


TEXTS = samples(
    CLEAN,
    [
        ("csv-utf-8", "accounts.csv", always(TABLE.encode())),
        ("csv-utf-8-mark", "accounts.csv", always(TABLE.encode("utf-8-sig"))),
        ("csv-windows", "accounts.csv", always(TABLE.encode("cp1252"))),
        ("csv-utf-16", "accounts.csv", always(TABLE.encode("utf-16"))),
        ("csv-semicolons", "accounts.csv", always(TABLE.replace(",", ";").encode())),
        ("csv-tabs", "accounts.csv", always(TABLE.replace(",", "\t").encode())),
        ("csv-formulas", "accounts.csv", always(b"Name,Balance\r\n=SUM(B2:B3),-12.50\r\n+44 7700 900123,@home\r\n")),
        ("csv-quotes", "accounts.csv", always(b'"Name","Notes"\r\n"Aoife","said ""thanks"",\r\nthen left"\r\n')),
        ("csv-one-line", "accounts.csv", always(b"Name")),
        ("csv-long", "accounts.csv", lambda: TABLE.encode() + b"Dara,A-3,1.00\r\n" * 20_000),
        ("txt", "letter.txt", always(LETTER.encode())),
        ("txt-no-line-end", "letter.txt", always(b"Thank you")),
        ("txt-mac-line-ends", "letter.txt", always(LETTER.replace("\n", "\r").encode())),
        ("txt-form-feed", "letter.txt", always(b"Page 1\x0cPage 2\r\n")),
        ("txt-begins-as-program", "letter.txt", always(b"MZ Smith owes nothing.\r\nPK Jones neither.\r\n")),
        ("txt-begins-as-bitmap", "letter.txt", always(b"BMW finance: settled in May.\r\n")),
        ("txt-about-pdf", "letter.txt", always(b"The PDF you sent (%PDF?) did not open.\r\n")),
        ("txt-other-script", "letter.txt", always("Спасибо за письмо. 感谢您的来信。 🙂\n".encode())),
        ("txt-windows-quotes", "letter.txt", always("It’s “settled” – £20 left…\r\n".encode("cp1252"))),
        ("txt-arrows", "letter.txt", always(b"salary -> rent -> food <- loan; 5 <6; <3\r\n")),
    ],
)
ZIPS = samples(
    CLEAN,
    [
        ("zip", "letters.zip", lambda: zipped({"letter.txt": LETTER.encode(), "statement.pdf": pdf(), "letter.docx": docx()})),
        ("zip-stored", "photos.zip", lambda: zipped({"a.jpg": picture("JPEG"), "b.png": picture("PNG")}, zipfile.ZIP_STORED)),
        ("zip-folders", "letters.zip", with_folders),
        ("zip-streamed", "letters.zip", streamed),
        ("zip-in-zip", "letters.zip", lambda: zipped({"may.zip": zipped({"letter.txt": LETTER.encode()})})),
        ("zip-accents", "Briefe für Müller.zip", lambda: zipped({"Brief für Müller – März.txt": LETTER.encode()})),
        ("zip-apple", "photos.zip", apple),
        ("zip-many", "letters.zip", lambda: zipped({f"letter-{n}.txt": LETTER.encode() for n in range(300)})),
    ],
)
CLEAN_TEXTS = (*TEXTS, *ZIPS)
