"""Visitors' statements: of everything, or of one account, from a day to a day, to read, print or take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.imports.csvfile import CONTENT_TYPE
from chalicelib.ledger.statement import statement
from chalicelib.portal import answers, cards, pages
from chalicelib.portal.problems import Problem
from chalicelib.portal.routes import Views
from chalicelib.portal.statement_pages import Shown, StatementAnswers, StatementPage, Wish, csv_text
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes

if TYPE_CHECKING:
    from chalicelib.ledger.service import Journal
    from chalicelib.portal.service import Visitor
    from chalicelib.records.model import Customer


def register(routes: Routes, journal: Callable[[], Journal], views: Views) -> None:
    def answer(visitor: Visitor, typed: StatementAnswers) -> Page:
        customer, today = views.customer(visitor), london_day(views.clock.now())
        refuse_if(bool(typed.account) and typed.account not in customer.accounts, Code.NOT_FOUND)
        period, problems = answers.period(typed, today)
        if period is None:
            return _page(views, visitor, customer, typed, *problems)
        try:
            found = statement(journal().window(customer), *period, typed.account or None)
        except Refused as refusal:
            if refusal.code is not Code.TOO_LARGE:
                raise
            return _page(views, visitor, customer, typed, Problem.STATEMENT_TOO_EARLY)
        shown = Shown.of(customer, found)
        if typed.wish == Wish.DOWNLOAD:
            named = {"Content-Disposition": f'attachment; filename="{shown.file_name}"'}
            return Page(csv_text(shown, views.frame(visitor).locale), headers=named, content_type=CONTENT_TYPE)
        if not shown.fits_a_page:
            return _page(views, visitor, customer, typed, Problem.STATEMENT_TOO_LONG)
        return _page(views, visitor, customer, typed, shown=shown)

    def lately(request: Request, visitor: Visitor) -> Page:
        """The last twelve months, of everything or of one account."""
        return answer(visitor, StatementAnswers.lately(london_day(views.clock.now()), request.path.get("number", "")))

    def of_days(request: Request, visitor: Visitor) -> Page:
        """Posted so that days and accounts stand in no address; it changes nothing."""
        return answer(visitor, StatementAnswers.read(request.form))

    routes.page("GET", "/statement")(views.signed_in(lately))
    routes.page("POST", "/statement")(views.signed_in(of_days))
    routes.page("GET", "/accounts/{number}/statement")(views.signed_in(lately))


def _page(
    views: Views, visitor: Visitor, customer: Customer, typed: StatementAnswers, *problems: Problem, shown: Shown | None = None
) -> Page:
    whose = cards.account_cards(customer, views.clock)
    if typed.account:
        whose = (cards.account_card(customer, typed.account, views.clock),)
    today = london_day(views.clock.now())
    return Page(pages.statement(StatementPage(views.frame(visitor), customer.name, today, whose, typed, problems, shown)))
