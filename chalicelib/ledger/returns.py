"""Money that goes back: what of a payment can still be returned, and the mirror of its allocation. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from chalicelib.core.errors import Code, refuse_if
from chalicelib.ledger.model import RECEIVABLES, EntryType, JournalEntry, LedgerAccount, Posting
from chalicelib.ledger.rules import mirror

_OWED = frozenset(RECEIVABLES.values())
_UNDOING = frozenset({EntryType.REFUND, EntryType.CHARGEBACK, EntryType.RETURNED_DD, EntryType.ALLOCATION, EntryType.REVERSAL})

type Place = tuple[str | None, LedgerAccount | None]
"""Where a posting put money: on a part of a claim, or nowhere in particular when it is held for the customer."""


def left_of(entry: JournalEntry, later: Iterable[JournalEntry]) -> list[Posting]:
    """What still stands of the postings of a payment, or of an allocation of suspense, after the entries related to it that
    took some of it back, and after those that undid these in turn: a refund that failed leaves the money where it was."""
    related = [other for other in later if other.type in _UNDOING and other.sequence > entry.sequence]
    taken = [other for other in related if other.related_entry == entry.ref]
    undone = {other.ref for other in taken}
    gone = _by_place(posting for other in taken for posting in other.postings)
    gone -= _by_place(posting for other in related if other.related_entry in undone for posting in mirror(other.postings))
    left = []
    for posting in entry.postings:
        place = _place(posting.claim, posting.credit)
        went = min(posting.amount, gone[place])
        gone[place] -= went
        if posting.amount > went:
            left.append(posting.model_copy(update={"amount": posting.amount - went}))
    return left


def unwind(
    left: Sequence[Posting], pence: int, *, held: int, loss: LedgerAccount | None = None, cash: LedgerAccount | None = None
) -> list[Posting]:
    """Postings that give back `pence` of what is left of a payment (REFUND, CHARGEBACK, RETURNED_DD): first what is still
    held for the customer, at most `held` of it, then the claims, the one cleared last first, which owe it again.

    What neither can bear, because the credit was used since, goes to `loss`; without one, asking for it is refused.
    `cash` replaces the cash account where the money leaves by another than it came in, or was in suspense meanwhile.
    """
    back, newest_first = [], list(reversed(left))
    for posting in sorted(newest_first, key=lambda posting: posting.credit in _OWED):
        owed = posting.credit in _OWED
        if (amount := min(pence, posting.amount if owed else min(posting.amount, held))) > 0:
            moved = {"debit": posting.credit, "credit": cash or posting.debit, "amount": amount}
            back.append(posting.model_copy(update=moved))
            pence -= amount
            held -= 0 if owed else amount
    refuse_if(pence > 0 and loss is None, Code.MORE_THAN_OWED, "That is more than remains of the payment.", field="amount")
    if pence > 0 and loss is not None:
        back.append(Posting(debit=loss, credit=cash or left[0].debit, amount=pence))
    return back


def _place(claim: str | None, account: LedgerAccount) -> Place:
    return (claim, account) if account in _OWED else (None, None)


def _by_place(postings: Iterable[Posting]) -> Counter[Place]:
    """Pence taken back, by where they were."""
    sums: Counter[Place] = Counter()
    for posting in postings:
        sums[_place(posting.claim, posting.debit)] += posting.amount
    return sums
