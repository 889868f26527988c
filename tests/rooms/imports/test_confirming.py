"""Uploads that people decide about: confirmed or cancelled, each for what was seen of it."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import Code, Refused
from chalicelib.imports import jobs
from chalicelib.imports.model import SLOT_PLACE, State
from tests.support.importing import AGENT, Importing, aoife, refused, table


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
    upload = world.post(aoife())

    assert refused(world.imports.confirm, upload.id, "0" * 64, AGENT) is Code.STALE
    confirmed = world.imports.confirm(upload.id, upload.confirmation, AGENT, "key")
    assert world.imports.confirm(upload.id, upload.confirmation, AGENT, "key") == confirmed
    assert refused(world.imports.confirm, upload.id, confirmed.confirmation, AGENT, "other") is Code.WRONG_STATE
    assert refused(world.imports.cancel, upload.id, confirmed.version, AGENT) is Code.WRONG_STATE
    assert refused(world.imports.confirm, "nonsense", 1, AGENT) is Code.NOT_FOUND


@pytest.mark.feature("I10", "I19")
def test_a_cancelled_upload_imports_nothing_and_answers_the_same_twice() -> None:
    world = Importing()
    upload = world.post(aoife())

    cancelled = world.imports.cancel(upload.id, upload.version, AGENT, "key")
    assert cancelled.state is State.CANCELLED
    assert world.imports.cancel(upload.id, upload.version, AGENT, "key") == cancelled
    world.deliver()
    assert world.find("C-1") is None


def test_a_preview_that_waits_does_not_block_the_nightly_file() -> None:
    world = Importing()
    waiting = world.post(aoife())

    assert world.drop_rows(aoife(Balance="90.00")).state is State.COMPLETED
    world.imports.confirm(waiting.id, waiting.confirmation, AGENT)
    world.deliver()
    assert world.imports.get(waiting.id).state is State.COMPLETED


@pytest.mark.feature("I10")
def test_what_is_confirmed_while_another_file_is_imported_waits_in_line_and_is_then_imported() -> None:
    world = Importing()
    waiting = world.post(aoife())
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
    waiting = world.post(aoife())
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
    waiting = world.post(aoife())
    importing = world.imports.confirm(waiting.id, waiting.confirmation, AGENT)

    with pytest.raises(Refused, match="WRONG_STATE") as caught:
        world.imports.cancel(importing.id, importing.version, AGENT)
    assert "has begun" in caught.value.words


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
