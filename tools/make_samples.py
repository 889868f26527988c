"""Writes the sample datasets: made-up people with the names, numbers and debts the UK has. The same files every time.

    python -m tools.make_samples

Telephone numbers are Ofcom's drama numbers, email addresses end in example.com, postcodes have a real form and are given to
addresses that do not exist. `customers-corrected.csv` is the same dataset a week later: some numbers and balances changed.
"""

from __future__ import annotations

import csv
import io
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
CUSTOMERS = 200
ACCOUNTS = 340
SEED = 20260302

HEADER = (
    "CustomerID", "AccountNumber", "CustomerType", "Title", "FirstName", "MiddleName", "LastName", "CompanyName",
    "CompanyNumber", "DateOfBirth", "MobilePhone", "HomePhone", "Email", "AddressLine1", "AddressLine2", "City", "Postcode",
    "PreferredLanguage", "PreferredChannel", "SmsOptOut", "EmailOptOut", "CreditorName", "Brand", "Portfolio", "ProductType",
    "ProductDescription", "AccountStatus", "Balance", "PrincipalAmount", "InterestAmount", "FeesAmount", "DueDate",
    "MinPaymentAmount", "PaymentReference", "PlanOption1Instalments", "PlanOption1TotalAmount", "PlanOption1Frequency",
    "PlanOption2Instalments", "PlanOption2TotalAmount", "PlanOption2Frequency", "VulnerabilityFlag", "BreathingSpaceType",
    "BreathingSpaceStart", "BreathingSpaceEnd", "DisputeFlag", "DoNotContact", "Tags",
)  # fmt: skip

AWKWARD = (
    ("Aoife", "", "O'Neill-Smith"), ("Jean-Luc", "", "D’Arcy"), ("Siân", "Elen", "ap Rhys"), ("Pádraig", "", "Ó Briain"),
    ("Thị Mai", "", "Nguyễn"), ("Wei", "", "E"), ("Robert", "James", "Fitzgerald Jr"), ("Anouk", "", "van der Berg"),
    ("Fionnuala", "", "MacGillivray"), ("Ewan", "", "McDonald"), ("Zoë", "", "Featherstonehaugh"), ("Łukasz", "", "Wiśniewski"),
    ("Adaeze", "Chiamaka", "Okonkwo-Jones"), ("Mohammed", "", "al-Rashid"), ("Kirsty", "", "St. John"),
    ("Mary Ann", "", "de la Cruz"), ("Søren", "", "Ångström"), ("Chloë", "", "Cholmondeley"), ("Llŷr", "", "Gruffydd"),
    ("Niamh", "", "Ní Dhomhnaill"), ("José María", "", "Núñez"), ("X", "", "Li"), ("Gurpreet", "Kaur", "Singh"),
    ("Ffion", "", "ffrench"), ("Seán", "", "Mac Giolla Phádraig"), ("Renée", "", "O’Hara"), ("Björk", "", "Strauß"),
    ("T'Pau", "", "Dell'Anno"), ("Ioan", "", "Llewelyn-Bowen"), ("Agnieszka", "", "Zając"),
)  # fmt: skip
FIRST = (
    "Amelia", "Oliver", "Isla", "George", "Ava", "Harry", "Priya", "Muhammad", "Freya", "Jack", "Grace", "Noah", "Yasmin",
    "Callum", "Eilidh", "Rhys", "Carys", "Declan", "Bronagh", "Kwame", "Ines", "Tomasz", "Leila", "Femi", "Hannah",
)  # fmt: skip
LAST = (
    "Smith", "Jones", "Williams", "Taylor", "Brown", "Davies", "Evans", "Wilson", "Thomas", "Roberts", "Khan", "Patel",
    "Campbell", "Stewart", "Morgan", "Hughes", "Murphy", "Kelly", "Ahmed", "Clarke", "Wright", "Begum", "Walker", "Hall",
)  # fmt: skip
COMPANIES = (
    ("Marks & Daughters Ltd", "07495021"), ("Higgins, Higgins & Co LLP", "OC301540"), ("Caffi'r Ddraig Cyf", "08812345"),
    ("Highland Joinery (Scotland) Ltd", "SC123456"), ("Lagan & Sons Ltd", "NI012345"), ("A1 Skip Hire Limited", "01234567"),
    ("The “Old Crown” Pub Company Ltd", "09876543"), ("Éclair Bakery Ltd", "10293847"),
)  # fmt: skip
PLACES = (
    ("Leeds", "LS"), ("Manchester", "M"), ("Cardiff", "CF"), ("Glasgow", "G"), ("Belfast", "BT"), ("Bristol", "BS"),
    ("Newcastle upon Tyne", "NE"), ("Norwich", "NR"), ("Edinburgh", "EH"), ("Swansea", "SA"), ("London", "SW"),
    ("Inverness", "IV"), ("Sheffield", "S"), ("Londonderry", "BT"), ("Plymouth", "PL"),
)  # fmt: skip
STREETS = ("High Street", "Station Road", "Church Lane", "Mill Hill", "Queen’s Crescent", "St Mary's Road", "The Green")
CREDITORS = (
    ("Northmoor Energy", "northmoor", "ENERGY", "Electricity and gas"),
    ("Brightline Mobile", "brightline", "TELECOM", "Mobile contract"),
    ("Fairway Loans", "fairway", "LOAN", "Personal loan"),
    ("Parade Catalogue", "parade", "CATALOGUE", "Catalogue account"),
    ("Westwater", "westwater", "WATER", "Water and sewerage"),
)
INWARD = "ABDEFGHJLNPQRSTUWXYZ"


