"""How far a plan is paid. Pure: payments know nothing of plans, so whatever was paid towards a plan's claims since it began fills
its instalments from the first on (ADR 22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.plans.model import Instalment, InstalmentState, Plan
from chalicelib.records.accounts import Claim
from chalicelib.records.model import Customer

NOT_OWED = frozenset({InstalmentState.SKIPPED, InstalmentState.CANCELLED})
UNPAID = frozenset({InstalmentState.SCHEDULED, InstalmentState.DUE, InstalmentState.PART_PAID, InstalmentState.MISSED})


@dataclass(frozen=True, slots=True)
class Line:
    """An instalment with the pence paid towards it and the state that follows."""

    instalment: Instalment
    paid: int
    state: InstalmentState

    @property
    def left(self) -> int:
        """Pence that are still to be paid."""
        return self.instalment.amount - self.paid if self.state in UNPAID else 0


def lines(plan: Plan, paid: int, today: date, grace_days: int) -> tuple[Line, ...]:
    """The schedule as it stands: what was paid fills the instalments in their order."""
    return tuple(_lines(plan, paid, today, timedelta(days=grace_days)))


def left_of(plan: Plan, number: int, paid: int) -> int:
    """Pence that are still to be paid of one instalment."""
    return next((line.left for line in lines(plan, paid, plan.anchor, 0) if line.instalment.number == number), 0)


def left_to_pay(customer: Customer, plan: Plan, paid: int) -> int:
    """Pence until the plan is done: never more than is still owed on its claims."""
    return max(0, min(plan.terms.total - paid, owed(customer, plan)))


def owed(customer: Customer, plan: Plan) -> int:
    """Pence outstanding on the plan's claims."""
    return sum(claim.outstanding.total for _, claim in claims_held(customer, plan))


def claims_held(customer: Customer, plan: Plan) -> Iterator[tuple[str, Claim]]:
    """The plan's claims as the customer has them, each with its account number."""
    for each in plan.claims:
        account = customer.accounts.get(each.account_number)
        if account is not None and each.claim in account.claims:
            yield each.account_number, account.claims[each.claim]


def under_way(customer: Customer, plan: Plan) -> int:
    """Pence that payments under way mean to put on the plan's claims: neither to be collected nor asked for once more."""
    return sum(sum(claim.reserved.values()) for _, claim in claims_held(customer, plan))


def as_stored(plan: Plan, paid: int) -> tuple[Line, ...]:
    """The schedule of a plan that is over, as it was left."""
    left, found = paid, []
    for each in plan.instalments:
        taken = 0 if each.state in NOT_OWED else max(0, min(left, each.amount))
        left -= taken
        found.append(Line(each, taken, each.state))
    return tuple(found)


def _lines(plan: Plan, paid: int, today: date, grace: timedelta) -> Iterator[Line]:
    for each in plan.instalments:
        if each.state in NOT_OWED:
            yield Line(each, 0, each.state)
            continue
        taken = max(0, min(paid, each.amount))
        paid -= taken
        yield Line(each, taken, _state(each, taken, today, grace))


def _state(instalment: Instalment, taken: int, today: date, grace: timedelta) -> InstalmentState:
    if taken == instalment.amount:
        return InstalmentState.PAID
    if today > instalment.due + grace:
        return InstalmentState.MISSED
    if taken:
        return InstalmentState.PART_PAID
    return InstalmentState.DUE if today >= instalment.due else InstalmentState.SCHEDULED
