"""How saved ways to pay stand at their providers: looked at, told that they are over, and what falls due by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Conflict, Key, Table
from chalicelib.core.clock import Clock
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import OPAQUE_LENGTH, is_ulid
from chalicelib.core.store import Store
from chalicelib.due.service import sweep
from chalicelib.mandates import rules
from chalicelib.mandates.model import MANDATE_PREFIX, Mandate, mandate_place
from chalicelib.mandates.states import MandateStatus
from chalicelib.mandates.usability import Usability, Why, usable
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import CollectingProvider, Method
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

if TYPE_CHECKING:
    from chalicelib.payments.service import Payments

COMMIT_TRIES = 3
SHOWN_LIMIT = 50
MANDATE_SWEEP = "mandate_sweep"


class MandateSettlement:
    """The saved ways to pay of one organisation's customers. New ones are set up at the first provider; older ones stay with
    theirs."""

    def __init__(
        self,
        store: Store,
        providers: Sequence[CollectingProvider],
        payments: Callable[[], Payments],
        clock: Clock,
        load_settings: Callable[[], Settings],
        public_url: str,
    ) -> None:
        self._store = store
        self._providers: Mapping[str, CollectingProvider] = {provider.name: provider for provider in providers}
        self._current = providers[0].name if providers else ""
        self._payments = payments
        self._clock = clock
        self._settings = load_settings
        self._public_url = public_url

    def find(self, customer_key: str, mandate_id: str) -> Mandate | None:
        """One mandate of this customer, in one request."""
        known = is_ulid(mandate_id) and len(customer_key) == OPAQUE_LENGTH
        return self._store.get(Mandate, mandate_place(customer_key, mandate_id)) if known else None

    def get(self, customer_key: str, mandate_id: str) -> Mandate:
        """One mandate of this customer. Raises Refused(NOT_FOUND)."""
        found = self.find(customer_key, mandate_id)
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that way to pay.")
        return found

    def of(self, customer_key: str) -> list[Mandate]:
        """The customer's mandates, newest first, in one request."""
        page = self._store.query(Table.RECORDS, customer_key, prefix=MANDATE_PREFIX, limit=SHOWN_LIMIT, newest_first=True)
        return [mandate for mandate in page.items if isinstance(mandate, Mandate)]

    def of_customer(self, customer_key: str) -> list[Mandate]:
        """The same for the console. Raises Refused(NOT_FOUND) when there is no such customer."""
        self._customer(customer_key)
        return self.of(customer_key)

    def lodged(self, mandate: Mandate) -> list[Payment]:
        """The direct debits under it that are with the bank and not taken yet."""
        return self._payments().lodged(mandate.customer_key, mandate.id) if mandate.method is Method.BACS else []

    def usable(self, customer_key: str, mandate_id: str, pence: int, day: date) -> tuple[Mandate | None, Usability]:
        """The mandate, and whether so much may be charged under it on a London day."""
        found = self.find(customer_key, mandate_id)
        return found, usable(found, pence, day) if found else Usability(Why.OVER)

    def settle(self, customer_key: str, mandate_id: str, actor: Actor) -> Mandate | None:
        """Ask the provider how the mandate stands and write down what is new, once whoever asks; what it should forget, it is
        told to. None when there is no such mandate. Raises the provider's errors, and Refused(BUSY): asking again is safe."""
        for _ in range(COMMIT_TRIES):
            mandate = self.find(customer_key, mandate_id)
            if mandate is None or mandate.status is MandateStatus.EXPIRED:
                return mandate
            if mandate.to_revoke:
                return self._revoke(mandate, actor)
            # Asked after the read: whatever moved in between makes the commit fail, so an old answer is never written.
            found = self._providers[mandate.provider].mandate(customer_key=customer_key, mandate_id=mandate_id)
            accepts = self._settings().accept_credit_cards
            moved = rules.seen(mandate, found, Diary(actor, self._clock.now()), accept_credit_cards=accepts)
            if moved is None:
                return mandate
            with contextlib.suppress(Conflict):
                self._store.commit(moved.changes)
                after = next_version(moved.mandate)
                return self._revoke(after, actor) if after.to_revoke else after
        raise Refused(Code.BUSY)

    def sweep(self, now: datetime) -> None:
        """Look at every mandate to which something is to happen: a lost webhook, a tab that was closed, a day that has come, a
        provider that has to be told. Raises an ExceptionGroup at the end when some could not be looked at."""
        sweep(self._store, MANDATE_SWEEP, now, prefix=MANDATE_PREFIX, look=lambda key: self._look(key, now))

    def _look(self, key: Key, now: datetime) -> None:
        mandate, actor = self._store.get(Mandate, key), Actor.system(MANDATE_SWEEP)
        if mandate is None or not _is_due(mandate, now):
            return
        moved = rules.fell_due(mandate, Diary(actor, now))
        if moved is not None:
            self._store.commit(moved.changes)
            return
        try:
            self.settle(mandate.customer_key, mandate.id, actor)
        finally:
            self._look_later(key, Diary(actor, now))

    def _look_later(self, key: Key, diary: Diary) -> None:
        mandate = self._store.get(Mandate, key)
        if mandate is not None and _is_due(mandate, diary.now):
            # Whoever moved it in between has set its next check as well.
            with contextlib.suppress(Conflict):
                self._store.commit(rules.look_again(mandate, diary))

    def _revoke(self, mandate: Mandate, actor: Actor) -> Mandate:
        """Stop at the provider what is lodged there and can still be stopped, tell it that the mandate is over, and write down
        that it has been told."""
        for payment in self.lodged(mandate):
            self._payments().cancel(mandate.customer_key, payment.id, actor)
        self._providers[mandate.provider].revoke_mandate(
            customer_key=mandate.customer_key, mandate_id=mandate.id, provider_ref=mandate.provider_ref
        )
        moved = rules.revoked(mandate, Diary(actor, self._clock.now()))
        with contextlib.suppress(Conflict):
            self._store.commit(moved.changes)
            return next_version(moved.mandate)
        return self.get(mandate.customer_key, mandate.id)

    def _customer(self, customer_key: str) -> Customer:
        found = self._store.get(Customer, customer_place(customer_key)) if len(customer_key) == OPAQUE_LENGTH else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found


def _is_due(mandate: Mandate, now: datetime) -> bool:
    return mandate.next_check is not None and mandate.next_check <= now
