"""The limits of a plan option (`reference/dataset.md` B.2), the same for a row that offers one and for one that is held when
its balance moves. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.core.dates import add_months
from chalicelib.core.faults import FaultCode
from chalicelib.imports.columns import MOST_INSTALMENTS
from chalicelib.records.accounts import Frequency, PlanOption
from chalicelib.settings.model import Settings

_DAYS_APART = {Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14}


class Broken(NamedTuple):
    """A limit that an option breaks, and in which of its columns."""

    code: FaultCode
    column: str
    message: str = ""


def broken_limits(option: PlanOption, balance: int, settings: Settings, today: date) -> Iterator[Broken]:
    """What is wrong with an option for a balance in pence. A zero balance is not measured: its options are never offered."""
    instalments, total = f"PlanOption{option.number}Instalments", f"PlanOption{option.number}TotalAmount"
    if _too_long(option, settings, today):
        yield Broken(FaultCode.E_PLAN_RANGE, instalments, "The plan would last too long.")
    if option.instalment < settings.minimum_instalment:
        yield Broken(FaultCode.E_PLAN_MIN_INSTALMENT, instalments)
    if option.total > balance > 0:
        surcharge = FaultCode.W_PLAN_TOTAL_GT_BALANCE if settings.allow_plan_surcharge else FaultCode.E_PLAN_TOTAL_GT_BALANCE
        yield Broken(surcharge, total)
    discount = (balance - option.total) * 100
    if discount > 0 and (not settings.allow_discounted_plans or discount > settings.maximum_discount_percent * balance):
        yield Broken(FaultCode.E_PLAN_DISCOUNT, total)


def fits(option: PlanOption, balance: int, settings: Settings, today: date) -> bool:
    """Whether an option may stand beside the balance."""
    return not any(broken.code.startswith("E_") for broken in broken_limits(option, balance, settings, today))


def _too_long(option: PlanOption, settings: Settings, today: date) -> bool:
    if option.frequency is Frequency.MONTHLY:
        return option.instalments > min(MOST_INSTALMENTS, settings.maximum_plan_months)
    ends = today + timedelta(days=option.instalments * _DAYS_APART[option.frequency])
    return ends > add_months(today, settings.maximum_plan_months)
