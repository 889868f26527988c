"""When instalments fall due, how much each is, and when money is collected."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.core.bankdays import banking_day_from, horizon, is_banking_day
from chalicelib.plans import schedule
from chalicelib.records.accounts import Frequency

START = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.feature("P4", "RS5")
@settings(max_examples=60)
@given(total=st.integers(1, 999_999_999), count=st.integers(1, 120))
def test_a_split_is_exact_and_its_last_instalment_carries_the_remainder(total: int, count: int) -> None:
    if count > total:
        with pytest.raises(ValueError, match="cannot be"):
            schedule.split(total, count)
        return
    amounts = schedule.split(total, count)
    assert sum(amounts) == total
    assert len(set(amounts[:-1])) <= 1
    assert 0 <= amounts[-1] - amounts[0] < count


@pytest.mark.feature("P4")
@pytest.mark.parametrize(
    ("total", "count", "amounts"),
    [(10_000, 3, (3_333, 3_333, 3_334)), (500, 1, (500,)), (100_000, 12, (8_333,) * 11 + (8_337,))],
)
def test_what_people_expect_of_a_split(total: int, count: int, amounts: tuple[int, ...]) -> None:
    assert schedule.split(total, count) == amounts


@pytest.mark.feature("P9", "RS5")
@pytest.mark.parametrize(
    ("start", "day", "days"),
    [
        (date(2026, 1, 31), None, ("2026-01-31", "2026-02-28", "2026-03-31")),
        (date(2028, 1, 31), None, ("2028-01-31", "2028-02-29", "2028-03-31")),
        (date(2026, 11, 22), 15, ("2026-12-15", "2027-01-15", "2027-02-15")),
        (date(2026, 2, 28), 31, ("2026-02-28", "2026-03-31", "2026-04-30")),
    ],
)
def test_months_are_counted_from_the_anchor(start: date, day: int | None, days: tuple[str, ...]) -> None:
    assert [each.isoformat() for each in schedule.due_days(start, Frequency.MONTHLY, 3, day)] == [*days]


@pytest.mark.feature("P9", "RS2")
@settings(max_examples=60)
@given(start=START, frequency=st.sampled_from(Frequency), count=st.integers(1, 60), day=st.none() | st.integers(1, 31))
def test_due_days_come_in_order_and_not_before_the_start(start: date, frequency: Frequency, count: int, day: int | None) -> None:
    days = schedule.due_days(start, frequency, count, day)
    assert len(days) == count
    assert days[0] >= start
    assert list(days) == sorted(set(days))
    gaps = {later - earlier for earlier, later in itertools.pairwise(days)}
    if frequency is Frequency.MONTHLY:
        assert all(timedelta(28) <= gap <= timedelta(31) for gap in gaps)
    else:
        assert gaps <= {timedelta(weeks=1 if frequency is Frequency.WEEKLY else 2)}


@pytest.mark.feature("P9", "RS3")
@settings(max_examples=60)
@given(due=START)
def test_money_is_collected_on_a_banking_day_never_earlier_than_told_and_lodged_three_before(due: date) -> None:
    collected = schedule.collect_on(due)
    assert due <= collected <= due + timedelta(days=5)
    assert is_banking_day(collected)
    lodged = schedule.submit_by(collected)
    between = [lodged + timedelta(days=n) for n in range(1, (collected - lodged).days + 1)]
    assert is_banking_day(lodged)
    assert sum(map(is_banking_day, between)) == schedule.BACS_DAYS


def test_christmas_is_lodged_before_it() -> None:
    assert schedule.collect_on(date(2026, 12, 25)) == date(2026, 12, 29)
    assert schedule.submit_by(date(2026, 12, 29)) == date(2026, 12, 22)
    assert schedule.notice_by(date(2026, 12, 29), 10) == date(2026, 12, 11)
    assert schedule.first_direct_debit(date(2026, 12, 18), 5) == date(2026, 12, 29)


def test_behind_the_last_known_holiday_the_day_of_collection_is_not_guessed() -> None:
    assert schedule.known_collect_on(horizon() + timedelta(days=40)) is None
    assert schedule.known_collect_on(date(2026, 11, 22)) == banking_day_from(date(2026, 11, 22)) == date(2026, 11, 23)


def test_days_move_on_by_whole_periods_and_keep_their_day_of_the_month() -> None:
    days = schedule.due_days(date(2026, 8, 31), Frequency.MONTHLY, 3)
    moved = schedule.shifted(days[1:], days[0], Frequency.MONTHLY, date(2026, 12, 1))
    assert [day.isoformat() for day in moved] == ["2026-12-31", "2027-01-31"]
    assert schedule.shifted(days, days[0], Frequency.MONTHLY, date(2026, 8, 1)) == days
    assert schedule.later(date(2026, 11, 1), date(2026, 11, 1), Frequency.FORTNIGHTLY) == date(2026, 11, 15)
