"""What money costs at the provider and at DynamoDB, by counting."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.changes import Changes, Insert, Replace
from chalicelib.core.memory import MemoryStore
from chalicelib.ledger.model import JournalEntry
from chalicelib.payments.model import Payment, Status
from chalicelib.payments.providers.books import MandateOutcome, Outcome, SandboxPayment
from chalicelib.plans.making import Ask
from chalicelib.plans.model import PayBy, Plan
from chalicelib.records.model import Customer
from tests.support.importing import Importing, aoife
from tests.support.money import MoneyWorld
from tests.support.paying import CUSTOMER, PAYER, sealed
from tests.support.promising import AGENT
from tests.support.write_units import cost

A_YEAR = {"AccountNumber": "ACC-1", "PlanOption1Instalments": "12", "PlanOption1TotalAmount": "100.00"}


def imported() -> Customer:
    """Somebody as a file makes them, with a claim of 100.00 and a plan of twelve instalments offered on it."""
    importing = Importing()
    importing.drop_rows(aoife(**A_YEAR))
    return importing.customer().model_copy(update={"customer_key": CUSTOMER, "journal_sequence": 0})


class NotingStore(MemoryStore):
    """Remembers what was committed."""

    def __init__(self) -> None:
        super().__init__()
        self.commits: list[Changes] = []

    def commit(self, changes: Changes) -> None:
        super().commit(changes)
        self.commits.append(changes)

    def about(self, kind: type[Any]) -> list[Changes]:
        """The commits that wrote such an entity."""
        return [
            changes
            for changes in self.commits
            if any(isinstance(change, Insert | Replace) and isinstance(change.entity, kind) for change in changes)
        ]


class CountedWorld(MoneyWorld):
    """Money whose commits are noted. A way to pay is saved before anything is counted."""

    def __init__(self, saved: MandateOutcome | None = None) -> None:
        self.notes = NotingStore()
        super().__init__(imported(), self.notes)
        if saved is not None:
            self.save_a_way_to_pay(saved, 20_000, PAYER)
            self.deliver_all()
        self.sweep()  # the schedules run from the first day on, and remember how far they came
        self.notes.commits.clear()

    def planned(self, pay_by: PayBy) -> Plan:
        """A plan of twelve instalments that begins today."""
        ask = Ask(
            self.fresh_id(),
            "ACC-1",
            1,
            self.today,
            pay_by=pay_by,
            mandate_id=self.mandates.of(CUSTOMER)[0].id if pay_by is not PayBy.CUSTOMER else "",
            consent="2026-11",
        )
        self.plans.ask(CUSTOMER, ask, PAYER)
        [plan] = self.all(Plan)
        return plan

    def taken(self) -> int:
        """How often the bank moved money for us."""
        return sum(isinstance(entity, SandboxPayment) for entity in self.store.items.values())


@pytest.mark.feature("P9", "P10")
def test_a_plan_of_twelve_instalments_is_set_up_in_twelve_write_units() -> None:
    """For somebody with one claim, as a file makes them. Each claim more is a hold more, with its line in the diary: two
    units. DynamoDB charges a transaction twice its units."""
    world = CountedWorld()
    plan = world.planned(PayBy.CUSTOMER)
    assert len(plan.instalments) == 12
    [commit] = world.notes.commits
    assert cost(commit).units <= 12, cost(commit)


class TestAPaymentIsOneCallAndTwoTransactions:
    """The intent before the bank hears of it, and what came of it."""

    def assert_counted(self, world: CountedWorld) -> None:
        assert [payment.status for payment in world.all(Payment)] == [Status.SETTLED]
        assert world.taken() == 1
        assert len(world.notes.about(Payment)) == 2
        entries = [entity for entity in world.all(JournalEntry) if entity.payment_id]
        assert len(entries) == 1

    def test_of_the_debtors(self) -> None:
        world = CountedWorld()
        started = world.start(5_000)
        world.bank.decide(sealed(started), Outcome.PAY)
        world.payments.settle(CUSTOMER, started.payment.id, PAYER)
        self.assert_counted(world)

    def test_of_an_agents(self) -> None:
        world = CountedWorld(MandateOutcome.CARD)
        [mandate] = world.mandates.of(CUSTOMER)
        world.mandates.charge(CUSTOMER, world.wish(mandate, "ACC-1", 50), AGENT)
        assert world.bank.asked == 1
        self.assert_counted(world)

    def test_of_a_direct_debit_until_its_money_comes(self) -> None:
        world = CountedWorld(MandateOutcome.BACS)
        [mandate] = world.mandates.of(CUSTOMER)
        payment = world.mandates.charge(CUSTOMER, world.wish(mandate, "ACC-1", 50), AGENT)
        assert (payment.status, world.bank.asked, len(world.notes.about(Payment))) == (Status.PENDING, 1, 2)
        world.days_go_by(20)
        assert (world.payment(payment.id).status, world.bank.asked) == (Status.SETTLED, 1)

    def test_of_an_instalment(self) -> None:
        world = CountedWorld(MandateOutcome.CARD)
        world.planned(PayBy.CARD)
        world.days_go_by(1)
        assert world.bank.asked == 1
        self.assert_counted(world)
        assert world.plans.get(CUSTOMER, world.all(Plan)[0].id).paid == 833
