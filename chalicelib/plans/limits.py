"""The limits of a plan: the same for an option in a dataset, for one that a customer chooses, and for what an agent agrees. Pure
(`reference/dataset.md` B.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from chalicelib.core.dates import add_months
from chalicelib.plans.schedule import later
from chalicelib.records.accounts import Frequency, PlanOption
from chalicelib.settings.model import Settings


class Limit(StrEnum):
    """What a plan can be too much of."""

    ABOVE_BALANCE = "ABOVE_BALANCE"
    DISCOUNT = "DISCOUNT"
    INSTALMENT_TOO_SMALL = "INSTALMENT_TOO_SMALL"
    TOO_LONG = "TOO_LONG"


def broken_limits(option: PlanOption, owed: int, settings: Settings, today: date) -> Iterator[Limit]:
    """What is wrong with an option beside the pence that are owed."""
    if option.total > owed:
        yield Limit.ABOVE_BALANCE
    if _too_deep(option.total, owed, settings):
        yield Limit.DISCOUNT
    if option.instalment < settings.minimum_instalment:
        yield Limit.INSTALMENT_TOO_SMALL
    if too_long(option.frequency, option.instalments, settings, today):
        yield Limit.TOO_LONG


def too_long(frequency: Frequency, instalments: int, settings: Settings, today: date) -> bool:
    """Whether a plan that begins today would last longer than plans may: so many whole periods."""
    return later(today, today, frequency, instalments) > add_months(today, settings.maximum_plan_months)


def _too_deep(total: int, owed: int, settings: Settings) -> bool:
    """Whether a total gives more discount on what is owed than may be given."""
    discount = owed - total
    return discount > 0 and (not settings.allow_discounted_plans or discount * 100 > settings.maximum_discount_percent * owed)
