"""Uploads on their way: one at a time, told of as they go, and never stuck."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from chalicelib.activities.model import Activity
from chalicelib.core.errors import Code
from chalicelib.imports import jobs
from chalicelib.imports.model import SLOT_PLACE, ImportSlot, Standing, State
from chalicelib.imports.sweeping import ImportStuck
from tests.support.importing import AGENT, Importing, aoife, refused, table


def test_files_that_arrive_together_are_imported_one_after_the_other_in_order() -> None:
    world = Importing()
    arrivals = [world.arrive(table([aoife(Balance=f"{pounds}.00")]), f"{pounds}.csv") for pounds in (100, 90, 80)]
    first, *others = arrivals
    jobs.check(first, world.imports)
    for message in others:
        jobs.check(message, world.imports)

    states = [upload.state for upload in world.imports.history().items]
    assert states == [State.RECEIVED, State.RECEIVED, State.PLANNING]
    assert world.imports.history().items[0].waiting_reason
    world.deliver()
    assert [upload.state for upload in world.imports.history().items] == [State.COMPLETED] * 3
    assert world.customer().owed == 8_000
    assert [entry.balance_after for entry in world.journal(world.customer())] == [10_000, 9_000, 8_000]


@pytest.mark.feature("I11")
def test_progress_is_told_in_rows_rows_a_second_and_time_left() -> None:
    world = Importing()
    rows = [aoife(CustomerID=f"C-{n}", AccountNumber=f"A-{n}") for n in range(40)]
    jobs.check(world.arrive(table(rows)), world.imports)
    assert world.imports.standing(world.newest) == Standing(rows=40)

    world.clock.instant += timedelta(seconds=2)
    jobs.plan(world.queues.sent.pop(0)[1], world.imports)
    standing = world.imports.standing(world.newest)

    done = standing.rows_done
    assert 0 < done < standing.rows == 40
    assert standing.rows_a_second == done / 2
    assert (standing.seconds_left, standing.is_late) == (math.ceil((40 - done) * 2 / done), False)


@pytest.mark.feature("I11")
def test_a_step_that_takes_too_long_is_shown_as_late_and_in_the_end_rings_the_alarm() -> None:
    world = Importing()
    jobs.check(world.arrive(table([aoife()])), world.imports)
    world.clock.instant += timedelta(hours=1)
    assert world.imports.standing(world.newest).is_late
    jobs.watch(world.imports)

    world.clock.instant += timedelta(hours=6)
    with pytest.raises(ImportStuck, match=world.newest.id):
        jobs.watch(world.imports)
    world.deliver()
    jobs.watch(world.imports)


def test_a_failed_file_says_why_and_lets_the_next_one_start() -> None:
    world = Importing()

    upload = world.drop(b"CustomerID,AccountNo\r\nC-1,A-1\r\n")
    assert (upload.state, upload.failure.code if upload.failure else "") == (State.FAILED, "F_HEADER_UNKNOWN")
    assert "AccountNumber" in world.report(upload)[0]["HowToFix"]
    assert world.drop_rows(aoife()).state is State.COMPLETED


def test_what_is_no_dataset_is_ignored() -> None:
    world = Importing()
    jobs.check({"Service": "Amazon S3", "Event": "s3:TestEvent"}, world.imports)
    for key in ("inbox/", "inbox/2026/", "inbox/customers.csv.tmp", "inbox/.hidden", "partitions/x", "uploads/nonsense/x.csv"):
        jobs.check(world.event(key, b"x"), world.imports)

    assert world.imports.history().items == []


def test_the_name_of_a_dropped_file_is_decoded() -> None:
    world = Importing()

    assert world.drop(table([aoife()]), "new customers.csv").filename == "new customers.csv"


def test_the_same_event_twice_is_one_upload() -> None:
    world = Importing()
    message = world.arrive(table([aoife()]))
    for _ in range(3):
        jobs.check(message, world.imports)
        world.deliver()

    assert [upload.state for upload in world.imports.history().items] == [State.COMPLETED]


def test_a_ticket_belongs_to_its_request() -> None:
    world = Importing()
    ticket, form = world.imports.ticket("../../my <file>.csv", 100, AGENT, "k")

    assert ticket.filename == "my _file_.csv"
    assert form.fields["key"] == f"uploads/{ticket.id}/my _file_.csv"
    assert (ticket.state, ticket.size_bytes) == (State.RECEIVED, None)
    assert refused(world.imports.ticket, "other.csv", 100, AGENT, "k") is Code.KEY_REUSED
    assert refused(world.imports.ticket, "customers.xls", 100, AGENT, "k2") is Code.INVALID
    assert refused(world.imports.ticket, "customers.csv", 300 * 1024 * 1024, AGENT, "k3") is Code.TOO_LARGE


def test_a_sweep_sends_again_whatever_was_lost() -> None:
    world = Importing()
    jobs.check(world.arrive(table([aoife()])), world.imports)
    for state in (State.PLANNING, State.IMPORTING):
        assert world.newest.state is state
        world.queues.sent.clear()
        jobs.sweep(world.imports)
        queue, message = world.queues.sent.pop(0)
        {"plan": jobs.plan, "apply": jobs.apply}[queue](message, world.imports)

    assert world.newest.state is State.COMPLETED


def test_a_check_that_died_is_started_again_once_it_cannot_be_running_any_more() -> None:
    world = Importing()
    world.imports.receive(world.arrive(table([aoife()]))["Records"][0])
    jobs.sweep(world.imports)
    world.queues.sent.clear()
    assert world.newest.state is State.CHECKING

    jobs.sweep(world.imports)
    assert world.queues.sent == []
    world.clock.instant += timedelta(minutes=15)
    jobs.sweep(world.imports)
    world.deliver()

    assert world.newest.state is State.COMPLETED


@pytest.mark.feature("I11")
def test_every_move_of_an_upload_is_told() -> None:
    world = Importing()

    upload = world.drop_rows(aoife())

    told = [e for e in world.store.items.values() if isinstance(e, Activity) and e.entity == upload.ref]
    assert {activity.event.value for activity in told} == {
        "import.received",
        "import.checking",
        "import.checked",
        "import.validated",
        "import.completed",
    }
    assert isinstance(world.store.items[SLOT_PLACE], ImportSlot)
