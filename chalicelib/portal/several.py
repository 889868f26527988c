"""One payment for several accounts: an amount for each, the total without a script, a look before anything happens."""

from __future__ import annotations

from chalicelib.core.actor import Actor
from chalicelib.core.errors import Refused
from chalicelib.core.ids import ulid
from chalicelib.payments.rules import smallest_payment
from chalicelib.portal import cards, pages
from chalicelib.portal.paying import PROBLEMS
from chalicelib.portal.problems import Problem
from chalicelib.portal.routes import Views
from chalicelib.portal.service import Visitor
from chalicelib.portal.several_pages import ACCOUNTS_AT_ONCE, PaySeveral, Share, SharesTyped, Wish, checked
from chalicelib.records.model import Customer
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect


def register(routes: Routes, views: Views) -> None:
    def choose(request: Request, visitor: Visitor) -> Page:
        shares = _shares(views, views.customer(visitor), SharesTyped())
        return _page(views, visitor, ulid(views.clock.now()), shares) if shares else redirect("/accounts")

    def share_out(request: Request, visitor: Visitor) -> Page:
        typed, customer = SharesTyped.read(request.form), views.customer(visitor)
        sent = views.payments().get(visitor.customer_key, typed.payment_id)
        if sent is not None:
            return redirect(views.payments().continue_url(sent) or f"/payments/{sent.id}")
        shares = checked(_shares(views, customer, typed))
        if not shares:
            return redirect("/accounts")
        payment_id = typed.payment_id or ulid(views.clock.now())
        gone = {number for number, text in typed.amounts.items() if text} - {share.account.number for share in shares}
        if gone:
            return _page(views, visitor, payment_id, shares, Problem.AMOUNT_CHANGED)
        if typed.wish == Wish.TOTAL or any(share.problem for share in shares):
            return _page(views, visitor, payment_id, shares)
        if not any(share.pence for share in shares):
            return _page(views, visitor, payment_id, shares, Problem.NOTHING_CHOSEN)
        if sum(share.pence for share in shares) < views.payments().least_pence:
            return _page(views, visitor, payment_id, shares, Problem.TOO_LITTLE_ONLINE)
        if typed.wish != Wish.PAY:
            return _page(views, visitor, payment_id, shares, reviewed=True)
        return _pay(views, visitor, customer, payment_id, shares)

    routes.page("GET", "/pay")(views.signed_in(choose))
    routes.page("POST", "/pay")(views.signed_in(share_out))


def _pay(views: Views, visitor: Visitor, customer: Customer, payment_id: str, shares: tuple[Share, ...]) -> Page:
    amounts = {share.account.number: share.pence for share in shares if share.pence}
    actor = Actor.customer(visitor.customer_key)
    try:
        started = views.payments().start_several(visitor.customer_key, amounts, payment_id, actor, customer=customer)
    except Refused as refusal:
        if refusal.code not in PROBLEMS:
            raise
        # Whatever it was, an amount that was right a moment ago is not any more.
        whole = {Problem.PROVIDER_UNAVAILABLE, Problem.BUSY}
        problem = PROBLEMS[refusal.code] if PROBLEMS[refusal.code] in whole else Problem.AMOUNT_CHANGED
        return _page(views, visitor, payment_id, shares, problem)
    return redirect(started.url)


def _shares(views: Views, customer: Customer, typed: SharesTyped) -> tuple[Share, ...]:
    """A share for each account on which something can be paid."""
    smallest = views.settings().minimum_payment
    payable = [card for card in cards.account_cards(customer, views.clock) if card.can_pay]
    return tuple(
        Share(
            account=card,
            least_pence=min(smallest_payment(customer.accounts[card.number], smallest), card.payable_pence),
            typed=typed.amounts.get(card.number, ""),
        )
        for card in payable[:ACCOUNTS_AT_ONCE]
    )


def _page(
    views: Views, visitor: Visitor, payment_id: str, shares: tuple[Share, ...], *problems: Problem, reviewed: bool = False
) -> Page:
    least = views.payments().least_pence
    return Page(pages.pay_several(PaySeveral(views.frame(visitor), payment_id, shares, problems, reviewed, least)))
