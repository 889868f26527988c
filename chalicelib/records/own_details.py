"""What customers change of themselves, one detail at a time, by the rules that hold for agents too. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes
from chalicelib.core.email import parse_email
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.phone import parse_mobile
from chalicelib.core.postcode import parse_postcode
from chalicelib.records.contacts import address_lines, parsed, rewritten
from chalicelib.records.model import Customer


@dataclass(frozen=True, slots=True)
class NewEmail:
    email: str


@dataclass(frozen=True, slots=True)
class NewMobile:
    mobile_phone: str


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Where the customer lives now, and so a place they have not gone away from."""

    lines: tuple[str, ...]
    postcode: str


type OwnDetail = NewEmail | NewMobile | NewAddress


def changed_by_owner(customer: Customer, detail: OwnDetail, actor: Actor, now: datetime) -> Changes:
    """The customer with this one detail as they say it is; nothing when it is what is held. What they did not touch is not
    looked at: something odd that a file brought stands in nobody's way. Raises Refused(INVALID) naming the field."""
    return rewritten(customer, _fields(detail), actor, now)


def _fields(detail: OwnDetail) -> dict[str, object]:
    match detail:
        case NewEmail(email):
            return {"email": parsed("email", parse_email, email or " ")}
        case NewMobile(mobile):
            return {"mobile_phone": parsed("mobile_phone", parse_mobile, mobile or " ")}
        case NewAddress(written, postcode):
            lines = address_lines(written)
            refuse_if(not lines, Code.INVALID, "Write the address.", field="address")
            return {"address": lines, "postcode": parsed("postcode", parse_postcode, postcode or " "), "gone_away": False}
