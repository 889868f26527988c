"""Files that list every account (`reference/dataset.md` B.5): what they leave out is closed, and never by mistake."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from chalicelib.activities.model import Activity
from chalicelib.core.errors import Code, Refused
from chalicelib.imports import jobs, looking
from chalicelib.imports.absence import LOOKING
from chalicelib.imports.applied import before_key
from chalicelib.imports.findings import DifferenceKind
from chalicelib.imports.model import PLAN, Phase, State, Upload, phase_place
from chalicelib.records.accounts import AccountStatus
from chalicelib.settings.model import Settings
from tests.support.importing import AGENT, Importing, aoife, table


def person(number: int, **values: str) -> dict[str, str]:
    """One more customer with one account."""
    return aoife(CustomerID=f"C-{number}", AccountNumber=f"A-{number}", **values)


def full(world: Importing, *rows: Mapping[str, str]) -> Upload:
    """Drop a file that lists every account."""
    return world.drop(table(rows), "full/all.csv")


def standing(world: Importing, *numbers: int) -> list[str]:
    return [world.customer(f"C-{n}").accounts[f"A-{n}"].status.value for n in numbers]


def told(world: Importing, account: str) -> list[dict[str, str]]:
    """What the diary says became of an account after it was created."""
    found = [e for e in world.store.items.values() if isinstance(e, Activity) and e.entity == f"account:{account}"]
    return [dict(activity.after or {}) for activity in sorted(found, key=lambda a: a.id)[1:]]


@pytest.fixture
def world() -> Importing:
    """Twenty customers are held; files close up to a tenth of the accounts by themselves."""
    made = Importing(Settings(auto_confirm_rejected_percent=100))
    made.drop_rows(*(person(n) for n in range(20)), person(0, Balance="5.00") | {"AccountNumber": "A-0b"})
    return made


@pytest.mark.feature("I2")
def test_accounts_that_a_full_file_leaves_out_are_closed_and_the_diary_says_why(world: Importing) -> None:
    upload = full(world, *(person(n) for n in range(19)))

    assert (upload.state, upload.rows.unchanged) == (State.COMPLETED, 19)
    assert upload.closures is not None
    assert (upload.closures.open, upload.closures.absent, upload.closures.closed) == (21, 2, 2)
    assert standing(world, 0, 18, 19) == ["ACTIVE", "ACTIVE", "CLOSED"]
    assert world.customer("C-0").accounts["A-0b"].status is AccountStatus.CLOSED
    assert told(world, "A-19") == [{"AccountStatus": "CLOSED", "reason": "ABSENT_FROM_FILE"}]
    assert world.customer("C-19").owed == 10_000
    assert len(world.journal(world.customer("C-19"))) == 1


def test_a_file_that_lists_only_some_accounts_closes_nothing(world: Importing) -> None:
    upload = world.drop_rows(person(1, Balance="90.00"))

    assert (upload.state, upload.closures) == (State.COMPLETED, None)
    assert set(standing(world, *range(20))) == {"ACTIVE"}


@pytest.mark.feature("I2", "I10")
def test_a_file_that_is_short_waits_until_somebody_who_saw_what_it_closes_says_so(world: Importing) -> None:
    upload = full(world, *(person(n) for n in range(15)))

    assert upload.state is State.AWAITING_CONFIRMATION
    assert "10 %" in (upload.waiting_reason or "")
    assert upload.differences == {DifferenceKind.CLOSED: 6}
    shown = world.imports.preview(upload.id, DifferenceKind.CLOSED, "", 1).items
    assert [d.account_number for d in shown] == ["A-0b", "A-15", "A-16", "A-17", "A-18", "A-19"]
    assert {(d.row, d.before, d.after) for d in shown} == {(0, "ACTIVE", "CLOSED")}
    with pytest.raises(Refused) as caught:
        world.imports.confirm(upload.id, upload.confirmation, AGENT)
    assert (caught.value.code, caught.value.field) == (Code.INVALID, "allow_closures")
    world.imports.confirm(upload.id, upload.confirmation, AGENT, allow_closures=True)
    world.deliver()
    assert standing(world, 14, 15) == ["ACTIVE", "CLOSED"]


def test_an_account_whose_row_is_rejected_or_whose_customer_is_another_is_not_absent(world: Importing) -> None:
    elsewhere = person(2) | {"AccountNumber": "A-1"}
    rows = [person(n) for n in range(2, 20)]

    upload = full(world, person(0, Postcode="nowhere"), elsewhere, *rows)

    assert upload.rows.rejected == 2
    assert standing(world, 0, 1) == ["ACTIVE", "ACTIVE"]
    assert upload.closures is not None
    assert upload.closures.closed == 1


def test_a_full_file_with_an_account_number_that_nobody_can_read_is_refused(world: Importing) -> None:
    upload = full(world, *(person(n) for n in range(19)), person(19) | {"AccountNumber": "A 19"})

    assert (upload.state, world.codes(upload)) == (State.FAILED, {"F_ACCOUNT_UNREADABLE"})
    assert "row 21" in (upload.failure.message if upload.failure else "")
    assert standing(world, 19) == ["ACTIVE"]


def test_an_account_that_is_named_again_is_open_again(world: Importing) -> None:
    full(world, *(person(n) for n in range(19)))
    kept = before_key(world.newest.id, world.newest.closing_parts[0])
    assert any(kept == key for _, key in world.objects.contents)

    world.drop_rows(person(19))

    assert standing(world, 19) == ["ACTIVE"]
    assert world.customer("C-19").accounts["A-19"].absent_from is None


def test_an_account_that_a_newer_file_has_named_since_stays_open(world: Importing) -> None:
    upload = full(world, *(person(n) for n in range(15)))
    world.drop_rows(person(19, Balance="50.00"))

    world.imports.confirm(upload.id, upload.confirmation, AGENT, allow_closures=True)
    world.deliver()

    assert standing(world, 18, 19) == ["CLOSED", "ACTIVE"]


def test_the_look_at_everybody_goes_on_message_by_message_and_closes_each_account_once(
    world: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every message comes twice: nothing is counted or told twice."""
    monkeypatch.setattr(looking, "PAGES_A_LOOK", 1)
    monkeypatch.setattr(looking, "BATCH_GET_LIMIT", 6)
    jobs.check(world.arrive(table([person(n) for n in range(19)]), "full/all.csv"), world.imports)
    looks = 0
    while world.queues.sent:
        queue, message = world.queues.sent.pop(0)
        job = {"PLAN": jobs.plan, "APPLY": jobs.apply}[queue.name]
        looks += message.get("part") == LOOKING
        job(message, world.imports)
        job(message, world.imports)

    upload = world.newest
    assert looks >= 2
    assert (upload.state, upload.closures and upload.closures.closed) == (State.COMPLETED, 2)
    assert len(told(world, "A-19")) == len(told(world, "A-0b")) == 1
    phase = world.store.get(Phase, phase_place(upload.id, PLAN))
    assert phase is not None
    assert not phase.pending
