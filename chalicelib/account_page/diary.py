"""A customer's diary for the console: filtered, in either order, and what there is to filter by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.account_page.views import ActivityPage, activity_page
from chalicelib.activities.events import Event, Group
from chalicelib.activities.model import Trigger
from chalicelib.activities.rules import DiaryFilter
from chalicelib.core.actor import ActorType
from chalicelib.records.model import Customer
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.account_page.service import Downloads
    from chalicelib.activities.service import Activities
    from chalicelib.records.service import Customers

ROLES = (ActorType.CUSTOMER, ActorType.SYSTEM, ActorType.API, ActorType.IMPORT)
"""Who else writes a diary besides agents; a payment provider counts as the system."""

type Chosen = Annotated[Sequence[Annotated[str, Field(max_length=64)]], Field(max_length=200)]


class DiaryFilters(View):
    first_day: date | None = None
    last_day: date | None = None
    events: Annotated[Sequence[Event], Field(max_length=200)] = ()
    users: Chosen = ()
    claims: Chosen = ()
    no_claim: bool = False
    entity: Annotated[str, Field(max_length=100)] = ""
    trigger: Trigger | None = None

    def asked(self) -> DiaryFilter:
        return DiaryFilter(
            self.first_day,
            self.last_day,
            frozenset(self.events),
            frozenset(self.users),
            frozenset(self.claims),
            self.no_claim,
            self.entity,
            self.trigger,
        )

    def told(self) -> dict[str, str]:
        """The filters as the diary itself may show them."""
        counts = {"Events": len(self.events), "Users": len(self.users), "Claims": len(self.claims) + self.no_claim}
        days = {"From": self.first_day, "To": self.last_day}
        told = {name: day.isoformat() for name, day in days.items() if day} | {n: str(c) for n, c in counts.items() if c}
        told |= {"About": self.entity} if self.entity else {}
        return told | ({"Trigger": self.trigger} if self.trigger else {})


class DiaryAsk(DiaryFilters):
    newest_first: bool = True
    after: Annotated[str, Field(max_length=26)] = ""
    limit: Literal[20, 50, 100, 200] = 50


class EventChoice(View):
    event: Event
    label: str
    group: Group


class UserChoice(View):
    id: str
    name: str
    type: ActorType


class DiaryChoices(View):
    """What there is to filter by. Agents who have left stay among the users as long as they stand in the diary."""

    events: Sequence[EventChoice]
    users: Sequence[UserChoice]
    claims: Sequence[str]


class Told(View):
    """That something was written down."""

    told: Literal[True] = True


def register(
    routes: Routes,
    customers: Callable[[], Customers],
    activities: Callable[[], Activities],
    downloads: Callable[[], Downloads],
) -> None:
    @routes.api("POST", "/customers/{customer_key}/diary", body=DiaryAsk, answer=ActivityPage, asks=True)
    def customer_diary(call: Call[Nothing, DiaryAsk]) -> ActivityPage:
        """A page of the activities that the filters leave; with a cursor there may be more, even behind an empty page"""
        key, ask = customers().get(call.path["customer_key"]).customer_key, call.body
        found = activities().filtered(key, ask.asked(), after=ask.after, limit=ask.limit, newest_first=ask.newest_first)
        return activity_page(found)

    @routes.api("GET", "/customers/{customer_key}/diary/choices", answer=DiaryChoices)
    def diary_choices(call: Call[Nothing, Nothing]) -> DiaryChoices:
        """Events, users and claims that a customer's diary can be filtered by"""
        customer = customers().get(call.path["customer_key"])
        agents = sorted(activities().agents(customer.customer_key).items(), key=lambda agent: agent[1].casefold())
        return DiaryChoices(
            events=[EventChoice(event=event, label=event.label, group=event.group) for event in Event],
            users=[
                *(UserChoice(id=role, name=role.capitalize(), type=role) for role in ROLES),
                *(UserChoice(id=agent, name=name, type=ActorType.AGENT) for agent, name in agents),
            ],
            claims=_claims(customer),
        )

    @routes.api("POST", "/customers/{customer_key}/diary/downloads", body=DiaryFilters, answer=Told, roles=WRITERS)
    def diary_download(call: Call[Nothing, DiaryFilters]) -> Told:
        """Writes down that the filtered diary is downloaded, before the console makes a file of it"""
        customer = customers().get(call.path["customer_key"])
        downloads().tell(Event.DIARY_DOWNLOADED, customer, call.body.told(), call.person.actor, call.key)
        return Told()


def _claims(customer: Customer) -> list[str]:
    return sorted(ref for account in customer.accounts.values() for ref in account.claims)
