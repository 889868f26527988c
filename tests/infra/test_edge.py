"""What the deployed stack answers to whoever asks: protected whatever the answer, and closed to forms of other sites."""

from __future__ import annotations

import http.client
import itertools
import re
from urllib.parse import urlsplit

import pytest

from tools.local import LocalStack

pytestmark = pytest.mark.xdist_group("emulator")
FORM = "application/x-www-form-urlencoded"
LINK = f"/a/{'b' * 26}"
PROTECTION = {
    "content-security-policy": r"default-src 'none';.*frame-ancestors 'none'.*",
    "x-content-type-options": r"nosniff",
    "referrer-policy": r"no-referrer",
    "strict-transport-security": r"max-age=\d{8,}.*",
    "cross-origin-opener-policy": r"same-origin",
    "cache-control": r"no-store.*",
}
ASKED = {
    "home": ("GET", "/", {}, "", 200),
    "link": ("GET", LINK, {}, "", 200),
    "overview of nobody": ("GET", "/accounts", {}, "", 401),
    "unknown address": ("GET", "/no/such/page", {}, "", 404),
    "unknown stylesheet": ("GET", "/static/other.css", {}, "", 404),
    "form of another site": ("POST", LINK, {"content-type": FORM, "origin": "https://evil.example"}, "who=myself", 403),
    "JSON for a form": ("POST", LINK, {"content-type": "application/json", "sec-fetch-site": "same-origin"}, "{}", 415),
    "too large": ("POST", LINK, {"content-type": FORM, "sec-fetch-site": "same-origin"}, "x" * 20_000, 413),
    "console of nobody": ("GET", "/api/me", {}, "", 401),
    "webhook of nobody": ("POST", "/webhooks/nobody", {"content-type": "application/json"}, "{}", 404),
}


def ask(stack: LocalStack, method: str, path: str, headers: dict[str, str], body: str) -> tuple[int, dict[str, str]]:
    address = urlsplit(stack.public_url)
    line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    try:
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        line.close()


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_of_the_stack_is_protected(stack: LocalStack, name: str) -> None:
    *request, expected = ASKED[name]
    status, headers = ask(stack, *request)
    assert status == expected
    for header, pattern in PROTECTION.items():
        assert re.fullmatch(pattern, headers.get(header, "")), f"{header}: {headers.get(header)}"


def test_only_forms_of_its_own_pages_are_taken(stack: LocalStack) -> None:
    ours = stack.public_url
    origins = (None, "null", "https://evil.example", ours.replace("127.0.0.1", "sub.127.0.0.1"), ours)
    sites = (None, "none", "same-site", "cross-site", "same-origin")
    for origin, site in itertools.product(origins, sites):
        said = {"content-type": FORM, "origin": origin, "sec-fetch-site": site}
        headers = {name: value for name, value in said.items() if value is not None}
        status, _ = ask(stack, "POST", LINK, headers, "who=myself")
        taken = site == "same-origin" if site is not None else origin in (ours, "null")
        assert (status == 200) == taken, (origin, site, status)
        assert taken or status == 403, (origin, site, status)
