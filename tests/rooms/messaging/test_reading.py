"""What was sent, read again by an agent, who leaves a trace."""

from __future__ import annotations

import pytest

from chalicelib.care.model import ContactChannel
from chalicelib.core.errors import Refused
from chalicelib.messaging.model import COPIES_KEPT_FOR, Text
from tests.support.messages import AGENT, MessagingWorld

KEY = "6f1c2d9e-0000-4000-8000-000000000001"
OTHER_KEY = "6f1c2d9e-0000-4000-8000-000000000002"


def test_a_look_is_told_once_however_often_it_is_asked_for_and_every_look_is(world: MessagingWorld) -> None:
    message = world.message(world.queue())
    world.pump()
    message = world.message(message.id)
    looks = [world.messages.copy(message, AGENT, key) for key in (KEY, KEY, OTHER_KEY)]
    assert looks[0] is not None
    assert looks[0] == looks[1] == looks[2]
    assert world.told().count("message.rendered.viewed") == 2


def test_a_key_that_was_used_for_another_message_reads_nothing(world: MessagingWorld) -> None:
    first, second = (world.queue(Text.RECEIPT, channel) for channel in (ContactChannel.EMAIL, ContactChannel.SMS))
    world.pump()
    world.messages.copy(world.message(first), AGENT, KEY)
    with pytest.raises(Refused, match="KEY_REUSED"):
        world.messages.copy(world.message(second), AGENT, KEY)


def test_a_message_that_was_never_sent_has_no_copy(world: MessagingWorld) -> None:
    assert world.messages.copy(world.message(world.queue()), AGENT, KEY) is None


def test_a_copy_that_is_no_longer_kept_is_not_looked_for(world: MessagingWorld) -> None:
    sent = world.queue()
    world.pump()
    world.objects.kept.clear()
    world.clock.instant = world.message(sent).asked_at + COPIES_KEPT_FOR

    assert world.messages.copy(world.message(sent), AGENT, KEY) is None
