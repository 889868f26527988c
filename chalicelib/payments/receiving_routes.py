"""Payments that an agent records, and money of unknown payers, for the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from chalicelib.core.clock import Clock
from chalicelib.core.ids import ulid
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.payments.manual import Received, ReceivedBy
from chalicelib.payments.model import Payment, Status
from chalicelib.payments.receiving import Match
from chalicelib.payments.suspense import Place, Unallocated
from chalicelib.web.people import ADMINS, WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.payments.receiving import Receipts

type Ulid = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")]
type Pence = Annotated[int, Field(ge=1, le=LARGEST_PENCE)]
type Reference = Annotated[str, StringConstraints(strip_whitespace=True, max_length=35)]
type Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
type AccountNumber = Annotated[str, Field(max_length=64)]
type CustomerKey = Annotated[str, Field(max_length=26)]


class NewReceipt(View):
    """`id` is a ULID that the form was given: sending it again changes nothing. `reference` is what the payer wrote."""

    id: Ulid
    amount_pence: Pence
    method: ReceivedBy
    received_on: date
    reference: Reference = ""

    @property
    def money(self) -> Received:
        return Received(
            id=self.id, amount=self.amount_pence, method=self.method, received_on=self.received_on, reference=self.reference
        )


class NewPayment(NewReceipt):
    """Without an account the money pays whatever is due longest."""

    account_number: AccountNumber | None = None


class TakeBack(View):
    reason: Reason


class Allocate(View):
    customer_key: CustomerKey
    account_number: AccountNumber | None = None


class Matching(View):
    reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class RecordedView(View):
    """A payment as it stands after a command."""

    id: str
    reference: str
    status: Status
    captured_pence: int
    credited_pence: int

    @classmethod
    def of(cls, payment: Payment) -> RecordedView:
        return cls(
            id=payment.id,
            reference=payment.reference,
            status=payment.status,
            captured_pence=payment.captured,
            credited_pence=payment.credited,
        )


class UnallocatedView(View):
    """Money of an unknown payer, or what became of it."""

    id: str
    amount_pence: int
    method: ReceivedBy
    received_on: date
    reference: str
    place: Place

    @classmethod
    def of(cls, money: Unallocated) -> UnallocatedView:
        return cls(
            id=money.id,
            amount_pence=money.amount,
            method=money.method,
            received_on=money.received_on,
            reference=money.reference,
            place=money.place,
        )


class WaitingView(View):
    """The money that waits, oldest first; `next_id` is a fresh id for what is recorded next."""

    items: Sequence[UnallocatedView]
    next_id: str


class MatchView(View):
    """Whose a reference may be."""

    customer_key: str
    customer_id: str
    name: str
    account_number: str | None
    account_numbers: Sequence[str]

    @classmethod
    def of(cls, match: Match) -> MatchView:
        customer = match.customer
        return cls(
            customer_key=customer.customer_key,
            customer_id=customer.customer_id,
            name=customer.name,
            account_number=match.account_number,
            account_numbers=sorted(customer.accounts),
        )


class Matches(View):
    items: Sequence[MatchView]


def register(routes: Routes, receipts: Callable[[], Receipts], clock: Clock) -> None:
    _register_of_customers(routes, receipts)
    _register_of_nobody(routes, receipts, clock)


def _register_of_customers(routes: Routes, receipts: Callable[[], Receipts]) -> None:
    @routes.api("POST", "/customers/{customer_key}/payments", body=NewPayment, answer=RecordedView, status=201, roles=WRITERS)
    def record_payment(call: Call[Nothing, NewPayment]) -> RecordedView:
        """Record a bank transfer, standing order, cash or cheque of a customer"""
        key, body = call.path["customer_key"], call.body
        return RecordedView.of(receipts().record(key, body.money, body.account_number, call.person.actor))

    @routes.api("POST", "/customers/{customer_key}/payments/{id}/reversal", body=TakeBack, answer=RecordedView, roles=ADMINS)
    def take_payment_back(call: Call[Nothing, TakeBack]) -> RecordedView:
        """Undo a payment that was recorded by mistake: what it had paid is owed again"""
        key, payment_id = call.path["customer_key"], call.path["id"]
        return RecordedView.of(receipts().take_back(key, payment_id, call.body.reason, call.person.actor))


def _register_of_nobody(routes: Routes, receipts: Callable[[], Receipts], clock: Clock) -> None:
    @routes.api("GET", "/receipts", answer=WaitingView, roles=WRITERS)
    def unallocated_receipts(call: Call[Nothing, Nothing]) -> WaitingView:
        """Money that came in from unknown payers and waits"""
        items = [UnallocatedView.of(money) for money in receipts().waiting()]
        return WaitingView(items=items, next_id=ulid(clock.now()))

    @routes.api("POST", "/receipts", body=NewReceipt, answer=UnallocatedView, status=201, roles=WRITERS)
    def keep_receipt(call: Call[Nothing, NewReceipt]) -> UnallocatedView:
        """Record money of an unknown payer"""
        return UnallocatedView.of(receipts().keep(call.body.money, call.person.actor))

    @routes.api("POST", "/receipts/matches", body=Matching, answer=Matches, roles=WRITERS, asks=True)
    def receipt_matches(call: Call[Nothing, Matching]) -> Matches:
        """Whose a reference may be: an account's number, a customer's id or a payment reference"""
        return Matches(items=[MatchView.of(match) for match in receipts().matches(call.body.reference)])

    @routes.api("POST", "/receipts/{id}/allocation", body=Allocate, answer=UnallocatedView, roles=WRITERS)
    def allocate_receipt(call: Call[Nothing, Allocate]) -> UnallocatedView:
        """Give waiting money to a customer"""
        body = call.body
        return UnallocatedView.of(receipts().allocate(call.path["id"], body.customer_key, body.account_number, call.person.actor))

    @routes.api("POST", "/receipts/{id}/return", body=TakeBack, answer=UnallocatedView, roles=ADMINS)
    def return_receipt(call: Call[Nothing, TakeBack]) -> UnallocatedView:
        """Say that waiting money was sent back"""
        return UnallocatedView.of(receipts().send_back(call.path["id"], call.body.reason, call.person.actor))
