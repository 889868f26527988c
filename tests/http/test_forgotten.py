"""Whoever was deleted or anonymised is forgotten: a canary in every field, and no file that brings it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import wiring
from chalicelib.imports.model import Upload
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from tests.support import invariants, snapshots
from tests.support.files import dataset, person
from tests.support.lifecycle_invariants import ENDS_AT_REST
from tests.support.world import World, facts, world

pytestmark = pytest.mark.feature("V3")
CANARY = {
    "FirstName": "Kanarienvogel",
    "LastName": "Cini-Canaria",
    "DateOfBirth": "1931-12-24",
    "MobilePhone": "07700 900987",
    "Email": "kanarienvogel@example.com",
    "AddressLine1": "99 Canary Wharf Lane",
    "Postcode": "TR21 0LW",
    "PaymentReference": "CANARYREF1",
}
SPELLINGS = ("kanarienvogel", "cini", "1931", "7700900987", "wharf", "tr21", "canaryref1")


@pytest.fixture
def imported() -> Iterator[World]:
    with world() as made:
        wiring.store().put_all([Settings(auto_confirm_rejected_percent=100)])
        made.take_in("customers.csv", dataset(person("C-1", "ACC-CAN-1", "50.00", **CANARY)))
        yield made


def _tables() -> str:
    """Everything that any table holds, as one text; but for uploads, which show the first faults of their file, with the IDs
    that stand in it, for as long as the file itself is kept."""
    return "\n".join(repr(entity) for entity in snapshots.entities() if not isinstance(entity, Upload)).lower()


@pytest.mark.parametrize("ending", ["DELETE", "ANONYMISE"])
def test_no_table_holds_anything_of_the_person_any_more(imported: World, ending: str) -> None:
    here = imported
    key, version = here.key("C-1"), here.customer("C-1").version
    assert all(spelling in _tables() for spelling in ("kanarienvogel", "canaryref1"))
    browser = here.browser()
    browser.get(f"/a/{here.token('C-1')}")
    browser.submit(**facts(here.customer("C-1")) | {"postcode": "LS1 4DY"})
    version = here.customer("C-1").version
    body = {"version": version, "ending": ending, "reason": "ERASURE_REQUEST", "confirm": "C-1"}
    assert here.agent("admin").post(f"/customers/{key}/end", body).status == 202
    here.sweep("removal_sweep")
    left = _tables()
    assert [word for word in (*SPELLINGS, "'c-1'") if word in left] == []
    assert ("acc-can-1" in left) == (ending == "ANONYMISE")


@pytest.mark.parametrize("ending", ["DELETE", "ANONYMISE"])
def test_a_file_does_not_bring_back_who_was_removed(imported: World, ending: str) -> None:
    here = imported
    body = {"version": here.customer("C-1").version, "ending": ending, "reason": "DUPLICATE", "confirm": "C-1"}
    here.agent("admin").post(f"/customers/{here.key('C-1')}/end", body)
    here.wait(days=1)
    here.take_in("again.csv", dataset(person("C-1", "ACC-CAN-1", "60.00", **CANARY)))
    upload = max(here.entities().all(Upload), key=lambda upload: upload.id)
    code = "E_DELETED_CUSTOMER" if ending == "DELETE" else "E_ANONYMISED_CUSTOMER"
    assert (upload.rows.rejected, upload.by_code[code]) == (1, 1)
    assert not [c for c in here.entities().all(Customer) if c.customer_id == "C-1"]


@pytest.mark.feature("V3")
def test_who_was_deleted_is_created_anew_when_whoever_confirms_says_so_and_the_old_link_stays_dead(imported: World) -> None:
    here = imported
    wiring.store().put_all([Settings(auto_confirm_rejected_percent=0)])
    token = here.token("C-1")
    body = {"version": here.customer("C-1").version, "ending": "DELETE", "reason": "DUPLICATE", "confirm": "C-1"}
    here.agent("admin").post(f"/customers/{here.key('C-1')}/end", body)
    here.sweep("removal_sweep")
    here.wait(days=1)
    here.take_in("again.csv", dataset(person("C-1", "ACC-CAN-1", "60.00", **CANARY)))
    upload = max(here.entities().all(Upload), key=lambda upload: upload.id)

    said = {"token": upload.confirmation, "allow_recreate": True}
    assert here.agent().post(f"/uploads/{upload.id}/confirm", said).json["allow_recreate"] is True
    here.pump()

    assert here.customer("C-1").owed == 6_000
    assert here.token("C-1") != token
    invariants.hold(ENDS_AT_REST, here.entities())


@pytest.mark.parametrize("ending", ["DELETE", "ANONYMISE"])
def test_the_copies_of_messages_go_too(imported: World, ending: str) -> None:
    here = imported
    key = here.key("C-1")
    sent = here.agent().post(f"/customers/{key}/messages", {"text": "link", "channel": "EMAIL"})
    assert sent.status == 202, sent.body
    here.pump()
    assert [name for name in snapshots.objects("files") if key in name]
    body = {"version": here.customer("C-1").version, "ending": ending, "reason": "ERASURE_REQUEST", "confirm": "C-1"}
    assert here.agent("admin").post(f"/customers/{key}/end", body).status == 202
    here.sweep("removal_sweep")
    assert [name for name in snapshots.objects("files") if key in name] == []
    invariants.hold(ENDS_AT_REST, here.entities())
