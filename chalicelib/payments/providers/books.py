"""What the sandbox bank remembers: it is a bank of its own, not a view of our records. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.changes import Key, Table
from chalicelib.payments.ports import (
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

LATER = timedelta(seconds=30)
RETURNED_AFTER = timedelta(days=2)
"""When the bank hears that a direct debit was not honoured: two days after it was collected."""


class Outcome(StrEnum):
    """What may be picked on the hosted page of a payment, or follows from its mandate. RETURN pays by direct debit, later,
    and comes back days after; after REFUND_FAILS no refund of the payment arrives."""

    PAY = "pay"
    DECLINE = "decline"
    LATER = "later"
    LATER_FAIL = "later_fail"
    RETURN = "return"
    REFUND_FAILS = "refund_fails"
    CREDIT_CARD = "credit_card"
    CANCEL = "cancel"


class Happening(StrEnum):
    """What may happen to a payment that was taken."""

    DISPUTE = "dispute"
    WIN = "dispute_won"
    LOSE = "dispute_lost"
    RETURN = "returned"
    INDEMNITY = "indemnity"
    FAIL_REFUND = "refund_failed"


class MandateOutcome(StrEnum):
    """What may be picked on the hosted page of a mandate: the kind of card or account, and how charges on it end."""

    CARD = "card"
    CARD_DECLINES = "card_declines"
    CARD_STOLEN = "card_stolen"
    CREDIT_CARD = "credit_card"
    BACS = "bacs"
    BACS_FAILS = "bacs_fails"
    BACS_RETURNS = "bacs_returns"
    PENDING = "pending"
    REFUSED = "refused"

    @property
    def charges_end(self) -> Outcome:
        return _CHARGES.get(self, Outcome.PAY)

    def suits(self, method: Method) -> bool:
        """Whether it can be picked for this kind of mandate."""
        either = self in (MandateOutcome.PENDING, MandateOutcome.REFUSED)
        return either or self.value.startswith("bacs") == (method is Method.BACS)


_CHARGES = {
    MandateOutcome.CARD_DECLINES: Outcome.DECLINE,
    MandateOutcome.CREDIT_CARD: Outcome.CREDIT_CARD,
    MandateOutcome.BACS_FAILS: Outcome.LATER_FAIL,
    MandateOutcome.BACS_RETURNS: Outcome.RETURN,
}
_ANSWERS = {
    Outcome.PAY: Answer.SUCCEEDED,
    Outcome.LATER: Answer.SUCCEEDED,
    Outcome.RETURN: Answer.SUCCEEDED,
    Outcome.REFUND_FAILS: Answer.SUCCEEDED,
    Outcome.CREDIT_CARD: Answer.SUCCEEDED,
    Outcome.DECLINE: Answer.FAILED,
    Outcome.LATER_FAIL: Answer.FAILED,
    Outcome.CANCEL: Answer.CANCELLED,
}


class BankRefund(BaseModel):
    """A refund that the bank took on; `failed_at` is when it did not arrive, which may lie ahead."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    refund_id: str
    amount: int
    at: datetime
    failed_at: datetime | None = None
    pending: bool = False

    def seen(self, now: datetime) -> RefundSeen:
        if self.failed_at is not None and now >= self.failed_at:
            return RefundSeen(self.refund_id, self.amount, RefundAnswer.FAILED, self.failed_at)
        answer = RefundAnswer.PENDING if self.pending else RefundAnswer.SUCCEEDED
        return RefundSeen(self.refund_id, self.amount, answer, self.at)


