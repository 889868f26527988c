"""The debtor's pages on the network: parse, call a service, render."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.portal import answers, cards, identity_page, pages
from chalicelib.portal import page_models as models
from chalicelib.portal.model import ShutOut
from chalicelib.portal.problems import Problem
from chalicelib.portal.theme import Brand, is_stylesheet, stylesheet
from chalicelib.portal.words import opening_hours
from chalicelib.records.model import Customer
from chalicelib.settings.facts import in_order
from chalicelib.settings.model import Settings, SettingsValues
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect
from chalicelib.web.security import cookie

if TYPE_CHECKING:
    from chalicelib.payments.service import Payments
    from chalicelib.portal.asking import LinkRequests
    from chalicelib.portal.service import Portal, Visitor
    from chalicelib.promises.service import Promises

SESSION_COOKIE = "session"
NEW_LINK = "new-link"
LEADS_TO = {"save": "/ways-to-pay"}
"""Where a link leads that was sent for something of its own; any other leads to the accounts."""


class Views:
    """What every view of a signed-in visitor begins with."""

    def __init__(
        self,
        portal: Callable[[], Portal],
        link_requests: Callable[[], LinkRequests],
        payments: Callable[[], Payments],
        load_settings: Callable[[], Settings],
        clock: Clock,
        promises: Callable[[], Promises],
    ) -> None:
        self.portal = portal
        self.link_requests = link_requests
        self.payments = payments
        self.promises = promises
        self.settings = load_settings
        self.clock = clock

    def frame(self, visitor: Visitor | None = None) -> models.Frame:
        """What surrounds a page; with a visitor, the way out and the form token."""
        return models.Frame(organisation(self.settings()), csrf=visitor.csrf if visitor else "")

    def verify(self, typed: identity_page.IdentityAnswers = identity_page.IdentityAnswers(), *problems: Problem) -> Page:  # noqa: B008  # frozen
        """The page behind every link: it asks what the settings say, of everybody the same."""
        return Page(
            pages.verify(identity_page.Verify(self.frame(), typed, problems, self.asked(), self.settings().offer_new_link))
        )

    def asked(self) -> identity_page.Asked:
        return asked(self.settings())

    def signed_in(self, view: Callable[[Request, Visitor], Page], *, was_paying: bool = False) -> Callable[[Request], Page]:
        """Only for visitors; a form must carry their token. Everybody else is told how to get back in."""

        def guarded(request: Request) -> Page:
            visitor = self.portal().visitor(request.cookies.get(f"__Host-{SESSION_COOKIE}", ""))
            if visitor is None:
                return self._turned_away(was_paying=was_paying)
            if request.method == "POST" and not hmac.compare_digest(request.form.get("csrf", ""), visitor.csrf):
                return Page(pages.stale(self.frame(visitor)), 403)
            try:
                return view(request, visitor)
            except ShutOut as shut:
                return self._turned_away(was_paying=was_paying, blocked=shut.blocked)

        return guarded

    def customer(self, visitor: Visitor) -> Customer:
        """The visitor's customer. Raises ShutOut when they may not use the portal any more."""
        return self.portal().customer(visitor)

    def _turned_away(self, *, was_paying: bool, blocked: bool = False) -> Page:
        """For whom there is no session, or none any longer."""
        gone = {"Set-Cookie": cookie(SESSION_COOKIE, "", seconds=0)}
        if blocked:
            return Page(pages.blocked(self.frame()), 403, gone)
        return Page(pages.expired(self.frame(), was_paying=was_paying), 401, gone)


def organisation(settings: SettingsValues) -> models.Organisation:
    """Who runs this portal, as its pages say it."""
    return models.Organisation(
        display_name=settings.display_name,
        phone=settings.contact_phone,
        email=settings.contact_email,
        opening_hours=opening_hours(settings.opening_hours),
        brand=brand(settings),
        privacy_url=settings.privacy_url,
        accessibility_url=settings.accessibility_url,
        footer_text=settings.footer_text,
    )


def asked(settings: SettingsValues) -> identity_page.Asked:
    """What visitors must answer."""
    return identity_page.Asked(in_order(settings.individual_facts), in_order(settings.company_facts))


def brand(settings: SettingsValues) -> Brand:
    return Brand(settings.brand.colour, settings.brand.dark)


