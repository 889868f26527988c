"""The dated list of bank holidays that collections rest on, and what happens behind its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from chalicelib.core.bankdays import PastHorizon, banking_days_after, banking_days_before, horizon, is_banking_day
from chalicelib.core.workdays import is_working_day

FIRST = date(2025, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range((horizon() - FIRST).days + 1)]


def test_the_list_is_what_gov_uk_publishes_and_what_the_law_makes_usual() -> None:
    published = {holiday["date"] for holiday in BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")}
    assert horizon().year <= max(published).year
    for day in DAYS:
        assert is_banking_day(day) == (day.weekday() < 5 and day not in published) == is_working_day(day), day


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), horizon() + timedelta(days=1)])
def test_a_day_outside_the_list_is_refused_with_what_to_do(day: date) -> None:
    with pytest.raises(PastHorizon, match=r"bank_holidays\.json reaches from .* Add the days that GOV\.UK has published"):
        is_banking_day(day)


def test_stepping_over_the_end_is_refused_too() -> None:
    with pytest.raises(PastHorizon):
        banking_days_after(horizon(), 1)
    with pytest.raises(PastHorizon):
        banking_days_before(FIRST, 1)
