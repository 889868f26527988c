"""Promises under any order of commands, payments, days and sweeps: one open at most on a claim, its hold exactly as long."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.core.errors import Refused
from chalicelib.promises.model import Promise, Status
from tests.support import lapse_invariants, promise_invariants
from tests.support.invariants import World
from tests.support.paying import CUSTOMER, PAYER
from tests.support.promising import AGENT, PromisingWorld

CLAIMS = (("ACC-1", "ACC-1-1"), ("ACC-1", "ACC-1-2"), ("ACC-2", "ACC-2-1"))
PENCE = st.sampled_from([100, 1_000, 2_500, 4_000, 7_000])


class Promising(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.world = PromisingWorld()

    def entities(self) -> World:
        return World(self.world.store.items.values())

    def any_promise(self, data: st.DataObject) -> Promise | None:
        made = sorted(self.entities().all(Promise), key=lambda promise: promise.id)
        return data.draw(st.sampled_from(made)) if made else None

    @rule(claim=st.sampled_from(CLAIMS), pence=PENCE, days=st.integers(0, 5), agent=st.booleans(), data=st.data())
    def promise(self, claim: tuple[str, str], pence: int, days: int, agent: bool, data: st.DataObject) -> None:
        before = self.any_promise(data) if data.draw(st.booleans()) else None
        more = {"account_number": claim[0], "claim": claim[1], "replaces": before.id if before else "", "consented": True}
        with suppress(Refused):
            self.world.promise(pence, days, AGENT if agent else PAYER, **more)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if promise := self.any_promise(data):
            self.world.promises.cancel(CUSTOMER, promise.id, "", PAYER)

    @rule(number=st.sampled_from(["ACC-1", "ACC-2"]), pence=PENCE)
    def pay(self, number: str, pence: int) -> None:
        with suppress(Refused):
            self.world.pay(pence, number)

    @rule(hours=st.sampled_from([1, 24, 72]))
    def wait(self, hours: int) -> None:
        self.world.wait(hours=hours)

    @rule()
    def sweep(self) -> None:
        self.world.sweep_promises()
        overdue = [p for p in self.entities().all(Promise) if p.status is Status.OPEN and p.over_from <= self.world.clock.now()]
        assert overdue == []

    @invariant()
    def sound(self) -> None:
        for truth in (*promise_invariants.ALWAYS, *lapse_invariants.ALWAYS):
            truth(self.entities())


Promising.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestPromising = pytest.mark.feature("PT1", "V15")(Promising.TestCase)
