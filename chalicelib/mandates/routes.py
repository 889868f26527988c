"""Saved ways to pay for the console: seen, disabled, enabled, ended and charged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.mandates.charging import FreshConsent, Wish
from chalicelib.mandates.views import Charged, ChargePreview, MandateList, MandateView
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.mandates.service import Mandates

type Pence = Annotated[int, Field(gt=0, le=LARGEST_PENCE)]
type Identifier = Annotated[str, Field(max_length=26)]
type PlansUnder = Callable[[str], Mapping[str, str]]
"""The reference of a standing plan by the id of the mandate it is collected under, of one customer."""


class Disable(View):
    """Either a day from which it may be used again, or until somebody enables it."""

    version: int
    until: date | None = None
    indefinitely: bool = False


class Versioned(View):
    version: int


class PreviewCharge(View):
    account: Annotated[str, Field(max_length=64)]


class Spoken(View):
    """The customer has just agreed to another limit, on the phone."""

    agreed: Literal[True]
    most_pence: Pence
    ends: date | None = None


class Charge(View):
    """`shown_pence` is what the preview said could be charged: if that has changed, nothing is charged."""

    account: Annotated[str, Field(max_length=64)]
    mandate_id: Identifier
    payment_id: Identifier
    amount_pence: Pence
    shown_pence: Pence
    consent: Spoken | None = None

    @property
    def wish(self) -> Wish:
        consent = FreshConsent(self.consent.most_pence, self.consent.ends) if self.consent else None
        return Wish(self.payment_id, self.account, self.mandate_id, self.amount_pence, self.shown_pence, consent)


def register(routes: Routes, mandates: Callable[[], Mandates], plans_under: PlansUnder, clock: Clock) -> None:
    def today() -> date:
        return london_day(clock.now())

    @routes.api("GET", "/customers/{customer_key}/mandates", answer=MandateList)
    def customer_mandates(call: Call[Nothing, Nothing]) -> MandateList:
        """A customer's saved ways to pay, newest first"""
        key = call.path["customer_key"]
        found, plans = mandates().of_customer(key), plans_under(key)
        return MandateList(items=[MandateView.of(each, today(), plans.get(each.id, "")) for each in found])

    @routes.api("POST", "/customers/{customer_key}/mandates/{id}/disable", body=Disable, answer=MandateView, roles=WRITERS)
    def disable_mandate(call: Call[Nothing, Disable]) -> MandateView:
        """Disable a saved way to pay, until a day or until somebody enables it"""
        body = call.body
        refuse_if((body.until is None) is not body.indefinitely, Code.INVALID, "Choose a day, or no end.", field="until")
        key, mandate_id = call.path["customer_key"], call.path["id"]
        after = mandates().disable(key, mandate_id, body.version, body.until, call.person.actor, call.key)
        return MandateView.of(after, today())

    @routes.api("POST", "/customers/{customer_key}/mandates/{id}/enable", body=Versioned, answer=MandateView, roles=WRITERS)
    def enable_mandate(call: Call[Nothing, Versioned]) -> MandateView:
        """Enable a saved way to pay again"""
        key, mandate_id = call.path["customer_key"], call.path["id"]
        return MandateView.of(mandates().enable(key, mandate_id, call.body.version, call.person.actor, call.key), today())

    @routes.api("POST", "/customers/{customer_key}/mandates/{id}/end", body=Versioned, answer=MandateView, roles=WRITERS)
    def end_mandate(call: Call[Nothing, Versioned]) -> MandateView:
        """End a saved way to pay for good, here and at the provider"""
        key, mandate_id = call.path["customer_key"], call.path["id"]
        return MandateView.of(mandates().cancel(key, mandate_id, call.body.version, call.person.actor, call.key), today())

    @routes.api(
        "POST",
        "/customers/{customer_key}/charges/preview",
        body=PreviewCharge,
        answer=ChargePreview,
        roles=WRITERS,
        asks=True,
    )
    def preview_charge(call: Call[Nothing, PreviewCharge]) -> ChargePreview:
        """What can be charged towards an account now, and under which ways to pay"""
        seen = mandates().preview(call.path["customer_key"], call.body.account, call.person.actor)
        return ChargePreview.of(seen, today())

    @routes.api("POST", "/customers/{customer_key}/charges", body=Charge, answer=Charged, status=201, roles=WRITERS)
    def charge_mandate(call: Call[Nothing, Charge]) -> Charged:
        """Charge a saved way to pay, once"""
        return Charged.of(mandates().charge(call.path["customer_key"], call.body.wish, call.person.actor))
