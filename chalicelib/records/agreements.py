"""How an account stands by what was agreed about it: known from the customer alone, from the holds that promises and plans place
and the lapses that they leave behind. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum

from chalicelib.records.accounts import Account
from chalicelib.records.holds import HoldKind
from chalicelib.records.lapses import Lapse, LapseKind
from chalicelib.records.model import Customer


class PromiseStanding(StrEnum):
    """Of an account's claims that are owed on: a promise is open, the latest was kept in part or not at all, or there is none
    to speak of."""

    OPEN = "OPEN"
    PART_KEPT = "PART_KEPT"
    BROKEN = "BROKEN"
    NONE = "NONE"


class PlanStanding(StrEnum):
    """A plan stands and is kept to, an instalment of it is missed, or it is broken."""

    ACTIVE = "ACTIVE"
    AT_RISK = "AT_RISK"
    BROKEN = "BROKEN"
    NONE = "NONE"


_OF_PROMISES = {
    LapseKind.PROMISE_PART_KEPT: PromiseStanding.PART_KEPT,
    LapseKind.PROMISE_BROKEN: PromiseStanding.BROKEN,
}


def with_lapses(customer: Customer, agreement: str, lapses: Iterable[Lapse]) -> Customer:
    """The customer with just these lapses of a promise or a plan; as it was where nothing changes."""
    after = (*(lapse for lapse in customer.lapses if lapse.id != agreement), *lapses)
    return customer if set(after) == set(customer.lapses) else customer.model_copy(update={"lapses": after})


def agreed_anew(customer: Customer, claims: Collection[tuple[str, str]]) -> Customer:
    """The customer without the broken promises on these claims, named by account number and ref: something else is agreed."""
    left = tuple(lapse for lapse in customer.lapses if (lapse.account, lapse.claim) not in claims)
    return customer if left == customer.lapses else customer.model_copy(update={"lapses": left})


def promise_standings(customer: Customer, account: Account, today: date) -> frozenset[PromiseStanding]:
    """How promises on the account stand on a London day: its claims may differ."""
    return frozenset(_promises(customer, account, today)) or frozenset({PromiseStanding.NONE})


def plan_standings(customer: Customer, account: Account, today: date) -> frozenset[PlanStanding]:
    """How plans on the account stand on a London day: what a broken plan was about may be in another one."""
    return frozenset(_plans(customer, account, today)) or frozenset({PlanStanding.NONE})


def _promises(customer: Customer, account: Account, today: date) -> Iterator[PromiseStanding]:
    if _is_held(customer, HoldKind.PROMISE, account, today):
        yield PromiseStanding.OPEN
    for lapse in customer.lapses:
        claim = account.claims.get(lapse.claim or "")
        if lapse.account == account.number and claim and claim.outstanding.total > 0 and lapse.kind in _OF_PROMISES:
            yield _OF_PROMISES[lapse.kind]


def _plans(customer: Customer, account: Account, today: date) -> Iterator[PlanStanding]:
    kinds = {lapse.kind for lapse in customer.lapses if lapse.account == account.number}
    if _is_held(customer, HoldKind.PLAN, account, today):
        yield PlanStanding.AT_RISK if LapseKind.PLAN_AT_RISK in kinds else PlanStanding.ACTIVE
    if LapseKind.PLAN_BROKEN in kinds and account.balance.total > 0:
        yield PlanStanding.BROKEN


def _is_held(customer: Customer, kind: HoldKind, account: Account, today: date) -> bool:
    return any(hold.kind is kind and hold.account == account.number and hold.covers(today) for hold in customer.holds)
