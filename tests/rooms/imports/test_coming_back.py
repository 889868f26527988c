"""What a file does about somebody who was anonymised or deleted (`reference/dataset.md` B.5)."""

from __future__ import annotations

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.errors import Refused
from chalicelib.core.ids import fingerprint
from chalicelib.imports.model import State
from chalicelib.lifecycle.model import Removal, Stage, removal_place
from chalicelib.lifecycle.removing import step
from chalicelib.lifecycle.rules import deleted
from chalicelib.records.lookups import link_token
from chalicelib.records.model import Customer, CustomerStatus
from chalicelib.records.tombstones import RemovalReason
from chalicelib.settings.model import Settings
from tests.support import invariants
from tests.support.importing import AGENT, Importing, aoife
from tests.support.lifecycle_invariants import ENDS_AT_REST


def test_an_anonymised_customer_does_not_come_back_by_a_file() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    world.drop_rows(aoife())
    world.edit(status=CustomerStatus.ANONYMISED)

    upload = world.drop_rows(aoife(Balance="1.00"))

    assert world.codes(upload) >= {"E_ANONYMISED_CUSTOMER"}
    assert world.customer().owed == 10_000


def removed(world: Importing, *, done: bool) -> None:
    """What deleting a customer leaves behind, once all of it is gone or while it is still going."""
    customer, diary = world.customer(), Diary(AGENT, world.clock.now())
    changes = deleted(customer, RemovalReason.DUPLICATE, diary, [token_hash(world, customer)], ())
    world.store.commit(changes)
    while done and (left := world.store.get(Removal, removal_place(customer.customer_key))) is not None:
        step(world.store, world.objects, world.clock, {Stage.FILES: lambda customer_key, actor: None}, left)


def token_hash(world: Importing, customer: Customer) -> str:
    link = customer.link
    return fingerprint(link_token(world.keys.link(link.key_id), customer.customer_key, link.version))


@pytest.mark.feature("V3")
def test_who_was_deleted_comes_back_only_when_the_person_who_confirms_says_so_and_the_diary_tells_it() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=0))
    world.drop_rows(aoife())
    before = world.customer()
    old_link = token_hash(world, before)
    removed(world, done=True)
    rows = (aoife(), aoife(CustomerID="C-2", AccountNumber="A-2"))

    upload = world.drop_rows(*rows)
    assert upload.by_code["E_DELETED_CUSTOMER"] == 1
    world.imports.confirm(upload.id, upload.confirmation, AGENT)
    world.deliver()
    assert (world.find("C-1"), world.newest.rows.rejected) == (None, 1)

    upload = world.drop_rows(*rows, aoife(CustomerID="C-3", AccountNumber="A-3"))
    assert (upload.state, upload.rows.rejected) == (State.AWAITING_CONFIRMATION, 1)
    world.imports.confirm(upload.id, upload.confirmation, AGENT, "key", allow_recreate=True)
    with pytest.raises(Refused, match="KEY_REUSED"):
        world.imports.confirm(upload.id, upload.confirmation, AGENT, "key")
    world.deliver()

    again = world.customer()
    assert (world.newest.state, again.owed) == (State.COMPLETED, 10_000)
    told = [e for e in world.store.items.values() if isinstance(e, Activity) and e.stream == again.customer_key]
    (created,) = [activity for activity in told if activity.event is Event.CUSTOMER_CREATED]
    assert (created.after or {})["created_anew_after_deletion_on"] == "2026-03-02"
    assert token_hash(world, again) != old_link
    invariants.hold(ENDS_AT_REST, invariants.World(world.store.items.values()))


@pytest.mark.feature("V3")
def test_nobody_is_created_anew_while_what_they_left_is_still_being_removed() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=0))
    world.drop_rows(aoife())
    removed(world, done=False)

    upload = world.drop_rows(aoife(Balance="90.00"))
    world.imports.confirm(upload.id, upload.confirmation, AGENT, allow_recreate=True)
    world.deliver()

    assert (world.find("C-1"), world.newest.rows.rejected) == (None, 1)
    assert "still being removed" in world.report(upload)[-1]["Message"]
