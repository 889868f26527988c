"""Working days, against the list that gov.uk publishes for England and Wales."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.core.workdays import bank_holidays, is_working_day, next_working_day

PUBLISHED = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_published(year: int) -> None:
    assert sorted(f"{day:%m-%d}" for day in bank_holidays(year)) == PUBLISHED[year].split()


@pytest.mark.feature("TK2")
@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 20), date(2026, 11, 23)),  # over a weekend
        (date(2026, 4, 2), date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 24), date(2026, 12, 29)),  # over Christmas with a substitute day
        (date(2026, 12, 31), date(2027, 1, 4)),  # over the new year
        (date(2026, 11, 24), date(2026, 11, 25)),
    ],
)
def test_the_next_working_day(day: date, following: date) -> None:
    assert next_working_day(day) == following
    assert is_working_day(following)
