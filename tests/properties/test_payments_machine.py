"""Payments under everything that can happen to them: cards, mandates, banks that answer late or not at all, refunds, disputes,
returned direct debits, invoices put off for a fee, webhooks that are lost, doubled and shuffled, corrections of the balance,
crashes before and after every commit. Money is posted exactly once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.core.memory import MemoryStore
from chalicelib.payments.ports import Method
from chalicelib.payments.providers.books import Happening, MandateOutcome, Outcome, SandboxPayment
from chalicelib.payments.service import ChargeAsk, RefundAsk, Started
from chalicelib.prolongation.model import PERIODS, Period, Place
from chalicelib.prolongation.service import Prolongations
from chalicelib.settings.model import Settings
from tests.support import paying
from tests.support.effort import examples
from tests.support.invariants import (
    ALWAYS,
    AT_REST,
    World,
    claims_without_balance_are_resolved,
    every_movement_of_the_bank_is_posted,
    hold,
    lost,
)
from tests.support.journal_invariants import JOURNAL_ALWAYS, JOURNAL_AT_REST
from tests.support.prolonging import AGENT, FEES

ACCOUNTS = {"ACC-1": ("ACC-1-1", "ACC-1-2"), "ACC-2": ("ACC-2-1",)}
JOB = Actor.system("plan_sweep")
PAY_REFUSALS = {Code.NOTHING_OWED, Code.MORE_THAN_OWED, Code.AMOUNT_TOO_SMALL, Code.WRONG_STATE}


class Crash(BaseException):
    """The function died. No `except Exception` survives it."""


class CrashingStore(MemoryStore):
    """Dies at the next commit when told to: before it, or after it was written."""

    crash = ""

    def commit(self, changes: Changes) -> None:
        crash, self.crash = self.crash, ""
        if crash == "before":
            raise Crash
        super().commit(changes)
        if crash == "after":
            raise Crash


@contextlib.contextmanager
def refused_at_most(*codes: Code) -> Iterator[None]:
    """Crashes are survived; refusals are fine as long as they are these."""
    try:
        yield
    except Crash:
        pass
    except Refused as refusal:
        if refusal.code not in codes:
            raise


class PaymentsMachine(RuleBasedStateMachine):
    started = Bundle("started")

    def __init__(self) -> None:
        super().__init__()
        self.store = CrashingStore()
        self.world = paying.PayingWorld(store=self.store)
        self.prolongations = Prolongations(self.store, self.world.clock, lambda: Settings.model_validate(FEES))
        self.pages: list[Started] = []
        self.owed = self.world.customer().owed
        self.mandates: list[tuple[str, Method]] = []
        self.world.sweep()  # the schedule runs from the first day on, and remembers how far it came

    def open_pages(self) -> list[str]:
        """The provider's pages on which a debtor may still choose something, the one opened last first."""
        now = self.world.clock.now()
        return [paying.sealed(page) for page in reversed(self.pages) if now < page.payment.session_ends]

    @initialize(target=started, percent=st.sampled_from([30, 100]))
    def begin(self, percent: int) -> Started:
        self.pages.append(self.world.start(self.world.customer().accounts["ACC-1"].available * percent // 100))
        return self.pages[-1]

    @rule(target=started, number=st.sampled_from(sorted(ACCOUNTS)), percent=st.sampled_from([50, 100]))
    def start(self, number: str, percent: int) -> Started | object:
        available = self.world.customer().accounts[number].available
        with refused_at_most(*PAY_REFUSALS):
            started = self.world.start(available * percent // 100, number)
            assert started.payment.amount <= available
            self.pages.append(started)
            return started
        return multiple()

    @precondition(lambda self: len(self.mandates) < 3)
    @rule(outcome=st.sampled_from(MandateOutcome))
    def set_up_a_mandate(self, outcome: MandateOutcome) -> None:
        method = Method.BACS if outcome.value.startswith("bacs") else Method.CARD
        with refused_at_most(Code.NOT_ALLOWED_NOW):
            self.mandates.append((self.world.mandate(outcome, method), method))

    @precondition(lambda self: self.mandates)
    @rule(data=st.data())
    def revoke_a_mandate(self, data: st.DataObject) -> None:
        mandate_id, _ = data.draw(st.sampled_from(self.mandates))
        with refused_at_most():
            self.world.bank.revoke_mandate(customer_key=paying.CUSTOMER, mandate_id=mandate_id, provider_ref=mandate_id)

    @precondition(lambda self: self.mandates)
    @rule(data=st.data(), percent=st.sampled_from([50, 100]), twice=st.booleans(), dies=st.sampled_from(["", "before", "after"]))
    def charge(self, data: st.DataObject, percent: int, twice: bool, dies: str) -> None:
        """An agent or a plan collects under a mandate, maybe twice at once, maybe without ever hearing the answer."""
        mandate_id, method = data.draw(st.sampled_from(self.mandates))
        available = self.world.customer().accounts["ACC-1"].available
        ask = ChargeAsk(
            payment_id=ulid(self.world.clock.now()),
            amount=available * percent // 100,
            account_numbers=("ACC-1",),
            mandate_id=mandate_id,
            mandate_ref=mandate_id,
            method=method,
            provider="sandbox",
        )
        for _ in range(1 + twice):
            self.world.bank_dies(dies)
            with refused_at_most(*PAY_REFUSALS):
                self.world.payments.charge(paying.CUSTOMER, ask, JOB)
        self.world.bank_dies("")

    @rule(data=st.data(), percent=st.sampled_from([40, 100]), twice=st.booleans(), dies=st.sampled_from(["", "before", "after"]))
    def refund(self, data: st.DataObject, percent: int, twice: bool, dies: str) -> None:
        refundable = [payment for payment in self.world.payments.recent(paying.CUSTOMER, 50) if payment.refundable]
        if not refundable:
            return
        payment = data.draw(st.sampled_from(refundable))
        pence = max(1, payment.refundable * percent // 100)
        ask = RefundAsk(ulid(self.world.clock.now()), pence, "Paid twice", payment.refundable)
        for _ in range(1 + twice):
            self.world.bank_dies(dies)
            with refused_at_most(Code.WRONG_STATE):
                self.world.payments.refund(paying.CUSTOMER, payment.id, ask, JOB)
        self.world.bank_dies("")

    @rule(data=st.data(), happening=st.sampled_from(Happening))
    def something_becomes_of_a_payment(self, data: st.DataObject, happening: Happening) -> None:
        page = data.draw(st.sampled_from(self.pages))
        with refused_at_most():
            self.world.bank.happen(page.url.rsplit("/", 1)[1], happening)

    @rule(started=started)
    def send_the_form_again(self, started: Started) -> None:
        """A double click, a reload, a back button: the same payment, whatever has become of it."""
        payment = started.payment
        with refused_at_most(Code.INVALID):
            again = self.world.start(payment.amount, payment.plan[0].account_number, payment.id)
            assert again.payment.id == payment.id
            assert again.payment.plan == payment.plan

    @precondition(lambda self: self.open_pages())
    @rule(data=st.data(), outcome=st.sampled_from(Outcome))
    def decide(self, data: st.DataObject, outcome: Outcome) -> None:
        page = data.draw(st.sampled_from(self.open_pages()))
        with refused_at_most(Code.NOT_ALLOWED_NOW):
            self.world.bank.decide(page, outcome)

    @precondition(lambda self: self.world.webhooks)
    @rule(data=st.data(), again=st.booleans())
    def deliver_a_webhook(self, data: st.DataObject, again: bool) -> None:
        index = data.draw(st.integers(0, len(self.world.webhooks) - 1))
        webhook = self.world.webhooks[index] if again else self.world.webhooks.pop(index)
        with refused_at_most(Code.UNAUTHENTICATED):
            self.world.payments.webhook("sandbox", *webhook)

    @precondition(lambda self: self.world.webhooks)
    @rule()
    def lose_all_webhooks(self) -> None:
        self.world.webhooks.clear()

    @rule(started=started)
    def come_back_from_the_bank(self, started: Started) -> None:
        with refused_at_most():
            self.world.payments.settle(paying.CUSTOMER, started.payment.id, paying.PAYER)

    @rule()
    def sweep(self) -> None:
        with refused_at_most():
            self.world.sweep()

    @rule(minutes=st.sampled_from([1, 11, 31, 2 * 24 * 60]))
    def wait(self, minutes: int) -> None:
        self.world.wait(minutes=minutes)

    @rule(number=st.sampled_from(sorted(ACCOUNTS)), data=st.data(), principal=st.sampled_from([0, 2_500, 9_000]))
    def correct_the_balance(self, number: str, data: st.DataObject, principal: int) -> None:
        ref = data.draw(st.sampled_from(ACCOUNTS[number]))
        before = self.world.customer().owed
        with refused_at_most():
            paying.corrected(self.store, number, ref, principal, self.world.clock.now())
        self.owed += self.world.customer().owed - before

    @rule(number=st.sampled_from(sorted(ACCOUNTS)), data=st.data(), days=st.sampled_from(PERIODS), back=st.booleans())
    def put_off_an_invoice(self, number: str, data: st.DataObject, days: Period, back: bool) -> None:
        """For a fee, which is owed, paid and given back like anything else; sometimes put back at once."""
        place, before = Place(number, data.draw(st.sampled_from(ACCOUNTS[number]))), self.world.customer().owed
        with refused_at_most(Code.NOTHING_OWED, Code.NOT_ALLOWED_NOW, Code.WRONG_STATE):
            offer = next(each for each in self.prolongations.offers(paying.CUSTOMER, place).offers if each.days == days)
            key = ulid(self.world.clock.now())
            done = self.prolongations.prolong(paying.CUSTOMER, place, days, offer.token, AGENT, key)
            if back:
                self.prolongations.undo(paying.CUSTOMER, done.prolongation.id, AGENT)
        self.owed += self.world.customer().owed - before

    @precondition(lambda self: not self.store.crash)
    @rule(when=st.sampled_from(["before", "after"]))
    def crash_at_the_next_commit(self, when: str) -> None:
        self.store.crash = when

    @invariant()
    def everything_holds(self) -> None:
        world = World(self.store.items.values())
        hold((*ALWAYS, *JOURNAL_ALWAYS, claims_without_balance_are_resolved), world)

    def teardown(self) -> None:
        """Left alone, with no webhook ever arriving, the sweeper brings everything to rest."""
        self.store.crash = ""
        for _ in range(9):
            self.world.clock.instant += timedelta(hours=25)
            self.world.sweep()
        for started in self.pages:
            # What a card's bank does after the payment was taken is told by webhooks, or found by the reconciliation.
            self.world.payments.settle(paying.CUSTOMER, started.payment.id, JOB)
        world = World(self.store.items.values())
        hold((*AT_REST, *JOURNAL_AT_REST), world)
        every_movement_of_the_bank_is_posted(world, self.world.clock.now())
        self.owes_what_was_not_paid(world)

    def owes_what_was_not_paid(self, world: World) -> None:
        """The plainest model of all: what was owed and corrected, less what the bank holds for us."""
        customer, now = self.world.customer(), self.world.clock.now()
        held = sum(movement.amount for payment in world.all(SandboxPayment) for movement in payment.movements(now))
        assert customer.owed - customer.credit == self.owed - held - lost(world)


TestPayments = PaymentsMachine.TestCase
TestPayments.settings = settings(max_examples=examples(200), stateful_step_count=40, deadline=None)
