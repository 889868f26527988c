"""Who may be contacted by a campaign, and why not (`reference/dataset.md` B.3). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.campaigns.model import Reason
from chalicelib.care.model import Action, Row, Rule
from chalicelib.care.rules import facts_of, may
from chalicelib.records.contact_points import ContactPoint
from chalicelib.records.model import Customer

REASONS: Mapping[Rule, Reason] = {
    Rule.GONE: Reason.DELETED,
    Rule.DECEASED: Reason.DECEASED,
    Rule.BREATHING_SPACE: Reason.BREATHING_SPACE,
    Rule.SCOTTISH_MORATORIUM: Reason.BREATHING_SPACE,
    Rule.NOT_ACTIVATED: Reason.DELETED,
    Rule.DO_NOT_CONTACT: Reason.DO_NOT_CONTACT,
    Rule.LEGAL: Reason.LEGAL,
    Rule.DEBT_ADVICE: Reason.DEBT_ADVICE,
    Rule.SUPPORT_NEED: Reason.VULNERABILITY_HOLD,
    Rule.COMPLAINT: Reason.COMPLAINT,
    Rule.DISPUTE: Reason.DISPUTE,
    Rule.EXTINGUISHED: Reason.STATUTE_BARRED,
    Rule.BARRED: Reason.STATUTE_BARRED,
    Rule.LIMITATION_UNKNOWN: Reason.LIMITATION_UNKNOWN,
    Rule.ACCOUNT_CLOSED: Reason.ZERO_BALANCE,
    Rule.ACCOUNT_ON_HOLD: Reason.ZERO_BALANCE,
    Rule.ON_PLAN: Reason.ACTIVE_PLAN,
    Rule.PROMISED: Reason.OPEN_PROMISE,
    Rule.NOTHING_OWED: Reason.ZERO_BALANCE,
    Rule.NO_CONTACT_POINT: Reason.NO_VALID_CONTACT,
    Rule.OPTED_OUT: Reason.OPTED_OUT,
    Rule.CONTACT_CAP: Reason.FREQUENCY_CAP,
    Rule.QUIET_HOURS: Reason.FREQUENCY_CAP,
}
"""What the exclusions file calls each rule."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The channels that are left to a customer: none that was opted out of, none that is known to lead nowhere."""

    phone: str | None
    email: str | None


def contact(customer: Customer) -> Contact:
    """Mobile and email, as far as they lead to the customer and the customer has not opted out of them."""
    return Contact(
        phone=None if customer.sms_opt_out else customer.reachable(ContactPoint.MOBILE_PHONE),
        email=None if customer.email_opt_out else customer.reachable(ContactPoint.EMAIL),
    )


def why_not(customer: Customer, now: datetime) -> Reason | None:
    """The first reason to leave a customer out of a campaign, the law's before ours; None when nothing speaks against it.
    A link that no longer opens is sent to nobody: another one is made for that customer first."""
    decision = may(Action(Row.CAMPAIGN), facts_of(customer), now)
    if not decision.allowed:
        return REASONS[decision.rules[0]]
    if customer.link.revoked_at is not None:
        return Reason.LINK_REVOKED
    return Reason.LINK_EXPIRED if customer.link.expires_at <= now else None
