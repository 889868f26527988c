"""The receipt for money that was taken: asked for in the same transaction, sent by the messages' own sweep. Pure."""

from __future__ import annotations

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.changes import Changes
from chalicelib.core.clock import london_day
from chalicelib.messaging.model import Text
from chalicelib.messaging.telling import told
from chalicelib.payments.model import Payment
from chalicelib.records.model import Customer


def receipt(customer: Customer, payment: Payment, diary: Diary, policy: ContactPolicy) -> Changes:
    """A receipt on its way to the customer, by email where that is allowed; nothing where no way of reaching them is. One
    for each payment, whoever settles it."""
    paid_on = london_day(payment.settled_at or diary.now)
    values = {
        "amount": f"£{payment.captured // 100:,}.{payment.captured % 100:02d}",
        "day": f"{paid_on.day} {paid_on:%B} {paid_on.year}",
        "reference": payment.reference,
    }
    return told(customer, Text.RECEIPT, values, diary, policy, seed=payment.id)
