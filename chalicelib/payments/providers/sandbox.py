"""The sandbox provider: a bank of its own with hosted pages, for every stage but production.

It keeps its own books, forgets nothing we would like it to forget, and refuses what a real provider refuses.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.changes import Changes, Conflict, Insert
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.keys import Keys
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.core.store import Store
from chalicelib.payments.model import SESSION_LIFE
from chalicelib.payments.ports import Answer, Declined, Event, HostedSession, Invalid, Method, RefundAnswer
from chalicelib.payments.providers.bank import LEAST_PENCE, TRIES, Bank
from chalicelib.payments.providers.books import (
    LATER,
    RETURNED_AFTER,
    Happening,
    MandateOutcome,
    Outcome,
    SandboxMandate,
    SandboxPayment,
)
from chalicelib.payments.providers.sealing import SIGNATURE_HEADER, MandateSession, Ring, SandboxSession, Seals

__all__ = ["SIGNATURE_HEADER", "Decision", "Sandbox"]

NO_CREDIT_CARDS = "Credit cards are not taken for debts. Use a debit card."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the bank holds after a decision, and where the debtor goes next."""

    outcome: Outcome | MandateOutcome
    return_url: str


class Sandbox(Bank):
    """The provider port, and what its hosted pages do: `open` and `decide`, `open_mandate` and `decide_mandate`. `happen` is
    what becomes of a payment after it was taken.

    `deliver` sends a webhook's body and headers to us; when it fails the webhook is lost, as webhooks are.
    `retired_secrets` still open sessions and verify webhooks made before the secret was replaced.
    """

    name = "sandbox"

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        deliver: Callable[[bytes, dict[str, str]], None],
        *,
        stage: str,
        public_url: str,
        retired_secrets: Sequence[bytes] = (),
        accepts_credit_cards: Callable[[], bool] = lambda: False,
    ) -> None:
        if stage == "production":
            raise RuntimeError("the sandbox takes no money: production needs a real payment provider")
        super().__init__(store, clock, accepts_credit_cards)
        self._deliver = deliver
        self._public_url = public_url
        self._seals = Seals(keys, retired_secrets)

    def hosted_payment(
        self,
        *,
        customer_key: str,
        payment_id: str,
        amount: int,
        description: str,
        return_url: str,
        expires_at: datetime,
    ) -> HostedSession:
        if not LEAST_PENCE <= amount <= LARGEST_PENCE:
            raise Invalid("the amount is out of range")
        self._refuse_session(expires_at)
        session = SandboxSession(
            payment_id=payment_id,
            customer_key=customer_key,
            amount=amount,
            description=description,
            return_url=return_url,
            expires_at=expires_at,
        )
        return HostedSession(payment_id, f"{self._public_url}/sandbox/pay/{self._seals.seal(session)}", expires_at)

    def hosted_mandate(
        self, *, customer_key: str, mandate_id: str, method: Method, return_url: str, expires_at: datetime
    ) -> HostedSession:
        self._refuse_session(expires_at)
        session = MandateSession(
            mandate_id=mandate_id, customer_key=customer_key, method=method, return_url=return_url, expires_at=expires_at
        )
        return HostedSession(mandate_id, f"{self._public_url}/sandbox/mandate/{self._seals.seal(session)}", expires_at)

    def _refuse_session(self, expires_at: datetime) -> None:
        now = self._clock.now()
        if expires_at > now + SESSION_LIFE:
            raise Invalid("the life of the session is out of range")
        if expires_at <= now:
            raise Declined("the session is over")

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        return [self._seals.event(body, headers, self._clock.now())]

    def open(self, sealed: str) -> SandboxSession:
        """The session behind an address. Raises `Refused`: NOT_FOUND when we did not seal it, WRONG_STATE once it is over."""
        session = self._seals.unseal(SandboxSession, sealed)
        refuse_if(self._clock.now() >= session.expires_at, Code.WRONG_STATE, "This payment page is no longer open.")
        return session

    def look(self, sealed: str) -> tuple[SandboxSession, bool]:
        """The session behind an address, and whether its payment was taken: then it may be looked at for ever. Raises as
        `open` does."""
        session = self._seals.unseal(SandboxSession, sealed)
        payment = self.state(session)
        if payment is not None and payment.answer(self._clock.now()) is Answer.SUCCEEDED:
            return session, True
        return self.open(sealed), False

    def state(self, session: SandboxSession) -> SandboxPayment | None:
        """What the bank holds of a session's payment."""
        payment = self._payment(session.customer_key, session.payment_id)
        refuse_if(payment is not None and payment.amount != session.amount, Code.KEY_REUSED)
        return payment

    def decide(self, sealed: str, outcome: Outcome) -> Decision:
        """Do what was picked on the hosted page, and ring. The first decision stands, except that after a declined card
        another may be tried. Raises `Refused` as `open` does, KEY_REUSED when the id was used with another amount,
        NOT_ALLOWED_NOW for a credit card where none is taken, and BUSY."""
        session = self.open(sealed)
        for _ in range(TRIES):
            payment = self.state(session)
            if payment is not None and not _takes_another_card(payment, outcome):
                return Decision(payment.outcome, session.return_url)
            self._refuse_credit_card(outcome is Outcome.CREDIT_CARD)
            try:
                self._decide(session, payment, outcome)
            except Conflict:
                continue
            return Decision(outcome, session.return_url)
        raise Refused(Code.BUSY)

    def _decide(self, session: SandboxSession, before: SandboxPayment | None, outcome: Outcome) -> None:
        late = outcome in (Outcome.LATER, Outcome.LATER_FAIL, Outcome.RETURN)
        ready_at = self._clock.now() + (LATER if late else timedelta())
        after = SandboxPayment(
            payment_id=session.payment_id,
            customer_key=session.customer_key,
            amount=session.amount,
            outcome=outcome,
            ready_at=ready_at,
            method=Method.BACS if outcome is Outcome.RETURN else Method.CARD,
            returned_at=ready_at + RETURNED_AFTER if outcome is Outcome.RETURN else None,
            version=before.version if before else 0,
        )
        self._keep(before, after)
        self._ring_about(after)

    def happen(self, sealed: str, happening: Happening) -> str:
        """Let something become of a payment that was taken, and ring; where the tester goes next. What cannot happen to it
        any more changes nothing. Raises `Refused` with NOT_FOUND for what we did not seal, and BUSY."""
        session = self._seals.unseal(SandboxSession, sealed)
        payment = self.state(session)
        if payment is not None and payment.answer(self._clock.now()) is Answer.SUCCEEDED:
            after = self._changed(session.customer_key, session.payment_id, lambda found: self._after(found, happening))
            self._ring_about(after)
        return session.return_url

    def _after(self, payment: SandboxPayment, happening: Happening) -> SandboxPayment:
        now = self._clock.now()
        undecided = payment.disputed_at is not None and payment.dispute_won_at is None and not payment.dispute_lost
        untouched = payment.disputed_at is None and (payment.returned_at is None or now < payment.returned_at)
        changes: Mapping[Happening, tuple[bool, dict[str, object]]] = {
            Happening.DISPUTE: (untouched, {"disputed_at": now}),
            Happening.WIN: (undecided, {"dispute_won_at": now}),
            Happening.LOSE: (undecided, {"dispute_lost": True}),
            Happening.RETURN: (untouched, {"returned_at": now}),
            Happening.INDEMNITY: (untouched, {"returned_at": now, "indemnity": True}),
        }
        if happening is Happening.FAIL_REFUND:
            refunds = [
                refund.model_copy(update={"failed_at": now}) if refund.seen(now).answer is RefundAnswer.SUCCEEDED else refund
                for refund in payment.refunds
            ]
            return payment if list(payment.refunds) == refunds else payment.model_copy(update={"refunds": tuple(refunds)})
        possible, changed = changes[happening]
        return payment.model_copy(update=changed) if possible else payment

    def open_mandate(self, sealed: str) -> MandateSession:
        """The session behind the address of a mandate's page. Raises as `open` does."""
        session = self._seals.unseal(MandateSession, sealed)
        refuse_if(self._clock.now() >= session.expires_at, Code.WRONG_STATE, "This page is no longer open.")
        return session

    def decide_mandate(self, sealed: str, outcome: MandateOutcome) -> Decision:
        """Set the mandate up as it was picked on its page, and ring. The first decision stands. Raises `Refused` as `open`
        does, INVALID for what does not suit its method, and NOT_ALLOWED_NOW for a credit card where none is taken."""
        session = self.open_mandate(sealed)
        refuse_if(not outcome.suits(session.method), Code.INVALID)
        before = self._mandate(session.customer_key, session.mandate_id)
        if before is not None:
            return Decision(before.outcome, session.return_url)
        self._refuse_credit_card(outcome is MandateOutcome.CREDIT_CARD)
        mandate = SandboxMandate(
            mandate_id=session.mandate_id,
            customer_key=session.customer_key,
            method=session.method,
            outcome=outcome,
            ready_at=self._clock.now() + (LATER if outcome is MandateOutcome.PENDING else timedelta()),
        )
        with contextlib.suppress(Conflict):
            self._store.commit(Changes(Insert(mandate)))
            answer = mandate.answer(self._clock.now())
            self._ring(
                Ring(
                    id=f"{mandate.mandate_id}-1",
                    type=f"mandate.{answer}",
                    customer_key=mandate.customer_key,
                    mandate_id=mandate.mandate_id,
                )
            )
        return Decision(outcome, session.return_url)

    def _refuse_credit_card(self, is_one: bool) -> None:
        refuse_if(is_one and not self._accepts_credit_cards(), Code.NOT_ALLOWED_NOW, NO_CREDIT_CARDS)

    def _ring_about(self, payment: SandboxPayment) -> None:
        answer = payment.answer(self._clock.now())
        self._ring(
            Ring(
                id=f"{payment.payment_id}-{payment.version + 1}",
                type=f"payment.{answer}",
                customer_key=payment.customer_key,
                payment_id=payment.payment_id,
            )
        )

    def _ring(self, ring: Ring) -> None:
        """Deliver a webhook, once. Whether it arrives decides nothing: the sweeper finds what it would have told."""
        try:
            self._deliver(*self._seals.signed(ring, self._clock.now()))
        except Exception:  # noqa: BLE001 - the decision stands whatever became of the webhook
            _log.warning("a sandbox webhook was lost")


def _takes_another_card(payment: SandboxPayment, outcome: Outcome) -> bool:
    return payment.outcome is Outcome.DECLINE and outcome is not Outcome.CANCEL
