"""Instalments collected under a mandate: once each, on the right day, and never where a hold stands."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.care import holding
from chalicelib.core.bankdays import PastHorizon, horizon
from chalicelib.core.errors import Refused
from chalicelib.messaging.model import Message, Text
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Advice, Method
from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.payments.states import Status
from chalicelib.plans.model import InstalmentState, PayBy, PlanState, Trial, Usable
from chalicelib.records.holds import HoldKind
from chalicelib.tasks.model import Task
from tests.support.paying import CUSTOMER
from tests.support.planning import MANDATE, PlanningWorld


def all_of[E](world: PlanningWorld, kind: type[E]) -> list[E]:
    return [entity for entity in world.store.items.values() if isinstance(entity, kind)]


def collecting(outcome: MandateOutcome, pay_by: PayBy, start: date, *, most_pence: int = 100_000) -> tuple[PlanningWorld, str]:
    """A plan of 33.33 a month under a mandate whose charges end like this."""
    world = PlanningWorld()
    reference = world.mandate(outcome, Method(pay_by))
    world.mandates[MANDATE] = Usable(provider="sandbox", mandate_ref=reference, pay_by=pay_by, most_pence=most_pence)
    return world, world.ask(start=start, pay_by=pay_by, mandate_id=MANDATE).id


def payments(world: PlanningWorld) -> list[Payment]:
    return sorted(all_of(world, Payment), key=lambda payment: payment.id)


@pytest.mark.feature("P9", "DM1")
def test_a_card_is_charged_on_the_day_and_the_plan_completes_by_itself() -> None:
    world, plan_id = collecting(MandateOutcome.CARD, PayBy.CARD, date(2026, 12, 1))
    world.until(date(2026, 11, 30))
    assert payments(world) == []
    world.until(date(2027, 2, 8))
    assert [(payment.amount, payment.created_at.date()) for payment in payments(world)] == [
        (3_333, date(2026, 12, 1)),
        (3_333, date(2027, 1, 4)),
        (3_334, date(2027, 2, 1)),
    ]
    assert [payment.source.rpartition(":")[0] for payment in payments(world)] == [f"plan:{plan_id}:{n}" for n in (1, 2, 3)]
    assert world.plan(plan_id).state is PlanState.COMPLETED
    assert world.customer().accounts["ACC-1"].balance.total == 0


@pytest.mark.feature("CH3")
def test_no_more_is_ever_taken_than_the_customer_agreed_to() -> None:
    world, plan_id = collecting(MandateOutcome.CARD, PayBy.CARD, date(2026, 12, 1), most_pence=3_334)
    world.mandates[MANDATE] = world.mandates[MANDATE].model_copy(update={"most_pence": 3_000})
    world.until(date(2026, 12, 2))
    assert payments(world) == []
    assert [task.tags for task in all_of(world, Task)] == [("mandate-failed",)]
    assert world.plan(plan_id).state is PlanState.ACTIVE


@pytest.mark.feature("P9", "DM1")
def test_a_direct_debit_is_lodged_three_banking_days_ahead_with_its_notice() -> None:
    world, plan_id = collecting(MandateOutcome.BACS, PayBy.BACS, date(2026, 12, 26))
    world.until(date(2026, 12, 21))
    assert payments(world) == []
    world.until(date(2026, 12, 22))
    (payment,) = payments(world)
    assert (payment.status, payment.collect_on) == (Status.PENDING, date(2026, 12, 29))
    (notice,) = [message for message in all_of(world, Message) if message.text is Text.COLLECTION_NOTICE]
    assert (notice.values["day"], notice.values["amount"]) == ("29 December 2026", "£33.33")
    assert world.found(plan_id).lines[0].instalment.due == date(2026, 12, 26)


@pytest.mark.feature("P9", "DM1")
@pytest.mark.parametrize("dies", ["before", "after"])
def test_a_lost_answer_and_two_overlapping_sweeps_charge_once(dies: str) -> None:
    world, plan_id = collecting(MandateOutcome.CARD, PayBy.CARD, date(2026, 12, 1))
    world.until(date(2026, 11, 30))
    world.bank.dies = dies
    charge = world.payments.charge

    def overlapping(*asked: object, **more: object) -> Payment:
        world.payments.charge = charge  # type: ignore[method-assign]
        world.follow()
        return charge(*asked, **more)  # type: ignore[arg-type]

    world.payments.charge = overlapping  # type: ignore[method-assign]
    world.until(date(2026, 12, 1))
    for _ in range(3):
        world.wait(hours=3)
        world.payments.sweep(world.clock.now())
        world.follow()
    assert [payment.amount for payment in payments(world)] == [3_333]
    world.until(date(2026, 12, 8))
    assert len([p for p in payments(world) if p.status is Status.SETTLED]) == 1
    assert world.found(plan_id).lines[0].state is InstalmentState.PAID


@pytest.mark.feature("P9", "DM1")
def test_a_hold_stops_a_collection_and_nothing_is_missed_meanwhile() -> None:
    world, plan_id = collecting(MandateOutcome.CARD, PayBy.CARD, date(2026, 12, 1))
    held, _ = holding.placed(world.customer(), holding.Ask(HoldKind.DISPUTE, "ACC-1"), world.diary(), seed="x")
    world.store.commit(holding.written(world.customer(), held, world.diary()))
    world.until(date(2026, 12, 20))
    assert payments(world) == []
    assert world.plan(plan_id).state is PlanState.PAUSED


@pytest.mark.feature("P9", "DM3")
def test_a_mandate_that_cannot_be_used_is_not_charged_and_the_instalment_is_missed() -> None:
    world, plan_id = collecting(MandateOutcome.CARD, PayBy.CARD, date(2026, 12, 1))
    world.mandates.clear()
    world.until(date(2026, 12, 8))
    assert payments(world) == []
    assert world.found(plan_id).lines[0].state is InstalmentState.MISSED


@pytest.mark.feature("P9")
def test_no_more_is_collected_than_is_left_after_what_the_customer_paid() -> None:
    world, plan_id = collecting(MandateOutcome.CARD, PayBy.CARD, date(2026, 12, 1))
    world.pay(3_000)
    world.until(date(2026, 12, 2))
    assert [payment.amount for payment in payments(world)] == [3_000, 333]
    assert world.found(plan_id).lines[0].state is InstalmentState.PAID


@pytest.mark.feature("P9")
def test_a_card_that_is_refused_is_given_up_with_a_task_and_a_message() -> None:
    world, plan_id = collecting(MandateOutcome.CARD_DECLINES, PayBy.CARD, date(2026, 12, 1))
    world.until(date(2026, 12, 14))
    attempts = [payment for payment in payments(world) if payment.source.startswith(f"plan:{plan_id}:1:")]
    advice = attempts[0].advice
    assert advice is not None
    tries = 3 if advice == "LATER" else 1
    assert [payment.status for payment in attempts] == [Status.FAILED] * tries
    attempt = world.plan(plan_id).instalments[0].attempt
    assert attempt is not None
    assert (attempt.trial, attempt.number) == (Trial.GIVEN_UP, tries)
    assert [task.tags for task in all_of(world, Task) if task.tags != ("plan-at-risk",)] == [("mandate-failed",)]
    assert Text.COLLECTION_FAILED in [message.text for message in all_of(world, Message)]


@pytest.mark.feature("P9", "DM1")
def test_a_direct_debit_that_comes_back_days_later_opens_its_instalment_again() -> None:
    world, plan_id = collecting(MandateOutcome.BACS_RETURNS, PayBy.BACS, date(2026, 12, 7))
    for day in range(1, 25):
        world.until(date(2026, 12, day))
        world.payments.sweep(world.clock.now())
    first = payments(world)[0]
    assert first.status is Status.RETURNED
    attempt = world.plan(plan_id).instalments[0].attempt
    assert attempt is not None
    assert (attempt.number, attempt.trial) != (1, Trial.DONE)
    assert world.found(plan_id).lines[0].paid == 0


@pytest.mark.feature("P9", "DM3")
def test_what_the_bank_says_of_a_way_that_the_plan_has_left_is_not_held_against_the_next() -> None:
    world, plan_id = collecting(MandateOutcome.BACS_RETURNS, PayBy.BACS, date(2026, 12, 7))
    fresh = "01JD0000000000000000000002"
    reference = world.mandate(MandateOutcome.CARD, Method.CARD)
    world.mandates[fresh] = Usable(provider="sandbox", mandate_ref=reference, pay_by=PayBy.CARD, most_pence=5_000)
    world.until(date(2026, 12, 4))
    with pytest.raises(Refused, match="WRONG_STATE") as refused:
        world.pay_by(plan_id, fresh)
    assert refused.value.words.startswith("An instalment is being collected.")
    for day in range(5, 25):
        world.until(date(2026, 12, day))
        world.payments.sweep(world.clock.now())
        attempt = world.plan(plan_id).instalments[0].attempt
        if attempt and attempt.trial is Trial.DONE and world.plan(plan_id).terms.pay_by is PayBy.BACS:
            world.pay_by(plan_id, fresh)
    assert world.plan(plan_id).terms.mandate_id == fresh
    assert payments(world)[0].status is Status.RETURNED
    assert {mandate for _, mandate, _ in world.declined} == {MANDATE}


def test_behind_the_last_known_bank_holiday_the_sweep_says_what_to_do() -> None:
    world, plan_id = collecting(MandateOutcome.CARD, PayBy.CARD, date(2026, 12, 1))
    plan = world.plan(plan_id)
    far = plan.instalments[0].model_copy(update={"due": horizon().replace(year=horizon().year + 1)})
    beyond = plan.model_copy(update={"instalments": (far,), "next_look": world.clock.now()})
    world.store.put_all([beyond])
    with pytest.raises(ExceptionGroup) as failed:
        world.follow()
    assert failed.group_contains(PastHorizon, match=r"bank_holidays\.json")
    looks = world.plan(plan_id).next_look
    assert looks is not None
    assert looks > world.clock.now()
    assert payments(world) == []
    assert plan.customer_key == CUSTOMER


@pytest.mark.feature("P9", "DM3")
def test_a_bank_that_wants_to_hear_no_more_of_it_is_not_asked_again_and_the_plan_asks_for_another_way() -> None:
    world, plan_id = collecting(MandateOutcome.CARD_STOLEN, PayBy.CARD, date(2026, 12, 1))
    world.until(date(2026, 12, 1))
    assert [payment.status for payment in payments(world)] == [Status.FAILED]
    assert world.declined == [(CUSTOMER, MANDATE, Advice.NEVER)]
    assert [message.text for message in all_of(world, Message)][-1] is Text.COLLECTION_ENDED
    assert world.plans.needs_way(world.plan(plan_id))
    world.until(date(2027, 1, 5))
    assert len(payments(world)) == 1

    fresh = "01JD0000000000000000000002"
    reference = world.mandate(MandateOutcome.CARD, Method.CARD)
    world.mandates[fresh] = Usable(provider="sandbox", mandate_ref=reference, pay_by=PayBy.CARD, most_pence=3_000)
    with pytest.raises(Refused, match="INVALID"):
        world.pay_by(plan_id, fresh)
    world.mandates[fresh] = world.mandates[fresh].model_copy(update={"most_pence": 5_000})
    world.pay_by(plan_id, fresh)
    assert not world.plans.needs_way(world.plan(plan_id))
    world.until(date(2027, 1, 9))
    assert [payment.amount for payment in payments(world)[1:]] == [3_333, 3_333]
    assert world.plan(plan_id).state is PlanState.ACTIVE


@pytest.mark.feature("P9")
def test_who_pays_each_time_themselves_from_now_on_is_not_charged_any_more() -> None:
    world, plan_id = collecting(MandateOutcome.CARD, PayBy.CARD, date(2026, 12, 1))
    world.pay_by(plan_id, "")
    [told] = [message for message in all_of(world, Message) if message.text is Text.PLAN_PAID_OTHERWISE]
    assert (told.values["way"], told.values["day"]) == ("by yourself, each time", "1 December 2026")
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.change(plan_id, "WAY", key="other-command-key")
    world.until(date(2026, 12, 4))
    assert payments(world) == []
    assert world.plan(plan_id).terms.pay_by is PayBy.CUSTOMER
