"""Everything that moves money, in any order, against a plain dictionary: payments, charges, refunds, disputes, promises, plans,
restructures, invoices put off, files of the creditor's, days that go by, crashes before and after every commit. Money is posted
exactly once, and nothing is collected that was paid, not agreed to, or forbidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.promises.model import Promise, Status
from tests.properties.agreeing_rules import AgreeingRules
from tests.properties.paying_rules import JOB, PayingRules
from tests.support import lapse_invariants, plan_invariants, promise_invariants
from tests.support.effort import DEEP, examples
from tests.support.invariants import (
    ALWAYS,
    AT_REST,
    World,
    claims_without_balance_are_resolved,
    every_movement_of_the_bank_is_posted,
    hold,
)
from tests.support.journal_invariants import JOURNAL_ALWAYS, JOURNAL_AT_REST
from tests.support.paying import CUSTOMER

EVERYTHING = (
    *ALWAYS,
    *JOURNAL_ALWAYS,
    *promise_invariants.ALWAYS,
    *plan_invariants.ALWAYS,
    *lapse_invariants.ALWAYS,
    claims_without_balance_are_resolved,
)
SAVED = (MandateOutcome.CARD, MandateOutcome.BACS, MandateOutcome.CARD, MandateOutcome.CARD_DECLINES, None)
BEGINS = ("a plan", "a payment", "a plan", "nothing")
TO_REST_DAYS = (0, 1, 1, 18, 1, 1, 1, 16, 1, 1)
"""Long enough for a direct debit to be collected and to come back, and for every promise to end."""


PLAYED: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def _says_how_much_was_played(request: pytest.FixtureRequest) -> Iterator[None]:
    """For `make test-deep`, whose summary is evidence."""
    yield
    terminal = request.config.pluginmanager.getplugin("terminalreporter")
    if DEEP and terminal is not None:
        seed = request.config.getoption("--hypothesis-seed")
        terminal.write_line(f"{PLAYED['examples']} examples, {PLAYED['steps']} steps, seed {seed}")


class MoneyMachine(PayingRules, AgreeingRules):
    @initialize(saved=st.sampled_from(SAVED), begins=st.sampled_from(BEGINS), data=st.data())
    def begin(self, saved: MandateOutcome | None, begins: str, data: st.DataObject) -> None:
        """Somewhere in the middle, so that few steps lead far."""
        if saved is not None:
            self.save_a_way_to_pay(saved, 20_000, looked_at=True)
        if begins == "a payment":
            self.pages.append(self.world.start(5_000, payment_id=self.world.fresh_id()))
        if begins == "a plan":
            self.ask_for_a_plan(1, 20 if saved is MandateOutcome.BACS else 0, data)

    @invariant()
    def everything_holds(self) -> None:
        PLAYED["steps"] += 1
        self.store.agree()
        hold(EVERYTHING, World(self.store.items.values()))

    def teardown(self) -> None:
        """Left alone, with no webhook ever arriving, the schedules bring everything to rest."""
        PLAYED["examples"] += 1
        self.store.crash = ""
        self.end_all_plans()
        for days in TO_REST_DAYS:
            self.world.days_go_by(days)
        for page in self.pages:
            # What a card's bank does after the payment was taken is told by webhooks, or found by the reconciliation.
            self.world.payments.settle(CUSTOMER, page.payment.id, JOB)
        self.store.agree()
        world = World(self.store.items.values())
        hold((*EVERYTHING, *AT_REST, *JOURNAL_AT_REST), world)
        assert all(promise.status is not Status.OPEN for promise in world.all(Promise))
        every_movement_of_the_bank_is_posted(world, self.world.clock.now())


TestMoney = pytest.mark.feature("V13", "V14", "V15", "PT1", "CH4", "RS6", "PR4")(MoneyMachine.TestCase)
TestMoney.settings = settings(max_examples=examples(200), stateful_step_count=40, deadline=None)
