"""What becomes of a message. Pure: values in, changes out. Other rooms queue a message by adding `queued` to their own
changes: it is then asked for in the same transaction as whatever it tells of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.model import Action, ContactChannel, Contacted, ContactPolicy, Decision, Purpose
from chalicelib.care.rules import facts_of, may
from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import epoch_seconds, london_day
from chalicelib.core.ids import ulid
from chalicelib.messaging.model import MOVES, Claim, Contact, Fact, Message, RecentContacts, State, Text
from chalicelib.records.contact_points import ContactPoint, Validity
from chalicelib.records.contacts import Check, CheckReason, checked
from chalicelib.records.model import Customer

SEND_AGAIN_AFTER = timedelta(minutes=5)
LOST_AFTER = timedelta(minutes=15)
"""Longer than the function that sends may run: a claim this old has nobody behind it any more."""
TRIES_END_AFTER = timedelta(days=3)
MARKS_KEPT = timedelta(days=90)
WEEK = timedelta(days=7)
PER_DAY: Mapping[ContactChannel, int] = {ContactChannel.SMS: 5, ContactChannel.EMAIL: 10}
"""No customer gets more than this in a London day, whatever for: whoever asks for new links cannot flood anybody."""

PURPOSES: Mapping[Text, Purpose] = {
    Text.LINK: Purpose.CHASING,
    Text.NEW_LINK: Purpose.SERVICE,
    Text.RECEIPT: Purpose.SERVICE,
    Text.PROMISE: Purpose.SERVICE,
    Text.CONTACT_CHANGED: Purpose.SERVICE,
    Text.STOPPED: Purpose.SERVICE,
    Text.WAY_TO_PAY_LINK: Purpose.CHASING,
    Text.WAY_TO_PAY_CHANGED: Purpose.SERVICE,
    Text.PLAN_ASKED: Purpose.SERVICE,
    Text.PLAN_AGREED: Purpose.SERVICE,
    Text.PLAN_DECLINED: Purpose.SERVICE,
    Text.PLAN_CHANGED: Purpose.SERVICE,
    Text.PLAN_PAID_OTHERWISE: Purpose.SERVICE,
    Text.COLLECTION_NOTICE: Purpose.SERVICE,
    Text.COLLECTION_FAILED: Purpose.SERVICE,
    Text.COLLECTION_ENDED: Purpose.SERVICE,
    Text.MORE_TIME: Purpose.SERVICE,
    Text.MORE_TIME_FOR_A_FEE: Purpose.SERVICE,
    Text.MORE_TIME_UNDONE: Purpose.SERVICE,
}
"""A link that an agent sends invites to pay; the same link is a service to whoever asked for it."""

TO_FORMER_CONTACTS = frozenset({Text.CONTACT_CHANGED})
"""Texts that go to a contact which is on file no more; all others go to one that is, or not at all."""

WITH_LINK = frozenset({Text.LINK, Text.NEW_LINK, Text.WAY_TO_PAY_LINK})

_DIGITAL = (ContactChannel.SMS, ContactChannel.EMAIL)
_POINTS = {ContactChannel.SMS: ContactPoint.MOBILE_PHONE, ContactChannel.EMAIL: ContactPoint.EMAIL}
_QUEUED = {ContactChannel.SMS: Event.SMS_QUEUED, ContactChannel.EMAIL: Event.EMAIL_QUEUED}
_TOLD: Mapping[tuple[ContactChannel, State], Event] = {
    (ContactChannel.SMS, State.SENT): Event.SMS_SENT,
    (ContactChannel.SMS, State.DELIVERED): Event.SMS_DELIVERED,
    (ContactChannel.SMS, State.FAILED): Event.SMS_FAILED,
    (ContactChannel.SMS, State.UNKNOWN): Event.SMS_FAILED,
    (ContactChannel.SMS, State.SUPPRESSED): Event.MESSAGE_SUPPRESSED,
    (ContactChannel.EMAIL, State.SENT): Event.EMAIL_SENT,
    (ContactChannel.EMAIL, State.DELIVERED): Event.EMAIL_DELIVERED,
    (ContactChannel.EMAIL, State.FAILED): Event.EMAIL_FAILED,
    (ContactChannel.EMAIL, State.UNKNOWN): Event.EMAIL_FAILED,
    (ContactChannel.EMAIL, State.SUPPRESSED): Event.MESSAGE_SUPPRESSED,
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A message somebody wants: `id` a fresh ULID, `to` a contact that is on file."""

    id: str
    text: Text
    channel: ContactChannel
    to: str
    values: Mapping[str, str]
    not_before: datetime | None = None


