"""What the console sees of saved ways to pay, and of charges under them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.core.actor import Channel
from chalicelib.mandates import rules
from chalicelib.mandates.charging import Preview, Way
from chalicelib.mandates.model import Mandate
from chalicelib.mandates.states import OVER, STANDING, MandateStatus
from chalicelib.mandates.usability import CURED_BY_CONSENT, Usability
from chalicelib.payments.model import Payment, Status
from chalicelib.payments.ports import Advice, Method
from chalicelib.web.view import View

ADVICE = {
    Advice.NEVER: "The bank says not to try again. The way to pay is disabled.",
    Advice.LATER: "The bank says that it may work another day.",
    Advice.NEW_METHOD: "Another way to pay is needed.",
    Advice.AUTHENTICATE: "The bank wants the customer to confirm it. Send them their personal link, so that they pay there.",
}


class ConsentView(View):
    """What the customer agreed to, and how."""

    text: str
    most_pence: int
    frequency: str
    ends: date | None
    channel: Channel
    at: datetime


class MandateView(View):
    """A saved way to pay. `plan` is the reference of a standing plan that is collected under it."""

    id: str
    name: str
    method: Method
    expires: str
    status: MandateStatus
    disabled_until: date | None
    consent: ConsentView
    created_at: datetime
    may_disable: bool
    may_enable: bool
    may_end: bool
    plan: str
    version: int

    @classmethod
    def of(cls, mandate: Mandate, today: date, plan: str = "") -> MandateView:
        status, consent = mandate.status_on(today), mandate.consent
        stands = status in STANDING
        return cls(
            id=mandate.id,
            name=rules.label(mandate),
            method=mandate.method,
            expires=mandate.expires,
            status=status,
            disabled_until=mandate.disabled_until if status is MandateStatus.DISABLED_UNTIL else None,
            consent=ConsentView(
                text=consent.text,
                most_pence=consent.most_pence,
                frequency=consent.frequency,
                ends=consent.ends,
                channel=consent.channel,
                at=consent.at,
            ),
            created_at=mandate.created_at,
            may_disable=stands,
            may_enable=status in (MandateStatus.DISABLED, MandateStatus.DISABLED_UNTIL),
            may_end=status not in OVER,
            plan=plan,
            version=mandate.version,
        )


class MandateList(View):
    items: Sequence[MandateView]


class WayView(View):
    """A saved way to pay that a charge may choose. `collect_on` is the day of a direct debit; `why_not` is empty when it may
    be chosen."""

    mandate: MandateView
    usable: bool
    why_not: str
    collect_on: date | None

    @classmethod
    def of(cls, way: Way, today: date) -> WayView:
        usability: Usability = way.usability
        return cls(
            mandate=MandateView.of(way.mandate, today),
            usable=usability.allowed or usability.why in CURED_BY_CONSENT,
            why_not=usability.words,
            collect_on=way.collect_on,
        )


class ChargePreview(View):
    """What may be charged towards an account now, and under which ways to pay. The payment id goes back with the charge."""

    account: str
    chargeable_pence: int
    why_not: str
    ways: Sequence[WayView]
    payment_id: str

    @classmethod
    def of(cls, preview: Preview, today: date) -> ChargePreview:
        return cls(
            account=preview.account_number,
            chargeable_pence=preview.owing.pence,
            why_not=preview.owing.why_not,
            ways=[WayView.of(way, today) for way in preview.ways],
            payment_id=preview.payment_id,
        )


class Charged(View):
    """What became of a charge. PENDING of a card: nobody knows yet, and it is never charged again for that."""

    payment_id: str
    reference: str
    amount_pence: int
    method: str
    status: Status
    collect_on: date | None
    words: str

    @classmethod
    def of(cls, payment: Payment) -> Charged:
        return cls(
            payment_id=payment.id,
            reference=payment.reference,
            amount_pence=payment.amount,
            method=payment.method,
            status=payment.status,
            collect_on=payment.collect_on,
            words=_words(payment),
        )


def _words(payment: Payment) -> str:
    if payment.status is Status.FAILED:
        return ADVICE[payment.advice] if payment.advice else "Nothing was taken."
    if payment.status in (Status.PENDING, Status.CREATED) and payment.collect_on is None:
        return "We do not know yet whether it went through. Do not charge it again: the answer shows here when it is known."
    return ""
