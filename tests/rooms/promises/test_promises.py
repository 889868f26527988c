"""What may be promised, what a promise does to its claim, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.model import Action, HoldKind, Row
from chalicelib.care.rules import facts_of, may
from chalicelib.care.service import Care
from chalicelib.core.changes import Changes, Replace
from chalicelib.core.clock import london_midnight
from chalicelib.core.errors import Code, Refused
from chalicelib.messaging.model import Message, Text
from chalicelib.payments.providers.books import Outcome
from chalicelib.promises.model import Promise, Status
from chalicelib.records.holds import Hold, HoldSource
from chalicelib.settings.model import Settings
from tests.support import invariants, lapse_invariants, promise_invariants
from tests.support.invariants import World
from tests.support.paying import CUSTOMER, NOON, PAYER, corrected, two_accounts
from tests.support.promising import AGENT, TODAY, PromisingWorld


@pytest.fixture
def world() -> PromisingWorld:
    return PromisingWorld()


def holds(world: PromisingWorld) -> list[str]:
    return [hold.id for hold in world.customer().holds]


def sound(world: PromisingWorld) -> None:
    invariants.hold((*promise_invariants.ALWAYS, *lapse_invariants.ALWAYS), World(world.store.items.values()))


def refusal(doing: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value


def held(kind: HoldKind, **reach: str) -> Hold:
    return Hold(id="h", kind=kind, start=TODAY, source=HoldSource.AGENT, **reach)


def midnight_after(promise: Promise, days: int = 0) -> datetime:
    return london_midnight(promise.due + timedelta(days=1 + days))


class TestMaking:
    @pytest.mark.feature("V15", "PT1")
    def test_pauses_chasing_on_its_claim_alone_until_its_last_day(self, world: PromisingWorld) -> None:
        promise = world.promise()
        assert promise.last_day == promise.due + timedelta(days=3)
        facts = facts_of(world.customer())
        for row, account, claims in [
            (Row.CAMPAIGN, "ACC-1", {"ACC-1-2"}),
            (Row.DEMAND, "ACC-1", {"ACC-1-1", "ACC-1-2"}),
        ]:
            customer = world.customer().model_copy(update={"email": "sian@example.com"})
            assert may(Action(row, account=account), facts_of(customer), NOON).claims == claims
        after = midnight_after(promise, 3)
        customer = world.customer().model_copy(update={"email": "sian@example.com"})
        assert "ACC-1-1" in may(Action(Row.CAMPAIGN, account="ACC-1"), facts_of(customer), after).claims
        assert facts.holds[0].id == promise.id
        sound(world)

    @pytest.mark.feature("V15", "PT1")
    @pytest.mark.parametrize(
        ("pence", "code"),
        [
            (-1, Code.AMOUNT_TOO_SMALL),
            (0, Code.AMOUNT_TOO_SMALL),
            (99, Code.AMOUNT_TOO_SMALL),
            (100, None),
            (7_000, None),
            (7_001, Code.MORE_THAN_OWED),
        ],
    )
    def test_is_for_at_least_the_minimum_and_at_most_what_can_be_asked_for(
        self, world: PromisingWorld, pence: int, code: Code | None
    ) -> None:
        if code is None:
            assert world.promise(pence).amount == pence
        else:
            assert refusal(lambda: world.promise(pence)).code is code
            assert holds(world) == []

    def test_leaves_alone_what_is_being_paid(self, world: PromisingWorld) -> None:
        world.start(6_000)
        refused = refusal(lambda: world.promise(1_001))
        assert (refused.code, refused.words) == (Code.MORE_THAN_OWED, "At most £10.00 can be promised now.")
        assert world.promise(1_000).amount == 1_000

    @pytest.mark.feature("V15", "PT1", "R7")
    @pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (30, True), (31, False)])
    def test_is_due_from_today_until_the_horizon(self, world: PromisingWorld, days: int, fits: bool) -> None:
        if fits:
            assert world.promise(days=days).due == TODAY + timedelta(days=days)
        else:
            assert refusal(lambda: world.promise(days=days)).field == "due"

    @pytest.mark.feature("PT1", "V15")
    @pytest.mark.parametrize(
        "hold",
        [
            held(HoldKind.BREATHING_SPACE),
            held(HoldKind.MH_CRISIS),
            held(HoldKind.SCOTTISH_MORATORIUM),
            held(HoldKind.DEBT_ADVICE),
            held(HoldKind.DISPUTE, account="ACC-1", claim="ACC-1-1"),
        ],
    )
    @pytest.mark.parametrize("actor", [PAYER, AGENT])
    def test_nothing_is_promised_of_what_may_not_be_asked_for(self, hold: Hold, actor: object) -> None:
        world = PromisingWorld(two_accounts().model_copy(update={"holds": (hold,)}))
        refused = refusal(lambda: world.promise(actor=actor))  # type: ignore[arg-type]
        assert refused.code is Code.NOT_ALLOWED_NOW
        assert refused.words.endswith(".")
        assert "mental" not in refused.words

    def test_beside_a_disputed_claim_the_other_one_can_be_promised(self) -> None:
        hold = held(HoldKind.DISPUTE, account="ACC-1", claim="ACC-1-1")
        world = PromisingWorld(two_accounts().model_copy(update={"holds": (hold,)}))
        assert world.promise(1_000, claim="ACC-1-2").claim == "ACC-1-2"

    @pytest.mark.feature("R6")
    @pytest.mark.parametrize(("toggle", "actor"), [("portal_promises", PAYER), ("agent_promises", AGENT)])
    def test_switched_off_it_is_refused_to_one_side_and_what_stands_goes_on(
        self, world: PromisingWorld, toggle: str, actor: object
    ) -> None:
        promise = world.promise()
        world.settings = Settings(**{toggle: False})  # type: ignore[arg-type]
        refused = refusal(lambda: world.promise(1_000, claim="ACC-1-2", actor=actor))  # type: ignore[arg-type]
        assert refused.code is Code.NOT_ALLOWED_NOW
        assert world.promise(1_000, claim="ACC-1-2", actor=AGENT if actor is PAYER else PAYER)
        world.pay(5_000)
        world.clock.instant = midnight_after(promise)
        world.sweep_promises()
        assert world.seen(promise).promise.status is Status.KEPT

    @pytest.mark.feature("V15")
    def test_is_confirmed_once_by_a_text_that_names_no_amount(self) -> None:
        world = PromisingWorld(two_accounts().model_copy(update={"mobile_phone": "+447700900123"}))
        for _ in range(2):
            world.promise(command="the-same-command")
        [message] = World(world.store.items.values()).all(Message)
        assert (message.text, message.to) == (Text.PROMISE, "+447700900123")

    def test_the_same_command_again_makes_nothing_and_another_under_its_key_is_refused(self, world: PromisingWorld) -> None:
        first = world.promise(command="one-and-the-same")
        assert world.promise(command="one-and-the-same").id == first.id
        assert refusal(lambda: world.promise(4_000, command="one-and-the-same")).code is Code.KEY_REUSED


class TestOneAtATime:
    @pytest.mark.feature("PT1", "V15")
    def test_another_one_takes_its_place_with_the_customer_s_consent_only(self, world: PromisingWorld) -> None:
        first = world.promise(actor=AGENT)
        assert refusal(lambda: world.promise(2_000, actor=AGENT)).field == "replaces"
        without = refusal(lambda: world.promise(2_000, actor=AGENT, replaces=first.id))
        assert (without.code, without.field) == (Code.INVALID, "consented")
        second = world.promise(2_000, actor=AGENT, replaces=first.id, consented=True)
        before = world.seen(first).promise
        assert (before.status, before.superseded_by) == (Status.SUPERSEDED, second.id)
        assert (second.supersedes, second.consented) == (first.id, True)
        assert holds(world) == [second.id]
        [made] = [a for a in World(world.store.items.values()).all(Activity) if a.entity == second.ref]
        assert made.after is not None
        assert made.after["consent"] == "the customer agreed"
        sound(world)

    def test_one_that_was_kept_already_is_no_obstacle(self, world: PromisingWorld) -> None:
        first = world.promise(1_000)
        world.pay(1_000)
        second = world.promise(2_000)
        assert world.seen(first).promise.status is Status.KEPT
        assert holds(world) == [second.id]
        sound(world)

    def test_one_that_is_not_open_any_more_cannot_be_replaced(self, world: PromisingWorld) -> None:
        first = world.promise()
        world.promises.cancel(CUSTOMER, first.id, "", PAYER)
        assert refusal(lambda: world.promise(replaces=first.id, consented=True)).code is Code.STALE

    @pytest.mark.feature("PT1")
    def test_of_two_made_at_once_one_stands(self, world: PromisingWorld) -> None:
        """The second is made right before the first is committed, both having seen a claim without a promise."""
        store = world.store
        commit, made = store.commit, []

        def overtaken(changes: Changes) -> None:
            store.commit = commit  # type: ignore[method-assign]
            made.append(world.promise(2_000, actor=AGENT))
            commit(changes)

        store.commit = overtaken  # type: ignore[method-assign]
        assert refusal(lambda: world.promise(3_000)).field == "replaces"
        assert holds(world) == [made[0].id]
        sound(world)

    def test_each_claim_may_have_its_own(self, world: PromisingWorld) -> None:
        both = {world.promise().id, world.promise(1_000, claim="ACC-1-2").id}
        assert set(holds(world)) == both


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
        assert holds(world) == []
        sound(world)

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
        sound(world)
        world.wait(days=1, minutes=2)
        world.sweep()
        world.sweep_promises()
        assert world.seen(promise).promise.status is Status.KEPT
        sound(world)

    @pytest.mark.feature("V9")
    def test_it_falls_away_with_its_claim(self, world: PromisingWorld) -> None:
        promise = world.promise(1_000, account_number="ACC-2", claim="ACC-2-1")
        corrected(world.store, "ACC-2", "ACC-2-1", 0, world.clock.now())
        world.clock.instant = midnight_after(promise)
        world.sweep_promises()
        assert world.seen(promise).promise.status is Status.INVALIDATED
        sound(world)

    def test_taken_back_it_frees_its_claim_and_again_changes_nothing(self, world: PromisingWorld) -> None:
        promise = world.promise()
        for actor in (PAYER, AGENT):
            assert world.promises.cancel(CUSTOMER, promise.id, "", actor).status is Status.CANCELLED
        assert holds(world) == []
        sound(world)

    def test_its_hold_is_left_to_it_by_agents_and_by_the_schedule_of_holds(self, world: PromisingWorld) -> None:
        promise = world.promise()
        care = Care(world.store, world.clock, Settings, lambda diary, customer, hold: Changes())
        version = world.customer().version
        assert (
            refusal(lambda: care.lift(CUSTOMER, version, promise.id, "why", AGENT, "a-command-of-care")).code is Code.WRONG_STATE
        )
        world.clock.instant = midnight_after(promise, 4)
        care.sweep(world.clock.now())
        assert holds(world) == [promise.id]
        world.sweep_promises()
        assert holds(world) == []

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
        assert holds(world) == [other.id]
        sound(world)

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
