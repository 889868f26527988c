"""Making, cancelling and following promises: load, decide, commit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.activities.model import Diary
from chalicelib.care.rules import policy_of
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor, ActorType
from chalicelib.core.changes import Changes, Conflict, Insert, Key, Table
from chalicelib.core.clock import Clock
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import OPAQUE_LENGTH, is_ulid, ulid
from chalicelib.core.store import Store
from chalicelib.due.service import sweep
from chalicelib.payments.model import PAYMENT_PREFIX, Payment
from chalicelib.promises import outcomes, rules
from chalicelib.promises.model import PROMISE_PREFIX, Promise, Status, promise_place
from chalicelib.promises.outcomes import Standing
from chalicelib.promises.rules import Ask, Limits
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

COMMIT_TRIES = 3
PROMISES_SHOWN = 100
PAYMENTS_READ = 200
"""More payments than anybody starts while one promise is open."""
PROMISE_SWEEP = "promise_sweep"

type Decide = Callable[[Customer, Promise, Standing, Diary], Changes]


@dataclass(frozen=True, slots=True)
class Seen:
    """A promise, and how it stands now."""

    promise: Promise
    standing: Standing


class Promises:
    """The promises of one organisation's customers."""

    def __init__(self, store: Store, clock: Clock, load_settings: Callable[[], Settings]) -> None:
        self._store = store
        self._clock = clock
        self._settings = load_settings

    def limits(self) -> Limits:
        """What may be promised at the moment."""
        settings = self._settings()
        return Limits(
            smallest=settings.minimum_payment,
            horizon_days=settings.promise_horizon_days,
            grace_days=settings.promise_grace_days,
            policy=policy_of(settings),
        )

    def is_offered_to(self, actor: Actor) -> bool:
        """Whether the settings let this actor make promises. Those that stand go on whatever they say."""
        settings = self._settings()
        return settings.portal_promises if actor.type is ActorType.CUSTOMER else settings.agent_promises

    def check(self, customer: Customer, ask: Ask, actor: Actor) -> None:
        """Whether this could be promised now. Raises Refused as `make` does."""
        self._refuse_switched_off(actor)
        rules.check(customer, ask, self.limits(), self._clock.now())

    def make(self, key: str, ask: Ask, actor: Actor, command: str, *, customer: Customer | None = None) -> Promise:
        """The promise that this command makes, or made when it was first sent. One request fewer when `customer` is given.

        Raises Refused: NOT_FOUND, NOT_ALLOWED_NOW, NOTHING_OWED, MORE_THAN_OWED, AMOUNT_TOO_SMALL, INVALID, WRONG_STATE,
        STALE, KEY_REUSED, BUSY."""
        digest = digest_of(key, ask)
        for _ in range(COMMIT_TRIES):
            if made := made_before(self._store, actor, command, digest):
                return self.get(key, made)
            self._refuse_switched_off(actor)
            found = customer or self._customer(key)
            with contextlib.suppress(Conflict):
                return self._make(found, ask, actor, command, digest)
            customer = None
        raise Refused(Code.BUSY)

    def _refuse_switched_off(self, actor: Actor) -> None:
        off = not self.is_offered_to(actor)
        refuse_if(off, Code.NOT_ALLOWED_NOW, "Promises to pay are switched off in the settings.")

    def _make(self, customer: Customer, ask: Ask, actor: Actor, command: str, digest: str) -> Promise:
        diary = Diary(actor, self._clock.now())
        standing = rules.open_on(customer, ask.account_number, ask.claim)
        before = self._store.get(Promise, promise_place(customer.customer_key, standing[0].id)) if standing else None
        payments = self._payments(customer.customer_key) if before else ()
        promise_id = ulid(diary.now, f"promise\x1f{actor.id}\x1f{command}".encode())
        changes, promise = rules.made(customer, ask, promise_id, self.limits(), diary, before=before, payments=payments)
        mark = RequestMark(actor_id=actor.id, request_key=command, digest=digest, made=promise.id)
        self._store.commit(Changes(*changes, Insert(mark)))
        return next_version(promise)

    def cancel(self, key: str, promise_id: str, reason: str, actor: Actor) -> Promise:
        """The promise, ended on request; one that has ended stays as it is. Raises Refused: NOT_FOUND, BUSY."""

        def decide(customer: Customer, promise: Promise, stands: Standing, diary: Diary) -> Changes:
            status = Status.CANCELLED if stands.status is Status.OPEN else stands.status
            return outcomes.ended(customer, promise, status, stands.kept, diary, reason)

        for _ in range(COMMIT_TRIES):
            promise = self.get(key, promise_id)
            if promise.status is not Status.OPEN:
                return promise
            with contextlib.suppress(Conflict):
                self._decide(promise, Diary(actor, self._clock.now()), decide)
        raise Refused(Code.BUSY)

    def forget(self, key: str, actor: Actor) -> None:
        """End the open promises of somebody who is nobody any more. Doing it again changes nothing. Raises Refused(BUSY)."""
        page = self._store.query(Table.RECORDS, key, prefix=PROMISE_PREFIX, limit=PROMISES_SHOWN, newest_first=True)
        for promise in page.items:
            if isinstance(promise, Promise) and promise.status is Status.OPEN:
                self.cancel(key, promise.id, "", actor)

    def ended_by_plan(self, customer: Customer, claims: Sequence[tuple[str, str]], diary: Diary) -> tuple[Customer, Changes]:
        """The customer without the promises that are open on these claims, named by account number and ref, and their ends:
        a plan takes their place. Whoever makes the plan commits both with its own changes, the customer as returned here."""
        holds = [hold for number, claim in claims for hold in rules.open_on(customer, number, claim)]
        found = self._store.get_many([promise_place(customer.customer_key, hold.id) for hold in holds]) if holds else {}
        payments, changes = self._payments(customer.customer_key) if found else [], Changes()
        for promise in found.values():
            if isinstance(promise, Promise):
                customer, ending = outcomes.superseded(customer, promise, payments, diary)
                changes += ending
        return customer, changes

    def get(self, key: str, promise_id: str) -> Promise:
        """One promise of this customer. Raises Refused(NOT_FOUND)."""
        found = self._store.get(Promise, promise_place(key, promise_id)) if is_ulid(promise_id) else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that promise.")
        return found

    def see(self, customer: Customer, promise_id: str) -> Seen:
        """One promise as it stands now. Raises Refused(NOT_FOUND)."""
        return self._seen(customer, [self.get(customer.customer_key, promise_id)])[0]

    def of(self, customer: Customer) -> Sequence[Seen]:
        """The customer's newest promises, each as it stands now."""
        page = self._store.query(
            Table.RECORDS, customer.customer_key, prefix=PROMISE_PREFIX, limit=PROMISES_SHOWN, newest_first=True
        )
        return self._seen(customer, [promise for promise in page.items if isinstance(promise, Promise)])

    def open_of(self, customer: Customer) -> Sequence[Seen]:
        """The promises that stand on the customer's claims: known from their holds, so it costs nothing where there is none."""
        places = [promise_place(customer.customer_key, h.id) for n in customer.accounts for h in rules.open_on(customer, n)]
        found = self._store.get_many(places) if places else {}
        return self._seen(customer, [promise for promise in found.values() if isinstance(promise, Promise)])

    def _seen(self, customer: Customer, promises: Sequence[Promise]) -> list[Seen]:
        undecided = any(promise.status is Status.OPEN for promise in promises)
        payments = self._payments(customer.customer_key) if undecided else ()
        now = self._clock.now()
        return [Seen(promise, outcomes.standing(promise, customer, payments, now)) for promise in promises]

    def sweep(self, now: datetime) -> None:
        """Write down what became of every promise whose day or last day has passed.

        Raises an ExceptionGroup at the end when some could not be looked at; the others were."""
        sweep(self._store, PROMISE_SWEEP, now, prefix=PROMISE_PREFIX, look=lambda place: self._look(place, now))

    def _look(self, place: Key, now: datetime) -> None:
        promise = self._store.get(Promise, place)
        if promise is None or promise.next_check is None or promise.next_check > now:
            return

        def decide(customer: Customer, promise: Promise, stands: Standing, diary: Diary) -> Changes:
            if stands.status is not Status.OPEN:
                return outcomes.ended(customer, promise, stands.status, stands.kept, diary)
            return outcomes.look_later(promise, diary) if now >= promise.over_from else outcomes.fell_due(promise, diary)

        self._decide(promise, Diary(Actor.system(PROMISE_SWEEP), now), decide)

    def _decide(self, promise: Promise, diary: Diary, decide: Decide) -> None:
        customer = self._customer(promise.customer_key)
        stands = outcomes.standing(promise, customer, self._payments(promise.customer_key), diary.now)
        self._store.commit(decide(customer, promise, stands, diary))

    def _payments(self, key: str) -> list[Payment]:
        page = self._store.query(Table.RECORDS, key, prefix=PAYMENT_PREFIX, limit=PAYMENTS_READ, newest_first=True)
        return [payment for payment in page.items if isinstance(payment, Payment)]

    def _customer(self, key: str) -> Customer:
        found = self._store.get(Customer, customer_place(key)) if len(key) == OPAQUE_LENGTH else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found
