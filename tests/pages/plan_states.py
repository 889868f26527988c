"""The pages of payment plans in every state they can show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from chalicelib.portal import pages
from chalicelib.portal.page_models import AccountCard, Frame
from chalicelib.portal.plan_pages import (
    ChoosePlan,
    MandateChoice,
    OptionChoice,
    PlanAnswers,
    PlanShown,
    ReviewPlan,
    ScheduleLine,
    WhenPlan,
)
from chalicelib.portal.problems import Problem

COMMAND = "01JTA6Q4Z8R7M3N5K2W9X1Y0VB"
MONTHLY = OptionChoice(1, 12, 6_671, 6_678, 80_059, "MONTHLY")
WEEKLY = OptionChoice(2, 10, 6_000, 6_000, 60_000, "WEEKLY", discount_pence=20_059)
FORTNIGHTLY = OptionChoice(3, 6, 13_343, 13_344, 80_059, "FORTNIGHTLY")
ONCE = OptionChoice(4, 1, 70_000, 70_000, 70_000, "MONTHLY", discount_pence=10_059)
GONE = OptionChoice(5, 3, 30_000, 30_000, 90_000, "MONTHLY", gone=True)
OPTIONS = (MONTHLY, WEEKLY, FORTNIGHTLY, ONCE, GONE)
MANDATES = (MandateChoice("01JTA6Q4Z8R7M3N5K2W9X1Y0VC", "Visa ending 4242"),)
TYPED = PlanAnswers("1", "1", "12", "2026", "31", command=COMMAND)
SCHEDULE = [ScheduleLine(n, date(2026, 5 + n, 31 if n in (2, 3) else 30), 6_671) for n in range(1, 5)]
LINES = [
    ScheduleLine(n, date(2026, 4 + n, 28), 6_671, paid, state)
    for n, (paid, state) in enumerate(
        [(6_671, "PAID"), (0, "SKIPPED"), (0, "MISSED"), (1_000, "PART_PAID"), (0, "DUE"), (0, "SCHEDULED"), (0, "CANCELLED")], 1
    )
]
STATES = (
    "REQUESTED", "REJECTED", "WITHDRAWN", "EXPIRED",
    "PENDING_FIRST", "ACTIVE", "PAUSED", "BROKEN", "COMPLETED", "CANCELLED", "SUPERSEDED",
)  # fmt: skip


def plan_states(frame: Frame, account: AccountCard, hostile: AccountCard) -> dict[str, Callable[[], str]]:
    """By name, each rendered when it is asked for."""

    def choose(*problems: Problem, options: tuple[OptionChoice, ...] = OPTIONS) -> str:
        return pages.choose_plan(ChoosePlan(frame, account, options, COMMAND, PlanAnswers(), problems))

    def when(*problems: Problem, option: OptionChoice = MONTHLY, mandates: tuple[MandateChoice, ...] = ()) -> str:
        page = WhenPlan(frame, account, option, date(2026, 5, 3), date(2026, 6, 17), mandates, TYPED, problems)
        return pages.when_plan(page)

    def review(*problems: Problem, option: OptionChoice = MONTHLY, pay_by: str = "", card: AccountCard = account) -> str:
        words = ("I agree to pay them.", "You do not chase me.")
        return pages.review_plan(ReviewPlan(frame, card, option, SCHEDULE, pay_by, "2026-11", words, TYPED, problems))

    def shown(
        state: str,
        *problems: Problem,
        card: AccountCard = account,
        delay: date | None = None,
        skip: bool = False,
        pay_by: str = "CUSTOMER",
        lines: list[ScheduleLine] = LINES,
    ) -> str:
        page = PlanShown(
            frame, COMMAND, "W9X1Y 0VBCD", card, state, 80_059, 20_059, pay_by, 3, COMMAND, lines,
            ("I agree to pay them.",), delay, skip, problems=problems,
        )  # fmt: skip
        return pages.plan(page)

    def wanting(*problems: Problem, ways: tuple[MandateChoice, ...] = MANDATES) -> str:
        page = PlanShown(
            frame, COMMAND, "W9X1Y 0VBCD", account, "ACTIVE", 80_059, 0, "CARD", 3, COMMAND, LINES,
            ("I agree to pay them.",), needs_way=True, ways=ways, problems=problems,
        )  # fmt: skip
        return pages.plan(page)

    return {
        "plan-choose": choose,
        "plan-choose-nothing": lambda: choose(Problem.PLAN_OPTION_MISSING),
        "plan-choose-changed": lambda: choose(Problem.PLAN_CHANGED),
        "plan-choose-busy": lambda: choose(Problem.PLAN_BUSY),
        "plan-choose-all-gone": lambda: choose(options=(GONE,)),
        "plan-when": when,
        "plan-when-mandates": lambda: when(option=WEEKLY, mandates=MANDATES),
        "plan-when-no-day": lambda: when(Problem.PLAN_DAY_MISSING),
        "plan-when-outside": lambda: when(Problem.PLAN_DAY_OUTSIDE),
        "plan-when-no-such-day": lambda: when(Problem.PLAN_MONTH_DAY_INVALID),
        "plan-when-too-small": lambda: when(Problem.PLAN_WAY_TOO_SMALL, mandates=MANDATES),
        "plan-review": review,
        "plan-review-discount": lambda: review(option=WEEKLY, pay_by="Visa ending 4242"),
        "plan-review-not-agreed": lambda: review(Problem.PLAN_CONSENT_MISSING),
        "plan-review-hostile": lambda: review(card=hostile),
        **{f"plan-{state.lower()}": (lambda state=state: shown(state)) for state in STATES},
        "plan-due": lambda: shown("ACTIVE", lines=LINES[4:]),
        "plan-being-collected": lambda: shown("ACTIVE", pay_by="CARD", lines=LINES[4:]),
        "plan-paid-each-time": lambda: shown("ACTIVE", lines=LINES[5:]),
        "plan-collected": lambda: shown("ACTIVE", pay_by="CARD", lines=LINES[5:]),
        "plan-movable": lambda: shown("ACTIVE", delay=date(2026, 6, 11), skip=True),
        "plan-delay-outside": lambda: shown("ACTIVE", Problem.PLAN_DELAY_OUTSIDE, delay=date(2026, 6, 11)),
        "plan-needs-way": wanting,
        "plan-needs-way-none-saved": lambda: wanting(ways=()),
        "plan-needs-way-unusable": lambda: wanting(Problem.PLAN_WAY_UNUSABLE),
        "plan-second": lambda: shown("PENDING_FIRST", Problem.PLAN_SECOND),
        "plan-hostile": lambda: shown("ACTIVE", card=hostile),
        "plan-off": lambda: pages.plan_off(frame),
    }
