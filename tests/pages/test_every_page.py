"""What holds for every page in every state: it is sound, safe, small and says what a visitor needs."""

from __future__ import annotations

import gzip

import pytest

from chalicelib.portal.theme import Brand, stylesheet
from tests.pages.cast import HOSTILE, ORGANISATION
from tests.pages.states import STATES
from tests.support import page_lint

PATHS = (
    r"/static/portal-[0-9a-f]{12}\.css",
    r"/accounts",
    r"/accounts/[^/]+/pay",
    r"/pay",
    r"/accounts/[^/]+/promise",
    r"/payments/[0-9A-Z]{26}",
    r"/accounts/[^/]+/plan",
    r"/plans/[0-9A-Z]{26}",
    r"/promises/[0-9A-Z]{26}",
    r"/details(/(email|mobile|address))?",
    r"/ways-to-pay(/[0-9A-Z]{26}(/end)?)?",
    r"/documents(/[0-9A-Z]{26}(/sent)?)?",
    r"/owed",
    r"/statement",
    r"/accounts/[^/]+/statement",
    r"/help",
    r"/sign-out",
    r"/sandbox/sessions/[^/]+",
)
FIRST_VISIT = 14 * 1024
"""What a phone on a slow line gets in the first round trip, in bytes."""

every_state = pytest.mark.parametrize("state", STATES)


@every_state
def test_a_page_is_sound(state: str) -> None:
    assert page_lint.problems(STATES[state](), PATHS) == []


@every_state
def test_a_page_renders_the_same_bytes_twice(state: str) -> None:
    assert STATES[state]() == STATES[state]()


@every_state
def test_nothing_a_person_typed_becomes_markup(state: str) -> None:
    html = STATES[state]()
    assert "<script" not in html
    assert HOSTILE not in html
    assert ("&lt;script&gt;" in html) == ("hostile" in state)


@every_state
def test_every_page_offers_help_in_the_same_place(state: str) -> None:
    html = STATES[state]()
    if state.startswith("sandbox"):
        assert ORGANISATION.display_name not in html.split("</title>")[0]
        return
    footer = html.split("<footer")[1]
    assert 'href="/help"' in footer
    assert ORGANISATION.phone in footer
    assert ORGANISATION.email in footer


@every_state
def test_signing_out_is_offered_to_those_who_are_signed_in(state: str) -> None:
    html = STATES[state]()
    assert ('action="/sign-out"' in html) == (f'name="csrf" value="{"c" * 26}"' in html)


def test_the_first_page_and_its_stylesheet_fit_one_round_trip() -> None:
    _, css = stylesheet(Brand())
    page, styles = (len(gzip.compress(text.encode(), 9)) for text in (STATES["verify-myself-wrong"](), css))
    assert page + styles <= FIRST_VISIT


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<p>hello</p>", "has no title"),
        ("<h1>a</h1><h1>b</h1>", "has 2 h1"),
        ("<h1>a</h1><h3>b</h3>", "skips a heading level"),
        ('<p id="a"></p><p id="a"></p>', "uses the id a 2 times"),
        ('<input name="a" id="a">', "has no label for a"),
        ('<form action="/help"><button>Go</button></form>', "has a form that is not a post"),
        ("<script></script>", "has a <script>"),
        ('<p style="color:red">', "has style on <p>"),
        ('<p onclick="x()">', "has onclick on <p>"),
        ('<img src="https://example.com/a.png">', "loads https://example.com/a.png"),
        ('<a href="#gone">', "links to #gone, which is not there"),
        ('<a href="/nowhere">', "leads to /nowhere, which nothing answers"),
        ("<p>None</p>", "shows >None"),
    ],
)
def test_the_lint_sees(html: str, complaint: str) -> None:
    assert complaint in page_lint.problems(html, PATHS)
