"""Drops carry in their names when they were made; an older one after a newer one changes nothing unless a person insists."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import Code, Refused
from chalicelib.imports.model import Source, State
from tests.support.importing import AGENT, Importing, aoife, table

MONDAY, TUESDAY = "2026-03-02-06-00-00", "2026-03-03-06-00-00"


def balance(world: Importing) -> int:
    return world.customer().owed


@pytest.mark.feature("I21")
def test_an_older_drop_after_a_newer_one_changes_nothing_and_says_which_was_newer() -> None:
    world = Importing()
    world.drop(table([aoife(Balance="90.00")]), f"{TUESDAY}.csv")

    late = world.drop(table([aoife(Balance="100.00")]), f"{MONDAY}.csv")

    assert late.state is State.FAILED
    (line,) = world.report(late)
    assert line["Code"] == "F_STALE_FILE"
    assert TUESDAY in line["Message"]
    assert balance(world) == 9_000


@pytest.mark.feature("I21")
def test_a_person_may_insist_on_the_older_drop() -> None:
    world = Importing()
    world.drop(table([aoife(Balance="90.00")]), f"{TUESDAY}.csv")
    late = world.drop(table([aoife(Balance="100.00")]), f"{MONDAY}.csv")

    again = world.imports.check_again(late.id, late.version, AGENT, "key")
    world.deliver()
    checked = world.imports.get(again.id)
    assert (checked.source, checked.state) == (Source.CONSOLE, State.AWAITING_CONFIRMATION)
    world.imports.confirm(checked.id, checked.confirmation, AGENT, "confirm")
    world.deliver()

    assert balance(world) == 10_000
    assert world.imports.check_again(late.id, late.version, AGENT, "key").id == again.id
    still_older = world.drop(table([aoife(Balance="80.00")]), f"{MONDAY}.csv")
    assert still_older.failure is not None
    assert still_older.failure.code == "F_STALE_FILE"


@pytest.mark.feature("I21")
@pytest.mark.parametrize("name", ["customers.csv", f"{TUESDAY}.csv", "2026-03-03-06-00-01.csv", f"backup-{MONDAY}.csv"])
def test_what_is_not_older_is_imported(name: str) -> None:
    world = Importing()
    world.drop(table([aoife(Balance="90.00")]), f"{TUESDAY}.csv")

    assert world.drop(table([aoife(Balance="80.00")]), name).state is State.COMPLETED
    assert balance(world) == 8_000


def test_a_newer_file_that_failed_keeps_no_older_one_out() -> None:
    world = Importing()
    world.drop(b"nonsense", f"{TUESDAY}.csv")

    assert world.drop(table([aoife()]), f"{MONDAY}.csv").state is State.COMPLETED


def test_other_failures_cannot_be_checked_again() -> None:
    world = Importing()
    failed = world.drop(b"nonsense")

    with pytest.raises(Refused) as caught:
        world.imports.check_again(failed.id, failed.version, AGENT, "key")
    assert caught.value.code is Code.WRONG_STATE
