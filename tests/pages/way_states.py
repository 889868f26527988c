"""The saved ways to pay in every state they can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chalicelib.payments.ports import Method
from chalicelib.portal import pages
from chalicelib.portal.problems import Problem
from chalicelib.portal.ways_pages import Agree, EndWay, Lodged, SavedWay, WayAnswers, WayPage, Ways, WayState
from tests.pages.cast import HOSTILE, INSIDE, PAYMENT_ID

CARD = SavedWay(PAYMENT_ID, Method.CARD, WayState.READY, 5_000, "Visa", "4242", "2027-02")
DEBIT = SavedWay(
    PAYMENT_ID, Method.BACS, WayState.PAUSED, 120_000, "Example Bank", "0001", until=date(2026, 6, 1), plan="PLAN1 23456"
)
LODGED = (Lodged(5_000, date(2026, 5, 20)), Lodged(2_500, date(2026, 5, 27)))
HOSTILE_WAY = replace(CARD, brand=HOSTILE, last4=HOSTILE, plan=HOSTILE)


def ways(*problems: Problem, kept: tuple[SavedWay, ...] = (), can_add: bool = True, **typed: str) -> str:
    return pages.ways(Ways(INSIDE, kept, PAYMENT_ID, 92_099, WayAnswers(**typed), problems, can_add))


def agree(method: Method, notice_days: int = 10) -> str:
    return pages.agree_way(Agree(INSIDE, PAYMENT_ID, method, 5_000, notice_days))


def way(state: WayState, saved_way: SavedWay = CARD, continue_url: str = "") -> str:
    return pages.way(WayPage(INSIDE, replace(saved_way, state=state), continue_url))


def end_way(saved_way: SavedWay) -> str:
    return pages.end_way(EndWay(INSIDE, saved_way, PAYMENT_ID, 3))


WAY_STATES: dict[str, Callable[[], str]] = {
    "ways-none": ways,
    "ways": lambda: ways(kept=(CARD, DEBIT, replace(CARD, state=WayState.UNFINISHED, brand="", last4=""))),
    "ways-enough": lambda: ways(kept=(CARD, replace(DEBIT, state=WayState.WAITING)), can_add=False),
    "ways-empty": lambda: ways(Problem.METHOD_MISSING, Problem.MOST_MISSING),
    "ways-wrong": lambda: ways(Problem.MOST_INVALID, method="CARD", most="fifty"),
    "ways-too-small": lambda: ways(Problem.MOST_TOO_SMALL, method="BACS", most="0.50"),
    "ways-no-provider": lambda: ways(Problem.WAYS_UNAVAILABLE, method="CARD", most="50"),
    "ways-busy": lambda: ways(Problem.WAYS_BUSY, method="CARD", most="50"),
    "ways-too-many": lambda: ways(Problem.WAYS_ENOUGH, method="CARD", most="50"),
    "ways-hostile": lambda: ways(Problem.MOST_INVALID, kept=(HOSTILE_WAY,), method=HOSTILE, most=HOSTILE),
    "ways-agree-card": lambda: agree(Method.CARD),
    "ways-agree-debit": lambda: agree(Method.BACS),
    "way-ready": lambda: way(WayState.READY),
    "way-unfinished": lambda: way(WayState.UNFINISHED, continue_url="https://pay.example.com/session/1"),
    "way-waiting": lambda: way(WayState.WAITING, DEBIT),
    "way-paused": lambda: way(WayState.PAUSED),
    "way-paused-until": lambda: way(WayState.PAUSED, DEBIT),
    "way-failed": lambda: way(WayState.FAILED),
    "way-expired": lambda: way(WayState.EXPIRED),
    "way-ended": lambda: way(WayState.ENDED, DEBIT),
    "way-hostile": lambda: way(WayState.READY, HOSTILE_WAY),
    "way-ended-but-lodged": lambda: way(WayState.ENDED, replace(DEBIT, lodged=LODGED[:1])),
    "way-end-lodged": lambda: end_way(replace(DEBIT, lodged=LODGED)),
    "way-end-card": lambda: end_way(CARD),
    "way-end-debit-of-a-plan": lambda: end_way(DEBIT),
    "way-end-hostile": lambda: end_way(HOSTILE_WAY),
}  # fmt: skip
