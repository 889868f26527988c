"""How other rooms tell a customer of what they do, in the transaction that it tells of. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactChannel, ContactPolicy
from chalicelib.core.changes import Changes
from chalicelib.core.ids import ulid
from chalicelib.messaging.model import Text
from chalicelib.messaging.rules import Ask, address, best_channel, queued
from chalicelib.records.model import Customer


def told(
    customer: Customer,
    text: Text,
    values: Mapping[str, str],
    diary: Diary,
    policy: ContactPolicy,
    *,
    seed: str,
    first: ContactChannel = ContactChannel.EMAIL,
) -> Changes:
    """A message to the customer, sent by the messages' own sweep: the way they prefer, else by `first`, where that is allowed;
    nothing where no way of reaching them is. The same seed at the same instant is the same message."""
    channel = best_channel(customer, text, policy, diary.now, first=first)
    if channel is None:
        return Changes()
    message_id = ulid(diary.now, f"{text}\x1f{seed}".encode())
    return queued(customer, Ask(message_id, text, channel, address(customer, channel), dict(values)), diary)
