"""Stripe as a payment provider. What it is asked is in `sessions`, how its answers are read in `reading`, where it keeps
what is ours in `finding`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import ValidationError

from chalicelib.core.clock import Clock
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.core.store import Store
from chalicelib.payments.ports import (
    Declined,
    Event,
    HostedSession,
    Invalid,
    MandateSeen,
    Method,
    ProviderMovement,
    Snapshot,
    Untrusted,
)
from chalicelib.payments.providers.stripe.credentials import Credentials, credentials
from chalicelib.payments.providers.stripe.finding import Finder
from chalicelib.payments.providers.stripe.reading import (
    instant,
    mandate_of,
    movements_of,
    payment_of_intent,
    payment_of_session,
)
from chalicelib.payments.providers.stripe.sessions import CURRENCY, mandate_page, payment_page
from chalicelib.payments.providers.stripe.shapes import Charge, Intent, Session, Source
from chalicelib.payments.providers.stripe.webhooks import SIGNATURE_HEADER, Ring, events_of
from chalicelib.payments.signing import is_signed

if TYPE_CHECKING:
    import stripe
    from stripe.params import PaymentIntentCreateParams
    from stripe.params.checkout import SessionCreateParams

    from chalicelib.payments.providers.stripe.api import StripeApi

LEAST_PENCE = 30
"""What Stripe takes at least in pounds sterling (docs.stripe.com/currencies, minimum charge amounts)."""
SHORTEST_SESSION = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=24)
NEAREST_DEBIT = timedelta(days=3)
FURTHEST_DEBIT = timedelta(days=15)


class Stripe:
    """The provider port on Stripe. Each customer, payment and mandate of ours has one object there, found again (`finding`);
    nothing is made twice, however long ago it was made.

    `secret` is asked when the first call is made. `accepts_credit` says whether credit cards are taken.
    """

    name = "stripe"
    least_pence = LEAST_PENCE

    def __init__(
        self,
        store: Store,
        clock: Clock,
        secret: Callable[[], bytes],
        *,
        accepts_credit: Callable[[], bool] = lambda: False,
        transport: stripe.HTTPClient | None = None,
        address: str | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._secret = secret
        self._accepts_credit = accepts_credit
        self._transport = transport
        self._address = address

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
        labels = {"customer_key": customer_key, "payment_id": payment_id}
        return self._hosted(
            customer_key,
            payment_id,
            expires_at,
            lambda customer: payment_page(
                customer, labels, amount, description, return_url, expires_at, credit_cards=self._accepts_credit()
            ),
        )

    def hosted_mandate(
        self, *, customer_key: str, mandate_id: str, method: Method, return_url: str, expires_at: datetime
    ) -> HostedSession:
        labels = {"customer_key": customer_key, "mandate_id": mandate_id, "method": method.value}
        return self._hosted(
            customer_key,
            mandate_id,
            expires_at,
            lambda customer: mandate_page(customer, labels, method, return_url, expires_at, credit_cards=self._accepts_credit()),
        )

    def find(self, *, customer_key: str, payment_id: str) -> Snapshot | None:
        found = self._finder.payment(customer_key, payment_id)
        return None if found is None else self._seen(found)

    def mandate(self, *, customer_key: str, mandate_id: str) -> MandateSeen | None:
        session = self._finder.session(customer_key, mandate_id)
        return None if session is None else mandate_of(self._api.mandate_session(session))

    def revoke_mandate(self, *, customer_key: str, mandate_id: str, provider_ref: str) -> None:
        if self._api.payment_method(provider_ref).customer:
            self._api.detach(provider_ref)

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
        before = self.find(customer_key=customer_key, payment_id=payment_id)
        if before is not None:
            return before
        asked: PaymentIntentCreateParams = {
            "amount": amount,
            "currency": CURRENCY,
            "customer": self._finder.customer(customer_key),
            "payment_method": mandate_ref,
            "confirm": True,
            "off_session": True,
            "description": description,
            "metadata": {"customer_key": customer_key, "payment_id": payment_id},
        }
        if method is Method.BACS and collect_on is not None:
            asked["payment_method_options"] = {"bacs_debit": {"target_date": self._debit_day(collect_on).isoformat()}}
        intent = self._api.new_intent(asked, payment_id)
        self._finder.remember(customer_key, payment_id, intent.id)
        return self._seen(intent)

    def cancel(self, *, customer_key: str, payment_id: str) -> Snapshot:
        found = self._finder.payment(customer_key, payment_id)
        if found is None:
            raise Invalid("there is no such payment")
        # What has been taken or lodged already is not stopped: how it stands is the answer.
        with suppress(Invalid):
            if isinstance(found, Session) and found.status == "open":
                self._api.end_session(found.id)
            elif (intent := _intent_of(found)) is not None:
                self._api.cancel_intent(intent.id)
        return self._again(found)

    def refund(self, *, customer_key: str, payment_id: str, refund_id: str, amount: int) -> Snapshot:
        found = self._finder.payment(customer_key, payment_id)
        intent = None if found is None else _intent_of(found)
        if found is None or intent is None:
            raise Invalid("there is nothing to give back")
        if all(refund.metadata.get("refund_id") != refund_id for refund in self._api.refunds(intent.id)):
            labels = {"customer_key": customer_key, "payment_id": payment_id, "refund_id": refund_id}
            self._api.new_refund(intent.id, amount, labels, refund_id)
        return self._again(found)

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        signature = next((value for name, value in headers.items() if name.lower() == SIGNATURE_HEADER), "")
        if not is_signed(signature, body, self._credentials.signing_secrets, self._clock.now()):
            raise Untrusted
        try:
            ring = Ring.model_validate_json(body)
        except ValidationError:
            return []  # an event about something that has no id is none of ours
        return events_of(ring, intent=lambda ref: self._api.intent(ref).metadata, mandate=self._mandate_labels)

    def movements(self, *, since: datetime, until: datetime) -> Iterable[ProviderMovement]:
        for moved in self._api.movements(since, until):
            yield from movements_of(moved, self._labels(moved.source))

    @cached_property
    def _credentials(self) -> Credentials:
        return credentials(self._secret())

    @cached_property
    def _api(self) -> StripeApi:
        from chalicelib.payments.providers.stripe.api import StripeApi

        return StripeApi(self._credentials, transport=self._transport, address=self._address)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._store, self._api)

    def _hosted(
        self, customer_key: str, ours: str, expires_at: datetime, asked: Callable[[str], SessionCreateParams]
    ) -> HostedSession:
        """The page made before under this id, or a new one."""
        if expires_at > self._clock.now() + LONGEST_SESSION:
            raise Invalid("the life of the session is out of range")
        known = self._finder.session(customer_key, ours)
        if known is not None:
            session = self._api.payment_session(known)
        elif expires_at < self._clock.now() + SHORTEST_SESSION:
            raise Declined("it is too late to open a page")
        else:
            session = self._api.new_session(asked(self._finder.customer(customer_key)), ours)
            self._finder.remember(customer_key, ours, session.id)
        if session.status != "open" or not session.url:
            raise Declined("the session is over")
        return HostedSession(session.id, session.url, instant(session.expires_at))

    def _again(self, found: Session | Intent) -> Snapshot:
        return self._seen(self._finder.fetch(found.id))

    def _seen(self, found: Session | Intent) -> Snapshot:
        """The snapshot, with what was given back and disputed once something was taken."""
        now, intent = self._clock.now(), _intent_of(found)
        taken = intent is not None and intent.status == "succeeded"
        refunds = self._api.refunds(intent.id) if intent is not None and taken else ()
        disputed = intent is not None and isinstance(intent.latest_charge, Charge) and intent.latest_charge.disputed
        disputes = self._api.disputes(intent.id) if intent is not None and disputed else ()
        if isinstance(found, Session):
            return payment_of_session(found, refunds, disputes, now)
        return payment_of_intent(found, refunds, disputes, now)

    def _debit_day(self, collect_on: date) -> date:
        """Stripe lodges a direct debit 3 to 15 days ahead."""
        today = self._clock.now().date()
        if collect_on > today + FURTHEST_DEBIT:
            raise Invalid("the day of collection is too far ahead")
        return max(collect_on, today + NEAREST_DEBIT)

    def _mandate_labels(self, payment_method: str) -> Mapping[str, str]:
        setups = self._api.setups_with(payment_method)
        return next((setup.metadata for setup in setups if "mandate_id" in setup.metadata), {})

    def _labels(self, source: Source | str | None) -> Mapping[str, str]:
        """What we wrote on what a movement was for; a dispute's is on its intent."""
        if not isinstance(source, Source):
            return {}
        if "payment_id" not in source.metadata and source.payment_intent:
            return self._api.intent(source.payment_intent).metadata
        return source.metadata


def _intent_of(found: Session | Intent) -> Intent | None:
    if isinstance(found, Intent):
        return found
    return found.payment_intent if isinstance(found.payment_intent, Intent) else None
