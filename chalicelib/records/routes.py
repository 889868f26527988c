"""The customers' list, the personal link, and what agents change of a customer, for the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.core.actor import ActorType
from chalicelib.core.errors import Code, Refused
from chalicelib.records.contact_points import ContactPoint, Validity
from chalicelib.records.contacts import Check, CheckReason, Details
from chalicelib.records.finding import Filters, Found, Search
from chalicelib.records.glance import LinkState, link_state
from chalicelib.records.model import CHANNELS, LANGUAGES, Customer, CustomerStatus, Listing
from chalicelib.records.search import By
from chalicelib.records.status import Move, StatusChange, StatusReason
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.records.service import Customers


Pence = Annotated[int, Field(ge=0, le=10**12)]


class CustomerFilters(View):
    status: CustomerStatus | None = None
    hold: bool | None = None
    portfolio: Annotated[str, Field(max_length=100)] | None = None
    language: Literal["en-GB", "cy-GB"] | None = None
    owed_from_pence: Pence | None = None
    owed_to_pence: Pence | None = None

    @property
    def filters(self) -> Filters:
        """As the search takes them. Raises Refused(INVALID) when nothing can lie between the amounts."""
        low, high = self.owed_from_pence, self.owed_to_pence
        if low is not None and high is not None and low > high:
            raise Refused(Code.INVALID, "The smallest amount is more than the largest.", field="filters.owed_from_pence")
        return Filters(
            status=self.status,
            hold=self.hold,
            portfolio=self.portfolio,
            language=self.language,
            owed_from=low,
            owed_to=high,
        )


class CustomerSearch(View):
    by: By = By.NAME
    text: Annotated[str, Field(max_length=254)] = ""
    filters: CustomerFilters = CustomerFilters()
    after: Annotated[str, Field(max_length=1024)] = ""
    limit: Literal[20, 50, 100, 500] = 20

    @property
    def search(self) -> Search:
        return Search(by=self.by, text=self.text, filters=self.filters.filters, after=self.after, limit=self.limit)


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
    portfolio: str | None


class CustomerRows(View):
    items: Sequence[CustomerRow]
    after: str | None
    tried: Sequence[By]


class LinkView(View):
    """`url` is empty for a link that was revoked: there is nothing to give away."""

    url: str
    state: LinkState
    created_at: datetime
    expires_at: datetime
    opened_count: int
    last_opened_at: datetime | None


class ReplaceLink(View):
    version: int


class Changed(View):
    """The version the customer is at now: what the next change must name."""

    version: int
    status: CustomerStatus


class CorrectDetails(View):
    version: int
    mobile_phone: Annotated[str, Field(max_length=40)] = ""
    home_phone: Annotated[str, Field(max_length=40)] = ""
    work_phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    address: Annotated[Sequence[Annotated[str, Field(max_length=80)]], Field(max_length=5)]
    postcode: Annotated[str, Field(max_length=12)]
    gone_away: bool = False
    language: Annotated[str, Field(pattern="|".join(LANGUAGES))]
    preferred_channel: Annotated[str, Field(pattern="|".join(("", *CHANNELS)))] = ""


class CheckContact(View):
    version: int
    point: ContactPoint
    validity: Literal[Validity.VALID, Validity.INVALID]
    reason: CheckReason
    note: Annotated[str, Field(max_length=1000)] = ""


class ChangeStatus(View):
    version: int
    status: CustomerStatus
    reason: StatusReason
    until: date | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


class StatusEntry(View):
    id: str
    status: CustomerStatus
    began_at: datetime
    ended_at: datetime | None
    until: date | None
    reason: StatusReason
    note: str
    actor_type: ActorType
    actor_id: str
    actor_name: str


class StatusHistory(View):
    """`complete` is False where there is more than is shown."""

    items: Sequence[StatusEntry]
    complete: bool


def link_view(customer: Customer, url: str, now: datetime) -> LinkView:
    link = customer.link
    return LinkView(
        url="" if link.revoked_at else url,
        state=link_state(link, now),
        created_at=link.created_at,
        expires_at=link.expires_at,
        opened_count=link.opened,
        last_opened_at=link.last_opened_at,
    )


def register(routes: Routes, customers: Callable[[], Customers]) -> None:
    """The list and the link, then what agents change."""

    @routes.api("POST", "/customers/search", body=CustomerSearch, answer=CustomerRows, asks=True)
    def search_customers(call: Call[Nothing, CustomerSearch]) -> CustomerRows:
        """Customers in order of name, or those a search finds; a name or a phone number belongs in no address"""
        return _rows(customers().find(call.body.search))

    @routes.api("POST", "/customers/download", body=CustomerSearch, answer=CustomerRows, roles=WRITERS, asks=True)
    def download_customers(call: Call[Nothing, CustomerSearch]) -> CustomerRows:
        """A page of the same list for a file; that it was taken away, and how many rows, is told to the diary first"""
        return _rows(customers().take_away(call.body.search, call.person.actor))

    @routes.api("POST", "/customers/{customer_key}/link", body=ReplaceLink, answer=LinkView, roles=WRITERS)
    def replace_link(call: Call[Nothing, ReplaceLink]) -> LinkView:
        """A new personal link; the old one stops working at once"""
        customer = customers().replace_link(call.path["customer_key"], call.body.version, call.person.actor, call.key)
        return link_view(customer, customers().link_url(customer), customers().now())

    @routes.api("POST", "/customers/{customer_key}/link/revocation", body=ReplaceLink, answer=LinkView, roles=WRITERS)
    def revoke_link(call: Call[Nothing, ReplaceLink]) -> LinkView:
        """The end of the personal link, without a new one"""
        customer = customers().revoke_link(call.path["customer_key"], call.body.version, call.person.actor, call.key)
        return link_view(customer, "", customers().now())

    _register_changes(routes, customers)


def _register_changes(routes: Routes, customers: Callable[[], Customers]) -> None:
    @routes.api("POST", "/customers/{customer_key}/details", body=CorrectDetails, answer=Changed, roles=WRITERS)
    def correct_details(call: Call[Nothing, CorrectDetails]) -> Changed:
        """Contact details and address as they should be; what is left out is not held any more"""
        ask, key = call.body, call.path["customer_key"]
        return _changed(customers().correct(key, ask.version, _details(ask), call.person.actor, call.key))

    @routes.api("POST", "/customers/{customer_key}/contact-checks", body=CheckContact, answer=Changed, roles=WRITERS)
    def check_contact(call: Call[Nothing, CheckContact]) -> Changed:
        """A phone number or email address is known to be valid, or to lead nowhere"""
        ask, key = call.body, call.path["customer_key"]
        check = Check(ask.point, ask.validity, ask.reason, ask.note.strip())
        return _changed(customers().check_contact(key, ask.version, check, call.person.actor, call.key))

    @routes.api("POST", "/customers/{customer_key}/status", body=ChangeStatus, answer=Changed, roles=WRITERS)
    def change_status(call: Call[Nothing, ChangeStatus]) -> Changed:
        """Block, deactivate or reactivate a customer; the portal obeys at the next request"""
        ask, key = call.body, call.path["customer_key"]
        move = Move(ask.status, ask.reason, ask.until, ask.note.strip())
        return _changed(customers().change_status(key, ask.version, move, call.person.actor, call.key))

    @routes.api("GET", "/customers/{customer_key}/status", answer=StatusHistory)
    def status_history(call: Call[Nothing, Nothing]) -> StatusHistory:
        """Every status the customer has had, newest first"""
        page = customers().status_history(call.path["customer_key"])
        return StatusHistory(items=_entries(page.items), complete=page.after is None)


def _changed(customer: Customer) -> Changed:
    return Changed(version=customer.version, status=customer.status)


def _details(ask: CorrectDetails) -> Details:
    return Details(
        mobile_phone=ask.mobile_phone or None,
        home_phone=ask.home_phone or None,
        work_phone=ask.work_phone or None,
        email=ask.email or None,
        address=tuple(ask.address),
        postcode=ask.postcode,
        gone_away=ask.gone_away,
        language=ask.language,
        preferred_channel=ask.preferred_channel or None,
    )


def _entries(changes: Sequence[StatusChange]) -> list[StatusEntry]:
    """Each until the one after it; the newest is the one in force."""
    ends = [None, *(change.changed_at for change in changes)]
    return [
        StatusEntry(
            id=change.id,
            status=change.after,
            began_at=change.changed_at,
            ended_at=ended,
            until=change.until,
            reason=change.reason,
            note=change.note,
            actor_type=change.actor_type,
            actor_id=change.actor_id,
            actor_name=change.actor_name,
        )
        for change, ended in zip(changes, ends, strict=False)
    ]


def _rows(found: Found) -> CustomerRows:
    return CustomerRows(items=[_row(listing) for listing in found.rows], after=found.after, tried=found.tried)


def _row(listing: Listing) -> CustomerRow:
    return CustomerRow(owed_pence=listing.owed, **listing.model_dump(exclude={"owed"}))
