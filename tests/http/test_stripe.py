"""Quittance with Stripe as its provider: each function has the rights it needs, and a debtor gets there and back."""

from __future__ import annotations

import json
from collections.abc import Iterator

import boto3
import pytest

from chalicelib import wiring
from chalicelib.core.clock import SystemClock
from chalicelib.payments.model import Payment, Status
from chalicelib.payments.signing import sign
from tests.support.aws import REGION
from tests.support.debtors import SIAN
from tests.support.recorded_stripe import RecordedStripe
from tests.support.world import World, forget

CREDENTIALS = json.dumps({"api_key": "sk_test_made_up", "webhook_secrets": ["whsec_made_up"]})


@pytest.fixture
def there(here: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordedStripe]:
    """Stripe is the provider; its answers are of the recorded kind."""
    vault = boto3.client("secretsmanager", region_name=REGION)
    before = vault.get_secret_value(SecretId="quittance-provider")["SecretString"]
    vault.put_secret_value(SecretId="quittance-provider", SecretString=CREDENTIALS)
    monkeypatch.setenv("PAYMENT_PROVIDER", "stripe")
    forget()
    recorded = RecordedStripe(here.clock)
    _connect(recorded)
    yield recorded
    monkeypatch.undo()
    vault.put_secret_value(SecretId="quittance-provider", SecretString=before)
    forget()


def _connect(recorded: RecordedStripe) -> None:
    provider = wiring.stripe()
    assert provider is not None
    provider._transport = recorded


def pay(here: World) -> str:
    """Siân is sent to Stripe's page; its address."""
    browser = here.signed_in(SIAN)
    page = browser.get("/accounts/ACC-1/pay")
    assert "form-action 'self' https://checkout.stripe.com;" in page.headers["content-security-policy"]
    browser.follows = False
    return browser.submit(choice="full").headers["location"]


def the_payment(here: World) -> Payment:
    (payment,) = here.entities().all(Payment)
    return payment


def test_a_debtor_pays_on_stripes_page_and_its_webhook_settles_the_payment(here: World, there: RecordedStripe) -> None:
    assert pay(here).startswith("https://checkout.example.com/")
    [session] = there.made("checkout.session")
    there.paid(session)
    thing = {"id": session["id"], "object": "checkout.session", "metadata": session["metadata"]}
    body = json.dumps({"id": "evt_1", "type": "checkout.session.completed", "data": {"object": thing}}).encode()
    header = {"Stripe-Signature": sign(b"whsec_made_up", body, SystemClock().now())}
    assert here.ring(body, header, "stripe").status == 200
    assert here.ring(body, {"Stripe-Signature": "t=1,v1=00"}, "stripe").status == 400
    assert the_payment(here).status is Status.SETTLED
    assert here.customer("C-1001").owed == 4_000


def test_the_sweeper_may_ask_stripe_what_a_lost_webhook_would_have_told(here: World, there: RecordedStripe) -> None:
    pay(here)
    there.paid(there.made("checkout.session")[0])
    here.wait(hours=2)
    forget()  # another function has another process
    _connect(there)
    here.sweep("payment_sweep")
    assert the_payment(here).status is Status.SETTLED
