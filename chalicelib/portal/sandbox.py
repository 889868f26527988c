"""The sandbox provider's hosted page. It is the provider's, not ours: it reads no session and knows only its seal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.errors import Code, Refused
from chalicelib.payments.providers.books import Outcome
from chalicelib.portal import pages, payment_pages
from chalicelib.portal.routes import brand
from chalicelib.settings.model import Settings
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect

if TYPE_CHECKING:
    from chalicelib.payments.providers.sandbox import Sandbox


def register(routes: Routes, sandbox: Callable[[], Sandbox | None], load_settings: Callable[[], Settings]) -> None:
    """The page exists only where the sandbox is the provider; elsewhere its address is like any unknown one."""

    def bank() -> Sandbox:
        found = sandbox()
        if found is None:
            raise Refused(Code.NOT_FOUND)
        return found

    @routes.page("GET", "/sandbox/pay/{sealed}")
    def hosted(request: Request) -> Page:
        session = bank().open(request.path["sealed"])
        page = payment_pages.Sandbox(
            f"/sandbox/pay/{request.path['sealed']}", session.amount, session.description, brand=brand(load_settings())
        )
        return Page(pages.sandbox(page))

    @routes.page("POST", "/sandbox/pay/{sealed}")
    def decide(request: Request) -> Page:
        picked = request.form.get("outcome", "")
        if picked not in set(Outcome):
            raise Refused(Code.INVALID)
        return redirect(bank().decide(request.path["sealed"], Outcome(picked)).return_url)
