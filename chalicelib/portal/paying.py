"""Visitors pay on one account: the next instalment of its plan, everything or another amount; and how a payment stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.actor import Actor
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.payments.model import Payment
from chalicelib.payments.rules import smallest_payment
from chalicelib.plans.model import OPEN
from chalicelib.plans.paying import Payable, payable
from chalicelib.portal import answers, cards, pages, payment_pages
from chalicelib.portal.payment_pages import HowMuch, PayAnswers
from chalicelib.portal.problems import Problem
from chalicelib.portal.routes import Views
from chalicelib.records.agreements import PlanStanding, plan_standings
from chalicelib.records.model import Customer
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect

if TYPE_CHECKING:
    from chalicelib.payments.service import Payments
    from chalicelib.plans.service import Plans
    from chalicelib.portal.service import Visitor

PROBLEMS = {
    Code.AMOUNT_TOO_SMALL: Problem.AMOUNT_TOO_SMALL,
    Code.MORE_THAN_OWED: Problem.MORE_THAN_OWED,
    Code.NOTHING_OWED: Problem.AMOUNT_CHANGED,
    Code.PROVIDER_UNAVAILABLE: Problem.PROVIDER_UNAVAILABLE,
    Code.BUSY: Problem.BUSY,
    Code.STALE: Problem.BUSY,
}


def register(routes: Routes, plans: Callable[[], Plans], views: Views) -> None:
    paying = _Paying(plans, views)

    def choose(request: Request, visitor: Visitor) -> Page:
        return paying.page(visitor, views.customer(visitor), request.path["number"], PayAnswers())

    def pay(request: Request, visitor: Visitor) -> Page:
        customer, typed = views.customer(visitor), PayAnswers.read(request.form)
        number = cards.account_card(customer, request.path["number"], views.clock).number
        try:
            if typed.choice == HowMuch.INSTALMENT:
                return paying.instalment(visitor, customer, number, typed)
            return paying.amount(visitor, customer, number, typed)
        except Refused as refusal:
            if refusal.code not in PROBLEMS:
                raise
            problem = PROBLEMS[refusal.code]
            if problem is Problem.AMOUNT_TOO_SMALL and _cannot_be_more(views, customer, number):
                problem = Problem.TOO_LITTLE_ONLINE
            return paying.page(visitor, views.customer(visitor), number, typed, problem)

    def payment(request: Request, visitor: Visitor) -> Page:
        return _payment_page(views, visitor, views.payments().get(visitor.customer_key, request.path["id"]))

    def check(request: Request, visitor: Visitor) -> Page:
        """Ask the provider now: for a debtor who does not want to wait for the webhook."""
        views.customer(visitor)
        actor = Actor.customer(visitor.customer_key)
        return _payment_page(views, visitor, views.payments().settle(visitor.customer_key, request.path["id"], actor))

    routes.page("GET", "/accounts/{number}/pay")(views.signed_in(choose))
    routes.page("POST", "/accounts/{number}/pay")(views.signed_in(pay))
    routes.page("GET", "/payments/{id}")(views.signed_in(payment, was_paying=True))
    routes.page("POST", "/payments/{id}")(views.signed_in(check, was_paying=True))


class _Paying:
    """The page on which an amount is chosen, and what follows from the choice."""

    def __init__(self, plans: Callable[[], Plans], views: Views) -> None:
        self._plans = plans
        self._views = views

    def page(self, visitor: Visitor, customer: Customer, number: str, typed: PayAnswers, *problems: Problem) -> Page:
        """How much to pay; an account on which nothing can be paid leads back to the overview."""
        views = self._views
        card = cards.account_card(customer, number, views.clock)
        if not card.can_pay:
            return redirect("/accounts")
        found, online = self._payable(customer, number), views.payments().least_pence
        if card.payable_pence < online and not problems:
            problems = (Problem.TOO_LITTLE_ONLINE,)
        page = payment_pages.Pay(
            frame=views.frame(visitor),
            account=card,
            payment_id=typed.payment_id or ulid(views.clock.now()),
            minimum_pence=max(online, smallest_payment(customer.accounts[number], views.settings().minimum_payment)),
            online_pence=online,
            answers=typed,
            problems=problems,
            instalment=payment_pages.InstalmentChoice.of(found) if found else None,
        )
        return Page(pages.pay(page))

    def amount(self, visitor: Visitor, customer: Customer, number: str, typed: PayAnswers) -> Page:
        """Everything, or what was typed. Raises Refused."""
        card = cards.account_card(customer, number, self._views.clock)
        sent_before = cards.reserved_by(customer, number, typed.payment_id)
        pence, problems = (sent_before, ()) if sent_before else answers.amount(typed, card.full_pence)
        if pence is None:
            return self._sent_before(visitor, typed) or self.page(visitor, customer, number, typed, *problems)
        actor = Actor.customer(visitor.customer_key)
        started = self._views.payments().start(visitor.customer_key, number, pence, typed.payment_id, actor, customer=customer)
        return redirect(started.url)

    def instalment(self, visitor: Visitor, customer: Customer, number: str, typed: PayAnswers) -> Page:
        """What the plan wants next, as the visitor was shown it, on all the accounts it is about. Raises Refused."""
        if (sent := self._sent_before(visitor, typed)) is not None:
            return sent
        found = self._payable(customer, number)
        if found is None or str(found.pence) != typed.instalment_pence:
            return self.page(visitor, customer, number, typed, Problem.AMOUNT_CHANGED)
        actor = Actor.customer(visitor.customer_key)
        started = self._views.payments().start_several(
            visitor.customer_key, found.shares, typed.payment_id, actor, customer=customer, agreed=found.claims
        )
        return redirect(started.url)

    def _payable(self, customer: Customer, number: str) -> Payable | None:
        """What may be paid of the account's plan. Customers without one cost no request."""
        today = london_day(self._views.clock.now())
        if PlanStanding.NONE in plan_standings(customer, customer.accounts[number], today):
            return None
        plans, grace_days = self._plans(), self._views.settings().plan_grace_days
        about = [plan for plan in plans.plans(customer.customer_key) if number in plan.account_numbers]
        found = (payable(customer, plan, plans.paid(plan), today, grace_days) for plan in about if plan.state in OPEN)
        return next((each for each in found if each is not None), None)

    def _sent_before(self, visitor: Visitor, typed: PayAnswers) -> Page | None:
        """Where the same form led when it was sent before."""
        sent = self._views.payments().get(visitor.customer_key, typed.payment_id)
        return redirect(self._views.payments().continue_url(sent) or f"/payments/{sent.id}") if sent else None


def _cannot_be_more(views: Views, customer: Customer, number: str) -> bool:
    """Whether all that can be paid on the account is less than the payment provider takes."""
    return cards.account_card(customer, number, views.clock).payable_pence < views.payments().least_pence


def _payment_page(views: Views, visitor: Visitor, payment: Payment | None) -> Page:
    if payment is None:
        raise Refused(Code.NOT_FOUND)
    customer, onward = views.customer(visitor), _way_onward(views.payments(), payment)
    return Page(pages.payment(cards.payment_page(views.frame(visitor), customer, payment, onward, views.clock)))


def _way_onward(payments: Payments, payment: Payment) -> str:
    """Back to the provider's page; nowhere while the provider does not answer, for what we know is worth showing alone."""
    try:
        return payments.continue_url(payment)
    except Refused as refusal:
        if refusal.code is not Code.PROVIDER_UNAVAILABLE:
            raise
        return ""
