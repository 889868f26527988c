"""What settings are called, and their values and differences in words an administrator reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.settings.facts import Fact, in_order
from chalicelib.settings.model import WEEKDAYS, Hours, SettingsValues

LABELS: Mapping[str, str] = {
    "display_name": "Display name",
    "contact_phone": "Phone number",
    "contact_email": "Email address",
    "opening_hours": "Opening hours",
    "brand.colour": "Main colour",
    "brand.dark": "Darker colour",
    "privacy_url": "Address of the privacy notice",
    "accessibility_url": "Address of the accessibility statement",
    "footer_text": "Text at the foot of every page",
    "individual_facts": "What people are asked",
    "company_facts": "What businesses are asked",
    "attempts_per_link": "Attempts per link",
    "attempts_per_customer": "Attempts per customer",
    "attempts_window_hours": "Hours until attempts count anew",
    "attempts_per_address": "Attempts per network",
    "address_window_hours": "Hours until attempts of a network count anew",
    "session_idle_minutes": "Minutes signed in without doing anything",
    "session_absolute_minutes": "Minutes signed in at most",
    "link_valid_days": "Days a personal link works",
    "offer_new_link": "Customers can ask for a new link",
    "portal_promises": "Customers can promise to pay",
    "portal_plans": "Customers can ask for a payment plan",
    "agent_promises": "Agents can record promises to pay",
    "agent_plans": "Agents can set up payment plans",
    "accept_credit_cards": "Customers can pay with a credit card",
    "promise_horizon_days": "Days ahead that a promise may reach",
    "promise_grace_days": "Days after a promise is due on which a payment still counts",
    "minimum_payment": "Smallest payment",
    "minimum_instalment": "Smallest instalment",
    "maximum_plan_months": "Longest plan in months",
    "allow_plan_surcharge": "A plan may cost more than is owed",
    "allow_discounted_plans": "A plan may settle for less than is owed",
    "maximum_discount_percent": "Largest discount in percent",
    "plans_auto_accept": "Plans from the creditor's options start by themselves",
    "plan_review_days": "Working days to look at a request for a plan",
    "plan_start_days": "Days within which a plan must start",
    "plan_grace_days": "Days after which an instalment counts as missed",
    "plan_tolerance": "Missed instalments that a plan survives",
    "plan_delays": "Customers can delay one instalment by up to 14 days",
    "plan_skips": "Customers can skip one instalment",
    "maximum_prolongation_days": "Days by which an invoice may be put off in all",
    "prolongation_fee_permitted": "Our agreements permit a fee for putting off an invoice",
    "prolongation_fee_7_days": "Fee for 7 more days",
    "prolongation_fee_14_days": "Fee for 14 more days",
    "prolongation_fee_21_days": "Fee for 21 more days",
    "prolongation_fee_30_days": "Fee for 30 more days",
    "collection_notice_days": "Working days of notice before a Direct Debit",
    "tell_way_to_pay_changes": "Customers are told when a saved way to pay is changed",
    "quiet_hours.contact": "Contact hours",
    "quiet_hours.contact_on_bank_holidays": "Contact on bank holidays",
    "contacts_per_day": "Contacts a day at most",
    "contacts_per_week": "Contacts in 7 days at most",
    "minimum_gap_hours": "Hours between two contacts at least",
    "auto_confirm_rejected_percent": "Rejected rows in percent up to which a file imports by itself",
    "maximum_closure_percent": "Open accounts in percent up to which a full file closes what it leaves out by itself",
    "preview_valid_hours": "Hours for which what a file would change may be confirmed",
    "file_wins_over_agent": "A file overwrites what an agent has changed",
}

FACT_WORDS: Mapping[Fact, str] = {
    Fact.SURNAME: "surname",
    Fact.DATE_OF_BIRTH: "date of birth",
    Fact.REFERENCE: "company number or account number",
    Fact.ACCOUNT_NUMBER: "account number",
    Fact.ACCOUNT_ENDING: "last 4 characters of an account number",
    Fact.EMAIL: "email address",
    Fact.POSTCODE: "postcode",
}

MONEY = frozenset(
    {
        "minimum_payment",
        "minimum_instalment",
        "prolongation_fee_7_days",
        "prolongation_fee_14_days",
        "prolongation_fee_21_days",
        "prolongation_fee_30_days",
    }
)
_NESTED = ("brand", "quiet_hours")
_WEEKS = ("opening_hours", "quiet_hours.contact")


class Difference(NamedTuple):
    """One value that is not the same in two versions. `field` is its name, with dots inside a group."""

    field: str
    label: str
    before: str
    after: str


def difference(before: SettingsValues, after: SettingsValues) -> tuple[Difference, ...]:
    """What differs, in the order in which settings are shown."""
    old, new = _flat(before), _flat(after)
    return tuple(
        Difference(field, label_of(field), written(field, old[field]), written(field, new[field]))
        for field in new
        if old[field] != new[field]
    )


def label_of(field: str) -> str:
    """What a field is called; a day of a week by the week and the day."""
    if field in LABELS:
        return LABELS[field]
    group, _, day = field.rpartition(".")
    return f"{LABELS[group]}, {day.capitalize()}"


def written(field: str, value: Any) -> str:
    """A value in words."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case int():
            return f"£{value / 100:,.2f}" if field in MONEY else f"{value:,}"
        case Hours():
            return f"{value.opens:%H:%M} to {value.closes:%H:%M}"
        case tuple():
            return ", ".join(FACT_WORDS[fact] for fact in value)
        case None:
            return "None"
        case _:
            return str(value) or "Empty"


def _flat(values: SettingsValues) -> dict[str, Any]:
    """Every value by its name: groups and weeks taken apart, facts in the order in which they are asked."""
    flat: dict[str, Any] = {}
    for name in SettingsValues.model_fields:
        value = getattr(values, name)
        inside = (
            {f"{name}.{part}": getattr(value, part) for part in type(value).model_fields} if name in _NESTED else {name: value}
        )
        for field, held in inside.items():
            if field in _WEEKS:
                flat |= {f"{field}.{day}": getattr(held, day) for day in WEEKDAYS}
            else:
                flat[field] = in_order(held) if isinstance(held, tuple) else held
    return flat
