"""The sandbox is a provider like others. Stripe's adapter keeps the same contract in tests/infra/test_stripe_peers.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest

from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Method
from chalicelib.payments.providers.books import MandateOutcome, SandboxPayment, sandbox_place
from tests.support.paying import CUSTOMER, PayingWorld
from tests.support.provider_contract import ProviderContract


class AtTheSandbox:
    """The sandbox bank on its own: nothing of ours remembers what it answered, so there is nothing to forget."""

    def __init__(self) -> None:
        self.world = PayingWorld()
        self.provider = self.world.bank

    def now(self) -> datetime:
        return self.world.clock.now()

    def card(self, *, declines: bool = False) -> str:
        return self.world.mandate(MandateOutcome.CARD_DECLINES if declines else MandateOutcome.CARD, Method.CARD)

    def taken(self) -> int:
        return sum(isinstance(entity, SandboxPayment) for entity in self.world.store.items.values())

    def forgets(self) -> None:
        assert not [entity for entity in self.world.store.items.values() if isinstance(entity, Payment)]

    def rings(self, payment_id: str) -> tuple[bytes, Mapping[str, str]]:
        payment = self.world.store.get(SandboxPayment, sandbox_place(CUSTOMER, payment_id))
        assert payment is not None
        self.provider._ring_about(payment)
        return self.world.webhooks.pop()


class TestSandbox(ProviderContract):
    @pytest.fixture
    def line(self) -> AtTheSandbox:
        return AtTheSandbox()
