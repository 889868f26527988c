"""What must be true of the lapses that customers carry, whatever happened: they are those of their promises and plans, no more
and no less."""

from __future__ import annotations

from chalicelib.plans.model import STANDING, Plan, PlanState
from chalicelib.promises.model import Promise, Status
from chalicelib.records.lapses import LapseKind
from chalicelib.records.model import Customer
from tests.support.invariants import World

OF_PROMISES = {Status.PART_KEPT: LapseKind.PROMISE_PART_KEPT, Status.BROKEN: LapseKind.PROMISE_BROKEN}
OF_PLANS = frozenset({LapseKind.PLAN_AT_RISK, LapseKind.PLAN_BROKEN})


def a_promise_that_was_not_kept_is_remembered_until_something_else_is_agreed(world: World) -> None:
    """The latest promise on each claim counts, and only while no plan has taken the claim in since."""
    latest: dict[tuple[str, str, str], Promise] = {}
    for promise in sorted(world.all(Promise), key=lambda promise: (promise.created_at, promise.id)):
        latest[promise.customer_key, promise.account_number, promise.claim] = promise
    planned = [(plan.customer_key, *claim.place, plan.since) for plan in world.all(Plan) for claim in plan.claims]
    owed = {
        (OF_PROMISES[promise.status], promise.id, *place)
        for place, promise in latest.items()
        if promise.status in OF_PROMISES and not any(p[:3] == place and p[3] >= promise.created_at for p in planned)
    }
    assert _carried(world, frozenset(OF_PROMISES.values())) == {each for each in owed if each[2] in _there(world)}


def a_plan_that_is_not_kept_to_is_remembered_on_its_accounts(world: World) -> None:
    """Broken or at risk, as the plan was last looked at."""
    owed = {
        (LapseKind.PLAN_BROKEN if plan.state is PlanState.BROKEN else LapseKind.PLAN_AT_RISK, plan.id, plan.customer_key, number)
        for plan in world.all(Plan)
        for number in plan.account_numbers
        if plan.state is PlanState.BROKEN or (plan.state in STANDING and plan.at_risk)
    }
    assert {each[:4] for each in _carried(world, OF_PLANS)} == {each for each in owed if each[2] in _there(world)}


def _carried(world: World, kinds: frozenset[LapseKind]) -> set[tuple[LapseKind, str, str, str, str | None]]:
    return {
        (lapse.kind, lapse.id, customer.customer_key, lapse.account, lapse.claim)
        for customer in world.all(Customer)
        for lapse in customer.lapses
        if lapse.kind in kinds
    }


def _there(world: World) -> set[str]:
    """Customers of whom anything is known."""
    return {customer.customer_key for customer in world.all(Customer) if not customer.anonymous}


ALWAYS = (
    a_promise_that_was_not_kept_is_remembered_until_something_else_is_agreed,
    a_plan_that_is_not_kept_to_is_remembered_on_its_accounts,
)
