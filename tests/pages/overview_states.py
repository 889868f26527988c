"""The overview, and what was owed on a day, in every state they can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chalicelib.ledger.model import EntryType
from chalicelib.portal import pages
from chalicelib.portal.owed_page import STEPS, DayAnswers, OwedAccount, OwedOnDay, OwedThen, Step
from chalicelib.portal.page_models import AccountCard, Overview, PaymentLine
from chalicelib.portal.problems import Problem
from chalicelib.portal.promise_lines import Promised, PromiseLine
from tests.pages.cast import (
    BREATHING,
    CLOSED,
    ENERGY,
    EXTINGUISHED,
    HELD,
    HOSTILE,
    HOSTILE_ACCOUNT,
    IN_FLIGHT,
    INSIDE,
    ON_PLAN,
    PAID,
    PARTLY_DISPUTED,
    PAUSED,
    PAYMENT_ID,
    PLANNED,
    PROMISE_DUE,
    UNDER_WAY,
    WATER,
    WIDE_ACCOUNT,
)

LINE = PromiseLine(PAYMENT_ID, 5000, 0, PROMISE_DUE)
PROMISED = Promised({ENERGY.number: (LINE,), WATER.number: (replace(LINE, paid_pence=100),)}, frozenset({HELD.number}))


def overview(*accounts: AccountCard, payments: tuple[PaymentLine, ...] = (), name: str = "Siân O’Neill") -> str:
    return pages.overview(Overview(INSIDE, name, accounts, payments))


OWED_THEN = OwedThen(
    day=date(2026, 5, 3),
    total_pence=92_099,
    accounts=(OwedAccount("Northway Energy 48868444", 80_059), OwedAccount("Severn Vale Water WTR/2291 77", 12_040)),
    steps=tuple(
        Step(date(2026, 5, day), STEPS[kind], "Northway Energy 48868444", pence)
        for day, kind, pence in (
            (1, EntryType.OPENING, 92_599),
            (2, EntryType.FEE, 500),
            (2, EntryType.PROMISE, 0),
            (3, EntryType.PAYMENT, -1_000),
        )
    ),
)
OWED_BY_SOMEBODY_HOSTILE = replace(
    OWED_THEN, accounts=(OwedAccount(HOSTILE, 1),) * 2, steps=(replace(OWED_THEN.steps[0], account=HOSTILE),)
)


def owed(*problems: Problem, then: OwedThen | None = None, **typed: str) -> str:
    return pages.owed(OwedOnDay(INSIDE, DayAnswers(**typed), problems, then))


OVERVIEW_STATES: dict[str, Callable[[], str]] = {
    "overview": lambda: overview(ENERGY, WATER, HELD),
    "overview-one": lambda: overview(ENERGY),
    "overview-in-flight": lambda: overview(IN_FLIGHT, PAID, payments=(UNDER_WAY,)),
    "overview-nothing-owed": lambda: overview(PAID, CLOSED),
    "overview-no-accounts": overview,
    "overview-breathing-space": lambda: overview(BREATHING),
    "overview-every-pause": lambda: overview(ENERGY, *PAUSED, EXTINGUISHED),
    "overview-extinguished": lambda: overview(EXTINGUISHED),
    "overview-partly-disputed": lambda: overview(PARTLY_DISPUTED),
    "overview-wide": lambda: overview(WIDE_ACCOUNT),
    "overview-hostile": lambda: overview(HOSTILE_ACCOUNT, name=HOSTILE),
    "owed": owed,
    "owed-then": lambda: owed(then=OWED_THEN),
    "owed-nothing": lambda: owed(then=OwedThen(date(2020, 5, 3), 0, (), ())),
    "owed-long": lambda: owed(then=replace(OWED_THEN, steps=OWED_THEN.steps * 40, before_pence=12_300)),
    "owed-no-day": lambda: owed(Problem.DAY_MISSING),
    "owed-bad-day": lambda: owed(Problem.DAY_INVALID, day="31", month="2", year="2026"),
    "owed-future-day": lambda: owed(Problem.DAY_IN_FUTURE, day="3", month="5", year="2099"),
    "owed-too-early": lambda: owed(Problem.DAY_TOO_EARLY, day="3", month="5", year="1999"),
    "owed-hostile": lambda: owed(Problem.DAY_INVALID, day=HOSTILE, then=OWED_BY_SOMEBODY_HOSTILE),
    "overview-plans": lambda: pages.overview(Overview(INSIDE, "Siân O’Neill", (ON_PLAN, WATER), planned=PLANNED)),
    "overview-promised": lambda: pages.overview(
        Overview(INSIDE, "Siân O’Neill", (ENERGY, WATER, HELD), promised=PROMISED)
    ),
}  # fmt: skip
