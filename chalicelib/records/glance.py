"""One customer at a glance, without leaving the list: money, holds and the link. Sensitive flags are asked for by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from chalicelib.records.model import Customer, CustomerStatus, Link
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.records.service import Customers


class LinkState(StrEnum):
    LIVE = "LIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class Glance(View):
    """`payments_under_way` counts payments whose money is reserved and not decided yet."""

    customer_key: str
    customer_id: str
    name: str
    status: CustomerStatus
    accounts: int
    owed_pence: int
    credit_pence: int
    oldest_due_date: date | None
    last_payment_date: date | None
    payments_under_way: int
    on_hold: bool
    link: LinkState
    link_expires_at: datetime
    link_opened_count: int
    link_last_opened_at: datetime | None

    @classmethod
    def of(cls, customer: Customer, now: datetime) -> Glance:
        reserved = {i for account in customer.accounts.values() for claim in account.claims.values() for i in claim.reserved}
        return cls(
            customer_key=customer.customer_key,
            customer_id=customer.customer_id,
            name=customer.name,
            status=customer.status,
            accounts=len(customer.accounts),
            owed_pence=customer.owed,
            credit_pence=customer.credit,
            oldest_due_date=customer.oldest_due_date,
            last_payment_date=customer.last_payment_date,
            payments_under_way=len(reserved),
            on_hold=bool(customer.holds),
            link=link_state(customer.link, now),
            link_expires_at=customer.link.expires_at,
            link_opened_count=customer.link.opened,
            link_last_opened_at=customer.link.last_opened_at,
        )


class FlagList(View):
    flags: Sequence[str]


def link_state(link: Link, now: datetime) -> LinkState:
    """Whether the personal link can be used, and if not why."""
    if link.revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.LIVE if link.expires_at > now else LinkState.EXPIRED


def register(routes: Routes, customers: Callable[[], Customers], flags: Callable[[Customer], Sequence[str]]) -> None:
    """`flags` names what stands in words: what a hold is called is for a higher room to say."""

    @routes.api("GET", "/customers/{customer_key}/glance", answer=Glance)
    def customer_glance(call: Call[Nothing, Nothing]) -> Glance:
        """One customer at a glance, from beside the list"""
        return Glance.of(customers().get(call.path["customer_key"]), customers().now())

    @routes.api("POST", "/customers/{customer_key}/flags", answer=FlagList, roles=WRITERS, asks=True)
    def view_flags(call: Call[Nothing, Nothing]) -> FlagList:
        """The sensitive flags of a customer; that they were looked at is told to the diary first"""
        return FlagList(flags=flags(customers().with_flags_viewed(call.path["customer_key"], call.person.actor)))
