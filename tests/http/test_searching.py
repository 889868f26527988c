"""One box for everything an agent may know of a customer, and a list that can be narrowed and walked through."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.records.finding import LOOKED_AT_LIMIT
from chalicelib.records.model import CustomerStatus
from tests.support.debtors import EVERYBODY, MOHAMMED, SIAN, crowd
from tests.support.harness import WIRE
from tests.support.world import World

pytestmark = pytest.mark.feature("V1")
STANDING = 1
"""What every request of the console costs before anything else: whether the person still has access (ADR 11)."""


def ids(here: World, by: str, text: str = "", **more: Any) -> list[str]:
    answer = here.agent().search(by, text, **more)
    assert answer.status == 200, answer.body
    return [row["customer_id"] for row in answer.json["items"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("C-1001", ["C-1001"]),
        ("ACC-3", ["C-1002"]),
        ("07700900123", ["C-1001"]),
        ("+44 7700 900 456", ["C-1002"]),
        ("SIAN@example.com", ["C-1001"]),
        ("ls14dy", ["C-1001"]),
        ("cf10", ["C-1003"]),
        ("o'neill", ["C-1001"]),
        ("oneill-smith", ["C-1001"]),
        ("ONEILLSMITH siân", ["C-1001"]),
        ("Crumb & D", ["C-1003"]),
        ("darcy", ["C-1002"]),
        ("%", []),
        ("*", []),
        ("' OR 1=1 --", []),
        ("{}", []),
        ("nobody at all", []),
    ],
)
def test_one_box_finds_by_any_reference(here: World, text: str, found: list[str]) -> None:
    assert ids(here, "any", text) == found


def test_nothing_typed_finds_everybody(here: World) -> None:
    assert len(ids(here, "any", "  ")) == len(EVERYBODY)


def test_the_answer_says_what_the_text_was_taken_for(here: World) -> None:
    tried = here.agent().search("any", "07700 900999").json["tried"]
    assert tried == ["customer_id", "account", "reference", "phone"]


def test_a_payment_is_found_by_the_reference_the_debtor_reads_out(here: World) -> None:
    debtor = here.signed_in(SIAN)
    debtor.get("/accounts/ACC-1/pay")
    payment_id = debtor.hidden("payment_id")
    debtor.submit(choice="full")
    assert ids(here, "any", f"{payment_id[-10:-5]} {payment_id[-5:]}".lower()) == ["C-1001"]
    assert ids(here, "reference", payment_id[-10:]) == ["C-1001"]


def test_an_account_is_found_by_the_reference_the_creditor_gave_it(here: World) -> None:
    account = SIAN.accounts["ACC-1"].model_copy(update={"number": "ACC-9", "payment_reference": "SVW-2291-77"})
    here.add(SIAN.model_copy(update={"customer_id": "C-2001", "accounts": {"ACC-9": account}}))
    assert ids(here, "any", "svw 2291 77") == ["C-2001"]


@pytest.mark.parametrize(
    ("text", "at_most"),
    [("C-1001", 4), ("07700 900123", 6), ("LS1 4DY", 6), ("sian@example.com", 2), ("O'Neill", 8), ("nobody here", 8)],
)
def test_one_box_costs_a_bounded_number_of_requests(here: World, text: str, at_most: int) -> None:
    ids(here, "any", "warm")
    with WIRE.counted() as calls:
        ids(here, "any", text)
    assert len(calls) <= at_most + STANDING, [str(call) for call in calls]
    assert all("Limit" in call.parameters for call in calls if call.operation == "Query")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"status": "BLOCKED"}, ["C-1002"]),
        ({"status": "ACTIVATED"}, ["C-1003", "C-1001"]),
        ({"owed_from_pence": 12_000}, ["C-1003", "C-1002"]),
        ({"owed_to_pence": 12_000}, ["C-1001"]),
        ({"owed_from_pence": 11_000, "owed_to_pence": 12_345}, ["C-1002", "C-1001"]),
        ({"hold": True}, []),
        ({"language": "cy-GB"}, []),
        ({"portfolio": "north"}, []),
        ({}, ["C-1003", "C-1002", "C-1001"]),
    ],
)
def test_the_list_is_narrowed_by_what_its_rows_show(here: World, filters: dict[str, Any], found: list[str]) -> None:
    blocked = here.customer(MOHAMMED.customer_id).model_copy(update={"status": CustomerStatus.BLOCKED})
    wiring.store().put_all([blocked])
    assert ids(here, "name", filters=filters) == found


def test_amounts_that_nothing_can_lie_between_are_refused(here: World) -> None:
    answer = here.agent().search("name", filters={"owed_from_pence": 2, "owed_to_pence": 1})
    assert (answer.status, answer.code) == (400, "INVALID")


def test_a_filtered_list_is_walked_to_its_end_without_gaps(here: World) -> None:
    """However few of very many are wanted: a page may be short or empty, and its cursor leads on."""
    here.fill(crowd(60))
    wanted = {"owed_from_pence": 1_010, "owed_to_pence": 1_049}
    seen, after = [], ""
    while True:
        answer = here.agent().search("name", "crowd", filters=wanted, after=after).json
        seen += [row["owed_pence"] for row in answer["items"]]
        after = answer["after"]
        if not after:
            break
    assert seen == list(range(1_010, 1_050))


def test_a_filter_that_nobody_meets_reads_a_bounded_part_of_the_index(here: World) -> None:
    here.fill(crowd(40))
    with WIRE.counted() as calls:
        assert ids(here, "name", filters={"language": "cy-GB"}) == []
    assert sum(call.parameters["Limit"] for call in calls if call.operation == "Query") <= 4 * LOOKED_AT_LIMIT


@pytest.mark.parametrize(
    "cursor", ["x", "!!!", "A" * 40, urlsafe_b64encode(b"[]").decode(), urlsafe_b64encode(b'["a", ""]').decode()]
)
def test_a_broken_cursor_is_refused(here: World, cursor: str) -> None:
    answer = here.agent().search("name", after=cursor)
    assert (answer.status, answer.code) == (400, "BAD_CURSOR")


def test_a_cursor_of_another_search_is_refused(here: World) -> None:
    here.fill(crowd(30))
    after = here.agent().search("name", "crowd").json["after"]
    assert here.agent().search("name", "crowd", after=after).status == 200
    for other in (
        here.agent().search("name", "crow", after=after),
        here.agent().search("name", "crowd", filters={"status": "BLOCKED"}, after=after),
        here.agent().search("any", "crowd", after=after),
    ):
        assert (other.status, other.code) == (400, "BAD_CURSOR")


def test_nothing_that_was_searched_for_stands_in_an_address(here: World) -> None:
    """Searching is a POST: there is no address that takes a name or a number as a query."""
    routes = here.module().routes().api_routes
    searching = [route for route in routes if route.path == "/api/customers/search"]
    assert [(route.method, route.query.model_fields) for route in searching] == [("POST", {})]


@pytest.mark.feature("O1")
def test_a_shared_address_finds_both_and_none_is_no_bar(here: World) -> None:
    here.add(
        SIAN.model_copy(update={"customer_id": "C-2002", "accounts": {}}),
        SIAN.model_copy(update={"customer_id": "C-2003", "accounts": {}, "email": None}),
    )
    assert ids(here, "any", "sian@example.com") == ["C-1001", "C-2002"]
    assert ids(here, "any", "C-2003") == ["C-2003"]
