"""What Stripe's objects mean in the port's words. Pure (`design/money.md` 1.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from chalicelib.payments.ports import (
    Advice,
    Answer,
    DisputeSeen,
    MandateAnswer,
    MandateSeen,
    Method,
    ProviderMovement,
    RefundAnswer,
    RefundSeen,
    Snapshot,
)
from chalicelib.payments.providers.stripe.shapes import (
    BalanceTransaction,
    Charge,
    Dispute,
    Intent,
    Mandate,
    PaymentMethod,
    Refund,
    Session,
    SetupIntent,
    Trouble,
)

_INTENTS = {
    "succeeded": Answer.SUCCEEDED,
    "processing": Answer.PROCESSING,
    "canceled": Answer.CANCELLED,
    "requires_payment_method": Answer.FAILED,
    "requires_confirmation": Answer.FAILED,
    "requires_action": Answer.FAILED,
}
"""An intent that nobody is looking at: one that asks for the debtor's hand gets no further by itself."""

_REFUNDS = {
    "succeeded": RefundAnswer.SUCCEEDED,
    "failed": RefundAnswer.FAILED,
    "canceled": RefundAnswer.FAILED,
}
_LATER = frozenset({"insufficient_funds", "try_again_later", "processing_error", "issuer_not_available", "refer_to_payer"})
_UNPAID = frozenset({"insufficient_funds", "incorrect_account_details", "bank_cannot_process"})
"""Why a bank sends a direct debit back by itself; for any other reason the payer claimed it back."""

_KINDS = {
    "charge": "capture",
    "refund": "refund",
    "refund_failure": "refund_failed",
    "charge_failure": "returned",
    "dispute": "dispute",
    "dispute_reversal": "dispute_won",
}
"""Stripe's reporting categories that are about a payment."""


def payment_of_session(session: Session, refunds: Sequence[Refund], disputes: Sequence[Dispute], now: datetime) -> Snapshot:
    """How a payment on a hosted page stands. A completed page is not yet paid when a direct debit pays it."""
    if session.status == "expired":
        return Snapshot(Answer.EXPIRED, 0, instant(session.expires_at), session.id)
    intent = session.payment_intent
    if session.status == "open" or not isinstance(intent, Intent):
        return Snapshot(Answer.OPEN, 0, now, session.id)
    if intent.status == "requires_action":
        return Snapshot(Answer.PROCESSING, 0, now, intent.id)
    return payment_of_intent(intent, refunds, disputes, now)


def payment_of_intent(intent: Intent, refunds: Sequence[Refund], disputes: Sequence[Dispute], now: datetime) -> Snapshot:
    """How a payment stands that is made without the debtor."""
    answer = _INTENTS.get(intent.status, Answer.PROCESSING)
    if answer is not Answer.SUCCEEDED:
        return Snapshot(answer, 0, _ended(intent, now), intent.id, advice=_advice(intent) if answer is Answer.FAILED else None)
    charge = intent.latest_charge if isinstance(intent.latest_charge, Charge) else None
    by_bank = charge is not None and charge.paid_by == "bacs_debit"
    return Snapshot(
        answer,
        intent.amount_received,
        _taken(charge, now),
        intent.id,
        refunds=tuple(_refund(refund) for refund in refunds),
        disputes=() if by_bank else tuple(_dispute(dispute) for dispute in disputes),
        returned_at=_returned(disputes) if by_bank else None,
        indemnity=by_bank and any(_moved(dispute, out=True) and dispute.reason not in _UNPAID for dispute in disputes),
        method=Method.BACS if by_bank else Method.CARD,
    )


def advice_for(trouble: Trouble) -> Advice:
    """Whether another attempt makes sense, by what Stripe and the bank say."""
    codes = {trouble.code, trouble.decline_code, trouble.advice_code}
    if codes & {"authentication_required", "authentication_not_handled"}:
        return Advice.AUTHENTICATE
    if "do_not_try_again" in codes:
        return Advice.NEVER
    return Advice.LATER if codes & _LATER else Advice.NEW_METHOD


