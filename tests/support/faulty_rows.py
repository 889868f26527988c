"""Datasets with known faults, made from a seed: the file, and beside it the truth about every row of it.

Written from the template's own description alone: nothing of the product is imported here, so that a parser cannot agree
with itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

FIRST_DATA_LINE = 2
FIRST_NAMES = ["Aoife", "Siân", "Mohammed", "Zoë", "Li", "José"]
LAST_NAMES = ["O'Neill-Smith", "ap Rhys", "Al-Karim", "MacLeod", "X", "Muñoz Díaz"]
POSTCODES = ["LS1 4DY", "m11ae", "CF10 1EP", "EH1 1YZ", "BT1 5GS", "SW1A 1AA", "ZE1 0AA", "B33 8TH"]
CREDITORS = ["Example Energy", "Kite Catalogue", "Severn Vale Water"]
PLAN = {"PlanOption1Instalments": "10", "PlanOption1TotalAmount": "100.00"}

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Truth:
    """One thing that is wrong: the line as a spreadsheet numbers it, the code, and the column it is about."""

    line: int
    code: str
    column: str


@dataclass(frozen=True)
class Variant:
    """What makes a row wrong, where, and how it is called. A row has a balance of 100.00 and is due since a year."""

    code: str
    column: str
    cells: Cells


def variants(code: str, column: str, *values: str, **others: str) -> list[Variant]:
    """The same fault with several values in one column; `others` are cells that the fault needs around it."""
    return [Variant(code, column, others | {column: value}) for value in values]


REJECTED = [
    *variants("E_REQUIRED", "Balance", ""),
    *variants("E_REQUIRED", "DueDate", ""),
    *variants("E_REQUIRED", "Postcode", "", "   "),
    *variants("E_REQUIRED", "FirstName", ""),
    *variants("E_REQUIRED", "DateOfBirth", ""),
    *variants("E_REQUIRED", "CompanyName", "", CustomerType="COMPANY", FirstName="", LastName=""),
    *variants("E_TOO_LONG", "CreditorName", "x" * 81),
    *variants("E_TOO_LONG", "City", "y" * 61),
    *variants("E_TOO_LONG", "Portfolio", "P" * 41),
    *variants("E_ENUM", "AccountStatus", "OPEN"),
    *variants("E_ENUM", "ProductType", "CAR"),
    *variants("E_ENUM", "PreferredChannel", "FAX"),
    *variants("E_DATE_FORMAT", "DueDate", "03/31/2025", "2025-02-30", "31 March 2025", "20250331"),
    *variants("E_DATE_FUTURE", "LastPaymentDate", "2027-01-01", "31/12/2099"),
    *variants("E_DATE_FUTURE", "OpenedDate", "2026-03-03"),
    *variants("E_DOB_UNDER_18", "DateOfBirth", "2012-01-01", "2008-03-03", "01/06/2020"),
    *variants("E_DOB_INVALID", "DateOfBirth", "1901-01-01", "1850-12-31", "29/02/1904"),
    *variants("E_POSTCODE_FORMAT", "Postcode", "LS1", "12345", "LS1 4D", "QS1 4DY"),
    *variants("E_POSTCODE_NOT_UK", "Postcode", "GX11 1AA", "FIQQ 1ZZ", "ASCN 1ZZ"),
    *variants("E_POSTCODE_BFPO_NUMBER", "Postcode", "BFPO 801", "bfpo 2", "BFPO 57"),
    *variants("E_PHONE_FORMAT", "MobilePhone", "0113 496 0000", "07700 90012", "no phone"),
    *variants("E_PHONE_SCIENTIFIC", "MobilePhone", "4.47701E+11", "4.477E+11", "7.7009E+09"),
    *variants("E_PHONE_PREMIUM", "HomePhone", "0909 879 0000", "0906 879 0001", "118118"),
    *variants("E_EMAIL_FORMAT", "Email", "aoife at example.com", "a@@example.com", "a@example.com; b@example.com"),
    *variants("E_NO_CONTACT", "MobilePhone", "", "", " ", Email=""),
    *variants("E_MONEY_FORMAT", "Balance", "1.234,56", "12.345", "a hundred", "1e3"),
    *variants("E_MONEY_NEGATIVE", "Balance", "-5.00", "(5.00)", "-£0.01"),
    *variants("E_BALANCE_BREAKDOWN", "Balance", "100.00", PrincipalAmount="90.00", InterestAmount="9.99"),
    *variants("E_BALANCE_BREAKDOWN", "Balance", "100.00", FeesAmount="5.00"),
    *variants("E_BALANCE_BREAKDOWN", "Balance", "100.00", PrincipalAmount="100.00", FeesAmount="0.01"),
    *variants("E_PLAN_INCOMPLETE", "PlanOption2TotalAmount", "", PlanOption2Instalments="12"),
    *variants("E_PLAN_INCOMPLETE", "PlanOption2Instalments", "", PlanOption2TotalAmount="100.00"),
    *variants("E_PLAN_INCOMPLETE", "PlanOption5TotalAmount", "", PlanOption5Instalments="3"),
    *variants("E_PLAN_RANGE", "PlanOption1Instalments", "0", "-1", "2.5", PlanOption1TotalAmount="100.00"),
    *variants("E_PLAN_TOTAL_GT_BALANCE", "PlanOption1TotalAmount", "100.01", "150", "999999.99", PlanOption1Instalments="10"),
    *variants("E_PLAN_MIN_INSTALMENT", "PlanOption1Instalments", "51", "55", "60", PlanOption1TotalAmount="50.00"),
    *variants("E_CURRENCY", "Currency", "EUR", "USD", "XXX"),
]
"""Every code of `reference/dataset.md` B.4 that rejects one row by itself."""

WARNED = [
    *variants("W_POSTCODE_CROWN_DEPENDENCY", "Postcode", "JE2 3AB", "GY1 1AA", "IM1 1AA"),
    *variants("W_POSTCODE_AREA_UNKNOWN", "Postcode", "TD15 1AA", "TD15 2AB", "td151aa"),
    *variants("W_PHONE_LEADING_ZERO_RESTORED", "MobilePhone", "7400123451", "7400123452", "7400 123453"),
    *variants("W_TEST_PHONE", "MobilePhone", "07700 900001", "+447700900002", "0044 7700 900003"),
    *variants("W_PLAN_DUPLICATE", "PlanOption3Instalments", "10", "10", "10", PlanOption3TotalAmount="100", **PLAN),
]
"""Every code that warns about one row by itself."""


@dataclass
class Maker:
    """Rows with numbers of their own, and the truth about them."""

    random: Random
    rows: list[dict[str, str]] = field(default_factory=list)
    truth: set[Truth] = field(default_factory=set)
    _made: int = 0

    def clean(self, **cells: str) -> dict[str, str]:
        """One row with nothing to say against it, unless the given cells say otherwise."""
        self._made += 1
        first, last = self.random.choice(FIRST_NAMES), self.random.choice(LAST_NAMES)
        day, month, year = self.random.randint(1, 28), self.random.randint(1, 12), self.random.randint(1945, 2000)
        number = f"{self._made:05d}"
        return {
            "CustomerID": f"C-{number}",
            "AccountNumber": f"0{number}",
            "FirstName": first,
            "LastName": last,
            "DateOfBirth": self.random.choice([f"{year}-{month:02d}-{day:02d}", f"{max(day, 13)}/{month:02d}/{year}"]),
            "MobilePhone": f"07400 {200_000 + self._made}",
            "Email": f"person{number}@example.com",
            "AddressLine1": f"{self.random.randint(1, 99)} High Street\nFlat “{number}”",
            "City": "Leeds",
            "Postcode": self.random.choice(POSTCODES),
            "Balance": self.random.choice(["100.00", "£100.00", "100", " 100.0 "]),
            "DueDate": "2025-03-01",
            "CreditorName": self.random.choice(CREDITORS),
        } | cells

    def add(self, row: dict[str, str], *wrong: tuple[str, str]) -> None:
        """The next row of the file, with codes and columns of what is wrong with it."""
        self.rows.append(row)
        self.truth |= {Truth(len(self.rows) + FIRST_DATA_LINE - 1, code, column) for code, column in wrong}

    def by_itself(self, variant: Variant) -> None:
        self.add(self.clean(**variant.cells), (variant.code, variant.column))

    def same_account_twice(self) -> None:
        row = self.clean()
        self.add(row, ("E_DUP_ACCOUNT_IN_FILE", "AccountNumber"))
        self.add(row | {"Balance": "90.00"}, ("E_DUP_ACCOUNT_IN_FILE", "AccountNumber"))

    def customer_at_odds(self, column: str, value: str) -> None:
        row = self.clean()
        self.add(row, ("E_CUSTOMER_CONFLICT", column))
        self.add(row | {"AccountNumber": f"{row['AccountNumber']}-2", column: value}, ("E_CUSTOMER_CONFLICT", column))

    def shared_phone(self) -> None:
        """Said of the later row, which names the earlier one."""
        first = self.clean()
        self.add(first)
        self.add(self.clean(MobilePhone=first["MobilePhone"]), ("W_SHARED_PHONE", "MobilePhone"))


@dataclass(frozen=True)
class Dataset:
    """A file and the truth about it. `rejected` are the lines that must not be imported."""

    content: bytes
    rows: Sequence[Cells]
    truth: frozenset[Truth]

    @property
    def rejected(self) -> frozenset[int]:
        return frozenset(found.line for found in self.truth if found.code.startswith("E_"))


def dataset(seed: int, *, times: int = 1, clean: int = 40, delimiter: str = ",", encoding: str = "utf-8-sig") -> Dataset:
    """Every fault of a first import at least three times, between clean rows, in an order that the seed decides."""
    maker = Maker(Random(seed))
    for step in _shuffled(maker, times, clean):
        step()
    return Dataset(written(maker.rows, delimiter).encode(encoding), maker.rows, frozenset(maker.truth))


def _shuffled(maker: Maker, times: int, clean: int) -> Iterator[object]:
    steps = [
        *(lambda variant=variant: maker.by_itself(variant) for variant in [*REJECTED, *WARNED] * times),
        *(lambda: maker.add(maker.clean()) for _ in range(clean)),
        *[maker.same_account_twice] * 3,
        *[maker.shared_phone] * 3,
        lambda: maker.customer_at_odds("DateOfBirth", "1944-06-30"),
        lambda: maker.customer_at_odds("LastName", "Someone-Else"),
        lambda: maker.customer_at_odds("Postcode", "G1 1AA"),
    ]
    maker.random.shuffle(steps)
    return iter(steps)


def written(rows: Sequence[Cells], delimiter: str) -> str:
    """The rows as CSV with the union of their columns."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
