"""The pages of promises in every state they can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chalicelib.portal import pages
from chalicelib.portal.page_models import AccountCard
from chalicelib.portal.problems import Problem
from chalicelib.portal.promise_pages import (
    AskPromise,
    ClaimChoice,
    PromiseAnswers,
    PromiseShown,
    PromiseState,
    ReviewPromise,
    Way,
)
from tests.pages.cast import ENERGY, HOSTILE, HOSTILE_ACCOUNT, INSIDE, PAID, PAYMENT_ID, PROMISE_DUE

FIRST_CLAIM = ClaimChoice("48868444-1", date(2026, 5, 20), 100, 80059)


def ask_promise(*problems: Problem, claims: tuple[ClaimChoice, ...] = (FIRST_CLAIM,), **answers: str) -> str:
    account = HOSTILE_ACCOUNT if HOSTILE in answers.values() else ENERGY
    typed = PromiseAnswers(**answers)
    return pages.ask_promise(AskPromise(INSIDE, account, claims, date(2026, 6, 2), PAYMENT_ID, typed, problems))


def review_promise(method: Way | None = None, due: date = PROMISE_DUE, account: AccountCard = ENERGY) -> str:
    typed = PromiseAnswers(amount="50", day="16", month="5", year="2026")
    working = due.weekday() < 5
    return pages.review_promise(ReviewPromise(INSIDE, account, "48868444-1", 5000, due, method, PAYMENT_ID, typed, working))


def promise(state: PromiseState, paid_pence: int = 0, account: AccountCard = ENERGY) -> str:
    shown = PromiseShown(INSIDE, PAYMENT_ID, account, 5000, paid_pence, PROMISE_DUE, date(2026, 5, 19), state, False)
    return pages.promise(shown)


PROMISE_STATES: dict[str, Callable[[], str]] = {
    "promise-ask": ask_promise,
    "promise-ask-several": lambda: ask_promise(claims=(FIRST_CLAIM, replace(FIRST_CLAIM, ref="2", most_pence=500))),
    "promise-ask-empty": lambda: ask_promise(
        Problem.PROMISE_CLAIM_MISSING, Problem.AMOUNT_MISSING, Problem.PROMISE_DAY_MISSING,
        claims=(FIRST_CLAIM, replace(FIRST_CLAIM, ref="2", most_pence=500)),
    ),
    "promise-ask-wrong": lambda: ask_promise(
        Problem.AMOUNT_INVALID, Problem.PROMISE_DAY_INVALID, amount="ten", day="31", month="2", year="2026"
    ),
    "promise-ask-outside": lambda: ask_promise(
        Problem.MORE_THAN_OWED, Problem.PROMISE_DAY_OUTSIDE, amount="9000", day="1", month="2", year="2027", method="CASH"
    ),
    "promise-ask-too-small": lambda: ask_promise(Problem.AMOUNT_TOO_SMALL, amount="0.50"),
    "promise-ask-changed": lambda: ask_promise(Problem.PROMISE_CHANGED, amount="50"),
    "promise-ask-busy": lambda: ask_promise(Problem.PROMISE_BUSY, amount="50"),
    "promise-ask-hostile": lambda: ask_promise(Problem.AMOUNT_INVALID, amount=HOSTILE, day=HOSTILE, month="2", year="3"),
    "promise-review": review_promise,
    "promise-review-working-day": lambda: review_promise(Way.CARD, date(2026, 5, 15)),
    "promise-review-transfer": lambda: review_promise(Way.BANK_TRANSFER),
    "promise-review-cash": lambda: review_promise(Way.CASH),
    "promise-review-cheque": lambda: review_promise(Way.CHEQUE),
    "promise-review-hostile": lambda: review_promise(account=HOSTILE_ACCOUNT),
    "promise-open": lambda: promise(PromiseState.OPEN),
    "promise-open-part-paid": lambda: promise(PromiseState.OPEN, 1000),
    "promise-kept": lambda: promise(PromiseState.KEPT, 5000, PAID),
    "promise-part-kept": lambda: promise(PromiseState.PART_KEPT, 1000),
    "promise-broken": lambda: promise(PromiseState.BROKEN),
    "promise-invalidated": lambda: promise(PromiseState.INVALIDATED, 0, PAID),
    "promise-cancelled": lambda: promise(PromiseState.CANCELLED),
    "promise-superseded": lambda: promise(PromiseState.SUPERSEDED),
    "promise-hostile": lambda: promise(PromiseState.OPEN, 0, HOSTILE_ACCOUNT),
    "promise-off": lambda: pages.promise_off(INSIDE),
}  # fmt: skip
