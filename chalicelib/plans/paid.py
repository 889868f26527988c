"""What was paid towards some claims since an instant. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from chalicelib.payments.model import Payment


def paid_towards(payments: Iterable[Payment], claims: Collection[tuple[str, str]], since: datetime) -> dict[tuple[str, str], int]:
    """Pence by claim, from payments that settled at `since` or later."""
    found = dict.fromkeys(claims, 0)
    for payment in payments:
        if payment.settled_at is not None and payment.settled_at >= since:
            for portion in payment.allocations:
                if (portion.account_number, portion.claim) in found:
                    found[portion.account_number, portion.claim] += portion.amount
    return found
