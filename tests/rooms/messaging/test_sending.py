"""Sending: decided again at the last moment, kept, claimed, and handed to the provider once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.care.model import ContactChannel
from chalicelib.core.changes import Changes, Conflict, Insert
from chalicelib.core.errors import Refused
from chalicelib.core.memory import MemoryStore
from chalicelib.core.objects import Bucket
from chalicelib.messaging import rules
from chalicelib.messaging.model import MOVES, Claim, Fact, State, Text
from chalicelib.messaging.ports import Busy, Refusal, Unclear
from tests.support.messages import AGENT, EMAIL, PHONE, MessagingWorld
from tests.support.paying import CUSTOMER, NOON

KEY = "6f1c2d9e-0000-4000-8000-000000000001"


def test_an_email_is_sent_kept_and_told(world: MessagingWorld) -> None:
    sent = world.queue(Text.RECEIPT)
    world.pump()
    [letter] = world.mail.sent
    assert (letter.to, letter.subject, letter.sender_name) == (EMAIL, "Your receipt", "Northway")
    assert "Amount: £45.00" in letter.text
    assert letter.tags == {"customer": CUSTOMER, "message": sent}
    assert letter.unsubscribe_url.startswith("https://pay.example.com/unsubscribe/")
    assert world.message(sent).state is State.SENT
    assert world.message(sent).next_check is None
    assert world.told() == ["email.queued", "email.sent"]


@pytest.mark.feature("V5")
def test_a_link_goes_out_by_text_message_and_its_copy_does_not_hold_the_secret(world: MessagingWorld) -> None:
    sent = world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    world.pump()
    [(to, text)] = world.sms.sent
    token = world.token(world.customer)
    assert to == PHONE
    assert f"https://pay.example.com/a/{token}" in text
    kept = b"".join(world.objects.contents.values()).decode()
    assert token not in kept
    assert f"/a/{'*' * 26}" in kept
    assert token not in "".join(entity.model_dump_json() for entity in world.store.items.values())  # type: ignore[attr-defined]
    copy = world.messages.copy(world.message(sent.id), AGENT, "6f1c2d9e-0000-4000-8000-000000000002")
    assert copy is not None
    assert copy.to == PHONE
    assert world.told()[-1] == "message.rendered.viewed"


def test_the_copy_lies_there_before_anything_is_handed_over(world: MessagingWorld) -> None:
    world.queue(Text.RECEIPT)
    world.mail.answers.append(Refusal("no such address"))
    world.pump()
    [(place, content)] = world.objects.contents.items()
    assert place[0] is Bucket.FILES
    assert json.loads(content)["to"] == EMAIL


def test_the_same_delivery_again_sends_nothing(world: MessagingWorld) -> None:
    sent = world.queue()
    for _ in range(3):
        world.sending.deliver(CUSTOMER, sent)
    world.pump()
    assert len(world.mail.sent) == 1


def test_whoever_finds_a_claim_leaves_the_message_alone(world: MessagingWorld) -> None:
    sent = world.queue()
    world.store.commit(Changes(Insert(Claim(message_id=sent, claimed_at=NOON, ttl=1))))
    world.pump()
    assert world.mail.sent == []


def test_two_who_set_out_at_once_send_it_once() -> None:
    class RacingStore(MemoryStore):
        raced = False

        def commit(self, changes: Changes) -> None:
            if not self.raced and any(isinstance(c, Insert) and isinstance(c.entity, Claim) for c in changes):
                self.raced = True
                world.sending.deliver(CUSTOMER, sent)
            super().commit(changes)

    world = MessagingWorld(RacingStore())
    sent = world.queue()
    world.pump()
    assert len(world.mail.sent) == 1
    assert world.message(sent).state is State.SENT


def test_a_refusal_is_final_and_says_why(world: MessagingWorld) -> None:
    sent = world.queue()
    world.mail.answers.append(Refusal("The provider refused it (MessageRejected)."))
    world.pump()
    world.clock.instant += timedelta(hours=1)
    world.sending.sweep(world.clock.now())
    world.pump()
    assert world.message(sent).state is State.FAILED
    assert world.message(sent).reason == "The provider refused it (MessageRejected)."
    assert world.mail.sent == []


def test_a_provider_that_is_busy_gets_it_later(world: MessagingWorld) -> None:
    sent = world.queue()
    world.mail.answers.append(Busy("Throttling"))
    world.pump()
    assert world.message(sent).state is State.QUEUED
    world.clock.instant += rules.SEND_AGAIN_AFTER
    world.sending.sweep(world.clock.now())
    world.pump()
    assert world.message(sent).state is State.SENT
    assert len(world.mail.sent) == 1
    assert world.told() == ["email.queued", "message.deferred", "email.sent"]


def test_a_link_that_was_handed_back_does_not_count_against_itself(world: MessagingWorld) -> None:
    sent = world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    world.sms.answers.append(Busy("Throttling"))
    world.pump()
    world.clock.instant += rules.SEND_AGAIN_AFTER
    world.sending.sweep(world.clock.now())
    world.pump()
    assert world.message(sent.id).state is State.SENT


def test_what_nobody_knows_is_never_sent_again(world: MessagingWorld) -> None:
    sent = world.queue()
    world.mail.answers.append(Unclear("timeout"))
    world.pump()
    world.clock.instant += timedelta(hours=1)
    world.sending.sweep(world.clock.now())
    world.sending.deliver(CUSTOMER, sent)
    assert world.message(sent).state is State.UNKNOWN
    assert world.mail.sent == []
    assert world.told() == ["email.queued", "email.failed"]


def test_a_sender_that_died_leaves_a_message_of_which_nobody_knows(world: MessagingWorld) -> None:
    sent = world.queue()
    world.store.commit(Changes(Insert(Claim(message_id=sent, claimed_at=NOON, ttl=1))))
    world.clock.instant += rules.LOST_AFTER - timedelta(seconds=1)
    world.sending.sweep(world.clock.now())
    assert world.message(sent).state is State.QUEUED
    world.clock.instant += timedelta(seconds=1)
    world.sending.sweep(world.clock.now())
    assert world.message(sent).state is State.UNKNOWN
    assert world.message(sent).reason


def test_a_message_whose_queue_entry_was_lost_is_handed_on_by_the_sweep(world: MessagingWorld) -> None:
    sent = world.queue()
    world.queues.sent.clear()
    world.clock.instant += timedelta(minutes=6)
    world.sending.sweep(world.clock.now())
    world.pump()
    assert world.message(sent).state is State.SENT


# Agents


def test_the_same_key_queues_one_message(world: MessagingWorld) -> None:
    first = world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    again = world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    assert first.id == again.id
    with pytest.raises(Refused, match="KEY_REUSED"):
        world.messages.send(CUSTOMER, Text.LINK, ContactChannel.EMAIL, AGENT, KEY)
    world.pump()
    assert len(world.sms.sent) == 1


def test_only_texts_that_are_meant_for_it_are_sent_by_hand(world: MessagingWorld) -> None:
    with pytest.raises(Refused, match="INVALID"):
        world.messages.send(CUSTOMER, Text.RECEIPT, ContactChannel.EMAIL, AGENT, KEY)


def test_the_preview_is_what_goes_out(world: MessagingWorld) -> None:
    seen = world.messages.preview(CUSTOMER, Text.LINK, ContactChannel.SMS)
    world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    world.pump()
    assert world.sms.sent == [(seen.to, seen.rendered.text)]
    assert (seen.segments, seen.decision.allowed) == (1, True)


# The table of states


def test_nothing_follows_a_suppressed_or_failed_message() -> None:
    assert not [move for move in MOVES if move[0] in (State.SUPPRESSED, State.FAILED)]


def test_a_message_that_may_have_left_is_never_queued_again() -> None:
    assert State.QUEUED not in MOVES.values()
    assert {fact for state, fact in MOVES if state is State.UNKNOWN} == {Fact.ACCEPTED, Fact.DELIVERED, Fact.BOUNCED}


def test_a_conflict_with_another_message_is_tried_again(world: MessagingWorld) -> None:
    """Two messages to one customer at once share the count of contacts: the later one comes back from the queue."""

    first, second = world.queue(Text.NEW_LINK, ContactChannel.SMS), world.queue(Text.RECEIPT)
    found = world.desk.find(CUSTOMER, second)
    world.sending.deliver(CUSTOMER, first)
    with pytest.raises(Conflict):
        world.store.commit(rules.claimed(world.message(second), found.recent, NOON))
    world.sending.deliver(CUSTOMER, second)
    assert world.message(second).state is State.SENT
