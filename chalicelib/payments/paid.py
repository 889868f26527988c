"""How much was paid towards claims: what promises and plans are measured by. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from chalicelib.payments.model import Payment


def paid_towards(
    payments: Iterable[Payment], claims: Collection[str], since: datetime, until: datetime | None = None
) -> dict[str, int]:
    """Pence that payments settled in [since, until) put on each of these claims, less what went back since by refunds,
    chargebacks and returns. Claims that nothing was put on are left out."""
    sums: Counter[str] = Counter()
    for payment in payments:
        if payment.settled_at is not None and since <= payment.settled_at and (until is None or payment.settled_at < until):
            for portion in payment.stands:
                if portion.claim in claims:
                    sums[portion.claim] += portion.amount
    return dict(sums)
