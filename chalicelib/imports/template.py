"""The template as a file to fill in, and a sample of it with made-up people (features I3, I4)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from chalicelib.core.dates import add_months
from chalicelib.imports.columns import TEMPLATE, TEMPLATE_ID
from chalicelib.imports.model import FileFormat
from chalicelib.imports.tablefile import CONTENT_TYPES, table

HEADER = tuple(column.name for column in TEMPLATE)
_NEEDED = {
    "FirstName": "For individuals",
    "LastName": "For individuals",
    "CompanyName": "For companies",
    "DateOfBirth": "Where customers sign in with it",
    "MobilePhone": "Or Email",
    "Email": "Or MobilePhone",
    "BreathingSpaceStart": "With a BreathingSpaceType",
    "BreathingSpaceEnd": "With STANDARD; never with MENTAL_HEALTH",
} | {f"PlanOption{n}{part}": "Both or neither" for n in range(1, 6) for part in ("Instalments", "TotalAmount")}


class Document(StrEnum):
    """What can be downloaded to begin with."""

    TEMPLATE = "template"
    SAMPLE = "sample"


class Download(NamedTuple):
    """A small file as a whole."""

    filename: str
    content_type: str
    content: bytes


def document(kind: Document, form: FileFormat, today: date) -> Download:
    """The template, or the sample as of a day."""
    label = "sample-test-data" if kind is Document.SAMPLE else "template"
    stream = io.BytesIO()
    with table(stream, form, HEADER, notes(kind)) as rows:
        for row in sample(today) if kind is Document.SAMPLE else ():
            rows.write(row.get(name, "") for name in HEADER)
    return Download(f"{TEMPLATE_ID}-{label}.{form.lower()}", CONTENT_TYPES[form], stream.getvalue())


def notes(kind: Document) -> list[Sequence[str]]:
    """The second sheet: what a person needs to know to fill the first one in."""
    example = sample(date(2026, 3, 2))[0]
    about = "TEST DATA: made-up people, to try things out with." if kind is Document.SAMPLE else "One row is one account."
    return [
        (f"Template {TEMPLATE_ID}", "", about, ""),
        ("", "", "Column names must not be changed. Columns may stand in any order, optional ones may be left out.", ""),
        ("", "", "When a customer or account is updated, an empty cell leaves the value as it is; [CLEAR] empties it.", ""),
        ("", "", "An empty cell in a plan option's column removes that option.", ""),
        ("Column", "Needed", "What it holds", "Example"),
        *((c.name, "Always" if c.required else _NEEDED.get(c.name, ""), c.kind.rule, example.get(c.name, "")) for c in TEMPLATE),
    ]


def sample(today: date) -> list[dict[str, str]]:
    """Made-up customers with one, two and three accounts, and none to three plan options each. Imports without an error."""
    siobhan = _person("TEST-0001", "Siobhán", "O'Neill-Smith", "07700 900101", "LS1 4DY", "Leeds", Title="Ms", Tags="sample")
    idris = _person("TEST-0002", "Idris", "ap Rhys", "07700 900102", "CF10 1EP", "Cardiff", PreferredLanguage="cy-GB")
    ewa = _person("TEST-0003", "Ewa", "Łukaszewska", "07700 900103", "EH1 1YZ", "Edinburgh", SmsOptOut="Y")
    bakery = {
        "CustomerID": "TEST-0004",
        "CustomerType": "COMPANY",
        "CompanyName": "Crumb & Daughters Ltd",
        "CompanyNumber": "01234567",
        "Email": "accounts@example.com",
        "AddressLine1": "3 Example Yard",
        "City": "Bristol",
        "Postcode": "BS1 4ST",
    }
    return [
        siobhan | _account("TEST-ACC-0001", "1234.56", today, 9, (12, "1234.56"), (6, "1111.10")),
        siobhan | _account("TEST-ACC-0002", "80.00", today, 4, (4, "80.00")),
        idris | _account("TEST-ACC-0003", "450.00", today, 7, (9, "450.00"), (3, "450.00"), (2, "400.00")),
        ewa | _account("TEST-ACC-0004", "99.99", today, 3),
        ewa | _account("TEST-ACC-0005", "620.10", today, 5, (10, "620.10")),
        ewa | _account("TEST-ACC-0006", "0.00", today, 14),
        bakery | _account("TEST-ACC-0007", "2310.00", today, 6, (12, "2310.00")),
    ]


def _person(customer_id: str, first: str, last: str, mobile: str, postcode: str, city: str, **more: str) -> dict[str, str]:
    number = customer_id[-1]
    return {
        "CustomerID": customer_id,
        "CustomerType": "INDIVIDUAL",
        "FirstName": first,
        "LastName": last,
        "DateOfBirth": f"198{number}-02-2{number}",
        "MobilePhone": mobile,
        "Email": f"test.{number}@example.com",
        "AddressLine1": f"{number} Example Street",
        "City": city,
        "Postcode": postcode,
        **more,
    }


def _account(number: str, balance: str, today: date, months_due: int, *options: tuple[int, str]) -> dict[str, str]:
    due = add_months(today, -months_due)
    plans: dict[str, str] = {}
    for n, (instalments, total) in enumerate(options, 1):
        plans |= {f"PlanOption{n}Instalments": str(instalments), f"PlanOption{n}TotalAmount": total}
        plans[f"PlanOption{n}Frequency"] = "MONTHLY"
    return {
        "AccountNumber": number,
        "CreditorName": "Example Energy (test data)",
        "Portfolio": "TEST",
        "ProductType": "ENERGY",
        "ProductDescription": "Electricity and gas",
        "AccountStatus": "ACTIVE",
        "Currency": "GBP",
        "Balance": balance,
        "DueDate": due.isoformat(),
        "OpenedDate": (due - timedelta(days=700)).isoformat(),
        "PaymentReference": number.replace("-", " "),
        **plans,
    }
