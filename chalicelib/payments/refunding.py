"""Refunds that we ask for: what may be refunded, and what the provider has not answered yet. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.errors import Code, refuse_if
from chalicelib.ledger.model import LedgerAccount, Posting
from chalicelib.ledger.rules import credit
from chalicelib.payments.balances import copy, pounds, tell
from chalicelib.payments.model import KEY_LIFE, Outflow, OutflowKind, OutflowState, Payment
from chalicelib.payments.ports import RefundAnswer, RefundSeen, Snapshot
from chalicelib.payments.rules import CHECK_AFTER

REASON_LENGTH = 200
REFUNDS_LIMIT = 20
"""Refunds that one payment may have: it is stored as one item."""


@dataclass(frozen=True, slots=True)
class RefundAsk:
    """A refund that is wanted: pence and why. `refundable` is how much the person who asks saw that could be refunded."""

    refund_id: str
    amount: int
    reason: str
    refundable: int


def ask_refund(payment: Payment, ask: RefundAsk, diary: Diary) -> tuple[Payment, Changes]:
    """The intent of a refund, written before the provider hears of it. Raises `Refused`: STALE with the new figure when
    another amount can be refunded by now, MORE_THAN_OWED, AMOUNT_TOO_SMALL, WRONG_STATE."""
    left = payment.refundable
    refuse_if(left == 0, Code.WRONG_STATE, "Nothing of this payment can be refunded.")
    refuse_if(ask.refundable != left, Code.STALE, f"{pounds(left)} of this payment can be refunded now.", field="amount")
    refuse_if(ask.amount < 1, Code.AMOUNT_TOO_SMALL, field="amount")
    refuse_if(ask.amount > left, Code.MORE_THAN_OWED, f"At most {pounds(left)} can be refunded.", field="amount")
    refuse_if(len(payment.outflows) >= REFUNDS_LIMIT, Code.WRONG_STATE, "This payment was refunded too often.")
    asked = Outflow(
        kind=OutflowKind.REFUND,
        id=ask.refund_id,
        amount=ask.amount,
        state=OutflowState.ASKED,
        reason=ask.reason,
        asked_at=diary.now,
        at=diary.now,
    )
    # What stood before the first outflow is what the allocations say, so it is written down with it.
    after = copy(
        payment,
        outflows=(*payment.outflows, asked),
        left=still_standing(payment),
        checks=0,
        next_check=diary.now + CHECK_AFTER[0],
    )
    words = {"amount_pence": str(ask.amount), "refund": ask.refund_id}
    return after, Changes(Replace(after), Append(tell(diary, payment, Event.PAYMENT_REFUND_REQUESTED, after=words)))


def refund_of(payment: Payment, refund_id: str) -> Outflow | None:
    return next((o for o in payment.outflows if o.kind is OutflowKind.REFUND and o.id == refund_id), None)


def unanswered(payment: Payment, snapshot: Snapshot) -> list[Outflow]:
    """The refunds that were asked for and that the provider has not heard of."""
    heard = {seen.refund_id for seen in snapshot.refunds}
    return [o for o in payment.outflows if o.state is OutflowState.ASKED and o.id not in heard]


def is_too_late(outflow: Outflow, now: datetime) -> bool:
    """Whether the provider may have forgotten the key of a refund, so that asking again could give the money back twice."""
    return outflow.asked_at is not None and now >= outflow.asked_at + KEY_LIFE


def with_refused(snapshot: Snapshot, outflow: Outflow, at: datetime) -> Snapshot:
    """The provider's answer with a refund in it that it will not make."""
    seen = RefundSeen(outflow.id, outflow.amount, RefundAnswer.FAILED, at)
    return replace(snapshot, refunds=(*snapshot.refunds, seen))


def still_standing(payment: Payment) -> tuple[Posting, ...]:
    """What still stands of the capture. A payment from before this was written down has its allocations: as principal."""
    if payment.left or payment.outflows:
        return payment.left
    owed = [
        Posting(
            debit=payment.cash,
            credit=LedgerAccount.RECEIVABLE_PRINCIPAL,
            amount=portion.amount,
            account_number=portion.account_number,
            claim=portion.claim,
        )
        for portion in payment.allocations
    ]
    return (*owed, credit(payment.credited, payment.cash)) if payment.credited else tuple(owed)
