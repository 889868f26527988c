"""Visitors see how their payment plan stands, and change what they may of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from chalicelib.core.actor import Actor
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.plans import making
from chalicelib.plans.changing import latest_delay
from chalicelib.plans.consent import TEXTS
from chalicelib.plans.model import RequestState
from chalicelib.plans.service import Change
from chalicelib.portal import answers, cards, pages
from chalicelib.portal import plan_pages as models
from chalicelib.portal.plan_pages import Act
from chalicelib.portal.problems import Problem
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect

if TYPE_CHECKING:
    from chalicelib.plans.service import Found, Plans
    from chalicelib.portal.routes import Views
    from chalicelib.portal.service import Visitor

type Mandates = Callable[[str], Sequence[models.MandateChoice]]
"""The mandates of a customer that may be charged."""

PROBLEMS = {
    Code.WRONG_STATE: Problem.PLAN_CHANGED,
    Code.STALE: Problem.PLAN_CHANGED,
    Code.NOT_ALLOWED_NOW: Problem.PLAN_CHANGED,
    Code.BUSY: Problem.PLAN_BUSY,
}
INVALID = {Act.DELAY.value: Problem.PLAN_DELAY_OUTSIDE, Act.WAY.value: Problem.PLAN_WAY_UNUSABLE}


def register(routes: Routes, plans: Callable[[], Plans], mandates: Mandates, views: Views) -> None:
    def page_of(visitor: Visitor, found: Found, *problems: Problem, status: int = 200) -> Page:
        needed = found.plan is not None and plans().needs_way(found.plan)
        return plan_page(views, visitor, found, *problems, status=status, ways=mandates(visitor.customer_key) if needed else None)

    def show(request: Request, visitor: Visitor) -> Page:
        views.customer(visitor)
        return page_of(visitor, plans().get(visitor.customer_key, request.path["id"]))

    def act(request: Request, visitor: Visitor) -> Page:
        views.customer(visitor)
        found = plans().get(visitor.customer_key, request.path["id"])
        try:
            _act(plans(), visitor, found, request.form)
        except Refused as refusal:
            problem = PROBLEMS.get(refusal.code, Problem.PLAN_CHANGED)
            if refusal.code is Code.INVALID:
                problem = INVALID.get(request.form.get("act", ""), problem)
            again = plans().get(visitor.customer_key, request.path["id"])
            return page_of(visitor, again, problem, status=409)
        return redirect(f"/plans/{found.request.id}")

    routes.page("GET", "/plans/{id}")(views.signed_in(show))
    routes.page("POST", "/plans/{id}")(views.signed_in(act))


def _act(plans: Plans, visitor: Visitor, found: Found, form: Mapping[str, str]) -> None:
    """Do what was asked about a request or a plan. Raises Refused."""
    actor, written = Actor.customer(visitor.customer_key), form.get("version", "")
    version = int(written) if written.isascii() and written.isdigit() else 0
    match form.get("act"):
        case Act.WITHDRAW:
            plans.decide(visitor.customer_key, found.request.id, RequestState.WITHDRAWN, "", version, actor)
        case Act.SKIP:
            _change(plans, visitor, found, Change("SKIP"), version, form)
        case Act.DELAY:
            until = answers.day_in(form, "until")
            refuse_if(until is None, Code.INVALID)
            _change(plans, visitor, found, Change("DELAY", until), version, form)
        case Act.WAY:
            chosen = form.get("pay_by", "")
            refuse_if(not chosen, Code.INVALID, field="pay_by")
            way = "" if chosen == models.NOBODY else chosen
            _change(plans, visitor, found, Change("WAY", mandate_id=way), version, form)
        case _:
            raise Refused(Code.INVALID)


def _change(plans: Plans, visitor: Visitor, found: Found, wanted: Change, version: int, form: Mapping[str, str]) -> None:
    command = form.get("command", "")
    refuse_if(not is_ulid(command), Code.INVALID)
    plans.change(visitor.customer_key, found.request.id, wanted, version, Actor.customer(visitor.customer_key), command)


def plan_page(
    views: Views,
    visitor: Visitor,
    found: Found,
    *problems: Problem,
    status: int = 200,
    ways: Sequence[models.MandateChoice] | None = None,
) -> Page:
    """How a plan stands. `ways` are given where it needs another way to be paid."""
    customer, request, plan = views.customer(visitor), found.request, found.plan
    today, settings = london_day(views.clock.now()), views.settings()
    latest = latest_delay(found.standing, today) if found.standing else None
    schedule = [
        models.ScheduleLine(line.instalment.number, line.instalment.due, line.instalment.amount, line.paid, line.state)
        for line in found.lines
    ] or [models.ScheduleLine(each.number, each.due, each.amount) for each in making.instalments(request.terms)]
    page = models.PlanShown(
        frame=views.frame(visitor),
        id=request.id,
        reference=request.reference,
        account=cards.account_card(customer, request.claims[0].account_number, views.clock),
        state=plan.state if plan else request.state,
        total_pence=request.terms.total,
        discount_pence=max(0, request.balance - request.terms.total),
        pay_by=(plan or request).terms.pay_by,
        version=plan.version if plan else request.version,
        command=ulid(views.clock.now()),
        schedule=schedule,
        consent_words=TEXTS.get(request.consent, ()),
        delay_until=_if(latest, settings.plan_delays and plan is not None and not plan.delayed),
        may_skip=settings.plan_skips and plan is not None and not plan.skipped and latest is not None,
        needs_way=ways is not None,
        ways=ways or (),
        problems=problems,
    )
    return Page(pages.plan(page), status)


def _if(day: date | None, allowed: bool) -> date | None:
    return day if allowed else None
