"""Instalments that the customer pays before anybody collects them: they count, and they are not collected once more."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.core.errors import Refused
from chalicelib.core.ids import ulid
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Method
from chalicelib.payments.providers.books import MandateOutcome, Outcome
from chalicelib.plans.model import InstalmentState, PayBy, PlanState, Usable
from chalicelib.plans.paying import Payable, payable
from tests.support.paying import CUSTOMER, PAYER, account, claim, debtor, sealed
from tests.support.planning import MANDATE, PlanningWorld

S = InstalmentState
FIRST = date(2026, 12, 1)


@pytest.fixture
def world() -> PlanningWorld:
    """A plan of 33.33 a month from the first of December, collected from a card."""
    made = PlanningWorld()
    reference = made.mandate(MandateOutcome.CARD, Method.CARD)
    made.mandates[MANDATE] = Usable(provider="sandbox", mandate_ref=reference, pay_by=PayBy.CARD, most_pence=100_000)
    return made


def wanted(world: PlanningWorld, plan_id: str) -> Payable | None:
    plan = world.plan(plan_id)
    today = world.clock.now().date()
    return payable(world.customer(), plan, world.plans.paid(plan), today, world.settings.plan_grace_days)


def begin(world: PlanningWorld, found: Payable) -> str:
    """The provider's page for these instalments."""
    payment_id = ulid(world.clock.now(), str(world.clock.now()).encode())
    started = world.payments.start_several(CUSTOMER, found.shares, payment_id, PAYER, agreed=found.claims)
    return sealed(started)


def pay(world: PlanningWorld, plan_id: str) -> None:
    found = wanted(world, plan_id)
    assert found is not None
    world.bank.decide(begin(world, found), Outcome.PAY)
    world.deliver_all()


def charges(world: PlanningWorld) -> list[tuple[int, date]]:
    """What we collected, when."""
    found = [entity for entity in world.store.items.values() if isinstance(entity, Payment) and entity.is_charge]
    return [(payment.amount, payment.created_at.date()) for payment in sorted(found, key=lambda payment: payment.id)]


@pytest.mark.feature("V13", "P9")
def test_an_instalment_paid_early_is_not_collected_and_the_next_is(world: PlanningWorld) -> None:
    plan_id = world.ask(start=FIRST, pay_by=PayBy.CARD, mandate_id=MANDATE).id
    found = wanted(world, plan_id)
    assert found is not None
    assert (found.pence, found.count, found.due, found.late) == (3_333, 1, FIRST, False)
    pay(world, plan_id)
    assert [line.state for line in world.found(plan_id).lines] == [S.PAID, S.SCHEDULED, S.SCHEDULED]
    world.until(date(2027, 1, 3))
    assert charges(world) == []
    world.until(date(2027, 2, 8))
    assert charges(world) == [(3_333, date(2027, 1, 4)), (3_334, date(2027, 2, 1))]
    assert world.plan(plan_id).state is PlanState.COMPLETED
    assert world.customer().accounts["ACC-1"].balance.total == 0


@pytest.mark.feature("V13", "P9")
def test_what_is_being_paid_on_the_day_is_collected_only_if_it_comes_to_nothing(world: PlanningWorld) -> None:
    plan_id = world.ask(start=FIRST, pay_by=PayBy.CARD, mandate_id=MANDATE).id
    world.until(date(2026, 11, 30))
    found = wanted(world, plan_id)
    assert found is not None
    world.clock.instant = world.clock.instant.replace(day=1, month=12, hour=11)
    begin(world, found)
    world.wait(hours=1)
    world.follow()
    assert charges(world) == []
    world.wait(hours=3)
    world.payments.sweep(world.clock.now())
    world.until(date(2026, 12, 2))
    assert charges(world) == [(3_333, date(2026, 12, 2))]


def test_a_payment_that_begins_while_the_sweep_decides_is_not_collected_besides(world: PlanningWorld) -> None:
    plan_id = world.ask(start=FIRST, pay_by=PayBy.CARD, mandate_id=MANDATE).id
    world.until(date(2026, 11, 30))
    found = wanted(world, plan_id)
    assert found is not None
    charge = world.payments.charge

    def overtaken(*asked: object, **more: object) -> Payment:
        world.payments.charge = charge  # type: ignore[method-assign]
        world.bank.decide(begin(world, found), Outcome.PAY)
        return charge(*asked, **more)  # type: ignore[arg-type]

    world.payments.charge = overtaken  # type: ignore[method-assign]
    world.until(FIRST)
    world.deliver_all()
    world.until(date(2026, 12, 31))
    assert charges(world) == []
    assert world.found(plan_id).lines[0].state is S.PAID


def test_while_one_instalment_is_under_way_the_next_is_offered(world: PlanningWorld) -> None:
    plan_id = world.ask(start=FIRST).id
    found = wanted(world, plan_id)
    assert found is not None
    begin(world, found)
    then = wanted(world, plan_id)
    assert then is not None
    assert (then.pence, then.due) == (3_333, date(2027, 1, 1))


@pytest.mark.feature("V13")
def test_what_is_late_is_offered_as_one_and_takes_a_broken_plan_up_again() -> None:
    world = PlanningWorld(plan_tolerance=1)
    plan_id = world.ask(start=FIRST).id
    world.until(date(2027, 1, 20))
    assert world.plan(plan_id).state is PlanState.BROKEN
    found = wanted(world, plan_id)
    assert found is not None
    assert (found.pence, found.count, found.late) == (6_666, 2, True)
    pay(world, plan_id)
    assert wanted(world, plan_id) is None
    world.until(date(2027, 1, 28))
    assert world.plan(plan_id).state is PlanState.ACTIVE


def test_nothing_is_offered_of_a_paused_plan() -> None:
    world = PlanningWorld()
    plan_id = world.ask(start=FIRST).id
    world.change(plan_id, "PAUSE")
    assert wanted(world, plan_id) is None


def test_the_money_goes_to_the_plan_though_something_older_is_owed_and_though_it_is_less_than_the_minimum() -> None:
    owing = debtor(
        account("ACC-1", claim("ACC-1-9", "2026-01-01", 9_000), claim("ACC-1-1", "2026-03-01", 900), minimum_payment=5_000)
    )
    world = PlanningWorld(owing)
    payment_id = ulid(world.clock.now())
    with pytest.raises(Refused):
        world.payments.start_several(CUSTOMER, {"ACC-1": 300}, payment_id, PAYER)
    world.payments.start_several(CUSTOMER, {"ACC-1": 300}, payment_id, PAYER, agreed=["ACC-1-1"])
    assert [(portion.claim, portion.amount) for portion in world.payment(payment_id).plan] == [("ACC-1-1", 300)]


def test_one_payment_covers_a_plan_on_several_accounts() -> None:
    world = PlanningWorld()
    plan_id = world.ask(start=FIRST).id
    plan = world.plan(plan_id)
    both = plan.model_copy(
        update={"claims": (*plan.claims, plan.claims[0].model_copy(update={"account_number": "ACC-2", "claim": "ACC-2-1"}))}
    )
    large = both.model_copy(update={"instalments": (both.instalments[0].model_copy(update={"amount": 9_000}),)})
    found = payable(world.customer(), large, 0, FIRST, 5)
    assert found is not None
    # The claims by their due days: 70.00 of March, then of May the rest; those of June are not reached.
    assert found.shares == {"ACC-1": 7_000, "ACC-2": 2_000}
