"""Where payment providers ring, and one payment for the console: how it stands, and giving it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from chalicelib.core.actor import Channel
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.payments import manual
from chalicelib.payments.model import Outflow, OutflowKind, OutflowState, Payment, Portion, Status
from chalicelib.payments.ports import Advice
from chalicelib.payments.reconciling import DifferenceKind, Reconciliation
from chalicelib.payments.refunding import REASON_LENGTH, RefundAsk
from chalicelib.web.people import ADMINS
from chalicelib.web.request import Request
from chalicelib.web.routes import JSON, Call, Nothing, Page, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.payments.reconciliation import Reconciler
    from chalicelib.payments.service import Payments


class OutflowView(View):
    kind: OutflowKind
    amount_pence: int
    state: OutflowState
    reason: str
    asked_at: datetime | None
    at: datetime | None

    @classmethod
    def of(cls, outflow: Outflow) -> OutflowView:
        shown = {name: getattr(outflow, name) for name in cls.model_fields if name in Outflow.model_fields}
        return cls(**shown, amount_pence=outflow.amount)


class PortionView(View):
    """Pence of a payment for one claim."""

    account_number: str
    claim: str
    amount_pence: int

    @classmethod
    def of(cls, portion: Portion) -> PortionView:
        return cls(account_number=portion.account_number, claim=portion.claim, amount_pence=portion.amount)


class PaymentDetail(View):
    """`portions` are what it paid or, while nothing came, what it is meant for; `credited_pence` went to the customer's credit.
    `refundable_pence` is what can be refunded now, `from_credit_pence` how much of that is held as the customer's credit, so
    that nothing is owed again; `refund_id` is a fresh id for the next refund. What was recorded by hand is taken back."""

    id: str
    reference: str
    customer_key: str
    provider: str
    provider_ref: str
    status: Status
    method: str
    channel: Channel
    created_at: datetime
    settled_at: datetime | None
    amount_pence: int
    captured_pence: int
    credited_pence: int
    gone_pence: int
    portions: Sequence[PortionView]
    may_be_taken_back: bool
    refundable_pence: int
    from_credit_pence: int
    refund_id: str
    advice: Advice | None
    outflows: Sequence[OutflowView]

    @classmethod
    def of(cls, payment: Payment, now: datetime) -> PaymentDetail:
        shown = {name: getattr(payment, name) for name in cls.model_fields if name in Payment.model_fields}
        refundable = 0 if payment.provider == manual.PROVIDER else payment.refundable
        return cls(
            **shown
            | {
                "reference": payment.reference,
                "amount_pence": payment.amount,
                "captured_pence": payment.captured,
                "credited_pence": payment.credited,
                "gone_pence": payment.gone,
                "portions": [PortionView.of(portion) for portion in payment.allocations or payment.plan],
                "may_be_taken_back": manual.may_be_taken_back(payment),
                "refundable_pence": refundable,
                "from_credit_pence": min(refundable, payment.credit_left),
                "refund_id": ulid(now),
                "outflows": [OutflowView.of(outflow) for outflow in payment.outflows],
            }
        )


class NewRefund(View):
    """`refundable_pence` is the figure that was shown: another one by now refuses the refund with the new figure."""

    refund_id: Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")]
    amount_pence: Annotated[int, Field(ge=1, le=LARGEST_PENCE)]
    refundable_pence: Annotated[int, Field(ge=0, le=LARGEST_PENCE)]
    reason: Annotated[str, Field(min_length=1, max_length=REASON_LENGTH)]


class DifferenceView(View):
    kind: DifferenceKind
    movement: str
    payment_id: str
    customer_key: str
    ours_pence: int
    theirs_pence: int


class ReconciliationView(View):
    """`settled` differences were gone after the payments in question had been settled; `found` are left, of which the first
    hundred are named."""

    provider: str
    day: date
    done_at: datetime
    movements: int
    ours_pence: int
    theirs_pence: int
    settled: int
    found: int
    differences: Sequence[DifferenceView]

    @classmethod
    def of(cls, report: Reconciliation) -> ReconciliationView:
        shown = {name: getattr(report, name) for name in cls.model_fields if name in Reconciliation.model_fields}
        named = [
            DifferenceView(
                kind=d.kind,
                movement=d.movement,
                payment_id=d.payment_id,
                customer_key=d.customer_key,
                ours_pence=d.ours,
                theirs_pence=d.theirs,
            )
            for d in report.differences
        ]
        return cls(**shown | {"differences": named}, ours_pence=report.ours, theirs_pence=report.theirs)


class Reconciliations(View):
    items: Sequence[ReconciliationView]


class ReconcileDay(View):
    day: date


def register(routes: Routes, payments: Callable[[], Payments], reconciler: Callable[[], Reconciler], clock: Clock) -> None:
    @routes.page("POST", "/webhooks/{provider}", content_type=JSON, from_anywhere=True)
    def webhook(request: Request) -> Page:
        """Verified over the raw bytes. Anything but 200 makes the provider ring again."""
        payments().webhook(request.path["provider"], request.body, request.headers)
        return Page("{}", content_type=JSON)

    @routes.api("GET", "/customers/{customer_key}/payments/{id}", answer=PaymentDetail)
    def payment_detail(call: Call[Nothing, Nothing]) -> PaymentDetail:
        """One payment: how it stands, what went back, and how much can be refunded"""
        payment = payments().get(call.path["customer_key"], call.path["id"])
        if payment is None:
            raise Refused(Code.NOT_FOUND)
        return PaymentDetail.of(payment, clock.now())

    @routes.api(
        "POST",
        "/customers/{customer_key}/payments/{id}/refunds",
        body=NewRefund,
        answer=PaymentDetail,
        roles=ADMINS,
    )
    def refund(call: Call[Nothing, NewRefund]) -> PaymentDetail:
        """Money of a payment given back: the customer's credit first, then what it had paid, which is owed again"""
        ask = RefundAsk(call.body.refund_id, call.body.amount_pence, call.body.reason, call.body.refundable_pence)
        payment = payments().refund(call.path["customer_key"], call.path["id"], ask, call.person.actor)
        return PaymentDetail.of(payment, clock.now())

    @routes.api("GET", "/reconciliations", answer=Reconciliations)
    def reconciliations(call: Call[Nothing, Nothing]) -> Reconciliations:
        """The last days held against the providers' books, newest first"""
        return Reconciliations(items=[ReconciliationView.of(report) for report in reconciler().reports()])

    @routes.api("POST", "/reconciliations", body=ReconcileDay, answer=Reconciliations, roles=ADMINS)
    def reconcile(call: Call[Nothing, ReconcileDay]) -> Reconciliations:
        """One day held against the providers' books now; payments that differ are settled, nothing else is corrected"""
        reports = reconciler().work(call.body.day, call.person.actor)
        return Reconciliations(items=[ReconciliationView.of(report) for report in reports])
