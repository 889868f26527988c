"""Make `samples/customers.csv`: 200 made-up customers with 340 accounts, the same at every run.

python -m tools.sample
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice

from tools.places import SAMPLE_DATASET

type Row = Mapping[str, str]

SEED = 20260101
LATEST_DUE = date(2026, 1, 31)
ACCOUNTS_EACH = {1: 100, 2: 70, 3: 20, 4: 10}
"""How many customers have so many accounts."""

COMPANY_EVERY = 25
COLUMNS = (
    "CustomerID AccountNumber CustomerType Title FirstName MiddleName LastName CompanyName CompanyNumber DateOfBirth MobilePhone "
    "Email AddressLine1 AddressLine2 City Postcode PreferredLanguage PreferredChannel SmsOptOut CreditorName Brand Portfolio "
    "ProductType ProductDescription AccountStatus Balance OriginalBalance PrincipalAmount InterestAmount FeesAmount DueDate "
    "MinPaymentAmount PaymentReference PlanOption1Instalments PlanOption1TotalAmount PlanOption1Frequency PlanOption2Instalments "
    "PlanOption2TotalAmount PlanOption2Frequency VulnerabilityFlag BreathingSpaceType BreathingSpaceStart BreathingSpaceEnd "
    "DisputeFlag DoNotContact Tags"
).split()  # fmt: skip

# Names as people in the UK have them: accents, apostrophes, hyphens, particles, one letter, none in the middle or several.
FIRST_NAMES = [
    "Aoife", "Siân", "Zoë", "Fionnghuala", "Anne-Marie", "Muhammad", "Łukasz", "Chloé", "D'Arcy", "Björk", "Oluwaseun", "Mary Jane",
    "Llŷr", "Nguyệt", "Jo", "Beyza", "Seán", "Priya", "Tomasz", "Efa", "Callum", "Ngozi", "Harriet", "Wei", "Ian", "Rhiannon",
]  # fmt: skip
MIDDLE_NAMES = ["", "", "", "Jane", "St. John", "Mair", "van", "O"]
LAST_NAMES = [
    "O'Neill-Smith", "ap Rhys", "MacDonald", "de la Cruz", "Ó Súilleabháin", "St. Clair", "Nguyễn", "van den Berg", "Ng", "D'Souza",
    "Featherstonehaugh-Cholmondeley", "NicDhòmhnaill", "Müller", "al-Hassan", "Żółkowski", "Jones", "X", "McIlvenny", "Évans", "Patel",
    "FitzGerald", "Ramsbottom", "Ferreira da Silva", "Kaur", "Smith", "Adeyemi-Brown", "Li",
]  # fmt: skip
COMPANIES = [
    "Widgets & Sons Ltd", "Siop y Pentre Cyf", "The Old Mill (Leeds) Ltd", "24/7 Couriers Ltd", "Café Noir Ltd", "B&B by the Sea LLP",
    "J. Bloggs t/a Bloggs Roofing Ltd", "Glas & Gwyn Cyf",
]  # fmt: skip
STREETS = ["High Street", "Ffordd y Môr", "St John's Road", "The Green", "King's Cross Road", "Station Approach", "Ormeau Road"]
TOWNS = [
    ("Leeds", "LS1 4DY"), ("Cardiff", "CF10 1EP"), ("Glasgow", "G2 1DY"), ("Belfast", "BT1 5GS"), ("London", "SW1A 1AA"),
    ("Birmingham", "B1 1BB"), ("Llandudno", "LL30 2AB"), ("Truro", "TR1 2HX"), ("Kirkwall", "KW15 1NY"), ("Manchester", "M1 1AE"),
]  # fmt: skip
PRODUCTS = [
    ("Acme Energy", "acme", "ENERGY", "Gas and electricity"), ("Acme Energy", "acme", "ENERGY", "Boiler cover"),
    ("Borough Bank", "borough", "CREDIT_CARD", "Credit card ending 0042"), ("Borough Bank", "borough", "LOAN", "Personal loan 2019"),
    ("Northern Water", "northern", "WATER", "Water and sewerage"), ("Talkwell", "talkwell", "TELECOM", "Mobile contract"),
]  # fmt: skip


def text() -> str:
    """The whole file, as it is committed."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows())
    return out.getvalue()


def rows() -> Iterator[Row]:
    """One row an account, a customer's rows together."""
    chance = random.Random(SEED)  # noqa: S311 - made-up data, no secret
    counts = [each for each, customers in ACCOUNTS_EACH.items() for _ in range(customers)]
    chance.shuffle(counts)
    numbers = iter(range(1, sum(counts) + 1))
    for index, accounts in enumerate(counts):
        who = company(index) if index % COMPANY_EVERY == COMPANY_EVERY - 1 else individual(chance, index)
        shared = who | contact(chance, index) | circumstances(index)
        for number in islice(numbers, accounts):
            yield shared | account(chance, number)