def queued(customer: Customer, ask: Ask, diary: Diary) -> Changes:
    """The message, waiting to be sent, and the line in the diary that leads to it."""
    message = Message(
        customer_key=customer.customer_key,
        id=ask.id,
        text=ask.text,
        channel=ask.channel,
        to=ask.to,
        values=dict(ask.values),
        asked_by=diary.actor.name,
        asked_at=diary.now,
        next_check=max(diary.now, ask.not_before or diary.now),
    )
    return Changes(Insert(message), Append(_tell(diary, message, _QUEUED[message.channel], {"text": message.text})))


def warned(before: Customer, after: Customer, diary: Diary, policy: ContactPolicy) -> Changes:
    """A word to every contact that was replaced or removed, as far as it may be written to: whoever takes over an account
    changes the contact first. A new address that no agent has heard of from the customer is told to every contact held."""
    changes, moved = Changes(), (before.address, before.postcode) != (after.address, after.postcode)
    for channel in _DIGITAL:
        held = address(before, channel)
        replaced = held != address(after, channel)
        if not held or not (replaced or (moved and diary.actor.type is ActorType.CUSTOMER)):
            continue
        if decide(before, Text.CONTACT_CHANGED, channel, None, policy, diary.now, to=held).allowed:
            message_id = ulid(diary.now, f"changed\x1f{before.ref}\x1f{before.version}\x1f{channel}".encode())
            changes += queued(before, Ask(message_id, Text.CONTACT_CHANGED, channel, held, {}), diary)
    return changes


def address(customer: Customer, channel: ContactChannel) -> str:
    """The contact on file for a channel, or nothing."""
    return {ContactChannel.SMS: customer.mobile_phone, ContactChannel.EMAIL: customer.email}.get(channel) or ""


def best_channel(
    customer: Customer, text: Text, policy: ContactPolicy, now: datetime, *, first: ContactChannel
) -> ContactChannel | None:
    """The channel to use when nobody has picked one: the customer's own choice, else `first`, as far as it is allowed."""
    wanted = sorted(_DIGITAL, key=lambda channel: (channel != customer.preferred_channel, channel is not first))
    return next((channel for channel in wanted if decide(customer, text, channel, None, policy, now).allowed), None)


def decide(
    customer: Customer,
    text: Text,
    channel: ContactChannel,
    recent: RecentContacts | None,
    policy: ContactPolicy,
    now: datetime,
    *,
    to: str = "",
) -> Decision:
    """Whether this text may go out now. `to` is the contact it was addressed to, where that is not on file any more."""
    contacts = [Contacted(made.channel, made.at) for made in _chasing(recent, now)]
    facts = facts_of(_as_addressed(customer, text, channel, to), policy=policy, contacts=contacts)
    return may(Action.contact(channel, PURPOSES[text]), facts, now)


def is_over_cap(recent: RecentContacts | None, channel: ContactChannel, now: datetime) -> bool:
    """Whether the customer has had as many messages today as anybody gets."""
    made = recent.made if recent else ()
    today = [contact for contact in made if contact.channel is channel and london_day(contact.at) == london_day(now)]
    return len(today) >= PER_DAY[channel]


def besides(recent: RecentContacts | None, message: Message) -> RecentContacts | None:
    """The contacts other than this message: one that its provider handed back does not stand in its own way."""
    if recent is None:
        return None
    return recent.model_copy(update={"made": tuple(made for made in recent.made if made.message_id != message.id)})


