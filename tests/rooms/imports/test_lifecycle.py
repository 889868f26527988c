"""Uploads on their way: one at a time, decided by people, and never stuck."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from chalicelib.activities.model import Activity
from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket
from chalicelib.imports import jobs
from chalicelib.imports.findings import CustomerCounts
from chalicelib.imports.model import KEPT_FOR, SLOT_PLACE, ImportSlot, Source, Standing, State, Upload
from chalicelib.imports.sweeping import ImportStuck
from chalicelib.settings.model import Settings
from tests.support.importing import AGENT, Importing, aoife, table


def refused(call: object, *arguments: object) -> Code:
    with pytest.raises(Refused) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.code


def posted(world: Importing, key: str = "k1", **values: str) -> Upload:
    """A file posted from the console, checked and planned."""
    ticket, form = world.imports.ticket("customers.csv", 100, AGENT, key)
    jobs.check(world.event(form.fields["key"], table([aoife(**values)])), world.imports)
    world.deliver()
    return world.imports.get(ticket.id)


def test_a_drop_with_too_many_rejected_rows_waits_and_the_good_rows_can_be_imported() -> None:
    world = Importing()

    upload = world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", Postcode="nowhere"))
    assert (upload.state, world.find("C-1")) == (State.AWAITING_CONFIRMATION, None)
    assert "10 %" in (upload.waiting_reason or "")

    world.imports.confirm(upload.id, upload.confirmation, AGENT)
    world.deliver()
    assert world.newest.state is State.COMPLETED_WITH_ERRORS
    assert world.find("C-1") is not None


def test_a_file_under_the_threshold_confirms_itself() -> None:
    world = Importing()
    rows = [aoife(CustomerID=f"C-{n}", AccountNumber=f"A-{n}", Postcode="" if n == 9 else "LS1 4DY") for n in range(10)]

    assert world.drop_rows(*rows).state is State.COMPLETED_WITH_ERRORS


@pytest.mark.feature("I10")
def test_confirming_is_for_what_was_seen_and_the_state_it_was_in() -> None:
    world = Importing()
    upload = posted(world)

    assert refused(world.imports.confirm, upload.id, "0" * 64, AGENT) is Code.STALE
    confirmed = world.imports.confirm(upload.id, upload.confirmation, AGENT, "key")
    assert world.imports.confirm(upload.id, upload.confirmation, AGENT, "key") == confirmed
    assert refused(world.imports.confirm, upload.id, confirmed.confirmation, AGENT, "other") is Code.WRONG_STATE
    assert refused(world.imports.cancel, upload.id, confirmed.version, AGENT) is Code.WRONG_STATE
    assert refused(world.imports.confirm, "nonsense", 1, AGENT) is Code.NOT_FOUND


@pytest.mark.feature("I10", "I19")
def test_a_cancelled_upload_imports_nothing_and_answers_the_same_twice() -> None:
    world = Importing()
    upload = posted(world)

    cancelled = world.imports.cancel(upload.id, upload.version, AGENT, "key")
    assert cancelled.state is State.CANCELLED
    assert world.imports.cancel(upload.id, upload.version, AGENT, "key") == cancelled
    world.deliver()
    assert world.find("C-1") is None


def test_an_upload_of_the_time_when_customers_were_one_number_can_still_be_read() -> None:
    upload = posted(Importing())
    stored = upload.model_dump(mode="json", exclude_none=True)

    assert Upload.model_validate(stored | {"customers": 0}) == upload.model_copy(update={"customers": CustomerCounts()})


def test_a_preview_that_waits_does_not_block_the_nightly_file() -> None:
    world = Importing()
    waiting = posted(world)

    assert world.drop_rows(aoife(Balance="90.00")).state is State.COMPLETED
    world.imports.confirm(waiting.id, waiting.confirmation, AGENT)
    world.deliver()
    assert world.imports.get(waiting.id).state is State.COMPLETED


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


@pytest.mark.feature("I10")
def test_what_is_confirmed_while_another_file_is_imported_waits_in_line_and_is_then_imported() -> None:
    world = Importing()
    waiting = posted(world)
    for pounds in (90, 80):
        jobs.check(world.arrive(table([aoife(Balance=f"{pounds}.00")])), world.imports)

    confirmed = world.imports.confirm(waiting.id, waiting.confirmation, AGENT, "key")
    assert (confirmed.state, world.imports.standing(confirmed).place) == (State.QUEUED, 2)
    assert [standing.place for standing in world.imports.standings(world.imports.history().items)] == [1, None, 2]
    assert world.imports.confirm(waiting.id, waiting.confirmation, AGENT, "key") == confirmed
    world.deliver()
    assert world.imports.get(waiting.id).state is State.COMPLETED
    assert [entry.balance_after for entry in world.journal(world.customer())] == [9_000, 8_000, 10_000]


def test_what_is_confirmed_and_waits_in_line_can_still_be_cancelled() -> None:
    world = Importing()
    waiting = posted(world)
    jobs.check(world.arrive(table([aoife(Balance="90.00")])), world.imports)
    confirmed = world.imports.confirm(waiting.id, waiting.confirmation, AGENT)

    world.imports.cancel(waiting.id, confirmed.version, AGENT)
    world.deliver()
    assert (world.imports.get(waiting.id).state, world.customer().owed) == (State.CANCELLED, 9_000)


@pytest.mark.feature("I11")
@pytest.mark.parametrize("state", [State.RECEIVED, State.CHECKING, State.PLANNING])
def test_an_upload_can_be_cancelled_in_every_state_before_the_import(state: State) -> None:
    world = Importing()
    messages = [world.arrive(table([aoife(Balance=f"{pounds}.00")]), f"{pounds}.csv") for pounds in (100, 90)]
    for message in messages:
        world.imports.receive(message["Records"][0])
    if state is not State.RECEIVED:
        jobs.sweep(world.imports)
    if state is State.PLANNING:
        jobs.plan(world.queues.sent.pop(0)[1], world.imports)
    first = world.imports.history().items[1]
    assert first.state is state

    world.imports.cancel(first.id, first.version, AGENT)
    jobs.sweep(world.imports)
    world.deliver()

    assert world.imports.get(first.id).state is State.CANCELLED
    assert (world.newest.state, world.customer().owed) == (State.COMPLETED, 9_000)


def test_an_import_that_has_begun_goes_on_to_its_end_and_says_so() -> None:
    world = Importing()
    waiting = posted(world)
    importing = world.imports.confirm(waiting.id, waiting.confirmation, AGENT)

    with pytest.raises(Refused, match="WRONG_STATE") as caught:
        world.imports.cancel(importing.id, importing.version, AGENT)
    assert "has begun" in caught.value.words


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


@pytest.mark.feature("I14")
def test_the_history_is_filtered_by_state_and_by_source_page_by_page() -> None:
    world = Importing()
    for n in range(45):
        world.drop(table([aoife(Balance=f"{n}.00")]) if n % 2 else b"nonsense", f"{n}.csv")
    waiting = posted(world, Balance="99.00")

    def names(after: str | None = None, **filters: object) -> list[str]:
        page = world.imports.history(after, **filters)  # type: ignore[arg-type]
        return [u.filename for u in page.items] + (names(page.after, **filters) if page.after else [])

    assert names(state=State.FAILED) == [f"{n}.csv" for n in range(44, -1, -2)]
    assert names(state=State.COMPLETED) == [f"{n}.csv" for n in range(43, 0, -2)]
    assert names(source=Source.CONSOLE) == [waiting.filename]
    assert names(source=Source.S3, state=State.AWAITING_CONFIRMATION) == []
    assert len(names()) == 46


@pytest.mark.feature("I15")
def test_after_its_time_a_file_is_gone_with_a_reason_and_what_it_did_is_still_known() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    upload = world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", Postcode="nowhere"))
    assert not world.imports.is_gone(upload)
    world.clock.instant += KEPT_FOR

    with pytest.raises(Refused, match="NOT_FOUND") as caught:
        world.imports.download(upload.id, "original", AGENT)
    assert "Files are kept for 365 days. Those of this upload were removed on 02/03/2027" in caught.value.words
    assert world.imports.is_gone(upload)
    assert world.imports.get(upload.id).rows.rejected == 1


def test_a_waiting_file_can_be_cancelled_and_the_next_one_has_its_turn() -> None:
    world = Importing()
    messages = [world.arrive(table([aoife(Balance=f"{pounds}.00")]), f"{pounds}.csv") for pounds in (100, 90, 80)]
    for message in messages:
        jobs.check(message, world.imports)
    second = world.imports.history().items[1]

    world.imports.cancel(second.id, second.version, AGENT)
    world.deliver()

    assert [upload.state for upload in world.imports.history().items] == [State.COMPLETED, State.CANCELLED, State.COMPLETED]
    assert world.store.items[SLOT_PLACE].model_dump()["upload_id"] is None  # type: ignore[attr-defined]


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


@pytest.mark.feature("I15")
def test_files_of_an_upload_are_downloaded_under_audit() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    upload = world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", Postcode="nowhere", LastName="=cmd()"))

    for kind in ("original", "report", "rejected"):
        assert upload.id in world.imports.download(upload.id, kind, AGENT) or kind == "original"
    assert refused(world.imports.download, upload.id, "secrets", AGENT) is Code.NOT_FOUND
    downloads = [e for e in world.store.items.values() if isinstance(e, Activity) and e.event == "file.downloaded"]
    assert {(activity.actor_id, (activity.after or {})["file"]) for activity in downloads} == {
        ("agent-1", kind) for kind in ("original", "report", "rejected")
    }


def test_rejected_rows_come_back_in_the_form_of_the_file_and_can_be_sent_again() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    bad = aoife(CustomerID="C-2", AccountNumber="A-2", Postcode="nowhere", CreditorName="=cmd()")
    upload = world.drop_rows(aoife(CreditorName="Acme"), bad)

    key = f"reports/{upload.id}/rejected-rows.csv"
    (row,) = world.file(Bucket.DATASETS, key)
    assert (row["CustomerID"], row["CreditorName"], row["ErrorCodes"]) == ("C-2", "'=cmd()", "E_POSTCODE_FORMAT")
    corrected = world.objects.contents[Bucket.DATASETS, key].replace(b"nowhere", b"LS1 4DY")
    again = world.drop(corrected, "corrected.csv")
    assert (again.state, world.customer("C-2").accounts["A-2"].creditor) == (State.COMPLETED, "=cmd()")


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
