"""The identity facts that are on file for a customer, and how many customers lack one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chalicelib.records.model import Customer, CustomerStatus, CustomerType
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact
from chalicelib.settings.model import FactCount

ENDING_LENGTH = 4

HELD: Mapping[Fact, Callable[[Customer], Sequence[str]]] = {
    Fact.SURNAME: lambda customer: [customer.last_name or ""],
    Fact.DATE_OF_BIRTH: lambda customer: [customer.date_of_birth.isoformat() if customer.date_of_birth else ""],
    Fact.REFERENCE: lambda customer: [customer.company_number or "", *customer.accounts],
    Fact.ACCOUNT_NUMBER: lambda customer: [*customer.accounts],
    Fact.ACCOUNT_ENDING: lambda customer: [number for number in customer.accounts if len(number) > ENDING_LENGTH],
    Fact.EMAIL: lambda customer: [customer.email or ""],
    Fact.POSTCODE: lambda customer: [customer.postcode],
}
"""What is on file, nothing where nothing is: a customer has several accounts, and any of them will do."""


class FactTally:
    """Counts customers as they pass by; those who cannot sign in any more do not count."""

    def __init__(self) -> None:
        self._customers: Counter[CustomerType] = Counter()
        self._lacking: dict[CustomerType, Counter[Fact]] = {kind: Counter() for kind in CustomerType}

    def add(self, customer: Customer) -> None:
        if customer.status not in (CustomerStatus.ACTIVATED, CustomerStatus.BLOCKED):
            return
        choices = COMPANY_CHOICES if customer.type is CustomerType.COMPANY else INDIVIDUAL_CHOICES
        self._customers[customer.type] += 1
        self._lacking[customer.type].update(fact for fact in choices if not any(HELD[fact](customer)))

    def count(self, now: datetime) -> FactCount:
        """How many there were, and how many of them lacked what."""
        return FactCount(
            counted_at=now,
            individuals=self._customers[CustomerType.INDIVIDUAL],
            companies=self._customers[CustomerType.COMPANY],
            individuals_lacking=dict(self._lacking[CustomerType.INDIVIDUAL]),
            companies_lacking=dict(self._lacking[CustomerType.COMPANY]),
        )