def refusal_page(load_settings: Callable[[], Settings]) -> Callable[[Code], Page]:
    """What a debtor sees when a request is refused. Settings may be what is broken: then the defaults frame the page."""

    def render(code: Code) -> Page:
        try:
            settings = load_settings()
        except Exception:  # noqa: BLE001  # the page about an error must not fail of the same error
            settings = Settings()
        frame = models.Frame(organisation(settings))
        match code:
            case Code.NOT_FOUND:
                return Page(pages.not_found(frame), 404)
            case Code.TOO_LARGE:
                return Page(pages.too_large(frame), 413)
            case Code.FORBIDDEN:
                return Page(pages.stale(frame), 403)
            case Code.WRONG_TYPE:
                return Page(pages.stale(frame), 415)
            case Code.WRONG_STATE | Code.NOT_ALLOWED_NOW | Code.KEY_REUSED:
                return Page(pages.stale(frame), 409)
            case Code.INVALID | Code.STALE | Code.BUSY | Code.UNAUTHENTICATED:
                return Page(pages.stale(frame), 400)
            case _:
                return Page(pages.error(frame), 500)

    return render


def register(routes: Routes, views: Views) -> None:
    """The door, the overview, and the pages that are the same for everybody."""
    _register_door(routes, views)
    _register_overview(routes, views)
    _register_texts(routes, views)


def _register_door(routes: Routes, views: Views) -> None:
    @routes.page("GET", "/a/{token}")
    def link(request: Request) -> Page:
        """The one page behind every kind of link. Fetching it reads and changes nothing."""
        return views.verify()

    @routes.page("POST", "/a/{token}")
    def verify(request: Request) -> Page:
        if request.form.get("wish") == NEW_LINK:
            if not views.settings().offer_new_link:
                return views.verify()
            views.link_requests().ask(request.path["token"], request.network)
            return Page(pages.link_asked(views.frame()))
        typed = identity_page.IdentityAnswers.read(request.form)
        given, problems = answers.identity(typed, views.asked())
        if given is None:
            return views.verify(typed, *problems)
        visitor = views.portal().verify(request.path["token"], given, request.network)
        if visitor is None:
            return views.verify(typed, Problem.NO_MATCH)
        seconds = views.settings().session_absolute_minutes * 60
        return redirect(
            LEADS_TO.get(request.query.get("to", ""), "/accounts"),
            {"Set-Cookie": cookie(SESSION_COOKIE, visitor.token, seconds=seconds)},
        )

    def sign_out(request: Request, visitor: Visitor) -> Page:
        views.portal().sign_out(visitor)
        return Page(pages.signed_out(views.frame()), headers={"Set-Cookie": cookie(SESSION_COOKIE, "", seconds=0)})

    routes.page("POST", "/sign-out")(views.signed_in(sign_out))


def _register_overview(routes: Routes, views: Views) -> None:
    def overview(request: Request, visitor: Visitor) -> Page:
        customer = views.customer(visitor)
        accounts = cards.account_cards(customer, views.clock)
        unfinished = cards.unfinished_payments(customer)
        planned = cards.planned(customer, views.clock, offered=views.settings().portal_plans)
        promised = cards.promised(customer, views.promises(), views.clock)
        page = models.Overview(views.frame(visitor), customer.name, accounts, unfinished, planned=planned, promised=promised)
        return Page(pages.overview(page))

    routes.page("GET", "/accounts")(views.signed_in(overview))


def _register_texts(routes: Routes, views: Views) -> None:
    @routes.page("GET", "/")
    def home(request: Request) -> Page:
        return Page(pages.home(views.frame()))

    @routes.page("GET", "/help")
    def help_page(request: Request) -> Page:
        """The same for everybody: it reads no session, so it costs nothing and cannot expire."""
        return Page(pages.help_page(views.frame()))

    @routes.page("GET", "/static/{name}")
    def static(request: Request) -> Page:
        """For a minute after the colours were changed, a page may name the old stylesheet or already the next: it gets this
        one, which no cache may keep under that name."""
        name, css = stylesheet(brand(views.settings()))
        refuse_if(not is_stylesheet(request.path["name"]), Code.NOT_FOUND)
        return Page(css, content_type="text/css; charset=utf-8", cacheable=request.path["name"] == name)

    @routes.page("GET", "/{address}")
    def nowhere(request: Request) -> Page:
        """What no other address matches, of one part: a mistyped address deserves a page. The gateway itself answers the rest."""
        raise Refused(Code.NOT_FOUND)
