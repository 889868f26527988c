"""Putting off an invoice at the console: what each period comes to, doing it, and undoing it on the same day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from chalicelib.prolongation.model import Offer, Offers, Period, Place, Prolonged
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.prolongation.service import Prolongations


class InvoiceAsk(View):
    account_number: Annotated[str, Field(max_length=64)]
    claim: Annotated[str, Field(max_length=80)]

    @property
    def place(self) -> Place:
        return Place(self.account_number, self.claim)


class Prolong(InvoiceAsk):
    """`token` is that of the offer that was shown."""

    days: Period
    token: Annotated[str, Field(max_length=64)]


class OfferView(View):
    """What one period comes to. It can be chosen unless `is_too_long`."""

    days: Period
    fee_pence: int
    due_date: date
    prolonged_days: int
    is_too_long: bool
    token: str

    @classmethod
    def of(cls, offer: Offer) -> OfferView:
        return cls(
            days=offer.days,
            fee_pence=offer.fee,
            due_date=offer.due_after,
            prolonged_days=offer.days_after,
            is_too_long=offer.is_too_long,
            token=offer.token,
        )


class ProlongationPreview(View):
    """`waived` says in words why no fee is charged that otherwise would be."""

    due_date: date
    balance_pence: int
    prolonged_days: int
    most_days: int
    offers: Sequence[OfferView]
    waived: Sequence[str]

    @classmethod
    def of(cls, found: Offers) -> ProlongationPreview:
        claim, offers = found.claim, found.offers
        return cls(
            due_date=claim.due_date,
            balance_pence=claim.outstanding.total,
            prolonged_days=claim.prolonged_days,
            most_days=offers[0].most_days,
            offers=[OfferView.of(offer) for offer in offers],
            waived=found.waived,
        )


class ProlongationView(View):
    """A prolongation. `fee_claim` is the invoice of its fee, where there is one."""

    id: str
    account_number: str
    claim: str
    days: int
    due_before: date
    due_after: date
    fee_pence: int
    fee_claim: str | None
    undone: bool

    @classmethod
    def of(cls, found: Prolonged) -> ProlongationView:
        made = found.prolongation
        return cls(
            id=made.id,
            account_number=found.account_number,
            claim=found.claim.ref,
            days=made.days,
            due_before=made.due_before,
            due_after=made.due_after,
            fee_pence=made.fee,
            fee_claim=made.fee_claim,
            undone=made.undone,
        )


def register(routes: Routes, prolongations: Callable[[], Prolongations]) -> None:
    @routes.api(
        "POST",
        "/customers/{customer_key}/prolongations/preview",
        body=InvoiceAsk,
        answer=ProlongationPreview,
        roles=WRITERS,
        asks=True,
    )
    def preview_prolongation(call: Call[Nothing, InvoiceAsk]) -> ProlongationPreview:
        """When an invoice would be due after each period, and for what fee; nothing is written"""
        return ProlongationPreview.of(prolongations().offers(call.path["customer_key"], call.body.place))

    @routes.api(
        "POST", "/customers/{customer_key}/prolongations", body=Prolong, answer=ProlongationView, status=201, roles=WRITERS
    )
    def prolong_invoice(call: Call[Nothing, Prolong]) -> ProlongationView:
        """An invoice put off as it was shown; its fee is an invoice of its own"""
        key, ask = call.path["customer_key"], call.body
        return ProlongationView.of(prolongations().prolong(key, ask.place, ask.days, ask.token, call.person.actor, call.key))

    @routes.api("POST", "/customers/{customer_key}/prolongations/{id}/undo", answer=ProlongationView, roles=WRITERS)
    def undo_prolongation(call: Call[Nothing, Nothing]) -> ProlongationView:
        """A prolongation of today taken back, with its fee; one that was taken back before stays so"""
        return ProlongationView.of(prolongations().undo(call.path["customer_key"], call.path["id"], call.person.actor))
