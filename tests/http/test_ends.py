"""Deleting a customer, or anonymising one: what an administrator may do, and what is left afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.core.ids import ulid
from chalicelib.mandates.model import Mandate
from chalicelib.payments.model import Payment, Status
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from chalicelib.records.model import Customer
from chalicelib.records.tombstones import Tombstone
from tests.support import invariants
from tests.support.debtors import MOHAMMED, SIAN
from tests.support.http import Answer
from tests.support.lifecycle_invariants import ENDS_AT_REST
from tests.support.world import NOON, World, facts

pytestmark = pytest.mark.feature("V3")
KEY = "6f1c2d9e-0000-4000-8000-00000000000c"


def end(here: World, customer_id: str = "C-1001", ending: str = "DELETE", key: str = "", **other: Any) -> Answer:
    body = {
        "version": here.customer(customer_id).version if "version" not in other else other["version"],
        "ending": ending,
        "reason": "ERASURE_REQUEST",
        "confirm": other.get("confirm", customer_id),
    }
    return here.agent("admin").post(f"/customers/{here.key(customer_id)}/end", body, key)


def paid(here: World, *, delivered: bool = True) -> None:
    """Siân pays all of her first account; the bank's word may still be on its way."""
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="full")
    browser.submit(outcome="pay")
    if delivered:
        here.deliver_webhooks()
    else:
        here.webhooks.clear()


def test_without_money_a_customer_is_gone_from_every_list_at_once(here: World) -> None:
    link = here.token("C-1002")
    browser = here.signed_in(MOHAMMED)
    assert end(here, "C-1002").status == 202
    for by, text in (("any", "C-1002"), ("name", "darcy"), ("phone", "07700 900456"), ("postcode", "M1"), ("account", "ACC-3")):
        assert here.agent().search(by, text).json["items"] == []
    assert here.agent().get(f"/customers/{here.key('C-1002')}").status == 404
    assert browser.get("/accounts").status == 401
    stranger = here.browser("192.0.2.5")
    stranger.get(f"/a/{link}")
    stranger.submit(**facts(MOHAMMED))
    assert stranger.path != "/accounts"
    here.sweep("removal_sweep")
    invariants.hold(ENDS_AT_REST, here.entities())


def test_what_is_kept_of_a_deleted_customer_names_nobody(here: World) -> None:
    end(here, "C-1002")
    here.sweep("removal_sweep")
    (stone,) = here.entities().all(Tombstone)
    assert (stone.deleted_by, stone.reason, stone.accounts, stone.claims) == ("sub-admin", "ERASURE_REQUEST", 1, 1)
    kept = [a for a in here.entities().all(Activity) if a.entity == f"customer:{here.key('C-1002')}"]
    assert {a.event for a in kept} == {Event.CUSTOMER_DELETED, Event.CUSTOMER_REMOVED}


def test_a_double_click_deletes_once_and_answers_twice(here: World) -> None:
    version = here.customer("C-1002").version
    first, second = (end(here, "C-1002", key=KEY, version=version) for _ in range(2))
    assert (first.status, second.status, first.json) == (202, 202, second.json)
    other = end(here, "C-1002", version=version)
    assert (other.status, other.code) == (404, "NOT_FOUND")
    assert len(here.entities().all(Tombstone)) == 1


@pytest.mark.parametrize(
    ("other", "status", "code"),
    [({"confirm": "C-1001"}, 400, "INVALID"), ({"confirm": ""}, 400, "INVALID"), ({"version": 99}, 409, "STALE")],
)
def test_nothing_is_deleted_by_mistake(here: World, other: dict[str, Any], status: int, code: str) -> None:
    before = here.customer("C-1002")
    answer = end(here, "C-1002", **other)
    assert (answer.status, answer.code) == (status, code)
    assert here.customer("C-1002") == before


@pytest.mark.parametrize("ending", ["DELETE", "ANONYMISE"])
def test_legal_proceedings_keep_everything(here: World, ending: str) -> None:
    court = Hold(id="H-1", kind=HoldKind.LEGAL, account="ACC-3", start=NOON.date(), source=HoldSource.AGENT)
    wiring.store().put_all([here.customer("C-1002").model_copy(update={"holds": (court,)})])
    before = here.customer("C-1002")
    assert "Legal proceedings" in here.agent("admin").get(f"/customers/{before.customer_key}/end").json["refusal"]
    answer = end(here, "C-1002", ending)
    assert (answer.status, answer.code) == (409, "WRONG_STATE")
    assert here.customer("C-1002") == before


