"""Finding out what became of payments, and writing it down: asked by the portal, a webhook or the sweeper."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast

from chalicelib.activities.model import Diary
from chalicelib.care.rules import policy_of
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Key, Table
from chalicelib.core.clock import Clock, epoch_seconds
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid
from chalicelib.core.store import Store
from chalicelib.due.service import sweep
from chalicelib.payments import refunding, rules
from chalicelib.payments.capturing import reported_at_last
from chalicelib.payments.model import PAYMENT_PREFIX, TAKEN, UNDER_WAY, Payment, ProviderEvent, payment_place
from chalicelib.payments.outflows import Outflow
from chalicelib.payments.ports import (
    Answer,
    CollectingProvider,
    Declined,
    Event,
    Invalid,
    Method,
    PaymentProvider,
    Snapshot,
    Untrusted,
)
from chalicelib.payments.settling import look_again, settle
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

COMMIT_TRIES = 3
WEBHOOK_LIMIT = 256 * 1024
EVENTS_KEPT = timedelta(days=90)
PAYMENT_SWEEP = "payment_sweep"
LOOKED_THROUGH = 100
"""A direct debit is lodged a fortnight ahead at most: nobody pays so often in the meantime."""

_log = logging.getLogger(__name__)

type OnMandate = Callable[[str, str, Actor], object]
"""Looks at a mandate that a provider rang about: its customer's key, its id, and who rang."""
type OnMoneyBack = Callable[[str, Diary], Changes]
"""What another room writes in the transaction in which money of a customer's goes back, or comes again after that."""


def nothing_more(_customer_key: str, _diary: Diary) -> Changes:
    """Nobody else is concerned."""
    return Changes()


