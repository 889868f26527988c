"""The ways to reach a customer, what was found out about each, and where they lived before."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from chalicelib.core.actor import ActorType
from chalicelib.records.frozen import Frozen

PAST_ADDRESSES_KEPT = 10


class ContactPoint(StrEnum):
    """A way to reach a customer, by the name of the field that holds it."""

    MOBILE_PHONE = "mobile_phone"
    HOME_PHONE = "home_phone"
    WORK_PHONE = "work_phone"
    EMAIL = "email"


PHONES = (ContactPoint.MOBILE_PHONE, ContactPoint.HOME_PHONE, ContactPoint.WORK_PHONE)


class Validity(StrEnum):
    VALID = "VALID"
    INVALID = "INVALID"
    UNKNOWN = "UNKNOWN"


class ContactCheck(Frozen):
    """What was found out about a contact point. It is said of `value` alone: whoever changes the contact, an agent or a
    file, makes it unknown again."""

    value: str
    validity: Validity
    reason: str
    note: str = ""
    checked_at: datetime
    checked_by: str


class PastAddress(Frozen):
    """An address the customer had until then, and who replaced it."""

    address: tuple[str, ...]
    postcode: str
    gone_away: bool = False
    until: datetime
    replaced_by: ActorType
