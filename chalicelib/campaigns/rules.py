"""Who may be contacted by a campaign, and why not (`reference/dataset.md` B.3). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.campaigns.model import Reason
from chalicelib.records.model import AccountStatus, Customer, CustomerStatus

_HELD = "CONFIRMED"


@dataclass(frozen=True, slots=True)
class Contact:
    """The channels that are left to a customer; a channel that was opted out of is not among them."""

    phone: str | None
    email: str | None


def contact(customer: Customer) -> Contact:
    """Mobile and email as far as the customer has not opted out of them."""
    return Contact(
        phone=None if customer.sms_opt_out else customer.mobile_phone,
        email=None if customer.email_opt_out else customer.email,
    )


def why_not(customer: Customer, today: date) -> Reason | None:
    """The first reason to leave a customer out of a campaign, the law's before ours; None when nothing speaks against it."""
    left = contact(customer)
    reasons = {
        Reason.DELETED: customer.status is not CustomerStatus.ACTIVATED,
        Reason.BREATHING_SPACE: in_breathing_space(customer, today),
        Reason.DO_NOT_CONTACT: customer.do_not_contact,
        Reason.VULNERABILITY_HOLD: customer.vulnerability == _HELD,
        Reason.DISPUTE: customer.disputed,
        Reason.ZERO_BALANCE: _owed_on_active_accounts(customer) == 0,
        Reason.NO_VALID_CONTACT: not (customer.mobile_phone or customer.email),
        Reason.OPTED_OUT: not (left.phone or left.email),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def in_breathing_space(customer: Customer, today: date) -> bool:
    """Whether a moratorium covers the day; one without an end lasts until it is ended."""
    space = customer.breathing_space
    return space is not None and space.start <= today and (space.end is None or today <= space.end)


def _owed_on_active_accounts(customer: Customer) -> int:
    return sum(account.balance.total for account in customer.accounts.values() if account.status is AccountStatus.ACTIVE)