def mandate_of(session: Session) -> MandateSeen:
    """How a mandate stands whose page this is; the payment method's id is what it is charged by."""
    method = Method(session.metadata.get("method", Method.CARD))
    setup = session.setup_intent
    if session.status == "expired":
        return MandateSeen(MandateAnswer.INACTIVE, "", method)
    if session.status == "open" or not isinstance(setup, SetupIntent) or setup.status != "succeeded":
        return MandateSeen(MandateAnswer.PENDING, "", method)
    if not isinstance(setup.payment_method, PaymentMethod):
        return MandateSeen(MandateAnswer.INACTIVE, "", method)
    return _mandate(setup, setup.payment_method, method)


def movements_of(moved: BalanceTransaction, labels: Mapping[str, str]) -> Iterator[ProviderMovement]:
    """A movement in Stripe's books, and its fee as one of its own. `labels` are what we wrote on what it was for."""
    lines = [("fee", moved.amount)] if moved.reporting_category == "fee" else []
    if moved.reporting_category in _KINDS:
        lines = [(_KINDS[moved.reporting_category], moved.amount)]
    if moved.fee:
        lines.append(("fee", -moved.fee))
    payment_id, customer_key = labels.get("payment_id", ""), labels.get("customer_key", "")
    for kind, amount in lines:
        yield ProviderMovement(kind, payment_id, amount, instant(moved.created), moved.id, customer_key)


def instant(epoch_seconds: int) -> datetime:
    return datetime.fromtimestamp(epoch_seconds, UTC)


def _ended(intent: Intent, now: datetime) -> datetime:
    return now if intent.canceled_at is None else instant(intent.canceled_at)


def _taken(charge: Charge | None, now: datetime) -> datetime:
    """When the money moved: a direct debit's charge is made days before."""
    if charge is None:
        return now
    moved = charge.balance_transaction
    return instant(moved.created if isinstance(moved, BalanceTransaction) else charge.created)


def _advice(intent: Intent) -> Advice:
    if intent.status == "requires_action":
        return Advice.AUTHENTICATE
    return advice_for(intent.last_payment_error or Trouble())


def _refund(refund: Refund) -> RefundSeen:
    """A refund, under Stripe's id where somebody made it in Stripe's own dashboard."""
    answer = _REFUNDS.get(refund.status or "", RefundAnswer.PENDING)
    return RefundSeen(refund.metadata.get("refund_id", refund.id), refund.amount, answer, instant(refund.created))


def _dispute(dispute: Dispute) -> DisputeSeen:
    out, back = _moved(dispute, out=True), _moved(dispute, out=False)
    return DisputeSeen(dispute.id, dispute.amount, out, back, lost=dispute.status == "lost")


def _moved(dispute: Dispute, *, out: bool) -> datetime | None:
    """When the dispute's money left us, or came back."""
    moves = [move.created for move in dispute.balance_transactions if (move.amount < 0) is out]
    return instant(min(moves)) if moves else None


def _returned(disputes: Sequence[Dispute]) -> datetime | None:
    """When a direct debit came back: Stripe tells of it as a dispute, which is final."""
    moves = [moved for dispute in disputes if (moved := _moved(dispute, out=True))]
    return min(moves) if moves else None


def _mandate(setup: SetupIntent, paid_by: PaymentMethod, method: Method) -> MandateSeen:
    answer = MandateAnswer.ACTIVE if paid_by.customer else MandateAnswer.INACTIVE
    if isinstance(setup.mandate, Mandate) and paid_by.customer:
        answer = MandateAnswer(setup.mandate.status)
    if paid_by.card is None:
        last4 = (paid_by.bacs_debit.last4 if paid_by.bacs_debit else None) or ""
        return MandateSeen(answer, paid_by.id, method, last4=last4)
    card = paid_by.card
    expires = f"{card.exp_year:04}-{card.exp_month:02}" if card.exp_year else ""
    return MandateSeen(answer, paid_by.id, method, card.brand, card.last4, expires, credit_card=card.funding == "credit")
