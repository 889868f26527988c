"""What visitors owed on a day of their choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused
from chalicelib.ledger.viewing import owed_on
from chalicelib.portal import answers, pages
from chalicelib.portal.owed_page import DayAnswers, OwedOnDay, OwedThen
from chalicelib.portal.problems import Problem
from chalicelib.portal.routes import Views
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes

if TYPE_CHECKING:
    from chalicelib.ledger.service import Journal
    from chalicelib.portal.service import Visitor


def register(routes: Routes, journal: Callable[[], Journal], views: Views) -> None:
    def ask(request: Request, visitor: Visitor) -> Page:
        views.customer(visitor)
        return Page(pages.owed(OwedOnDay(views.frame(visitor))))

    def answer(request: Request, visitor: Visitor) -> Page:
        """Posted so that the day stands in no address; it changes nothing."""
        customer, typed, frame = views.customer(visitor), DayAnswers.read(request.form), views.frame(visitor)
        day, problems = answers.past_day(typed, london_day(views.clock.now()))
        if day is None:
            return Page(pages.owed(OwedOnDay(frame, typed, problems)))
        try:
            owed = owed_on(journal().window(customer), day)
        except Refused as refusal:
            if refusal.code is not Code.TOO_LARGE:
                raise
            return Page(pages.owed(OwedOnDay(frame, typed, (Problem.DAY_TOO_EARLY,))))
        return Page(pages.owed(OwedOnDay(frame, typed, then=OwedThen.of(customer, owed))))

    routes.page("GET", "/owed")(views.signed_in(ask))
    routes.page("POST", "/owed")(views.signed_in(answer))
