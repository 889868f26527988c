"""Everything a message passes through, in memory: a customer, a carrier for mail and one for texts, and a queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.model import ContactChannel
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import FixedClock
from chalicelib.core.ids import fingerprint, ulid
from chalicelib.core.keys import FixedKeys
from chalicelib.core.memory import MemoryStore
from chalicelib.core.objects import MemoryObjects
from chalicelib.core.queues import MemoryQueues
from chalicelib.messaging import rules
from chalicelib.messaging.desk import Desk
from chalicelib.messaging.model import Message, Text, message_place
from chalicelib.messaging.ports import MemoryMail, MemorySms
from chalicelib.messaging.sending import Sending
from chalicelib.messaging.service import Messages, NewLinks
from chalicelib.records.lookups import ContactLookup, TokenLookup, link_token
from chalicelib.records.model import Customer, customer_place
from chalicelib.records.search import contact_terms
from chalicelib.settings.model import Settings
from tests.support.paying import CUSTOMER, NOON, PUBLIC_URL, two_accounts

AGENT = Actor.system("test")
PHONE = "+447700900123"
EMAIL = "sian@example.com"


class MessagingWorld:
    """One customer with a mobile and an email. Nothing leaves the queue until a test pumps."""

    def __init__(self, store: MemoryStore | None = None, now: datetime = NOON, **fields: Any) -> None:
        self.clock = FixedClock(now)
        self.store = store or MemoryStore()
        self.objects, self.queues = MemoryObjects(), MemoryQueues()
        self.mail, self.sms = MemoryMail(), MemorySms()
        self.settings = Settings(display_name="Northway", contact_phone="020 7946 0123", contact_email="help@example.com")
        self.desk = Desk(
            self.store, self.objects, self.queues, FixedKeys(), self.clock, lambda: self.settings, PUBLIC_URL, "Northway"
        )
        self.sending = Sending(self.desk, self.mail, self.sms)
        self.messages = Messages(self.desk)
        self.new_links = NewLinks(self.desk, self.sending.deliver)
        self.add(two_accounts().model_copy(update={"mobile_phone": PHONE, "email": EMAIL} | fields))

    def add(self, customer: Customer) -> None:
        told = Diary(AGENT, NOON).tell(Event.CUSTOMER_CREATED, customer.ref, stream=customer.customer_key)
        self.store.commit(Changes(Insert(customer), Append(told)))
        terms = contact_terms(customer.mobile_phone, None, None, customer.email, customer.postcode)
        self.store.put_all(
            [ContactLookup(term=t.prefix, inward=t.inward, customer_key=customer.customer_key) for t in terms]
            + [TokenLookup(token_hash=fingerprint(self.token(customer)), customer_key=customer.customer_key, link_version=1)]
        )

    def token(self, customer: Customer) -> str:
        return link_token(FixedKeys().link("1"), customer.customer_key, customer.link.version)

    @property
    def customer(self) -> Customer:
        found = self.store.get(Customer, customer_place(CUSTOMER))
        assert found is not None
        return found

    def change(self, **fields: Any) -> None:
        """Change the customer behind everybody's back."""
        told = Diary(AGENT, self.clock.now()).tell(Event.CUSTOMER_UPDATED, self.customer.ref, stream=CUSTOMER)
        self.store.commit(Changes(Replace(self.customer.model_copy(update=fields)), Append(told)))

    def queue(self, text: Text = Text.RECEIPT, channel: ContactChannel = ContactChannel.EMAIL, **values: str) -> str:
        """A message of this text on its way to the customer; its id."""
        given = {"amount": "£45.00", "day": "20 November 2026", "reference": "ABCDE FGHIJ"} | values
        ask = rules.Ask(ulid(self.clock.now()), text, channel, rules.address(self.customer, channel), given)
        self.store.commit(rules.queued(self.customer, ask, Diary(AGENT, self.clock.now())))
        self.desk.hand_on(CUSTOMER, ask.id)
        return ask.id

    def pump(self) -> None:
        """Deliver what waits in the queue."""
        while self.queues.sent:
            _, message = self.queues.sent.pop(0)
            self.sending.deliver(str(message["customer_key"]), str(message["message_id"]))

    def message(self, message_id: str) -> Message:
        found = self.store.get(Message, message_place(CUSTOMER, message_id))
        assert found is not None
        return found

    def told(self, *groups: str) -> list[str]:
        """The events in the diary about messages, in the order they were written."""
        activities = [entity for entity in self.store.items.values() if isinstance(entity, Activity)]
        return [a.event.value for a in activities if a.group in (groups or ("COMMUNICATION",))]
