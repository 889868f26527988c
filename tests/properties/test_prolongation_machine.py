"""Invoices put off, undone, paid, held and corrected in any order, on any days: the books stay right, and nobody gets more
time, or a fee more often, than the settings give."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.core.errors import Refused
from chalicelib.ledger.model import EntryType
from chalicelib.prolongation.model import PERIODS, Period, Place
from chalicelib.records.accounts import Claim, ClaimKind
from chalicelib.records.holds import MORATORIA, HoldKind
from tests.support.invariants import ALWAYS, World
from tests.support.journal_invariants import JOURNAL_AT_REST
from tests.support.prolonging import AGENT, ProlongingWorld

INVOICES = (Place("ACC-1", "ACC-1-1"), Place("ACC-1", "ACC-1-2"), Place("ACC-2", "ACC-2-1"))
MOST_DAYS = 60


class Prolonging(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.world = ProlongingWorld(maximum_prolongation_days=MOST_DAYS)

    @rule(place=st.sampled_from(INVOICES), days=st.sampled_from(PERIODS))
    def prolong(self, place: Place, days: Period) -> None:
        owed, free = self.world.customer().owed, any(hold.kind in MORATORIA for hold in self.world.customer().holds)
        with suppress(Refused):
            offer = self.world.offer(days, place)
            assert not (free and offer.fee)
            done = self.world.prolong(days, place)
            assert done.prolongation.due_after >= self.world.clock.now().date() + timedelta(days=days)
            assert self.world.customer().owed == owed + offer.fee

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        made = [each.id for claim in self.claims() for each in claim.prolongations]
        if made:
            with suppress(Refused):
                self.world.prolongations.undo(self.world.customer().customer_key, data.draw(st.sampled_from(made)), AGENT)

    @rule(number=st.sampled_from(["ACC-1", "ACC-2"]), pence=st.sampled_from([100, 4_000, 10_000]))
    def pay(self, number: str, pence: int) -> None:
        with suppress(Refused):
            self.world.pay(pence, number)

    @rule(kind=st.sampled_from([HoldKind.BREATHING_SPACE, HoldKind.DISPUTE]))
    def hold(self, kind: HoldKind) -> None:
        with suppress(Refused):
            self.world.hold(kind, None if kind in MORATORIA else "ACC-2")

    @rule(hours=st.sampled_from([1, 24, 240]))
    def wait(self, hours: int) -> None:
        self.world.wait(hours=hours)

    def claims(self) -> list[Claim]:
        return [claim for account in self.world.customer().accounts.values() for claim in account.claims.values()]

    @invariant()
    def the_books_are_right(self) -> None:
        for truth in (*ALWAYS, *JOURNAL_AT_REST):
            truth(World(self.world.store.items.values()))

    @invariant()
    def nobody_gets_more_than_may_be_given(self) -> None:
        for claim in self.claims():
            standing = [each.on for each in claim.prolongations if not each.undone]
            assert len(standing) == len(set(standing))
            assert claim.prolonged_days <= MOST_DAYS
            assert claim.due_date >= claim.original_due_date

    @invariant()
    def every_fee_defers_an_invoice_and_was_charged_once(self) -> None:
        claims = {claim.ref: claim for claim in self.claims()}
        fees = [each for claim in claims.values() for each in claim.prolongations if each.fee_claim]
        charged = [entry for entry in self.world.entries() if entry.type is EntryType.FEE]
        assert len(charged) == len(fees) == sum(claim.kind is ClaimKind.FEE for claim in claims.values())
        for claim in claims.values():
            assert (claim.defers is not None) is (claim.kind is ClaimKind.FEE)
            assert claim.defers is None or claims[claim.defers].kind is ClaimKind.INVOICE


Prolonging.TestCase.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
TestProlonging = pytest.mark.feature("PR1", "PR3", "PR4")(Prolonging.TestCase)
