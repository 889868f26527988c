"""Somebody whose invoices are put off, beside the bank they pay at, all in memory."""

from __future__ import annotations

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care import holding
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.payments.providers.books import Outcome
from chalicelib.prolongation.model import Offer, Period, Place, Prolonged
from chalicelib.prolongation.service import Prolongations
from chalicelib.records.accounts import Claim
from chalicelib.records.holds import HoldKind
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from tests.support.paying import CUSTOMER, PayingWorld, sealed

AGENT = Actor(ActorType.AGENT, "agent-1", "Agent One", Channel.CONSOLE)
INVOICE = Place("ACC-1", "ACC-1-1")
"""70.00 that were due on 1 March, and today is 20 November."""
FEES = {
    "prolongation_fee_permitted": True,
    "prolongation_fee_7_days": 0,
    "prolongation_fee_14_days": 250,
    "prolongation_fee_21_days": 400,
    "prolongation_fee_30_days": 500,
}


class ProlongingWorld(PayingWorld):
    """`settings` are in force at once."""

    def __init__(self, customer: Customer | None = None, **settings: object) -> None:
        super().__init__(customer)
        self.settings = Settings.model_validate(FEES | settings)
        self.prolongations = Prolongations(self.store, self.clock, lambda: self.settings)
        self._commands = 0

    def offer(self, days: Period, place: Place = INVOICE) -> Offer:
        return next(each for each in self.prolongations.offers(CUSTOMER, place).offers if each.days == days)

    def prolong(self, days: Period = 14, place: Place = INVOICE, token: str = "", command: str = "") -> Prolonged:
        """As an agent does who has just looked."""
        self._commands += 1
        token = token or self.offer(days, place).token
        return self.prolongations.prolong(CUSTOMER, place, days, token, AGENT, command or f"command-{self._commands:08}")

    def undo(self, prolonged: Prolonged) -> Prolonged:
        return self.prolongations.undo(CUSTOMER, prolonged.prolongation.id, AGENT)

    def claim(self, ref: str = "ACC-1-1") -> Claim:
        return next(account.claims[ref] for account in self.customer().accounts.values() if ref in account.claims)

    def hold(self, kind: HoldKind, account: str | None = None, claim: str | None = None) -> None:
        customer, diary = self.customer(), Diary(AGENT, self.clock.now())
        held, _ = holding.placed(customer, holding.Ask(kind, account, claim), diary, seed=f"{kind}{diary.now}")
        self.store.commit(holding.written(customer, held, diary))

    def plan(self) -> None:
        """The hold that a plan places on the invoice."""
        customer, diary = self.customer(), Diary(AGENT, self.clock.now())
        held = holding.agreed(customer, HoldKind.PLAN, [(INVOICE.account_number, INVOICE.claim)], diary, seed="plan")
        self.store.commit(Changes(Replace(held)) + holding.told(customer, held, diary))

    def moved(self, place: Place, due: str) -> None:
        """What an import does when the creditor's file gives another due date."""
        customer = self.customer()
        account = customer.accounts[place.account_number]
        claim = account.claims[place.claim].model_validate(account.claims[place.claim].model_dump() | {"due_date": due})
        account = account.model_copy(update={"claims": account.claims | {claim.ref: claim}})
        told = Diary(AGENT, self.clock.now()).tell(Event.ACCOUNT_UPDATED, customer.ref, stream=CUSTOMER)
        after = customer.model_copy(update={"accounts": customer.accounts | {account.number: account}})
        self.store.commit(Changes(Replace(after), Append(told)))

    def pay(self, pence: int, number: str = "ACC-1") -> None:
        self.bank.decide(sealed(self.start(pence, number)), Outcome.PAY)
        self.deliver_all()
