"""How long a claim may be demanded (`reference/uk-rules.md` F.4). Pure.

Limitation Act 1980 and the 1989 Order (Northern Ireland): six years, twelve under a deed; then the debt stands but may not
be demanded. Prescription and Limitation (Scotland) Act 1973: five years; then there is no debt any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chalicelib.core.dates import add_months
from chalicelib.core.postcode import Jurisdiction

NEAR = timedelta(days=180)
_MONTHS = 12
_YEARS = {Jurisdiction.ENGLAND_WALES: 6, Jurisdiction.NORTHERN_IRELAND: 6, Jurisdiction.SCOTLAND: 5}
_YEARS_UNDER_DEED = {Jurisdiction.ENGLAND_WALES: 12, Jurisdiction.NORTHERN_IRELAND: 12}
_DEEDS = frozenset({"MORTGAGE_SHORTFALL"})
_SCOTTISH_TAXES = frozenset({"COUNCIL_TAX"})
"""Taxes prescribe after twenty years in Scotland, not five: which applies is for a person to say."""


class LimitationState(StrEnum):
    OK = "OK"
    NEAR = "NEAR"
    BARRED = "BARRED"
    EXTINGUISHED = "EXTINGUISHED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class LimitationFacts:
    """What decides. `cause_of_action` is the day of default, else the day the sum first fell due; `acknowledged` a signed
    written acknowledgement; `last_payment` a part payment made while the claim was alive."""

    jurisdiction: Jurisdiction
    cause_of_action: date | None
    last_payment: date | None = None
    acknowledged: date | None = None
    judgment: date | None = None
    product_type: str | None = None


@dataclass(frozen=True, slots=True)
class Limitation:
    """`last_day` is the last day on which the claim may be demanded; none under a judgment, or where it is unknown."""

    state: LimitationState
    last_day: date | None = None


def limitation(facts: LimitationFacts, today: date) -> Limitation:
    """Where a claim stands. What cannot be computed is UNKNOWN and for a person to look at, never OK."""
    if facts.judgment is not None:
        return Limitation(LimitationState.OK)
    years = _years(facts)
    if facts.cause_of_action is None or years is None:
        return Limitation(LimitationState.UNKNOWN)
    began = max(day for day in (facts.cause_of_action, facts.last_payment, facts.acknowledged) if day is not None)
    last_day = add_months(began, years * _MONTHS)  # 29 February becomes 28 February; the bar has passed the day after
    return Limitation(_state(facts.jurisdiction, last_day, today), last_day)


def _years(facts: LimitationFacts) -> int | None:
    """None where no rule of ours answers: outside the three jurisdictions, and for taxes in Scotland."""
    if facts.jurisdiction is Jurisdiction.SCOTLAND and facts.product_type in _SCOTTISH_TAXES:
        return None
    by_deed = facts.product_type in _DEEDS and facts.jurisdiction in _YEARS_UNDER_DEED
    return (_YEARS_UNDER_DEED if by_deed else _YEARS).get(facts.jurisdiction)


def _state(jurisdiction: Jurisdiction, last_day: date, today: date) -> LimitationState:
    if today > last_day:
        return LimitationState.EXTINGUISHED if jurisdiction is Jurisdiction.SCOTLAND else LimitationState.BARRED
    return LimitationState.NEAR if last_day - today <= NEAR else LimitationState.OK
