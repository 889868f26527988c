"""A customer who owes, a bank, and their saved ways to pay, all in memory."""

from __future__ import annotations

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Table
from chalicelib.core.ids import ulid
from chalicelib.mandates.charging import FreshConsent, Wish
from chalicelib.mandates.model import Mandate
from chalicelib.mandates.service import Mandates
from chalicelib.messaging.model import Message
from chalicelib.payments.ports import Method
from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.payments.service import Payments
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from tests.support.paying import CUSTOMER, PAYER, PUBLIC_URL, PayingWorld, two_accounts

AGENT = Actor(ActorType.AGENT, "agent-1", "Agent One", Channel.CONSOLE)
KEY = "a-command-of-somebody"


class SavingWorld(PayingWorld):
    """Somebody with an email address, who saves ways to pay."""

    def __init__(self, customer: Customer | None = None, **settings: object) -> None:
        super().__init__(customer or two_accounts().model_copy(update={"email": "sian@example.com"}))
        self.settings = Settings.model_validate(settings)
        self.payments = Payments(self.store, [self.bank], self.clock, lambda: self.settings, PUBLIC_URL, self._rung)
        self.mandates = Mandates(self.store, [self.bank], lambda: self.payments, self.clock, lambda: self.settings, PUBLIC_URL)

    def _rung(self, customer_key: str, mandate_id: str, actor: Actor) -> object:
        return self.mandates.settle(customer_key, mandate_id, actor)

    def at_the_bank(self, method: Method = Method.CARD, most: int = 5_000) -> tuple[str, str]:
        """A way to pay that is asked for: its id, and the sealed part of the address of its page."""
        mandate_id = ulid(self.clock.now())
        url = self.mandates.set_up(CUSTOMER, mandate_id, method, most, PAYER)
        return mandate_id, url.rsplit("/", 1)[1]

    def saved(self, outcome: MandateOutcome = MandateOutcome.CARD, most: int = 5_000) -> Mandate:
        """A way to pay as the customer picked it on the bank's page, and the bank rang."""
        method = Method.BACS if outcome.value.startswith("bacs") else Method.CARD
        mandate_id, sealed = self.at_the_bank(method, most)
        self.bank.decide_mandate(sealed, outcome)
        self.deliver_all()
        return self.mandate(mandate_id)

    def mandate(self, mandate_id: str) -> Mandate:
        return self.mandates.get(CUSTOMER, mandate_id)

    def wish(self, mandate: Mandate, pence: int = 3_000, consent: FreshConsent | None = None, shown: int = 0) -> Wish:
        """A charge on the first account, as an agent confirms it after the preview."""
        preview = self.mandates.preview(CUSTOMER, "ACC-1", AGENT)
        return Wish(preview.payment_id, "ACC-1", mandate.id, pence, shown or preview.owing.pence, consent)

    def told(self, *events: Event) -> list[Activity]:
        """What the diary says of such events."""
        page = self.store.query(Table.ACTIVITIES, CUSTOMER, limit=200)
        return [item for item in page.items if isinstance(item, Activity) and item.event in events]

    def messages(self) -> list[Message]:
        page = self.store.query(Table.RECORDS, CUSTOMER, prefix="E#", limit=50)
        return [item for item in page.items if isinstance(item, Message)]

    def sweep_mandates(self) -> None:
        self.mandates.sweep(self.clock.now())