class SandboxPayment(BaseModel):
    """A payment in the bank's books. The outcome is its answer from `ready_at` on; until then it is still processing."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    payment_id: str
    customer_key: str
    amount: int
    outcome: Outcome
    ready_at: datetime
    method: Method = Method.CARD
    mandate_ref: str = ""
    collect_on: date | None = None
    refunds: tuple[BankRefund, ...] = ()
    disputed_at: datetime | None = None
    dispute_won_at: datetime | None = None
    dispute_lost: bool = False
    returned_at: datetime | None = None
    indemnity: bool = False
    version: int = 0

    @property
    def key(self) -> Key:
        return sandbox_place(self.customer_key, self.payment_id)

    def answer(self, now: datetime) -> Answer:
        return _ANSWERS[self.outcome] if now >= self.ready_at else Answer.PROCESSING

    def remains(self, now: datetime) -> int:
        """Pence of it that the bank still holds for us, and so could be refunded or taken back."""
        if self.answer(now) is not Answer.SUCCEEDED:
            return 0
        held = self.amount - sum(refund.amount for refund in self.refunds if refund.seen(now).answer is not RefundAnswer.FAILED)
        disputed = self.disputed_at is not None and self.dispute_won_at is None
        returned = self.returned_at is not None and now >= self.returned_at
        return 0 if disputed or returned else held

    def snapshot(self, now: datetime) -> Snapshot:
        answer = self.answer(now)
        dispute = DisputeSeen(f"{self.payment_id}-dispute", self.amount, self.disputed_at, self.dispute_won_at, self.dispute_lost)
        return Snapshot(
            answer,
            self.amount if answer is Answer.SUCCEEDED else 0,
            self.ready_at,
            provider_ref=self.payment_id,
            refunds=tuple(refund.seen(now) for refund in self.refunds),
            disputes=(dispute,) if self.disputed_at is not None else (),
            returned_at=self.returned_at if self.returned_at is not None and now >= self.returned_at else None,
            indemnity=self.indemnity,
            method=self.method if self.method is not Method.CARD else None,
        )

    def movements(self, now: datetime) -> Iterator[ProviderMovement]:
        """What moved in the bank's books up to now; a refund that is still pending has left them."""
        for kind, amount, at in self._moves():
            if at <= now and self.answer(now) is Answer.SUCCEEDED:
                yield ProviderMovement(kind, self.payment_id, amount, at, self.payment_id, self.customer_key)

    def days(self) -> set[date]:
        """The UTC days on which something of it moves, or is going to."""
        return {at.date() for _, _, at in self._moves()}

    def _moves(self) -> Iterator[tuple[str, int, datetime]]:
        yield "capture", self.amount, self.ready_at
        for refund in self.refunds:
            if not refund.pending:
                yield "refund", -refund.amount, refund.at
            if not refund.pending and refund.failed_at is not None:
                yield "refund_failed", refund.amount, refund.failed_at
        if self.disputed_at is not None:
            yield "dispute", -self.amount, self.disputed_at
        if self.dispute_won_at is not None:
            yield "dispute_won", self.amount, self.dispute_won_at
        if self.returned_at is not None:
            yield "returned", -self.amount, self.returned_at


class SandboxMandate(BaseModel):
    """A mandate in the bank's books: its outcome counts from `ready_at` on."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    mandate_id: str
    customer_key: str
    method: Method
    outcome: MandateOutcome
    ready_at: datetime
    revoked_at: datetime | None = None
    version: int = 0

    @property
    def key(self) -> Key:
        return sandbox_place(self.customer_key, f"mandate#{self.mandate_id}")

    @property
    def is_credit_card(self) -> bool:
        return self.outcome is MandateOutcome.CREDIT_CARD

    def answer(self, now: datetime) -> MandateAnswer:
        if self.revoked_at is not None or self.outcome is MandateOutcome.REFUSED:
            return MandateAnswer.INACTIVE
        return MandateAnswer.ACTIVE if now >= self.ready_at else MandateAnswer.PENDING

    def seen(self, now: datetime) -> MandateSeen:
        card = self.method is Method.CARD
        return MandateSeen(
            answer=self.answer(now),
            provider_ref=self.mandate_id,
            method=self.method,
            label="Visa" if card else "Example Bank",
            last4="4242" if card else "2345",
            expires=f"{self.ready_at.year + 2}-12" if card else "",
            credit_card=self.is_credit_card,
        )


class BookDay(BaseModel):
    """Says that something of a payment moved, or is going to, on a UTC day: how the bank finds a day's movements."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    day: date
    customer_key: str
    payment_id: str

    @property
    def key(self) -> Key:
        return Key(Table.OPERATIONS, book_partition(self.day), f"{self.customer_key}#{self.payment_id}")


def book_partition(day: date) -> str:
    return f"sandbox-day#{day.isoformat()}"


def sandbox_place(customer_key: str, payment_id: str) -> Key:
    return Key(Table.OPERATIONS, f"sandbox#{customer_key}#{payment_id}", "-")
