"""What a customer may pay of a plan before anybody collects it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.plans.model import KEPT, Plan, PlanState
from chalicelib.plans.progress import claims_held, lines, under_way
from chalicelib.records.model import Customer


@dataclass(frozen=True, slots=True)
class Payable:
    """The instalments of a plan that are late, or else the next one: `count` of them, `due` the last day. `shares` are pence
    by account number, which together are `pence`; `claims` are those of the plan, towards which the money goes."""

    plan: Plan
    count: int
    due: date
    late: bool
    shares: Mapping[str, int]
    claims: tuple[str, ...]

    @property
    def pence(self) -> int:
        return sum(self.shares.values())


def payable(customer: Customer, plan: Plan, paid: int, today: date, grace_days: int) -> Payable | None:
    """What may be paid of the plan now, beside what payments under way bring already. Nothing while the plan is paused or
    over; of a broken one only what is late, which takes it up again."""
    expected = lines(plan, paid + under_way(customer, plan), today, grace_days)
    left = [line for line in expected if line.left]
    late = [line for line in left if line.instalment.due < today]
    wanted = late if plan.state is PlanState.BROKEN else late or left[:1]
    if plan.state not in KEPT | {PlanState.BROKEN} or not wanted:
        return None
    shares = _shares(customer, plan, sum(line.left for line in wanted))
    claims = tuple(claim.claim for claim in plan.claims)
    due = wanted[-1].instalment.due
    return Payable(plan, len(wanted), due, bool(late), shares, claims) if shares else None


def _shares(customer: Customer, plan: Plan, pence: int) -> dict[str, int]:
    """How an amount spreads over the accounts of a plan: over its claims, the oldest due first, as payments are put on them."""
    shares: dict[str, int] = {}
    for number, claim in sorted(claims_held(customer, plan), key=lambda held: (held[1].due_date, held[1].ref)):
        if take := min(pence, claim.available):
            shares[number] = shares.get(number, 0) + take
            pence -= take
    return shares
