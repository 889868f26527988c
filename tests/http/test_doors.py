"""The door tells nothing: a link that works, one that never existed and one that is over look the same (checklist 4 to 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chalicelib import wiring
from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.portal.model import Attempts
from chalicelib.records.model import Customer, CustomerType
from chalicelib.settings.facts import Fact
from chalicelib.settings.model import Settings
from tests.support import carried, snapshots
from tests.support.debtors import BAKERY, SIAN
from tests.support.facts import ALLOWED
from tests.support.harness import WIRE, die_after
from tests.support.http import FORM, Answer, Browser
from tests.support.snapshots import Snapshot
from tests.support.turns import interleave, schedules
from tests.support.world import World, facts

LIMIT = 5
WRONG = facts(SIAN) | {"dob_year": "1988"}


def _valid(here: World) -> str:
    return here.token("C-1001")


def _unknown(here: World) -> str:
    return "a" * 26


def _revoked(here: World) -> str:
    token, customer = here.token("C-1001"), here.customer("C-1001")
    here.agent().post(f"/customers/{customer.customer_key}/link", {"version": customer.version})
    return token


def _expired(here: World) -> str:
    token = here.token("C-1001")
    _change(here, link=here.customer("C-1001").link.model_copy(update={"expires_at": here.clock.now() - timedelta(days=1)}))
    return token


def _closed(here: World) -> str:
    token = here.token("C-1001")
    _change(here, status="DEACTIVATED")
    return token


def _locked(here: World) -> str:
    token = here.token("C-1001")
    for _ in range(LIMIT):
        _answer(here, token, WRONG)
    return token


LINKS: dict[str, Callable[[World], str]] = {
    "valid": _valid,
    "unknown": _unknown,
    "revoked": _revoked,
    "expired": _expired,
    "closed": _closed,
    "locked": _locked,
}


def _change(here: World, **fields: object) -> None:
    customer = here.customer("C-1001")
    changed = Customer.model_validate(customer.model_dump() | fields)
    told = Diary(Actor.system("test"), here.clock.now()).tell(Event.CUSTOMER_UPDATED, customer.ref, stream=customer.customer_key)
    wiring.store().commit(Changes(Replace(changed), Append(told)))


def _answer(here: World, token: str, typed: dict[str, str], address: str = "203.0.113.7") -> Browser:
    browser = here.browser(address)
    browser.get(f"/a/{token}")
    browser.submit(**typed)
    return browser


def _seen(answer: Answer) -> tuple[object, ...]:
    return answer.status, dict(answer.headers), answer.body


@pytest.mark.parametrize("kind", LINKS)
def test_the_page_behind_every_kind_of_link_is_the_same_to_the_byte(here: World, kind: str) -> None:
    token = LINKS[kind](here)
    here.browser().get("/help")
    with WIRE.counted() as calls:
        page = here.browser().get(f"/a/{token}")
    assert _seen(page) == _seen(here.browser().get(f"/a/{'z' * 26}"))
    assert calls == []


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        pytest.param(kind, typed, id=f"{kind}-{name}")
        for kind in LINKS
        for name, typed in (("wrong", WRONG), ("right", facts(SIAN)), ("of another", facts(BAKERY)))
        if (kind, name) != ("valid", "right")
    ],
)
def test_a_failed_answer_is_the_same_to_the_byte_and_costs_the_same(here: World, kind: str, typed: dict[str, str]) -> None:
    here.browser().get("/help")
    _answer(here, "y" * 26, typed, "198.51.100.200")
    token = LINKS[kind](here)
    with WIRE.counted() as calls:
        browser = _answer(here, token, typed)
    with WIRE.counted() as reference:
        never = _answer(here, "z" * 26, typed, "192.0.2.77")
    assert _seen(browser.page) == _seen(never.page)
    assert [str(call) for call in calls] == [str(call) for call in reference]


@pytest.fixture
def choose() -> Iterator[Callable[..., None]]:
    """Settings as an administrator chose them, in force at once, and the defaults again afterwards."""

    def chosen(**fields: object) -> None:
        wiring.store().put_all([Settings.model_validate(fields)])
        wiring.settings.cache_clear()

    yield chosen
    wiring.settings.cache_clear()


@pytest.mark.feature("R5", "V6")
def test_an_organisation_may_ask_for_other_facts_and_the_door_still_tells_nothing(
    here: World, choose: Callable[..., None]
) -> None:
    choose(individual_facts=(Fact.SURNAME, Fact.DATE_OF_BIRTH, Fact.ACCOUNT_ENDING), company_facts=(Fact.REFERENCE, Fact.EMAIL))
    token, born = here.token("C-1001"), {name: text for name, text in facts(SIAN).items() if name != "postcode"}
    right = born | {"surname": "oneill-smith", "account_ending": "CC-2"}
    here.browser().get("/help")
    page, nobody = here.browser().get(f"/a/{token}"), here.browser().get(f"/a/{'z' * 26}")
    assert _seen(page) == _seen(nobody)
    assert "Last 4 characters of your account number" in page.body
    assert "Postcode" not in page.body
    with WIRE.counted() as failed:
        wrong = _answer(here, token, right | {"surname": "Neill"})
    with WIRE.counted() as unknown:
        never = _answer(here, "z" * 26, right | {"surname": "Neill"}, "192.0.2.77")
    assert _seen(wrong.page) == _seen(never.page)
    assert [str(call) for call in failed] == [str(call) for call in unknown]
    assert _answer(here, token, right).path == "/accounts"
    business = {"who": "business", "reference": "acc-5", "email": "accounts@crumb.example.com"}
    assert _answer(here, here.token("C-1003"), business, "192.0.2.9").path == "/accounts"


@pytest.mark.feature("R5", "V6")
@pytest.mark.parametrize("kind", LINKS)
def test_whatever_facts_may_be_chosen_every_kind_of_link_shows_the_same_page(
    here: World, choose: Callable[..., None], kind: str
) -> None:
    token = LINKS[kind](here)
    people, businesses = ALLOWED[CustomerType.INDIVIDUAL], ALLOWED[CustomerType.COMPANY]
    chosen = [(some, businesses[0]) for some in people] + [(people[0], some) for some in businesses]
    for individual, company in chosen:
        choose(individual_facts=individual, company_facts=company)
        page, nobody = here.browser().get(f"/a/{token}"), here.browser().get(f"/a/{'z' * 26}")
        assert _seen(page) == _seen(nobody), (individual, company)
        assert page.status == 200
    assert len(chosen) > 60


def _ask_for_a_link(here: World, token: str, address: str = "203.0.113.7") -> Browser:
    browser = here.browser(address)
    browser.get(f"/a/{token}")
    browser.submit(wish="new-link")
    return browser


@pytest.mark.parametrize("kind", LINKS)
@pytest.mark.feature("V6")
def test_asking_for_a_new_link_is_the_same_to_the_byte_and_costs_the_same(here: World, kind: str) -> None:
    here.browser().get("/help")
    _ask_for_a_link(here, "y" * 26, "198.51.100.200")
    token = LINKS[kind](here)
    with WIRE.counted() as calls:
        asked = _ask_for_a_link(here, token)
    with WIRE.counted() as reference:
        never = _ask_for_a_link(here, "z" * 26, "192.0.2.77")
    assert _seen(asked.page) == _seen(never.page)
    assert "Look at your messages" in asked.text
    assert [str(call) for call in calls] == [str(call) for call in reference]
    assert len(calls) == 3


@pytest.mark.parametrize(
    ("kind", "sent"), [("valid", 1), ("unknown", 0), ("revoked", 1), ("expired", 1), ("closed", 0), ("locked", 1)]
)
@pytest.mark.feature("V6")
def test_a_new_link_goes_to_the_phone_on_file_and_nowhere_else(here: World, kind: str, sent: int) -> None:
    _ask_for_a_link(here, LINKS[kind](here))
    here.pump()
    texts = carried.texts()
    assert [to for to, _ in texts] == [SIAN.mobile_phone] * sent
    if sent:
        link = re.search(r"/a/(\w{26})", texts[0][1])
        assert link is not None
        assert link[1] == here.token("C-1001")
        here.wait(days=1, minutes=1)
        assert _answer(here, link[1], facts(SIAN)).path == "/accounts"


def test_a_link_gets_three_new_ones_a_day_and_nobody_can_tell_when_that_is_over(here: World) -> None:
    pages = set()
    for number in range(6):
        pages.add(_ask_for_a_link(here, here.token("C-1001"), f"198.51.{number}.1").page.body)
        here.wait(minutes=10)
    here.pump()
    assert len(pages) == 1
    assert len(carried.texts()) == 3
    here.wait(hours=24)
    _ask_for_a_link(here, here.token("C-1001"))
    here.pump()
    assert len(carried.texts()) == 4


def test_a_network_gets_ten_new_links_an_hour(here: World) -> None:
    for number in range(12):
        _ask_for_a_link(here, f"{number:026d}")
    assert len(snapshots.bodies("messages")) == 10


def test_the_wish_for_a_link_needs_our_own_page(here: World) -> None:
    headers = {"content-type": FORM, "origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    answer = here.gateway.send("POST", f"/a/{here.token('C-1001')}", headers=headers, body="wish=new-link")
    assert answer.status == 403
    assert snapshots.bodies("messages") == []


def test_the_right_answers_do_not_open_a_locked_link(here: World) -> None:
    token = _locked(here)
    assert _answer(here, token, facts(SIAN)).path != "/accounts"
    here.wait(hours=25)
    assert _answer(here, token, facts(SIAN)).path == "/accounts"


def test_a_network_has_attempts_of_its_own(here: World) -> None:
    for number in range(20):
        _answer(here, f"{number:026d}", WRONG, "192.0.2.5")
    assert _answer(here, here.token("C-1001"), facts(SIAN), "192.0.2.99").path != "/accounts"
    assert _answer(here, here.token("C-1001"), facts(SIAN), "203.0.113.7").path == "/accounts"


def test_an_attempt_counts_even_if_we_die_in_the_middle(here: World) -> None:
    token = here.token("C-1001")
    for _ in range(LIMIT):
        browser = here.browser()
        browser.get(f"/a/{token}")
        die_after("TransactWriteItems", lambda browser=browser: browser.submit(**WRONG))
    assert _answer(here, token, facts(SIAN)).path != "/accounts"


def test_two_at_once_never_get_more_attempts_than_one(here: World) -> None:
    """Every order in which two clients with one attempt left between them can take turns."""
    token = here.token("C-1001")
    for _ in range(LIMIT - 1):
        _answer(here, token, WRONG)
    beginning = Snapshot.take()
    typed = urlencode({name.replace("dob_", "dob-"): value for name, value in facts(SIAN).items()})
    headers = {"content-type": FORM, "sec-fetch-site": "same-origin"}
    for schedule in schedules(3):
        beginning.restore()
        statuses: list[int] = []

        def answer(address: str, into: list[int] = statuses) -> None:
            into.append(here.gateway.send("POST", f"/a/{token}", headers=headers, body=typed, address=address).status)

        interleave([lambda: answer("192.0.2.1"), lambda: answer("198.51.100.9")], schedule)
        assert sorted(statuses) == [200, 303], schedule
        link = next(entity for entity in here.entities().all(Attempts) if entity.scope.startswith("link#"))
        assert link.count <= LIMIT, schedule