def main() -> None:
    """Write both files."""
    rows = list(dataset(random.Random(SEED)))  # noqa: S311  # made-up people, not secrets
    SAMPLES.mkdir(exist_ok=True)
    (SAMPLES / "customers.csv").write_bytes(as_csv(rows))
    (SAMPLES / "customers-corrected.csv").write_bytes(as_csv(corrected(rows)))


def dataset(dice: random.Random) -> Iterator[dict[str, str]]:
    """One row per account; the first customers have the awkward names."""
    counts = [1] * CUSTOMERS
    for _ in range(ACCOUNTS - CUSTOMERS):
        counts[dice.choice([n for n, count in enumerate(counts) if count < 4])] += 1
    number = 0
    for n, count in enumerate(counts, 1):
        customer = _customer(dice, n)
        for _ in range(count):
            number += 1
            yield customer | _account(dice, number)


def corrected(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The dataset after a week: three customers moved to other numbers, six balances moved, one debt was paid elsewhere."""
    changed = [dict(row) for row in rows]
    for customer, phone in (("C-00001", "07700 900901"), ("C-00042", "07700 900942"), ("C-00107", "07700 900907")):
        for row in changed:
            if row["CustomerID"] == customer:
                row["MobilePhone"] = phone
    for index, pence in ((10, -2500), (55, 4210), (120, -1000), (200, 900), (260, -4999), (300, 1250)):
        _set_balance(changed[index], max(10_000, _pence(changed[index]["Balance"]) + pence))
    _set_balance(changed[150], 0)
    return changed


def as_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """CSV as spreadsheets in the UK write it: UTF-8 with its mark, commas, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _customer(dice: random.Random, n: int) -> dict[str, str]:
    city, area = dice.choice(PLACES)
    company = n % 25 == 0
    return {
        "CustomerID": f"C-{n:05d}",
        **(_company(n) if company else _person(dice, n)),
        # One couple shares a telephone.
        "MobilePhone": f"07700 {900_000 + (77 if n == 78 else n):06d}" if n % 19 else "",
        "HomePhone": f"0113 496 {dice.randrange(1000):04d}" if n % 7 == 0 else "",
        "AddressLine1": f"{dice.randrange(1, 180)} {dice.choice(STREETS)}",
        "AddressLine2": f"Flat {dice.randrange(1, 30)}" if n % 6 == 0 else "",
        "City": city,
        "Postcode": f"{area}{dice.randrange(1, 10)} {dice.randrange(1, 10)}{dice.choice(INWARD)}{dice.choice(INWARD)}",
        "PreferredLanguage": "cy-GB" if area in ("CF", "SA") and n % 2 else "en-GB",
        "PreferredChannel": "EMAIL" if n % 19 == 0 else dice.choice(("SMS", "EMAIL", "")),
        "SmsOptOut": "Y" if n in (14, 58, 133) else "N",
        "EmailOptOut": "Y" if n in (58, 90) else "N",
        "VulnerabilityFlag": {31: "CONFIRMED", 88: "POTENTIAL"}.get(n, "NONE"),
        **_breathing_space(n),
        "DisputeFlag": "Y" if n == 66 else "N",
        "DoNotContact": "Y" if n in (99, 151) else "N",
        "Tags": "vip;callback" if n == 5 else "",
    }


def _company(n: int) -> dict[str, str]:
    name, number = COMPANIES[n // 25 - 1]
    return {"CustomerType": "COMPANY", "CompanyName": name, "CompanyNumber": number, "Email": f"accounts{n}@example.com"}


def _person(dice: random.Random, n: int) -> dict[str, str]:
    first, middle, last = AWKWARD[n - 1] if n <= len(AWKWARD) else (dice.choice(FIRST), "", dice.choice(LAST))
    born = date(1940, 1, 1) + timedelta(days=dice.randrange(24_000))
    letters = re.sub(r"[^a-z]+", ".", unicodedata.normalize("NFKD", f"{first} {last}").encode("ascii", "ignore").decode().lower())
    return {
        "CustomerType": "INDIVIDUAL",
        "Title": dice.choice(("Ms", "Mr", "Mrs", "Mx", "Dr", "")),
        "FirstName": first,
        "MiddleName": middle,
        "LastName": last,
        "DateOfBirth": ("1984-02-29" if n == 1 else born.isoformat()),
        "Email": f"{letters.strip('.')}.{n}@example.com",
    }


def _breathing_space(n: int) -> dict[str, str]:
    kinds = {
        23: ("STANDARD", "2026-11-02", "2027-01-01"),
        71: ("MENTAL_HEALTH", "2026-09-14", ""),
        112: ("SCOTTISH_MORATORIUM", "2026-10-05", "2027-04-05"),
    }
    kind, start, end = kinds.get(n, ("NONE", "", ""))
    return {"BreathingSpaceType": kind, "BreathingSpaceStart": start, "BreathingSpaceEnd": end}


def _account(dice: random.Random, number: int) -> dict[str, str]:
    creditor, brand, product, description = dice.choice(CREDITORS)
    pence = dice.randrange(4_000, 480_000)
    row = {
        "AccountNumber": f"ACC-{998000 + number}",
        "CreditorName": creditor,
        "Brand": brand,
        "Portfolio": dice.choice(("P2025-Q1", "P2025-Q2", "P2025-Q4")),
        "ProductType": product,
        "ProductDescription": description,
        "AccountStatus": "HOLD" if number % 97 == 0 else "ACTIVE",
        "DueDate": (date(2024, 6, 1) + timedelta(days=dice.randrange(700))).isoformat(),
        "MinPaymentAmount": "5.00" if number % 3 == 0 else "",
        "PaymentReference": f"{brand[:4].upper()}{998000 + number}",
    }
    _set_balance(row, pence, broken_down=number % 4 == 0)
    if number % 3 != 1:
        row |= {"PlanOption1Instalments": "12", "PlanOption1Frequency": "MONTHLY"}
    if number % 3 == 2:
        row |= {"PlanOption2Instalments": "6", "PlanOption2Frequency": "MONTHLY"}
    _set_plans(row, pence)
    return row


def _set_balance(row: dict[str, str], pence: int, *, broken_down: bool | None = None) -> None:
    """A balance with everything that depends on it."""
    row["Balance"] = _pounds(pence)
    if broken_down or (broken_down is None and row.get("PrincipalAmount")):
        interest, fees = pence // 10, min(2_500, pence // 20)
        parts = (pence - interest - fees, interest, fees)
        row |= dict(zip(("PrincipalAmount", "InterestAmount", "FeesAmount"), map(_pounds, parts), strict=True))
    _set_plans(row, pence)


def _set_plans(row: dict[str, str], pence: int) -> None:
    """The first option pays everything, the second, which is shorter, nine tenths of it; a zero balance has none."""
    for n, total in (("1", pence), ("2", pence * 9 // 10)):
        if row.get(f"PlanOption{n}Instalments"):
            row[f"PlanOption{n}TotalAmount"] = _pounds(total)
            if not pence:
                row |= {f"PlanOption{n}{part}": "" for part in ("Instalments", "TotalAmount", "Frequency")}


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"


def _pence(pounds: str) -> int:
    return int(pounds.replace(".", ""))


if __name__ == "__main__":
    main()
