"""The Stripe adapter against stand-ins that others wrote. What they do not play is listed in docs/payment-providers.md."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
import requests

from chalicelib.core.clock import SystemClock
from chalicelib.core.memory import MemoryStore
from chalicelib.payments.ports import Advice, Declined, Invalid, Unknown
from chalicelib.payments.providers.stripe.adapter import Stripe
from chalicelib.payments.providers.stripe.api import StripeApi
from chalicelib.payments.providers.stripe.credentials import credentials
from chalicelib.payments.providers.stripe.errors import translated
from chalicelib.payments.providers.stripe.model import CUSTOMER as STRIPES_CUSTOMER
from chalicelib.payments.providers.stripe.model import stripe_place
from tests.support.paying import CUSTOMER
from tests.support.provider_contract import ProviderContract
from tests.support.stripe_peers import ToLocalstripe, localstripe, stateful_mock

pytestmark = pytest.mark.xdist_group("stripe-peers")

SECRET = json.dumps({"api_key": "sk_test_made_up", "webhook_secrets": ["whsec_made_up"]}).encode()
VISA = "4242424242424242"
POLL_SECONDS = 0.02
DECLINED_WHEN_CHARGED = "4000000000000341"


class AtLocalstripe:
    """The adapter in front of localstripe, a customer of ours whose cards are saved there, and a door for its webhooks."""

    def __init__(self, address: str, url: str, rung: queue.Queue[tuple[bytes, dict[str, str]]]) -> None:
        requests.delete(f"{address}/_config/data", timeout=5)
        self.address = address
        self.store = MemoryStore()
        self.provider = Stripe(self.store, SystemClock(), lambda: SECRET, transport=ToLocalstripe(), address=address)
        self._rung = rung
        hook = {"url": url, "secret": "whsec_made_up", "events": ["payment_intent.succeeded"]}
        requests.post(f"{address}/_config/webhooks/here", json=hook, timeout=5)

    def now(self) -> datetime:
        return SystemClock().now()

    def card(self, *, declines: bool = False) -> str:
        customer = self.provider._finder.customer(CUSTOMER)
        card = {"number": DECLINED_WHEN_CHARGED if declines else VISA, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
        made = self._post("payment_methods", {"type": "card"} | {f"card[{name}]": value for name, value in card.items()})
        self._post(f"payment_methods/{made['id']}/attach", {"customer": customer})
        return str(made["id"])

    def taken(self) -> int:
        return len(requests.get(f"{self.address}/v1/payment_intents", auth=("sk_test_made_up", ""), timeout=5).json()["data"])

    def forgets(self) -> None:
        for key in [key for key in self.store.items if key != stripe_place(CUSTOMER, STRIPES_CUSTOMER)]:
            del self.store.items[key]

    def rings(self, payment_id: str) -> tuple[bytes, Mapping[str, str]]:
        """It rings a second late, and so may still ring about the charge of another test."""
        while payment_id.encode() not in (sent := self._rung.get(timeout=20))[0]:
            pass
        return sent

    def _post(self, path: str, form: dict[str, object]) -> dict[str, object]:
        answer = requests.post(f"{self.address}/v1/{path}", data=form, auth=("sk_test_made_up", ""), timeout=5)
        assert answer.ok, answer.text
        found: dict[str, object] = answer.json()
        return found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with localstripe() as found:
        yield found


@pytest.fixture(scope="module")
def api() -> Iterator[StripeApi]:
    with stateful_mock() as found:
        yield StripeApi(credentials(SECRET), address=found)


class TestStripe(ProviderContract):
    """localstripe forgets idempotency keys, so that a charge is taken once there is our doing alone."""

    NOT_PLAYED: ClassVar[Mapping[str, str]] = {
        "test_no_more_is_given_back_than_remains": "localstripe gives back more than was taken",
        "test_the_same_payment_has_the_same_page": "localstripe has no Checkout",
        "test_a_way_to_pay_that_was_ended_is_charged_no_more": "localstripe has no Checkout, and so no mandates of ours",
        "test_its_books_say_what_came_and_went": "localstripe has no balance transactions of refunds",
    }

    @pytest.fixture
    def line(self, address: str) -> Iterator[AtLocalstripe]:
        with _listening() as (url, rung):
            yield AtLocalstripe(address, url, rung)

    def test_the_advice_of_a_declined_charge_is_another_card(self, line: AtLocalstripe, payment_id: str) -> None:
        with pytest.raises(Declined) as declined:
            self.charge(line, payment_id, line.card(declines=True))
        assert declined.value.advice is Advice.NEW_METHOD


class _listening:  # noqa: N801 - reads as the context it is
    """A webhook's address, and what rang there."""

    def __enter__(self) -> tuple[str, queue.Queue[tuple[bytes, dict[str, str]]]]:
        rung: queue.Queue[tuple[bytes, dict[str, str]]] = queue.Queue()

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                rung.put((self.rfile.read(int(self.headers["Content-Length"])), dict(self.headers)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self.server = HTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self.server.serve_forever, args=(POLL_SECONDS,), daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/", rung

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class TestTransport:
    """How our client keeps keys, tries again and reads refusals, on the one peer that keeps idempotency keys. It knows the
    older charges alone, which we do not use."""

    def take(self, api: StripeApi, source: str, key: str, amount: int = 500) -> str:
        with translated():
            asked = {"amount": amount, "currency": "gbp", "source": source}
            return str(api._client.charges.create(asked, {"idempotency_key": key}).id)  # type: ignore[arg-type]

    def test_the_same_key_is_the_same_charge(self, api: StripeApi) -> None:
        assert self.take(api, "tok_visa", "one") == self.take(api, "tok_visa", "one")
        assert self.take(api, "tok_visa", "another") != self.take(api, "tok_visa", "one")

    def test_the_same_key_with_another_amount_is_our_fault(self, api: StripeApi) -> None:
        self.take(api, "tok_visa", "changed")
        with pytest.raises(Invalid):
            self.take(api, "tok_visa", "changed", amount=501)

    @pytest.mark.parametrize("source", ["tok_500", "tok_429"])
    def test_a_server_that_fails_or_is_too_busy_leaves_it_unknown(self, api: StripeApi, source: str) -> None:
        with pytest.raises(Unknown):
            self.take(api, source, source)

    def test_a_declined_card_is_declined(self, api: StripeApi) -> None:
        with pytest.raises(Declined):
            self.take(api, "tok_chargeDeclinedInsufficientFunds", "declined")
