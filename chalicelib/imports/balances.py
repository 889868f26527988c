"""What the creditor's new balance means for what is owed (`design/data.md` section 4, import balances). Pure.

The baseline is the creditor's last word. Only the difference between two of the creditor's words moves what is owed, so a
payment made here is never undone by a file that does not know of it. What a report has told the creditor is taken off its
last word before the new one is compared with it. A word that is repeated says nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.core.clock import london_day
from chalicelib.ledger.model import LedgerAccount, Posting
from chalicelib.ledger.rules import charge, clear, credit
from chalicelib.payments.model import TAKEN, Fact, Payment
from chalicelib.payments.movements import Movement as MoneyMoved
from chalicelib.records.accounts import Parts


@dataclass(frozen=True, slots=True)
class Paid:
    """Pence of one captured payment on one account that no file has reflected yet, less what went back and what cleared fees
    of ours. `facts` are the movements they come from; `told` that a report has told the creditor of them, so that its next
    word knows them."""

    payment_id: str
    amount: int
    told: bool = False
    facts: tuple[str, ...] = (Fact.CAPTURE,)

    def marks(self, account_number: str) -> tuple[str, ...]:
        """How a payment remembers that the creditor's word about this account knows these movements."""
        return tuple(reflected_mark(account_number, fact) for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Word:
    """What a file says is owed: the balance in pence, and its parts where the file splits it."""

    balance: int
    breakdown: Parts | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """`outstanding` is what the claim owes now, `baseline` the creditor's word by parts, `credited` the pence taken off
    beyond what was owed, `reflected` what was paid and what the file turned out to know."""

    outstanding: Parts
    baseline: Parts
    postings: tuple[Posting, ...] = ()
    credited: int = 0
    reflected: tuple[Paid, ...] = ()


def reflected_mark(account_number: str, fact: str) -> str:
    return account_number if fact == Fact.CAPTURE else f"{account_number}#{fact}"


def unreflected(payments: Sequence[Payment], account_number: str, as_of: date | None) -> list[Paid]:
    """What was paid that the creditor's last word does not know, oldest first; with `as_of`, what its next word could know. A
    report made on the day of a balance, or later, may not be in it yet: then only the figures can tell."""
    taken = [p for p in payments if p.moved and (p.status in TAKEN or Fact.REVERSED in p.facts)]
    taken.sort(key=lambda payment: (payment.moved[0].at, payment.id))
    return [paid for payment in taken for paid in _of_payment(payment, account_number, as_of)]


def _of_payment(payment: Payment, account_number: str, as_of: date | None) -> Iterator[Paid]:
    """What a report has told of the payment, and what it has not."""
    for told in (True, False):
        moved = [
            movement
            for movement in payment.moved
            if movement.creditors(account_number)
            and reflected_mark(account_number, movement.fact) not in payment.reported_on
            and (as_of is None or london_day(movement.at) <= as_of)
            and told == _is_told(movement, as_of)
        ]
        pence = sum(movement.creditors(account_number) for movement in moved)
        if pence > 0 or (told and moved):
            yield Paid(payment.id, pence, told, tuple(movement.fact for movement in moved))


def _is_told(movement: MoneyMoved, as_of: date | None) -> bool:
    """Whether a report had told the creditor before it spoke."""
    return movement.reported_at is not None and (as_of is None or london_day(movement.reported_at) < as_of)


def open_balance(account_number: str, claim: str, word: Word) -> Movement:
    """The first balance of an account: all of it is principal unless the file says otherwise."""
    parts = word.breakdown or Parts(principal=word.balance)
    return Movement(parts, parts, tuple(charge(account_number, claim, parts, LedgerAccount.PORTFOLIO_OPENING)))


def move_balance(
    account_number: str, claim: str, outstanding: Parts, baseline: Parts, word: Word, paid: Sequence[Paid]
) -> Movement:
    """The difference between two words of the creditor, applied to what is owed.

    A fall by exactly what the oldest payments add up to is the creditor's bookkeeping of those payments: nothing moves.
    A fall below zero is kept for the customer as credit. `paid` is what the last word does not know (`unreflected`).
    """
    told = tuple(each for each in paid if each.told)
    baseline = _less(baseline, sum(each.amount for each in told))
    difference = word.balance - baseline.total
    reflected = _explained_by(-difference, [each for each in paid if not each.told])
    if reflected:
        known = word.breakdown or baseline - baseline.take(-difference)
        return Movement(outstanding, known, reflected=(*told, *reflected))
    up, down = _up_and_down(baseline, word)
    raised = outstanding + up
    cleared = _clearable(raised, down)
    credited = down.total - cleared.total
    contra = LedgerAccount.PORTFOLIO_OPENING
    postings = [*charge(account_number, claim, up, contra), *clear(account_number, claim, cleared, contra)]
    if credited:
        postings.append(credit(credited, contra))
    return Movement(raised - cleared, word.breakdown or baseline + up - down, tuple(postings), credited, told)


def _less(baseline: Parts, pence: int) -> Parts:
    """What the creditor knows to be owed once it was told of so much paid; of money that went back again, so much more."""
    return baseline - baseline.take(min(pence, baseline.total)) if pence >= 0 else baseline + Parts(principal=-pence)


def _explained_by(fall: int, paid: Sequence[Paid]) -> tuple[Paid, ...]:
    """The oldest payments that add up to the fall, or nothing: creditors book payments in order."""
    total = 0
    for count, payment in enumerate(paid, 1):
        total += payment.amount
        if total == fall:
            return tuple(paid[:count])
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
