"""The word that confirms a promise: asked for in the same transaction, sent by the messages' own sweep. Pure."""

from __future__ import annotations

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactChannel, ContactPolicy
from chalicelib.core.changes import Changes
from chalicelib.messaging.model import Text
from chalicelib.messaging.telling import told
from chalicelib.promises.model import Promise
from chalicelib.records.model import Customer


def confirmation(customer: Customer, promise: Promise, diary: Diary, policy: ContactPolicy) -> Changes:
    """A confirmation on its way to the customer, by text message where that is allowed; nothing where no way of reaching
    them is. One for each promise."""
    values = {
        "amount": f"£{promise.amount // 100:,}.{promise.amount % 100:02d}",
        "day": f"{promise.due.day} {promise.due:%B} {promise.due.year}",
    }
    return told(customer, Text.PROMISE, values, diary, policy, seed=promise.id, first=ContactChannel.SMS)
