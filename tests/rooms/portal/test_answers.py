"""What a visitor types about a payment plan or a statement, read as people write it."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.plans.model import PayBy
from chalicelib.portal.answers import period, plan_asked
from chalicelib.portal.owed_page import DayAnswers
from chalicelib.portal.plan_pages import PlanAnswers
from chalicelib.portal.problems import Problem
from chalicelib.portal.statement_pages import StatementAnswers

NOBODY = (PayBy.CUSTOMER, "")


def asked(day_of_month: str, day: str = "3") -> PlanAnswers:
    return PlanAnswers(option="1", day=day, month="12", year="2026", day_of_month=day_of_month)


@pytest.mark.feature("V14")
@pytest.mark.parametrize(("typed", "meant"), [("", None), ("1", 1), ("05", 5), ("31", 31)])
def test_the_day_of_the_month_may_be_left_out(typed: str, meant: int | None) -> None:
    ask, problems = plan_asked(asked(typed), "ACC-1", NOBODY)
    assert problems == ()
    assert ask is not None
    assert ask.day_of_month == meant


@pytest.mark.parametrize("typed", ["0", "32", "the 5th", "310", "-1", "5.5", "٣"])
def test_a_day_of_the_month_that_is_none_is_never_taken_for_another(typed: str) -> None:
    assert plan_asked(asked(typed), "ACC-1", NOBODY) == (None, (Problem.PLAN_MONTH_DAY_INVALID,))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert plan_asked(asked("32", day="31st"), "ACC-1", NOBODY)[1] == (
        Problem.PLAN_DAY_MISSING,
        Problem.PLAN_MONTH_DAY_INVALID,
    )


@pytest.mark.parametrize(
    ("first", "last", "problems"),
    [
        (("", "11", "2026"), ("20", "11", "2026"), [Problem.FROM_INVALID]),
        (("31", "11", "2026"), ("x", "11", "2026"), [Problem.FROM_INVALID, Problem.TO_INVALID]),
        (("1", "1", "0001"), ("20", "11", "2026"), [Problem.FROM_INVALID]),
        (("20", "11", "2026"), ("21", "11", "2026"), [Problem.TO_IN_FUTURE]),
        (("20", "11", "2026"), ("19", "11", "2026"), [Problem.TO_BEFORE_FROM]),
        (("20", "11", "2026"), ("20", "11", "2026"), []),
    ],
)
def test_a_statement_is_from_a_day_to_the_same_or_a_later_one_until_today(
    first: tuple[str, str, str], last: tuple[str, str, str], problems: list[Problem]
) -> None:
    days, found = period(StatementAnswers(DayAnswers(*first), DayAnswers(*last)), date(2026, 11, 20))
    assert list(found) == problems
    assert (days is None) == bool(problems)