def individual(chance: random.Random, index: int) -> Row:
    """A person: names that do not repeat together, and a date of birth, 29 February among them."""
    born = date(1984, 2, 29) if index % 40 == 0 else date(1945, 1, 1) + timedelta(days=chance.randrange(21_000))
    return {
        "CustomerType": "INDIVIDUAL",
        "Title": chance.choice(["Ms", "Mr", "Mx", "Dr", "Mrs", ""]),
        "FirstName": FIRST_NAMES[index % len(FIRST_NAMES)],
        "MiddleName": chance.choice(MIDDLE_NAMES),
        "LastName": LAST_NAMES[index % len(LAST_NAMES)],
        "DateOfBirth": born.isoformat(),
    }


def company(index: int) -> Row:
    """A company, known by its number at Companies House."""
    return {
        "CustomerType": "COMPANY",
        "CompanyName": COMPANIES[index // COMPANY_EVERY % len(COMPANIES)],
        "CompanyNumber": f"{9_000_000 + index:08d}",
    }


def contact(chance: random.Random, index: int) -> Row:
    """Where to reach them: numbers that Ofcom keeps for drama, addresses at example.com; some have one of the two only."""
    town, postcode = TOWNS[index % len(TOWNS)]
    return {
        "CustomerID": f"C-{index + 1:06d}",
        "MobilePhone": "" if index % 11 == 5 else f"07700 900{index:03d}",
        "Email": "" if index % 11 == 7 else f"customer{index + 1}@example.com",
        "AddressLine1": f"{chance.randrange(1, 240)} {chance.choice(STREETS)}",
        "AddressLine2": "Flat 2/1" if index % 9 == 2 else "",
        "City": town,
        "Postcode": postcode,
        "PreferredLanguage": "cy-GB" if town in {"Cardiff", "Llandudno"} else "en-GB",
        "PreferredChannel": chance.choice(["SMS", "EMAIL", ""]),
    }


def circumstances(index: int) -> Row:
    """What keeps some of them out of a campaign, one reason each."""
    special: dict[int, Row] = {
        17: {"BreathingSpaceType": "STANDARD", "BreathingSpaceStart": "2026-01-05", "BreathingSpaceEnd": "2027-12-31"},
        34: {"BreathingSpaceType": "MENTAL_HEALTH", "BreathingSpaceStart": "2026-01-05"},
        51: {"DisputeFlag": "Y"},
        68: {"DoNotContact": "Y"},
        85: {"VulnerabilityFlag": "CONFIRMED"},
        102: {"SmsOptOut": "Y"},
    }
    return {"Tags": "vip;pilot" if index % 50 == 3 else ""} | dict(special.get(index, {}))


def account(chance: random.Random, number: int) -> Row:
    """What is owed, of which parts it is made, and how it could be paid off."""
    creditor, brand, product, description = chance.choice(PRODUCTS)
    principal, interest, fees = (
        chance.randrange(1_000, 400_000),
        chance.choice([0, chance.randrange(20_000)]),
        chance.choice([0, 1_200]),
    )
    balance = 0 if number % 90 == 0 else principal + interest + fees
    parts = (
        {}
        if balance == 0
        else {"PrincipalAmount": pounds(principal), "InterestAmount": pounds(interest), "FeesAmount": pounds(fees)}
    )
    owed = {
        "AccountNumber": f"ACC-{998_000 + number}",
        "CreditorName": creditor,
        "Brand": brand,
        "Portfolio": "P2026-Q1",
        "ProductType": product,
        "ProductDescription": description,
        "AccountStatus": "HOLD" if number % 60 == 7 else "ACTIVE",
        "Balance": pounds(balance),
        "OriginalBalance": pounds(principal),
        "DueDate": (LATEST_DUE - timedelta(days=chance.randrange(900))).isoformat(),
        "PaymentReference": f"QTC{998_000 + number}",
    }
    minimum = {"MinPaymentAmount": "5.00"} if balance >= 5_000 and number % 4 == 0 else {}
    return owed | parts | minimum | plans(balance, number)


def plans(balance: int, number: int) -> Row:
    """One or two ways to pay a larger balance off, for every third account."""
    if balance < 20_000 or number % 3:
        return {}
    offers = [("12", "MONTHLY"), ("6", "MONTHLY")] if number % 2 else [("26", "FORTNIGHTLY")]
    return {
        name: value
        for option, (instalments, frequency) in enumerate(offers, start=1)
        for name, value in zip(
            (f"PlanOption{option}Instalments", f"PlanOption{option}TotalAmount", f"PlanOption{option}Frequency"),
            (instalments, pounds(balance), frequency),
            strict=True,
        )
    }


def pounds(pence: int) -> str:
    """As a spreadsheet holds it: 123456 pence is `1234.56`."""
    return f"{pence // 100}.{pence % 100:02d}"


if __name__ == "__main__":
    SAMPLE_DATASET.parent.mkdir(exist_ok=True)
    SAMPLE_DATASET.write_text(text(), encoding="utf-8", newline="")
