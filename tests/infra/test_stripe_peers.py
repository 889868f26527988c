"""The Stripe adapter against stand-ins that others wrote. What they do not play is listed in docs/payment-providers.md."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from chalicelib.core.clock import SystemClock
from chalicelib.core.ids import ulid
from chalicelib.core.memory import MemoryStore
from chalicelib.payments.ports import Advice, Answer, Declined, Invalid, Method, RefundAnswer, Snapshot, Unknown
from chalicelib.payments.providers.stripe.adapter import Stripe
from chalicelib.payments.providers.stripe.api import StripeApi
from chalicelib.payments.providers.stripe.credentials import credentials
from chalicelib.payments.providers.stripe.errors import translated
from tests.support.paying import CUSTOMER
from tests.support.stripe_peers import ToLocalstripe, localstripe, stateful_mock

pytestmark = pytest.mark.xdist_group("stripe-peers")

SECRET = json.dumps({"api_key": "sk_test_made_up", "webhook_secrets": ["whsec_made_up"]}).encode()
VISA = "4242424242424242"
DECLINED_WHEN_CHARGED = "4000000000000341"
PAYMENT = ulid(SystemClock().now(), b"payment")


class Charging:
    """The adapter in front of localstripe, and a customer of ours with a card."""

    def __init__(self, address: str) -> None:
        requests.delete(f"{address}/_config/data", timeout=5)
        self.address = address
        self.store = MemoryStore()
        self.stripe = Stripe(self.store, SystemClock(), lambda: SECRET, transport=ToLocalstripe(), address=address)

    def card(self, number: str = VISA) -> str:
        customer = self.stripe._customer(CUSTOMER)
        card = {"number": number, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
        made = self._post("payment_methods", {"type": "card"} | {f"card[{name}]": value for name, value in card.items()})
        self._post(f"payment_methods/{made['id']}/attach", {"customer": customer})
        return str(made["id"])

    def charge(self, mandate_ref: str, amount: int = 12_345) -> Snapshot:
        return self.stripe.charge(
            customer_key=CUSTOMER,
            payment_id=PAYMENT,
            amount=amount,
            mandate_ref=mandate_ref,
            method=Method.CARD,
            collect_on=None,
            description="Example Services",
        )

    def find(self) -> Snapshot | None:
        return self.stripe.find(customer_key=CUSTOMER, payment_id=PAYMENT)

    def intents(self) -> int:
        return len(requests.get(f"{self.address}/v1/payment_intents", auth=("sk_test_made_up", ""), timeout=5).json()["data"])

    def forgets(self) -> None:
        """The function died before it wrote down what Stripe answered."""
        for key in [key for key in self.store.items if key.pk.endswith(PAYMENT)]:
            del self.store.items[key]

    def _post(self, path: str, form: dict[str, object]) -> dict[str, object]:
        answer = requests.post(f"{self.address}/v1/{path}", data=form, auth=("sk_test_made_up", ""), timeout=5)
        assert answer.ok, answer.text
        found: dict[str, object] = answer.json()
        return found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with localstripe() as found:
        yield found


@pytest.fixture
def at(address: str) -> Charging:
    return Charging(address)


@pytest.fixture(scope="module")
def api() -> Iterator[StripeApi]:
    with stateful_mock() as found:
        yield StripeApi(credentials(SECRET), address=found)


@pytest.mark.feature("CH4")
def test_a_charge_is_taken_once_although_this_peer_forgets_idempotency_keys(at: Charging) -> None:
    card = at.card()
    first, again = at.charge(card), at.charge(card)
    at.forgets()
    late = at.charge(card)
    assert {(seen.answer, seen.captured, seen.provider_ref) for seen in (first, again, late)} == {
        (Answer.SUCCEEDED, 12_345, first.provider_ref)
    }
    assert at.intents() == 1


def test_a_declined_card_is_final_and_is_found_so(at: Charging) -> None:
    card = at.card(DECLINED_WHEN_CHARGED)
    with pytest.raises(Declined) as declined:
        at.charge(card)
    assert declined.value.advice is Advice.NEW_METHOD
    seen = at.find()
    assert seen is not None
    assert (seen.answer, seen.captured) == (Answer.FAILED, 0)


def test_nothing_is_there_before_anything_was_asked(at: Charging) -> None:
    at.card()
    assert at.find() is None


def test_a_part_is_refunded_once_under_our_id(at: Charging) -> None:
    at.charge(at.card())
    for _ in range(2):
        seen = at.stripe.refund(customer_key=CUSTOMER, payment_id=PAYMENT, refund_id="refund-1", amount=345)
    assert [(r.refund_id, r.amount, r.answer) for r in seen.refunds] == [("refund-1", 345, RefundAnswer.SUCCEEDED)]


def test_a_signed_webhook_over_the_line_names_the_payment(at: Charging) -> None:
    with _listening() as (url, rung):
        hook = {"url": url, "secret": "whsec_made_up", "events": ["payment_intent.succeeded"]}
        requests.post(f"{at.address}/_config/webhooks/here", json=hook, timeout=5)
        at.charge(at.card())
        body, headers = rung.get(timeout=20)
    [event] = at.stripe.parse_webhook(body, headers)
    assert (event.type, event.customer_key, event.payment_id) == ("payment_intent.succeeded", CUSTOMER, PAYMENT)


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
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
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
