"""Deleting and anonymising somebody while they pay: banks that answer late, webhooks that are lost or doubled, crashes before
and after every commit. No pound is ever lost, and whoever is gone is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.errors import Code
from chalicelib.core.keys import FixedKeys
from chalicelib.core.objects import MemoryObjects
from chalicelib.core.store import Store
from chalicelib.lifecycle.model import Ending, Removal, Stage
from chalicelib.lifecycle.service import Ask, Lifecycle
from chalicelib.payments.providers.books import Outcome
from chalicelib.payments.receiving import Receipts
from chalicelib.payments.service import Started
from chalicelib.portal.model import counter_places
from chalicelib.records.model import Customer, customer_place
from chalicelib.records.tombstones import RemovalReason
from chalicelib.settings.model import Settings
from tests.support import paying
from tests.support.crashing import CrashingStore, refused_at_most
from tests.support.invariants import ALWAYS, AT_REST, World
from tests.support.journal_invariants import (
    JOURNAL_ALWAYS,
    JOURNAL_AT_REST,
    an_ending_changes_no_ledger_sum,
    an_entry_is_never_changed,
)
from tests.support.lifecycle_invariants import ENDS_ALWAYS, ENDS_AT_REST

ADMIN = Actor(ActorType.AGENT, "sub-admin", "Made-up admin", Channel.CONSOLE)


class EndsMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = CrashingStore()
        self.world = paying.PayingWorld(store=self.store)
        receipts = Receipts(self.store, FixedKeys(), self.world.clock, Settings)
        # Nobody here sends files.
        parts = {Stage.FILES: lambda key, actor: None, Stage.AGREEMENTS: receipts.forget}
        self.lifecycle = Lifecycle(self.store, MemoryObjects(), FixedKeys(), self.world.clock, counter_places, parts)
        self.pages: list[Started] = []
        self.commands = 0

    @property
    def customer(self) -> Customer | None:
        store: Store = self.store
        return store.get(Customer, customer_place(paying.CUSTOMER))

    @rule(number=st.sampled_from(["ACC-1", "ACC-2"]), percent=st.sampled_from([50, 100]))
    def start_paying(self, number: str, percent: int) -> None:
        available = self.customer.accounts[number].available if self.customer else 100
        with refused_at_most(Code.NOTHING_OWED, Code.AMOUNT_TOO_SMALL, Code.WRONG_STATE, Code.NOT_FOUND):
            self.pages.append(self.world.start(max(1, available * percent // 100), number))

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), outcome=st.sampled_from(Outcome))
    def decide(self, data: st.DataObject, outcome: Outcome) -> None:
        page = data.draw(st.sampled_from(self.pages))
        if self.world.clock.now() < page.payment.session_ends:
            with refused_at_most(Code.WRONG_STATE, Code.NOT_ALLOWED_NOW):
                self.world.bank.decide(paying.sealed(page), outcome)

    @precondition(lambda self: self.world.webhooks)
    @rule(again=st.booleans())
    def deliver_a_webhook(self, again: bool) -> None:
        webhook = self.world.webhooks[0] if again else self.world.webhooks.pop(0)
        with refused_at_most(Code.UNAUTHENTICATED):
            self.world.payments.webhook("sandbox", *webhook)

    @rule()
    def look_at_payments(self) -> None:
        with refused_at_most():
            self.world.sweep()

    @rule(ending=st.sampled_from(Ending), crash=st.sampled_from(["", "", "before", "after"]))
    def end(self, ending: Ending, crash: str) -> None:
        """An administrator decides, and sends it again when no answer comes."""
        if self.customer is None:
            return
        self.commands += 1
        ask = Ask(ending, RemovalReason.ERASURE_REQUEST, self.customer.version, self.customer.customer_id)
        before = World(self.store.items.values())
        self.store.crash = crash
        for _ in range(2):
            with refused_at_most(Code.WRONG_STATE, Code.NOT_FOUND):
                self.lifecycle.end(paying.CUSTOMER, ask, ADMIN, f"command-{self.commands:08}")
        self.store.crash = ""
        after = World(self.store.items.values())
        an_entry_is_never_changed(before, after)
        an_ending_changes_no_ledger_sum(before, after)

    @rule(crash=st.sampled_from(["", "before", "after"]))
    def go_on_removing(self, crash: str) -> None:
        self.store.crash = crash
        with refused_at_most():
            self.lifecycle.sweep()
        self.store.crash = ""

    @rule(minutes=st.sampled_from([1, 31]))
    def wait(self, minutes: int) -> None:
        self.world.wait(minutes=minutes)

    @invariant()
    def everything_holds(self) -> None:
        world = World(self.store.items.values())
        for truth in (*ALWAYS, *JOURNAL_ALWAYS, *ENDS_ALWAYS):
            truth(world)

    def teardown(self) -> None:
        """Left alone, everything comes to rest: what the bank took is in the journal, and who was deleted left nothing."""
        self.store.crash = ""
        for _ in range(3):
            self.world.clock.instant += timedelta(hours=25)
            self.world.sweep()
            self.lifecycle.sweep()
        world = World(self.store.items.values())
        for truth in (*AT_REST, *JOURNAL_AT_REST, *ENDS_AT_REST):
            truth(world)
        assert world.all(Removal) == []


TestEnds = pytest.mark.feature("V3")(EndsMachine.TestCase)
TestEnds.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
