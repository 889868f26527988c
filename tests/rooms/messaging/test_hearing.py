"""What carriers say and what customers answer: twice, late, in any order, and sometimes nonsense."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from chalicelib.care.model import ContactChannel
from chalicelib.core.errors import Refused
from chalicelib.messaging.hearing import Hearing, Unmatched
from chalicelib.messaging.model import State, Text
from chalicelib.messaging.ports import Unclear
from chalicelib.messaging.reports import Inbound, NotUnderstood
from chalicelib.records.contact_points import ContactPoint, Validity
from chalicelib.records.model import Customer, customer_place
from tests.support.messages import AGENT, EMAIL, PHONE, MessagingWorld
from tests.support.paying import CUSTOMER


def hear(world: MessagingWorld, *events: dict[str, Any]) -> None:
    for event in events:
        Hearing(world.desk).hear(event)


def ses(event: str, reference: str = "mail-1", tags: dict[str, list[str]] | None = None, **more: Any) -> dict[str, Any]:
    return {"eventType": event, "mail": {"messageId": reference, "tags": tags or {}}, **more}


def bounce(kind: str = "Permanent") -> dict[str, Any]:
    return ses("Bounce", bounce={"bounceType": kind, "bouncedRecipients": []})


def sns(status: str, answer: str = "", reference: str = "sms-1") -> dict[str, Any]:
    return {"notification": {"messageId": reference}, "delivery": {"providerResponse": answer}, "status": status}


def inbound(body: str, sender: str = PHONE) -> dict[str, Any]:
    return {"inboundMessageId": "in-1", "originationNumber": sender, "messageBody": body}


def sent(world: MessagingWorld, channel: ContactChannel = ContactChannel.EMAIL) -> str:
    message_id = world.queue(Text.RECEIPT, channel)
    world.pump()
    return message_id


def test_a_delivery_is_written_down_once_however_often_it_is_told(world: MessagingWorld) -> None:
    message_id = sent(world)
    hear(world, ses("Delivery"), ses("Delivery"), ses("Send"), ses("Open"))
    assert world.message(message_id).state is State.DELIVERED
    assert world.told() == ["email.queued", "email.sent", "email.delivered"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_in_which_things_are_told_does_not_matter(world: MessagingWorld, order: tuple[int, ...]) -> None:
    message_id = sent(world)
    events = [ses("Delivery"), bounce(), bounce()]
    hear(world, *(events[number] for number in order))
    assert world.message(message_id).state is State.FAILED
    assert world.customer.contact_checks[ContactPoint.EMAIL].validity is Validity.INVALID


def test_tags_find_a_message_whose_sending_nobody_could_tell_of(world: MessagingWorld) -> None:
    message_id = world.queue(Text.RECEIPT)
    world.mail.answers.append(Unclear("timeout"))
    world.pump()
    hear(world, ses("Delivery", "never-heard-of", {"customer": [CUSTOMER], "message": [message_id]}))
    assert world.message(message_id).state is State.DELIVERED


def test_a_message_that_we_do_not_know_yet_is_asked_for_again(world: MessagingWorld) -> None:
    with pytest.raises(Unmatched):
        hear(world, sns("SUCCESS", reference="sms-77"))


@pytest.mark.parametrize(("kind", "is_lost"), [("Permanent", True), ("Transient", False)])
def test_only_a_permanent_bounce_makes_an_address_invalid(world: MessagingWorld, kind: str, is_lost: bool) -> None:
    message_id = sent(world)
    hear(world, bounce(kind))
    assert (ContactPoint.EMAIL in world.customer.contact_checks) is is_lost
    assert world.message(message_id).state is State.FAILED
    world.queue(Text.NEW_LINK)
    world.pump()
    assert len(world.mail.sent) == (1 if is_lost else 2)


def test_an_address_that_was_replaced_meanwhile_is_not_blamed(world: MessagingWorld) -> None:
    sent(world)
    world.change(email="new@example.com")
    hear(world, bounce())
    assert world.customer.contact_checks == {}


@pytest.mark.parametrize(
    ("answer", "is_lost"),
    [
        ("Invalid phone number", True),
        ("Phone carrier is unreachable/unavailable", True),
        ("Phone is currently unreachable", False),
    ],
)
def test_a_number_that_nobody_has_is_not_written_to_again(world: MessagingWorld, answer: str, is_lost: bool) -> None:
    message_id = sent(world, ContactChannel.SMS)
    hear(world, sns("FAILURE", answer))
    assert world.message(message_id).state is State.FAILED
    assert bool(world.customer.contact_checks) is is_lost


def test_calling_it_spam_ends_email(world: MessagingWorld) -> None:
    sent(world)
    hear(world, ses("Complaint"), ses("Complaint"))
    assert world.customer.email_opt_out
    assert world.told().count("email.unsubscribeRequested") == 1


@pytest.mark.parametrize(
    "event",
    [{}, {"mail": {}}, {"mail": None}, ses("Bounce"), {"notification": {}}, {"inboundMessageId": "x"}, {"Records": []}],
    ids=str,
)
def test_nonsense_is_refused_and_changes_nothing(world: MessagingWorld, event: dict[str, Any]) -> None:
    before = dict(world.store.items)
    with pytest.raises(NotUnderstood):
        hear(world, event)
    assert world.store.items == before


# STOP


@pytest.mark.parametrize(
    ("body", "stops"),
    [
        ("STOP", True),
        ("stop", True),
        (" Stop! ", True),
        ("S.T.O.P", True),
        ("s t o p", True),
        ("STOPALL", True),
        ("STOPIO", True),
        ("stopio, os gwelwch yn dda", True),
        ("Unsubscribe", True),
        ("END", True),
        ("quit.", True),
        ("Cancel", True),
        ("STOP texting me", True),
        ("End of May I can pay", False),
        ("Cancel my payment of Friday?", False),
        ("Can I stop by your office", False),
        ("stopped working", False),
        ("", False),
        ("👍", False),
    ],
)
@pytest.mark.feature("V5")
def test_the_words_that_mean_stop(body: str, stops: bool) -> None:
    assert Inbound("in-1", PHONE, body).means_stop is stops


def test_stop_reaches_every_customer_of_the_number_and_is_confirmed_once(world: MessagingWorld) -> None:
    world.add(world.customer.model_copy(update={"customer_key": "b" * 26, "customer_id": "C-2", "version": 0}))
    hear(world, inbound("STOP"), inbound("STOP"))
    world.pump()
    both = [world.store.get(Customer, customer_place(key)) for key in (CUSTOMER, "b" * 26)]
    assert all(customer is not None and customer.sms_opt_out for customer in both)
    assert [to for to, _ in world.sms.sent] == [PHONE]
    assert "no more text messages" in world.sms.sent[0][1]
    assert world.told().count("sms.stopReceived") == 2
    world.queue(Text.NEW_LINK, ContactChannel.SMS)
    world.pump()
    assert len(world.sms.sent) == 1


def test_stop_of_a_stranger_changes_nothing(world: MessagingWorld) -> None:
    before = dict(world.store.items)
    hear(world, inbound("STOP", sender="+447700900999"))
    assert world.store.items == before


def test_what_a_customer_writes_is_kept_where_agents_read_it(world: MessagingWorld) -> None:
    hear(world, inbound("I can pay on Friday"), inbound("I can pay on Friday"))
    [message] = world.messages.page(CUSTOMER, None).items
    copy = world.messages.copy(message, AGENT, "a-first-look-000")
    assert message.state is State.RECEIVED
    assert copy is not None
    assert copy.text == "I can pay on Friday"
    assert world.told() == ["sms.inbound", "message.rendered.viewed"]
    assert not world.customer.sms_opt_out


# Unsubscribing


def test_one_click_ends_email_and_is_told_once(world: MessagingWorld) -> None:
    sent(world)
    sealed = world.mail.sent[0].unsubscribe_url.rsplit("/", 1)[-1]
    for _ in range(2):
        Hearing(world.desk).unsubscribe(sealed)
    assert world.customer.email_opt_out
    assert world.told().count("email.unsubscribeRequested") == 1
    world.queue(Text.RECEIPT)
    world.pump()
    assert [letter.to for letter in world.mail.sent] == [EMAIL]


@pytest.mark.parametrize("sealed", ["", "x", CUSTOMER, CUSTOMER * 2, "a" * 52])
def test_an_address_that_we_did_not_make_unsubscribes_nobody(world: MessagingWorld, sealed: str) -> None:
    with pytest.raises(Refused, match="NOT_FOUND"):
        Hearing(world.desk).unsubscribe(sealed)
    assert not world.customer.email_opt_out
