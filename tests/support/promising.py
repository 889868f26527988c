"""Customers who promise, beside the bank they pay at, all in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.clock import london_midnight
from chalicelib.core.errors import Refused
from chalicelib.payments.providers.books import Outcome
from chalicelib.promises.model import Promise
from chalicelib.promises.rules import Ask
from chalicelib.promises.service import Promises, Seen
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from tests.support import invariants, lapse_invariants, promise_invariants
from tests.support.paying import CUSTOMER, NOON, PAYER, PayingWorld, sealed

TODAY = NOON.date()
AGENT = Actor(ActorType.AGENT, "agent-1", "Agent One", Channel.CONSOLE)


def refusal(doing: Callable[[], object]) -> Refused:
    """How this is refused, as it must be."""
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value


def midnight_after(promise: Promise, days: int = 0) -> datetime:
    """The end of the day on which it is due, or so many days later."""
    return london_midnight(promise.due + timedelta(days=1 + days))


class PromisingWorld(PayingWorld):
    """`settings` are in force at once."""

    def __init__(self, customer: Customer | None = None, now: datetime = NOON) -> None:
        super().__init__(customer, now=now)
        self.settings = Settings()
        self.promises = Promises(self.store, self.clock, lambda: self.settings)
        self._commands = 0

    def promise(self, pence: int = 5_000, days: int = 7, actor: Actor = PAYER, command: str = "", **more: object) -> Promise:
        """A promise on the older claim of the first account, or whatever else is asked for."""
        self._commands += 1
        due = self.today + timedelta(days=days)
        ask = Ask(**{"account_number": "ACC-1", "claim": "ACC-1-1", "amount": pence, "due": due} | more)  # type: ignore[arg-type]
        return self.promises.make(CUSTOMER, ask, actor, command or f"command-{self._commands:08}")

    @property
    def today(self) -> date:
        return self.clock.instant.date()

    def pay(self, pence: int, number: str = "ACC-1", outcome: Outcome = Outcome.PAY) -> None:
        started = self.start(pence, number)
        self.bank.decide(sealed(started), outcome)
        self.deliver_all()

    def seen(self, promise: Promise) -> Seen:
        return self.promises.see(self.customer(), promise.id)

    def holds(self) -> list[str]:
        """What keeps the customer from being chased."""
        return [hold.id for hold in self.customer().holds]

    def sound(self) -> None:
        """Holds every promise, and what is left of those that were not kept, to their invariants."""
        invariants.hold((*promise_invariants.ALWAYS, *lapse_invariants.ALWAYS), invariants.World(self.store.items.values()))

    def sweep_promises(self) -> None:
        self.promises.sweep(self.clock.now())
