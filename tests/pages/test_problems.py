"""What a page says of what was wrong with an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.portal.detail_pages import Detail
from chalicelib.portal.problems import EXPLANATIONS, Problem
from tests.pages.detail_states import change
from tests.pages.document_states import documents
from tests.pages.door_states import verify_every_fact
from tests.pages.overview_states import owed
from tests.pages.pay_states import pay
from tests.pages.promise_states import FIRST_CLAIM, ask_promise
from tests.pages.reading import soup, values
from tests.pages.states import STATES
from tests.pages.way_states import ways

PLAN_PAGES = {
    Problem.PLAN_OPTION_MISSING: "plan-choose-nothing",
    Problem.PLAN_DAY_MISSING: "plan-when-no-day",
    Problem.PLAN_DAY_OUTSIDE: "plan-when-outside",
    Problem.PLAN_MONTH_DAY_INVALID: "plan-when-no-such-day",
    Problem.PLAN_WAY_TOO_SMALL: "plan-when-too-small",
    Problem.PLAN_CONSENT_MISSING: "plan-review-not-agreed",
    Problem.PLAN_WAY_UNUSABLE: "plan-needs-way-unusable",
    Problem.PLAN_DELAY_OUTSIDE: "plan-delay-outside",
}


STATEMENT_PAGES = {
    Problem.FROM_INVALID: "statement-no-first",
    Problem.TO_INVALID: "statement-no-last",
    Problem.TO_IN_FUTURE: "statement-future",
    Problem.TO_BEFORE_FROM: "statement-upside-down",
    Problem.STATEMENT_TOO_EARLY: "statement-too-early",
    Problem.STATEMENT_TOO_LONG: "statement-too-long",
}


LAST_DAYS = {
    Problem.PLAN_DAY_OUTSIDE: "17 June 2026",
    Problem.PLAN_DELAY_OUTSIDE: "11 June 2026",
    Problem.PROMISE_DAY_OUTSIDE: "2 June 2026",
}


def page_with(problem: Problem) -> str:
    """A page that can have this problem."""
    match EXPLANATIONS[problem].field:
        case "mobile":
            return change(Detail.MOBILE, problem)
        case "line_1" | "line_2" | "town" | "county":
            return change(Detail.ADDRESS, problem)
        case "on":
            return owed(problem)
        case "option" | "first" | "day_of_month" | "pay_by" | "agreed" | "until":
            return STATES[PLAN_PAGES[problem]]()
        case "from" | "to":
            return STATES[STATEMENT_PAGES[problem]]()
        case "claim" | "due":
            return ask_promise(problem, claims=(FIRST_CLAIM, replace(FIRST_CLAIM, ref="2")))
        case "method" | "most":
            return ways(problem)
        case "shows":
            return documents(problem)
    asks_identity = problem in tuple(Problem)[: tuple(Problem).index(Problem.NO_MATCH) + 1]
    return verify_every_fact(problem) if asks_identity else pay(problem)


@pytest.mark.parametrize("problem", Problem)
def test_a_problem_is_told_in_the_title_the_summary_and_beside_its_field(problem: Problem) -> None:
    html = page_with(problem)
    page, told = soup(html), EXPLANATIONS[problem]
    days = {"first_day": "3 May 2026", "last_day": LAST_DAYS.get(problem, "")}
    limits = days | {"minimum": "£1.00", "maximum": "£800.59", "online": "£0.30"}
    words = told.words % limits
    summary = page.select_one(".govuk-error-summary")
    assert page.title is not None
    assert page.title.get_text().startswith("Error: ")
    assert summary is not None
    assert words in summary.get_text()
    assert summary.has_attr("autofocus")
    assert len(page.select(".govuk-error-message")) == (1 if told.field else 0)


def test_what_is_typed_into_a_form_of_one_s_own_details_is_kept_with_its_problems() -> None:
    html = change(Detail.ADDRESS, Problem.POSTCODE_INVALID, line_1="2 Example Road", town="York", postcode="YO1")
    typed = {"line_1": "2 Example Road", "line_2": "", "town": "York", "county": "", "postcode": "YO1"}
    assert {name: value for name, value in values(html).items() if name in typed} == typed
