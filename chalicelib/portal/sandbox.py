"""The sandbox provider's hosted pages. They are the provider's, not ours: they read no session and know only their seal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.errors import Code, Refused, refuse_if
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

    def paying(sealed: str, refusal: str = "") -> Page:
        session, taken = bank().look(sealed)
        action, look = f"/sandbox/pay/{sealed}", brand(load_settings())
        page = bank_pages.payment_page(action, session.amount, session.description, taken=taken, brand=look, refusal=refusal)
        return Page(pages.sandbox(page), 409 if refusal else 200)

    def saving(sealed: str, refusal: str = "") -> Page:
        method, look = bank().open_mandate(sealed).method, brand(load_settings())
        page = bank_pages.mandate_page(f"/sandbox/mandate/{sealed}", method, brand=look, refusal=refusal)
        return Page(pages.sandbox(page), 409 if refusal else 200)

    @routes.page("GET", "/sandbox/pay/{sealed}")
    def hosted(request: Request) -> Page:
        return paying(request.path["sealed"])

    @routes.page("POST", "/sandbox/pay/{sealed}")
    def decide(request: Request) -> Page:
        sealed, picked = request.path["sealed"], request.form.get("outcome", "")
        if picked in set(Happening):
            return redirect(bank().happen(sealed, Happening(picked)))
        refuse_if(picked not in set(Outcome), Code.INVALID)
        return _onward(lambda: bank().decide(sealed, Outcome(picked)).return_url, lambda why: paying(sealed, why))

    @routes.page("GET", "/sandbox/mandate/{sealed}")
    def mandate(request: Request) -> Page:
        return saving(request.path["sealed"])

    @routes.page("POST", "/sandbox/mandate/{sealed}")
    def decide_mandate(request: Request) -> Page:
        sealed, picked = request.path["sealed"], request.form.get("outcome", "")
        refuse_if(picked not in set(MandateOutcome), Code.INVALID)
        return _onward(lambda: bank().decide_mandate(sealed, MandateOutcome(picked)).return_url, lambda why: saving(sealed, why))


def _onward(decided: Callable[[], str], again: Callable[[str], Page]) -> Page:
    """On to where the decision leads. Whoever tries a credit card where none is taken stays and may choose again, as at a real
    provider."""
    try:
        return redirect(decided())
    except Refused as refusal:
        if refusal.code is not Code.NOT_ALLOWED_NOW:
            raise
        return again(bank_pages.NO_CREDIT_CARD)