def test_whose_money_moved_can_only_be_anonymised(here: World) -> None:
    assert here.agent("admin").get(f"/customers/{here.key('C-1001')}/end").json["ending"] == "DELETE"
    paid(here)
    assert here.agent("admin").get(f"/customers/{here.key('C-1001')}/end").json["ending"] == "ANONYMISE"
    answer = end(here)
    assert (answer.status, answer.code) == (409, "WRONG_STATE")
    assert here.customer("C-1001").first_name == "Siân"


def test_anonymising_keeps_the_ledger_and_nothing_else(here: World) -> None:
    paid(here)
    owed, key = here.customer("C-1001").owed, here.key("C-1001")
    assert end(here, ending="ANONYMISE").status == 202
    here.sweep("removal_sweep")
    (nobody,) = [c for c in here.entities().all(Customer) if c.customer_key == key]
    assert (nobody.name, nobody.owed, nobody.status) == ("Anonymised", owed, "ANONYMISED")
    invariants.hold((*invariants.AT_REST, *ENDS_AT_REST), here.entities())
    again = here.agent("admin").get(f"/customers/{key}/end")
    assert (again.status, again.code) == (404, "NOT_FOUND")


def test_a_payment_on_its_way_is_posted_though_its_customer_is_nobody_by_then(here: World) -> None:
    paid(here, delivered=False)
    assert end(here, ending="ANONYMISE").status == 202
    here.wait(hours=2)
    here.sweep("payment_sweep")
    here.sweep("removal_sweep")
    (payment,) = here.entities().all(Payment)
    assert (payment.status, payment.captured) == (Status.SETTLED, 7_000)
    invariants.hold((*invariants.AT_REST, *ENDS_AT_REST), here.entities())


@pytest.mark.feature("DM1", "V15")
def test_what_was_agreed_ends_with_who_is_anonymised(here: World) -> None:
    """A way to pay that is set up, a promise, and money that came by bank with words of the payer's; the bank is told later."""
    browser, key = here.signed_in(SIAN), here.key("C-1001")
    browser.get("/ways-to-pay")
    browser.submit(method="BACS", most="50")
    browser.submit()
    browser.submit(outcome="bacs")
    here.deliver_webhooks()
    [mandate] = here.entities().all(Mandate)
    made = {
        "account_number": "ACC-1",
        "claim": "ACC-1-1",
        "amount_pence": 2_000,
        "due": NOON.date().isoformat(),
    }
    assert here.agent().post(f"/customers/{key}/promises", made, KEY).status == 201
    received = {
        "id": ulid(here.clock.now()),
        "amount_pence": 1_000,
        "method": "BANK_TRANSFER",
        "received_on": NOON.date().isoformat(),
        "reference": "FROM SIAN",
    }
    assert here.agent().post(f"/customers/{key}/payments", received, f"{KEY}r").status == 201
    assert end(here, ending="ANONYMISE").status == 202
    here.sweep("removal_sweep")
    assert [m.to_revoke for m in here.entities().all(Mandate)] == [True]
    here.wait(minutes=15)
    here.sweep("mandate_sweep")
    assert mandate.last4
    invariants.hold((*invariants.AT_REST, *ENDS_AT_REST), here.entities())


@pytest.mark.parametrize("role", ["agent", "viewer"])
def test_only_administrators_end_records(here: World, role: str) -> None:
    answer = here.agent(role).get(f"/customers/{here.key('C-1001')}/end")
    assert (answer.status, answer.code) == (403, "FORBIDDEN")


def test_a_removal_shows_how_far_it_has_come(here: World) -> None:
    wiring.store().put_all(_lines(here, 600))
    end(here, "C-1002")
    (shown,) = here.agent("admin").get("/removals").json["items"]
    assert (shown["ending"], shown["stage"]) == ("DELETE", "ACTIVITIES")
    here.sweep("removal_sweep")
    assert here.agent("admin").get("/removals").json["items"] == []
    invariants.hold(ENDS_AT_REST, here.entities())


def _lines(here: World, count: int) -> list[Activity]:
    """A diary as long as years make it."""
    line = next(activity for activity in here.entities().all(Activity) if activity.stream == here.key("C-1002"))
    return [line.model_copy(update={"id": f"01JD{number:022d}"}) for number in range(count)]
