"""The organisation's settings: one document in force, and every version of it that was ever saved."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints, model_validator

from chalicelib.core.changes import Key, Table
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact, weakness


class Frozen(BaseModel):
    """A value: made once, never changed."""

    model_config = ConfigDict(frozen=True, defer_build=True)


def _to_the_minute(given: time) -> time:
    if given.tzinfo or given.second or given.microsecond:
        raise ValueError("a time of day is written as HH:MM, in London")
    return given


Colour = Annotated[str, AfterValidator(str.lower)]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
TimeOfDay = Annotated[
    time, AfterValidator(_to_the_minute), PlainSerializer(lambda t: f"{t:%H:%M}", return_type=str, when_used="json")
]


class Brand(Frozen):
    """Colours as #rrggbb: one for surfaces and links, a darker one for hover. The defaults pass 4.5:1 wherever they are used."""

    colour: Colour = "#0b5c55"
    dark: Colour = "#07403b"


class Hours(Frozen):
    """From one time of day in London to a later one."""

    opens: TimeOfDay
    closes: TimeOfDay


class Week(Frozen):
    """Hours per weekday; nothing on a day without."""

    monday: Hours | None = None
    tuesday: Hours | None = None
    wednesday: Hours | None = None
    thursday: Hours | None = None
    friday: Hours | None = None
    saturday: Hours | None = None
    sunday: Hours | None = None

    @property
    def days(self) -> tuple[Hours | None, ...]:
        """The hours from Monday to Sunday, in the order of `date.weekday`."""
        return tuple(getattr(self, name) for name in WEEKDAYS)

    def on(self, day: date) -> Hours | None:
        return self.days[day.weekday()]


WEEKDAYS = tuple(Week.model_fields)


def week(workday: tuple[str, str], saturday: tuple[str, str] | None = None) -> Week:
    """The same hours from Monday to Friday, others on Saturday, none on Sunday."""
    working = Hours(opens=time.fromisoformat(workday[0]), closes=time.fromisoformat(workday[1]))
    weekend = Hours(opens=time.fromisoformat(saturday[0]), closes=time.fromisoformat(saturday[1])) if saturday else None
    return Week(**dict.fromkeys(WEEKDAYS[:5], working), saturday=weekend)


class QuietHours(Frozen):
    """When customers are left alone: always but during the `contact` hours, and on bank holidays unless allowed.

    The FCA sets no hours for consumer credit; 08:00 to 20:00 on working days and 09:00 to 17:00 on Saturdays lie within
    what it calls normally reasonable for mortgages (MCOB 13.5.4G).
    """

    contact: Week = Field(default_factory=lambda: week(("08:00", "20:00"), ("09:00", "17:00")))
    contact_on_bank_holidays: bool = False


class SettingsValues(Frozen):
    """All that can be set. Every value has a default, so a new stack works before anybody has opened a settings page.

    Texts are plain text and, but for notes, seen before anybody's identity is confirmed. Amounts are pence.
    """

    display_name: Text = "Quittance"
    contact_phone: Text = "0808 157 0192"
    contact_email: Text = "help@example.com"
    opening_hours: Week = Field(default_factory=lambda: week(("08:00", "20:00")))
    brand: Brand = Field(default_factory=Brand)
    privacy_url: Text = ""
    accessibility_url: Text = ""
    footer_text: Text = ""
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
    offer_new_link: bool = True
    portal_promises: bool = True
    portal_plans: bool = True
    agent_promises: bool = True
    agent_plans: bool = True
    accept_credit_cards: bool = False
    promise_horizon_days: int = 30
    promise_grace_days: int = 3
    minimum_payment: int = 100
    minimum_instalment: int = 100
    maximum_plan_months: int = 60
    allow_plan_surcharge: bool = False
    allow_discounted_plans: bool = True
    maximum_discount_percent: int = 60
    plans_auto_accept: bool = True
    plan_review_days: int = 5
    plan_start_days: int = 45
    plan_grace_days: int = 5
    plan_tolerance: int = 2
    plan_delays: bool = True
    plan_skips: bool = True
    maximum_prolongation_days: int = 90
    prolongation_fee_permitted: bool = False
    prolongation_fee_7_days: int = 0
    prolongation_fee_14_days: int = 0
    prolongation_fee_21_days: int = 0
    prolongation_fee_30_days: int = 0
    collection_notice_days: int = 10
    tell_way_to_pay_changes: bool = True
    quiet_hours: QuietHours = Field(default_factory=QuietHours)
    contacts_per_day: int = 1
    contacts_per_week: int = 3
    minimum_gap_hours: int = 0
    auto_confirm_rejected_percent: int = 10
    maximum_closure_percent: int = 10
    preview_valid_hours: int = 24
    file_wins_over_agent: bool = True


class Settings(SettingsValues):
    """The values in force. Version 0 was never saved: it is how the stack began."""

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
    def values(self) -> SettingsValues:
        return SettingsValues.model_construct(**{name: getattr(self, name) for name in SettingsValues.model_fields})

    @property
    def key(self) -> Key:
        return SETTINGS_PLACE

    @property
    def ref(self) -> str:
        return "settings"


class SettingsVersion(Frozen):
    """One save, kept for good. `changed` names what differs from the version before, `reverts_to` the version whose values
    were taken again."""

    number: int
    saved_at: datetime
    saved_by: str
    note: str = ""
    changed: tuple[str, ...] = ()
    reverts_to: int | None = None
    values: SettingsValues

    @property
    def key(self) -> Key:
        return version_place(self.number)


class FactCount(Frozen):
    """How many customers of each kind there were at an instant, and how many of them lacked a fact."""

    counted_at: datetime
    individuals: int = 0
    companies: int = 0
    individuals_lacking: dict[Fact, int] = Field(default_factory=dict)
    companies_lacking: dict[Fact, int] = Field(default_factory=dict)

    @property
    def key(self) -> Key:
        return FACT_COUNT_PLACE


SETTINGS_PLACE = Key(Table.OPERATIONS, "settings", "current")
FACT_COUNT_PLACE = Key(Table.OPERATIONS, "settings", "fact-count")
VERSION_PREFIX = "v#"


def version_place(number: int) -> Key:
    return Key(Table.OPERATIONS, SETTINGS_PLACE.pk, f"{VERSION_PREFIX}{number:08d}")
