"""Visitors ask for a payment plan: which one, when, and everything once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.actor import Actor
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.plans import making
from chalicelib.plans.consent import CURRENT, TEXTS
from chalicelib.plans.limits import Limit
from chalicelib.plans.model import STANDING, PayBy, RequestState
from chalicelib.plans.offers import Offer, claims_of, may_plan, offers, window
from chalicelib.portal import answers, cards, pages
from chalicelib.portal import plan_pages as models
from chalicelib.portal.own_plan import Mandates, plan_page
from chalicelib.portal.page_models import AccountCard
from chalicelib.portal.plan_pages import Step
from chalicelib.portal.problems import Problem
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect

if TYPE_CHECKING:
    from chalicelib.plans.service import Plans
    from chalicelib.portal.routes import Views
    from chalicelib.portal.service import Visitor
    from chalicelib.records.model import Customer


def register(routes: Routes, plans: Callable[[], Plans], mandates: Mandates, views: Views) -> None:
    def choose(request: Request, visitor: Visitor) -> Page:
        return _Wizard(plans(), mandates, views, visitor, request.path["number"]).choose()

    def answer(request: Request, visitor: Visitor) -> Page:
        typed = models.PlanAnswers.read(request.form)
        wizard = _Wizard(plans(), mandates, views, visitor, request.path["number"])
        refuse_if(not is_ulid(typed.command), Code.INVALID)
        return wizard.answer(typed)

    routes.page("GET", "/accounts/{number}/plan")(views.signed_in(choose))
    routes.page("POST", "/accounts/{number}/plan")(views.signed_in(answer))


class _Wizard:
    """The steps on one account. Nothing is kept between them: each form carries what was chosen before."""

    def __init__(self, plans: Plans, mandates: Mandates, views: Views, visitor: Visitor, number: str) -> None:
        self._plans = plans
        self._views = views
        self._visitor = visitor
        self._number = number
        self._customer: Customer = views.customer(visitor)
        refuse_if(number not in self._customer.accounts, Code.NOT_FOUND)
        self._mandates = mandates(visitor.customer_key)
        self._today = london_day(views.clock.now())

    def choose(self, typed: models.PlanAnswers = models.PlanAnswers(), *problems: Problem, status: int = 200) -> Page:  # noqa: B008
        """The options; what stands already is shown instead, and where nothing is offered, how to reach us."""
        if (standing := self._standing()) is not None:
            return redirect(f"/plans/{standing}")
        shown = [_choice(offer, self._owed()) for offer in self._offers() if offer.hidden in (None, Limit.ABOVE_BALANCE)]
        allowed = self._views.settings().portal_plans and may_plan(self._customer, self._number, self._views.clock.now()).allowed
        if not allowed or not shown:
            return Page(pages.plan_off(self._views.frame(self._visitor)), 409)
        page = models.ChoosePlan(
            frame=self._views.frame(self._visitor),
            account=self._card(),
            options=shown,
            command=typed.command or ulid(self._views.clock.now()),
            answers=typed,
            problems=problems,
        )
        return Page(pages.choose_plan(page), status)

    def answer(self, typed: models.PlanAnswers) -> Page:
        if typed.step == Step.CONFIRM and self._was_made(typed.command):
            return redirect(f"/plans/{typed.command}")
        if typed.step == Step.CHANGE:
            return self.choose(typed)
        if not typed.option:
            return self.choose(typed, Problem.PLAN_OPTION_MISSING)
        offer = self._offer(typed.option)
        if self._standing() is not None or offer is None:
            return self.gone(typed)
        if typed.step == Step.WHEN:
            return self._when(offer, typed)
        ask, problems = answers.plan_asked(typed, self._number, self._pay_by(typed))
        if ask is None:
            return self._when(offer, typed, *problems)
        return self._last(offer, ask, typed)

    def gone(self, typed: models.PlanAnswers) -> Page:
        """What was chosen cannot be had any more: another tab has asked for a plan, or the balance has moved."""
        standing = self._standing()
        if standing is not None:
            return plan_page(
                self._views, self._visitor, self._plans.get(self._visitor.customer_key, standing), Problem.PLAN_SECOND, status=409
            )
        return self.choose(typed, Problem.PLAN_CHANGED, status=409)

    def _last(self, offer: Offer, ask: making.Ask, typed: models.PlanAnswers) -> Page:
        actor = Actor.customer(self._visitor.customer_key)
        try:
            if typed.step != Step.CONFIRM:
                return self._review(offer, ask, typed)
            if not typed.agreed:
                return self._review(offer, ask, typed, Problem.PLAN_CONSENT_MISSING)
            made = self._plans.ask(self._visitor.customer_key, ask, actor)
        except Refused as refusal:
            if refusal.code is Code.INVALID:
                small = refusal.field == "pay_by"
                return self._when(offer, typed, Problem.PLAN_WAY_TOO_SMALL if small else Problem.PLAN_DAY_OUTSIDE)
            if refusal.code is Code.BUSY:
                return self.choose(typed, Problem.PLAN_BUSY)
            return self.gone(typed)
        return redirect(f"/plans/{made.id}")

    def _when(self, offer: Offer, typed: models.PlanAnswers, *problems: Problem) -> Page:
        days = window(self._pay_by(typed)[0], self._views.settings(), self._today)
        page = models.WhenPlan(
            frame=self._views.frame(self._visitor),
            account=self._card(),
            option=_choice(offer, self._owed()),
            first_day=days.first,
            last_day=days.last,
            mandates=self._mandates,
            answers=typed,
            problems=problems,
        )
        return Page(pages.when_plan(page))

    def _review(self, offer: Offer, ask: making.Ask, typed: models.PlanAnswers, *problems: Problem) -> Page:
        wanted = self._plans.draft(self._customer, ask, Actor.customer(self._visitor.customer_key))
        page = models.ReviewPlan(
            frame=self._views.frame(self._visitor),
            account=self._card(),
            option=_choice(offer, self._owed()),
            schedule=[models.ScheduleLine(each.number, each.due, each.amount) for each in making.instalments(wanted.terms)],
            pay_by=next((mandate.words for mandate in self._mandates if mandate.id == typed.pay_by), ""),
            consent=CURRENT,
            consent_words=TEXTS[CURRENT],
            answers=typed,
            problems=problems,
        )
        return Page(pages.review_plan(page))

    def _pay_by(self, typed: models.PlanAnswers) -> tuple[PayBy, str]:
        """How the instalments are paid, and under which mandate."""
        if not any(mandate.id == typed.pay_by for mandate in self._mandates):
            return PayBy.CUSTOMER, ""
        usable = self._plans.mandate(self._visitor.customer_key, typed.pay_by)
        return (usable.pay_by, typed.pay_by) if usable else (PayBy.CUSTOMER, "")

    def _offer(self, number: str) -> Offer | None:
        return next((each for each in self._offers() if str(each.option.number) == number and each.hidden is None), None)

    def _offers(self) -> tuple[Offer, ...]:
        options = self._customer.accounts[self._number].plan_options
        return offers(options, self._owed(), self._views.settings(), self._today)

    def _owed(self) -> int:
        decision = may_plan(self._customer, self._number, self._views.clock.now())
        return sum(claim.amount for claim in claims_of(self._customer, self._number, decision.claims))

    def _standing(self) -> str | None:
        """The id of the request or plan that stands on this account."""
        for found in self._plans.recent(self._visitor.customer_key):
            waits = found.request.state is RequestState.REQUESTED
            stands = found.plan is not None and found.plan.state in STANDING
            if self._number in found.request.account_numbers and (waits or stands):
                return found.request.id
        return None

    def _was_made(self, command: str) -> bool:
        return any(found.request.id == command for found in self._plans.recent(self._visitor.customer_key))

    def _card(self) -> AccountCard:
        return cards.account_card(self._customer, self._number, self._views.clock)


def _choice(offer: Offer, owed: int) -> models.OptionChoice:
    option = offer.option
    return models.OptionChoice(
        number=option.number,
        instalments=option.instalments,
        instalment_pence=option.instalment,
        final_pence=option.final_instalment,
        total_pence=option.total,
        frequency=option.frequency,
        discount_pence=max(0, owed - option.total),
        gone=offer.hidden is not None,
    )
