"""Messages as agents ask for them and read them; and the new link that a visitor asks for."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactChannel, Decision
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert, Require, Table
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.objects import Bucket
from chalicelib.core.store import Page
from chalicelib.messaging import rules
from chalicelib.messaging.desk import Desk, copy_place
from chalicelib.messaging.gsm import size
from chalicelib.messaging.model import (
    COPIES_KEPT_FOR,
    MESSAGE_PREFIX,
    Message,
    RecentContacts,
    State,
    Text,
    message_place,
    recent_contacts_place,
)
from chalicelib.messaging.rendering import Rendered, Unsendable
from chalicelib.records.links import relinked
from chalicelib.records.lookups import TokenLookup, token_place
from chalicelib.records.model import Customer, customer_place

PAGE = 20
COMMAND_TRIES = 3
OFFERED = (Text.LINK, Text.WAY_TO_PAY_LINK)
"""What an agent may send by hand."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go out, to whom, and whether it may. `segments` counts the parts of a text message."""

    to: str
    rendered: Rendered
    segments: int
    decision: Decision
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A message as it was sent, but for the secret in its link."""

    to: str
    subject: str
    text: str


class Messages:
    """The messages of one organisation's customers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def preview(self, customer_key: str, text: Text, channel: ContactChannel) -> Preview:
        """What the customer would get now. Raises Refused(NOT_FOUND)."""
        customer, recent = self._look(customer_key)
        now = self._desk.clock.now()
        decision = rules.decide(customer, text, channel, recent, self._desk.policy, now)
        sample = _sample(customer, text, channel, now)
        try:
            rendered = self._desk.rendered(customer, sample)
        except Unsendable as problem:
            return Preview(sample.to, Rendered(""), 0, decision, str(problem))
        segments = size(rendered.text).segments if channel is ContactChannel.SMS else 0
        return Preview(sample.to, rendered, segments, decision)

    def send(self, customer_key: str, text: Text, channel: ContactChannel, actor: Actor, key: str) -> Message:
        """Queue a message for the customer; the same key queues it once. Outside the hours it waits for them.

        Raises Refused: NOT_FOUND, WRONG_STATE with the words of what forbids it, INVALID, KEY_REUSED, BUSY."""
        refuse_if(text not in OFFERED, Code.INVALID, field="text")
        digest = digest_of("send", customer_key, text, channel)
        for _ in range(COMMAND_TRIES):
            made = made_before(self._desk.store, actor, key, digest)
            if made is not None:
                return self._handed_on(customer_key, made)
            customer, recent = self._look(customer_key)
            now = self._desk.clock.now()
            decision = rules.decide(customer, text, channel, recent, self._desk.policy, now)
            refuse_if(not decision.allowed and decision.not_before is None, Code.WRONG_STATE, " ".join(decision.words))
            message_id = ulid(now, f"message\x1f{actor.id}\x1f{key}".encode())
            ask = rules.Ask(message_id, text, channel, rules.address(customer, channel), {}, decision.not_before)
            mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=message_id)
            with contextlib.suppress(Conflict):
                asked = rules.queued(customer, ask, Diary(actor, now))
                self._desk.store.commit(Changes(*asked, Insert(mark), Require(customer)))
                return self._handed_on(customer_key, message_id)
        raise Refused(Code.BUSY)

    def page(self, customer_key: str, after: str | None) -> Page[Message]:
        """A customer's messages, newest first. Raises Refused(NOT_FOUND)."""
        self._look(customer_key)
        found = self._desk.store.query(
            Table.RECORDS, customer_key, prefix=MESSAGE_PREFIX, after=after, limit=PAGE, newest_first=True
        )
        return Page([item for item in found.items if isinstance(item, Message)], found.after)

    def get(self, customer_key: str, message_id: str) -> Message:
        """One message of this customer. Raises Refused(NOT_FOUND)."""
        place = message_place(customer_key, message_id)
        found = self._desk.store.get(Message, place) if is_ulid(message_id) else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that message.")
        return found

    def copy(self, message: Message, actor: Actor, key: str) -> Copy | None:
        """What was sent, told to the diary once for each key; None when nothing has been sent or the copy is no longer kept.
        Raises Refused(KEY_REUSED), (BUSY) when it could not be told."""
        gone = self._desk.clock.now() >= message.asked_at + COPIES_KEPT_FOR
        if gone or message.state in (State.QUEUED, State.SUPPRESSED):
            return None
        with self._desk.objects.read(Bucket.FILES, copy_place(message)) as stored:
            kept = json.load(stored)
        self._tell_that_it_is_read(message, actor, key)
        return Copy(kept["to"], kept["subject"], kept["text"])

    def _tell_that_it_is_read(self, message: Message, actor: Actor, key: str) -> None:
        digest = digest_of("read", message.customer_key, message.id)
        for _ in range(COMMAND_TRIES):
            if made_before(self._desk.store, actor, key, digest):
                return
            told = Diary(actor, self._desk.clock.now()).tell(Event.MESSAGE_VIEWED, message.ref, stream=message.customer_key)
            mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=told.id)
            with contextlib.suppress(Conflict):
                self._desk.store.commit(Changes(Append(told), Insert(mark)))
                return
        raise Refused(Code.BUSY)

    def _handed_on(self, customer_key: str, message_id: str) -> Message:
        message = self.get(customer_key, message_id)
        self._desk.hand_on(customer_key, message_id)
        return message

    def _look(self, customer_key: str) -> tuple[Customer, RecentContacts | None]:
        places = customer_place(customer_key), recent_contacts_place(customer_key)
        found = self._desk.store.get_many(places)
        customer = found.get(places[0])
        if not isinstance(customer, Customer):
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return customer, cast(RecentContacts | None, found.get(places[1]))


