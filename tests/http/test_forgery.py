"""Nobody else's page can make a visitor's browser do anything here (security checklist 8)."""

from __future__ import annotations

import itertools
from urllib.parse import urlencode

import pytest

from tests.faults.payment_scenarios import mandate_page
from tests.support.aws import PUBLIC_URL
from tests.support.debtors import SIAN
from tests.support.harness import WIRE
from tests.support.http import FORM, Browser
from tests.support.world import World

ORIGINS = (None, "null", "https://evil.example", "https://sub.pay.example.com", "http://pay.example.com", PUBLIC_URL)
SITES = (None, "none", "same-site", "cross-site", "same-origin")
ROUTES = (
    "/a/{token}",
    "/sign-out",
    "/accounts/{number}/pay",
    "/pay",
    "/payments/{id}",
    "/owed",
    "/statement",
    "/accounts/{number}/plan",
    "/plans/{id}",
    "/accounts/{number}/promise",
    "/promises/{id}",
    "/details/{detail}",
    "/documents",
    "/documents/{id}",
    "/ways-to-pay",
    "/ways-to-pay/{id}/end",
    "/sandbox/pay/{sealed}",
    "/sandbox/mandate/{sealed}",
)
COMMAND = "01JD0000000000000000000000"
WITH_TOKEN = [route for route in ROUTES if not route.startswith(("/a/", "/sandbox/"))]
FROM_ANYWHERE = ("/webhooks/{provider}", "/unsubscribe/{sealed}")
"""A provider's server and a mail program send no Origin; the signature, or the seal in the address, is what counts."""


def is_ours(origin: str | None, site: str | None) -> bool:
    """What a browser sends with a form of ours: a new one says so itself, an old one hides its origin under no-referrer."""
    return site == "same-origin" if site is not None else origin in (PUBLIC_URL, "null")


def test_every_form_is_in_the_matrix(here: World) -> None:
    assert {path for method, path in here.module().routes().page_routes if method == "POST"} == {*ROUTES, *FROM_ANYWHERE}


@pytest.fixture
def forms(here: World) -> tuple[Browser, dict[str, tuple[str, dict[str, str]]]]:
    """A visitor who is about to send each of the forms."""
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    paying = {name: browser.hidden(name) for name in ("csrf", "payment_id", "full_pence")}
    browser.submit(choice="full")
    sealed = browser.path
    csrf = {"csrf": paying["csrf"]}
    return browser, {
        "/a/{token}": (f"/a/{here.token('C-1002')}", {"who": "myself"}),
        "/sign-out": ("/sign-out", csrf),
        "/accounts/{number}/pay": ("/accounts/ACC-2/pay", csrf | {"choice": "other", "amount": "0"}),
        "/pay": ("/pay", csrf | {"wish": "total"}),
        "/payments/{id}": (f"/payments/{paying['payment_id']}", csrf),
        "/owed": ("/owed", csrf),
        "/statement": ("/statement", csrf),
        "/accounts/{number}/plan": ("/accounts/ACC-2/plan", csrf | {"command": COMMAND, "step": "change"}),
        "/plans/{id}": (f"/plans/{COMMAND}", csrf | {"act": "withdraw"}),
        "/details/{detail}": ("/details/email", csrf | {"command": COMMAND, "version": "1", "email": ""}),
        "/accounts/{number}/promise": ("/accounts/ACC-2/promise", csrf | {"command": COMMAND}),
        "/promises/{id}": (f"/promises/{COMMAND}", csrf),
        "/documents": ("/documents", csrf | {"command": COMMAND}),
        "/documents/{id}": (f"/documents/{COMMAND}", csrf | {"command": COMMAND, "version": "1"}),
        "/ways-to-pay": ("/ways-to-pay", csrf | {"mandate_id": COMMAND}),
        "/ways-to-pay/{id}/end": (f"/ways-to-pay/{COMMAND}/end", csrf | {"command": COMMAND, "version": "1"}),
        "/sandbox/pay/{sealed}": (sealed, {"outcome": "later"}),
        "/sandbox/mandate/{sealed}": (mandate_page(here), {"outcome": "card"}),
    }


@pytest.mark.parametrize("route", ROUTES)
def test_only_our_own_pages_may_send_a_form(
    here: World, forms: tuple[Browser, dict[str, tuple[str, dict[str, str]]]], route: str
) -> None:
    browser, (path, fields) = forms[0], forms[1][route]
    kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    combinations = sorted(itertools.product(ORIGINS, SITES), key=lambda pair: is_ours(*pair))
    for origin, site in combinations:
        said = {"content-type": FORM, "cookie": kept, "origin": origin, "sec-fetch-site": site}
        with WIRE.counted() as calls:
            headers = {name: value for name, value in said.items() if value is not None}
            answer = here.gateway.send("POST", path, headers=headers, body=urlencode(fields))
        assert (answer.status == 403) == (not is_ours(origin, site)), (origin, site, answer.status)
        assert is_ours(origin, site) or not calls, (origin, site)


@pytest.mark.parametrize("route", WITH_TOKEN)
@pytest.mark.parametrize("token", ["", "0" * 32, "another visitor's"])
def test_a_form_carries_the_session_s_own_token(
    here: World, forms: tuple[Browser, dict[str, tuple[str, dict[str, str]]]], route: str, token: str
) -> None:
    browser, (path, fields) = forms[0], forms[1][route]
    if token == "another visitor's":
        other = here.signed_in(SIAN, "192.0.2.9")
        other.get("/accounts/ACC-2/pay")
        token = other.hidden("csrf")
    with WIRE.counted() as calls:
        answer = browser.post(path, fields | {"csrf": token})
    assert answer.status == 403
    assert [str(call) for call in calls if call.writes] == ["UpdateItem quittance-operations"]
