"""The made-up people of the journeys: what the dataset says of them, and what they know of themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """One debt. `balance` is in pounds, as a file says it; `due` is an ISO day; `more` are further columns of its row."""

    number: str
    balance: str
    creditor: str = "Acme Energy"
    product: str = "Gas and electricity"
    due: str = "2025-03-01"
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Debtor:
    """Somebody with a link. `more` are further columns of their rows."""

    customer_id: str
    first_name: str
    last_name: str
    accounts: tuple[Account, ...]
    born: str = "1984-02-29"
    postcode: str = "LS1 4DY"
    mobile: str = ""
    email: str = ""
    company: str = ""
    company_number: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.company or f"{self.first_name} {self.last_name}"

    def rows(self) -> list[dict[str, str]]:
        """One row an account."""
        return [self._profile() | self._account(account) | dict(self.more) for account in self.accounts]

    def _profile(self) -> dict[str, str]:
        return {
            "CustomerID": self.customer_id,
            "CustomerType": "COMPANY" if self.company else "INDIVIDUAL",
            "FirstName": self.first_name,
            "LastName": self.last_name,
            "CompanyName": self.company,
            "CompanyNumber": self.company_number,
            "DateOfBirth": "" if self.company else self.born,
            "MobilePhone": self.mobile or f"07700 900{self.customer_id[-3:]}",
            "Email": self.email,
            "AddressLine1": "12 High Street",
            "City": "Leeds",
            "Postcode": self.postcode,
        }

    def _account(self, account: Account) -> dict[str, str]:
        return {
            "AccountNumber": account.number,
            "Balance": account.balance,
            "DueDate": account.due,
            "CreditorName": account.creditor,
            "ProductDescription": account.product,
            **account.more,
        }


def dataset(debtors: Iterable[Debtor]) -> str:
    """The people as a CSV file of the import template."""
    rows = [row for debtor in debtors for row in debtor.rows()]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


PLAN = {"PlanOption1Instalments": "4", "PlanOption1TotalAmount": "80.00"}
SIAN = Debtor(
    "E-101",
    "Siân",
    "O’Neill-Smith",
    (
        Account("ACC-101-A", "1234.56"),
        Account("ACC-101-B", "80.00", "Severn Water", "Water and sewerage", "2025-06-01", more=PLAN),
    ),
    postcode="CF10 1EP",
    more={"Tags": "autumn"},
)
TOMASZ = Debtor("E-102", "Tomasz", "Wójcik", (Account("ACC-102", "310.40"),))
AOIFE = Debtor("E-103", "Aoife", "Brennan", (Account("ACC-103", "95.00"),), postcode="BT1 5GS")
DEV = Debtor("E-104", "Dev", "Patel", (Account("ACC-104", "42.00"),))
MAIRI = Debtor("E-105", "Màiri", "MacLeod", (Account("ACC-105", "150.00"),), postcode="EH1 1YZ")
WIDGETS = Debtor(
    "E-106", "", "", (Account("ACC-106", "9000.00"),), company="Widgets & Sons Ltd", company_number="01234567", postcode="M1 1AE"
)
JO = Debtor("E-107", "Jo", "Ng", (Account("ACC-107", "20.00"),))
GRACE = Debtor("E-108", "Grace", "Okafor", (Account("ACC-108", "77.70"),))
LEWIS = Debtor("E-109", "Lewis", "Harper", (Account("ACC-109", "640.00"),), email="lewis@example.com")
PRIYA = Debtor("E-110", "Priya", "Raman", (Account("ACC-110", "512.25"),), postcode="SW1A 2AA")
OWEN = Debtor("E-111", "Owen", "Bevan", (Account("ACC-111", "260.00"), Account("ACC-111-B", "15.00")))
NELL = Debtor("E-112", "Nell", "Ashworth", (Account("ACC-112", "330.00"),))
KOFI = Debtor("E-113", "Kofi", "Mensah", (Account("ACC-113", "48.00"),))
RUTH = Debtor("E-114", "Ruth", "Adeyemi", (Account("ACC-114", "205.00"),))
HAMISH = Debtor("E-115", "Hamish", "Reid", (Account("ACC-115", "61.00"),), more={"DoNotContact": "Y"})
EDITH = Debtor("E-116", "Edith", "Moss", (Account("ACC-116", "0.00"),))
DELIA = Debtor("E-150", "Delia", "Wrenfield", (Account("ACC-150", "33.00"),), email="delia@example.com")
RORY = Debtor("E-151", "Rory", "Wrenfield", (Account("ACC-151", "44.00"),))
NIA = Debtor("E-117", "Nia", "Ferreira", (Account("ACC-117", "120.00"),))

INSTALMENTS = {"PlanOption1Instalments": "4", "PlanOption1TotalAmount": "80.00", "PlanOption1Frequency": "WEEKLY"}
SIBYL = Debtor("E-170", "Sibyl", "Shaw", (Account("ACC-170-A", "120.00"), Account("ACC-170-B", "60.00", "Severn Water", "Water")))
WILF = Debtor("E-171", "Wilf", "Shaw", (Account("ACC-171", "50.00"),))
LOIS = Debtor("E-172", "Lois", "Shaw", (Account("ACC-172", "55.00"),))
SAUL = Debtor("E-173", "Saul", "Shaw", (Account("ACC-173", "310.00"),))
RITA = Debtor("E-174", "Rita", "Shaw", (Account("ACC-174-A", "300.00"), Account("ACC-174-B", "100.01")))
REX = Debtor("E-175", "Rex", "Shaw", (Account("ACC-175", "90.00"),))
BELLA = Debtor("E-176", "Bella", "Shaw", (Account("ACC-176", "80.00"),))
KAY = Debtor("E-177", "Kay", "Shaw", (Account("ACC-177", "100.00"),))
PAM = Debtor("E-178", "Pam", "Shaw", (Account("ACC-178", "80.00", more=INSTALMENTS),))
CLEO = Debtor("E-179", "Cleo", "Shaw", (Account("ACC-179", "42.00"),))
PAYERS = (SIBYL, WILF, LOIS, SAUL, RITA, REX, BELLA, KAY, PAM, CLEO)
"""The people of the journeys about money."""

NEIGHBOURS = tuple(
    Debtor(f"E-2{n:02}", "Robin", f"Zephyr{chr(65 + n)}", (Account(f"ACC-2{n:02}", f"{100 + n}.00"),)) for n in range(12)
)
"""Enough of them to fill a second page of the list."""

EVERYBODY = (
    SIAN, TOMASZ, AOIFE, DEV, MAIRI, WIDGETS, JO, GRACE, LEWIS, PRIYA, OWEN, NELL, KOFI, RUTH, HAMISH, EDITH, DELIA, RORY,
    NIA, *PAYERS, *NEIGHBOURS,
)  # fmt: skip
