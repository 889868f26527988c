"""What the rules say of a message, asked again at the last moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.care.model import ContactChannel, HoldKind, Rule
from chalicelib.care.rules import policy_of
from chalicelib.core.errors import Code, Refused
from chalicelib.messaging import rules
from chalicelib.messaging.model import State, Text
from chalicelib.records.holds import Hold, HoldSource
from chalicelib.settings.model import QuietHours, Settings, week
from tests.support.messages import AGENT, EMAIL, MessagingWorld
from tests.support.paying import CUSTOMER, NOON

KEY = "6f1c2d9e-0000-4000-8000-000000000001"
BREATHING_SPACE = Hold(id="01JD0000000000000000000000", kind=HoldKind.BREATHING_SPACE, start=NOON.date(), source=HoldSource.AGENT)


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


# The organisation's own hours

CLOSED = QuietHours(contact=week(("08:00", "09:00")))
"""Nobody is chased at noon, when these tests happen; by default they may be."""


def test_a_link_waits_for_the_hours_that_the_organisation_has_set(world: MessagingWorld) -> None:
    world.settings = world.settings.model_copy(update={"quiet_hours": CLOSED})
    sent = world.messages.send(CUSTOMER, Text.LINK, ContactChannel.SMS, AGENT, KEY)
    world.pump()
    assert world.sms.sent == []
    assert world.message(sent.id).next_check == NOON.replace(hour=8) + timedelta(days=3)  # from Friday to Monday


@pytest.mark.parametrize(("text", "channel"), [(Text.LINK, None), (Text.RECEIPT, ContactChannel.EMAIL)])
def test_the_channel_is_chosen_by_the_organisations_hours_which_a_service_need_not_keep(
    world: MessagingWorld, text: Text, channel: ContactChannel | None
) -> None:
    def chosen(quiet: QuietHours) -> ContactChannel | None:
        policy = policy_of(Settings(quiet_hours=quiet))
        return rules.best_channel(world.customer, text, policy, NOON, first=ContactChannel.EMAIL)

    assert chosen(CLOSED) is channel
    assert chosen(QuietHours()) is ContactChannel.EMAIL
