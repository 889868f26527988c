"""What the creditor's new balance means for what is owed (`design/data.md` section 4, import balances). Pure.

The baseline is the creditor's last word. Only the difference between two of the creditor's words moves what is owed, so a
payment made here is never undone by a file that does not know of it. Whoever reports payments to the creditor by other
means takes them off the baseline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.core.clock import london_day
from chalicelib.ledger.model import LedgerAccount, Posting
from chalicelib.ledger.rules import charge, clear, credit
from chalicelib.payments.model import TAKEN, Payment
from chalicelib.records.accounts import Parts


@dataclass(frozen=True, slots=True)
class Paid:
    """Pence of one settled payment on one account that no file has reflected yet."""

    payment_id: str
    amount: int


@dataclass(frozen=True, slots=True)
class Word:
    """What a file says is owed: the balance in pence, and its parts where the file splits it."""

    balance: int
    breakdown: Parts | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """`outstanding` is what the claim owes now, `baseline` the creditor's word by parts, `credited` the pence taken off
    beyond what was owed, `reflected` the payments that the file turned out to know."""

    outstanding: Parts
    baseline: Parts
    postings: tuple[Posting, ...] = ()
    credited: int = 0
    reflected: tuple[str, ...] = ()


def unreflected(payments: Sequence[Payment], account_number: str, as_of: date | None) -> list[Paid]:
    """What is left of captured payments that the creditor has not been heard to know, oldest first; with `as_of`, of those it
    could know then."""
    settled = sorted(
        (p for p in payments if p.status in TAKEN and p.settled_at and account_number not in p.reported_on),
        key=lambda p: (p.settled_at, p.id),
    )
    known = [p for p in settled if not p.reported and (as_of is None or (p.settled_at and london_day(p.settled_at) <= as_of))]
    sums = [Paid(p.id, sum(a.amount for a in p.stands if a.account_number == account_number)) for p in known]
    return [paid for paid in sums if paid.amount > 0]


def open_balance(account_number: str, claim: str, word: Word) -> Movement:
    """The first balance of an account: all of it is principal unless the file says otherwise."""
    parts = word.breakdown or Parts(principal=word.balance)
    return Movement(parts, parts, tuple(charge(account_number, claim, parts, LedgerAccount.PORTFOLIO_OPENING)))


def move_balance(
    account_number: str, claim: str, outstanding: Parts, baseline: Parts, word: Word, paid: Sequence[Paid]
) -> Movement:
    """The difference between two words of the creditor, applied to what is owed.

    A fall by exactly what the oldest payments add up to is the creditor's bookkeeping of those payments: nothing moves.
    A fall below zero is kept for the customer as credit.
    """
    difference = word.balance - baseline.total
    reflected = _explained_by(-difference, paid)
    if reflected:
        return Movement(outstanding, word.breakdown or baseline - baseline.take(-difference), reflected=reflected)
    up, down = _up_and_down(baseline, word)
    raised = outstanding + up
    cleared = _clearable(raised, down)
    credited = down.total - cleared.total
    contra = LedgerAccount.PORTFOLIO_OPENING
    postings = [*charge(account_number, claim, up, contra), *clear(account_number, claim, cleared, contra)]
    if credited:
        postings.append(credit(credited, contra))
    return Movement(raised - cleared, word.breakdown or baseline + up - down, tuple(postings), credited)


def _explained_by(fall: int, paid: Sequence[Paid]) -> tuple[str, ...]:
    """The ids of the oldest payments that add up to the fall, or nothing: creditors book payments in order."""
    total = 0
    for count, payment in enumerate(paid, 1):
        total += payment.amount
        if total == fall:
            return tuple(p.payment_id for p in paid[:count])
    return ()


def _up_and_down(baseline: Parts, word: Word) -> tuple[Parts, Parts]:
    """What the new word adds to the parts and what it takes off them."""
    if word.breakdown is None:
        difference = word.balance - baseline.total
        return (Parts(principal=difference), Parts()) if difference > 0 else (Parts(), baseline.take(-difference))
    change = (word.breakdown - baseline).model_dump()
    return (
        Parts(**{part: max(0, pence) for part, pence in change.items()}),
        Parts(**{part: max(0, -pence) for part, pence in change.items()}),
    )


def _clearable(owed: Parts, down: Parts) -> Parts:
    """What can be taken off what is owed: the same parts where they are still owed, then whatever is."""
    wanted = down.model_dump()
    taken = Parts(**{part: min(pence, wanted[part]) for part, pence in owed.model_dump().items()})
    return taken + (owed - taken).take(down.total - taken.total)
