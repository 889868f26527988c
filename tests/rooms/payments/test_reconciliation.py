"""The provider's books against ours: what differs is settled where it can be, and named where it cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes as All
from chalicelib.core.changes import Replace
from chalicelib.core.errors import Code
from chalicelib.core.ids import ulid
from chalicelib.payments import jobs
from chalicelib.payments.model import Status
from chalicelib.payments.ports import ProviderMovement
from chalicelib.payments.providers.books import Happening, Outcome, SandboxPayment
from chalicelib.payments.reconciliation import Reconciler
from chalicelib.payments.reconciling import CashLine, DifferenceKind, compare
from chalicelib.payments.service import RefundAsk
from tests.support.paying import CUSTOMER, NOON, PayingWorld, sealed
from tests.support.scripted_bank import refusal

TODAY = NOON.date()
JOB = Actor.system("reconciliation")


def reconciler(world: PayingWorld) -> Reconciler:
    return Reconciler(world.store, world.payments, world.clock)


def paid(world: PayingWorld, pence: int = 8_000, *, told: bool = True) -> str:
    """A payment that was taken; without a word to us unless told."""
    started = world.start(pence)
    world.bank.decide(sealed(started), Outcome.PAY)
    if told:
        world.deliver_all()
    world.webhooks.clear()
    return started.payment.id


@pytest.mark.feature("R10")
def test_books_that_agree_are_said_to() -> None:
    world = PayingWorld()
    payment = world.payment(paid(world))
    world.payments.refund(CUSTOMER, payment.id, RefundAsk(ulid(NOON, b"one"), 500, "Paid twice", 8_000), JOB)
    [report] = reconciler(world).work(TODAY, JOB)
    assert (report.movements, report.ours, report.theirs, report.found, report.settled) == (2, 7_500, 7_500, 0, 0)
    assert reconciler(world).reports() == [report]
    assert reconciler(world).work(TODAY, JOB) == [report]


def test_what_no_webhook_told_is_settled() -> None:
    world = PayingWorld()
    payment_id = paid(world, told=False)
    [report] = reconciler(world).work(TODAY, JOB)
    assert (report.settled, report.found, report.ours) == (1, 0, 8_000)
    assert world.payment(payment_id).status is Status.SETTLED


def test_a_dispute_nobody_rang_about_is_found_the_next_day() -> None:
    world = PayingWorld()
    started = world.start(8_000)
    world.bank.decide(sealed(started), Outcome.PAY)
    world.deliver_all()
    world.wait(hours=2)
    world.bank.happen(sealed(started), Happening.DISPUTE)
    world.webhooks.clear()
    world.wait(days=1)
    said: list[dict[str, object]] = []
    jobs.reconcile(reconciler(world), lambda message, **fields: said.append(fields))
    assert world.payment(started.payment.id).status is Status.DISPUTED
    assert said == [{"job": "reconciliation", "outcome": "agrees", "count": 0}] * 2


def test_what_the_provider_does_not_know_is_named_and_left_alone() -> None:
    world = PayingWorld()
    payment_id = paid(world)
    bank = next(item for item in world.store.items.values() if isinstance(item, SandboxPayment))
    world.store.commit(All(Replace(bank.model_copy(update={"amount": 7_900}))))
    before = world.payment(payment_id)
    [report] = reconciler(world).work(TODAY, JOB)
    [difference] = report.differences
    assert (difference.kind, difference.ours, difference.theirs) == (DifferenceKind.OTHER_AMOUNT, 8_000, 7_900)
    assert (difference.customer_key, difference.payment_id) == (CUSTOMER, payment_id)
    assert world.payment(payment_id) == before


def test_payments_are_found_by_their_months_where_the_provider_was_told_no_customer() -> None:
    world = PayingWorld()
    payment_id = paid(world)
    world.store.items = {key: item for key, item in world.store.items.items() if not isinstance(item, SandboxPayment)}
    [report] = reconciler(world).work(TODAY, JOB)
    [difference] = report.differences
    assert (difference.kind, difference.customer_key) == (DifferenceKind.MISSING_THERE, CUSTOMER)
    assert world.payment(payment_id).status is Status.SETTLED


def test_money_that_is_none_of_ours_is_named() -> None:
    movement = ProviderMovement("capture", "not-ours", 500, NOON)
    fee = ProviderMovement("fee", "not-ours", -10, NOON)
    [difference] = compare(TODAY, [movement, fee], [])
    assert (difference.kind, difference.theirs) == (DifferenceKind.MISSING_HERE, 500)


def test_a_minute_across_midnight_is_no_difference() -> None:
    midnight = NOON + timedelta(hours=12)
    movement = ProviderMovement("capture", "one", 500, midnight - timedelta(seconds=5))
    line = CashLine(provider="sandbox", payment_id="one", fact="capture", amount=500, at=midnight, ttl=0)
    assert compare(TODAY, [movement], [line]) == []
    assert compare(TODAY + timedelta(days=1), [movement], [line]) == []


@pytest.mark.parametrize("days", [1, -61])
def test_only_days_that_can_be_looked_up(days: int) -> None:
    world = PayingWorld()
    assert refusal(lambda: reconciler(world).work(TODAY + timedelta(days=days), JOB)) is Code.INVALID
