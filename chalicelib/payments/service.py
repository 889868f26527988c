"""Starting, settling and finding payments: load, decide, commit."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from chalicelib.activities.model import Diary
from chalicelib.care.rules import policy_of
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Key, Table
from chalicelib.core.clock import Clock, epoch_seconds
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid_instant
from chalicelib.core.store import Store
from chalicelib.due.service import sweep
from chalicelib.payments import rules
from chalicelib.payments.model import (
    PAYMENT_PREFIX,
    SESSION_LIFE,
    UNDER_WAY,
    Payment,
    ProviderEvent,
    Status,
    payment_place,
)
from chalicelib.payments.ports import Declined, Event, PaymentProvider, Unknown, Untrusted
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

COMMIT_TRIES = 3
WEBHOOK_LIMIT = 256 * 1024
EVENTS_KEPT = timedelta(days=90)
NONCE_LIFE = timedelta(days=1)
PAYMENT_SWEEP = "payment_sweep"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Started:
    """A payment, and where to send the debtor: the provider's page, or the payment's own page once that is closed."""

    payment: Payment
    url: str


class Payments:
    """The payments of one organisation. New ones go to the first provider; older ones stay with theirs."""

    def __init__(
        self,
        store: Store,
        providers: Sequence[PaymentProvider],
        clock: Clock,
        load_settings: Callable[[], Settings],
        public_url: str,
    ) -> None:
        self._store = store
        self._providers: Mapping[str, PaymentProvider] = {provider.name: provider for provider in providers}
        self._current = providers[0]
        self._clock = clock
        self._load_settings = load_settings
        self._public_url = public_url

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
        """Write the intent and reserve the money, then open the provider's page. One request when `customer` is given.

        `payment_id` is a fresh ULID that the form carries: sending it again gives the same answer. Raises `Refused`:
        INVALID, NOT_FOUND, WRONG_STATE, NOTHING_OWED, AMOUNT_TOO_SMALL, MORE_THAN_OWED, KEY_REUSED for the same id with
        another amount or account, BUSY, and PROVIDER_UNAVAILABLE, after which the same id may be sent again.
        """
        now = self._clock.now()
        refuse_if(not _is_fresh(payment_id, now), Code.INVALID, field="payment_id")
        ask = rules.Ask(payment_id, account_number, amount_pence, self._current.name, self._load_settings().minimum_payment)
        payment = self._reserve(customer_key, ask, Diary(actor, now), customer)
        same = payment.amount == amount_pence and payment.account_numbers == (account_number,)
        refuse_if(not same, Code.KEY_REUSED)
        return Started(payment, self.continue_url(payment) or self._page(payment))

    def _reserve(self, customer_key: str, ask: rules.Ask, diary: Diary, customer: Customer | None) -> Payment:
        """The payment written now, or the one that was written under this id before."""
        for _ in range(COMMIT_TRIES):
            customer = customer or self._customer(customer_key)
            try:
                changes, payment = rules.start(customer, ask, diary)
                self._store.commit(changes)
                return next_version(payment)
            except (Refused, Conflict) as error:
                if before := self.get(customer_key, ask.payment_id):
                    return before
                if isinstance(error, Refused):
                    raise
                customer = None
        raise Refused(Code.BUSY)

    def continue_url(self, payment: Payment) -> str:
        """The provider's page while the payment may still be made there, else nothing. Raises `Refused`."""
        if payment.status not in UNDER_WAY or self._clock.now() >= payment.session_ends:
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

    def get(self, customer_key: str, payment_id: str) -> Payment | None:
        """One payment of this customer, in one request."""
        return self._store.get(Payment, payment_place(customer_key, payment_id)) if is_ulid(payment_id) else None

    def recent(self, customer_key: str, limit: int) -> list[Payment]:
        """The customer's payments, newest first, in one request."""
        page = self._store.query(Table.RECORDS, customer_key, prefix=PAYMENT_PREFIX, limit=limit, newest_first=True)
        return [payment for payment in page.items if isinstance(payment, Payment)]

    def settle(self, customer_key: str, payment_id: str, actor: Actor) -> Payment | None:
        """Ask the provider how the payment stands and write down what is new, exactly once whoever asks.

        The payment as it stands after it, or None when there is no such payment. One request of ours, two when
        something is written, besides the provider's. Raises the provider's errors and `Refused` with BUSY: then
        nothing was written, and asking again is always safe.
        """
        for _ in range(COMMIT_TRIES):
            payment, customer = self._read(customer_key, payment_id)
            if payment is None or payment.status is Status.SETTLED:
                return payment
            if customer is None:
                raise LookupError("a payment stands without its customer")
            # Asked after the read: whatever moved in between makes the commit fail, so an old answer is never written.
            snapshot = self._provider(payment).find(customer_key=customer_key, payment_id=payment_id)
            policy = policy_of(self._load_settings())
            moved = rules.settle(customer, payment, snapshot, Diary(actor, self._clock.now()), policy)
            if moved is None:
                return payment
            with contextlib.suppress(Conflict):
                self._store.commit(moved.changes)
                return next_version(moved.payment)
        raise Refused(Code.BUSY)

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
            payment_id=event.payment_id,
            received_at=now,
            ttl=epoch_seconds(now + EVENTS_KEPT),
        )
        # A duplicate is settled too: the first delivery may have died right after it was recorded.
        with contextlib.suppress(Conflict):
            self._store.commit(Changes(Append(record)))
        if self.settle(event.customer_key, event.payment_id, Actor.provider(provider)) is None:
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
                self._store.commit(rules.look_again(payment, Diary(Actor.system(PAYMENT_SWEEP), now)))

    @staticmethod
    def _is_due(payment: Payment | None, now: datetime) -> bool:
        return payment is not None and payment.next_check is not None and payment.next_check <= now

    def _provider(self, payment: Payment) -> PaymentProvider:
        return self._providers[payment.provider]

    def _page(self, payment: Payment) -> str:
        return f"{self._public_url}/payments/{payment.id}"

    def _customer(self, customer_key: str) -> Customer:
        customer = self._store.get(Customer, customer_place(customer_key))
        if customer is None:
            raise Refused(Code.NOT_FOUND)
        return customer

    def _read(self, customer_key: str, payment_id: str) -> tuple[Payment | None, Customer | None]:
        places = payment_place(customer_key, payment_id), customer_place(customer_key)
        found = self._store.get_many(places)
        return cast(Payment | None, found.get(places[0])), cast(Customer | None, found.get(places[1]))


def _is_fresh(payment_id: str, now: datetime) -> bool:
    """Whether the id was made lately: its instant decides under which month the payment is listed."""
    if not is_ulid(payment_id):
        return False
    try:
        return abs(now - ulid_instant(payment_id)) < NONCE_LIFE
    except (ValueError, OverflowError):
        return False
