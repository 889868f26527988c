"""Which settings may be saved. Whatever passes here, the portal can serve. Pure: values in, every problem out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import NamedTuple
from urllib.parse import urlsplit

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.email import normalise_email
from chalicelib.settings.contrast import COLOUR, READABLE, contrasts
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact, in_order, weakness
from chalicelib.settings.model import WEEKDAYS, FactCount, Settings, SettingsValues, SettingsVersion, Week
from chalicelib.settings.neutral import revealing
from chalicelib.settings.wording import FACT_WORDS, MONEY, difference, label_of


class Problem(NamedTuple):
    """Why settings are refused. `field` is the value at fault, with dots inside a group."""

    field: str
    words: str


class Warned(NamedTuple):
    """What may be saved and yet deserves a second thought."""

    field: str
    words: str


class Bounds(NamedTuple):
    least: int
    most: int


BOUNDS: Mapping[str, Bounds] = {
    "attempts_per_link": Bounds(3, 10),
    "attempts_per_customer": Bounds(3, 10),
    "attempts_window_hours": Bounds(12, 168),
    "attempts_per_address": Bounds(10, 100),
    "address_window_hours": Bounds(1, 24),
    "session_idle_minutes": Bounds(5, 30),
    "session_absolute_minutes": Bounds(15, 480),
    "link_valid_days": Bounds(7, 730),
    "promise_horizon_days": Bounds(1, 90),
    "promise_grace_days": Bounds(0, 14),
    "minimum_payment": Bounds(1, 10_000),
    "minimum_instalment": Bounds(1, 100_000),
    "maximum_plan_months": Bounds(1, 120),
    "maximum_discount_percent": Bounds(0, 90),
    "plan_review_days": Bounds(1, 20),
    "plan_start_days": Bounds(7, 90),
    "plan_grace_days": Bounds(0, 30),
    "plan_tolerance": Bounds(1, 6),
    "maximum_prolongation_days": Bounds(0, 365),
    "prolongation_fee_7_days": Bounds(0, 2_500),
    "prolongation_fee_14_days": Bounds(0, 2_500),
    "prolongation_fee_21_days": Bounds(0, 2_500),
    "prolongation_fee_30_days": Bounds(0, 2_500),
    "collection_notice_days": Bounds(2, 20),
    "contacts_per_day": Bounds(1, 3),
    "contacts_per_week": Bounds(1, 7),
    "minimum_gap_hours": Bounds(0, 168),
    "auto_confirm_rejected_percent": Bounds(0, 100),
    "maximum_closure_percent": Bounds(0, 100),
    "preview_valid_hours": Bounds(1, 720),
}
"""Attempts and sessions within what keeps guessing hopeless (security checklist 5 and 7), the rest within what is sensible."""

LENGTHS: Mapping[str, int] = {
    "display_name": 50,
    "contact_phone": 20,
    "contact_email": 254,
    "privacy_url": 200,
    "accessibility_url": 200,
    "footer_text": 300,
}
"""The most characters of each text."""

EARLIEST_CONTACT, LATEST_CONTACT = time(8), time(21)
"""What the FCA calls normally reasonable hours, for mortgages (MCOB 13.5.4G)."""

_PROLONGATION_FEES = tuple(name for name in BOUNDS if name.startswith("prolongation_fee_"))
_SHOWN_TO_STRANGERS = tuple(LENGTHS)
_PHONE = re.compile(r"(?:0|\+44 ?)(?:[1-3]\d|7[1-9]|80[08]?)[\d ]{6,12}", re.ASCII)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_PATH = re.compile(r"[A-Za-z0-9/._~%-]*")


def problems(values: SettingsValues) -> tuple[Problem, ...]:
    """Everything for which these values are refused, in the order in which they are shown."""
    return (
        *_texts(values),
        *_contacts(values),
        *_addresses(values),
        *_week("opening_hours", values.opening_hours),
        *_colours(values),
        *_facts(values),
        *_numbers(values),
        *_week("quiet_hours.contact", values.quiet_hours.contact, EARLIEST_CONTACT, LATEST_CONTACT),
    )


def warnings(values: SettingsValues, count: FactCount | None) -> tuple[Warned, ...]:
    """What an administrator should know before saving: who could not get in, and who could not be reached."""
    said = [
        *_lacking("individual_facts", values.individual_facts, count),
        *_lacking("company_facts", values.company_facts, count),
    ]
    if not any(values.quiet_hours.contact.days):
        said.append(Warned("quiet_hours.contact", "No message will ever be sent: there are no contact hours on any day."))
    if not any(values.opening_hours.days):
        said.append(Warned("opening_hours", "Customers will not be told when they can call: there are no opening hours."))
    if values.prolongation_fee_permitted and any(getattr(values, field) for field in _PROLONGATION_FEES):
        said.append(
            Warned(
                "prolongation_fee_permitted",
                "Customers will be charged for more time. Say in the note which costs the fees cover: they may be no higher "
                "(FCA CONC 7.7.5R).",
            )
        )
    return tuple(said)


def saved(
    held: Settings, values: SettingsValues, *, note: str, actor: Actor, now: datetime, reverts_to: int | None = None
) -> Changes:
    """The next version of the settings, what it was and what the diary says of it. `values` have no problems."""
    after = Settings.model_validate({**_ordered(values), "version": held.version})
    differs = difference(held.values, after.values)
    kept = SettingsVersion(
        number=held.version + 1,
        saved_at=now,
        saved_by=actor.name,
        note=note,
        changed=tuple(each.field for each in differs),
        reverts_to=reverts_to,
        values=after.values,
    )
    told = Diary(actor, now).tell(
        Event.SETTINGS_CHANGED,
        held.ref,
        before={each.field: each.before for each in differs},
        after={each.field: each.after for each in differs},
    )
    return Changes(Replace(after) if held.version else Insert(after), Append(kept), Append(told))


def _ordered(values: SettingsValues) -> dict[str, object]:
    """The values with each fact once, in the order in which it is asked."""
    held = {name: getattr(values, name) for name in SettingsValues.model_fields}
    return held | {name: in_order(held[name]) for name in ("individual_facts", "company_facts")}


def _texts(values: SettingsValues) -> Iterator[Problem]:
    if not values.display_name:
        yield Problem("display_name", "Enter the name that customers know you by.")
    for field, longest in LENGTHS.items():
        text = getattr(values, field)
        if len(text) > longest:
            yield Problem(field, f"Use at most {longest} characters.")
        elif any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in text):
            yield Problem(field, "Use plain text on one line, without invisible characters.")
        elif given_away := revealing(text):
            yield Problem(
                field,
                f"“{given_away}” tells whoever sees the page that somebody owes money. This is shown before we know who is "
                "looking, so it must be neutral (FCA CONC 7.9.7R).",
            )


def _contacts(values: SettingsValues) -> Iterator[Problem]:
    digits = values.contact_phone.replace(" ", "").replace("+44", "0")
    if not _PHONE.fullmatch(values.contact_phone) or len(digits) not in (10, 11):
        yield Problem(
            "contact_phone", "Enter a UK number that costs no more than a normal call: it begins with 01, 02, 03, 07 or 080."
        )
    if values.contact_email and normalise_email(values.contact_email) is None:
        yield Problem("contact_email", "Enter an email address, like help@example.com, or nothing.")


def _addresses(values: SettingsValues) -> Iterator[Problem]:
    for field in ("privacy_url", "accessibility_url"):
        if getattr(values, field) and not _is_plain_https(getattr(values, field)):
            yield Problem(field, "Enter an address like https://www.example.com/privacy, or nothing.")


def _is_plain_https(url: str) -> bool:
    """A page of a website, and nothing that could carry anything about a visitor."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment) and url[-1] not in "?#"
    return parts.scheme == "https" and plain and bool(_HOST.fullmatch(parts.netloc)) and bool(_PATH.fullmatch(parts.path))


