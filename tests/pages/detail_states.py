"""A customer's own details in every state they can show."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.portal import pages
from chalicelib.portal.detail_pages import ChangeDetail, Detail, DetailAnswers, DetailSaved, Held, YourDetails
from chalicelib.portal.problems import Problem
from tests.pages.cast import HOSTILE, INSIDE, PAYMENT_ID

HELD_DETAILS = Held("Siân O’Neill", "si…@example.com", "123", ("1 Example Street", "Leeds", "LS1 4DY"))


def change(detail: Detail, *problems: Problem, held: Held = HELD_DETAILS, **answers: str) -> str:
    return pages.change_detail(ChangeDetail(INSIDE, detail, held, PAYMENT_ID, 7, DetailAnswers(**answers), problems))


def saved(detail: Detail, *lines: str, asked_next_time: bool = False) -> str:
    return pages.detail_saved(DetailSaved(INSIDE, detail, lines, asked_next_time))


DETAIL_STATES: dict[str, Callable[[], str]] = {
    "details": lambda: pages.your_details(YourDetails(INSIDE, HELD_DETAILS)),
    "details-none-held": lambda: pages.your_details(YourDetails(INSIDE, Held("Siân O’Neill", address=("LS1 4DY",)))),
    "details-hostile": lambda: pages.your_details(YourDetails(INSIDE, Held(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)))),
    "details-email": lambda: change(Detail.EMAIL),
    "details-email-first": lambda: change(Detail.EMAIL, held=Held("Siân O’Neill", address=("LS1 4DY",))),
    "details-email-empty": lambda: change(Detail.EMAIL, Problem.EMAIL_MISSING),
    "details-email-wrong": lambda: change(Detail.EMAIL, Problem.EMAIL_INVALID, email="sian.example.com"),
    "details-email-hostile": lambda: change(Detail.EMAIL, Problem.EMAIL_INVALID, email=HOSTILE),
    "details-mobile": lambda: change(Detail.MOBILE),
    "details-mobile-empty": lambda: change(Detail.MOBILE, Problem.MOBILE_MISSING),
    "details-mobile-wrong": lambda: change(Detail.MOBILE, Problem.MOBILE_INVALID, mobile="0113 496 0000"),
    "details-mobile-moved": lambda: change(Detail.MOBILE, Problem.DETAILS_MOVED, mobile="07700 900999"),
    "details-mobile-busy": lambda: change(Detail.MOBILE, Problem.DETAILS_BUSY, mobile="07700 900999"),
    "details-mobile-too-many": lambda: change(Detail.MOBILE, Problem.TOO_MANY_CHANGES, mobile="07700 900999"),
    "details-address": lambda: change(Detail.ADDRESS),
    "details-address-empty": lambda: change(
        Detail.ADDRESS, Problem.ADDRESS_MISSING, Problem.TOWN_MISSING, Problem.POSTCODE_MISSING
    ),
    "details-address-wrong": lambda: change(
        Detail.ADDRESS, Problem.LINE_1_INVALID, Problem.LINE_2_INVALID, Problem.TOWN_INVALID, Problem.COUNTY_INVALID,
        Problem.POSTCODE_INVALID, line_1="1 " * 40, line_2="2 " * 40, town="3 " * 40, county="4 " * 40, postcode="LS1",
    ),
    "details-email-saved": lambda: saved(Detail.EMAIL, "sian.new@example.com", asked_next_time=True),
    "details-mobile-saved": lambda: saved(Detail.MOBILE, "07700 900999"),
    "details-address-saved": lambda: saved(
        Detail.ADDRESS, "2 Example Road", "York", "YO1 7HH", asked_next_time=True
    ),
    "details-saved-hostile": lambda: saved(Detail.ADDRESS, HOSTILE),
}  # fmt: skip
