"""A message to a customer, and its states (`reference/model.md` C.3.10; without drafts, which the built-in texts need not)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.care.model import ContactChannel, Purpose, Rule
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.due.model import due_at


class Text(StrEnum):
    """The built-in texts, by what they are for."""

    LINK = "link"
    NEW_LINK = "new-link"
    RECEIPT = "receipt"
    PROMISE = "promise"
    CONTACT_CHANGED = "contact-changed"
    STOPPED = "stopped"
    PLAN_ASKED = "plan-asked"
    PLAN_AGREED = "plan-agreed"
    PLAN_DECLINED = "plan-declined"
    PLAN_CHANGED = "plan-changed"
    PLAN_PAID_OTHERWISE = "plan-paid-otherwise"
    COLLECTION_NOTICE = "collection-notice"
    COLLECTION_FAILED = "collection-failed"
    COLLECTION_ENDED = "collection-ended"
    MORE_TIME = "more-time"
    MORE_TIME_FOR_A_FEE = "more-time-for-a-fee"
    MORE_TIME_UNDONE = "more-time-undone"
    WAY_TO_PAY_LINK = "way-to-pay-link"
    WAY_TO_PAY_CHANGED = "way-to-pay-changed"
    INBOUND = "inbound"
    """No text of ours: what a customer wrote to us."""


class State(StrEnum):
    """UNKNOWN: the provider was asked and nobody knows whether it took the message. It is never asked again."""

    QUEUED = "QUEUED"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    SUPPRESSED = "SUPPRESSED"
    UNKNOWN = "UNKNOWN"
    RECEIVED = "RECEIVED"


class Fact(StrEnum):
    """What became of a message, as far as somebody has said so."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHHELD = "withheld"
    LOST = "lost"
    DELIVERED = "delivered"
    BOUNCED = "bounced"


MOVES: Mapping[tuple[State, Fact], State] = {
    (State.QUEUED, Fact.ACCEPTED): State.SENT,
    (State.QUEUED, Fact.REFUSED): State.FAILED,
    (State.QUEUED, Fact.WITHHELD): State.SUPPRESSED,
    (State.QUEUED, Fact.LOST): State.UNKNOWN,
    (State.QUEUED, Fact.DELIVERED): State.DELIVERED,
    (State.QUEUED, Fact.BOUNCED): State.FAILED,
    (State.SENT, Fact.DELIVERED): State.DELIVERED,
    (State.SENT, Fact.BOUNCED): State.FAILED,
    (State.UNKNOWN, Fact.ACCEPTED): State.SENT,
    (State.UNKNOWN, Fact.DELIVERED): State.DELIVERED,
    (State.UNKNOWN, Fact.BOUNCED): State.FAILED,
    (State.DELIVERED, Fact.BOUNCED): State.FAILED,
}
"""The legal moves. What is not here changes nothing: a delivery that is told of twice, or an acceptance that our own
record of arrives after the delivery."""


COPIES_KEPT_FOR = timedelta(days=2192)
"""Six years from being sent, as long as any other correspondence (`infra/buckets.yaml` says the same in days)."""


class Message(BaseModel):
    """One message on its way to one contact of a customer. `values` fill the text's placeholders as far as they are not
    derived when it is sent; a link never stands in them. `reason` says in words why it was not sent or not delivered,
    `rules` names the rules that withheld it. `next_check` keeps it in the due index until its outcome is written down."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    id: str
    text: Text
    channel: ContactChannel
    to: str
    values: dict[str, str] = Field(default_factory=dict)
    state: State = State.QUEUED
    reason: str = ""
    rules: tuple[Rule, ...] = ()
    provider_ref: str = ""
    asked_by: str
    asked_at: datetime
    sent_at: datetime | None = None
    next_check: datetime | None = None
    version: int = 0

    @property
    def key(self) -> Key:
        return message_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"message:{self.id}"

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        return {Index.DUE: due_at(self.next_check, self.id)} if self.next_check else {}

    @property
    def listing(self) -> None:
        return None


MESSAGE_PREFIX = "E#"


def message_place(customer_key: str, message_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{MESSAGE_PREFIX}{message_id}")


class Claim(BaseModel):
    """Somebody has set out to give this message to its provider. Put if absent, right before the one call there will be:
    whoever finds it leaves the message alone."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    message_id: str
    claimed_at: datetime
    ttl: int

    @property
    def key(self) -> Key:
        return claim_place(self.message_id)


def claim_place(message_id: str) -> Key:
    return Key(Table.OPERATIONS, f"send#{message_id}", "-")


class Contact(BaseModel):
    """One message that left, or may have left, for a customer."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    message_id: str
    channel: ContactChannel
    purpose: Purpose
    at: datetime


class RecentContacts(BaseModel):
    """The messages of the last seven days to one customer: what the caps are held against. Written with each claim, so two
    messages at once never both take the last place."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    made: tuple[Contact, ...] = ()
    ttl: int
    version: int = 0

    @property
    def key(self) -> Key:
        return recent_contacts_place(self.customer_key)


def recent_contacts_place(customer_key: str) -> Key:
    return Key(Table.OPERATIONS, f"contacts#{customer_key}", "-")


class SentMark(BaseModel):
    """Which message a provider means by its own id."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    provider_ref: str
    customer_key: str
    message_id: str
    ttl: int

    @property
    def key(self) -> Key:
        return sent_mark_place(self.provider_ref)


def sent_mark_place(provider_ref: str) -> Key:
    return Key(Table.OPERATIONS, f"sent#{provider_ref}", "-")


class InboundMark(BaseModel):
    """When a text message of a customer was heard of first."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id_hash: str
    heard_at: datetime
    ttl: int

    @property
    def key(self) -> Key:
        return inbound_mark_place(self.id_hash)


def inbound_mark_place(id_hash: str) -> Key:
    return Key(Table.OPERATIONS, f"inbound#{id_hash}", "-")
