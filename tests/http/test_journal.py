"""The journal through the app: lines with a balance, filtered and sorted on the server, paged, downloaded, and as of a day."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chalicelib.ledger.model import EntryType
from chalicelib.portal.owed_page import STEPS, UNSEEN
from tests.support.debtors import SIAN
from tests.support.harness import WIRE
from tests.support.http import Browser
from tests.support.world import World


@pytest.fixture
def key(here: World, payer: Browser) -> str:
    """The key of Siân, who paid."""
    return here.key("C-1001")


def lines(here: World, key: str, **asked: Any) -> list[dict[str, Any]]:
    page: list[dict[str, Any]] = here.agent("viewer").post(f"/customers/{key}/journal", asked).json["items"]
    return page


@pytest.mark.feature("JO1")
def test_a_line_tells_everything_about_a_posting(here: World, key: str) -> None:
    [paid] = lines(here, key, methods=["CARD"])
    told = {
        "sequence": 2,
        "line": 1,
        "type": "PAYMENT",
        "context": "PORTAL",
        "account_number": "ACC-1",
        "claim": "ACC-1-1",
        "debit": "1200",
        "credit": "1100",
        "amount_pence": 1234,
        "balance_after_pence": 11_000 - 1234,
        "payment_method": "CARD",
        "effective_date": "2026-11-22",
        "actor": {"type": "PROVIDER", "name": "sandbox"},
    }
    assert {name: paid[name] for name in told} == told
    assert paid["entry_id"].startswith("payment:")
    assert len(paid["payment_reference"]) == 11


@pytest.mark.feature("JO2", "V8")
def test_the_lines_of_one_payment_are_shown_with_it_and_with_what_undid_it(here: World, key: str) -> None:
    lead, money = here.agent("admin"), {"amount_pence": 10_000, "method": "CASH", "received_on": "2026-11-21"}
    wrong = {"id": "01JD0000000000000000000001", "reference": "Till 4", "account_number": "ACC-1"} | money
    assert lead.post(f"/customers/{key}/payments", wrong).status == 201
    [card, cash] = [lead.get(f"/customers/{key}/payments/{payment}").json for payment in (paid_by_card(here, key), wrong["id"])]
    assert card["portions"] == [{"account_number": "ACC-1", "claim": "ACC-1-1", "amount_pence": 1_234}]
    assert (card["may_be_taken_back"], card["refundable_pence"]) == (False, 1_234)
    assert [portion["amount_pence"] for portion in cash["portions"]] == [5_766]
    assert (cash["may_be_taken_back"], cash["refundable_pence"], cash["credited_pence"]) == (True, 0, 4_234)
    undone = lead.post(f"/customers/{key}/payments/{wrong['id']}/reversal", {"reason": "Typed twice"})
    assert (undone.status, undone.json["status"]) == (200, "CANCELLED")
    shown = lines(here, key, payment_id=wrong["id"], descending=False)
    posted = Counter[tuple[str, str | None]]()
    for line in shown:
        posted[line["type"], line["reason"]] += line["amount_pence"]
    assert posted == {("PAYMENT", None): 10_000, ("REVERSAL", "Typed twice"): 10_000}
    assert not lead.get(f"/customers/{key}/payments/{wrong['id']}").json["may_be_taken_back"]
    assert [line["amount_pence"] for line in lines(here, key, payment_id=card["id"])] == [1_234]


def paid_by_card(here: World, key: str) -> str:
    payments = here.agent().get(f"/customers/{key}").json["payments"]
    return next(str(payment["id"]) for payment in payments if payment["method"] == "CARD")


@pytest.mark.feature("JO2", "JO3")
def test_lines_are_filtered_and_sorted_and_an_account_has_its_own_balance(here: World, key: str) -> None:
    assert [line["sequence"] for line in lines(here, key)] == [2, 1, 1, 1]
    assert [line["claim"] for line in lines(here, key, order="CLAIM", descending=False)] == ["ACC-1-1"] * 3 + ["ACC-2-1"]
    assert [line["balance_after_pence"] for line in lines(here, key, account="ACC-1")] == [7_000 - 1234, 7_000, 6_500]
    page = here.agent("viewer").post(f"/customers/{key}/journal", {"contexts": ["IMPORT"]}).json
    assert (page["total"], page["debits_pence"], page["credits_pence"]) == (3, 11_000, 11_000)
    assert page["choices"] == {
        "claims": ["ACC-1-1", "ACC-2-1"],
        "products": [""],
        "methods": ["", "CARD"],
        "contexts": ["IMPORT", "PORTAL"],
    }


@pytest.mark.feature("JO4")
def test_taking_the_journal_away_is_told_once(here: World, key: str) -> None:
    body = {"account": "ACC-1", "claims": ["ACC-1-1", ""], "contexts": ["IMPORT"]}
    for _ in range(2):
        assert here.agent().post(f"/customers/{key}/journal/downloads", body, "the same key twice").status == 200
    [told] = here.agent().post(f"/customers/{key}/diary", {"events": ["dataExport.journalDownloaded"]}).json["items"]
    assert told["after"] == {"Account": "ACC-1", "Claims": "2", "Contexts": "1"}


@pytest.mark.parametrize(
    ("day", "owed", "behind"), [("2026-11-19", 0, 0), ("2026-11-20", 11_000, 3), ("2026-11-22", 11_000 - 1234, 4)]
)
def test_what_was_owed_on_a_day_comes_with_the_lines_behind_it(here: World, key: str, day: str, owed: int, behind: int) -> None:
    page = here.agent("viewer").post(f"/customers/{key}/journal/owed", {"day": day}).json
    assert (page["owed_pence"], len(page["lines"])) == (owed, behind)
    alone = here.agent("viewer").post(f"/customers/{key}/journal/owed", {"day": day, "account": "ACC-2"}).json
    assert alone["owed_pence"] == (4_000 if owed else 0)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("journal", {"after": "x"}, "BAD_CURSOR"),
        ("journal", {"after": "1.²"}, "BAD_CURSOR"),
        ("journal", {"order": "AMOUNT"}, "INVALID"),
        ("journal", {"contexts": ["NOWHERE"]}, "INVALID"),
        ("journal", {"account": "ACC-3"}, "NOT_FOUND"),
        ("journal/owed", {"day": "2026-02-30"}, "INVALID"),
        ("journal/owed", {"day": "2026-11-20", "account": "ACC-3"}, "NOT_FOUND"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(here: World, path: str, body: dict[str, Any], code: str) -> None:
    assert here.agent().post(f"/customers/{here.key('C-1001')}/{path}", body).code == code


@pytest.mark.parametrize("path", ["journal", "journal/owed"])
def test_nobody_s_journal_is_not_found(here: World, path: str) -> None:
    assert here.agent().post(f"/customers/{'a' * 26}/{path}", {"day": "2026-11-20"} if "owed" in path else {}).status == 404


def test_a_page_of_the_journal_costs_the_agent_the_customer_and_one_query(here: World) -> None:
    with WIRE.counted() as calls:
        here.agent().post(f"/customers/{here.key('C-1001')}/journal", {})
    assert [call.operation for call in calls] == ["GetItem", "GetItem", "Query"]
    assert not any(call.writes for call in calls)


@pytest.mark.parametrize(("day", "owed"), [("19", "£0.00"), ("20", "£110.00"), ("22", "£97.66")])
def test_debtors_see_what_they_owed_on_a_day_and_how_that_came_about(here: World, key: str, day: str, owed: str) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts")
    browser.get("/owed")
    browser.submit(**{"on-day": day, "on-month": "11", "on-year": "2026"})
    assert owed in browser.text
    assert ("What you owed when we took on the account" in browser.text) == (day != "19")
    assert ("Your payment" in browser.text) == (day == "22")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"on-day": "", "on-month": "11", "on-year": "2026"}, "Enter a day"),
        ({"on-day": "31", "on-month": "2", "on-year": "2026"}, "Enter a real day"),
        ({"on-day": "23", "on-month": "11", "on-year": "2026"}, "Enter today or a day before"),
    ],
)
def test_a_day_that_cannot_be_is_asked_for_again(here: World, typed: dict[str, str], words: str) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/owed")
    browser.submit(**typed)
    assert words in browser.text


def test_every_entry_type_is_told_to_the_debtor_in_words_of_its_own() -> None:
    corrections = {EntryType.ADJUSTMENT, EntryType.ADJUSTMENT_UP, EntryType.ADJUSTMENT_DOWN}
    assert {*STEPS, *UNSEEN, *corrections} == set(EntryType)
