"""What happens to payments: pages opened and left, banks that answer late or not at all, refunds, disputes, returned direct
debits, webhooks that are lost, doubled and shuffled, money received by hand, corrections by the creditor."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from chalicelib.core.actor import Actor
from chalicelib.core.errors import Code
from chalicelib.payments.manual import PROVIDER as BY_HAND
from chalicelib.payments.manual import Received, ReceivedBy
from chalicelib.payments.model import Payment
from chalicelib.payments.providers.books import Happening, Outcome, SandboxPayment
from chalicelib.payments.service import RefundAsk, Started
from chalicelib.payments.suspense import Place, Unallocated
from tests.support import paying
from tests.support.crashing import refused_at_most
from tests.support.money import CLAIMS, MoneyWorld
from tests.support.money_model import MoneyModel
from tests.support.paying import CUSTOMER, PAYER
from tests.support.promising import AGENT
from tests.support.watching import WatchedStore

JOB = Actor.system("payment_sweep")
NUMBERS = st.sampled_from(["ACC-1", "ACC-2"])
DIES = st.sampled_from(["", "before", "after"])
PAY_REFUSALS = (Code.NOTHING_OWED, Code.MORE_THAN_OWED, Code.AMOUNT_TOO_SMALL, Code.WRONG_STATE, Code.NOT_ALLOWED_NOW)


class PayingRules(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = WatchedStore()
        self.world = MoneyWorld(store=self.store)
        self.model = MoneyModel(self.world.customer())
        self.store.watched_by(self.model, self.world.clock)
        self.pages: list[Started] = []
        self.world.sweep()  # the schedules run from the first day on, and remember how far they came

    def open_pages(self) -> list[str]:
        """The provider's pages on which a debtor may still choose something, the one opened last first."""
        now = self.world.clock.now()
        return [paying.sealed(page) for page in reversed(self.pages) if now < page.payment.session_ends]

    @rule(percents=st.sampled_from([{"ACC-1": 30}, {"ACC-1": 100}, {"ACC-2": 100}, {"ACC-1": 50, "ACC-2": 50}]))
    def start(self, percents: dict[str, int]) -> None:
        """The debtor opens the bank's page, for one account or for both."""
        shares = {number: self.world.account(number).available * percent // 100 for number, percent in percents.items()}
        with refused_at_most(*PAY_REFUSALS):
            self.pages.append(self.world.payments.start_several(CUSTOMER, shares, self.world.fresh_id(), PAYER))

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def send_the_form_again(self, data: st.DataObject) -> None:
        """A double click, a reload, a back button: the same payment, whatever has become of it."""
        payment = data.draw(st.sampled_from(self.pages)).payment
        shares = dict.fromkeys(payment.account_numbers, 0)
        for portion in payment.plan:
            shares[portion.account_number] += portion.amount
        with refused_at_most(Code.INVALID):
            again = self.world.payments.start_several(CUSTOMER, shares, payment.id, PAYER)
            assert (again.payment.id, again.payment.plan) == (payment.id, payment.plan)

    @precondition(lambda self: self.open_pages())
    @rule(data=st.data(), outcome=st.sampled_from(Outcome))
    def decide(self, data: st.DataObject, outcome: Outcome) -> None:
        page = data.draw(st.sampled_from(self.open_pages()[:2]))
        with refused_at_most(Code.NOT_ALLOWED_NOW):
            self.world.bank.decide(page, outcome)

    @rule(number=NUMBERS, percent=st.sampled_from([100, 40]), goes=st.sampled_from([Outcome.PAY, Outcome.RETURN]))
    def pay(self, number: str, percent: int, goes: Outcome) -> None:
        """All of a payment that goes well, or seems to."""
        with refused_at_most(*PAY_REFUSALS):
            started = self.world.start(self.world.account(number).available * percent // 100, number, self.world.fresh_id())
            self.pages.append(started)
            self.world.bank.decide(paying.sealed(started), goes)
            self.world.payments.settle(CUSTOMER, started.payment.id, PAYER)

    def taken_pages(self) -> list[Started]:
        """The pages of payments that the bank took."""
        taken = {payment.payment_id for payment in self.world.all(SandboxPayment) if payment.remains(self.world.clock.now())}
        return [page for page in self.pages if page.payment.id in taken]

    @precondition(lambda self: self.taken_pages())
    @rule(data=st.data(), heard=st.booleans())
    def something_becomes_of_a_payment(self, data: st.DataObject, heard: bool) -> None:
        """A dispute that is won or lost, a direct debit that comes back, a refund that fails: heard of at once, or later."""
        page = data.draw(st.sampled_from(self.taken_pages()))
        with refused_at_most():
            for happening in data.draw(st.lists(st.sampled_from(Happening), min_size=1, max_size=2)):
                self.world.bank.happen(paying.sealed(page), happening)
                if heard:
                    self.world.payments.settle(CUSTOMER, page.payment.id, JOB)

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def come_back_from_the_bank(self, data: st.DataObject) -> None:
        """The return page asks the bank, and may die on the way."""
        page = data.draw(st.sampled_from(self.pages[-3:]))
        self.store.crash = data.draw(DIES)
        with refused_at_most():
            self.world.payments.settle(CUSTOMER, page.payment.id, PAYER)

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

    def refundable(self) -> list[Payment]:
        return [payment for payment in self.world.all(Payment) if payment.refundable and payment.provider != BY_HAND]

    @precondition(lambda self: self.refundable())
    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        payment, percent = data.draw(st.sampled_from(self.refundable())), data.draw(st.sampled_from([40, 100]))
        pence = max(1, payment.refundable * percent // 100)
        ask = RefundAsk(self.world.fresh_id(), pence, "Paid twice", payment.refundable)
        for _ in range(data.draw(st.sampled_from([1, 2]))):
            self.world.bank_dies(data.draw(DIES))
            with refused_at_most(Code.WRONG_STATE):
                self.world.payments.refund(CUSTOMER, payment.id, ask, AGENT)
        self.world.bank_dies("")

    @rule(number=st.none() | NUMBERS, pence=st.sampled_from([500, 4_000, 15_000]), known=st.booleans())
    def money_comes_by_hand(self, number: str | None, pence: int, known: bool) -> None:
        """A bank transfer, by a payer who is recognised at once or later."""
        money = Received(
            id=self.world.fresh_id(),
            amount=pence,
            method=ReceivedBy.BANK_TRANSFER,
            received_on=self.world.today,
            reference="REF 1",
        )
        with refused_at_most(Code.WRONG_STATE):
            if known:
                self.world.receipts.record(CUSTOMER, money, number, AGENT)
            else:
                self.world.receipts.keep(money, AGENT)
                self.world.receipts.allocate(money.id, CUSTOMER, number, AGENT)

    def by_hand(self) -> list[Payment]:
        return [payment for payment in self.world.all(Payment) if payment.provider == BY_HAND]

    @precondition(lambda self: self.by_hand())
    @rule(data=st.data())
    def it_was_somebody_elses(self, data: st.DataObject) -> None:
        """What was received by hand is taken back; what came out of suspense waits there again, and goes back."""
        payment = data.draw(st.sampled_from(self.by_hand()))
        with refused_at_most(Code.MORE_THAN_OWED):
            self.world.receipts.take_back(CUSTOMER, payment.id, "OTHER_PAYER", AGENT)
            for money in self.world.all(Unallocated):
                if money.place is Place.WAITING:
                    self.world.receipts.send_back(money.id, "OTHER_PAYER", AGENT)

    @rule(claim=st.sampled_from(CLAIMS), principal=st.sampled_from([0, 2_500, 9_000]))
    def correct_the_balance(self, claim: tuple[str, str], principal: int) -> None:
        """The principal of a claim is another."""
        with refused_at_most():
            paying.corrected(self.store, *claim, principal, self.world.clock.now())

    @rule(number=NUMBERS, pence=st.sampled_from([0, 2_500, 6_000, 12_000]))
    def a_file_comes_in(self, number: str, pence: int) -> None:
        """The creditor names another balance: the difference to its last word is owed or is not, or it knows a payment."""
        difference = pence - self.world.account(number).imported_balance
        before = self.model.net
        with refused_at_most():
            self.world.creditor_says(number, pence)
        assert self.model.net - before in {0, difference}

    @rule(minutes=st.sampled_from([1, 11, 31]))
    def wait(self, minutes: int) -> None:
        self.world.wait(minutes=minutes)

    @rule(hours=st.sampled_from([1, 24, 72]))
    def sweep(self, hours: int) -> None:
        with refused_at_most():
            self.world.wait(hours=hours)
            self.world.sweep()

    @rule(days=st.sampled_from([2, 5, 8, 20]))
    def days_pass(self, days: int) -> None:
        """And somebody looks on the next morning as well: what is handed in on one day is answered on another."""
        with refused_at_most():
            self.world.days_go_by(days)
            self.world.days_go_by(1)

    @precondition(lambda self: not self.store.crash)
    @rule(when=st.sampled_from(["before", "after"]))
    def crash_at_the_next_commit(self, when: str) -> None:
        self.store.crash = when
