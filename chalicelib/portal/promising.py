"""Visitors promise to pay: the form, once more what it says, how the promise stands, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from chalicelib.core.actor import Actor
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.workdays import is_working_day
from chalicelib.portal import answers, cards, pages
from chalicelib.portal import promise_pages as models
from chalicelib.portal.problems import Problem
from chalicelib.portal.promise_pages import Step
from chalicelib.portal.routes import Views
from chalicelib.promises.model import Status
from chalicelib.promises.rules import Ask, least, promisable
from chalicelib.records.model import Customer
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect

if TYPE_CHECKING:
    from chalicelib.portal.service import Visitor
    from chalicelib.promises.service import Promises, Seen

PROBLEMS = {
    Code.AMOUNT_TOO_SMALL: Problem.AMOUNT_TOO_SMALL,
    Code.MORE_THAN_OWED: Problem.MORE_THAN_OWED,
    Code.INVALID: Problem.PROMISE_DAY_OUTSIDE,
    Code.NOTHING_OWED: Problem.PROMISE_CHANGED,
    Code.WRONG_STATE: Problem.PROMISE_CHANGED,
    Code.BUSY: Problem.PROMISE_BUSY,
}


def register(routes: Routes, promises: Callable[[], Promises], views: Views) -> None:
    def ask(request: Request, visitor: Visitor) -> Page:
        return _form(promises(), views, visitor, views.customer(visitor), request.path["number"])

    def answer(request: Request, visitor: Visitor) -> Page:
        customer, number = views.customer(visitor), request.path["number"]
        typed = models.PromiseAnswers.read(request.form)
        refuse_if(number not in customer.accounts, Code.NOT_FOUND)
        refuse_if(not is_ulid(typed.command), Code.INVALID)
        if typed.step == Step.CHANGE:
            return _form(promises(), views, visitor, customer, number, typed)
        given, problems = answers.promised(typed, number)
        if given is None:
            return _form(promises(), views, visitor, customer, number, typed, *problems)
        try:
            if typed.step == Step.CONFIRM:
                made = promises().make(visitor.customer_key, given, _actor(visitor), typed.command, customer=customer)
                return redirect(f"/promises/{made.id}")
            promises().check(customer, given, _actor(visitor))
        except Refused as refusal:
            if refusal.code not in PROBLEMS:
                return _form(promises(), views, visitor, views.customer(visitor), number)
            return _form(promises(), views, visitor, views.customer(visitor), number, typed, PROBLEMS[refusal.code])
        return _review(views, visitor, customer, given, typed)

    def show(request: Request, visitor: Visitor) -> Page:
        customer = views.customer(visitor)
        return _promise_page(views, visitor, customer, promises().see(customer, request.path["id"]))

    def cancel(request: Request, visitor: Visitor) -> Page:
        """Taken back in one click; one that has ended stays as it is."""
        views.customer(visitor)
        taken_back = promises().cancel(visitor.customer_key, request.path["id"], "", _actor(visitor))
        return redirect(f"/promises/{taken_back.id}")

    routes.page("GET", "/accounts/{number}/promise")(views.signed_in(ask))
    routes.page("POST", "/accounts/{number}/promise")(views.signed_in(answer))
    routes.page("GET", "/promises/{id}")(views.signed_in(show))
    routes.page("POST", "/promises/{id}")(views.signed_in(cancel))


def _actor(visitor: Visitor) -> Actor:
    return Actor.customer(visitor.customer_key)


def _form(
    promises: Promises,
    views: Views,
    visitor: Visitor,
    customer: Customer,
    number: str,
    typed: models.PromiseAnswers = models.PromiseAnswers(),  # noqa: B008  # frozen
    *problems: Problem,
) -> Page:
    """The form as it is now. Where a promise is open already it is shown instead, and where none can be made, the accounts."""
    if not promises.is_offered_to(_actor(visitor)):
        return Page(pages.promise_off(views.frame(visitor)), 409)
    now, limits = views.clock.now(), promises.limits()
    able = promisable(customer, number, now)
    taken = {seen.promise.claim: seen for seen in _open(promises, customer, number)}
    free = [claim for claim in able if claim.ref not in taken]
    if not free:
        return redirect(f"/promises/{next(iter(taken.values())).promise.id}" if able else "/accounts")
    account = customer.accounts[number]
    choices = [models.ClaimChoice(c.ref, c.due_date, least(account, c, limits.smallest), c.available) for c in free]
    page = models.AskPromise(
        frame=views.frame(visitor),
        account=cards.account_card(customer, number, views.clock),
        claims=choices,
        last_day=london_day(now) + timedelta(days=limits.horizon_days),
        command=typed.command or ulid(now),
        answers=typed,
        problems=problems,
    )
    return Page(pages.ask_promise(page))


def _open(promises: Promises, customer: Customer, number: str) -> Sequence[Seen]:
    seen = promises.open_of(customer)
    return [each for each in seen if each.promise.account_number == number and each.standing.status is Status.OPEN]


def _review(views: Views, visitor: Visitor, customer: Customer, given: Ask, typed: models.PromiseAnswers) -> Page:
    page = models.ReviewPromise(
        frame=views.frame(visitor),
        account=cards.account_card(customer, given.account_number, views.clock),
        claim=given.claim,
        amount_pence=given.amount,
        due=given.due,
        method=models.Way(given.method) if given.method else None,
        command=typed.command,
        answers=typed,
        is_working_day=is_working_day(given.due),
    )
    return Page(pages.review_promise(page))


def _promise_page(views: Views, visitor: Visitor, customer: Customer, seen: Seen) -> Page:
    promise = seen.promise
    page = models.PromiseShown(
        frame=views.frame(visitor),
        id=promise.id,
        account=cards.account_card(customer, promise.account_number, views.clock),
        amount_pence=promise.amount,
        paid_pence=seen.standing.kept,
        due=promise.due,
        last_day=promise.last_day,
        state=models.PromiseState(seen.standing.status),
        is_working_day=is_working_day(promise.due),
    )
    return Page(pages.promise(page))
