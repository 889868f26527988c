"""Refunds and reconciliations from the console."""

from __future__ import annotations

import pytest

from chalicelib import wiring
from chalicelib.payments.model import Payment, Status
from chalicelib.payments.providers.books import SandboxPayment
from tests.support.debtors import SIAN
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-00000000000"


@pytest.fixture
def payment(here: World) -> Payment:
    """What Siân paid for the whole of an account."""
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="full")
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    [payment] = here.entities().all(Payment)
    assert payment.status is Status.SETTLED
    return payment


@pytest.mark.feature("R10")
def test_a_refund_shows_what_can_be_given_back_and_refuses_another_figure(here: World, payment: Payment) -> None:
    lead, path = here.agent("admin"), f"/customers/{payment.customer_key}/payments/{payment.id}"
    seen = lead.get(path).json
    assert (seen["refundable_pence"], seen["from_credit_pence"], seen["outflows"]) == (payment.captured, 0, [])
    ask = {"refund_id": seen["refund_id"], "amount_pence": 2_500, "refundable_pence": 7_000, "reason": "Paid twice"}
    done = lead.post(f"{path}/refunds", ask, f"{KEY}a")
    assert (done.status, done.json["status"], done.json["refundable_pence"]) == (200, "PART_REFUNDED", 4_500)
    assert lead.post(f"{path}/refunds", ask, f"{KEY}a").json["refundable_pence"] == 4_500
    stale = lead.post(f"{path}/refunds", ask | {"refund_id": lead.get(path).json["refund_id"]}, f"{KEY}b")
    assert stale.status == 409
    assert "£45.00" in stale.json["error"]["message"]
    account = here.customer("C-1001").accounts["ACC-1"]
    assert (account.balance.total, account.status) == (2_500, "ACTIVE")
    [listed] = lead.get(f"/customers/{payment.customer_key}").json["payments"]
    assert (listed["amount_pence"], listed["kept_pence"]) == (7_000, 4_500)


@pytest.mark.feature("R10")
def test_a_day_is_held_against_the_providers_books(here: World, payment: Payment) -> None:
    lead, day = here.agent("admin"), here.clock.now().date().isoformat()
    [agrees] = lead.post("/reconciliations", {"day": day}, f"{KEY}c").json["items"]
    assert (agrees["found"], agrees["ours_pence"], agrees["theirs_pence"]) == (0, payment.captured, payment.captured)
    wiring.store().remove_all([item.key for item in here.entities().all(SandboxPayment)])
    [differs] = lead.post("/reconciliations", {"day": day}, f"{KEY}d").json["items"]
    assert [d["kind"] for d in differs["differences"]] == ["MISSING_THERE"]
    assert differs["differences"][0]["customer_key"] == payment.customer_key
    here.wait(days=1)
    here.sweep("reconciliation")
    assert [report["found"] for report in lead.get("/reconciliations").json["items"]] == [1, 0]
    assert here.entities().all(Payment) == [payment.model_copy(update={"version": payment.version})]


@pytest.mark.feature("R10", "R11")
@pytest.mark.parametrize(
    ("told", "untold", "days", "schedule", "status", "owed"),
    [
        ([], "dispute", 1, "reconciliation", Status.DISPUTED, 7_000),
        (["dispute"], "dispute_won", 8, "payment_sweep", Status.SETTLED, 0),
    ],
)
def test_a_dispute_is_found_though_no_webhook_told_of_it(
    here: World, told: list[str], untold: str, days: int, schedule: str, status: Status, owed: int
) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="full")
    bank = browser.path
    browser.submit(outcome="pay")
    for happening in (*told, untold):
        here.deliver_webhooks()
        browser.get(bank)
        browser.submit(outcome=happening)
    here.webhooks.clear()
    here.wait(days=days)
    here.sweep(schedule)
    [payment] = here.entities().all(Payment)
    assert (payment.status, here.customer("C-1001").accounts["ACC-1"].balance.total) == (status, owed)
