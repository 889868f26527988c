"""What a visitor types about a payment plan, read as people write it."""

from __future__ import annotations

import pytest

from chalicelib.plans.model import PayBy
from chalicelib.portal.answers import plan_asked
from chalicelib.portal.plan_pages import PlanAnswers
from chalicelib.portal.words import Problem

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
