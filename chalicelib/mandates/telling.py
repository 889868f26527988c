"""What customers are told of their saved ways to pay, in the transaction that it tells of. Pure."""

from __future__ import annotations

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.changes import Changes
from chalicelib.mandates.model import Mandate
from chalicelib.messaging.model import Text
from chalicelib.messaging.telling import told
from chalicelib.records.model import Customer


def changed(customer: Customer, mandate: Mandate, diary: Diary, policy: ContactPolicy) -> Changes:
    """A word that a way to pay was paused, resumed or ended; nothing where no way of reaching them is allowed."""
    return told(customer, Text.WAY_TO_PAY_CHANGED, {}, diary, policy, seed=f"{mandate.id}\x1f{mandate.version}")
