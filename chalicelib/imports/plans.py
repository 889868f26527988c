"""The limits of a plan option as faults of a row, the same for a row that offers one and for one that is held when its balance
moves. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from chalicelib.core.faults import FaultCode
from chalicelib.imports.columns import MOST_INSTALMENTS
from chalicelib.plans.limits import Limit, broken_limits
from chalicelib.records.accounts import PlanOption
from chalicelib.settings.model import Settings


class Broken(NamedTuple):
    """A limit that an option breaks, and in which of its columns."""

    code: FaultCode
    column: str
    message: str = ""


def faults_of(option: PlanOption, balance: int, settings: Settings, today: date) -> Iterator[Broken]:
    """What is wrong with an option for a balance in pence. Beside a zero balance its total is not measured: its options are never
    offered."""
    instalments, total = f"PlanOption{option.number}Instalments", f"PlanOption{option.number}TotalAmount"
    limits = {*broken_limits(option, balance, settings, today)}
    if Limit.TOO_LONG in limits or option.instalments > MOST_INSTALMENTS:
        yield Broken(FaultCode.E_PLAN_RANGE, instalments, "The plan would last too long.")
    if Limit.INSTALMENT_TOO_SMALL in limits:
        yield Broken(FaultCode.E_PLAN_MIN_INSTALMENT, instalments)
    if Limit.ABOVE_BALANCE in limits and balance > 0:
        surcharge = FaultCode.W_PLAN_TOTAL_GT_BALANCE if settings.allow_plan_surcharge else FaultCode.E_PLAN_TOTAL_GT_BALANCE
        yield Broken(surcharge, total)
    if Limit.DISCOUNT in limits:
        yield Broken(FaultCode.E_PLAN_DISCOUNT, total)


def fits(option: PlanOption, balance: int, settings: Settings, today: date) -> bool:
    """Whether an option may stand beside the balance."""
    return not any(broken.code.startswith("E_") for broken in faults_of(option, balance, settings, today))
