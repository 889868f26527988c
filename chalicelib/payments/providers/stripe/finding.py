"""Where Stripe keeps what is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.changes import Changes, Conflict, Insert
from chalicelib.core.store import Store
from chalicelib.payments.providers.stripe.model import CUSTOMER, StripeRef, stripe_place
from chalicelib.payments.providers.stripe.shapes import Intent, Session

if TYPE_CHECKING:
    from chalicelib.payments.providers.stripe.api import StripeApi


class Finder:
    """The objects at Stripe for our customers, payments and mandates: known by what we remember of them (`StripeRef`), or else
    by what we wrote on them."""

    def __init__(self, store: Store, api: StripeApi) -> None:
        self._store = store
        self._api = api

    def customer(self, customer_key: str) -> str:
        """The customer at Stripe, made on first need."""
        known = self._known(customer_key, CUSTOMER)
        return known or self.remember(customer_key, CUSTOMER, self._api.new_customer(customer_key))

    def session(self, customer_key: str, ours: str) -> str | None:
        """The id of the hosted page under our id, or proof that there is none."""
        known = self._known(customer_key, ours)
        if known is not None:
            return known
        customer = self._known(customer_key, CUSTOMER)
        if customer is None:
            return None
        made = (session for session in self._api.sessions_of(customer) if session.client_reference_id == ours)
        session = next(made, None)
        return None if session is None else self.remember(customer_key, ours, session.id)

    def payment(self, customer_key: str, payment_id: str) -> Session | Intent | None:
        """The session or the intent of a payment, or proof that there is neither."""
        known = self._known(customer_key, payment_id)
        customer = self._known(customer_key, CUSTOMER) if known is None else None
        if customer is not None:
            known = self._search(customer, payment_id)
            if known is not None:
                self.remember(customer_key, payment_id, known)
        return None if known is None else self.fetch(known)

    def fetch(self, theirs: str) -> Session | Intent:
        """The page or the intent under an id of theirs, as it is now."""
        return self._api.payment_session(theirs) if theirs.startswith("cs_") else self._api.intent(theirs)

    def remember(self, customer_key: str, ours: str, theirs: str) -> str:
        """Write down Stripe's id for a thing of ours; the one written down first, if somebody was quicker."""
        try:
            self._store.commit(Changes(Insert(StripeRef(customer_key=customer_key, ours=ours, theirs=theirs))))
        except Conflict:
            return self._known(customer_key, ours) or theirs
        return theirs

    def _search(self, customer: str, payment_id: str) -> str | None:
        """What we wrote our id on: a page first, for its intent says the same. Lists are current, Stripe's search lags."""
        for session in self._api.sessions_of(customer):
            if session.client_reference_id == payment_id:
                return session.id
        for intent in self._api.intents_of(customer):
            if intent.metadata.get("payment_id") == payment_id:
                return intent.id
        return None

    def _known(self, customer_key: str, ours: str) -> str | None:
        ref = self._store.get(StripeRef, stripe_place(customer_key, ours))
        return ref.theirs if ref else None
