"""Files that must be refused whole, each code at least three times; like `faulty_files` made without anything of the product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.importing import aoife, table
from tests.support.workbooks import changed, packed, spreadsheet
from tests.support.workbooks import written as workbook

COLUMNS = ("CustomerID", "AccountNumber", "AddressLine1", "Postcode", "Balance", "DueDate")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_BYTES = 200 * 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"
TEST_MALWARE = "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file of eicar.org in two pieces, or every scanner would remove this source."""


@dataclass(frozen=True)
class Refused:
    """A file, the name it comes under, and the code that it must be refused with. `padding` is how many line ends follow."""

    code: str
    begins: bytes
    name: str = "customers.csv"
    padding: int = 0

    @property
    def content(self) -> bytes:
        """The whole file: made when it is needed, because some are large."""
        return self.begins + b"\n" * self.padding


def refused_files() -> Iterator[Refused]:
    """Every code that refuses a file for what it is, at least three times."""
    rows = [aoife(CustomerID=f"C-{n}", AccountNumber=f"A-{n}", MobilePhone=f"07400 30000{n}") for n in range(3)]
    good = table(rows)
    book = spreadsheet(rows)
    yield from _texts(good, rows)
    yield from _not_tables(good)
    yield from _workbooks(book, rows)
    for version in ("accounts-v0", "accounts-v2", "accounts-v17"):
        yield Refused("F_TEMPLATE_VERSION", good, f"quittance-{version}.csv")


def _texts(good: bytes, rows: list[dict[str, str]]) -> Iterator[Refused]:
    header = good.split(b"\r\n", 1)[0] + b"\r\n"
    for empty in (b"", header, header + b"\r\n,,,\r\n\r\n"):
        yield Refused("F_EMPTY", empty)
    for column in ("Balance", "DueDate", "Postcode"):
        yield Refused("F_HEADER_MISSING", _without(rows, column))
    for old, new in (("Postcode", "Post Code"), ("Balance", "Balence"), ("City", "Favourite colour")):
        yield Refused("F_HEADER_UNKNOWN", good.replace(old.encode(), new.encode(), 1))
    for field in ("tariff", "branch", "meter"):
        yield Refused("E_META_UNKNOWN", good.replace(b"City", f"Meta.{field}".encode(), 1))
    for twice in ("Balance", "Email", "CustomerID"):
        yield Refused("F_HEADER_DUPLICATE", b"\r\n".join(line + b"," + added for line, added in _lines(good, twice)))
    for broken in (good.replace(b"High", b"Hi\0gh", 1), good.replace(b"High", b"H\x81gh", 1), good.decode().encode("utf-16-be")):
        yield Refused("F_ENCODING", broken)
    for malformed in (good + b'C-9,"A-9', good + b'"C-9"x,A-9\r\n', good + b"," * 200 + b"x\r\n"):
        yield Refused("F_MALFORMED_CSV", malformed)
    for more in (1, 4096, 2 * 1024 * 1024):
        yield Refused("F_TOO_LARGE", good, padding=LARGEST_BYTES - len(good) + more)


def _without(rows: list[dict[str, str]], column: str) -> bytes:
    return table([{name: text for name, text in row.items() if name != column} for row in rows])


def _lines(good: bytes, column: str) -> Iterator[tuple[bytes, bytes]]:
    """Lines with what stands at their end: the column's name again, then a value."""
    head, rest = good.split(b"\r\n", 1)
    yield head, column.encode()
    yield rest.rstrip(b"\r\n").replace(b"\r\n", b",1\r\n"), b"1"


def _not_tables(good: bytes) -> Iterator[Refused]:
    for start, name in ((b"MZ\x90\0", "customers.csv"), (b"%PDF-1.7\n", "customers.pdf"), (b"\x89PNG\r\n", "customers.xlsx")):
        yield Refused("F_TYPE_MISMATCH", start + good, name)
    for filler in (0, 512, 4096):
        package = "EncryptedPackage".encode("utf-16-le")
        yield Refused("F_ENCRYPTED", OLE + b"\0" * filler + package + b"\0" * 600, "customers.xlsx")


def _workbooks(book: bytes, rows: list[dict[str, str]]) -> Iterator[Refused]:
    header = list(rows[0])
    for column in ("Balance", "FirstName", "DueDate"):
        cells = [[row[name] if name != column else '=CONCAT("1","2")' for name in header] for row in rows]
        yield Refused("F_XLSX_FORMULA", workbook([header, *cells]), "customers.xlsx")
    dtd = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100}">]><worksheet/>'
    for harmful in (
        {"xl/vbaProject.bin": OLE},
        {SHEET: dtd},
        {"xl/embeddings/oleObject1.bin": OLE},
        {"inner.zip": packed({"a": "b"})},
    ):
        yield Refused("F_MALWARE", changed(book, harmful), "customers.xlsx")
    infected = [*rows[:-1], rows[-1] | {"AddressLine1": TEST_MALWARE}]
    yield Refused("F_MALWARE", table(infected))
    yield Refused("F_MALWARE", spreadsheet(infected), "customers.xlsx")
