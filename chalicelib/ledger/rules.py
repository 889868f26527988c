"""Posting and replaying. Pure: entries in, entries and balances out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes
from chalicelib.ledger.model import RECEIVABLES, Context, EntryMarker, EntryType, JournalEntry, LedgerAccount, Posting
from chalicelib.records.accounts import Parts
from chalicelib.records.model import Customer


def charge(account_number: str, claim: str, parts: Parts, contra: LedgerAccount) -> list[Posting]:
    """Postings that add these parts to what a claim owes, against the contra account."""
    return [
        Posting(debit=receivable, credit=contra, amount=getattr(parts, part), account_number=account_number, claim=claim)
        for part, receivable in RECEIVABLES.items()
        if getattr(parts, part) > 0
    ]


def clear(account_number: str, claim: str, parts: Parts, contra: LedgerAccount) -> list[Posting]:
    """Postings that take these parts off what a claim owes, against the contra account."""
    return [
        Posting(debit=contra, credit=receivable, amount=getattr(parts, part), account_number=account_number, claim=claim)
        for part, receivable in RECEIVABLES.items()
        if getattr(parts, part) > 0
    ]


def credit(amount: int, contra: LedgerAccount) -> Posting:
    """A posting that keeps pence nobody owes for the customer."""
    return Posting(debit=contra, credit=LedgerAccount.CUSTOMER_CREDIT, amount=amount)


def post(
    customer: Customer,
    *,
    ref: str,
    entry_type: EntryType,
    context: Context,
    postings: Sequence[Posting],
    actor: Actor,
    now: datetime,
    effective: date,
    reason: str | None = None,
) -> tuple[Customer, Changes]:
    """The customer with its journal sequence moved on, and the entry with its put-if-absent marker.

    `customer` is already in its new state: the entry's `balance_after` is what it owes now. The caller commits the
    returned customer in the same transaction, whose version check keeps the sequence free of gaps.
    """
    moved = customer.model_copy(update={"journal_sequence": customer.journal_sequence + 1})
    entry = JournalEntry(
        customer_key=customer.customer_key,
        sequence=moved.journal_sequence,
        ref=ref,
        type=entry_type,
        context=context,
        effective_date=effective,
        posted_at=now,
        actor_type=actor.type,
        actor_id=actor.id,
        actor_name=actor.name,
        reason=reason,
        postings=tuple(postings),
        balance_after=moved.owed,
    )
    marker = EntryMarker(customer_key=customer.customer_key, entry_ref=ref, sequence=entry.sequence)
    return moved, Changes(Append(entry), Append(marker))


def replay(entries: Iterable[JournalEntry]) -> dict[str, Parts]:
    """What every claim owes by its journal alone: receivable debits less receivable credits (invariant C.4.2)."""
    names = {account: part for part, account in RECEIVABLES.items()}
    owed: dict[str, dict[str, int]] = {}
    for posting in (posting for entry in entries for posting in entry.postings):
        for account, sign in ((posting.debit, 1), (posting.credit, -1)):
            if account in names and posting.claim is not None:
                parts = owed.setdefault(posting.claim, dict.fromkeys(RECEIVABLES, 0))
                parts[names[account]] += sign * posting.amount
    return {claim: Parts(**parts) for claim, parts in owed.items()}
