"""Payments with a bank that says what a test tells it to say, and a store that can be interrupted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import pytest

from chalicelib.core.changes import Changes, Entity, Key
from chalicelib.core.clock import FixedClock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.core.memory import MemoryStore
from chalicelib.payments import ports
from chalicelib.payments.model import Payment, Status
from chalicelib.payments.ports import Answer, HostedSession, Snapshot
from chalicelib.payments.service import Payments
from chalicelib.settings.model import Settings
from tests.support.harness import WIRE
from tests.support.paying import CUSTOMER, NOON, PAYER, PUBLIC_URL, opened, two_accounts


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


class SteppingStore(MemoryStore):
    """Lets another thread have its turn before every request."""

    def get_many(self, keys: Collection[Key]) -> dict[Key, Entity]:
        WIRE.meanwhile()
        return super().get_many(keys)

    def commit(self, changes: Changes) -> None:
        WIRE.meanwhile()
        super().commit(changes)


class ScriptedBank:
    """A provider that says what the test tells it to say."""

    name = "scripted"
    least_pence = 1

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

    def payment(self) -> Payment:
        payment = self.payments.get(CUSTOMER, self.payment_id)
        assert payment is not None
        return payment

    def settle(self) -> Status:
        payment = self.payments.settle(CUSTOMER, self.payment_id, PAYER)
        assert payment is not None
        return payment.status


def refusal(action: Callable[[], object]) -> Code:
    with pytest.raises(Refused) as refused:
        action()
    return refused.value.code
