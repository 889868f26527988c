"""The statement in every state it can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chalicelib.ledger.model import EntryType
from chalicelib.portal import pages
from chalicelib.portal.owed_page import KEPT, LESS, STEPS, DayAnswers, OwedAccount
from chalicelib.portal.page_models import AccountCard, Frame
from chalicelib.portal.problems import Problem
from chalicelib.portal.statement_pages import Row, Shown, StatementAnswers, StatementPage

TYPED = StatementAnswers(DayAnswers("3", "5", "2025"), DayAnswers("3", "5", "2026"))


def row(day: int, kind: EntryType, change: int, balance: int, reference: str = "") -> Row:
    return Row(date(2026, 4, day), STEPS.get(kind, LESS), "Northway Energy", "48868444", reference, change, balance)


ROWS = (
    row(1, EntryType.OPENING, 1_234_567, 1_234_567),
    row(2, EntryType.FEE, 1_200, 1_235_767),
    row(20, EntryType.PAYMENT, -4_500, 1_231_267, "R5N2X 7K29D"),
    row(21, EntryType.ADJUSTMENT, -1_231_267, 0),
    replace(row(22, EntryType.PAYMENT, 0, 0), words=KEPT, creditor="", account="", held_pence=1_000),
)
SHOWN = Shown(date(2025, 5, 3), date(2026, 5, 3), 0, 0, ROWS)


def statement_states(
    frame: Frame, account: AccountCard, another: AccountCard, unpaid: AccountCard, hostile: AccountCard
) -> dict[str, Callable[[], str]]:
    """By name, each rendered when it is asked for."""

    def page(
        *problems: Problem,
        shown: Shown | None = SHOWN,
        whose: tuple[AccountCard, ...] = (account, another),
        name: str = "Siân O’Neill",
        typed: StatementAnswers = TYPED,
    ) -> str:
        held = None if problems else shown
        return pages.statement(StatementPage(frame, name, date(2026, 5, 3), whose, typed, problems, held))

    owing = tuple(OwedAccount(f"{each.creditor} {each.number}", each.owed_pence) for each in (account, another))
    evil = replace(ROWS[0], creditor=hostile.creditor, account=hostile.number, reference=hostile.number)
    return {
        "statement": page,
        "statement-several": lambda: page(shown=replace(SHOWN, accounts=owing)),
        "statement-one": lambda: page(whose=(account,), typed=replace(TYPED, account=account.number)),
        "statement-nothing": lambda: page(shown=replace(SHOWN, opening_pence=8_059, closing_pence=8_059, rows=())),
        "statement-unpaid": lambda: page(whose=(account, unpaid)),
        "statement-no-days": lambda: page(Problem.FROM_INVALID, Problem.TO_INVALID, typed=StatementAnswers()),
        "statement-no-first": lambda: page(Problem.FROM_INVALID, typed=StatementAnswers(last=TYPED.last)),
        "statement-no-last": lambda: page(Problem.TO_INVALID, typed=StatementAnswers(TYPED.first)),
        "statement-future": lambda: page(Problem.TO_IN_FUTURE),
        "statement-upside-down": lambda: page(Problem.TO_BEFORE_FROM),
        "statement-too-early": lambda: page(Problem.STATEMENT_TOO_EARLY),
        "statement-too-long": lambda: page(Problem.STATEMENT_TOO_LONG),
        "statement-hostile": lambda: page(
            shown=replace(SHOWN, rows=(evil,)), whose=(hostile, account), name=hostile.creditor,
            typed=StatementAnswers(DayAnswers(hostile.number), account=hostile.number),
        ),
    }  # fmt: skip
