"""How many AWS requests a request costs, with settings and secrets warm: the same with a hundred customers and
with two thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.debtors import EVERYBODY, MOHAMMED, SIAN, crowd
from tests.support.harness import WIRE, Call
from tests.support.http import Answer
from tests.support.world import World, facts, world


@pytest.fixture(scope="module", params=[100, 2_000])
def here(request: pytest.FixtureRequest) -> Iterator[World]:
    with world() as made:
        made.add(*EVERYBODY)
        made.fill(crowd(request.param - len(EVERYBODY)))
        made.browser().get("/help")
        made.agent().search("customer_id", "C-1001")
        made.ring(b"{}", {})
        yield made


ADMISSION = 1
"""What every request of the console costs before anything else: whether the person still has access (ADR 11)."""


def costs(asked: Callable[[], Answer], *, at_most: int, status: int = 200) -> list[Call]:
    """The calls of one request, which has the status and makes no more than so many."""
    with WIRE.counted() as calls:
        answer = asked()
    assert answer.status == status
    assert len(calls) <= at_most, [str(call) for call in calls]
    return calls


def test_the_link_page(here: World) -> None:
    costs(lambda: here.browser().get(f"/a/{here.token('C-1001')}"), at_most=0)


def test_saying_who_one_is(here: World) -> None:
    browser = here.browser("192.0.2.1")
    browser.get(f"/a/{here.token('C-1001')}")
    browser.follows = False
    costs(lambda: browser.submit(**facts(SIAN)), at_most=4, status=303)


def test_saying_it_wrongly(here: World) -> None:
    browser = here.browser("192.0.2.2")
    browser.get(f"/a/{here.token('C-1002')}")
    costs(lambda: browser.submit(**facts(SIAN)), at_most=4)


def test_the_overview(here: World) -> None:
    browser = here.signed_in(SIAN)
    costs(lambda: browser.get("/accounts"), at_most=2)


def test_the_pay_page(here: World) -> None:
    browser = here.signed_in(SIAN)
    costs(lambda: browser.get("/accounts/ACC-1/pay"), at_most=2)


def test_a_statement(here: World) -> None:
    browser = here.signed_in(SIAN)
    costs(lambda: browser.get("/statement"), at_most=3)
    days = {f"{end}_{part}": text for end in ("from", "to") for part, text in (("day", "20"), ("month", "11"), ("year", "2026"))}
    answered = costs(lambda: browser.submit("/statement", wish="download", **days), at_most=3)
    assert [call.operation for call in answered] == ["UpdateItem", "GetItem", "Query"]


def test_documents(here: World) -> None:
    browser = here.signed_in(MOHAMMED)
    costs(lambda: browser.get("/documents"), at_most=3)
    browser.follows = False
    costs(lambda: browser.submit("/documents", shows="OTHER"), at_most=8, status=303)
    path = browser.page.headers["location"]
    costs(lambda: browser.get(path), at_most=3)
    costs(lambda: browser.get(f"{path}/sent"), at_most=3)


def test_paying_before_the_redirect(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-2/pay")
    browser.follows = False
    costs(lambda: browser.submit(choice="other", amount="1.00"), at_most=3, status=303)


def test_changing_one_s_own_details(here: World) -> None:
    browser = here.signed_in(MOHAMMED)
    costs(lambda: browser.get("/details/email"), at_most=2)
    costs(lambda: browser.submit(email="mo@example.com"), at_most=6)


def test_the_customer_page(here: World) -> None:
    costs(lambda: here.agent().get(f"/customers/{here.key('C-1001')}"), at_most=ADMISSION + 3)


def test_who_one_is(here: World) -> None:
    costs(lambda: here.agent().get("/me"), at_most=ADMISSION)


@pytest.mark.parametrize(("text", "rows"), [("", 20), ("crowd", 20), ("o'neill", 20), ("", 100)])
def test_the_list_by_name_asks_for_no_more_than_it_shows(here: World, text: str, rows: int) -> None:
    calls = costs(lambda: here.agent().search("name", text, rows), at_most=ADMISSION + 4)
    assert all(call.parameters["Limit"] <= rows + 1 for call in calls if call.operation == "Query")


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("customer_id", "C-1001"),
        ("account", "ACC-1"),
        ("phone", "07700 900123"),
        ("email", "sian@example.com"),
        ("postcode", "LS1"),
    ],
)
def test_every_other_search(here: World, by: str, text: str) -> None:
    costs(lambda: here.agent().search(by, text), at_most=ADMISSION + 2)
    assert by == "postcode" or [row["customer_id"] for row in here.agent().search(by, text).json["items"]] == ["C-1001"]


def test_nothing_is_ever_scanned(here: World) -> None:
    browser = here.signed_in(MOHAMMED)
    with WIRE.counted() as calls:
        browser.get("/accounts")
        here.agent().search("name")
        here.agent().search("postcode", "LS1")
        here.agent().post(f"/customers/{here.key('C-1001')}/journal", {})
        for path in ("/uploads", "/exports", "/me"):
            here.agent().get(path)
    assert not any(call.operation == "Scan" for call in calls)
    assert all("Limit" in call.parameters for call in calls if call.operation == "Query")
