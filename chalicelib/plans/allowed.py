"""What holds, states and the law let a schedule collect. Pure."""

from __future__ import annotations

from datetime import datetime

from chalicelib.care.model import Action, Decision, Starter
from chalicelib.care.rules import facts_of, may
from chalicelib.plans.model import Plan
from chalicelib.plans.progress import claims_held
from chalicelib.records.model import Customer


def collectable(customer: Customer, plan: Plan, now: datetime) -> dict[tuple[str, str], int]:
    """Pence that a schedule may take now, by claim: what holds, states and payments under way leave."""
    facts, found = facts_of(customer), {}
    for number, claim in claims_held(customer, plan):
        decision: Decision = may(Action.charge(Starter.SCHEDULE, number, claim.ref), facts, now)
        if decision.allowed and claim.available:
            found[number, claim.ref] = claim.available
    return found


def is_forbidden(customer: Customer, plan: Plan, now: datetime) -> bool:
    """Whether a hold, a state or the law lets nothing be collected on any of its claims now."""
    facts = facts_of(customer)
    return not any(
        may(Action.charge(Starter.SCHEDULE, number, claim.ref), facts, now).allowed
        for number, claim in claims_held(customer, plan)
    )
