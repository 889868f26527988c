"""A plan that was paid and whose money goes back: it is open again, and its discount is owed again, once."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.ledger.model import EntryType, JournalEntry
from chalicelib.payments.providers.books import Happening, Outcome
from chalicelib.payments.service import Started
from chalicelib.plans.model import InstalmentState, PlanState
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.holds import HoldKind
from chalicelib.records.model import CustomerStatus
from chalicelib.tasks.model import Task
from tests.support.invariants import ALWAYS, World, hold
from tests.support.paying import sealed
from tests.support.planning import PlanningWorld

DISCOUNTED = 2


def paid_off(pence: int, option: int, until: date = date(2026, 12, 20)) -> tuple[PlanningWorld, str, Started]:
    """A plan that was paid in one go, some days ago, and the payment."""
    world = PlanningWorld()
    plan_id = world.ask(option=option, start=date(2026, 11, 27)).id
    started = world.start(pence)
    world.bank.decide(sealed(started), Outcome.PAY)
    world.deliver_all()
    world.until(until)
    assert (world.plan(plan_id).state, world.customer().owed) == (PlanState.COMPLETED, 4_000)
    return world, plan_id, started


def happens(world: PlanningWorld, started: Started, happening: Happening) -> None:
    """The bank says so, and the next sweep runs."""
    world.bank.happen(sealed(started), happening)
    world.deliver_all()
    world.follow()
    hold(ALWAYS, World(world.store.items.values()))


def discounts(world: PlanningWorld) -> list[tuple[EntryType, str, int]]:
    kinds = (EntryType.DISCOUNT, EntryType.DISCOUNT_REVERSAL)
    return [
        (entry.type, entry.ref.partition(":discount")[2], sum(posting.amount for posting in entry.postings))
        for entry in world.entries()
        if entry.type in kinds
    ]


@pytest.mark.feature("P7", "P5")
def test_a_discount_is_owed_again_when_the_payment_is_disputed_and_given_again_when_that_is_won() -> None:
    world, plan_id, started = paid_off(8_000, DISCOUNTED)
    happens(world, started, Happening.DISPUTE)
    account = world.customer().accounts["ACC-1"]
    assert (world.plan(plan_id).state, account.balance.total, account.status) == (PlanState.BROKEN, 10_000, AccountStatus.ACTIVE)
    assert discounts(world) == [(EntryType.DISCOUNT, "", 2_000), (EntryType.DISCOUNT_REVERSAL, ":reversed", 2_000)]
    assert [task.tags for task in world.store.items.values() if isinstance(task, Task)] == [("plan-broken",)]
    world.follow()
    assert len(discounts(world)) == 2

    happens(world, started, Happening.WIN)
    assert (world.plan(plan_id).state, world.customer().owed) == (PlanState.COMPLETED, 4_000)
    assert discounts(world)[2:] == [(EntryType.DISCOUNT, ":2", 2_000)]
    assert all(hold.kind is not HoldKind.PLAN for hold in world.customer().holds)


@pytest.mark.feature("P5")
def test_a_plan_whose_money_goes_back_before_its_days_stands_again() -> None:
    world, plan_id, started = paid_off(10_000, 1, date(2026, 11, 28))
    assert discounts(world) == []
    happens(world, started, Happening.DISPUTE)
    plan = world.plan(plan_id)
    assert plan.state is PlanState.ACTIVE
    assert {each.state for each in plan.instalments} <= {InstalmentState.SCHEDULED, InstalmentState.DUE}
    assert any(hold.kind is HoldKind.PLAN for hold in world.customer().holds)


@pytest.mark.feature("P7")
@pytest.mark.parametrize(("end", "state"), [("replaced", PlanState.SUPERSEDED), ("anonymised", PlanState.CANCELLED)])
def test_where_the_plan_cannot_go_on_only_its_discount_is_owed_again(end: str, state: PlanState) -> None:
    world, plan_id, started = paid_off(8_000, DISCOUNTED)
    if end == "replaced":
        other = world.plan(plan_id)
        world.store.put_all([other.model_copy(update={"id": "01JD0000000000000000000009", "state": PlanState.ACTIVE})])
    else:
        world.store.put_all([world.customer().model_copy(update={"status": CustomerStatus.ANONYMISED})])
    world.bank.happen(sealed(started), Happening.DISPUTE)
    world.deliver_all()
    world.follow()
    plan = world.plan(plan_id)
    assert (plan.state, plan.next_look, world.customer().owed) == (state, None, 14_000)
    assert [kind for kind, _, _ in discounts(world)] == [EntryType.DISCOUNT, EntryType.DISCOUNT_REVERSAL]
    assert isinstance(world.entries()[-1], JournalEntry)
