"""Posting and replaying. Pure: entries in, entries and balances out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes
from chalicelib.core.errors import Code, refuse_if
from chalicelib.ledger.model import (
    MEMOS,
    RECEIVABLES,
    Context,
    EntryMarker,
    EntryType,
    JournalEntry,
    LedgerAccount,
    Memo,
    Posting,
    allowed,
)
from chalicelib.records.accounts import Account, AccountStatus, Claim, ClaimStatus, Parts
from chalicelib.records.model import Customer

_PARTS = {account: part for part, account in RECEIVABLES.items()}
_PAYABLE = frozenset({AccountStatus.ACTIVE, AccountStatus.HOLD})


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


def fee(account_number: str, claim: str, pence: int) -> list[Posting]:
    """A FEE entry's postings: the fee is owed, and is income."""
    return charge(account_number, claim, Parts(fees=pence), LedgerAccount.FEE_INCOME)


def interest(account_number: str, claim: str, pence: int) -> list[Posting]:
    """An INTEREST entry's postings."""
    return charge(account_number, claim, Parts(interest=pence), LedgerAccount.INTEREST_INCOME)


def waive_fees(account_number: str, claim: str, pence: int) -> list[Posting]:
    """A FEE_WAIVER entry's postings: the fee is no longer owed, at the firm's expense."""
    return clear(account_number, claim, Parts(fees=pence), LedgerAccount.FEE_WAIVER)


def waive_interest(account_number: str, claim: str, pence: int) -> list[Posting]:
    """An INTEREST_WAIVER entry's postings: the interest was never earned."""
    return clear(account_number, claim, Parts(interest=pence), LedgerAccount.INTEREST_INCOME)


def write_off(account_number: str, claim: str, parts: Parts) -> list[Posting]:
    """A WRITE_OFF entry's postings."""
    return clear(account_number, claim, parts, LedgerAccount.WRITE_OFF_EXPENSE)


def discount(account_number: str, claim: str, parts: Parts) -> list[Posting]:
    """A DISCOUNT entry's postings; `charge` against the same account takes it back."""
    return clear(account_number, claim, parts, LedgerAccount.DISCOUNT_EXPENSE)


def transfer(claim_from: tuple[str, str], claim_to: tuple[str, str], parts: Parts) -> list[Posting]:
    """A TRANSFER entry's postings. A claim is named by its account number and its ref."""
    contra = LedgerAccount.PORTFOLIO_OPENING
    return [*clear(*claim_from, parts, contra), *charge(*claim_to, parts, contra)]


def mirror(postings: Iterable[Posting]) -> list[Posting]:
    """The same postings with debit and credit exchanged."""
    return [posting.model_copy(update={"debit": posting.credit, "credit": posting.debit}) for posting in postings]


def applied(customer: Customer, postings: Iterable[Posting]) -> Customer:
    """The customer with what these postings do to its claims and its credit, so that balances and journal cannot part.

    A claim that owes nothing is resolved, one that owes again is active; an account is settled with its last pound and
    active again with the first. Refuses what would make a claim or the credit negative (C.4.2), and raises KeyError for a
    claim that the customer does not have.
    """
    accounts, held = dict(customer.accounts), customer.credit
    for posting in postings:
        for ledger_account, pence in ((posting.debit, posting.amount), (posting.credit, -posting.amount)):
            if ledger_account is LedgerAccount.CUSTOMER_CREDIT:
                held -= pence
            elif (part := _PARTS.get(ledger_account)) and posting.account_number and posting.claim:
                account = accounts[posting.account_number]
                claim = account.claims[posting.claim]
                owed = claim.outstanding.model_copy(update={part: getattr(claim.outstanding, part) + pence})
                claims = account.claims | {claim.ref: claim.model_copy(update={"outstanding": owed})}
                accounts[account.number] = account.model_copy(update={"claims": claims})
    refuse_if(held < 0, Code.MORE_THAN_OWED, "The customer's credit is less than that.")
    touched = {number for number, account in accounts.items() if account is not customer.accounts[number]}
    accounts |= {number: _with_statuses(customer.accounts[number], accounts[number]) for number in touched}
    return customer.model_copy(update={"accounts": accounts, "credit": held})


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
    memos: Sequence[Memo] = (),
    payment_id: str | None = None,
    payment_method: str | None = None,
    mandate_id: str | None = None,
    related_entry: str | None = None,
) -> tuple[Customer, Changes]:
    """The customer with its journal sequence moved on, and the entry with its put-if-absent marker.

    `customer` is already in its new state (see `applied`): the entry's `balance_after` is what it owes now. The caller
    commits the returned customer in the same transaction, whose version check keeps the sequence free of gaps.
    `reason` is kept for ever, so it tells nothing of a person. Raises ValueError for postings that the type does not take.
    """
    check_ways(entry_type, postings, memos)
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
        payment_id=payment_id,
        payment_method=payment_method,
        mandate_id=mandate_id,
        related_entry=related_entry,
        postings=tuple(_of_product(customer, posting) for posting in postings),
        memos=tuple(_of_product(customer, memo) for memo in memos),
        balance_after=moved.owed,
    )
    marker = EntryMarker(customer_key=customer.customer_key, entry_ref=ref, sequence=entry.sequence)
    return moved, Changes(Append(entry), Append(marker))


