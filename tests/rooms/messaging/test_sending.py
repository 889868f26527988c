"""Sending: decided again at the last moment, kept, claimed, and handed to the provider once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.care.model import ContactChannel, HoldKind, Rule
from chalicelib.core.changes import Changes, Conflict, Insert
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import fingerprint
from chalicelib.core.memory import MemoryStore
from chalicelib.core.objects import Bucket
from chalicelib.messaging import rules
from chalicelib.messaging.model import MOVES, Claim, Fact, State, Text
from chalicelib.messaging.ports import Busy, Refusal, Unclear
from chalicelib.records.holds import Hold, HoldSource
from tests.support.messages import AGENT, EMAIL, PHONE, MessagingWorld
from tests.support.paying import CUSTOMER, NOON

KEY = "6f1c2d9e-0000-4000-8000-000000000001"
BREATHING_SPACE = Hold(id="01JD0000000000000000000000", kind=HoldKind.BREATHING_SPACE, start=NOON.date(), source=HoldSource.AGENT)


@pytest.fixture
def world() -> MessagingWorld:
    return MessagingWorld()


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
    copy = world.messages.copy(world.message(sent.id), AGENT)
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


# What the rules say, at the last moment


def test_breathing_space_that_began_after_it_was_queued_stops_a_link(world: MessagingWorld) -> None:
    sent = world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    world.change(holds=(BREATHING_SPACE,))
    world.pump()
    message = world.message(sent.id)
    assert (message.state, message.rules) == (State.SUPPRESSED, (Rule.BREATHING_SPACE,))
    assert message.reason == "This customer is in breathing space."
    assert world.sms.sent == []
    assert world.told() == ["sms.queued", "message.suppressed"]


def test_an_agent_is_told_why_a_link_cannot_be_sent(world: MessagingWorld) -> None:
    world.change(holds=(BREATHING_SPACE,))
    with pytest.raises(Refused) as refused:
        world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    assert (refused.value.code, refused.value.words) == (Code.WRONG_STATE, "This customer is in breathing space.")


@pytest.mark.parametrize("text", [Text.RECEIPT, Text.NEW_LINK, Text.CONTACT_CHANGED])
def test_what_the_customer_asked_for_goes_out_in_breathing_space(world: MessagingWorld, text: Text) -> None:
    world.change(holds=(BREATHING_SPACE,))
    world.queue(text)
    world.pump()
    assert len(world.mail.sent) == 1


def test_a_link_waits_for_the_morning(world: MessagingWorld) -> None:
    world.clock.instant = NOON.replace(hour=22)
    sent = world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    world.pump()
    assert world.message(sent.id).state is State.QUEUED
    assert world.sms.sent == []
    world.clock.instant = NOON.replace(day=21, hour=9, minute=1)
    world.sending.sweep(world.clock.now())
    world.pump()
    assert world.message(sent.id).state is State.SENT


def test_the_organisation_decides_how_often(world: MessagingWorld) -> None:
    world.settings = world.settings.model_copy(update={"contacts_per_day": 2})
    for number in (1, 2, 3):
        world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY[:-1] + str(number))
    world.pump()
    assert len(world.sms.sent) == 2


def test_a_second_chasing_message_of_a_day_is_put_off(world: MessagingWorld) -> None:
    for number in (1, 2):
        world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY[:-1] + str(number))
    world.pump()
    assert len(world.sms.sent) == 1
    assert world.told()[-1] == "message.deferred"


def test_nobody_is_flooded_whatever_is_asked_for(world: MessagingWorld) -> None:
    for _ in range(7):
        world.clock.instant += timedelta(minutes=1)
        world.queue(Text.NEW_LINK, ContactChannel.SMS)
    world.pump()
    assert len(world.sms.sent) == rules.PER_DAY[ContactChannel.SMS]
    assert world.told().count("message.suppressed") == 2


def test_a_contact_that_was_replaced_meanwhile_gets_nothing(world: MessagingWorld) -> None:
    sent = world.queue(Text.RECEIPT)
    world.change(email="new@example.com")
    world.pump()
    assert world.message(sent).state is State.SUPPRESSED
    assert world.mail.sent == []


def test_the_former_contact_is_told_of_the_change(world: MessagingWorld) -> None:
    world.queue(Text.CONTACT_CHANGED)
    world.change(email="new@example.com")
    world.pump()
    assert [letter.to for letter in world.mail.sent] == [EMAIL]


@pytest.mark.parametrize(("opted_out", "channel"), [("sms_opt_out", ContactChannel.SMS), ("email_opt_out", ContactChannel.EMAIL)])
def test_an_opt_out_is_honoured_for_service_messages_too(world: MessagingWorld, opted_out: str, channel: ContactChannel) -> None:
    sent = world.queue(Text.RECEIPT, channel)
    world.change(**{opted_out: True})
    world.pump()
    assert world.message(sent).rules == (Rule.OPTED_OUT,)
    assert (world.mail.sent, world.sms.sent) == ([], [])


def test_a_message_that_could_not_go_for_three_days_is_given_up(world: MessagingWorld) -> None:
    sent = world.queue()
    world.clock.instant += timedelta(days=3, minutes=1)
    world.pump()
    assert world.message(sent).state is State.SUPPRESSED


def test_a_text_that_does_not_fit_is_not_sent(world: MessagingWorld) -> None:
    world.settings = world.settings.model_copy(update={"contact_phone": "☎"})
    sent = world.queue(Text.NEW_LINK, ContactChannel.SMS)
    world.pump()
    assert world.message(sent).state is State.SUPPRESSED
    assert "GSM-7" in world.message(sent).reason


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


def test_a_message_that_was_never_sent_has_no_copy(world: MessagingWorld) -> None:
    assert world.messages.copy(world.message(world.queue()), AGENT) is None


# The new link that a visitor asks for


def asked(world: MessagingWorld) -> str:
    return fingerprint(world.token(world.customer))


@pytest.mark.feature("V6")
def test_whoever_asks_gets_the_link_on_the_phone_that_is_on_file(world: MessagingWorld) -> None:
    link = asked(world)
    for _ in range(2):
        world.new_links.answer(link, NOON)
    assert [to for to, _ in world.sms.sent] == [PHONE]
    assert world.token(world.customer) in world.sms.sent[0][1]
    assert world.customer.link.version == 1


@pytest.mark.feature("V6")
def test_a_link_that_is_over_is_replaced_first(world: MessagingWorld) -> None:
    link, over = asked(world), world.customer.link.model_copy(update={"expires_at": NOON})
    world.change(link=over)
    world.new_links.answer(link, NOON)
    assert world.customer.link.version == 2
    assert world.customer.link.expires_at > NOON
    assert world.token(world.customer) in world.sms.sent[0][1]


def test_a_link_that_an_agent_revoked_is_for_an_agent_to_replace(world: MessagingWorld) -> None:
    link, gone = asked(world), world.customer.link.model_copy(update={"expires_at": NOON, "revoked_at": NOON})
    world.change(link=gone)
    world.new_links.answer(link, NOON)
    assert (world.sms.sent, world.customer.link.version) == ([], 1)
    assert world.told() == ["sms.queued", "message.suppressed"]


def test_a_link_that_never_was_sends_nothing(world: MessagingWorld) -> None:
    before = dict(world.store.items)
    world.new_links.answer("0" * 64, NOON)
    assert world.store.items == before
    assert world.sms.sent == []


@pytest.mark.parametrize(
    ("fields", "channel"),
    [
        ({}, "SMS"),
        ({"sms_opt_out": True}, "EMAIL"),
        ({"mobile_phone": None}, "EMAIL"),
        ({"preferred_channel": "EMAIL"}, "EMAIL"),
    ],
)
def test_the_new_link_goes_where_the_customer_wants_it(world: MessagingWorld, fields: dict[str, object], channel: str) -> None:
    link = asked(world)
    world.change(**fields)
    world.new_links.answer(link, NOON)
    assert (len(world.sms.sent), len(world.mail.sent)) == ((1, 0) if channel == "SMS" else (0, 1))


def test_a_customer_who_cannot_be_reached_gets_nothing_and_an_agent_sees_it(world: MessagingWorld) -> None:
    link = asked(world)
    world.change(mobile_phone=None, email=None)
    world.new_links.answer(link, NOON)
    assert world.told() == ["email.queued", "message.suppressed"]


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
