"""How many AWS requests a request costs, with settings and secrets warm, with few customers and with many."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.debtors import EVERYBODY, SIAN, crowd
from tests.support.harness import WIRE, Call
from tests.support.http import Answer
from tests.support.world import World, facts, world

MANY = 60


@pytest.fixture(scope="module", params=[0, MANY], ids=["few", "many"])
def here(request: pytest.FixtureRequest) -> Iterator[World]:
    with world() as made:
        made.add(*EVERYBODY, *crowd(request.param))
        made.browser().get("/help")
        made.agent().get("/customers?by=customer_id&q=C-1001")
        made.ring(b"{}", {})
        yield made


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


def test_paying_before_the_redirect(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-2/pay")
    browser.follows = False
    costs(lambda: browser.submit(choice="other", amount="1.00"), at_most=3, status=303)


def test_the_customer_page(here: World) -> None:
    costs(lambda: here.agent().get(f"/customers/{here.key('C-1001')}"), at_most=3)


@pytest.mark.parametrize("asked", ["", "&q=crowd", "&q=o%27neill", "&limit=100"])
def test_the_list_by_name_asks_for_no_more_than_it_shows(here: World, asked: str) -> None:
    calls = costs(lambda: here.agent().get(f"/customers?by=name{asked}"), at_most=4)
    rows = 100 if "limit" in asked else 20
    assert all(call.parameters["Limit"] <= rows + 1 for call in calls)


@pytest.mark.parametrize(
    "asked",
    [
        "by=customer_id&q=C-1001",
        "by=account&q=ACC-1",
        "by=phone&q=07700+900123",
        "by=email&q=sian%40example.com",
        "by=postcode&q=LS1",
    ],
)
def test_every_other_search(here: World, asked: str) -> None:
    def search() -> Answer:
        answer = here.agent().get(f"/customers?{asked}")
        assert "C-1001" in {row["customer_id"] for row in answer.json["items"]} or "LS1" in asked
        return answer

    costs(search, at_most=2)


def test_nothing_is_ever_scanned(here: World) -> None:
    browser = here.signed_in(SIAN)
    with WIRE.counted() as calls:
        browser.get("/accounts")
        for path in ("/customers", "/uploads", "/exports", "/me", f"/customers/{here.key('C-1001')}/journal"):
            here.agent().get(path)
    assert not any(call.operation == "Scan" for call in calls)
    assert all("Limit" in call.parameters for call in calls if call.operation == "Query")
