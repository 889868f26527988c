"""The sandbox provider's hosted pages. They are the provider's, not ours: they read no session and know only their seal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.errors import Code, Refused
from chalicelib.payments.providers.books import Happening, MandateOutcome, Outcome
from chalicelib.portal import bank_pages, pages
from chalicelib.portal.routes import brand
from chalicelib.settings.model import Settings
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect

if TYPE_CHECKING:
    from chalicelib.payments.providers.sandbox import Sandbox


def register(routes: Routes, sandbox: Callable[[], Sandbox | None], load_settings: Callable[[], Settings]) -> None:
    """The pages exist only where the sandbox is the provider; elsewhere their addresses are like any unknown one."""

    def bank() -> Sandbox:
        found = sandbox()
        if found is None:
            raise Refused(Code.NOT_FOUND)
        return found

    @routes.page("GET", "/sandbox/pay/{sealed}")
    def hosted(request: Request) -> Page:
        sealed = request.path["sealed"]
        session, taken = bank().look(sealed)
        look = brand(load_settings())
        page = bank_pages.payment_page(f"/sandbox/pay/{sealed}", session.amount, session.description, taken=taken, brand=look)
        return Page(pages.sandbox(page))

    @routes.page("POST", "/sandbox/pay/{sealed}")
    def decide(request: Request) -> Page:
        sealed, picked = request.path["sealed"], request.form.get("outcome", "")
        if picked in set(Happening):
            return redirect(bank().happen(sealed, Happening(picked)))
        if picked not in set(Outcome):
            raise Refused(Code.INVALID)
        return redirect(bank().decide(sealed, Outcome(picked)).return_url)

    @routes.page("GET", "/sandbox/mandate/{sealed}")
    def mandate(request: Request) -> Page:
        sealed = request.path["sealed"]
        session = bank().open_mandate(sealed)
        page = bank_pages.mandate_page(f"/sandbox/mandate/{sealed}", session.method, brand=brand(load_settings()))
        return Page(pages.sandbox(page))

    @routes.page("POST", "/sandbox/mandate/{sealed}")
    def decide_mandate(request: Request) -> Page:
        picked = request.form.get("outcome", "")
        if picked not in set(MandateOutcome):
            raise Refused(Code.INVALID)
        return redirect(bank().decide_mandate(request.path["sealed"], MandateOutcome(picked)).return_url)
