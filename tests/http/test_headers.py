"""Every answer carries the same protection, whatever was asked and whatever came of it (security checklist 9)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.support.debtors import SIAN
from tests.support.harness import WIRE, Kind
from tests.support.http import FORM, Answer
from tests.support.world import World, facts

PROTECTION = {
    "content-security-policy": r"default-src 'none'; script-src 'none'; style-src 'self'; .*frame-ancestors 'none'; .*",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": r"max-age=\d{8}; includeSubDomains",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": r"camera=\(\), .*",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}
OURS = {"content-type": FORM, "sec-fetch-site": "same-origin"}
JSON = {"content-type": "application/json", "idempotency-key": "0123456789abcdef"}

Ask = Callable[[World], Answer]


def _send(method: str, path: str, body: str = "", **headers: str) -> Ask:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda here: here.gateway.send(method, path, headers=sent, body=body)


def _broken(ask: Ask) -> Ask:
    """With AWS refusing the first call."""

    def broken(here: World) -> Answer:
        WIRE.arm({1: Kind.THROTTLE})
        try:
            return ask(here)
        finally:
            WIRE.arm()

    return broken


def _agent(method: str, path: str, body: dict[str, object] | None = None, role: str = "agent") -> Ask:
    return lambda here: here.agent(role).get(path) if method == "GET" else here.agent(role).post(path, body)


def _signed_in(path: str) -> Ask:
    return lambda here: here.signed_in(SIAN).get(path)


ANSWERS: dict[str, tuple[int, Ask]] = {
    "home": (200, _send("GET", "/")),
    "help": (200, _send("GET", "/help")),
    "link": (200, _send("GET", "/a/abcdefghijklmnopqrstuvwxyz")),
    "link, nothing typed": (200, _send("POST", "/a/abcdefghijklmnopqrstuvwxyz", **OURS)),
    "link, from elsewhere": (403, _send("POST", "/a/abcdefghijklmnopqrstuvwxyz", content_type=FORM, origin="https://evil.example")),
    "link, as JSON": (415, _send("POST", "/a/abcdefghijklmnopqrstuvwxyz", "{}", **OURS | {"content-type": "application/json"})),
    "link, too large": (413, _send("POST", "/a/abcdefghijklmnopqrstuvwxyz", f"who={'x' * 20_000}", **OURS)),
    "link, AWS down": (
        500,
        _broken(
            _send(
                "POST",
                "/a/abcdefghijklmnopqrstuvwxyz",
                "who=myself&dob-day=1&dob-month=1&dob-year=1980&postcode=LS1+4DY",
                **OURS,
            )
        ),
    ),
    "stylesheet that is not there": (404, _send("GET", "/static/other.css")),
    "address that is nowhere": (404, _send("GET", "/nowhere")),
    "overview": (200, _signed_in("/accounts")),
    "overview, no session": (401, _send("GET", "/accounts")),
    "overview, AWS down": (500, _broken(_send("GET", "/accounts", cookie="__Host-session=x"))),
    "account that is not there": (404, _signed_in("/accounts/ACC-404/pay")),
    "payment that is not there": (404, _signed_in("/payments/01JD0000000000000000000000")),
    "sandbox page that is not there": (404, _send("GET", "/sandbox/pay/x.y")),
    "webhook, unsigned": (400, _send("POST", "/webhooks/sandbox", "{}", **JSON)),
    "webhook of nobody": (404, _send("POST", "/webhooks/nobody", "{}", **JSON)),
    "webhook, too large": (413, _send("POST", "/webhooks/sandbox", "x" * 300_000, **JSON)),
    "api": (200, _agent("GET", "/me")),
    "api, nobody": (401, _send("GET", "/api/me")),
    "api, no role": (403, _agent("GET", "/me", role="tea")),
    "api, not found": (404, _agent("GET", "/customers/abcdefghijklmnopqrstuvwxyz")),
    "api, wrong": (400, _agent("POST", "/customers/search", {"by": "shoe size"})),
    "api, stale": (409, lambda here: here.agent().post(f"/customers/{here.key('C-1001')}/link", {"version": 99})),
    "api, too large": (413, _agent("POST", "/customers/search", {"text": "x" * 70_000})),
    "api, AWS down": (500, _broken(_agent("GET", "/exports"))),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_protected(here: World, name: str) -> None:
    status, ask = ANSWERS[name]
    answer = ask(here)
    assert answer.status == status
    for header, pattern in PROTECTION.items():
        assert re.fullmatch(pattern, answer.headers.get(header, "")), f"{header}: {answer.headers.get(header)}"
    assert answer.headers["content-type"] in ("text/html; charset=utf-8", "application/json")


def test_a_redirect_is_protected_too(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.follows = False
    answer = browser.submit(choice="full")
    assert answer.status == 303
    assert {header for header in PROTECTION if header not in answer.headers} == set()


def test_the_stylesheet_alone_may_be_kept(here: World) -> None:
    page = here.browser().get("/")
    (path,) = re.findall(r'href="(/static/[^"]+)"', page.body)
    answer = here.gateway.send("GET", path)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_session_cookie_is_out_of_reach(here: World) -> None:
    browser = here.browser()
    browser.follows = False
    browser.get(f"/a/{here.token('C-1001')}")
    cookie = browser.submit(**facts(SIAN)).headers["set-cookie"]
    assert re.fullmatch(r"__Host-session=[\w-]{32}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600", cookie)


def test_errors_say_nothing_about_their_cause(here: World) -> None:
    for name in ("link, AWS down", "overview, AWS down", "api, AWS down"):
        body = ANSWERS[name][1](here).body
        assert not re.search(r"Traceback|ClientError|Provisioned|injected|dynamodb|chalice", body, re.IGNORECASE)


def test_a_mistyped_address_is_answered_by_a_page_of_ours(here: World) -> None:
    browser = here.browser()
    assert browser.get("/nowhere").status == 404
    assert "We cannot find that page" in browser.text
    assert "We cannot find" not in here.agent().get("/nowhere").body
