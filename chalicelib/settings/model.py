"""The organisation's settings. One document; history and editing come with the settings pages (issue 3)."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chalicelib.core.changes import Key, Table
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact, weakness


class Brand(BaseModel):
    """Colours as #rrggbb; the defaults pass 4.5:1 on white."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    colour: str = "#0b5c55"
    dark: str = "#07403b"


class Settings(BaseModel):
    """Every value has a default, so a new stack works before anybody has opened a settings page."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    display_name: str = "Quittance"
    contact_phone: str = "0808 157 0192"
    contact_email: str = "help@example.com"
    opening_hours: str = "Monday to Friday, 8am to 8pm"
    brand: Brand = Field(default_factory=Brand)
    individual_facts: tuple[Fact, ...] = (Fact.DATE_OF_BIRTH, Fact.POSTCODE)
    company_facts: tuple[Fact, ...] = (Fact.REFERENCE, Fact.POSTCODE)
    attempts_per_link: int = 5
    attempts_per_customer: int = 5
    attempts_window_hours: int = 24
    attempts_per_address: int = 20
    address_window_hours: int = 1
    session_idle_minutes: int = 15
    session_absolute_minutes: int = 60
    link_valid_days: int = 365
    minimum_payment: int = 100
    minimum_instalment: int = 100
    maximum_plan_months: int = 60
    allow_plan_surcharge: bool = False
    allow_discounted_plans: bool = True
    maximum_discount_percent: int = 60
    auto_confirm_rejected_percent: int = 10
    file_wins_over_agent: bool = True
    version: int = 0

    @model_validator(mode="after")
    def _asks_enough(self) -> Self:
        """No stored settings may open a customer's pages to somebody who knows too little."""
        for facts, choices in ((self.individual_facts, INDIVIDUAL_CHOICES), (self.company_facts, COMPANY_CHOICES)):
            weak = weakness(facts, choices)
            if weak:
                raise ValueError(weak)
        return self

    @property
    def key(self) -> Key:
        return SETTINGS_PLACE

    @property
    def ref(self) -> str:
        return "settings"


SETTINGS_PLACE = Key(Table.OPERATIONS, "settings", "current")