def claimed(message: Message, recent: RecentContacts | None, now: datetime) -> Changes:
    """What is written right before the provider is called: that it is called, and that the customer was contacted."""
    contact = Contact(message_id=message.id, channel=message.channel, purpose=PURPOSES[message.text], at=now)
    ttl = epoch_seconds(now + WEEK)
    before = recent or RecentContacts(customer_key=message.customer_key, ttl=ttl)
    kept = tuple(made for made in before.made if now - made.at < WEEK and made.message_id != message.id)
    after = before.model_copy(update={"made": (*kept, contact), "ttl": ttl})
    claim = Claim(message_id=message.id, claimed_at=now, ttl=epoch_seconds(now + MARKS_KEPT))
    return Changes(Insert(claim), Replace(after) if recent else Insert(after))


def became(message: Message, fact: Fact, diary: Diary, **learnt: object) -> Changes | None:
    """The message after a fact about it, and its line in the diary; None for a fact that changes nothing."""
    state = MOVES.get((message.state, fact))
    if state is None:
        return None
    after = message.model_copy(update={"state": state, "next_check": None, **learnt})
    words = {"text": message.text.value, "state": state.value}
    if after.reason:
        words["reason"] = after.reason
    if after.rules:
        words["rules"] = ", ".join(after.rules)
    told = _tell(diary, message, _TOLD[message.channel, state], words, before={"state": message.state})
    return Changes(Replace(after), Append(told))


def put_off(message: Message, until: datetime, diary: Diary) -> Changes:
    """The message, still queued, and not looked at again before then."""
    after = message.model_copy(update={"next_check": until})
    told = _tell(diary, message, Event.MESSAGE_DEFERRED, {"text": message.text.value, "until": until.isoformat()})
    return Changes(Replace(after), Append(told))


def contact_lost(customer: Customer, message: Message, diary: Diary) -> Changes:
    """The contact that a message could never reach, known to lead nowhere from now on; nothing when that is known already
    or the customer has another one by now."""
    point = _POINTS[message.channel]
    known = customer.check_of(point)
    if customer.contact(point) != message.to or (known and known.validity is Validity.INVALID):
        return Changes()
    reason = CheckReason.HARD_BOUNCE if point is ContactPoint.EMAIL else CheckReason.NOT_IN_SERVICE
    return checked(customer, Check(point, Validity.INVALID, reason), diary.actor, diary.now)


def received(customer: Customer, message_id: str, at: datetime) -> Message:
    """A text message that came from the customer's phone."""
    return Message(
        customer_key=customer.customer_key,
        id=message_id,
        text=Text.INBOUND,
        channel=ContactChannel.SMS,
        to="",
        state=State.RECEIVED,
        asked_by=customer.name,
        asked_at=at,
    )


def _as_addressed(customer: Customer, text: Text, channel: ContactChannel, to: str) -> Customer:
    """The customer as this text sees them: a warning goes to the contact that was replaced, and the one confirmation of an
    opt-out goes out although they have opted out (`reference/uk-rules.md` F.6)."""
    if text in TO_FORMER_CONTACTS:
        held = {ContactChannel.SMS: "mobile_phone", ContactChannel.EMAIL: "email"}[channel]
        return customer.model_copy(update={held: to})
    if text is Text.STOPPED:
        return customer.model_copy(update={"sms_opt_out": False, "email_opt_out": False})
    return customer


def _chasing(recent: RecentContacts | None, now: datetime) -> Sequence[Contact]:
    made = recent.made if recent else ()
    return [contact for contact in made if contact.purpose is Purpose.CHASING and now - contact.at < WEEK]


def _tell(diary: Diary, message: Message, event: Event, after: dict[str, str], before: dict[str, str] | None = None) -> Activity:
    return diary.tell(event, message.ref, stream=message.customer_key, before=before, after=after)
