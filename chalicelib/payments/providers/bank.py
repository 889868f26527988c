"""The sandbox bank's books: what it takes under mandates, gives back, and tells about. It refuses what a real one refuses."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from chalicelib.core.changes import Changes, Conflict, Insert, Put, Replace, Table
from chalicelib.core.clock import Clock, london_day, london_midnight
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.core.store import BATCH_GET_LIMIT, Store
from chalicelib.payments.ports import (
    Advice,
    Answer,
    Declined,
    Invalid,
    MandateAnswer,
    MandateSeen,
    Method,
    ProviderMovement,
    Snapshot,
    Unknown,
)
from chalicelib.payments.providers.books import (
    LATER,
    RETURNED_AFTER,
    BankRefund,
    BookDay,
    MandateOutcome,
    Outcome,
    SandboxMandate,
    SandboxPayment,
    book_partition,
    sandbox_place,
)

TRIES = 3
LEAST_PENCE = 30
"""As little as real providers take (Stripe: 0.30)."""
BACS_NOTICE_DAYS = range(3, 16)
"""How many calendar days ahead a direct debit may be lodged."""
BACS_LARGEST_PENCE = 10_000_000


class Bank:
    """What the provider port asks of a bank behind the debtor's back."""

    least_pence = LEAST_PENCE

    def __init__(self, store: Store, clock: Clock, accepts_credit_cards: Callable[[], bool]) -> None:
        self._store = store
        self._clock = clock
        self._accepts_credit_cards = accepts_credit_cards

    def find(self, *, customer_key: str, payment_id: str) -> Snapshot | None:
        payment = self._payment(customer_key, payment_id)
        return payment.snapshot(self._clock.now()) if payment else None

    def mandate(self, *, customer_key: str, mandate_id: str) -> MandateSeen | None:
        mandate = self._mandate(customer_key, mandate_id)
        return mandate.seen(self._clock.now()) if mandate else None

    def revoke_mandate(self, *, customer_key: str, mandate_id: str, provider_ref: str) -> None:
        for _ in range(TRIES):
            mandate = self._mandate(customer_key, mandate_id)
            if mandate is None or provider_ref != mandate.mandate_id:
                raise Invalid("there is no such mandate")
            if mandate.revoked_at is not None:
                return
            with contextlib.suppress(Conflict):
                self._store.commit(Changes(Replace(mandate.model_copy(update={"revoked_at": self._clock.now()}))))
                return
        raise Unknown("the bank is busy")

    def charge(
        self,
        *,
        customer_key: str,
        payment_id: str,
        amount: int,
        mandate_ref: str,
        method: Method,
        collect_on: date | None,
        description: str,
    ) -> Snapshot:
        now = self._clock.now()
        mandate = self._mandate(customer_key, mandate_ref)
        if mandate is None or mandate.method is not method:
            raise Invalid("there is no such mandate")
        before = self._payment(customer_key, payment_id)
        if before is not None:
            if (before.amount, before.mandate_ref, before.collect_on) != (amount, mandate_ref, collect_on):
                raise Invalid("the key was used with other parameters")
            return self._answered(before)
        if not LEAST_PENCE <= amount <= (BACS_LARGEST_PENCE if method is Method.BACS else LARGEST_PENCE):
            raise Invalid("the amount is out of range")
        ready_at = _taken_at(method, collect_on, now)
        self._refuse_mandate(mandate)
        outcome = mandate.outcome.charges_end
        after = SandboxPayment(
            payment_id=payment_id,
            customer_key=customer_key,
            amount=amount,
            outcome=outcome,
            ready_at=ready_at,
            method=method,
            mandate_ref=mandate_ref,
            collect_on=collect_on,
            returned_at=ready_at + RETURNED_AFTER if outcome is Outcome.RETURN else None,
        )
        try:
            self._keep(None, after)
        except Conflict as error:
            raise Unknown("the same key is being used") from error
        return self._answered(after)

    def _refuse_mandate(self, mandate: SandboxMandate) -> None:
        answer = mandate.answer(self._clock.now())
        if answer is MandateAnswer.INACTIVE or (mandate.is_credit_card and not self._accepts_credit_cards()):
            raise Declined("the mandate cannot be used", Advice.NEW_METHOD)
        if answer is MandateAnswer.PENDING:
            raise Declined("the mandate is not active yet", Advice.LATER)
        if mandate.outcome is MandateOutcome.CARD_STOLEN:
            raise Declined("the card was reported stolen", Advice.NEVER)

    def _answered(self, payment: SandboxPayment) -> Snapshot:
        if payment.outcome is Outcome.DECLINE:
            raise Declined("insufficient funds", Advice.LATER)
        return payment.snapshot(self._clock.now())

    def cancel(self, *, customer_key: str, payment_id: str) -> Snapshot:
        return self._changed(customer_key, payment_id, self._cancelled).snapshot(self._clock.now())

    def _cancelled(self, payment: SandboxPayment) -> SandboxPayment:
        now = self._clock.now()
        if payment.answer(now) is not Answer.PROCESSING:
            return payment
        return payment.model_copy(update={"outcome": Outcome.CANCEL, "ready_at": now, "returned_at": None})

    def refund(self, *, customer_key: str, payment_id: str, refund_id: str, amount: int) -> Snapshot:
        now = self._clock.now()

        def refunded(payment: SandboxPayment) -> SandboxPayment:
            for refund in payment.refunds:
                if refund.refund_id == refund_id:
                    if refund.amount != amount:
                        raise Invalid("the key was used with other parameters")
                    return payment
            if not 0 < amount <= payment.remains(now):
                raise Invalid("more than remains of the payment")
            fails = payment.outcome is Outcome.REFUND_FAILS
            refund = BankRefund(
                refund_id=refund_id, amount=amount, at=now, failed_at=now + LATER if fails else None, pending=fails
            )
            return payment.model_copy(update={"refunds": (*payment.refunds, refund)})

        return self._changed(customer_key, payment_id, refunded).snapshot(now)

    def _changed(self, customer_key: str, payment_id: str, change: Callable[[SandboxPayment], SandboxPayment]) -> SandboxPayment:
        for _ in range(TRIES):
            payment = self._payment(customer_key, payment_id)
            if payment is None:
                raise Invalid("there is no such payment")
            after = change(payment)
            if after is payment:
                return payment
            with contextlib.suppress(Conflict):
                self._keep(payment, after)
                return after
        raise Unknown("the bank is busy")

    def movements(self, *, since: datetime, until: datetime) -> Iterator[ProviderMovement]:
        now = self._clock.now()
        for offset in range((until.date() - since.date()).days + 1):
            for payment in self._of_day(since.date() + timedelta(days=offset)):
                day = since.date() + timedelta(days=offset)
                for movement in payment.movements(now):
                    if since <= movement.at < until and movement.at.date() == day:
                        yield movement

    def _of_day(self, day: date) -> Iterator[SandboxPayment]:
        after: str | None = None
        while True:
            page = self._store.query(Table.OPERATIONS, book_partition(day), after=after, limit=BATCH_GET_LIMIT)
            lines = [line for line in page.items if isinstance(line, BookDay)]
            found = self._store.get_many([sandbox_place(line.customer_key, line.payment_id) for line in lines])
            yield from (payment for payment in found.values() if isinstance(payment, SandboxPayment))
            after = page.after
            if after is None:
                return

    def _payment(self, customer_key: str, payment_id: str) -> SandboxPayment | None:
        return self._store.get(SandboxPayment, sandbox_place(customer_key, payment_id))

    def _mandate(self, customer_key: str, mandate_id: str) -> SandboxMandate | None:
        return self._store.get(SandboxMandate, sandbox_place(customer_key, f"mandate#{mandate_id}"))

    def _keep(self, before: SandboxPayment | None, after: SandboxPayment) -> None:
        """Write the payment, and under which days its movements are found. Raises `Conflict`."""
        days = after.days() - (before.days() if before else set())
        lines = [Put(BookDay(day=day, customer_key=after.customer_key, payment_id=after.payment_id)) for day in sorted(days)]
        self._store.commit(Changes(Replace(after) if before else Insert(after), *lines))


def _taken_at(method: Method, collect_on: date | None, now: datetime) -> datetime:
    """When a charge is taken: a card's at once, a direct debit's as its day begins. Raises Invalid for a day that cannot be."""
    notice = (collect_on - london_day(now)).days if collect_on else BACS_NOTICE_DAYS.start
    if (method is Method.BACS and notice not in BACS_NOTICE_DAYS) or (method is Method.CARD and collect_on):
        raise Invalid("the day of collection is out of range")
    return london_midnight(london_day(now) + timedelta(days=notice)) if method is Method.BACS else now
