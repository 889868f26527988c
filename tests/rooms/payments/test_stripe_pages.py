"""Stripe's hosted pages: made once for each payment and mandate, found again, read rightly."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from chalicelib.core.clock import FixedClock
from chalicelib.core.ids import ulid
from chalicelib.core.memory import MemoryStore
from chalicelib.payments.model import Status
from chalicelib.payments.ports import Answer, Declined, Event, HostedSession, Invalid, MandateAnswer, Method, Unknown, Untrusted
from chalicelib.payments.providers.stripe.adapter import Stripe
from chalicelib.payments.service import Payments
from chalicelib.payments.signing import sign
from chalicelib.settings.model import Settings
from tests.support.paying import CUSTOMER, NOON, PAYER, PUBLIC_URL, opened, two_accounts
from tests.support.recorded_stripe import RecordedStripe

SECRET = json.dumps({"api_key": "sk_test_made_up", "webhook_secrets": ["whsec_new", "whsec_old"]}).encode()


class AtStripe:
    """The adapter, what Stripe holds, and payments that go through it."""

    def __init__(self, *, credit: bool = False) -> None:
        self.clock = FixedClock(NOON)
        self.store = MemoryStore()
        self.there = RecordedStripe(self.clock)
        self.stripe = self.adapter(credit=credit)
        self.payments = Payments(self.store, [self.stripe], self.clock, Settings, PUBLIC_URL)
        self.payment_id = ulid(NOON)

    def adapter(self, *, credit: bool = False, secret: bytes = SECRET) -> Stripe:
        return Stripe(self.store, self.clock, lambda: secret, accepts_credit=lambda: credit, transport=self.there)

    def page(self, amount: int = 5_000, expires_at: datetime = NOON + timedelta(hours=1)) -> HostedSession:
        return self.stripe.hosted_payment(
            customer_key=CUSTOMER,
            payment_id=self.payment_id,
            amount=amount,
            description="Example Services",
            return_url=f"{PUBLIC_URL}/payments/{self.payment_id}",
            expires_at=expires_at,
        )

    def mandate_page(self, method: Method) -> HostedSession:
        return self.stripe.hosted_mandate(
            customer_key=CUSTOMER,
            mandate_id="mandate-1",
            method=method,
            return_url=PUBLIC_URL,
            expires_at=NOON + timedelta(hours=1),
        )

    def answer(self) -> Answer | None:
        seen = self.stripe.find(customer_key=CUSTOMER, payment_id=self.payment_id)
        return seen and seen.answer


@pytest.fixture
def at() -> AtStripe:
    return AtStripe()


def test_a_payment_has_one_page_however_often_it_is_asked_for(at: AtStripe) -> None:
    assert at.page().url == at.page().url
    assert len(at.there.made("checkout.session")) == len(at.there.made("customer")) == 1


def test_a_page_whose_making_was_not_heard_of_is_found_by_what_was_written_on_it(at: AtStripe) -> None:
    at.there.lost = ["POST /v1/checkout/sessions"]
    with pytest.raises(Unknown):
        at.page()
    at.clock.instant += timedelta(minutes=45)
    assert at.answer() is Answer.OPEN
    assert at.page().expires_at == NOON + timedelta(hours=1)


def test_where_stripe_never_heard_of_the_customer_nothing_is_there_and_nobody_is_asked(at: AtStripe) -> None:
    assert at.answer() is None
    assert at.there.requests == []


@pytest.mark.parametrize("credit", [True, False])
def test_credit_cards_are_blocked_unless_the_organisation_takes_them(credit: bool) -> None:
    at = AtStripe(credit=credit)
    at.page()
    blocked = [name for _, _, given in at.there.requests for name in given if "funding_types_blocked" in name]
    assert bool(blocked) is not credit


def test_a_page_cannot_be_open_too_long_and_is_not_opened_too_late(at: AtStripe) -> None:
    with pytest.raises(Invalid):
        at.page(expires_at=NOON + timedelta(hours=25))
    with pytest.raises(Declined):
        at.page(expires_at=NOON + timedelta(minutes=20))
    with pytest.raises(Invalid):
        at.page(amount=0)
    assert at.there.made("checkout.session") == []


def test_a_payment_on_the_page_settles_once_with_what_was_received(at: AtStripe) -> None:
    opened(at.store, two_accounts(), NOON)
    started = at.payments.start(CUSTOMER, "ACC-1", 5_000, at.payment_id, PAYER)
    assert started.url.startswith("https://checkout.example.com/")
    [session] = at.there.made("checkout.session")
    at.there.paid(session)
    for _ in range(2):
        settled = at.payments.settle(CUSTOMER, at.payment_id, PAYER)
    assert settled is not None
    assert (settled.status, settled.captured) == (Status.SETTLED, 5_000)
    assert settled.provider_ref.startswith("pi_")


def test_a_completed_page_is_not_paid_while_the_direct_debit_is_under_way(at: AtStripe) -> None:
    at.page()
    [session] = at.there.made("checkout.session")
    intent = at.there.paid(session, method="bacs_debit", status="processing")
    assert at.answer() is Answer.PROCESSING
    intent["status"] = "requires_payment_method"
    assert at.answer() is Answer.FAILED


def test_cancelling_ends_an_open_page_and_leaves_money_that_was_taken(at: AtStripe) -> None:
    at.page()
    assert at.stripe.cancel(customer_key=CUSTOMER, payment_id=at.payment_id).answer is Answer.EXPIRED
    with pytest.raises(Declined):
        at.page()


def test_a_refund_is_made_once_under_our_id(at: AtStripe) -> None:
    at.page()
    at.there.paid(at.there.made("checkout.session")[0])
    for _ in range(2):
        seen = at.stripe.refund(customer_key=CUSTOMER, payment_id=at.payment_id, refund_id="refund-1", amount=1_200)
    assert [(refund.refund_id, refund.amount) for refund in seen.refunds] == [("refund-1", 1_200)]


def test_a_mandate_is_set_up_read_and_ended_for_good(at: AtStripe) -> None:
    at.mandate_page(Method.CARD)
    [session] = at.there.made("checkout.session")
    assert _mandate(at).answer is MandateAnswer.PENDING
    card = {"brand": "visa", "last4": "4242", "exp_month": 3, "exp_year": 2029, "funding": "credit"}
    method = at.there._keep(
        {"id": "pm_9", "object": "payment_method", "type": "card", "customer": session["customer"], "card": card}
    )
    session |= {"status": "complete", "setup_intent": {"id": "seti_1", "status": "succeeded", "payment_method": method}}
    seen = _mandate(at)
    assert (seen.answer, seen.provider_ref, seen.label, seen.last4, seen.expires, seen.credit_card) == (
        MandateAnswer.ACTIVE, "pm_9", "visa", "4242", "2029-03", True,
    )  # fmt: skip
    for _ in range(2):
        at.stripe.revoke_mandate(customer_key=CUSTOMER, mandate_id="mandate-1", provider_ref="pm_9")
    assert _mandate(at).answer is MandateAnswer.INACTIVE
    assert sum(path.endswith("/detach") for _, path, _ in at.there.requests) == 1


def _mandate(at: AtStripe):
    seen = at.stripe.mandate(customer_key=CUSTOMER, mandate_id="mandate-1")
    assert seen is not None
    return seen


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_a_webhook_is_believed_under_any_live_secret_and_names_only_whom_to_look_at(at: AtStripe, secret: str) -> None:
    labels = {"customer_key": CUSTOMER, "payment_id": at.payment_id}
    body = _event(
        "checkout.session.completed", {"id": "cs_1", "object": "checkout.session", "metadata": labels, "amount_total": 9}
    )
    events = at.stripe.parse_webhook(body, {"Stripe-Signature": sign(secret.encode(), body, NOON)})
    assert list(events) == [Event("evt_1", "checkout.session.completed", CUSTOMER, at.payment_id)]


def test_a_webhook_of_nobody_or_of_long_ago_is_refused(at: AtStripe) -> None:
    body = _event("payment_intent.succeeded", {"id": "pi_1", "object": "payment_intent", "metadata": {}})
    for header in ("", sign(b"whsec_other", body, NOON), sign(b"whsec_new", body, NOON - timedelta(minutes=6))):
        with pytest.raises(Untrusted):
            at.stripe.parse_webhook(body, {"Stripe-Signature": header})


def test_a_dispute_says_on_its_intent_whose_it_is(at: AtStripe) -> None:
    at.page()
    intent = at.there.paid(at.there.made("checkout.session")[0])
    dispute = {"id": "dp_1", "object": "dispute", "payment_intent": intent["id"]}
    body = _event("charge.dispute.funds_withdrawn", dispute)
    [event] = at.stripe.parse_webhook(body, {"Stripe-Signature": sign(b"whsec_new", body, NOON)})
    assert event.payment_id == at.payment_id


def test_a_mandate_that_a_bank_ended_is_found_by_the_setup_it_came_from(at: AtStripe) -> None:
    labels = {"customer_key": CUSTOMER, "mandate_id": "mandate-1"}
    setup = {"id": "seti_1", "object": "setup_intent", "status": "succeeded", "payment_method": "pm_9", "metadata": labels}
    at.there._keep(setup)
    body = _event("mandate.updated", {"id": "mandate_1", "object": "mandate", "payment_method": "pm_9"})
    [event] = at.stripe.parse_webhook(body, {"Stripe-Signature": sign(b"whsec_new", body, NOON)})
    assert (event.payment_id, event.mandate_id) == ("", "mandate-1")


def test_events_that_are_not_ours_say_nothing(at: AtStripe) -> None:
    for kind, thing in (
        ("invoice.paid", {"id": "in_1", "object": "invoice"}),
        ("payout.paid", {"id": "po_1", "object": "payout"}),
    ):
        body = _event(kind, thing)
        assert at.stripe.parse_webhook(body, {"Stripe-Signature": sign(b"whsec_new", body, NOON)}) == []


def test_a_secret_that_is_not_stripes_is_refused_without_showing_it(at: AtStripe) -> None:
    with pytest.raises(RuntimeError) as refused:
        at.adapter(secret=b'{"api_key": "sk_live_hidden"}').parse_webhook(b"", {})
    assert "sk_live" not in str(refused.value)


@pytest.mark.parametrize("status", [409, 429, 500, 503])
def test_what_stripe_could_not_say_is_unknown_never_failed(at: AtStripe, status: int) -> None:
    at.there.failures = [status]
    with pytest.raises(Unknown):
        at.page()


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_we_asked_wrongly_is_our_fault(at: AtStripe, status: int) -> None:
    at.there.failures = [status]
    with pytest.raises(Invalid):
        at.page()


def _event(kind: str, thing: dict[str, object]) -> bytes:
    return json.dumps({"id": "evt_1", "type": kind, "data": {"object": thing}}).encode()
