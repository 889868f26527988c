"""What must be true of plans, whatever happened: one at a time on a claim, its schedule adds up, its holds stand exactly as
long, and each attempt to collect is one payment."""

from __future__ import annotations

from collections import Counter

from chalicelib.activities.model import Activity
from chalicelib.payments.model import Payment
from chalicelib.plans.model import OPEN, STANDING, InstalmentState, Move, Plan, PlanState, Trial
from chalicelib.plans.moving import EVENTS
from chalicelib.records.holds import HoldKind
from chalicelib.records.model import Customer
from tests.support.invariants import World

_TOLD_ONCE = {
    PlanState.CANCELLED: EVENTS[Move.CANCEL],
    PlanState.SUPERSEDED: EVENTS[Move.SUPERSEDE],
}


def a_claim_has_one_open_plan_at_most(world: World) -> None:
    """C.4.4."""
    planned = Counter((p.customer_key, c.place) for p in world.all(Plan) if p.state in OPEN for c in p.claims)
    assert all(count == 1 for count in planned.values())


def instalments_add_up(world: World) -> None:
    """C.4.4: what is to be paid is the total, whatever was skipped or delayed; scope less discount is the total."""
    for plan in world.all(Plan):
        asked = [each for each in plan.instalments if each.state is not InstalmentState.SKIPPED]
        assert sum(each.amount for each in asked) == plan.terms.total
        assert plan.discount >= 0
        days = [each.due for each in plan.instalments]
        assert days == sorted(set(days)), "two instalments fall due on one day, or in another order"


def its_holds_stand_exactly_while_it_stands(world: World) -> None:
    """C.4.4: nobody is chased for the claims of a plan that is kept, and of no other."""
    held = {(c.customer_key, h.account, h.claim) for c in world.all(Customer) for h in c.holds if h.kind is HoldKind.PLAN}
    planned = {(p.customer_key, *c.place) for p in world.all(Plan) if p.state in STANDING for c in p.claims}
    assert held == planned


def a_standing_plan_is_looked_at_again_and_its_end_is_told_once(world: World) -> None:
    """A plan that can still change by itself stands in the due index, as one does that was done and whose money went back; one
    that is over says in the diary how, once, and again only after it had fallen back."""
    told = Counter((line.entity, line.event) for line in world.all(Activity))
    fell_back = Counter(
        line.entity
        for line in world.all(Activity)
        if line.event is EVENTS[Move.FALL_BACK] and (line.before or {}).get("state") == PlanState.COMPLETED
    )
    for plan in world.all(Plan):
        assert plan.next_look is not None or plan.state not in STANDING
        assert plan.next_look is None or plan.state in OPEN | {PlanState.COMPLETED}
        assert told[plan.ref, EVENTS[Move.COMPLETE]] == fell_back[plan.ref] + (plan.state is PlanState.COMPLETED)
        for state, event in _TOLD_ONCE.items():
            assert told[plan.ref, event] == (plan.state is state)


def an_attempt_is_one_payment(world: World) -> None:
    """One instalment is being collected at a time, and what is asked of the bank is what the plan has written down."""
    payments = {(payment.customer_key, payment.id): payment for payment in world.all(Payment)}
    for plan in world.all(Plan):
        attempts = [(each.number, each.attempt) for each in plan.instalments if each.attempt is not None]
        assert sum(attempt.trial is Trial.UNDER_WAY for _, attempt in attempts) <= 1
        for number, attempt in attempts:
            payment = payments.get((plan.customer_key, attempt.payment_id))
            if payment is not None:
                assert payment.amount == attempt.amount
                assert payment.source == f"plan:{plan.id}:{number}:{attempt.number}"


def an_instalment_is_not_collected_twice(world: World) -> None:
    """What the attempts at one instalment took, and was not given back, is no more than the instalment."""
    took: Counter[tuple[str, str, int]] = Counter()
    for payment in world.all(Payment):
        if payment.source.startswith("plan:"):
            _, plan_id, number, _ = payment.source.split(":")
            took[payment.customer_key, plan_id, int(number)] += payment.captured - payment.gone
    amounts = {(plan.customer_key, plan.id, each.number): each.amount for plan in world.all(Plan) for each in plan.instalments}
    assert all(pence <= amounts[place] for place, pence in took.items())


ALWAYS = (
    a_claim_has_one_open_plan_at_most,
    instalments_add_up,
    its_holds_stand_exactly_while_it_stands,
    a_standing_plan_is_looked_at_again_and_its_end_is_told_once,
    an_attempt_is_one_payment,
    an_instalment_is_not_collected_twice,
)
