"""Stripe's API as far as we use it. The only module that imports their SDK, and itself imported only when a call is made."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import stripe

from chalicelib.core.clock import epoch_seconds
from chalicelib.payments.ports import Unknown
from chalicelib.payments.providers.stripe.credentials import Credentials
from chalicelib.payments.providers.stripe.errors import translated
from chalicelib.payments.providers.stripe.shapes import (
    BalanceTransaction,
    Dispute,
    Intent,
    PaymentMethod,
    Refund,
    Session,
    SetupIntent,
    Shape,
)

if TYPE_CHECKING:
    from stripe.params import PaymentIntentCreateParams
    from stripe.params.checkout import SessionCreateParams

API_VERSION = "2026-10-28.endive"
RETRIES = 2
TIMEOUT_SECONDS = (2.0, 8.0)
"""To connect and to answer. Three tries end before API Gateway gives up on us."""

PAGE = 100
MOST_PAGES = 20
"""What we look through before we admit that we do not know."""

_PAYMENT = ["payment_intent.latest_charge.balance_transaction"]
_INTENT = ["latest_charge.balance_transaction"]
_MANDATE = ["setup_intent.payment_method", "setup_intent.mandate"]

logging.getLogger("stripe").setLevel(logging.CRITICAL)
"""Their client would log addresses and the words of errors."""


class _Object(Protocol):
    def to_dict(self) -> dict[str, Any]: ...


class StripeApi:
    """Calls that answer in `shapes` and raise the port's errors. `transport` and `address` are for tests."""

    def __init__(
        self, credentials: Credentials, *, transport: stripe.HTTPClient | None = None, address: str | None = None
    ) -> None:
        if stripe.api_version != API_VERSION:
            raise RuntimeError(f"the SDK speaks {stripe.api_version}, our reading is of {API_VERSION}")
        self._client = stripe.StripeClient(
            credentials.api_key.get_secret_value(),
            stripe_version=API_VERSION,
            max_network_retries=RETRIES,
            http_client=transport or stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
            base_addresses={"api": address} if address else None,
        ).v1

    def new_customer(self, customer_key: str) -> str:
        with translated():
            labels = {"customer_key": customer_key}
            return self._client.customers.create({"metadata": labels}, {"idempotency_key": f"customer:{customer_key}"}).id

    def new_session(self, asked: SessionCreateParams, key: str) -> Session:
        with translated():
            return _read(Session, self._client.checkout.sessions.create(asked, {"idempotency_key": key}))

    def payment_session(self, session_id: str) -> Session:
        with translated():
            return _read(Session, self._client.checkout.sessions.retrieve(session_id, {"expand": _PAYMENT}))

    def mandate_session(self, session_id: str) -> Session:
        with translated():
            return _read(Session, self._client.checkout.sessions.retrieve(session_id, {"expand": _MANDATE}))

    def end_session(self, session_id: str) -> None:
        with translated():
            self._client.checkout.sessions.expire(session_id)

    def sessions_of(self, customer: str) -> Iterator[Session]:
        """The customer's hosted pages, newest first."""
        with translated():
            yield from _all(Session, self._client.checkout.sessions.list({"customer": customer, "limit": PAGE}))

    def new_intent(self, asked: PaymentIntentCreateParams, key: str) -> Intent:
        with translated():
            return _read(Intent, self._client.payment_intents.create({**asked, "expand": _INTENT}, {"idempotency_key": key}))

    def intent(self, intent_id: str) -> Intent:
        with translated():
            return _read(Intent, self._client.payment_intents.retrieve(intent_id, {"expand": _INTENT}))

    def intents_of(self, customer: str) -> Iterator[Intent]:
        """The customer's payment intents, newest first."""
        with translated():
            yield from _all(Intent, self._client.payment_intents.list({"customer": customer, "limit": PAGE}))

    def cancel_intent(self, intent_id: str) -> None:
        with translated():
            self._client.payment_intents.cancel(intent_id)

    def new_refund(self, intent_id: str, amount: int, labels: dict[str, str], key: str) -> None:
        with translated():
            asked: stripe.params.RefundCreateParams = {"payment_intent": intent_id, "amount": amount, "metadata": labels}
            self._client.refunds.create(asked, {"idempotency_key": key})

    def refunds(self, intent_id: str) -> tuple[Refund, ...]:
        with translated():
            return tuple(_all(Refund, self._client.refunds.list({"payment_intent": intent_id, "limit": PAGE})))

    def disputes(self, intent_id: str) -> tuple[Dispute, ...]:
        with translated():
            return tuple(_all(Dispute, self._client.disputes.list({"payment_intent": intent_id, "limit": PAGE})))

    def setups_with(self, payment_method: str) -> tuple[SetupIntent, ...]:
        """The setup intents that a payment method came from."""
        with translated():
            asked: stripe.params.SetupIntentListParams = {"payment_method": payment_method, "limit": PAGE}
            return tuple(_all(SetupIntent, self._client.setup_intents.list(asked)))

    def payment_method(self, payment_method: str) -> PaymentMethod:
        with translated():
            return _read(PaymentMethod, self._client.payment_methods.retrieve(payment_method))

    def detach(self, payment_method: str) -> None:
        with translated():
            self._client.payment_methods.detach(payment_method)

    def movements(self, since: datetime, until: datetime) -> Iterator[BalanceTransaction]:
        """What moved in the account's books in [since, until), newest first."""
        with translated():
            window: stripe.params.BalanceTransactionListParamsCreated = {
                "gte": epoch_seconds(since),
                "lt": epoch_seconds(until),
            }
            asked: stripe.params.BalanceTransactionListParams = {"created": window, "limit": PAGE, "expand": ["data.source"]}
            found = self._client.balance_transactions.list(asked).auto_paging_iter()
            yield from (_read(BalanceTransaction, item) for item in found)


def _read[S: Shape](shape: type[S], answer: _Object) -> S:
    return shape.model_validate(answer.to_dict())


def _all[S: Shape](shape: type[S], page: Any) -> Iterator[S]:
    """Every item of a list, page by page. Raises `Unknown` for a list longer than anybody's can be."""
    for count, item in enumerate(page.auto_paging_iter()):
        if count == PAGE * MOST_PAGES:
            raise Unknown("too many of a customer's objects to look through")
        yield _read(shape, item)
