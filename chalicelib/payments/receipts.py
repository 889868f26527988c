"""The receipt for money that was taken: asked for in the same transaction, sent by the messages' own sweep. Pure."""

from __future__ import annotations

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactChannel, ContactPolicy
from chalicelib.core.changes import Changes
from chalicelib.core.clock import london_day
from chalicelib.core.ids import ulid
from chalicelib.messaging.model import Text
from chalicelib.messaging.rules import Ask, address, best_channel, queued
from chalicelib.payments.model import Payment
from chalicelib.records.model import Customer


def receipt(customer: Customer, payment: Payment, diary: Diary, policy: ContactPolicy) -> Changes:
    """A receipt on its way to the customer, by email where that is allowed; nothing where no way of reaching them is. One
    for each payment, whoever settles it."""
    channel = best_channel(customer, Text.RECEIPT, policy, diary.now, first=ContactChannel.EMAIL)
    if channel is None:
        return Changes()
    paid_on = london_day(payment.settled_at or diary.now)
    values = {
        "amount": f"£{payment.captured // 100:,}.{payment.captured % 100:02d}",
        "day": f"{paid_on.day} {paid_on:%B} {paid_on.year}",
        "reference": payment.reference,
    }
    message_id = ulid(diary.now, f"receipt\x1f{payment.id}".encode())
    return queued(customer, Ask(message_id, Text.RECEIPT, channel, address(customer, channel), values), diary)