class NewLinks:
    """What happens after a visitor has asked for a new link. The page they asked on neither knows nor waits."""

    def __init__(self, desk: Desk, deliver: Callable[[str, str], None]) -> None:
        self._desk = desk
        self._deliver = deliver

    def answer(self, link_hash: str, asked_at: datetime) -> None:
        """Send the link to the contact on file, if the link that was used ever was somebody's. A link that is over is
        replaced by a live one first; one that an agent revoked is for an agent to replace, and nothing is sent.

        Safe to repeat: the same asking makes one message."""
        lookup = self._desk.store.get(TokenLookup, token_place(link_hash))
        if lookup is None:
            return
        key, message_id = lookup.customer_key, ulid(asked_at, f"new-link\x1f{link_hash}".encode())
        if self._desk.store.get(Message, message_place(key, message_id)) is None:
            customer = self._desk.store.get(Customer, customer_place(key))
            if customer is None:
                return
            self._desk.store.commit(self._asked(customer, message_id))
        self._deliver(key, message_id)

    def _asked(self, customer: Customer, message_id: str) -> Changes:
        """Raises `Conflict` through the commit when the customer changes meanwhile: then the queue asks again."""
        now = self._desk.clock.now()
        diary = Diary(Actor.customer(customer.customer_key), now)
        fallback = ContactChannel.SMS if customer.mobile_phone else ContactChannel.EMAIL
        channel = rules.best_channel(customer, Text.NEW_LINK, self._desk.policy, now, first=ContactChannel.SMS) or fallback
        ask = rules.Ask(message_id, Text.NEW_LINK, channel, rules.address(customer, channel), {})
        changes = rules.queued(customer, ask, diary)
        if customer.link.revoked_at is None and customer.link.expires_at <= now:
            expires_at = now + timedelta(days=self._desk.load_settings().link_valid_days)
            changes += relinked(
                customer, self._desk.keys, diary, Event.LINK_REGENERATED, made_by=message_id, expires_at=expires_at
            )
        return changes


def _sample(customer: Customer, text: Text, channel: ContactChannel, now: datetime) -> Message:
    """The message as it would be, to be looked at only."""
    return Message(
        customer_key=customer.customer_key,
        id=ulid(now),
        text=text,
        channel=channel,
        to=rules.address(customer, channel),
        asked_by="",
        asked_at=now,
    )
