"""Visitors' saved ways to pay: seeing them, saving one on the provider's page, and ending one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from chalicelib.core.actor import Actor
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.faults import BadCell
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.money import parse_pounds
from chalicelib.mandates.model import WAYS_LIMIT, Mandate
from chalicelib.mandates.states import OVER, MandateStatus
from chalicelib.payments.ports import Method, Unknown
from chalicelib.portal import pages
from chalicelib.portal import ways_pages as models
from chalicelib.portal.problems import Problem
from chalicelib.portal.routes import Views
from chalicelib.portal.ways_pages import SavedWay, WayAnswers, WayState
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect

if TYPE_CHECKING:
    from chalicelib.mandates.service import Mandates
    from chalicelib.payments.model import Payment
    from chalicelib.portal.service import Visitor

type PlansUnder = Callable[[str], Mapping[str, str]]

STATES = {
    MandateStatus.ACTIVE: WayState.READY,
    MandateStatus.DISABLED: WayState.PAUSED,
    MandateStatus.DISABLED_UNTIL: WayState.PAUSED,
    MandateStatus.CANCELLED: WayState.ENDED,
    MandateStatus.EXPIRED: WayState.EXPIRED,
    MandateStatus.FAILED: WayState.FAILED,
}
PROBLEMS = {
    Code.PROVIDER_UNAVAILABLE: Problem.WAYS_UNAVAILABLE,
    Code.BUSY: Problem.WAYS_BUSY,
    Code.WRONG_STATE: Problem.WAYS_ENOUGH,
}
LEAST_PENCE = 100
"""The smallest limit that can be agreed to: less than a pound pays nothing."""


def register(routes: Routes, mandates: Callable[[], Mandates], plans_under: PlansUnder, views: Views) -> None:
    _register_saving(routes, mandates, plans_under, views)
    _register_ending(routes, mandates, plans_under, views)


def _register_saving(routes: Routes, mandates: Callable[[], Mandates], plans_under: PlansUnder, views: Views) -> None:
    def ways(request: Request, visitor: Visitor) -> Page:
        return _list(views, mandates(), plans_under, visitor)

    def save(request: Request, visitor: Visitor) -> Page:
        """First what was chosen, then what that means; only what was agreed to is written down."""
        views.customer(visitor)
        typed, mandate_id = WayAnswers.read(request.form), request.form.get("mandate_id", "")
        refuse_if(not is_ulid(mandate_id), Code.INVALID)
        most, problems = _limit(typed)
        if most is None:
            return _list(views, mandates(), plans_under, visitor, typed, *problems)
        method = Method(typed.method)
        if request.form.get("agreed") != "yes":
            notice_days = views.settings().collection_notice_days
            return Page(pages.agree_way(models.Agree(views.frame(visitor), mandate_id, method, most, notice_days)))
        try:
            url = mandates().set_up(visitor.customer_key, mandate_id, method, most, Actor.customer(visitor.customer_key))
        except Refused as refusal:
            if refusal.code not in PROBLEMS:
                raise
            return _list(views, mandates(), plans_under, visitor, typed, PROBLEMS[refusal.code])
        return redirect(url)

    def way(request: Request, visitor: Visitor) -> Page:
        """The provider is asked, never the address: whoever comes back has only come back. While it does not answer, what we
        know is worth showing alone."""
        views.customer(visitor)
        key, mandate = visitor.customer_key, mandates().get(visitor.customer_key, request.path["id"])
        if mandate.status is MandateStatus.PENDING:
            try:
                mandate = mandates().settle(key, mandate.id, Actor.customer(key)) or mandate
            except Unknown:
                mandate = mandates().get(key, mandate.id)
        saved = _saved(mandate, views, plans_under(key), mandates().lodged(mandate))
        onward = _onward(mandates(), mandate) if saved.state is WayState.UNFINISHED else ""
        return Page(pages.way(models.WayPage(views.frame(visitor), saved, onward)))

    routes.page("GET", "/ways-to-pay")(views.signed_in(ways))
    routes.page("POST", "/ways-to-pay")(views.signed_in(save))
    routes.page("GET", "/ways-to-pay/{id}")(views.signed_in(way))


def _register_ending(routes: Routes, mandates: Callable[[], Mandates], plans_under: PlansUnder, views: Views) -> None:
    def ask(request: Request, visitor: Visitor) -> Page:
        views.customer(visitor)
        return _end(views, visitor, mandates(), request.path["id"], plans_under)

    def end(request: Request, visitor: Visitor) -> Page:
        """Answered with how it stands: loading that page again sends the same command, which changes nothing more."""
        views.customer(visitor)
        key, mandate_id = visitor.customer_key, request.path["id"]
        command, version = request.form.get("command", ""), request.form.get("version", "")
        refuse_if(not (is_ulid(command) and version.isascii() and version.isdigit()), Code.INVALID)
        try:
            ended = mandates().cancel(key, mandate_id, int(version[:10]), Actor.customer(key), command)
        except Refused as refusal:
            if refusal.code not in (Code.STALE, Code.BUSY, Code.WRONG_STATE):
                raise
            return _end(views, visitor, mandates(), mandate_id, plans_under)
        return Page(pages.way(models.WayPage(views.frame(visitor), _saved(ended, views, {}, mandates().lodged(ended)))))

    routes.page("GET", "/ways-to-pay/{id}/end")(views.signed_in(ask))
    routes.page("POST", "/ways-to-pay/{id}/end")(views.signed_in(end))


def _list(
    views: Views,
    mandates: Mandates,
    plans_under: PlansUnder,
    visitor: Visitor,
    typed: WayAnswers = WayAnswers(),  # noqa: B008  # frozen
    *problems: Problem,
) -> Page:
    """What is saved, and the form for another one; whatever comes back is a new wish."""
    customer, found, now = views.customer(visitor), mandates.of(visitor.customer_key), views.clock.now()
    plans = plans_under(visitor.customer_key)
    page = models.Ways(
        frame=views.frame(visitor),
        ways=tuple(_saved(mandate, views, plans) for mandate in found if mandate.status not in OVER),
        mandate_id=ulid(now),
        owed_pence=sum(account.balance.total for account in customer.accounts.values()),
        answers=typed,
        problems=problems,
        can_add=sum(mandate.status not in OVER for mandate in found) < WAYS_LIMIT,
    )
    return Page(pages.ways(page))


def _end(views: Views, visitor: Visitor, mandates: Mandates, mandate_id: str, plans_under: PlansUnder) -> Page:
    mandate = mandates.get(visitor.customer_key, mandate_id)
    saved = _saved(mandate, views, plans_under(visitor.customer_key), mandates.lodged(mandate))
    if saved.state.over:
        return Page(pages.way(models.WayPage(views.frame(visitor), saved)))
    return Page(pages.end_way(models.EndWay(views.frame(visitor), saved, ulid(views.clock.now()), mandate.version)))


def _saved(mandate: Mandate, views: Views, plans: Mapping[str, str], lodged: Sequence[Payment] = ()) -> SavedWay:
    today: date = london_day(views.clock.now())
    status = mandate.status_on(today)
    unfinished = WayState.WAITING if mandate.provider_ref else WayState.UNFINISHED
    return SavedWay(
        id=mandate.id,
        method=mandate.method,
        state=STATES.get(status, unfinished),
        most_pence=mandate.consent.most_pence,
        brand=mandate.label,
        last4=mandate.last4,
        expires=mandate.expires,
        until=mandate.disabled_until if status is MandateStatus.DISABLED_UNTIL else None,
        plan=plans.get(mandate.id, ""),
        lodged=tuple(models.Lodged(payment.amount, payment.collect_on or today) for payment in lodged),
    )


def _onward(mandates: Mandates, mandate: Mandate) -> str:
    """Back to the provider's page; nowhere while the provider does not answer."""
    try:
        return mandates.continue_url(mandate)
    except Refused as refusal:
        if refusal.code is not Code.PROVIDER_UNAVAILABLE:
            raise
        return ""


def _limit(typed: WayAnswers) -> tuple[int | None, tuple[Problem, ...]]:
    """The most that may be taken at a time, in pence, or everything that is missing or cannot be."""
    problems = [] if typed.method in set(Method) else [Problem.METHOD_MISSING]
    most = None
    if not typed.most:
        problems.append(Problem.MOST_MISSING)
    else:
        try:
            most = parse_pounds(typed.most)
        except BadCell:
            problems.append(Problem.MOST_INVALID)
    if most is not None and most < LEAST_PENCE:
        problems.append(Problem.MOST_TOO_SMALL)
    return (None, tuple(problems)) if problems else (most, ())
