"""Which of the creditor's options a customer can choose, and why not the others. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.care.model import Action, Decision, Row
from chalicelib.care.rules import facts_of, may
from chalicelib.plans.limits import Limit, broken_limits
from chalicelib.plans.model import PayBy, PlanClaim
from chalicelib.plans.schedule import first_direct_debit
from chalicelib.records.accounts import PlanOption
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Offer:
    """An option as it stands beside what is owed now. `hidden` says why it cannot be chosen."""

    option: PlanOption
    hidden: Limit | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a plan may begin, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """What whoever chose another day is told."""
        return f"Choose a first day from {self.first:%-d %B %Y} to {self.last:%-d %B %Y}."


def may_plan(customer: Customer, account: str, now: datetime) -> Decision:
    """Whether a plan can be made on the account now, and for which of its claims: a claim has one plan at a time."""
    return may(Action(Row.PLAN_ACCEPT, account=account), facts_of(customer), now)


def claims_of(customer: Customer, account: str, refs: frozenset[str]) -> tuple[PlanClaim, ...]:
    """What a plan on these claims of an account is about, the oldest due first."""
    claims = (claim for claim in customer.accounts[account].claims.values() if claim.ref in refs)
    return tuple(
        PlanClaim(account_number=account, claim=claim.ref, amount=claim.outstanding.total)
        for claim in sorted(claims, key=lambda claim: claim.turn)
    )


def offers(options: Sequence[PlanOption], owed: int, settings: Settings, today: date) -> tuple[Offer, ...]:
    """The options in the creditor's order, beside the pence that a plan would be about."""
    return tuple(Offer(option, next(broken_limits(option, owed, settings, today), None)) for option in options)


def window(pay_by: PayBy, settings: Settings, today: date) -> Window:
    """When a plan asked for today may begin: a direct debit needs its notice first."""
    first = first_direct_debit(today, settings.collection_notice_days) if pay_by is PayBy.BACS else today
    return Window(first, max(first, today + timedelta(days=settings.plan_start_days)))
