"""How much was paid towards claims since an instant. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from chalicelib.payments.model import Payment


def paid_towards(payments: Iterable[Payment], claims: Collection[str], since: datetime) -> dict[str, int]:
    """Pence that payments settled since put on each of these claims."""
    sums: Counter[str] = Counter()
    for payment in payments:
        if payment.settled_at is not None and since <= payment.settled_at:
            for portion in payment.allocations:
                if portion.claim in claims:
                    sums[portion.claim] += portion.amount
    return dict(sums)
