"""Starting payments, collecting under mandates and giving money back: load, decide, commit, and only then call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid_instant
from chalicelib.payments import refunding, rules
from chalicelib.payments.balances import pounds
from chalicelib.payments.model import SESSION_LIFE, UNDER_WAY, Payment
from chalicelib.payments.outflows import OutflowState
from chalicelib.payments.ports import Answer, Declined, Snapshot, Unknown
from chalicelib.payments.refunding import RefundAsk
from chalicelib.payments.rules import Ask, ChargeAsk, Intent
from chalicelib.payments.settlement import COMMIT_TRIES, PAYMENT_SWEEP, WEBHOOK_LIMIT, Settlement
from chalicelib.records.model import Customer

__all__ = ["PAYMENT_SWEEP", "WEBHOOK_LIMIT", "ChargeAsk", "Payments", "RefundAsk", "Started"]

NONCE_LIFE = timedelta(days=1)

type Along = Callable[[Customer, Diary], Changes]
"""What another room writes in the transaction that reserves a charge, decided on the customer as they are then."""


@dataclass(frozen=True, slots=True)
class Started:
    """A payment, and where to send the debtor: the provider's page, or the payment's own page once that is closed."""

    payment: Payment
    url: str


class Payments(Settlement):
    """What a debtor or an agent does with payments. The intent is always written before the provider hears of it."""

    def start(
        self,
        customer_key: str,
        account_number: str,
        amount_pence: int,
        payment_id: str,
        actor: Actor,
        *,
        customer: Customer | None = None,
    ) -> Started:
        """`start_several` for one account."""
        return self.start_several(customer_key, {account_number: amount_pence}, payment_id, actor, customer=customer)

    def start_several(
        self,
        customer_key: str,
        shares: Mapping[str, int],
        payment_id: str,
        actor: Actor,
        *,
        customer: Customer | None = None,
        agreed: Collection[str] = (),
    ) -> Started:
        """Write the intent and reserve the money on each account, pence by account number, then open the provider's page.
        One request when `customer` is given. Of each account, claims in `agreed` are paid before others, and the least that
        can be paid is no more than was agreed.

        `payment_id` is a fresh ULID that the form carries: sending it again gives the same answer. Raises `Refused`:
        INVALID, NOT_FOUND, WRONG_STATE, NOTHING_OWED, AMOUNT_TOO_SMALL, MORE_THAN_OWED, KEY_REUSED for the same id with
        another amount or account, BUSY, and PROVIDER_UNAVAILABLE, after which the same id may be sent again.
        """
        now = self._clock.now()
        refuse_if(not _is_fresh(payment_id, now), Code.INVALID, field="payment_id")
        _refuse_below(self.least_pence, sum(shares.values()))
        ask = Ask(payment_id, tuple(shares.items()), self._current.name, self._load_settings().minimum_payment, frozenset(agreed))
        diary = Diary(actor, now)
        _, payment, _ = self._reserve(customer_key, payment_id, lambda found: rules.start(found, ask, diary), customer)
        planned = dict.fromkeys(payment.account_numbers, 0)
        for portion in payment.plan:
            planned[portion.account_number] += portion.amount
        refuse_if(planned != dict(shares) or payment.is_charge, Code.KEY_REUSED)
        return Started(payment, self.continue_url(payment) or self._page(payment))

    def charge(
        self,
        customer_key: str,
        ask: ChargeAsk,
        actor: Actor,
        *,
        customer: Customer | None = None,
        along: Along | None = None,
    ) -> Payment:
        """Reserve the money and collect it under the mandate, the debtor not being there: one call of the provider's.

        The payment as it then stands: SETTLED, PENDING (a direct debit, or no answer: the sweeper finds out), or FAILED with
        the provider's `advice`. The payment id is the idempotency key: asking again collects nothing more. What `along` decides
        is written in the transaction that reserves; it may refuse. Raises `Refused`: INVALID, NOT_FOUND, WRONG_STATE,
        NOTHING_OWED, AMOUNT_TOO_SMALL, MORE_THAN_OWED, NOT_ALLOWED_NOW, KEY_REUSED, BUSY.
        """
        refuse_if(not is_ulid(ask.payment_id), Code.INVALID, field="payment_id")
        _refuse_below(self._collecting(ask.provider).least_pence, ask.amount)
        diary = Diary(actor, self._clock.now())

        def decide(found: Customer) -> Intent:
            more = along(found, diary) if along else Changes()
            intent = rules.charge(found, ask, diary)
            return replace(intent, changes=intent.changes + more)

        fresh, payment, customer = self._reserve(customer_key, ask.payment_id, decide, customer)
        refuse_if(not ask.asked_for(payment), Code.KEY_REUSED)
        if payment.status not in UNDER_WAY:
            return payment
        try:
            if not fresh or customer is None:
                return self.settle(customer_key, payment.id, actor) or payment
            return self._write(customer, payment, self._charged(payment), actor)
        except Conflict:
            return self.settle(customer_key, payment.id, actor) or payment
        except Unknown:
            return self._left_open(payment, actor)

    def cancel(self, customer_key: str, payment_id: str, actor: Actor) -> Payment | None:
        """Stop a charge that has not been collected yet, if it still can be; how it stands after that. Raises the provider's
        errors: then it may or may not be stopped, and asking again is safe."""
        payment = self.get(customer_key, payment_id)
        if payment is not None and payment.status in UNDER_WAY:
            if self._provider(payment).find(customer_key=customer_key, payment_id=payment_id) is not None:
                self._collecting(payment.provider).cancel(customer_key=customer_key, payment_id=payment_id)
                return self.settle(customer_key, payment_id, actor)
            return self._settled_as(customer_key, payment_id, Answer.CANCELLED, actor)
        return payment

    def refund(self, customer_key: str, payment_id: str, ask: RefundAsk, actor: Actor) -> Payment:
        """Give money of a captured payment back: what is held as the customer's credit first, then the claims, which are
        owed again. The payment as it then stands; its refund is ASKED while the provider has not answered.

        The refund id is the idempotency key. Raises `Refused`: INVALID, NOT_FOUND, WRONG_STATE, STALE with the new figure when
        another amount can be refunded than the caller saw, MORE_THAN_OWED, AMOUNT_TOO_SMALL, KEY_REUSED, BUSY.
        """
        refuse_if(not is_ulid(ask.refund_id), Code.INVALID, field="refund_id")
        refuse_if(not 0 < len(ask.reason.strip()) <= refunding.REASON_LENGTH, Code.INVALID, field="reason")
        payment = self._ask_refund(customer_key, payment_id, ask, actor)
        found = refunding.refund_of(payment, ask.refund_id)
        same = found is not None and (found.amount, found.reason) == (ask.amount, ask.reason)
        refuse_if(not same, Code.KEY_REUSED)
        if found is None or found.state is not OutflowState.ASKED:
            return payment
        try:
            return self.settle(customer_key, payment_id, actor) or payment
        except Unknown:
            return payment

    def continue_url(self, payment: Payment) -> str:
        """The provider's page while the payment may still be made there, else nothing. Raises `Refused`."""
        if payment.is_charge or payment.status not in UNDER_WAY or self._clock.now() >= payment.session_ends:
            return ""
        try:
            session = self._provider(payment).hosted_payment(
                customer_key=payment.customer_key,
                payment_id=payment.id,
                amount=payment.amount,
                description=self._load_settings().display_name,
                return_url=self._page(payment),
                expires_at=payment.created_at + SESSION_LIFE,
            )
        except Declined:
            return ""
        except Unknown as error:
            raise Refused(Code.PROVIDER_UNAVAILABLE) from error
        return session.url

    def _reserve(
        self, customer_key: str, payment_id: str, decide: Callable[[Customer], Intent], customer: Customer | None
    ) -> tuple[bool, Payment, Customer | None]:
        """The payment written now, with its customer, or the one that was written under this id before."""
        for _ in range(COMMIT_TRIES):
            customer = customer or self._customer(customer_key)
            try:
                intent = decide(customer)
                self._store.commit(intent.changes)
                return True, next_version(intent.payment), next_version(intent.customer)
            except (Refused, Conflict) as error:
                if before := self.get(customer_key, payment_id):
                    return False, before, None
                if isinstance(error, Refused):
                    raise
                customer = None
        raise Refused(Code.BUSY)

    def _left_open(self, payment: Payment, actor: Actor) -> Payment:
        """Nobody knows whether the charge went through: it is pending, its money stays reserved, and the sweeper looks."""
        return self._settled_as(payment.customer_key, payment.id, Answer.PROCESSING, actor) or payment

    def _settled_as(self, customer_key: str, payment_id: str, answer: Answer, actor: Actor) -> Payment | None:
        for _ in range(COMMIT_TRIES):
            payment, customer = self._read(customer_key, payment_id)
            if payment is None or customer is None:
                return None
            try:
                return self._write(customer, payment, Snapshot(answer, 0, self._clock.now()), actor)
            except Conflict:
                continue
        raise Refused(Code.BUSY)

    def _ask_refund(self, customer_key: str, payment_id: str, ask: RefundAsk, actor: Actor) -> Payment:
        for _ in range(COMMIT_TRIES):
            payment = self.get(customer_key, payment_id)
            if payment is None:
                raise Refused(Code.NOT_FOUND)
            if refunding.refund_of(payment, ask.refund_id) is not None:
                return payment
            self._collecting(payment.provider)
            after, changes = refunding.ask_refund(payment, ask, Diary(actor, self._clock.now()))
            try:
                self._store.commit(changes)
            except Conflict:
                continue
            return next_version(after)
        raise Refused(Code.BUSY)

    def _page(self, payment: Payment) -> str:
        return f"{self._public_url}/payments/{payment.id}"


def _refuse_below(least_pence: int, pence: int) -> None:
    """Raises Refused(AMOUNT_TOO_SMALL) for less than the provider takes."""
    words = f"The payment provider takes {pounds(least_pence)} at least. Take more, or record the money when it came another way."
    refuse_if(pence < least_pence, Code.AMOUNT_TOO_SMALL, words, field="amount")


def _is_fresh(payment_id: str, now: datetime) -> bool:
    """Whether the id was made lately: its instant decides under which month the payment is listed."""
    if not is_ulid(payment_id):
        return False
    try:
        return abs(now - ulid_instant(payment_id)) < NONCE_LIFE
    except (ValueError, OverflowError):
        return False
