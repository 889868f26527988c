"""What the sweeper finds, what it leaves alone, and what it says when something is wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.core.changes import Changes, Entity, Index, Key, Replace
from chalicelib.core.ids import ulid
from chalicelib.core.memory import MemoryStore
from chalicelib.core.store import IndexEntry
from chalicelib.due.model import SweepMark, sweep_place
from chalicelib.due.service import sweep
from chalicelib.payments import service
from chalicelib.payments.model import Status
from chalicelib.payments.providers.books import Outcome
from tests.support.invariants import World
from tests.support.paying import NOON, PayingWorld, sealed


class BrokenStore(MemoryStore):
    """Cannot read some payments, and counts the index queries."""

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[str] = set()
        self.queries = 0

    def get_many(self, keys: Collection[Key]) -> dict[Key, Entity]:
        if any(key.sk.removeprefix("P#") in self.broken for key in keys):
            raise RuntimeError("this item cannot be read")
        return super().get_many(keys)

    def search(
        self, index: Index, partitions: Sequence[str], *, prefix: str = "", after: str = "", limit: int
    ) -> list[IndexEntry]:
        self.queries += 1
        return super().search(index, partitions, prefix=prefix, after=after, limit=limit)


def marked(world: PayingWorld) -> str:
    mark = world.store.get(SweepMark, sweep_place(service.PAYMENT_SWEEP))
    assert mark is not None
    return mark.day


def looks(world: PayingWorld) -> int:
    return sum(told.event is Event.PAYMENT_RECONCILED for told in World(world.store.items.values()).all(Activity))


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.PAY, Status.SETTLED),
        (Outcome.LATER, Status.SETTLED),
        (Outcome.DECLINE, Status.FAILED),
        (Outcome.LATER_FAIL, Status.FAILED),
        (Outcome.CANCEL, Status.CANCELLED),
    ],
)
def test_finds_what_a_lost_webhook_would_have_told(outcome: Outcome, status: Status) -> None:
    world = PayingWorld()
    started = world.start(10_000)
    world.bank.decide(sealed(started), outcome)
    world.wait(minutes=11)
    world.sweep()
    assert world.payment(started.payment.id).status is status


def test_a_closed_tab_gives_the_money_free_again() -> None:
    world = PayingWorld()
    started = world.start(10_000)
    for _ in range(14):
        world.wait(minutes=5)
        world.sweep()
    assert world.payment(started.payment.id).status is Status.EXPIRED
    assert world.customer().accounts["ACC-1"].available == 10_000
    assert looks(world) == 1


def test_a_second_card_is_found_although_the_first_one_failed() -> None:
    world = PayingWorld()
    started = world.start(10_000)
    world.bank.decide(sealed(started), Outcome.DECLINE)
    world.deliver_all()
    world.bank.decide(sealed(started), Outcome.PAY)
    world.webhooks.clear()
    world.wait(minutes=66)
    world.sweep()
    assert world.payment(started.payment.id).status is Status.SETTLED


def test_nothing_that_is_not_due_is_touched() -> None:
    world = PayingWorld()
    started = world.start(10_000)
    world.wait(minutes=9)
    before = world.payment(started.payment.id)
    world.sweep()
    assert world.payment(started.payment.id) == before


def test_a_settled_payment_is_never_looked_at_again() -> None:
    world = PayingWorld()
    started = world.start(10_000)
    world.bank.decide(sealed(started), Outcome.PAY)
    world.deliver_all()
    world.wait(hours=2)
    world.sweep()
    assert looks(world) == 0


def test_one_that_fails_is_reported_and_stops_no_other() -> None:
    store = BrokenStore()
    world = PayingWorld(store=store)
    broken, fine = world.start(1_000), world.start(2_000)
    for started in (broken, fine):
        world.bank.decide(sealed(started), Outcome.PAY)
    store.broken = {broken.payment.id}
    world.wait(minutes=11)
    with pytest.raises(ExceptionGroup) as failures:
        world.sweep()
    assert len(failures.value.exceptions) == 1
    assert world.payment(fine.payment.id).status is Status.SETTLED
    assert world.payment(broken.payment.id).status is Status.CREATED

    world.sweep()  # it waits its turn, so the report is not repeated every few minutes
    store.broken = set()
    world.wait(minutes=55)
    world.sweep()
    assert world.payment(broken.payment.id).status is Status.SETTLED


def test_looks_over_midnight_and_then_lets_the_day_go() -> None:
    world = PayingWorld(store=(store := BrokenStore()), now=datetime.fromisoformat("2026-11-20T23:45:00+00:00"))
    started = world.start(10_000)
    world.bank.decide(sealed(started), Outcome.PAY)
    world.wait(minutes=30)
    world.sweep()
    assert world.payment(started.payment.id).status is Status.SETTLED
    assert marked(world) == "2026-11-20"
    world.wait(hours=1)
    world.sweep()
    assert marked(world) == "2026-11-21"
    store.queries = 0
    world.sweep()
    assert store.queries == 1


def test_a_day_with_something_that_cannot_be_moved_is_not_let_go() -> None:
    world = PayingWorld()
    world.start(100)
    looked: list[Key] = []

    def fail(key: Key) -> None:
        looked.append(key)
        raise RuntimeError("nothing can be written")

    for _ in range(3):
        world.wait(days=1)
        with pytest.raises(ExceptionGroup):
            sweep(world.store, service.PAYMENT_SWEEP, world.clock.now(), prefix="P#", look=fail)
    assert len(looked) == 3
    assert marked(world) == "2026-11-20"


def test_catches_up_after_it_stood_still() -> None:
    world = PayingWorld()
    world.sweep()
    started = world.start(10_000)
    world.bank.decide(sealed(started), Outcome.PAY)
    world.wait(days=80)
    for _ in range(3):
        world.sweep()
    assert world.payment(started.payment.id).status is Status.SETTLED
    assert marked(world) == (NOON + timedelta(days=80)).date().isoformat()


def test_looks_at_a_bounded_number_the_longest_due_first_and_goes_on_next_time() -> None:
    world = PayingWorld()
    one = world.start(100).payment
    due = {
        payment.key: payment
        for payment in (
            one.model_copy(update={"id": ulid(NOON), "next_check": NOON + timedelta(seconds=second)}) for second in range(450)
        )
    }
    world.store.put_all(due.values())
    sweeps: list[list[Key]] = []

    def look(key: Key) -> None:
        sweeps[-1].append(key)
        world.store.put_all([due[key].model_copy(update={"next_check": None})])

    for _ in range(4):
        sweeps.append([])
        sweep(world.store, "test", NOON + timedelta(minutes=8), prefix="P#", look=look)
    assert [len(looked) for looked in sweeps] == [200, 200, 50, 0]
    assert [key for looked in sweeps for key in looked] == list(due)


def test_an_entry_of_the_index_that_is_out_of_date_does_no_harm() -> None:
    class LaggingStore(MemoryStore):
        def search(
            self, index: Index, partitions: Sequence[str], *, prefix: str = "", after: str = "", limit: int
        ) -> list[IndexEntry]:
            return lagging if partitions[0].startswith("D#2026-11-20") and not after else []

    world = PayingWorld(store=LaggingStore())
    started = world.start(10_000)
    place = started.payment.indexes[Index.DUE]
    lagging = [IndexEntry(started.payment.key, place.sk, None)]
    world.bank.decide(sealed(started), Outcome.PAY)
    world.deliver_all()
    before = dict(world.store.items)
    world.wait(minutes=11)
    world.sweep()
    assert {key: world.store.items[key] for key in before} == before


def test_two_sweeps_at_once_move_the_mark_once() -> None:
    class RacingStore(MemoryStore):
        def commit(self, changes: Changes) -> None:
            if any(isinstance(change, Replace) and isinstance(change.entity, SweepMark) for change in changes):
                super().commit(changes)
            super().commit(changes)

    world = PayingWorld(store=RacingStore())
    world.sweep()
    world.wait(days=2)
    world.sweep()
    assert marked(world) == "2026-11-22"
