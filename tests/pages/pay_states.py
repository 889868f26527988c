"""Paying and where a payment stands in every state they can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chalicelib.portal import pages
from chalicelib.portal.page_models import AccountCard, PaymentState
from chalicelib.portal.payment_pages import InstalmentChoice, PaidPart, Pay, PayAnswers, Payment
from chalicelib.portal.problems import Problem
from chalicelib.portal.several_pages import PaySeveral, Share, checked
from tests.pages.cast import (
    BREATHING,
    ENERGY,
    HOSTILE,
    HOSTILE_ACCOUNT,
    IN_FLIGHT,
    INSIDE,
    NOON,
    ON_PLAN,
    PAID,
    PARTLY_DISPUTED,
    PAYMENT_ID,
    WATER,
)


def paid(state: PaymentState, account: AccountCard = ENERGY, continue_url: str = "") -> str:
    return pages.payment(Payment(INSIDE, PAYMENT_ID, "PAY7K293D", 4500, state, NOON, account, continue_url))


def pay(
    *problems: Problem,
    account: AccountCard = ENERGY,
    choice: str = "",
    amount: str = "",
    instalment: InstalmentChoice | None = None,
) -> str:
    return pages.pay(Pay(INSIDE, account, PAYMENT_ID, 100, PayAnswers(choice, amount), problems, instalment, 30))


NEXT = InstalmentChoice(6_671, 1, date(2026, 6, 1), late=False)


def several(
    *problems: Problem, accounts: tuple[AccountCard, ...] = (ENERGY, WATER), typed: tuple[str, ...] = (), reviewed: bool = False
) -> str:
    texts = [*typed, *[""] * len(accounts)]
    shares = checked([Share(account, 100, text) for account, text in zip(accounts, texts, strict=False)])
    return pages.pay_several(PaySeveral(INSIDE, PAYMENT_ID, shares, problems, reviewed, 30))


def shared(state: PaymentState) -> str:
    parts = (PaidPart(ENERGY, 3000), PaidPart(WATER, 1500))
    return pages.payment(Payment(INSIDE, PAYMENT_ID, "PAY7K293D", 4500, state, NOON, ENERGY, parts=parts))


def went_back(state: PaymentState, pence: int = 4500) -> str:
    return pages.payment(Payment(INSIDE, PAYMENT_ID, "PAY7K293D", 4500, state, NOON, ENERGY, gone_pence=pence))


PAY_STATES: dict[str, Callable[[], str]] = {
    "pay": pay,
    "pay-breathing-space": lambda: pay(account=BREATHING),
    "pay-partly-disputed": lambda: pay(account=PARTLY_DISPUTED),
    "pay-in-flight": lambda: pay(account=IN_FLIGHT),
    "pay-no-choice": lambda: pay(Problem.CHOICE_MISSING),
    "pay-no-amount": lambda: pay(Problem.AMOUNT_MISSING, choice="other"),
    "pay-bad-amount": lambda: pay(Problem.AMOUNT_INVALID, choice="other", amount="ten"),
    "pay-too-small": lambda: pay(Problem.AMOUNT_TOO_SMALL, choice="other", amount="0.50"),
    "pay-too-much": lambda: pay(Problem.MORE_THAN_OWED, choice="other", amount="9000"),
    "pay-too-little-online": lambda: pay(Problem.TOO_LITTLE_ONLINE, account=replace(ENERGY, owed_pence=20)),
    "pay-changed": lambda: pay(Problem.AMOUNT_CHANGED),
    "pay-no-provider": lambda: pay(Problem.PROVIDER_UNAVAILABLE, choice="full"),
    "pay-busy": lambda: pay(Problem.BUSY, choice="full"),
    "pay-instalment": lambda: pay(account=ON_PLAN, instalment=NEXT),
    "pay-instalment-taken": lambda: pay(account=ON_PLAN, instalment=replace(NEXT, accounts=2, taken=True)),
    "pay-instalment-late": lambda: pay(account=ON_PLAN, instalment=replace(NEXT, late=True)),
    "pay-instalments-late": lambda: pay(instalment=replace(NEXT, pence=13_342, count=2, late=True)),
    "pay-hostile": lambda: pay(
        Problem.AMOUNT_INVALID, account=HOSTILE_ACCOUNT, choice="other", amount=HOSTILE
    ),
    "several": several,
    "several-plan": lambda: several(accounts=(ON_PLAN, WATER)),
    "several-total": lambda: several(typed=("20", "15.50")),
    "several-wrong": lambda: several(typed=("ten", "9000")),
    "several-too-small": lambda: several(typed=("0.50",)),
    "several-none": lambda: several(Problem.NOTHING_CHOSEN),
    "several-too-little-online": lambda: several(Problem.TOO_LITTLE_ONLINE, typed=("0.20",)),
    "several-changed": lambda: several(Problem.AMOUNT_CHANGED, typed=("20",)),
    "several-paused": lambda: several(accounts=(ENERGY, BREATHING, IN_FLIGHT)),
    "several-review": lambda: several(typed=("20", "15.50"), reviewed=True),
    "several-hostile": lambda: several(accounts=(HOSTILE_ACCOUNT, ENERGY), typed=(HOSTILE,)),
    "several-review-hostile": lambda: several(accounts=(HOSTILE_ACCOUNT,), typed=("1",), reviewed=True),
    "payment-shared": lambda: shared(PaymentState.SETTLED),
    "payment-shared-failed": lambda: shared(PaymentState.FAILED),
    "payment-part-refunded": lambda: went_back(PaymentState.PART_REFUNDED, 1000),
    "payment-refunded": lambda: went_back(PaymentState.REFUNDED),
    "payment-disputed": lambda: went_back(PaymentState.DISPUTED),
    "payment-charged-back": lambda: went_back(PaymentState.CHARGED_BACK),
    "payment-returned": lambda: went_back(PaymentState.RETURNED),
    "payment-claimed-back": lambda: went_back(PaymentState.INDEMNITY_CLAIMED),
    "payment-created": lambda: paid(PaymentState.CREATED, IN_FLIGHT, "https://pay.example.com/session/1"),
    "payment-pending": lambda: paid(PaymentState.PENDING, IN_FLIGHT),
    "payment-by-direct-debit": lambda: pages.payment(
        Payment(INSIDE, PAYMENT_ID, "PAY7K293D", 4500, PaymentState.PENDING, NOON, IN_FLIGHT, by_direct_debit=True)
    ),
    "payment-settled": lambda: paid(PaymentState.SETTLED),
    "payment-settled-breathing-space": lambda: paid(PaymentState.SETTLED, BREATHING),
    "payment-settled-all": lambda: paid(PaymentState.SETTLED, PAID),
    "payment-failed": lambda: paid(PaymentState.FAILED),
    "payment-cancelled": lambda: paid(PaymentState.CANCELLED),
    "payment-expired": lambda: paid(PaymentState.EXPIRED),
    "payment-hostile": lambda: paid(PaymentState.SETTLED, HOSTILE_ACCOUNT),
}  # fmt: skip
