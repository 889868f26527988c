"""How a customer is reached, and what became of it: corrections, addresses they had before, numbers that lead nowhere. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.actor import Actor, ActorType
from chalicelib.core.changes import Append, Changes, Put, Remove, Replace
from chalicelib.core.email import parse_email
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.faults import BadCell
from chalicelib.core.phone import parse_mobile, parse_phone
from chalicelib.core.postcode import parse_postcode
from chalicelib.records.contact_points import PAST_ADDRESSES_KEPT, ContactCheck, ContactPoint, PastAddress, Validity
from chalicelib.records.lookups import ContactLookup
from chalicelib.records.model import Customer
from chalicelib.records.search import contact_terms

ADDRESS_LINES = 5
LONGEST_LINE = 80
LABELS: Mapping[str, str] = {
    ContactPoint.MOBILE_PHONE: "Mobile",
    ContactPoint.HOME_PHONE: "Home phone",
    ContactPoint.WORK_PHONE: "Work phone",
    ContactPoint.EMAIL: "Email",
    "language": "Language",
    "preferred_channel": "Preferred channel",
}
"""What the diary calls the fields of `Details`."""
_PLAIN = frozenset({"Language", "Preferred channel", "Gone away"})


class CheckReason(StrEnum):
    """How an agent knows (`reference/model.md` C.6, invalidate reasons; `reference/features.md` PH2, methods)."""

    AGENT_CONFIRMED = "AGENT_CONFIRMED"
    DELIVERY_RECEIPT = "DELIVERY_RECEIPT"
    NOT_IN_SERVICE = "NOT_IN_SERVICE"
    WRONG_PARTY = "WRONG_PARTY"
    CUSTOMER_REQUEST = "CUSTOMER_REQUEST"
    DUPLICATE = "DUPLICATE"
    HARD_BOUNCE = "HARD_BOUNCE"


CHECK_REASONS: Mapping[Validity, tuple[CheckReason, ...]] = {
    Validity.VALID: (CheckReason.AGENT_CONFIRMED, CheckReason.DELIVERY_RECEIPT),
    Validity.INVALID: (
        CheckReason.NOT_IN_SERVICE,
        CheckReason.WRONG_PARTY,
        CheckReason.CUSTOMER_REQUEST,
        CheckReason.DUPLICATE,
        CheckReason.HARD_BOUNCE,
    ),
    Validity.UNKNOWN: (),
}


@dataclass(frozen=True, slots=True)
class Details:
    """The contact details as they should be, typed by a person; None stands for "not held"."""

    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None
    address: tuple[str, ...]
    postcode: str
    gone_away: bool
    language: str
    preferred_channel: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """What an agent found out about one contact point."""

    point: ContactPoint
    validity: Validity
    reason: CheckReason
    note: str = ""


def corrected(customer: Customer, details: Details, actor: Actor, now: datetime) -> Changes:
    """The customer with these details, found under the new ones and no longer under the old; nothing when they are what is
    held. Raises Refused(INVALID) naming the field."""
    return rewritten(customer, _normalised(details), actor, now)


def rewritten(customer: Customer, fields: Mapping[str, object], actor: Actor, now: datetime) -> Changes:
    """The customer with these fields, already normalised: the address before is kept, the diary told, the look-ups moved."""
    after = with_address_kept(customer, customer.model_copy(update=fields), now, actor.type)
    told = _told(customer, after, Diary(actor, now))
    if told is None:
        return Changes()
    return Changes(Replace(after), Append(told), *lookup_changes(customer, after))


def checked(customer: Customer, check: Check, actor: Actor, now: datetime) -> Changes:
    """The customer with the contact point found valid or invalid. Raises Refused: INVALID, NOT_FOUND, WRONG_STATE."""
    value, known = customer.contact(check.point), customer.check_of(check.point)
    if value is None:
        raise Refused(Code.NOT_FOUND, f"No {LABELS[check.point].lower()} is held.", field="point")
    refuse_if(check.reason not in CHECK_REASONS[check.validity], Code.INVALID, "Choose one of the reasons.", field="reason")
    unexplained = check.validity is Validity.INVALID and actor.type is ActorType.AGENT and not check.note
    refuse_if(unexplained, Code.INVALID, "Say in the note how you know.", field="note")
    before = known.validity if known else Validity.UNKNOWN
    refuse_if(before is check.validity, Code.WRONG_STATE, f"This is known to be {before.lower()} already.", field="validity")
    found = ContactCheck(
        value=value, validity=check.validity, reason=check.reason, note=check.note, checked_at=now, checked_by=actor.name
    )
    label, shown = LABELS[check.point], mask(value)
    told = Diary(actor, now).tell(
        _EVENTS[check.point is ContactPoint.EMAIL, check.validity],
        customer.ref,
        stream=customer.customer_key,
        before={label: f"{shown}, {before.lower()}"},
        after={label: f"{shown}, {check.validity.lower()}"},
        reason=check.reason,
    )
    checks = {**customer.contact_checks, check.point: found}
    return Changes(Replace(customer.model_copy(update={"contact_checks": checks})), Append(told))


def with_address_kept(before: Customer, after: Customer, now: datetime, by: ActorType) -> Customer:
    """`after`, remembering the address `before` had where it is another now: the newest few of them. At a new address
    nobody is known to have gone away."""
    if not before.address or (before.address, before.postcode) == (after.address, after.postcode):
        return after
    past = PastAddress(address=before.address, postcode=before.postcode, gone_away=before.gone_away, until=now, replaced_by=by)
    kept = (past, *before.past_addresses)[:PAST_ADDRESSES_KEPT]
    return after.model_copy(update={"past_addresses": kept, "gone_away": False})


def contacts_of(customer: Customer) -> frozenset[ContactLookup]:
    """Everything a customer is found by besides numbers of accounts and the link."""
    terms = contact_terms(customer.mobile_phone, customer.home_phone, customer.work_phone, customer.email, customer.postcode)
    return frozenset(ContactLookup(term=t.prefix, inward=t.inward, customer_key=customer.customer_key) for t in terms)


def lookup_changes(before: Customer, after: Customer) -> Changes:
    """Found under what is new, no longer under what is gone."""
    old, new = contacts_of(before), contacts_of(after)
    gone = sorted({lookup.key for lookup in old} - {lookup.key for lookup in new})
    come = sorted(new - old, key=lambda lookup: lookup.key)
    return Changes(*(Remove(key) for key in gone), *(Put(lookup) for lookup in come))


def mask(value: str) -> str:
    """A phone number, an email address or an address line as the diary may show it: its first two and last three characters."""
    shown = f"0{value[3:]}" if value.startswith("+44") else value
    return f"{shown[:2]}***{shown[-3:]}" if len(shown) > 7 else "***" if shown else ""


def address_lines(written: Sequence[str]) -> tuple[str, ...]:
    """The lines that say something, without needless spaces. Raises Refused(INVALID)."""
    lines = tuple(line for line in (" ".join(line.split()) for line in written) if line)
    refuse_if(len(lines) > ADDRESS_LINES, Code.INVALID, f"Write at most {ADDRESS_LINES} lines.", field="address")
    for line in lines:
        refuse_if(len(line) > LONGEST_LINE, Code.INVALID, f"Write at most {LONGEST_LINE} characters a line.", field="address")
        refuse_if(not line.isprintable(), Code.INVALID, "A line holds a character that cannot be printed.", field="address")
    return lines


def parsed(field: str, parse: Callable[[str], str], text: str | None) -> str | None:
    """The text in its normal form; None for none. Raises Refused(INVALID) naming the field."""
    if not text:
        return None
    try:
        return parse(text)
    except BadCell as bad:
        raise Refused(Code.INVALID, bad.message, field=field) from None


_EVENTS: Mapping[tuple[bool, Validity], Event] = {
    (False, Validity.VALID): Event.PHONE_VALIDATED,
    (False, Validity.INVALID): Event.PHONE_INVALIDATED,
    (True, Validity.VALID): Event.EMAIL_VALIDATED,
    (True, Validity.INVALID): Event.EMAIL_INVALIDATED,
}


def _normalised(details: Details) -> dict[str, object]:
    lines = address_lines(details.address)
    if not (details.mobile_phone or details.email):
        words = "Keep a mobile number or an email address; one that leads nowhere can be marked as invalid."
        raise Refused(Code.INVALID, words, field="mobile_phone")
    return {
        "mobile_phone": parsed("mobile_phone", parse_mobile, details.mobile_phone),
        "home_phone": parsed("home_phone", parse_phone, details.home_phone),
        "work_phone": parsed("work_phone", parse_phone, details.work_phone),
        "email": parsed("email", parse_email, details.email),
        "address": lines,
        "postcode": parsed("postcode", parse_postcode, details.postcode or " "),
        "gone_away": details.gone_away,
        "language": details.language,
        "preferred_channel": details.preferred_channel,
    }


def _told(before: Customer, after: Customer, diary: Diary) -> Activity | None:
    """What changed, in one line; nothing when nothing did."""
    old, new = _facts(before), _facts(after)
    changed = [label for label in new if old[label] != new[label]]
    if not changed:
        return None
    return diary.tell(
        Event.ADDRESS_CHANGED if {"Address", "Gone away"}.issuperset(changed) else Event.CONTACT_UPDATED,
        after.ref,
        stream=after.customer_key,
        before={label: _shown(label, old[label]) for label in changed},
        after={label: _shown(label, new[label]) for label in changed},
    )


def _facts(customer: Customer) -> dict[str, str]:
    home = "\n".join((*customer.address, customer.postcode))
    facts = {label: getattr(customer, field) or "" for field, label in LABELS.items()}
    return facts | {"Address": home, "Gone away": "Yes" if customer.gone_away else "No"}


def _shown(label: str, value: str) -> str:
    if label == "Address":
        return ", ".join(mask(line) for line in value.splitlines())
    return value if label in _PLAIN else mask(value)
