"""Money that goes back: refunds, disputes and returned direct debits, each fact written down once with its entry."""

from __future__ import annotations

import dataclasses

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.ledger.model import EntryType, LedgerAccount
from chalicelib.payments.model import OutflowState, Payment, Status
from chalicelib.payments.paid import paid_towards
from chalicelib.payments.providers.books import Happening, Outcome
from chalicelib.payments.refunding import RefundAsk
from chalicelib.payments.service import Started
from tests.support.invariants import ALWAYS, World, every_movement_of_the_bank_is_posted, hold
from tests.support.paying import CUSTOMER, NOON, PayingWorld, corrected, sealed
from tests.support.scripted_bank import refusal

LEAD = Actor(ActorType.AGENT, "lead-1", "Lee Lead", Channel.CONSOLE)


class Paid:
    """A payment that was taken on the bank's page, and everything that may become of it."""

    def __init__(self, pence: int = 8_000, outcome: Outcome = Outcome.PAY) -> None:
        self.world = PayingWorld()
        self.started: Started = self.world.start(pence)
        self.world.bank.decide(sealed(self.started), outcome)
        self.world.deliver_all()

    @property
    def payment(self) -> Payment:
        return self.world.payment(self.started.payment.id)

    def ask(self, pence: int, name: str = "one") -> RefundAsk:
        return RefundAsk(ulid(NOON, name.encode()), pence, "Paid twice", self.payment.refundable)

    def refund(self, pence: int, name: str = "one") -> Payment:
        return self.world.payments.refund(CUSTOMER, self.payment.id, self.ask(pence, name), LEAD)

    def happens(self, *happenings: Happening) -> None:
        for happening in happenings:
            self.world.bank.happen(sealed(self.started), happening)
            self.world.deliver_all()
        self.holds()

    def holds(self) -> None:
        world = World(self.world.store.items.values())
        hold(ALWAYS, world)
        every_movement_of_the_bank_is_posted(world, self.world.clock.now())

    def told(self) -> set[Event]:
        activities = [a for a in self.world.store.items.values() if isinstance(a, Activity)]
        return {a.event for a in activities if a.entity == self.payment.ref}


class TestRefunds:
    def test_what_was_paid_last_is_owed_again_first(self) -> None:
        paid = Paid(8_000)
        payment = paid.refund(1_500)
        assert (payment.status, payment.refundable, payment.gone) == (Status.PART_REFUNDED, 6_500, 1_500)
        claims = paid.world.customer().accounts["ACC-1"].claims
        assert {ref: claim.available for ref, claim in claims.items()} == {"ACC-1-1": 500, "ACC-1-2": 3_000}
        entry = paid.world.entries()[-1]
        assert (entry.type, entry.related_entry) == (EntryType.REFUND, f"payment:{payment.id}:capture")
        assert paid_towards([payment], claims, NOON) == {"ACC-1-1": 6_500}
        assert {Event.PAYMENT_REFUND_REQUESTED, Event.PAYMENT_REFUNDED} < paid.told()
        paid.holds()

    def test_in_full_opens_a_settled_account_again(self) -> None:
        paid = Paid(10_000)
        assert paid.world.customer().accounts["ACC-1"].status == "SETTLED"
        assert paid.refund(10_000).status is Status.REFUNDED
        account = paid.world.customer().accounts["ACC-1"]
        assert (account.status, account.balance.total) == ("ACTIVE", 10_000)
        paid.holds()

    def test_credit_goes_first_so_that_nothing_is_owed_again(self) -> None:
        world = PayingWorld()
        started = world.start(8_000)
        corrected(world.store, "ACC-1", "ACC-1-1", 2_000, world.clock.now())
        world.bank.decide(sealed(started), Outcome.PAY)
        world.deliver_all()
        payment = world.payment(started.payment.id)
        owed = world.customer().owed
        assert payment.credit_left == 4_500
        ask = RefundAsk(ulid(NOON, b"one"), 4_500, "Overpaid", payment.refundable)
        after = world.payments.refund(CUSTOMER, payment.id, ask, LEAD)
        assert (world.customer().credit, world.customer().owed, after.credit_left) == (0, owed, 0)

    def test_asking_again_gives_nothing_more_back(self) -> None:
        paid = Paid()
        ask = paid.ask(1_500)
        first = paid.world.payments.refund(CUSTOMER, paid.payment.id, ask, LEAD)
        assert paid.world.payments.refund(CUSTOMER, paid.payment.id, ask, LEAD) == first
        other = dataclasses.replace(ask, amount=1_501)
        assert refusal(lambda: paid.world.payments.refund(CUSTOMER, paid.payment.id, other, LEAD)) is Code.KEY_REUSED

    @pytest.mark.parametrize(
        ("pence", "seen", "code"),
        [(8_001, 8_000, Code.MORE_THAN_OWED), (0, 8_000, Code.AMOUNT_TOO_SMALL), (100, 7_999, Code.STALE)],
    )
    def test_only_what_remains_and_only_as_it_was_seen(self, pence: int, seen: int, code: Code) -> None:
        paid = Paid()
        ask = dataclasses.replace(paid.ask(pence), refundable=seen)
        with pytest.raises(Refused) as refused:
            paid.world.payments.refund(CUSTOMER, paid.payment.id, ask, LEAD)
        assert refused.value.code is code
        assert code is Code.AMOUNT_TOO_SMALL or "£80.00" in refused.value.words

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_without_an_answer_it_stays_asked_and_the_sweep_finds_out(self, when: str) -> None:
        paid = Paid()
        paid.world.bank_dies(when)
        assert paid.refund(1_500).outflows[0].state is OutflowState.ASKED
        assert paid.payment.refundable == 6_500
        paid.world.wait(minutes=11)
        paid.world.sweep()
        assert (paid.payment.status, paid.payment.gone) == (Status.PART_REFUNDED, 1_500)
        paid.holds()

    def test_one_that_the_bank_does_not_make_never_left(self) -> None:
        paid = Paid(outcome=Outcome.REFUND_FAILS)
        assert paid.refund(1_500).status is Status.SETTLED
        paid.world.wait(minutes=11)
        paid.world.sweep()
        assert (paid.payment.status, paid.payment.refundable) == (Status.SETTLED, 8_000)
        assert paid.payment.outflows[0].state is OutflowState.VOID
        assert [entry.type for entry in paid.world.entries()] == [EntryType.OPENING, EntryType.PAYMENT]
        paid.holds()

    def test_one_that_fails_after_it_left_is_taken_back(self) -> None:
        paid = Paid(10_000)
        paid.refund(10_000)
        paid.happens(Happening.FAIL_REFUND)
        assert (paid.payment.status, paid.payment.refundable) == (Status.SETTLED, 10_000)
        assert paid.world.entries()[-1].type is EntryType.REVERSAL
        assert paid.world.customer().accounts["ACC-1"].status == "SETTLED"