class Settlement:
    """The payments of one organisation as they stand at their providers. New ones go to the first provider; older ones stay
    with theirs."""

    def __init__(
        self,
        store: Store,
        providers: Sequence[PaymentProvider],
        clock: Clock,
        load_settings: Callable[[], Settings],
        public_url: str,
        on_mandate: OnMandate | None = None,
        on_money_back: OnMoneyBack = nothing_more,
    ) -> None:
        self._store = store
        self._providers: Mapping[str, PaymentProvider] = {provider.name: provider for provider in providers}
        self._current = providers[0]
        self._clock = clock
        self._load_settings = load_settings
        self._public_url = public_url
        self._on_mandate = on_mandate
        self._on_money_back = on_money_back

    @property
    def collecting(self) -> tuple[CollectingProvider, ...]:
        """The providers that collect under mandates, give money back, and keep books of their own."""
        return tuple(provider for provider in self._providers.values() if isinstance(provider, CollectingProvider))

    @property
    def least_pence(self) -> int:
        """The smallest payment that the provider of new ones takes."""
        return self._current.least_pence

    def get(self, customer_key: str, payment_id: str) -> Payment | None:
        """One payment of this customer, in one request."""
        return self._store.get(Payment, payment_place(customer_key, payment_id)) if is_ulid(payment_id) else None

    def recent(self, customer_key: str, limit: int) -> list[Payment]:
        """The customer's payments, newest first, in one request."""
        page = self._store.query(Table.RECORDS, customer_key, prefix=PAYMENT_PREFIX, limit=limit, newest_first=True)
        return [payment for payment in page.items if isinstance(payment, Payment)]

    def lodged(self, customer_key: str, mandate_id: str) -> list[Payment]:
        """The direct debits that were asked for under a mandate and are not taken yet, in one request."""
        latest = self.recent(customer_key, LOOKED_THROUGH)
        return [p for p in latest if p.mandate_id == mandate_id and p.method == Method.BACS and p.status in UNDER_WAY]

    def settle(self, customer_key: str, payment_id: str, actor: Actor) -> Payment | None:
        """Ask the provider how the payment stands and write down what is new, exactly once whoever asks: each fact in a
        transaction of its own. What the provider never heard of, though it was asked for, is asked for again.

        The payment as it stands after it, or None when there is no such payment. One request of ours, one more for each
        fact written, besides the provider's. Raises the provider's errors and `Refused` with BUSY: then asking again is
        always safe.
        """
        for _ in range(COMMIT_TRIES):
            payment, customer = self._read(customer_key, payment_id)
            if payment is None:
                return None
            if customer is None:
                raise LookupError("a payment stands without its customer")
            # Asked after the read: whatever moved in between makes the commit fail, so an old answer is never written.
            snapshot = self._provider(payment).find(customer_key=customer_key, payment_id=payment_id)
            snapshot = self._asked_again(customer, payment, snapshot, actor)
            with contextlib.suppress(Conflict):
                return self._write(customer, payment, snapshot, actor)
        raise Refused(Code.BUSY)

    def _write(self, customer: Customer, payment: Payment, snapshot: Snapshot | None, actor: Actor) -> Payment:
        """Write the facts of an answer that are new, each in its own transaction. Raises `Conflict` when something moved."""
        policy = policy_of(self._load_settings())
        while moved := settle(customer, payment, snapshot, diary := Diary(actor, self._clock.now()), policy):
            went_back = moved.payment.outflows != payment.outflows
            self._store.commit(moved.changes + (self._on_money_back(payment.customer_key, diary) if went_back else ()))
            payment = next_version(moved.payment)
            customer = moved.customer if moved.customer is customer else next_version(moved.customer)
        return payment

    def _asked_again(self, customer: Customer, payment: Payment, snapshot: Snapshot | None, actor: Actor) -> Snapshot | None:
        """The answer after the same call was made again, under the same key, for what the provider never heard of: a death
        between our writing the intent and its hearing of it. Only while it surely remembers the key."""
        diary = Diary(actor, self._clock.now())
        if snapshot is None and payment.is_charge and payment.status in UNDER_WAY and diary.now < payment.last_word:
            if not rules.may_still_be_collected(customer, payment, diary):
                return Snapshot(Answer.CANCELLED, 0, diary.now)
            return self._charged(payment)
        if snapshot is not None and payment.status in TAKEN:
            for outflow in refunding.unanswered(payment, snapshot):
                snapshot = self._refunded(payment, outflow, snapshot)
        return snapshot

    def _charged(self, payment: Payment) -> Snapshot:
        """What the provider says to the charge; a decline is an answer like others. Raises `Unknown` and `Invalid`."""
        try:
            return self._collecting(payment.provider).charge(
                customer_key=payment.customer_key,
                payment_id=payment.id,
                amount=payment.amount,
                mandate_ref=payment.mandate_ref,
                method=Method(payment.method),
                collect_on=payment.collect_on,
                description=self._load_settings().display_name,
            )
        except Declined as declined:
            return Snapshot(Answer.FAILED, 0, self._clock.now(), advice=declined.advice)

    def _refunded(self, payment: Payment, outflow: Outflow, snapshot: Snapshot) -> Snapshot:
        """How the payment stands after the refund was asked for. One that the provider declines, or never heard of until
        it may have forgotten its key, has failed without anything having left. Raises `Unknown`."""
        now = self._clock.now()
        try:
            if refunding.is_too_late(outflow, now):
                raise Declined("the refund never reached the provider")
            return self._collecting(payment.provider).refund(
                customer_key=payment.customer_key, payment_id=payment.id, refund_id=outflow.id, amount=outflow.amount
            )
        except Declined:
            return refunding.with_refused(snapshot, outflow, now)
        except Invalid:
            _log.error("a provider refused a refund as impossible", extra={"provider": payment.provider})
            return refunding.with_refused(snapshot, outflow, now)

    def report_at_last(self, customer_key: str, actor: Actor) -> None:
        """Let the creditor be told of the customer's payments from before movements were written down. Doing it again changes
        nothing; one that does not stand still is left to the next time."""
        after: str | None = ""
        while after is not None:
            page = self._store.query(
                Table.RECORDS, customer_key, prefix=PAYMENT_PREFIX, after=after or None, limit=LOOKED_THROUGH
            )
            for payment in page.items:
                if isinstance(payment, Payment):
                    self._report_at_last(payment, Diary(actor, self._clock.now()))
            after = page.after

    def _report_at_last(self, found: Payment, diary: Diary) -> None:
        payment: Payment | None = found
        for _ in range(COMMIT_TRIES):
            if payment is None or payment.settled_at is None or payment.movements:
                return
            with contextlib.suppress(Conflict):
                self._store.commit(reported_at_last(payment, diary))
                return
            payment = self.get(found.customer_key, found.id)

    def webhook(self, provider: str, body: bytes, headers: Mapping[str, str]) -> None:
        """A provider rang. Raises `Refused` (NOT_FOUND, TOO_LARGE, UNAUTHENTICATED) for what no provider of ours sent;
        anything else that is raised must reach the provider as a 5xx answer, so that it rings again."""
        refuse_if(provider not in self._providers, Code.NOT_FOUND)
        refuse_if(len(body) > WEBHOOK_LIMIT, Code.TOO_LARGE)
        try:
            events = self._providers[provider].parse_webhook(body, headers)
        except Untrusted as error:
            raise Refused(Code.UNAUTHENTICATED) from error
        for event in events:
            self._answer(provider, event)

    def _answer(self, provider: str, event: Event) -> None:
        now = self._clock.now()
        record = ProviderEvent(
            provider=provider,
            event_id=event.id,
            type=event.type,
            payment_id=event.payment_id or event.mandate_id,
            received_at=now,
            ttl=epoch_seconds(now + EVENTS_KEPT),
        )
        # A duplicate is settled too: the first delivery may have died right after it was recorded.
        with contextlib.suppress(Conflict):
            self._store.commit(Changes(Append(record)))
        ringer = Actor.provider(provider)
        if event.mandate_id and self._on_mandate is not None:
            self._on_mandate(event.customer_key, event.mandate_id, ringer)
        elif self.settle(event.customer_key, event.payment_id, ringer) is None:
            _log.warning("a provider rang about a payment that is not ours", extra={"provider": provider})

    def sweep(self, now: datetime) -> None:
        """Look at every payment whose check is due: what a lost webhook, a closed tab or a crash left behind.

        Raises an ExceptionGroup at the end when some could not be looked at; the others were.
        """
        sweep(self._store, PAYMENT_SWEEP, now, prefix=PAYMENT_PREFIX, look=lambda key: self._look(key, now))

    def _look(self, key: Key, now: datetime) -> None:
        """Settle one payment if it is due, and move its next check on whether or not that worked."""
        if not self._is_due(self._store.get(Payment, key), now):
            return
        try:
            self.settle(key.pk, key.sk.removeprefix(PAYMENT_PREFIX), Actor.system(PAYMENT_SWEEP))
        except Exception:
            self._look_later(key, now)
            raise
        self._look_later(key, now)

    def _look_later(self, key: Key, now: datetime) -> None:
        payment = self._store.get(Payment, key)
        if payment is not None and self._is_due(payment, now):
            # Whoever moved it in between has set its next check as well.
            with contextlib.suppress(Conflict):
                self._store.commit(look_again(payment, Diary(Actor.system(PAYMENT_SWEEP), now)))

    @staticmethod
    def _is_due(payment: Payment | None, now: datetime) -> bool:
        return payment is not None and payment.next_check is not None and payment.next_check <= now

    def _provider(self, payment: Payment) -> PaymentProvider:
        return self._providers[payment.provider]

    def _collecting(self, name: str) -> CollectingProvider:
        """The provider, which must be one that collects under mandates and gives money back. Raises `Refused`."""
        provider = self._providers.get(name)
        if not isinstance(provider, CollectingProvider):
            raise Refused(Code.WRONG_STATE, "This payment provider cannot do that.")
        return provider

    def _customer(self, customer_key: str) -> Customer:
        customer = self._store.get(Customer, customer_place(customer_key))
        if customer is None:
            raise Refused(Code.NOT_FOUND)
        return customer

    def _read(self, customer_key: str, payment_id: str) -> tuple[Payment | None, Customer | None]:
        places = payment_place(customer_key, payment_id), customer_place(customer_key)
        found = self._store.get_many(places)
        return cast(Payment | None, found.get(places[0])), cast(Customer | None, found.get(places[1]))
