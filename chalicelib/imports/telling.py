"""What the diary says of a customer whom a file created or changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.clock import london_day
from chalicelib.core.money import format_pounds
from chalicelib.imports.accounts import MergedAccount
from chalicelib.imports.settling import Settled
from chalicelib.records.model import Customer
from chalicelib.records.tombstones import Tombstone


def about_customer(
    diary: Diary, before: Customer | None, tombstone: Tombstone | None, customer: Customer, settled: Settled
) -> Iterator[Activity]:
    """That the customer was created, perhaps anew after a deletion, or what of them changed."""
    if before is None:
        after = {"accounts": str(len(customer.accounts)), "owed": format_pounds(customer.owed)}
        if tombstone is not None:
            after["created_anew_after_deletion_on"] = london_day(tombstone.deleted_at).isoformat()
        yield diary.tell(Event.CUSTOMER_CREATED, customer.ref, stream=customer.customer_key, after=after)
    elif settled.news:
        yield diary.tell(
            Event.CUSTOMER_UPDATED,
            customer.ref,
            stream=customer.customer_key,
            before=settled.before or None,
            after=settled.after or None,
        )


def about_accounts(diary: Diary, customer: Customer, merged: Sequence[MergedAccount]) -> Iterator[Activity]:
    """That accounts were created, or what of them changed."""
    for m in merged:
        if m.event is None:
            continue
        created = m.event is Event.ACCOUNT_CREATED
        yield diary.tell(
            m.event,
            f"account:{m.account.number}",
            stream=customer.customer_key,
            account=m.account.number,
            claim=next(iter(m.account.claims), None),
            before=None if created else m.settled.before or None,
            after={"Balance": format_pounds(m.account.balance.total)} if created else m.settled.after or None,
        )
