"""Asking for a plan: what is offered, what is kept of it, and that a claim has one plan at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.care.model import Action, Row, Starter
from chalicelib.care.rules import facts_of, may
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.messaging.model import Message, Text
from chalicelib.plans.limits import Limit
from chalicelib.plans.model import InstalmentState, PayBy, Plan, PlanRequest, PlanState, RequestState, Usable
from chalicelib.plans.offers import offers
from chalicelib.records.accounts import Frequency, PlanOption
from chalicelib.records.holds import HoldKind
from chalicelib.settings.model import Settings
from chalicelib.tasks.model import Task
from tests.support.paying import CUSTOMER, NOON, PAYER, corrected
from tests.support.planning import AGENT, MANDATE, START, PlanningWorld, offered

TODAY = NOON.date()


def all_of[E](world: PlanningWorld, kind: type[E]) -> list[E]:
    return [entity for entity in world.store.items.values() if isinstance(entity, kind)]


@pytest.mark.feature("P7", "P8")
@pytest.mark.parametrize(
    ("option", "owed", "hidden"),
    [
        (PlanOption(number=1, instalments=12, total=10_000), 10_000, None),
        (PlanOption(number=1, instalments=12, total=10_000), 9_999, Limit.ABOVE_BALANCE),
        (PlanOption(number=1, instalments=4, total=4_000), 10_000, None),
        (PlanOption(number=1, instalments=4, total=3_999), 10_000, Limit.DISCOUNT),
        (PlanOption(number=1, instalments=101, total=10_000), 10_000, Limit.INSTALMENT_TOO_SMALL),
        (PlanOption(number=1, instalments=61, total=10_000), 10_000, Limit.TOO_LONG),
        (PlanOption(number=1, instalments=60, total=10_000), 10_000, None),
        (PlanOption(number=1, instalments=62, total=10_000, frequency=Frequency.WEEKLY), 10_000, None),
    ],
)
def test_an_option_is_hidden_for_one_reason(option: PlanOption, owed: int, hidden: Limit | None) -> None:
    assert [offer.hidden for offer in offers([option], owed, Settings(), TODAY)] == [hidden]


@pytest.mark.feature("P7")
def test_no_discount_is_given_where_it_is_switched_off() -> None:
    option = PlanOption(number=1, instalments=4, total=9_999)
    (offer,) = offers([option], 10_000, Settings(allow_discounted_plans=False), TODAY)
    assert offer.hidden is Limit.DISCOUNT


@pytest.mark.feature("P9", "V14")
def test_a_plan_that_is_asked_for_stands_at_once_and_its_claims_are_not_chased() -> None:
    world = PlanningWorld()
    request = world.ask()
    plan = world.plan(request.id)
    assert request.state is RequestState.ACCEPTED
    assert (plan.state, [each.amount for each in plan.instalments]) == (PlanState.PENDING_FIRST, [3_333, 3_333, 3_334])
    assert [each.due.isoformat() for each in plan.instalments] == ["2026-12-01", "2027-01-01", "2027-02-01"]
    assert [(hold.kind, hold.claim) for hold in world.customer().holds] == [
        (HoldKind.PLAN, "ACC-1-1"),
        (HoldKind.PLAN, "ACC-1-2"),
    ]
    facts = facts_of(world.customer())
    assert not may(Action(Row.DEMAND, account="ACC-1"), facts, NOON).allowed
    assert may(Action.charge(Starter.DEBTOR, "ACC-1"), facts, NOON).allowed
    assert may(Action(Row.DEMAND, account="ACC-2"), facts, NOON).allowed


@pytest.mark.feature("P9", "P5")
def test_the_customer_gets_a_copy_and_the_request_keeps_what_they_saw() -> None:
    world = PlanningWorld()
    request = world.ask()
    (message,) = all_of(world, Message)
    assert message.text is Text.PLAN_AGREED
    assert message.values["amount"] == "£33.33"
    assert message.values["final_amount"] == "£33.34"
    assert (request.consent, request.balance, request.option) == ("2026-11", 10_000, offered().accounts["ACC-1"].plan_options[0])
    assert {Event.PLAN_REQUESTED, Event.PLAN_ACCEPTED, Event.PLAN_CREATED} <= {line.event for line in all_of(world, Activity)}


@pytest.mark.feature("P9")
def test_a_double_click_is_one_plan_and_a_second_tab_is_refused() -> None:
    world = PlanningWorld()
    request_id = ulid(world.clock.now())
    assert world.ask(request_id=request_id) == world.ask(option=2, request_id=request_id)
    with pytest.raises(Refused) as second:
        world.ask(option=2)
    assert second.value.code is Code.NOT_ALLOWED_NOW
    assert len(all_of(world, Plan)) == 1


@pytest.mark.feature("P10", "V10")
def test_a_request_waits_for_an_agent_where_the_settings_say_so() -> None:
    world = PlanningWorld(plans_auto_accept=False)
    request = world.ask()
    (task,) = all_of(world, Task)
    assert request.state is RequestState.REQUESTED
    assert (task.tags, task.due) == (("review-plan",), date(2026, 11, 27))
    assert world.customer().holds == ()
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.ask(option=2)
    decided = world.plans.decide(CUSTOMER, request.id, RequestState.ACCEPTED, "", request.version, AGENT)
    assert (decided.state, decided.decided_by) == (RequestState.ACCEPTED, "Agent One")
    assert world.plan(request.id).state is PlanState.PENDING_FIRST
    assert world.plans.decide(CUSTOMER, request.id, RequestState.ACCEPTED, "", request.version, AGENT) == decided


@pytest.mark.feature("P10")
def test_a_rejected_and_an_unreviewed_request_are_told_to_the_customer() -> None:
    world = PlanningWorld(plans_auto_accept=False)
    first = world.ask()
    world.plans.decide(CUSTOMER, first.id, RequestState.REJECTED, "NOT_AFFORDABLE", first.version, AGENT)
    world.wait(minutes=1)
    second = world.ask()
    world.wait(days=15)
    world.follow()
    texts = [message.text for message in all_of(world, Message)]
    assert texts.count(Text.PLAN_DECLINED) == 2
    assert world.found(second.id).request.state is RequestState.EXPIRED
    with pytest.raises(Refused, match="STALE"):
        world.plans.decide(CUSTOMER, second.id, RequestState.ACCEPTED, "", 1, AGENT)


@pytest.mark.feature("P9")
def test_a_customer_takes_their_request_back() -> None:
    world = PlanningWorld(plans_auto_accept=False)
    request = world.ask()
    world.plans.decide(CUSTOMER, request.id, RequestState.WITHDRAWN, "", request.version, PAYER)
    world.wait(minutes=1)
    assert world.ask().state is RequestState.REQUESTED


@pytest.mark.feature("P10", "P8")
def test_what_was_paid_meanwhile_makes_a_waiting_request_unacceptable() -> None:
    world = PlanningWorld(plans_auto_accept=False)
    request = world.ask()
    world.pay(5_000)
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.plans.decide(CUSTOMER, request.id, RequestState.ACCEPTED, "", request.version, AGENT)
    assert world.customer().holds == ()


@pytest.mark.feature("P8")
def test_an_option_that_the_balance_fell_below_cannot_be_asked_for() -> None:
    world = PlanningWorld()
    corrected(world.store, "ACC-1", "ACC-1-2", 2_999, NOON)
    with pytest.raises(Refused, match="WRONG_STATE"):
        world.ask()


@pytest.mark.feature("P8", "P5")
def test_a_file_that_takes_the_options_away_leaves_the_plan_as_it_is() -> None:
    world = PlanningWorld()
    request = world.ask()
    customer = world.customer()
    bare = customer.accounts["ACC-1"].model_copy(update={"plan_options": ()})
    changed = customer.model_copy(update={"accounts": customer.accounts | {"ACC-1": bare}})
    world.store.put_all([changed])
    found = world.found(request.id)
    assert found.request.option is not None
    assert [line.state for line in found.lines] == [InstalmentState.SCHEDULED] * 3


@pytest.mark.feature("P9", "RS3")
@pytest.mark.parametrize("start", [TODAY - timedelta(days=1), TODAY + timedelta(days=46)])
def test_a_first_day_outside_the_window_is_refused(start: date) -> None:
    with pytest.raises(Refused, match="INVALID"):
        PlanningWorld().ask(start=start)


@pytest.mark.feature("P9")
def test_a_mandate_has_to_be_usable_and_a_direct_debit_needs_its_notice() -> None:
    world = PlanningWorld()
    with pytest.raises(Refused, match="INVALID"):
        world.ask(pay_by=PayBy.BACS, mandate_id=MANDATE, start=date(2026, 12, 20))
    world.mandates[MANDATE] = Usable(provider="sandbox", mandate_ref="m-1", pay_by=PayBy.BACS, most_pence=100_000)
    with pytest.raises(Refused, match="INVALID"):
        world.ask(pay_by=PayBy.BACS, mandate_id=MANDATE, start=date(2026, 12, 3))
    assert world.ask(pay_by=PayBy.BACS, mandate_id=MANDATE, start=date(2026, 12, 4)).terms.mandate_id == MANDATE


@pytest.mark.feature("P9")
def test_a_mandate_whose_limit_is_below_the_largest_instalment_is_refused() -> None:
    world = PlanningWorld()
    world.mandates[MANDATE] = Usable(provider="sandbox", mandate_ref="m-1", pay_by=PayBy.CARD, most_pence=3_333)
    with pytest.raises(Refused, match="INVALID"):
        world.ask(pay_by=PayBy.CARD, mandate_id=MANDATE)
    world.mandates[MANDATE] = world.mandates[MANDATE].model_copy(update={"most_pence": 3_334})
    assert world.ask(pay_by=PayBy.CARD, mandate_id=MANDATE).terms.largest_instalment == 3_334


@pytest.mark.feature("R6")
def test_plans_that_are_switched_off_are_refused() -> None:
    with pytest.raises(Refused, match="NOT_ALLOWED_NOW"):
        PlanningWorld(portal_plans=False).ask()


@pytest.mark.feature("P9")
def test_words_that_nobody_was_shown_are_not_a_consent() -> None:
    with pytest.raises(Refused, match="INVALID"):
        PlanningWorld().ask(consent="2020-01")


def test_the_last_request_is_listed_first() -> None:
    world = PlanningWorld(plans_auto_accept=False)
    first = world.ask()
    world.plans.decide(CUSTOMER, first.id, RequestState.REJECTED, "", first.version, AGENT)
    world.wait(minutes=5)
    second = world.ask()
    assert [found.request.id for found in world.plans.of_customer(CUSTOMER)] == [second.id, first.id]
    assert second.terms.start == START
    assert len(all_of(world, PlanRequest)) == 2
