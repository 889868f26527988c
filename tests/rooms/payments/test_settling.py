"""Settling a payment: whoever asks, in whatever order, twice at once: what the bank took is written down once."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.core.actor import ActorType
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.ledger.model import JournalEntry
from chalicelib.payments import ports
from chalicelib.payments.model import ProviderEvent, Status
from chalicelib.payments.ports import Answer
from chalicelib.payments.providers.books import Happening, Outcome
from chalicelib.payments.service import RefundAsk
from tests.support.invariants import ALWAYS, AT_REST, World, every_movement_of_the_bank_is_posted, hold
from tests.support.paying import CUSTOMER, NOON, PAYER, PayingWorld, sealed, stored
from tests.support.scripted_bank import CountingStore, Scripted, SteppingStore, refusal
from tests.support.turns import interleave, schedules


class TestSettling:
    @pytest.mark.parametrize(
        ("outcome", "status"),
        [
            (Outcome.PAY, Status.SETTLED),
            (Outcome.DECLINE, Status.FAILED),
            (Outcome.CANCEL, Status.CANCELLED),
            (Outcome.LATER, Status.PENDING),
            (Outcome.LATER_FAIL, Status.PENDING),
        ],
    )
    def test_the_webhook_brings_the_outcome(self, outcome: Outcome, status: Status) -> None:
        world = PayingWorld()
        started = world.start(10_000)
        world.bank.decide(sealed(started), outcome)
        world.deliver_all()
        assert world.payment(started.payment.id).status is status

    @pytest.mark.parametrize(("outcome", "status"), [(Outcome.LATER, Status.SETTLED), (Outcome.LATER_FAIL, Status.FAILED)])
    def test_a_late_answer_is_found_by_looking(self, outcome: Outcome, status: Status) -> None:
        world = PayingWorld()
        started = world.start(10_000)
        world.bank.decide(sealed(started), outcome)
        world.deliver_all()
        world.wait(seconds=30)
        settled = world.payments.settle(CUSTOMER, started.payment.id, PAYER)
        assert settled is not None
        assert settled.status is status

    def test_takes_a_read_and_a_commit_and_then_only_a_read(self) -> None:
        scripted = Scripted()
        scripted.start()
        scripted.says(Answer.SUCCEEDED, 5_000)
        scripted.store.requests = 0
        scripted.settle()
        assert scripted.store.requests == 2
        scripted.settle()
        assert scripted.store.requests == 3
        assert scripted.bank.asked == 2

    def test_an_unreachable_provider_changes_nothing(self) -> None:
        scripted = Scripted()
        scripted.start()
        scripted.bank.failure = ports.Unknown()
        before = dict(scripted.store.items)
        with pytest.raises(ports.Unknown):
            scripted.settle()
        assert scripted.store.items == before

    def test_money_that_arrives_after_the_payment_expired_is_still_posted(self) -> None:
        scripted = Scripted()
        scripted.start()
        scripted.clock.instant += timedelta(minutes=66)
        assert scripted.settle() is Status.EXPIRED
        scripted.says(Answer.SUCCEEDED, 5_000)
        assert scripted.settle() is Status.SETTLED
        assert stored(scripted.store).accounts["ACC-1"].balance.total == 5_000

    def test_says_who_found_out(self) -> None:
        world = PayingWorld()
        started = world.start(10_000)
        world.bank.decide(sealed(started), Outcome.PAY)
        world.deliver_all()
        [told] = [a for a in World(world.store.items.values()).all(Activity) if a.event is Event.PAYMENT_SETTLED]
        assert (told.actor_type, told.actor_name) == (ActorType.PROVIDER, "sandbox")

    def test_another_customers_payment_does_not_exist(self) -> None:
        world = PayingWorld()
        payment_id = world.start(1_000).payment.id
        assert world.payments.settle("somebodyelse", payment_id, PAYER) is None
        assert world.payments.get("somebodyelse", payment_id) is None


class TestTwoAtOnce:
    def test_two_settles_of_one_capture_post_it_once(self) -> None:
        scripted = Scripted()
        scripted.start()
        scripted.says(Answer.SUCCEEDED, 5_000)
        scripted.store.before_commit = [scripted.settle]
        assert scripted.settle() is Status.SETTLED
        payments = [e for e in World(scripted.store.items.values()).all(JournalEntry) if e.ref.startswith("payment:")]
        assert len(payments) == 1

    def test_two_deliveries_in_every_order_post_one_capture(self) -> None:
        for schedule in schedules(3):
            world = PayingWorld(store=SteppingStore())
            started = world.start(10_000)
            world.bank.decide(sealed(started), Outcome.PAY)
            webhook = world.webhooks.pop()
            ring = partial(world.payments.webhook, "sandbox", *webhook)
            interleave([ring, ring], schedule)
            hold(AT_REST, World(world.store.items.values()))
            assert world.payment(started.payment.id).status is Status.SETTLED, schedule

    def test_a_refund_and_a_dispute_in_every_order_are_both_written_down(self) -> None:
        for schedule in schedules(3):
            world = PayingWorld(store=SteppingStore())
            started = world.start(10_000)
            world.bank.decide(sealed(started), Outcome.PAY)
            world.deliver_all()
            ask = RefundAsk(ulid(NOON, b"one"), 2_500, "Paid twice", 10_000)
            refund = partial(world.payments.refund, CUSTOMER, started.payment.id, ask, PAYER)
            world.bank.happen(sealed(started), Happening.DISPUTE)
            ring = partial(world.payments.webhook, "sandbox", *world.webhooks.pop())
            with contextlib.suppress(Refused):
                interleave([refund, ring], schedule)
            world.payments.settle(CUSTOMER, started.payment.id, PAYER)
            seen = World(world.store.items.values())
            hold(ALWAYS, seen)
            every_movement_of_the_bank_is_posted(seen, world.clock.now())

    def test_an_old_failure_loses_to_a_capture_that_came_in_between(self) -> None:
        scripted = Scripted()
        scripted.start()
        scripted.says(Answer.FAILED)

        def the_second_card_succeeds() -> None:
            scripted.says(Answer.SUCCEEDED, 5_000)
            scripted.settle()

        scripted.store.before_commit = [the_second_card_succeeds]
        assert scripted.settle() is Status.SETTLED

    def test_two_payments_settling_at_once_both_count(self) -> None:
        world = PayingWorld(store=(store := CountingStore()))
        first, second = world.start(6_000), world.start(4_000)
        world.bank.decide(sealed(first), Outcome.PAY)
        world.bank.decide(sealed(second), Outcome.PAY)
        store.before_commit = [lambda: world.payments.settle(CUSTOMER, second.payment.id, PAYER)]
        world.payments.settle(CUSTOMER, first.payment.id, PAYER)
        assert world.customer().accounts["ACC-1"].balance.total == 0
        for truth in AT_REST:
            truth(World(store.items.values()))

    def test_gives_up_when_it_never_gets_through(self) -> None:
        scripted = Scripted()
        scripted.start()
        scripted.says(Answer.FAILED)

        def somebody_else_pays() -> None:
            scripted.payments.start(CUSTOMER, "ACC-2", 100, ulid(NOON), PAYER)

        scripted.store.before_commit = [somebody_else_pays, lambda: None] * 3
        assert refusal(scripted.settle) is Code.BUSY


class TestWebhooks:
    def ring(self, scripted: Scripted) -> None:
        scripted.payments.webhook("scripted", scripted.payment_id.encode(), {})

    def test_a_duplicate_heals_a_first_delivery_that_died_after_it_was_recorded(self) -> None:
        scripted = Scripted()
        scripted.start()
        scripted.bank.failure = ports.Unknown()
        with pytest.raises(ports.Unknown):
            self.ring(scripted)
        scripted.bank.failure = None
        scripted.says(Answer.SUCCEEDED, 5_000)
        self.ring(scripted)
        assert scripted.payment().status is Status.SETTLED

    def test_a_webhook_is_kept_for_audit_once(self) -> None:
        scripted = Scripted()
        scripted.start()
        self.ring(scripted)
        scripted.clock.instant += timedelta(minutes=1)
        self.ring(scripted)
        [kept] = World(scripted.store.items.values()).all(ProviderEvent)
        assert kept.received_at == NOON

    def test_what_it_says_is_never_believed(self) -> None:
        scripted = Scripted()
        scripted.start()
        self.ring(scripted)
        assert scripted.payment().status is Status.CREATED

    def test_a_payment_that_is_not_ours_is_acknowledged(self) -> None:
        self.ring(Scripted())

    def test_unknown_providers_and_bodies_too_large_are_refused(self) -> None:
        payments = Scripted().payments
        assert refusal(lambda: payments.webhook("nobody", b"", {})) is Code.NOT_FOUND
        assert refusal(lambda: payments.webhook("scripted", b"x" * 262_145, {})) is Code.TOO_LARGE
