"""What every service of this room works with, and what a message says when it goes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from chalicelib.care.model import ContactPolicy
from chalicelib.care.rules import policy_of
from chalicelib.core.changes import Entity, Key
from chalicelib.core.clock import Clock
from chalicelib.core.ids import OPAQUE_LENGTH, opaque
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Bucket, Objects
from chalicelib.core.queues import QueueName, Queues
from chalicelib.core.store import Store
from chalicelib.messaging.model import (
    Claim,
    Message,
    RecentContacts,
    Text,
    claim_place,
    message_place,
    recent_contacts_place,
)
from chalicelib.messaging.rendering import Rendered, render
from chalicelib.records.lookups import link_token
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

HIDDEN_TOKEN = "*" * OPAQUE_LENGTH
LEADS_TO: Mapping[Text, str] = {Text.WAY_TO_PAY_LINK: "?to=save"}
"""What a link leads to when its customer has said who they are, where that is not the list of accounts."""


@dataclass(frozen=True, slots=True)
class Found:
    """A message with everything that decides about it, read at once."""

    message: Message | None
    customer: Customer | None
    claim: Claim | None
    recent: RecentContacts | None


@dataclass(frozen=True, slots=True)
class Desk:
    """`sender` is the name that text messages come from: at most 11 characters, and nothing about debts."""

    store: Store
    objects: Objects
    queues: Queues
    keys: Keys
    clock: Clock
    load_settings: Callable[[], Settings]
    public_url: str
    sender: str

    @property
    def policy(self) -> ContactPolicy:
        """When and how often people may be chased, as the organisation has set it."""
        return policy_of(self.load_settings())

    def find(self, customer_key: str, message_id: str) -> Found:
        """In one request."""
        places: tuple[Key, ...] = (
            message_place(customer_key, message_id),
            customer_place(customer_key),
            claim_place(message_id),
            recent_contacts_place(customer_key),
        )
        found: dict[Key, Entity] = self.store.get_many(places)
        message, customer, claim, recent = (found.get(place) for place in places)
        return Found(
            cast(Message | None, message),
            cast(Customer | None, customer),
            cast(Claim | None, claim),
            cast(RecentContacts | None, recent),
        )

    def rendered(self, customer: Customer, message: Message, *, for_keeping: bool = False) -> Rendered:
        """What the customer gets; `for_keeping` without the secret of their link, which is never stored (ASVS 6.5.2)."""
        token = HIDDEN_TOKEN if for_keeping else self._token(customer)
        leads_to = LEADS_TO.get(message.text, "")
        values = message.values | self._values() | {"link": f"{self.public_url}/a/{token}{leads_to}"}
        return render(message.text, message.channel, customer.language, values)

    def unsubscribe_url(self, message: Message) -> str:
        """The address that a mail program may post to, derived so that nothing is stored for it."""
        return f"{self.public_url}/unsubscribe/{message.customer_key}{self.unsubscribe_seal(message.customer_key)}"

    def unsubscribe_seal(self, customer_key: str) -> str:
        return opaque(self.keys.link(self.keys.current_link_key_id), "unsubscribe", customer_key)

    def keep(self, message: Message, content: Mapping[str, str]) -> None:
        """Store what a message says: apart from the records, linked from them by its id."""
        self.objects.write(Bucket.FILES, copy_place(message), json.dumps(content).encode(), "application/json")

    def hand_on(self, customer_key: str, message_id: str) -> None:
        """Ask for the message to be sent now. Harmless to repeat, and if it is lost the sweep repeats it."""
        self.queues.send(QueueName.MESSAGES, [{"customer_key": customer_key, "message_id": message_id}])

    def _values(self) -> dict[str, str]:
        settings = self.load_settings()
        return {
            "sender": self.sender,
            "organisation": settings.display_name,
            "phone": settings.contact_phone,
            "email": settings.contact_email,
        }

    def _token(self, customer: Customer) -> str:
        link = customer.link
        return link_token(self.keys.link(link.key_id), customer.customer_key, link.version)


def copy_place(message: Message) -> str:
    """Where the copy of a message lies, as it was sent."""
    return f"messages/{message.customer_key}/{message.id}.json"
