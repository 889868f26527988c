"""How a plan goes on by itself: paid, missed, at risk, broken, caught up, paused and completed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.care import holding
from chalicelib.core.errors import Refused
from chalicelib.ledger.model import EntryType, JournalEntry
from chalicelib.messaging.model import Message, Text
from chalicelib.plans.changing import choices
from chalicelib.plans.model import InstalmentState, PlanState
from chalicelib.plans.progress import lines
from chalicelib.plans.service import Change
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.agreements import PlanStanding, plan_standings
from chalicelib.records.holds import Hold, HoldKind
from chalicelib.tasks.model import Task
from tests.support import lapse_invariants
from tests.support.invariants import World
from tests.support.paying import CUSTOMER, PAYER, corrected
from tests.support.planning import AGENT, PlanningWorld

S = InstalmentState


def all_of[E](world: PlanningWorld, kind: type[E]) -> list[E]:
    return [entity for entity in world.store.items.values() if isinstance(entity, kind)]


def states(world: PlanningWorld, plan_id: str) -> list[InstalmentState]:
    return [line.state for line in world.found(plan_id).lines]


def plan_holds(world: PlanningWorld) -> list[Hold]:
    return [hold for hold in world.customer().holds if hold.kind is HoldKind.PLAN]


def standings(world: PlanningWorld) -> set[PlanStanding]:
    """How the plans of the account stand, as a campaign knows it without reading any."""
    for truth in lapse_invariants.ALWAYS:
        truth(World(world.store.items.values()))
    customer = world.customer()
    return set(plan_standings(customer, customer.accounts["ACC-1"], world.clock.now().date()))


def told(world: PlanningWorld) -> list[Event]:
    return [line.event for line in sorted(all_of(world, Activity), key=lambda line: line.id)]


@pytest.mark.feature("P5")
@settings(max_examples=40)
@given(paid=st.integers(0, 12_000), days=st.integers(0, 120))
def test_what_was_paid_fills_the_instalments_in_order_and_is_never_lost(paid: int, days: int) -> None:
    plan = _PLAN
    found = lines(plan, paid, plan.anchor + timedelta(days=days), 5)
    assert sum(line.paid for line in found) == min(paid, plan.terms.total)
    assert sum(line.paid + line.left for line in found) == plan.terms.total
    first_unpaid = next((n for n, line in enumerate(found) if line.left), len(found))
    assert all(line.paid == 0 for line in found[first_unpaid + 1 :])


@pytest.mark.feature("P5")
def test_a_plan_that_is_kept_completes_and_settles_the_account() -> None:
    world = PlanningWorld()
    plan_id = world.ask().id
    world.until(date(2026, 12, 1))
    assert states(world, plan_id) == [S.DUE, S.SCHEDULED, S.SCHEDULED]
    assert world.plan(plan_id).state is PlanState.ACTIVE
    world.pay(3_333)
    assert states(world, plan_id) == [S.PAID, S.SCHEDULED, S.SCHEDULED]
    world.until(date(2027, 1, 2))
    world.pay(6_667)
    world.until(date(2027, 1, 8))
    plan = world.plan(plan_id)
    assert (plan.state, plan.next_look) == (PlanState.COMPLETED, None)
    assert [each.state for each in plan.instalments] == [S.PAID] * 3
    assert plan_holds(world) == []
    assert world.customer().accounts["ACC-1"].status is AccountStatus.SETTLED
    assert told(world).count(Event.PLAN_COMPLETED) == 1


@pytest.mark.feature("P7")
def test_a_discount_is_given_only_when_the_plan_is_paid_and_only_once() -> None:
    world = PlanningWorld()
    plan_id = world.ask(option=2, start=date(2026, 11, 27)).id
    world.until(date(2026, 12, 4))
    world.pay(7_900)
    world.until(date(2026, 12, 18))
    assert world.customer().accounts["ACC-1"].balance.total == 2_100
    assert all(entry.type is not EntryType.DISCOUNT for entry in all_of(world, JournalEntry))
    world.pay(100)
    world.until(date(2026, 12, 30))
    world.follow()
    (entry,) = [entry for entry in all_of(world, JournalEntry) if entry.type is EntryType.DISCOUNT]
    assert (entry.ref, sum(posting.amount for posting in entry.postings)) == (f"plan:{plan_id}:discount", 2_000)
    assert world.customer().accounts["ACC-1"].balance.total == 0
    assert world.plan(plan_id).state is PlanState.COMPLETED


@pytest.mark.feature("P5")
def test_missed_at_risk_broken_and_caught_up() -> None:
    world = PlanningWorld(plan_tolerance=1)
    assert standings(world) == {PlanStanding.NONE}
    plan_id = world.ask().id
    world.until(date(2026, 12, 6))
    assert states(world, plan_id)[0] is S.DUE
    assert standings(world) == {PlanStanding.ACTIVE}
    world.until(date(2026, 12, 8))
    assert (states(world, plan_id)[0], world.plan(plan_id).at_risk) == (S.MISSED, True)
    assert [task.tags for task in all_of(world, Task)] == [("plan-at-risk",)]
    assert plan_holds(world)
    assert standings(world) == {PlanStanding.AT_RISK}
    world.until(date(2027, 1, 8))
    assert world.plan(plan_id).state is PlanState.BROKEN
    assert plan_holds(world) == []
    assert standings(world) == {PlanStanding.BROKEN}
    assert [task.tags for task in all_of(world, Task)] == [("plan-at-risk",), ("plan-broken",)]
    world.pay(6_666)
    world.until(date(2027, 1, 18))
    plan = world.plan(plan_id)
    assert (plan.state, plan.at_risk) == (PlanState.ACTIVE, False)
    assert plan_holds(world)
    assert standings(world) == {PlanStanding.ACTIVE}
    assert not any(entry.type is EntryType.FEE for entry in all_of(world, JournalEntry))


@pytest.mark.feature("P5")
def test_a_missed_instalment_that_is_paid_late_takes_the_plan_out_of_risk() -> None:
    world = PlanningWorld()
    plan_id = world.ask().id
    world.until(date(2026, 12, 8))
    world.pay(3_333)
    world.until(date(2027, 1, 2))
    assert (states(world, plan_id)[:2], world.plan(plan_id).at_risk) == ([S.PAID, S.DUE], False)
    assert standings(world) == {PlanStanding.ACTIVE}
    assert told(world).count(Event.PLAN_AT_RISK) == 1


@pytest.mark.feature("P9")
def test_a_new_plan_replaces_a_broken_one() -> None:
    world = PlanningWorld(plan_tolerance=1)
    broken = world.ask().id
    world.until(date(2027, 1, 8))
    assert world.plan(broken).state is PlanState.BROKEN
    fresh = world.ask(start=date(2027, 1, 20)).id
    assert (world.plan(broken).state, world.plan(fresh).state) == (PlanState.SUPERSEDED, PlanState.PENDING_FIRST)
    assert len(plan_holds(world)) == 2


@pytest.mark.feature("P5")
def test_a_moratorium_pauses_a_plan_and_its_dates_move_on() -> None:
    world = PlanningWorld()
    plan_id = world.ask().id
    customer = world.customer()
    held, hold = holding.placed(customer, holding.Ask(HoldKind.BREATHING_SPACE), world.diary(), seed="x")
    world.store.commit(holding.written(customer, held, world.diary()))
    world.until(date(2027, 1, 10))
    assert world.plan(plan_id).state is PlanState.PAUSED
    assert S.MISSED not in [each.state for each in world.plan(plan_id).instalments]
    customer = world.customer()
    world.store.commit(holding.written(customer, holding.lifted(customer, hold.id), world.diary()))
    world.until(date(2027, 1, 18))
    plan = world.plan(plan_id)
    assert plan.state is PlanState.ACTIVE
    assert [each.due.isoformat() for each in plan.instalments] == ["2027-02-01", "2027-03-01", "2027-04-01"]


def test_a_file_that_pays_the_debt_off_completes_the_plan_without_a_discount() -> None:
    world = PlanningWorld()
    plan_id = world.ask(option=2, start=date(2026, 11, 27)).id
    corrected(world.store, "ACC-1", "ACC-1-1", 0, world.clock.now())
    corrected(world.store, "ACC-1", "ACC-1-2", 0, world.clock.now())
    world.until(date(2026, 11, 28))
    assert world.plan(plan_id).state is PlanState.COMPLETED
    assert all(entry.type is not EntryType.DISCOUNT for entry in all_of(world, JournalEntry))


@pytest.mark.feature("P9", "V14")
def test_an_instalment_is_delayed_once_by_at_most_14_days() -> None:
    world = PlanningWorld()
    plan_id = world.ask().id
    with pytest.raises(Refused, match="INVALID"):
        world.change(plan_id, "DELAY", date(2026, 12, 16), actor=PAYER)
    found = world.change(plan_id, "DELAY", date(2026, 12, 15), actor=PAYER)
    assert [line.instalment.due.isoformat() for line in found.lines] == ["2026-12-15", "2027-01-01", "2027-02-01"]
    assert found.lines[0].instalment.moved_from == date(2026, 12, 1)
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.change(plan_id, "DELAY", date(2026, 12, 15), actor=PAYER, key="other-command-key")
    assert [message.text for message in all_of(world, Message)] == [Text.PLAN_AGREED, Text.PLAN_CHANGED]


@pytest.mark.feature("P9", "V14")
def test_an_instalment_is_skipped_once_and_paid_after_the_last() -> None:
    world = PlanningWorld()
    plan_id = world.ask(day_of_month=31).id
    found = world.change(plan_id, "SKIP", actor=PAYER)
    assert [line.instalment.due.isoformat() for line in found.lines] == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]
    assert [line.state for line in found.lines] == [S.SKIPPED, S.SCHEDULED, S.SCHEDULED, S.SCHEDULED]
    assert sum(line.left for line in found.lines) == 10_000
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.change(plan_id, "SKIP", actor=AGENT, key="other-command-key")


@pytest.mark.feature("P9")
@pytest.mark.parametrize(("days", "due"), [(6, "2026-12-29"), (7, "2027-01-05"), (14, "2027-01-12")])
def test_what_is_skipped_falls_due_after_the_last_also_where_that_was_delayed(days: int, due: str) -> None:
    world = PlanningWorld()
    plan_id = world.ask(option=2).id
    world.pay(6_000)
    last = world.found(plan_id).lines[-1].instalment
    assert last.due == date(2026, 12, 22)
    world.change(plan_id, "DELAY", last.due + timedelta(days=days))
    standing = world.found(plan_id).standing
    assert standing is not None
    offer = choices(standing, date(2026, 11, 20))
    found = world.change(plan_id, "SKIP", key="skip-command-key")
    assert offer is not None
    assert offer.skip_to == found.lines[-1].instalment.due == date.fromisoformat(due)


@pytest.mark.feature("P9")
@pytest.mark.feature("P5")
def test_what_may_be_moved_is_what_is_not_paid_by_now() -> None:
    world = PlanningWorld()
    plan_id = world.ask().id
    world.pay(3_333)
    standing = world.found(plan_id).standing
    assert standing is not None
    found = choices(standing, date(2026, 11, 20))
    assert found is not None
    assert (found.instalment.number, found.delay_until, found.skip_to) == (2, date(2027, 1, 15), date(2027, 3, 1))
    world.pay(6_667)
    standing = world.found(plan_id).standing
    assert standing is not None
    assert choices(standing, date(2026, 11, 20)) is None


@pytest.mark.parametrize("move", ["DELAY", "SKIP"])
def test_what_the_settings_switch_off_an_agent_may_still_do(move: str) -> None:
    world = PlanningWorld(plan_delays=False, plan_skips=False)
    plan_id = world.ask().id
    with pytest.raises(Refused, match="NOT_ALLOWED_NOW"):
        world.change(plan_id, move, date(2026, 12, 3), actor=PAYER)
    assert world.change(plan_id, move, date(2026, 12, 3), actor=AGENT).plan is not None


@pytest.mark.feature("P5")
def test_pausing_resuming_and_cancelling() -> None:
    world = PlanningWorld()
    plan_id = world.ask().id
    world.change(plan_id, "PAUSE")
    assert world.change(plan_id, "PAUSE").plan == world.plan(plan_id)
    world.until(date(2026, 12, 20))
    assert world.plan(plan_id).state is PlanState.PAUSED
    resumed = world.change(plan_id, "RESUME", key="resume-command-key")
    assert [line.instalment.due.isoformat() for line in resumed.lines] == ["2027-01-01", "2027-02-01", "2027-03-01"]
    cancelled = world.change(plan_id, "CANCEL", key="cancel-command-key")
    assert cancelled.plan is not None
    assert (cancelled.plan.state, plan_holds(world)) == (PlanState.CANCELLED, [])
    assert [line.state for line in cancelled.lines] == [S.CANCELLED] * 3
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.change(plan_id, "RESUME", key="too-late-command-key")


def test_a_version_that_is_not_the_last_is_refused() -> None:
    world = PlanningWorld()
    plan_id = world.ask().id
    version = world.plan(plan_id).version
    world.change(plan_id, "PAUSE")
    with pytest.raises(Refused, match="STALE"):
        world.plans.change(CUSTOMER, plan_id, Change("RESUME"), version, AGENT, "another-command-key")


_WORLD = PlanningWorld()
_PLAN = _WORLD.plan(_WORLD.ask().id)
