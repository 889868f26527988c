"""Small datasets, with every kind of row an import knows."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Mapping

from chalicelib.imports.sorting import width_for

Row = Mapping[str, str]


def person(customer_id: str, account: str, pounds: str, **cells: str) -> Row:
    """A row about an individual; `cells` overwrite its columns."""
    return {
        "CustomerID": customer_id,
        "AccountNumber": account,
        "CustomerType": "INDIVIDUAL",
        "FirstName": "Robin",
        "LastName": f"O'Example {customer_id}",
        "CompanyName": "",
        "CompanyNumber": "",
        "DateOfBirth": "1984-02-29",
        "MobilePhone": "07700 900123",
        "Email": f"{customer_id.lower()}@example.com",
        "AddressLine1": "1 Made-up Street",
        "City": "Leeds",
        "Postcode": "LS1 4DY",
        "CreditorName": "Example Energy",
        "Balance": pounds,
        "DueDate": "2026-03-01",
        **cells,
    }


def company(customer_id: str, account: str, pounds: str, **cells: str) -> Row:
    nobody = {"FirstName": "", "LastName": "", "DateOfBirth": ""}
    named = {"CustomerType": "COMPANY", "CompanyName": "Crumb & Daughters Ltd", "CompanyNumber": "01234567"}
    return person(customer_id, account, pounds, **nobody, **named, **cells)


def dataset(*rows: Row) -> str:
    """The rows as a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def part_of(customer_id: str) -> int:
    """The partition of a small file that the customer falls into."""
    return zlib.crc32(customer_id.encode()) % width_for(0)


def neighbour(customer_id: str, prefix: str) -> str:
    """Another customer id in the same partition."""
    candidates = (f"{prefix}-{number}" for number in range(10_000))
    return next(name for name in candidates if part_of(name) == part_of(customer_id))


CHANGED = "C-2001"
UNCHANGED = neighbour(CHANGED, "U")
NEW = neighbour(CHANGED, "N")
ELSEWHERE = "C-3003"
THIEF = neighbour(CHANGED, "T")

FIRST = dataset(
    person(CHANGED, "IMP-1", "100.00"),
    person(CHANGED, "IMP-2", "40.00"),
    person(UNCHANGED, "IMP-3", "70.00"),
    company(ELSEWHERE, "IMP-4", "990.00"),
    person("C-4004", "IMP-8", "55.00", Email=""),
)
"""Four customers, two of them in one partition."""

SECOND = dataset(
    person(CHANGED, "IMP-1", "80.00", MobilePhone="07700 900999"),
    person(CHANGED, "IMP-2", "40.00", MobilePhone="07700 900999"),
    person(CHANGED, "IMP-6", "12.34", MobilePhone="07700 900999"),
    person(UNCHANGED, "IMP-3", "70.00"),
    person(NEW, "IMP-5", "15.00"),
    company(ELSEWHERE, "IMP-4", "0.00"),
    person("C-9999", "IMP-7", "10.00", Postcode="ZZ99 9ZZ"),
    person(THIEF, "IMP-8", "55.00", Email="another@example.com"),
)
"""In one partition a changed customer, an unchanged and a new one; in another one who owes nothing any more; a row with a
postcode that does not exist, and one that claims somebody else's account."""
