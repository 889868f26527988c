"""What may be promised, what a promise does to its claim, and how another takes its place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.activities.model import Activity
from chalicelib.care.model import Action, HoldKind, Row
from chalicelib.care.rules import facts_of, may
from chalicelib.core.changes import Changes
from chalicelib.core.errors import Code
from chalicelib.messaging.model import Message, Text
from chalicelib.promises.model import Status
from chalicelib.records.holds import Hold, HoldSource
from chalicelib.settings.model import Settings
from tests.support.invariants import World
from tests.support.paying import CUSTOMER, NOON, PAYER, two_accounts
from tests.support.promising import AGENT, TODAY, PromisingWorld, midnight_after, refusal


def held(kind: HoldKind, **reach: str) -> Hold:
    return Hold(id="h", kind=kind, start=TODAY, source=HoldSource.AGENT, **reach)


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
        world.sound()

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
            assert world.holds() == []

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
        assert world.holds() == [second.id]
        [made] = [a for a in World(world.store.items.values()).all(Activity) if a.entity == second.ref]
        assert made.after is not None
        assert made.after["consent"] == "the customer agreed"
        world.sound()

    def test_one_that_was_kept_already_is_no_obstacle(self, world: PromisingWorld) -> None:
        first = world.promise(1_000)
        world.pay(1_000)
        second = world.promise(2_000)
        assert world.seen(first).promise.status is Status.KEPT
        assert world.holds() == [second.id]
        world.sound()

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
        assert world.holds() == [made[0].id]
        world.sound()

    def test_each_claim_may_have_its_own(self, world: PromisingWorld) -> None:
        both = {world.promise().id, world.promise(1_000, claim="ACC-1-2").id}
        assert set(world.holds()) == both
