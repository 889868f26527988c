"""Collecting under a mandate: reserved first, one call of the provider's, then whatever it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.core.actor import Actor
from chalicelib.core.errors import Code
from chalicelib.core.ids import ulid
from chalicelib.ledger.model import Context, LedgerAccount
from chalicelib.payments.model import Status
from chalicelib.payments.paid import paid_towards
from chalicelib.payments.ports import Advice, CollectingProvider, MandateAnswer, Method
from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.payments.rules import ChargeAsk
from tests.support.paying import CUSTOMER, NOON, PayingWorld
from tests.support.scripted_bank import refusal

JOB = Actor.system("plan_sweep")


def ask(world: PayingWorld, pence: int, outcome: MandateOutcome = MandateOutcome.CARD, **changes: object) -> ChargeAsk:
    """A charge of the first account under a mandate that was set up just now."""
    method = Method.BACS if outcome.value.startswith("bacs") else Method.CARD
    mandate_id = world.mandate(outcome, method)
    asked = ChargeAsk(
        payment_id=ulid(world.clock.now(), b"plan\x1f1\x1f1"),
        amount=pence,
        account_numbers=("ACC-1",),
        mandate_id=mandate_id,
        mandate_ref=mandate_id,
        method=method,
        provider="sandbox",
        context=Context.PLAN,
        source="plan:P:1:1",
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def test_the_sandbox_collects() -> None:
    assert isinstance(PayingWorld().bank, CollectingProvider)


@pytest.mark.feature("CH4")
def test_a_card_is_charged_and_posted_at_once() -> None:
    world = PayingWorld()
    payment = world.payments.charge(CUSTOMER, ask(world, 8_000), JOB)
    assert (payment.status, payment.captured, payment.context) == (Status.SETTLED, 8_000, Context.PLAN)
    assert world.customer().accounts["ACC-1"].balance.total == 2_000
    [_, entry] = world.entries()
    assert (entry.context, entry.payment_method) == (Context.PLAN, "CARD")
    assert paid_towards([payment], {"ACC-1-1", "ACC-1-2"}, NOON) == {"ACC-1-1": 7_000, "ACC-1-2": 1_000}
    assert paid_towards([payment], {"ACC-1-2"}, NOON, NOON) == {}


@pytest.mark.feature("CH4")
def test_asking_again_collects_nothing_more() -> None:
    world = PayingWorld()
    asked = ask(world, 3_000)
    first = world.payments.charge(CUSTOMER, asked, JOB)
    assert world.payments.charge(CUSTOMER, asked, JOB) == first
    assert refusal(lambda: world.payments.charge(CUSTOMER, replace(asked, amount=3_001), JOB)) is Code.KEY_REUSED
    assert world.customer().owed == 11_000


def test_a_decline_fails_with_its_advice_and_frees_the_money() -> None:
    world = PayingWorld()
    payment = world.payments.charge(CUSTOMER, ask(world, 8_000, MandateOutcome.CARD_DECLINES), JOB)
    assert (payment.status, payment.advice, payment.next_check) == (Status.FAILED, Advice.LATER, None)
    assert world.customer().accounts["ACC-1"].available == 10_000


def test_a_direct_debit_is_pending_until_its_day() -> None:
    world = PayingWorld()
    day = date(2026, 11, 25)
    payment = world.payments.charge(CUSTOMER, ask(world, 8_000, MandateOutcome.BACS, collect_on=day), JOB)
    assert (payment.status, payment.method) == (Status.PENDING, "BACS")
    world.wait(days=6)
    world.sweep()
    settled = world.payment(payment.id)
    assert settled.status is Status.SETTLED
    assert {posting.debit for posting in world.entries()[-1].postings} == {LedgerAccount.CASH_CLEARING_DD}


def test_a_direct_debit_that_comes_back_days_later_is_owed_again() -> None:
    world = PayingWorld()
    payment = world.payments.charge(CUSTOMER, ask(world, 10_000, MandateOutcome.BACS_RETURNS), JOB)
    for _ in range(8):
        world.wait(days=1)
        world.sweep()
    returned = world.payment(payment.id)
    assert (returned.status, returned.captured, returned.left) == (Status.RETURNED, 10_000, ())
    account = world.customer().accounts["ACC-1"]
    assert (account.balance.total, account.available, account.status) == (10_000, 10_000, "ACTIVE")
    assert paid_towards([returned], {"ACC-1-1", "ACC-1-2"}, NOON) == {}


def test_claims_are_paid_in_the_order_that_was_asked_for() -> None:
    world = PayingWorld()
    asked = ask(world, 3_500, account_numbers=("ACC-1", "ACC-2"), claims=("ACC-1-2", "ACC-2-1"))
    payment = world.payments.charge(CUSTOMER, asked, JOB)
    assert [(portion.claim, portion.amount) for portion in payment.allocations] == [("ACC-1-2", 3_000), ("ACC-2-1", 500)]


@pytest.mark.feature("CH3")
def test_more_than_can_be_collected_is_refused() -> None:
    world = PayingWorld()
    assert refusal(lambda: world.payments.charge(CUSTOMER, ask(world, 10_001), JOB)) is Code.MORE_THAN_OWED
    world.start(9_000)
    assert refusal(lambda: world.payments.charge(CUSTOMER, ask(world, 1_001), JOB)) is Code.MORE_THAN_OWED


@pytest.mark.feature("CH4")
def test_without_an_answer_it_is_pending_and_the_sweep_finds_out() -> None:
    world = PayingWorld()
    world.bank_dies("after")
    payment = world.payments.charge(CUSTOMER, ask(world, 8_000), JOB)
    assert (payment.status, payment.reserved) == (Status.PENDING, True)
    world.wait(minutes=11)
    world.sweep()
    assert world.payment(payment.id).status is Status.SETTLED
    assert world.customer().owed == 6_000


@pytest.mark.feature("CH4")
def test_what_never_arrived_is_asked_for_again_under_the_same_key() -> None:
    world = PayingWorld()
    world.bank_dies("before")
    payment = world.payments.charge(CUSTOMER, ask(world, 8_000), JOB)
    assert payment.status is Status.PENDING
    world.wait(minutes=11)
    world.sweep()
    assert world.payment(payment.id).status is Status.SETTLED


def test_what_never_arrived_for_a_day_is_let_go() -> None:
    world = PayingWorld()
    world.bank_dies("before")
    payment = world.payments.charge(CUSTOMER, ask(world, 8_000), JOB)
    world.wait(hours=23, minutes=1)
    world.sweep()
    assert world.payment(payment.id).status is Status.EXPIRED
    assert world.customer().accounts["ACC-1"].available == 10_000


def test_a_charge_is_stopped_before_its_day() -> None:
    world = PayingWorld()
    payment = world.payments.charge(CUSTOMER, ask(world, 8_000, MandateOutcome.BACS), JOB)
    stopped = world.payments.cancel(CUSTOMER, payment.id, JOB)
    assert stopped is not None
    assert stopped.status is Status.CANCELLED
    world.wait(days=9)
    world.sweep()
    assert world.payment(payment.id).status is Status.CANCELLED
    assert world.customer().owed == 14_000


def test_a_revoked_mandate_takes_nothing() -> None:
    world = PayingWorld()
    asked = ask(world, 8_000)
    for _ in range(2):
        world.bank.revoke_mandate(customer_key=CUSTOMER, mandate_id=asked.mandate_id, provider_ref=asked.mandate_ref)
    seen = world.bank.mandate(customer_key=CUSTOMER, mandate_id=asked.mandate_id)
    assert seen is not None
    assert seen.answer is MandateAnswer.INACTIVE
    payment = world.payments.charge(CUSTOMER, asked, JOB)
    assert (payment.status, payment.advice) == (Status.FAILED, Advice.NEW_METHOD)


def test_webhooks_about_a_mandate_are_passed_on() -> None:
    world = PayingWorld()
    mandate_id = world.mandate(MandateOutcome.PENDING, Method.CARD, deliver=True)
    assert world.heard == [(CUSTOMER, mandate_id, "sandbox")]
    world.wait(seconds=31)
    seen = world.bank.mandate(customer_key=CUSTOMER, mandate_id=mandate_id)
    assert seen is not None
    assert (seen.answer, seen.last4) == (MandateAnswer.ACTIVE, "4242")
    assert world.clock.now() == NOON + timedelta(seconds=31)
