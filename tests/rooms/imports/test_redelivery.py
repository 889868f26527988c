"""Whatever dies, and whatever comes twice: the same end. Every call of a port is made to fail before and after its effect,
then the queue delivers the message again. The same on the real wire is `tests/faults`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.activities.model import Activity
from chalicelib.core.changes import Conflict, Key, Table
from chalicelib.core.queues import QueueName
from chalicelib.imports import jobs
from chalicelib.imports.model import State
from chalicelib.ledger.model import EntryMarker
from chalicelib.records.model import Customer
from tests.support.importing import Importing, aoife, table

FIRST = table([aoife(), aoife(AccountNumber="A-2"), aoife(CustomerID="C-2", AccountNumber="A-3")])
SECOND = table(
    [
        aoife(Balance="60.00", Email="new@example.com"),
        aoife(AccountNumber="A-2", Balance="0.00", Email="new@example.com"),
        aoife(CustomerID="C-2", AccountNumber="A-3"),
        aoife(CustomerID="C-3", AccountNumber="A-4", MobilePhone="07400 123456"),
        aoife(CustomerID="C-4", AccountNumber="A-5", Postcode="nowhere"),
    ]
)


class Died(BaseException):
    """The process is gone; nothing catches it."""


class Fragile:
    """Wraps a port of the world so that one call dies before or after its effect."""

    def __init__(self, port: Any, calls: Callable[[], tuple[bool, bool]]) -> None:
        self._port = port
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._port, name)
        if not callable(attribute):
            return attribute

        def call(*arguments: Any, **options: Any) -> Any:
            before, after = self._calls()
            if before:
                raise Died(name)
            answer = attribute(*arguments, **options)
            if after:
                raise Died(name)
            return answer

        return call


class Line:
    """Counts calls and breaks one of them."""

    def __init__(self) -> None:
        self.made = 0
        self.breaks: tuple[int, str] | None = None

    def __call__(self) -> tuple[bool, bool]:
        self.made += 1
        broken = self.breaks is not None and self.breaks[0] == self.made
        return broken and self.breaks is not None and self.breaks[1] == "before", broken and self.breaks == (self.made, "after")


def world_with(line: Line) -> Importing:
    world = Importing()
    world.settings = world.settings.model_copy(update={"auto_confirm_rejected_percent": 50})
    world.drop(FIRST)
    desk = world.imports._desk
    for port in ("store", "objects", "queues"):
        object.__setattr__(desk, port, Fragile(getattr(desk, port), line))
    return world


def run(world: Importing, line: Line, *, twice: bool = False) -> None:
    """Import the second file as a queue would: a message whose handler died comes again."""
    line.made = 0
    waiting: list[tuple[str, Any]] = [("check", world.arrive(SECOND))]
    handlers = {"check": jobs.check, "plan": jobs.plan, "apply": jobs.apply}
    while waiting:
        name, message = waiting.pop(0)
        for _ in range(2 if twice else 1):
            try:
                handlers[name](message, world.imports)
            except Died:
                line.breaks = None
                waiting.append((name, message))
        waiting += [(str(queue), sent) for queue, sent in world.queues.sent]
        world.queues.sent.clear()


def outcome(world: Importing) -> dict[str, Any]:
    """What must be the same however it came about."""
    customers = {
        c.customer_id: c.model_dump(exclude={"registered_at", "link", "last_upload", "version"})
        for c in world.store.items.values()
        if isinstance(c, Customer)
    }
    activities = sorted(
        (a.event, a.entity) for a in world.store.items.values() if isinstance(a, Activity) and not a.stream.startswith("org#")
    )
    lookups = sorted(key for key in world.store.items if key.table is Table.LOOKUPS)
    upload = world.newest
    return {
        "customers": customers,
        "activities": activities,
        "lookups": lookups,
        "markers": sum(isinstance(entity, EntryMarker) for entity in world.store.items.values()),
        "upload": (upload.state, upload.rows, upload.by_code, upload.first_faults),
        "report": world.report(upload),
    }


def places() -> Iterator[tuple[int, str]]:
    line = Line()
    world = world_with(line)
    run(world, line)
    return ((number, when) for number in range(1, line.made + 1) for when in ("before", "after"))


@pytest.fixture(scope="module")
def clean() -> dict[str, Any]:
    line = Line()
    world = world_with(line)
    run(world, line)
    found = outcome(world)
    assert world.newest.state is State.COMPLETED_WITH_ERRORS
    assert (world.newest.rows.new, world.newest.rows.changed, world.newest.rows.unchanged) == (1, 2, 1)
    return found


@pytest.mark.feature("I11", "I19")
@pytest.mark.parametrize("place", list(places()), ids=lambda place: f"{place[0]}-{place[1]}")
def test_a_death_at_any_call_and_a_second_delivery_end_the_same(place: tuple[int, str], clean: dict[str, Any]) -> None:
    line = Line()
    world = world_with(line)
    line.breaks = place

    run(world, line)
    if world.newest.state not in (State.COMPLETED_WITH_ERRORS, State.FAILED):
        jobs.sweep(world.imports)
        world.deliver()

    assert outcome(world) == clean


def test_every_message_twice_ends_the_same(clean: dict[str, Any]) -> None:
    line = Line()
    world = world_with(line)

    run(world, line, twice=True)

    assert outcome(world) == clean


def test_somebody_who_changes_a_customer_between_read_and_write_is_not_overwritten() -> None:
    world = Importing()
    world.drop(FIRST)
    commit = world.store.commit
    met: list[Key] = []

    def contended(changes: Any) -> None:
        mine = next((c.entity for c in changes if isinstance(getattr(c, "entity", None), Customer)), None)
        if mine is not None and not met:
            met.append(mine.key)
            world.store.put_all([world.customer().model_copy(update={"language": "cy-GB", "version": mine.version + 1})])
            raise Conflict(mine.key, "stale")
        commit(changes)

    world.store.commit = contended  # type: ignore[method-assign]
    world.drop(table([aoife(Balance="60.00"), aoife(AccountNumber="A-2")]))

    assert met
    assert (world.customer().language, world.customer().owed) == ("cy-GB", 16_000)


def test_before_images_show_what_was_before_and_are_kept_when_the_message_comes_again() -> None:
    line = Line()
    world = world_with(line)
    run(world, line)
    upload = world.newest
    before = {key: body for key, body in world.objects.contents.items() if "/before/" in key[1] and upload.id in key[1]}

    for part in upload.parts:
        jobs.apply({"upload_id": upload.id, "part": part}, world.imports)

    assert before
    assert before == {key: world.objects.contents[key] for key in before}
    assert QueueName.APPLY not in [queue for queue, _ in world.queues.sent]
