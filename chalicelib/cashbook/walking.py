"""Through the payments of all customers, newest first, a bounded stretch at a time: month by month along the feed, or along one
customer's payments where an account is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched

from chalicelib.cashbook.model import PaymentFilter
from chalicelib.cashbook.rows import Row, rows_of
from chalicelib.core.changes import Entity, Index, Key, Table
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import is_ulid, ulid_floor, ulid_instant
from chalicelib.core.store import BATCH_GET_LIMIT, Store
from chalicelib.payments.model import PAYMENT_PREFIX, Payment
from chalicelib.payments.service import NONCE_LIFE
from chalicelib.records.lookups import AccountLookup, account_place
from chalicelib.records.model import Customer, customer_place

FIRST_MONTH = datetime(2026, 1, 1, tzinfo=UTC)
"""No payment is older."""
MONTHS_AT_ONCE = 12
RESOLUTION = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Payments that the filter leaves, with their rows, newest first. `after` goes on from here; None is the end."""

    payments: Sequence[Payment]
    rows: Sequence[Row]
    looked_at: int
    after: str | None


def stretch(store: Store, filters: PaymentFilter, now: datetime, after: str, *, most: int) -> Stretch:
    """About `most` payments further on. Raises Refused(BAD_CURSOR)."""
    if after and not is_ulid(after):
        raise Refused(Code.BAD_CURSOR)
    # A payment's id is made with its form, up to `NONCE_LIFE` before the payment is.
    oldest = ulid_floor(max((filters.since or FIRST_MONTH) - NONCE_LIFE, FIRST_MONTH))
    newest = ulid_floor((filters.until or now) + NONCE_LIFE)
    before = min(after, newest) if after else newest
    walk = _of_account if filters.account else _of_everybody
    found, onward = walk(store, filters, oldest, before, most)
    kept = [payment for payment in found if filters.keeps(payment)]
    return Stretch(kept, list(_with_names(store, kept, filters.account)), len(found), onward)


def _of_everybody(store: Store, filters: PaymentFilter, oldest: str, before: str, most: int) -> tuple[list[Payment], str | None]:
    found: list[Payment] = []
    for _ in range(MONTHS_AT_ONCE):
        month = ulid_instant(before)
        while len(found) < most:
            limit = min(BATCH_GET_LIMIT, most - len(found))
            entries = store.search(Index.FEED, [f"P#{month:%Y-%m}"], after=before, limit=limit, newest_first=True)
            held = store.get_many([entry.key for entry in entries]) if entries else {}
            payments = (held.get(entry.key) for entry in entries)
            found += [payment for payment in payments if isinstance(payment, Payment) and payment.id >= oldest]
            if entries and entries[-1].sort < oldest:
                return found, None
            if len(entries) < limit:
                break
            before = entries[-1].sort
        else:
            return found, before
        before = ulid_floor(month.replace(day=1, hour=0, minute=0, second=0, microsecond=0))
        if before <= oldest:
            return found, None
        before = _last_of_the_month_before(before)
    return found, before


def _last_of_the_month_before(floor: str) -> str:
    """A place in front of everything of the month before the one that begins here."""
    begins = ulid_instant(floor)
    return ulid_floor(begins - RESOLUTION)[:10] + "Z" * 16


def _of_account(store: Store, filters: PaymentFilter, oldest: str, before: str, most: int) -> tuple[list[Payment], str | None]:
    lookup = store.get(AccountLookup, account_place(filters.account))
    if lookup is None:
        return [], None
    page = store.query(
        Table.RECORDS,
        lookup.customer_key,
        prefix=PAYMENT_PREFIX,
        after=f"{PAYMENT_PREFIX}{before}",
        limit=most,
        newest_first=True,
    )
    found = [payment for payment in page.items if isinstance(payment, Payment) and payment.id >= oldest]
    is_over = page.after is None or len(found) < len(page.items)
    return found, None if is_over else str(page.after).removeprefix(PAYMENT_PREFIX)


def _with_names(store: Store, payments: Sequence[Payment], account: str) -> Iterator[Row]:
    held: dict[Key, Entity] = {}
    places = dict.fromkeys(customer_place(payment.customer_key) for payment in payments)
    for keys in batched(places, BATCH_GET_LIMIT, strict=False):
        held |= store.get_many(keys)
    for payment in payments:
        customer = held.get(customer_place(payment.customer_key))
        yield from rows_of(payment, customer if isinstance(customer, Customer) else None, account)
