"""A customer beside the list, and a list that leaves the console as a file."""

from __future__ import annotations

import pytest

from chalicelib import wiring
from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from tests.support.debtors import SIAN, crowd
from tests.support.harness import WIRE
from tests.support.world import NOON, World


@pytest.mark.feature("V2")
def test_a_glance_costs_one_request_besides_the_person_s_own_and_writes_nothing(here: World) -> None:
    path = f"/customers/{here.key('C-1001')}/glance"
    here.agent().get(path)
    with WIRE.counted() as calls:
        shown = here.agent("viewer").get(path).json
    person, customer = calls
    assert (person.operation, customer.operation) == ("GetItem", "GetItem")
    assert (shown["owed_pence"], shown["accounts"], shown["link"], shown["on_hold"]) == (11_000, 2, "LIVE", False)
    assert "flags" not in shown


@pytest.mark.feature("V2")
def test_a_payment_under_way_shows_in_a_glance(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="full")
    assert here.agent().get(f"/customers/{here.key('C-1001')}/glance").json["payments_under_way"] == 1


@pytest.mark.feature("V2")
def test_looking_at_sensitive_flags_is_told_to_the_diary_first(here: World) -> None:
    needs = Hold(id="H-1", kind=HoldKind.VULNERABILITY, start=NOON.date(), source=HoldSource.AGENT)
    flagged = here.customer("C-1001").model_copy(update={"holds": (needs,), "do_not_contact": True})
    wiring.store().put_all([flagged])
    answer = here.agent().post(f"/customers/{flagged.customer_key}/flags")
    assert answer.json == {"flags": ["Support needs", "Do not contact"]}
    (told,) = [a for a in here.entities().all(Activity) if a.event is Event.CUSTOMER_FLAGS_VIEWED]
    assert (told.stream, told.actor_name, told.after) == (flagged.customer_key, "Made-up agent", None)


@pytest.mark.feature("V2")
def test_a_viewer_may_not_look_at_sensitive_flags(here: World) -> None:
    answer = here.agent("viewer").post(f"/customers/{here.key('C-1001')}/flags")
    assert (answer.status, answer.code) == (403, "FORBIDDEN")
    assert not [a for a in here.entities().all(Activity) if a.event is Event.CUSTOMER_FLAGS_VIEWED]


@pytest.mark.feature("V1")
def test_a_list_that_is_taken_away_is_told_with_its_rows_and_not_with_its_words(here: World) -> None:
    here.fill(crowd(30))
    ask = {"by": "name", "text": "crowd", "filters": {"owed_to_pence": 1_009}, "limit": 500}
    answer = here.agent().post("/customers/download", ask)
    assert len(answer.json["items"]) == 10
    (told,) = [a for a in here.entities().all(Activity) if a.event is Event.EXPORT_DOWNLOADED]
    assert told.after == {"rows": "10", "filters": "owed_to", "search": "name"}
    assert "crowd" not in told.model_dump_json()
