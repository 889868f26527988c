"""The customers' list and the personal link, for the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.records.model import Customer, CustomerStatus, Listing
from chalicelib.records.search import By
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.records.service import Customers


class CustomerSearch(View):
    by: By = By.NAME
    text: Annotated[str, Field(max_length=254)] = ""
    after: Annotated[str, Field(max_length=512)] = ""
    limit: Literal[20, 50, 100] = 20


class CustomerRow(View):
    customer_key: str
    customer_id: str
    name: str
    postcode: str
    mobile_phone: str | None
    email: str | None
    accounts: int
    owed_pence: int
    oldest_due_date: date | None
    last_payment_date: date | None
    language: str
    status: CustomerStatus
    hold: str | None


class CustomerRows(View):
    items: Sequence[CustomerRow]
    after: str | None


class LinkView(View):
    url: str
    created_at: datetime
    expires_at: datetime
    opened_count: int
    last_opened_at: datetime | None


class ReplaceLink(View):
    version: int


def link_view(customer: Customer, url: str) -> LinkView:
    link = customer.link
    return LinkView(
        url=url,
        created_at=link.created_at,
        expires_at=link.expires_at,
        opened_count=link.opened,
        last_opened_at=link.last_opened_at,
    )


def register(routes: Routes, customers: Callable[[], Customers]) -> None:
    @routes.api("POST", "/customers/search", body=CustomerSearch, answer=CustomerRows, asks=True)
    def search_customers(call: Call[Nothing, CustomerSearch]) -> CustomerRows:
        """Customers in order of name, or those a search finds; a name or a phone number belongs in no address"""
        ask = call.body
        page = customers().find(ask.by, ask.text, after=ask.after, limit=ask.limit)
        return CustomerRows(items=[_row(listing) for listing in page.items], after=page.after)

    @routes.api("POST", "/customers/{customer_key}/link", body=ReplaceLink, answer=LinkView, roles=WRITERS)
    def replace_link(call: Call[Nothing, ReplaceLink]) -> LinkView:
        """A new personal link; the old one stops working at once"""
        customer = customers().replace_link(call.path["customer_key"], call.body.version, call.person.actor, call.key)
        return link_view(customer, customers().link_url(customer))


def _row(listing: Listing) -> CustomerRow:
    return CustomerRow(owed_pence=listing.owed, **listing.model_dump(exclude={"owed", "portfolio"}))
