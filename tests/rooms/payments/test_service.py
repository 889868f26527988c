"""Payments end to end in memory: starting, webhooks, the way back, and the same thing twice at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

import pytest

from chalicelib.activities.model import Activity, Event
from chalicelib.core.actor import Actor, ActorType
from chalicelib.core.changes import Changes, Entity, Key
from chalicelib.core.clock import FixedClock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.core.memory import MemoryStore
from chalicelib.ledger.model import JournalEntry
from chalicelib.payments import ports
from chalicelib.payments.model import Outcome, ProviderEvent, Status
from chalicelib.payments.ports import Answer, HostedSession, Snapshot
from chalicelib.payments.service import Payments
from chalicelib.settings.model import Settings
from tests.support.invariants import AT_REST, World
from tests.support.paying import CUSTOMER, NOON, PAYER, PUBLIC_URL, PayingWorld, opened, sealed, stored, two_accounts


class CountingStore(MemoryStore):
    """Counts requests, and does something just before the next commits when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = 0
        self.before_commit: list[Callable[[], object]] = []

    def get[E: Entity](self, kind: type[E], key: Key) -> E | None:
        self.requests += 1
        return super().get(kind, key)

    def get_many(self, keys: Collection[Key]) -> dict[Key, Entity]:
        self.requests += 1
        return super().get_many(keys)

    def commit(self, changes: Changes) -> None:
        self.requests += 1
        if self.before_commit:
            self.before_commit.pop(0)()
        super().commit(changes)


class ScriptedBank:
    """A provider that says what the test tells it to say."""

    name = "scripted"

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.failure: Exception | None = None
        self.asked = 0

    def hosted_payment(
        self, *, customer_key: str, payment_id: str, amount: int, description: str, return_url: str, expires_at: datetime
    ) -> HostedSession:
        if self.failure:
            raise self.failure
        return HostedSession(payment_id, f"https://bank.example.com/{payment_id}", expires_at)

    def find(self, *, customer_key: str, payment_id: str) -> Snapshot | None:
        self.asked += 1
        if self.failure:
            raise self.failure
        return self.snapshot

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Sequence[ports.Event]:
        return [ports.Event("evt-1", "payment.succeeded", CUSTOMER, body.decode())]


class Scripted:
    """Payments with a scripted bank."""

    def __init__(self) -> None:
        self.store = CountingStore()
        self.clock = FixedClock(NOON)
        self.bank = ScriptedBank()
        self.payments = Payments(self.store, [self.bank], self.clock, Settings, PUBLIC_URL)
        opened(self.store, two_accounts(), NOON)
        self.payment_id = ulid(NOON)

    def start(self, pence: int = 5_000) -> str:
        return self.payments.start(CUSTOMER, "ACC-1", pence, self.payment_id, PAYER).url

    def says(self, answer: Answer, captured: int = 0) -> None:
        self.bank.snapshot = Snapshot(answer, captured, self.clock.now(), "bank-ref-1")

    def settle(self) -> Status:
        payment = self.payments.settle(CUSTOMER, self.payment_id, PAYER)
        assert payment is not None
        return payment.status


def refusal(action: Callable[[], object]) -> Code:
    with pytest.raises(Refused) as refused:
        action()
    return refused.value.code


def holds_at_rest(store: MemoryStore) -> None:
    for truth in AT_REST:
        truth(World(store.items.values()))


