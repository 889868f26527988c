"""Payments of all customers for the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from chalicelib.cashbook.model import CreditorReport, JobState, Listing, PaymentFilter
from chalicelib.cashbook.rows import Row
from chalicelib.core.actor import Channel
from chalicelib.imports.answers import Download
from chalicelib.payments.model import Status
from chalicelib.payments.movements import MovementKind
from chalicelib.web.people import ADMINS, WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.cashbook.service import Cashbook


class PaymentsAsk(View):
    filters: PaymentFilter = PaymentFilter()
    after: Annotated[str, Field(max_length=64)] = ""


class PaymentRow(View):
    """One account's part of a payment, or of money that went back; `has_moved` is false while nothing has come."""

    payment_id: str
    reference: str
    customer_key: str
    customer_id: str
    name: str
    type: MovementKind
    at: datetime
    account_number: str
    amount_pence: int
    has_moved: bool
    currency: str
    method: str
    status: Status
    provider_ref: str
    channel: Channel

    @classmethod
    def of(cls, row: Row) -> PaymentRow:
        payment = row.payment
        return cls(
            payment_id=payment.id,
            reference=payment.reference,
            customer_key=payment.customer_key,
            customer_id=row.customer_id,
            name=row.name,
            type=row.kind,
            at=row.at,
            account_number=row.account_number,
            amount_pence=row.pence,
            has_moved=row.moved,
            currency=payment.currency,
            method=payment.method,
            status=payment.status,
            provider_ref=payment.provider_ref,
            channel=payment.channel,
        )


class PaymentRows(View):
    """`looked_at` payments were gone through for these rows; with `after` there may be more."""

    items: Sequence[PaymentRow]
    looked_at: int
    after: str | None


class ListingAsk(View):
    """A file wants a purpose; without `has_file` it is the totals alone."""

    filters: PaymentFilter = PaymentFilter()
    has_file: bool = False
    purpose: Annotated[str, Field(max_length=200)] = ""


class ListingView(View):
    """Sums are exact when it is ready; until then, of the payments looked at."""

    id: str
    filters: PaymentFilter
    purpose: str
    has_file: bool
    state: JobState
    created_at: datetime
    created_by: str
    looked_at: int
    payments: int
    rows: int
    in_pence: int
    out_pence: int
    by_status: dict[str, int]

    @classmethod
    def of(cls, listing: Listing) -> ListingView:
        shown = {name: getattr(listing, name) for name in cls.model_fields if name in Listing.model_fields}
        return cls(**shown, **listing.sums.model_dump())


class ListingList(View):
    items: Sequence[ListingView]


class ReportView(View):
    """A report to the creditor. `counted` movements of money have been taken into it so far."""

    id: str
    state: JobState
    created_at: datetime
    created_by: str
    counted: int
    rows: int
    in_pence: int
    out_pence: int

    @classmethod
    def of(cls, report: CreditorReport) -> ReportView:
        return cls(**{name: getattr(report, name) for name in cls.model_fields})


class ReportList(View):
    items: Sequence[ReportView]


def register(routes: Routes, cashbook: Callable[[], Cashbook]) -> None:
    @routes.api("POST", "/payments/search", body=PaymentsAsk, answer=PaymentRows, asks=True)
    def search_payments(call: Call[Nothing, PaymentsAsk]) -> PaymentRows:
        """Payments of all customers, newest first"""
        page = cashbook().page(call.body.filters, call.body.after)
        return PaymentRows(items=[PaymentRow.of(row) for row in page.rows], looked_at=page.looked_at, after=page.after)

    @routes.api("POST", "/payments/listings", body=ListingAsk, answer=ListingView, status=202, roles=WRITERS)
    def start_payment_listing(call: Call[Nothing, ListingAsk]) -> ListingView:
        """Sum all payments that the filters leave, and make a file of them if wanted"""
        ask = call.body
        return ListingView.of(
            cashbook().start_listing(ask.filters, ask.purpose, call.person.actor, call.key, has_file=ask.has_file)
        )

    @routes.api("GET", "/payments/listings", answer=ListingList)
    def list_payment_files(call: Call[Nothing, Nothing]) -> ListingList:
        """Files of payments, newest first"""
        return ListingList(items=[ListingView.of(listing) for listing in cashbook().listings()])

    @routes.api("GET", "/payments/listings/{id}", answer=ListingView)
    def get_payment_listing(call: Call[Nothing, Nothing]) -> ListingView:
        """How far totals or a file of payments are"""
        return ListingView.of(cashbook().get_listing(call.path["id"]))

    @routes.api("GET", "/payments/listings/{id}/files/payments", answer=Download, roles=WRITERS)
    def download_payments(call: Call[Nothing, Nothing]) -> Download:
        """A short-lived address of a file of payments"""
        return Download(url=cashbook().download_listing(call.path["id"], call.person.actor))

    _register_reports(routes, cashbook)


def _register_reports(routes: Routes, cashbook: Callable[[], Cashbook]) -> None:
    @routes.api("GET", "/payments/reports", answer=ReportList)
    def list_creditor_reports(call: Call[Nothing, Nothing]) -> ReportList:
        """Reports to the creditor, newest first"""
        return ReportList(items=[ReportView.of(report) for report in cashbook().reports()])

    @routes.api("POST", "/payments/reports", answer=ReportView, status=202, roles=ADMINS)
    def start_creditor_report(call: Call[Nothing, Nothing]) -> ReportView:
        """Report to the creditor all money that came and went since the last report"""
        return ReportView.of(cashbook().start_report(call.person.actor, call.key))

    @routes.api("GET", "/payments/reports/{id}", answer=ReportView)
    def get_creditor_report(call: Call[Nothing, Nothing]) -> ReportView:
        """How far a report to the creditor is"""
        return ReportView.of(cashbook().get_report(call.path["id"]))

    @routes.api("GET", "/payments/reports/{id}/files/report", answer=Download, roles=ADMINS)
    def download_creditor_report(call: Call[Nothing, Nothing]) -> Download:
        """A short-lived address of a report to the creditor"""
        return Download(url=cashbook().download_report(call.path["id"], call.person.actor))
