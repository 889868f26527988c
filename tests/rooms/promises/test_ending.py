"""What becomes of a promise: kept, broken, taken back, or given way to a plan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.service import Care
from chalicelib.core.changes import Changes, Replace
from chalicelib.core.errors import Code
from chalicelib.payments.providers.books import Outcome
from chalicelib.promises.model import Status
from chalicelib.settings.model import Settings
from tests.support.invariants import World
from tests.support.paying import CUSTOMER, NOON, PAYER, corrected
from tests.support.promising import AGENT, PromisingWorld, midnight_after, refusal


class TestEnding:
    @pytest.mark.feature("V9", "V15", "PT1")
    @pytest.mark.parametrize(
        ("paid", "status", "kept"),
        [(5_000, Status.KEPT, 5_000), (7_000, Status.KEPT, 7_000), (1_500, Status.PART_KEPT, 1_500), (0, Status.BROKEN, 0)],
    )
    def test_when_its_last_day_has_passed_it_is_kept_in_part_or_broken(
        self, world: PromisingWorld, paid: int, status: Status, kept: int
    ) -> None:
        promise = world.promise()
        if paid:
            world.pay(paid)
        world.clock.instant = midnight_after(promise, 3) - timedelta(seconds=1)
        world.sweep_promises()
        assert world.seen(promise).promise.status is (Status.KEPT if status is Status.KEPT else Status.OPEN)
        world.clock.instant = midnight_after(promise, 3)
        for _ in range(2):
            world.sweep_promises()
        ended = world.seen(promise).promise
        assert (ended.status, ended.kept) == (status, kept)
        assert world.holds() == []
        world.sound()

    def test_a_payment_within_the_grace_counts_and_one_before_the_promise_does_not(self, world: PromisingWorld) -> None:
        world.pay(1_000)
        world.wait(minutes=1)
        promise = world.promise(1_000)
        world.clock.instant = midnight_after(promise, 2) + timedelta(hours=9)
        assert world.seen(promise).standing.kept == 0
        world.pay(1_000)
        assert world.seen(promise).standing.status is Status.KEPT

    def test_only_what_was_paid_on_its_claim_counts(self, world: PromisingWorld) -> None:
        promise = world.promise(1_000, claim="ACC-1-2")
        world.pay(7_000)
        assert world.seen(promise).standing.kept == 0
        world.pay(1_000)
        assert world.seen(promise).standing.kept == 1_000

    def test_whoever_looks_sees_at_once_that_it_is_kept(self, world: PromisingWorld) -> None:
        promise = world.promise()
        world.pay(5_000)
        seen = world.seen(promise)
        assert (seen.promise.status, seen.standing.status) == (Status.OPEN, Status.KEPT)
        assert [one.standing.status for one in world.promises.open_of(world.customer())] == [Status.KEPT]

    def test_nobody_breaks_it_by_the_slowness_of_a_bank(self, world: PromisingWorld) -> None:
        promise = world.promise(days=0)
        world.clock.instant = midnight_after(promise, 3) - timedelta(minutes=5)
        world.pay(5_000, outcome=Outcome.LATER)
        assert world.customer().accounts["ACC-1"].claims["ACC-1-1"].reserved
        world.clock.instant = midnight_after(promise, 3) + timedelta(minutes=1)
        world.sweep_promises()
        assert world.seen(promise).promise.status is Status.OPEN
        world.sound()
        world.wait(days=1, minutes=2)
        world.sweep()
        world.sweep_promises()
        assert world.seen(promise).promise.status is Status.KEPT
        world.sound()

    @pytest.mark.feature("V9")
    def test_it_falls_away_with_its_claim(self, world: PromisingWorld) -> None:
        promise = world.promise(1_000, account_number="ACC-2", claim="ACC-2-1")
        corrected(world.store, "ACC-2", "ACC-2-1", 0, world.clock.now())
        world.clock.instant = midnight_after(promise)
        world.sweep_promises()
        assert world.seen(promise).promise.status is Status.INVALIDATED
        world.sound()

    def test_taken_back_it_frees_its_claim_and_again_changes_nothing(self, world: PromisingWorld) -> None:
        promise = world.promise()
        for actor in (PAYER, AGENT):
            assert world.promises.cancel(CUSTOMER, promise.id, "", actor).status is Status.CANCELLED
        assert world.holds() == []
        world.sound()

    def test_its_hold_is_left_to_it_by_agents_and_by_the_schedule_of_holds(self, world: PromisingWorld) -> None:
        promise = world.promise()
        care = Care(world.store, world.clock, Settings, lambda diary, customer, hold: Changes())
        version = world.customer().version
        assert (
            refusal(lambda: care.lift(CUSTOMER, version, promise.id, "why", AGENT, "a-command-of-care")).code is Code.WRONG_STATE
        )
        world.clock.instant = midnight_after(promise, 4)
        care.sweep(world.clock.now())
        assert world.holds() == [promise.id]
        world.sweep_promises()
        assert world.holds() == []

    def test_that_its_day_has_passed_is_told_once(self, world: PromisingWorld) -> None:
        promise = world.promise()
        world.clock.instant = midnight_after(promise)
        for _ in range(3):
            world.sweep_promises()
            world.wait(hours=1)
        told = [line.event for line in World(world.store.items.values()).all(Activity) if line.entity == promise.ref]
        assert told == [Event.PROMISE_CREATED, Event.PROMISE_DUE]

    def test_one_that_cannot_be_looked_at_does_not_stop_the_others(self, world: PromisingWorld) -> None:
        broken, fine = world.promise(), world.promise(1_000, claim="ACC-1-2")
        world.store.put_all([broken.model_copy(update={"customer_key": "z" * 26, "version": 1})])
        world.clock.instant = midnight_after(fine, 3)
        with pytest.raises(ExceptionGroup):
            world.sweep_promises()
        assert world.seen(fine).promise.status is Status.BROKEN


class TestGivingWayToAPlan:
    @pytest.mark.feature("P9", "V15")
    def test_ends_only_the_promises_on_the_plans_claims(self, world: PromisingWorld) -> None:
        taken_over, other = world.promise(), world.promise(account_number="ACC-2", claim="ACC-2-1", pence=1_000)
        self._planned(world, ("ACC-1", "ACC-1-1"), ("ACC-1", "ACC-1-2"))
        ended, standing = (world.seen(promise).promise for promise in (taken_over, other))
        assert (ended.status, ended.superseded_by, ended.next_check) == (Status.SUPERSEDED, "", None)
        assert standing.status is Status.OPEN
        assert world.holds() == [other.id]
        world.sound()

    @pytest.mark.feature("V15")
    def test_leaves_a_promise_kept_that_was_paid_already(self, world: PromisingWorld) -> None:
        promise = world.promise(5_000)
        world.pay(5_000)
        self._planned(world, ("ACC-1", "ACC-1-1"))
        seen = world.seen(promise)
        assert (seen.promise.status, seen.promise.kept) == (Status.KEPT, 5_000)

    def test_without_a_promise_nothing_is_written(self, world: PromisingWorld) -> None:
        customer, changes = world.promises.ended_by_plan(world.customer(), [("ACC-1", "ACC-1-1")], Diary(AGENT, NOON))
        assert (customer, len(changes)) == (world.customer(), 0)

    @staticmethod
    def _planned(world: PromisingWorld, *claims: tuple[str, str]) -> None:
        """What a plan on these claims commits, without the plan."""
        diary = Diary(AGENT, world.clock.now())
        customer, changes = world.promises.ended_by_plan(world.customer(), claims, diary)
        world.store.commit(Changes(Replace(customer)) + changes)