def _week(field: str, week: Week, earliest: time = time.min, latest: time = time.max) -> Iterator[Problem]:
    for day, hours in zip(WEEKDAYS, week.days, strict=True):
        if hours is None:
            continue
        if hours.opens >= hours.closes:
            yield Problem(f"{field}.{day}", "The end must be later than the beginning.")
        elif hours.opens < earliest or hours.closes > latest:
            yield Problem(f"{field}.{day}", f"Stay between {earliest:%H:%M} and {latest:%H:%M}: other hours are not reasonable.")


def _colours(values: SettingsValues) -> Iterator[Problem]:
    for field in ("colour", "dark"):
        colour = getattr(values.brand, field)
        if not COLOUR.fullmatch(colour):
            yield Problem(f"brand.{field}", "Write the colour as #rrggbb, like #0b5c55.")
            continue
        worst = min(contrasts(colour), key=lambda each: each.ratio)
        if not worst.readable:
            yield Problem(
                f"brand.{field}",
                f"Too light to read: the contrast is {_rounded_down(worst.ratio)}:1 on {worst.surface}, "
                f"and {READABLE}:1 is needed. Choose a darker colour.",
            )


def _facts(values: SettingsValues) -> Iterator[Problem]:
    for field, choices in (("individual_facts", INDIVIDUAL_CHOICES), ("company_facts", COMPANY_CHOICES)):
        weak = weakness(getattr(values, field), choices)
        if weak:
            yield Problem(field, weak)


def _numbers(values: SettingsValues) -> Iterator[Problem]:
    for field, (least, most) in BOUNDS.items():
        if not least <= getattr(values, field) <= most:
            bounds = f"£{least / 100:.2f} and £{most / 100:,.2f}" if field in MONEY else f"{least} and {most:,}"
            yield Problem(field, f"{label_of(field)}: enter a number between {bounds}.")
    if values.session_absolute_minutes < values.session_idle_minutes:
        yield Problem("session_absolute_minutes", "This cannot be shorter than the time without doing anything.")
    if values.contacts_per_week < values.contacts_per_day:
        yield Problem("contacts_per_week", "This cannot be less than the contacts a day.")


def _lacking(field: str, facts: tuple[Fact, ...], count: FactCount | None) -> Iterator[Warned]:
    """Who could not confirm who they are, for want of a fact on file."""
    if count is None:
        return
    individuals = field == "individual_facts"
    total = count.individuals if individuals else count.companies
    lacking = count.individuals_lacking if individuals else count.companies_lacking
    for fact in in_order(facts):
        if total and lacking.get(fact):
            kind = "people" if individuals else "businesses"
            yield Warned(
                field,
                f"{lacking[fact]:,} of {total:,} {kind} ({_percent(lacking[fact], total)}) have no {FACT_WORDS[fact]} on file: "
                "they could not confirm who they are.",
            )


def _percent(part: int, whole: int) -> str:
    """A share that is never rounded to nobody."""
    return "less than 1%" if part * 100 < whole else f"{part * 100 // whole}%"


def _rounded_down(ratio: float) -> str:
    """Two decimals, so that what is refused never reads as enough."""
    return f"{int(ratio * 100) / 100:.2f}"
