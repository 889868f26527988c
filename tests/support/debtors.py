"""Made-up customers with something to pay."""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.records.accounts import Frequency, PlanOption
from chalicelib.records.model import Customer, CustomerType, Link
from tests.support.paying import NOON, account, claim


def _customer(customer_id: str, *accounts: object, **fields: object) -> Customer:
    held = {each.number: each for each in accounts}  # type: ignore[attr-defined]
    always = {
        "customer_key": "",
        "customer_id": customer_id,
        "link": Link(created_at=NOON, expires_at=NOON + timedelta(days=365)),
        "accounts": held,
        "registered_at": NOON,
        "registration_source": "IMPORT",
    }
    return Customer.model_validate(always | fields)


SIAN = _customer(
    "C-1001",
    account("ACC-1", claim("ACC-1-1", "2026-03-01", 6_500, fees=500), creditor="Example Energy"),
    account("ACC-2", claim("ACC-2-1", "2026-05-01", 4_000), creditor="Example Water"),
    first_name="Siân",
    last_name="O'Neill-Smith",
    date_of_birth=date(1984, 2, 29),
    postcode="LS1 4DY",
    mobile_phone="+447700900123",
    email="sian@example.com",
)
"""Two accounts: 70.00 with a fee in it, and 40.00."""

MOHAMMED = _customer(
    "C-1002",
    account("ACC-3", claim("ACC-3-1", "2026-06-15", 12_345), creditor="Example Energy"),
    first_name="Mohammed",
    last_name="D’Arcy",
    date_of_birth=date(1990, 12, 1),
    postcode="M1 1AE",
    mobile_phone="+447700900456",
    email="mohammed@example.com",
)

BAKERY = _customer(
    "C-1003",
    account("ACC-4", claim("ACC-4-1", "2026-07-01", 99_000), creditor="Example Water"),
    account("ACC-5", claim("ACC-5-1", "2026-08-01", 1_500), creditor="Example Water"),
    type=CustomerType.COMPANY,
    company_name="Crumb & Daughters Ltd",
    company_number="01234567",
    postcode="CF10 1EP",
    work_phone="+442920180123",
    email="accounts@crumb.example.com",
)

TARIQ = _customer(
    "C-1004",
    account(
        "ACC-6",
        claim("ACC-6-1", "2026-04-01", 10_000),
        creditor="Example Energy",
        plan_options=(
            PlanOption(number=1, instalments=3, total=10_000),
            PlanOption(number=2, instalments=2, total=8_000, frequency=Frequency.WEEKLY),
            PlanOption(number=3, instalments=2, total=12_000),
        ),
    ),
    first_name="Tariq",
    last_name="Example",
    date_of_birth=date(1979, 5, 4),
    postcode="LS1 4DY",
    email="tariq@example.com",
)
"""100.00, with two plans to choose from and one that would collect too much."""

EVERYBODY = (SIAN, MOHAMMED, BAKERY)


def crowd(count: int) -> list[Customer]:
    """More customers, all found by the same first letters of a name, and half of them under one postcode."""
    return [
        _customer(
            f"C-{5000 + number}",
            account(f"ACC-{5000 + number}", claim(f"ACC-{5000 + number}-1", "2026-04-01", 1_000 + number)),
            first_name="Robin",
            last_name=f"Crowd{number:04}",
            date_of_birth=date(1970, 1, 1) + timedelta(days=number),
            postcode="LS1 4DY" if number % 2 else "M1 1AE",
            email=f"robin{number}@example.com",
        )
        for number in range(count)
    ]