def reverse(
    customer: Customer, entry: JournalEntry, *, context: Context, actor: Actor, now: datetime, effective: date, reason: str
) -> tuple[Customer, Changes]:
    """The customer as if the entry had not been, and the REVERSAL that says so: its exact mirror, naming it. Its ref follows
    from the entry's, so it is reversed once. Refuses to reverse a reversal (what it undid is posted anew) or a memo, and
    what would make a claim or the credit negative."""
    refuse_if(entry.type is EntryType.REVERSAL or entry.type in MEMOS, Code.WRONG_STATE)
    postings = mirror(entry.postings)
    return post(
        applied(customer, postings),
        ref=f"reversal:{entry.ref}",
        entry_type=EntryType.REVERSAL,
        context=context,
        postings=postings,
        actor=actor,
        now=now,
        effective=effective,
        reason=reason,
        payment_id=entry.payment_id,
        payment_method=entry.payment_method,
        mandate_id=entry.mandate_id,
        related_entry=entry.ref,
    )


def check_ways(entry_type: EntryType, postings: Sequence[Posting], memos: Sequence[Memo] = ()) -> None:
    """Raises ValueError unless an entry of this type may be made of these (`model.WAYS`): memos tell and never move,
    everything else moves something, what is owed is owed on a claim, and a transfer gives what it takes."""
    if (entry_type in MEMOS) != (not postings):
        raise ValueError(f"{entry_type} is a memo, or moves nothing")
    if memos and entry_type not in MEMOS:
        raise ValueError(f"{entry_type} tells of an amount that it does not move")
    for posting in postings:
        if not allowed(entry_type, posting.debit, posting.credit):
            raise ValueError(f"{entry_type} may not debit {posting.debit.name} and credit {posting.credit.name}")
        if (posting.debit in _PARTS or posting.credit in _PARTS) and not (posting.claim and posting.account_number):
            raise ValueError(f"{entry_type} moves what is owed, and names no claim")
    if entry_type is EntryType.TRANSFER and sum(owed_by(posting) for posting in postings) != 0:
        raise ValueError("a transfer takes another amount than it gives")


def replay(entries: Iterable[JournalEntry]) -> dict[str, Parts]:
    """What every claim owes by its journal alone: receivable debits less receivable credits (invariant C.4.2)."""
    owed: dict[str, dict[str, int]] = {}
    for posting in (posting for entry in entries for posting in entry.postings):
        for account, sign in ((posting.debit, 1), (posting.credit, -1)):
            if account in _PARTS and posting.claim is not None:
                parts = owed.setdefault(posting.claim, dict.fromkeys(RECEIVABLES, 0))
                parts[_PARTS[account]] += sign * posting.amount
    return {claim: Parts(**parts) for claim, parts in owed.items()}


def owed_by(posting: Posting) -> int:
    """Pence by which a posting changes what is owed."""
    return posting.amount * (int(posting.debit in _PARTS) - int(posting.credit in _PARTS))


def _of_product[L: (Posting, Memo)](customer: Customer, line: L) -> L:
    account = customer.accounts.get(line.account_number or "")
    return line.model_copy(update={"product": account.product_type}) if account else line


def _with_statuses(before: Account, after: Account) -> Account:
    claims = {ref: _with_status(before.claims[ref], claim) for ref, claim in after.claims.items()}
    owed, owes = before.balance.total, after.balance.total
    status = after.status
    if owed > 0 and owes == 0 and status in _PAYABLE:
        status = AccountStatus.SETTLED
    elif owed == 0 and owes > 0 and status is AccountStatus.SETTLED:
        status = AccountStatus.ACTIVE
    return after.model_copy(update={"claims": claims, "status": status})


def _with_status(before: Claim, after: Claim) -> Claim:
    refuse_if(min(after.outstanding.model_dump().values()) < 0, Code.MORE_THAN_OWED)
    if before.outstanding == after.outstanding or after.status is ClaimStatus.DELETED:
        return after
    return after.model_copy(update={"status": ClaimStatus.ACTIVE if after.outstanding.total else ClaimStatus.RESOLVED})
