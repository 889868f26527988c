"""Mandates set up at the bank, and refunds: once, whatever breaks between us and the provider."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import wiring
from chalicelib.core.ids import ulid
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Method
from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.support.debtors import SIAN
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-00000000000a"


def mandate_page(world: World) -> str:
    """Where Siân sets up a card mandate at the bank."""
    bank, now = wiring.sandbox(), world.clock.now()
    assert bank is not None
    page = bank.hosted_mandate(
        customer_key=SIAN.customer_key,
        mandate_id=ulid(now, b"mandate"),
        method=Method.CARD,
        return_url=f"{wiring.public_url()}/",
        expires_at=now + timedelta(minutes=30),
    )
    return page.url.removeprefix(wiring.public_url())


@request("POST", "/sandbox/mandate/{sealed}")
def the_bank_sets_up_a_mandate(world: World) -> Attempt:
    visitor, path = world.browser(), mandate_page(world)
    visitor.get(path)
    return lambda: done(again(visitor).post(path, {"outcome": "card"}), 200, 401)


def _paid(world: World) -> Payment:
    """A payment that was taken at the bank; the webhook that tells of it has not arrived."""
    world.add(SIAN)
    browser = world.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    form = {name: browser.hidden(name) for name in ("csrf", "payment_id", "full_pence")} | {"choice": "full"}
    browser.post("/accounts/ACC-1/pay", form)
    browser.submit(outcome="pay")
    [payment] = world.entities().all(Payment)
    return payment


@scenario("reconciliation")
def what_no_webhook_told_is_found_in_the_banks_books(world: World) -> Attempt:
    _paid(world)
    world.webhooks.clear()
    world.wait(days=1)
    return lambda: world.sweep("reconciliation")


@request("POST", "/api/reconciliations")
def a_day_is_held_against_the_banks_books(world: World) -> Attempt:
    _paid(world)
    world.webhooks.clear()
    day = world.clock.now().date().isoformat()
    return lambda: done(world.agent("admin").post("/reconciliations", {"day": day}, KEY), 200)


@request("POST", "/api/customers/{customer_key}/payments/{id}/refunds")
def a_payment_is_refunded(world: World) -> Attempt:
    _paid(world)
    world.deliver_webhooks()
    [payment] = world.entities().all(Payment)
    path = f"/customers/{payment.customer_key}/payments/{payment.id}/refunds"
    ask = {
        "refund_id": ulid(world.clock.now(), b"refund"),
        "amount_pence": 2_500,
        "refundable_pence": payment.refundable,
        "reason": "Paid twice",
    }
    return lambda: done(world.agent("admin").post(path, ask, KEY), 200)
