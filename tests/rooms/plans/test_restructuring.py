"""All that a customer owes in one plan: what is shown, that it is still true when it is confirmed, and what it replaces."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.care import holding
from chalicelib.core.errors import Refused
from chalicelib.ledger.model import EntryType, JournalEntry
from chalicelib.plans.feed import Asked, PlanFeed
from chalicelib.plans.model import Plan, PlanState
from chalicelib.plans.restructuring import Wanted
from chalicelib.records.accounts import Frequency
from chalicelib.records.holds import HoldKind
from tests.support.paying import CUSTOMER, corrected
from tests.support.planning import AGENT, START, PlanningWorld

WANTED = Wanted(Frequency.MONTHLY, START, 6)
KEY = "restructure-command"


def plans(world: PlanningWorld) -> list[Plan]:
    return [entity for entity in world.store.items.values() if isinstance(entity, Plan)]


@pytest.mark.feature("RS1", "RS2", "RS3", "RS4", "RS5")
def test_a_simulation_shows_every_payment_and_writes_nothing() -> None:
    world = PlanningWorld()
    before = dict(world.store.items)
    found = world.plans.simulate(CUSTOMER, Wanted(Frequency.MONTHLY, date(2026, 12, 31), 3), AGENT)
    assert [claim.claim for claim in found.claims] == ["ACC-1-1", "ACC-2-1", "ACC-1-2"]
    assert [each.amount for each in found.schedule] == [4_666, 4_666, 4_668]
    assert [each.due.isoformat() for each in found.schedule] == ["2026-12-31", "2027-01-31", "2027-02-28"]
    assert world.store.items == before
    assert found == world.plans.simulate(CUSTOMER, Wanted(Frequency.MONTHLY, date(2026, 12, 31), 3), AGENT)


@pytest.mark.feature("RS3", "RS4")
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(Frequency.MONTHLY, START - timedelta(days=30), 3),
        Wanted(Frequency.MONTHLY, START + timedelta(days=90), 3),
        Wanted(Frequency.WEEKLY, START, 0),
        Wanted(Frequency.MONTHLY, START, 62),
        Wanted(Frequency.WEEKLY, START, 141),
    ],
)
def test_a_day_or_a_number_that_cannot_be_is_refused(wanted: Wanted) -> None:
    with pytest.raises(Refused, match=r"INVALID|AMOUNT_TOO_SMALL"):
        PlanningWorld().plans.simulate(CUSTOMER, wanted, AGENT)


@pytest.mark.feature("RS1")
def test_what_is_disputed_is_left_out_by_name() -> None:
    world = PlanningWorld()
    held, _ = holding.placed(world.customer(), holding.Ask(HoldKind.DISPUTE, "ACC-1", "ACC-1-2"), world.diary(), seed="x")
    world.store.commit(holding.written(world.customer(), held, world.diary()))
    found = world.plans.simulate(CUSTOMER, WANTED, AGENT)
    assert [(each.claim, each.amount, [*each.rules]) for each in found.excluded] == [("ACC-1-2", 3_000, ["DISPUTE"])]
    assert found.terms.total == 11_000


@pytest.mark.feature("RS1")
def test_nothing_can_be_restructured_in_a_moratorium() -> None:
    world = PlanningWorld()
    held, _ = holding.placed(world.customer(), holding.Ask(HoldKind.BREATHING_SPACE), world.diary(), seed="x")
    world.store.commit(holding.written(world.customer(), held, world.diary()))
    with pytest.raises(Refused, match="NOTHING_OWED"):
        world.plans.simulate(CUSTOMER, WANTED, AGENT)


@pytest.mark.feature("RS6", "V10")
def test_confirming_takes_the_place_of_a_plan_and_twice_is_once() -> None:
    world = PlanningWorld()
    old = world.ask().id
    world.wait(minutes=1)
    token = world.plans.simulate(CUSTOMER, WANTED, AGENT).token
    made = world.plans.restructure(CUSTOMER, WANTED, token, AGENT, KEY)
    assert world.plans.restructure(CUSTOMER, WANTED, token, AGENT, KEY) == made
    assert {plan.id: plan.state for plan in plans(world)} == {old: PlanState.SUPERSEDED, made.id: PlanState.PENDING_FIRST}
    assert [hold.kind for hold in world.customer().holds] == [HoldKind.PLAN] * 3
    entries = [entity for entity in world.store.items.values() if isinstance(entity, JournalEntry)]
    (memo,) = [entry for entry in entries if entry.type is EntryType.RESTRUCTURE]
    assert sum(each.amount for each in memo.memos) == 14_000
    assert world.customer().owed == 14_000


@pytest.mark.feature("RS6")
@pytest.mark.parametrize("moves", ["balance", "plan"])
def test_what_has_moved_since_is_simulated_again(moves: str) -> None:
    world = PlanningWorld()
    token = world.plans.simulate(CUSTOMER, WANTED, AGENT).token
    if moves == "balance":
        corrected(world.store, "ACC-1", "ACC-1-2", 2_000, world.clock.now())
    else:
        world.ask()
    with pytest.raises(Refused, match="STALE"):
        world.plans.restructure(CUSTOMER, WANTED, token, AGENT, KEY)
    with pytest.raises(Refused, match="STALE"):
        world.plans.restructure(CUSTOMER, Wanted(Frequency.MONTHLY, START, 5), token, AGENT, "another-command-key")


@pytest.mark.feature("R6", "RS6")
def test_agents_whose_plans_are_switched_off_cannot_restructure() -> None:
    with pytest.raises(Refused, match="NOT_ALLOWED_NOW"):
        PlanningWorld(agent_plans=False).plans.simulate(CUSTOMER, WANTED, AGENT)


@pytest.mark.feature("P1", "P3")
def test_the_panel_lists_requests_newest_first_and_filters_them() -> None:
    world = PlanningWorld()
    feed = PlanFeed(world.store, world.clock)
    first = world.ask()
    world.wait(days=40)
    token = world.plans.simulate(CUSTOMER, Wanted(Frequency.WEEKLY, date(2027, 1, 10), 4), AGENT).token
    second = world.plans.restructure(CUSTOMER, Wanted(Frequency.WEEKLY, date(2027, 1, 10), 4), token, AGENT, KEY)
    rows, after = feed.page(Asked(), "", 25)
    assert ([row.request.id for row in rows], after) == ([second.id, first.id], "")
    assert [row.state for row in rows] == ["PENDING_FIRST", "SUPERSEDED"]
    page, cursor = feed.page(Asked(), "", 1)
    assert [row.request.id for row in page + feed.page(Asked(), cursor, 1)[0]] == [second.id, first.id]
    assert [row.request.id for row in feed.page(Asked(state="SUPERSEDED"), "", 25)[0]] == [first.id]
    assert [row.request.id for row in feed.page(Asked(last_day=date(2026, 12, 1)), "", 25)[0]] == [first.id]
    assert [row.request.id for row in feed.page(Asked(first_day=date(2026, 12, 1)), "", 25)[0]] == [second.id]
    assert feed.page(Asked(customer_key="nobody"), "", 25)[0] == []
    page, cursor = feed.page(Asked(customer_key=CUSTOMER), "", 1)
    rest, end = feed.page(Asked(customer_key=CUSTOMER), cursor, 25)
    assert ([row.request.id for row in page + rest], end) == ([second.id, first.id], "")
    assert [row.request.id for row in feed.page(Asked("SUPERSEDED", CUSTOMER), "", 25)[0]] == [first.id]
    with pytest.raises(Refused, match="BAD_CURSOR"):
        feed.page(Asked(customer_key=CUSTOMER), "2026-11/nonsense", 25)
    with pytest.raises(Refused, match="BAD_CURSOR"):
        feed.page(Asked(), "nonsense", 25)