class TestStarting:
    def test_leads_to_the_providers_page_in_one_request_when_the_customer_is_at_hand(self) -> None:
        scripted = Scripted()
        customer = stored(scripted.store)
        scripted.store.requests = 0
        started = scripted.payments.start(CUSTOMER, "ACC-1", 5_000, scripted.payment_id, PAYER, customer=customer)
        assert started.url == f"https://bank.example.com/{scripted.payment_id}"
        assert scripted.store.requests == 1

    def test_a_double_click_is_one_payment(self) -> None:
        world = PayingWorld()
        first = world.start(10_000)
        again = world.start(10_000, payment_id=first.payment.id)
        assert again == first
        assert len(world.payments.recent(CUSTOMER, 10)) == 1

    def test_two_clicks_at_the_same_instant_are_one_payment(self) -> None:
        scripted = Scripted()
        customer = stored(scripted.store)
        scripted.store.before_commit = [scripted.start]
        started = scripted.payments.start(CUSTOMER, "ACC-1", 5_000, scripted.payment_id, PAYER, customer=customer)
        assert started.payment == scripted.payments.get(CUSTOMER, scripted.payment_id)
        assert stored(scripted.store).accounts["ACC-1"].available == 5_000

    def test_the_same_id_with_another_amount_or_account_is_refused(self) -> None:
        world = PayingWorld()
        payment_id = world.start(1_000).payment.id
        assert refusal(lambda: world.start(1_001, payment_id=payment_id)) is Code.KEY_REUSED
        assert refusal(lambda: world.start(1_000, "ACC-2", payment_id)) is Code.KEY_REUSED

    def test_a_form_sent_again_after_payment_leads_to_the_receipt(self) -> None:
        world = PayingWorld()
        started = world.start(10_000)
        world.bank.decide(sealed(started), Outcome.PAY)
        world.deliver_all()
        assert world.start(10_000, payment_id=started.payment.id).url == f"{PUBLIC_URL}/payments/{started.payment.id}"

    @pytest.mark.parametrize(
        "payment_id", ["", "x", "../../etc", ulid(NOON - timedelta(days=2), b"old"), ulid(NOON + timedelta(days=2), b"new"), "7" + "Z" * 25]
    )
    def test_an_id_that_was_not_made_lately_is_refused(self, payment_id: str) -> None:
        world = PayingWorld()
        assert refusal(lambda: world.payments.start(CUSTOMER, "ACC-1", 500, payment_id, PAYER)) is Code.INVALID

    def test_an_unknown_customer_is_refused(self) -> None:
        world = PayingWorld()
        assert refusal(lambda: world.payments.start("nobody", "ACC-1", 500, ulid(NOON), PAYER)) is Code.NOT_FOUND

    def test_a_provider_that_does_not_answer_can_be_tried_again_with_the_same_form(self) -> None:
        scripted = Scripted()
        scripted.bank.failure = ports.Unknown()
        assert refusal(scripted.start) is Code.PROVIDER_UNAVAILABLE
        scripted.bank.failure = None
        assert scripted.start() == f"https://bank.example.com/{scripted.payment_id}"

    def test_gives_up_politely_when_the_customer_keeps_changing(self) -> None:
        scripted = Scripted()
        other = Actor.customer("other")

        def somebody_pays() -> None:
            scripted.payments.start(CUSTOMER, "ACC-2", 100, ulid(NOON), other)

        scripted.store.before_commit = [somebody_pays, lambda: None] * 3
        assert refusal(scripted.start) is Code.BUSY


class TestContinuing:
    def test_the_page_stays_open_for_an_hour_while_nothing_is_decided(self) -> None:
        world = PayingWorld()
        started = world.start(1_000)
        world.wait(minutes=59)
        assert world.bank.open(sealed(started)).amount == 1_000
        assert world.payments.continue_url(world.payment(started.payment.id)) == started.url
        world.wait(minutes=1)
        assert world.payments.continue_url(world.payment(started.payment.id)) == ""

    def test_recent_payments_come_newest_first(self) -> None:
        world = PayingWorld()
        ids = []
        for _ in range(3):
            ids.append(world.start(100).payment.id)
            world.wait(seconds=1)
        assert [payment.id for payment in world.payments.recent(CUSTOMER, 2)] == [ids[2], ids[1]]


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

    def test_takes_three_requests_and_then_one(self) -> None:
        scripted = Scripted()
        scripted.start()
        scripted.says(Answer.SUCCEEDED, 5_000)
        scripted.store.requests = 0
        scripted.settle()
        assert scripted.store.requests == 2
        scripted.settle()
        assert scripted.store.requests == 3
        assert scripted.bank.asked == 1

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
        holds_at_rest(store)

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
        payment = scripted.payments.get(CUSTOMER, scripted.payment_id)
        assert payment is not None
        assert payment.status is Status.SETTLED

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
        payment = scripted.payments.get(CUSTOMER, scripted.payment_id)
        assert payment is not None
        assert payment.status is Status.CREATED

    def test_a_payment_that_is_not_ours_is_acknowledged(self) -> None:
        self.ring(Scripted())

    def test_unknown_providers_and_bodies_too_large_are_refused(self) -> None:
        payments = Scripted().payments
        assert refusal(lambda: payments.webhook("nobody", b"", {})) is Code.NOT_FOUND
        assert refusal(lambda: payments.webhook("scripted", b"x" * 262_145, {})) is Code.TOO_LARGE
