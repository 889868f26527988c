"""Visitors' own details: looking at them, and changing one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.portal import answers, pages
from chalicelib.portal import detail_pages as models
from chalicelib.portal.detail_pages import Detail
from chalicelib.portal.problems import Problem
from chalicelib.portal.routes import Views
from chalicelib.records.model import Customer, CustomerType
from chalicelib.settings.facts import Fact
from chalicelib.settings.model import Settings
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes

if TYPE_CHECKING:
    from chalicelib.portal.changing import OwnDetails
    from chalicelib.portal.service import Visitor

PROBLEMS = {
    Code.STALE: Problem.DETAILS_MOVED,
    Code.BUSY: Problem.DETAILS_BUSY,
    Code.NOT_ALLOWED_NOW: Problem.TOO_MANY_CHANGES,
}
_FACTS = {Detail.EMAIL: Fact.EMAIL, Detail.ADDRESS: Fact.POSTCODE}


def register(routes: Routes, own_details: Callable[[], OwnDetails], views: Views) -> None:
    def overview(request: Request, visitor: Visitor) -> Page:
        return Page(pages.your_details(models.YourDetails(views.frame(visitor), _held(views.customer(visitor)))))

    def ask(request: Request, visitor: Visitor) -> Page:
        return _form(views, visitor, views.customer(visitor), _detail(request))

    def change(request: Request, visitor: Visitor) -> Page:
        """Answered with what is held now: loading that page again sends the same command, which changes nothing more."""
        customer, detail, typed = views.customer(visitor), _detail(request), models.DetailAnswers.read(request.form)
        command, version = request.form.get("command", ""), request.form.get("version", "")
        refuse_if(not (is_ulid(command) and version.isascii() and version.isdigit()), Code.INVALID)
        given, problems = answers.own_detail(detail, typed)
        if given is None:
            return _form(views, visitor, customer, detail, typed, *problems)
        try:
            saved = own_details().change(visitor, int(version[:10]), given, command)
        except Refused as refusal:
            if refusal.code not in PROBLEMS:
                raise
            return _form(views, visitor, views.customer(visitor), detail, typed, PROBLEMS[refusal.code])
        return Page(pages.detail_saved(_saved(views, visitor, saved, detail)))

    routes.page("GET", "/details")(views.signed_in(overview))
    routes.page("GET", "/details/{detail}")(views.signed_in(ask))
    routes.page("POST", "/details/{detail}")(views.signed_in(change))


def _detail(request: Request) -> Detail:
    """What the address names. Raises Refused(NOT_FOUND)."""
    refuse_if(request.path["detail"] not in set(Detail), Code.NOT_FOUND)
    return Detail(request.path["detail"])


def _form(
    views: Views,
    visitor: Visitor,
    customer: Customer,
    detail: Detail,
    typed: models.DetailAnswers = models.DetailAnswers(),  # noqa: B008  # frozen
    *problems: Problem,
) -> Page:
    """The form as it is now, with what was typed; whatever comes back is a new command."""
    page = models.ChangeDetail(
        frame=views.frame(visitor),
        detail=detail,
        held=_held(customer),
        command=ulid(views.clock.now()),
        version=customer.version,
        answers=typed,
        problems=problems,
    )
    return Page(pages.change_detail(page))


def _held(customer: Customer) -> models.Held:
    return models.Held(
        name=customer.name,
        email=models.email_hint(customer.email),
        mobile=models.phone_ending(customer.mobile_phone),
        address=(*customer.address, customer.postcode),
    )


def _saved(views: Views, visitor: Visitor, customer: Customer, detail: Detail) -> models.DetailSaved:
    lines = {
        Detail.EMAIL: (customer.email or "",),
        Detail.MOBILE: (_national(customer.mobile_phone or ""),),
        Detail.ADDRESS: (*customer.address, customer.postcode),
    }
    asked = _FACTS.get(detail) in _asked(views.settings(), customer)
    return models.DetailSaved(views.frame(visitor), detail, lines[detail], asked)


def _asked(settings: Settings, customer: Customer) -> frozenset[Fact]:
    """What this kind of customer is asked before they are let in."""
    company = customer.type is CustomerType.COMPANY
    return frozenset(settings.company_facts if company else settings.individual_facts)


def _national(e164: str) -> str:
    """A mobile number as it is written in the UK: `07700 900123`."""
    return f"0{e164[3:7]} {e164[7:]}"
