"""What customers are told of their saved ways to pay, in the transaction that it tells of. Pure."""

from __future__ import annotations

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactChannel, ContactPolicy
from chalicelib.core.changes import Changes
from chalicelib.core.ids import ulid
from chalicelib.mandates.model import Mandate
from chalicelib.messaging.model import Text
from chalicelib.messaging.rules import Ask, address, best_channel, queued
from chalicelib.records.model import Customer


def changed(customer: Customer, mandate: Mandate, diary: Diary, policy: ContactPolicy) -> Changes:
    """A word that a way to pay was paused, resumed or ended; nothing where no way of reaching them is allowed."""
    channel = best_channel(customer, Text.WAY_TO_PAY_CHANGED, policy, diary.now, first=ContactChannel.EMAIL)
    if channel is None:
        return Changes()
    message_id = ulid(diary.now, f"way\x1f{mandate.id}\x1f{mandate.version}".encode())
    return queued(customer, Ask(message_id, Text.WAY_TO_PAY_CHANGED, channel, address(customer, channel), {}), diary)