class TestDisputes:
    def test_money_that_is_withdrawn_is_owed_again_until_it_is_won(self) -> None:
        paid = Paid(10_000)
        paid.happens(Happening.DISPUTE)
        assert (paid.payment.status, paid.payment.refundable) == (Status.DISPUTED, 0)
        assert paid.world.customer().accounts["ACC-1"].available == 10_000
        paid.happens(Happening.WIN)
        assert paid.payment.status is Status.SETTLED
        assert paid.world.customer().accounts["ACC-1"].balance.total == 0

    def test_a_lost_one_is_charged_back(self) -> None:
        paid = Paid()
        paid.happens(Happening.DISPUTE, Happening.LOSE)
        assert paid.payment.status is Status.CHARGED_BACK
        assert paid.world.entries()[-1].type is EntryType.CHARGEBACK
        assert paid.payment.next_check is None

    def test_what_is_won_after_it_was_paid_again_becomes_credit(self) -> None:
        paid = Paid(10_000)
        paid.happens(Happening.DISPUTE)
        second = paid.world.start(9_000)
        paid.world.bank.decide(sealed(second), Outcome.PAY)
        paid.world.deliver_all()
        paid.happens(Happening.WIN)
        customer = paid.world.customer()
        assert (customer.accounts["ACC-1"].balance.total, customer.credit) == (0, 9_000)
        assert paid.payment.refundable == 10_000

    def test_more_than_is_left_is_a_loss(self) -> None:
        paid = Paid(8_000)
        paid.refund(8_000)
        paid.happens(Happening.DISPUTE)
        assert paid.payment.status is Status.DISPUTED
        cost = [p.amount for p in paid.world.entries()[-1].postings if p.debit is LedgerAccount.CHARGEBACK_COST]
        assert (cost, paid.world.customer().owed) == ([8_000], 14_000)
        paid.happens(Happening.WIN)
        assert (paid.payment.status, paid.world.customer().owed) == (Status.REFUNDED, 14_000)


class TestReturns:
    def test_a_direct_debit_is_watched_until_it_can_no_longer_come_back(self) -> None:
        paid = Paid(outcome=Outcome.RETURN)
        for _ in range(4):
            paid.world.wait(days=1)
            paid.world.sweep()
        assert (paid.payment.status, paid.payment.refundable) == (Status.RETURNED, 0)
        assert paid.world.entries()[-1].type is EntryType.RETURNED_DD
        assert paid.world.customer().owed == 14_000
        paid.holds()

    def test_an_indemnity_claim_is_told_apart(self) -> None:
        paid = Paid()
        paid.happens(Happening.INDEMNITY)
        assert paid.payment.status is Status.INDEMNITY_CLAIMED
