"""A statement: what was owed before some days, all that moved in them, and what was owed at their end. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from chalicelib.ledger.model import JournalEntry, LedgerAccount, Memo, Posting
from chalicelib.ledger.rules import owed_by
from chalicelib.ledger.viewing import Line, Order, Window, lines, ordered, owed_on

_HELD = frozenset({LedgerAccount.CUSTOMER_CREDIT, LedgerAccount.UNALLOCATED_RECEIPTS})


@dataclass(frozen=True, slots=True)
class Movement:
    """What one entry moved on one account, or on none: `change` pence of what is owed, `held` pence of what is kept for the
    customer. `balance` is what was owed after it."""

    entry: JournalEntry
    account_number: str | None
    change: int
    held: int
    balance: int


@dataclass(frozen=True, slots=True)
class Statement:
    """From the first day to the last, both included. The movements are in the order of the days they count on, which need
    not be that of their posting; `accounts` is what was owed on each at the end."""

    first: date
    last: date
    opening: int
    movements: Sequence[Movement]
    accounts: Sequence[tuple[str | None, int]]

    @property
    def closing(self) -> int:
        return self.movements[-1].balance if self.movements else self.opening


def statement(window: Window, first: date, last: date, account: str | None = None) -> Statement:
    """The customer's statement, or that of one account: by the days on which entries are effective, as `owed_on` counts, so
    that one statement ends where the next begins. What moved nothing is left out.

    Raises Refused(TOO_LARGE) when the first day is before the window, whose entries would be left out.
    """
    before = owed_on(window, first - timedelta(days=1), account)
    found = (line for line in lines(window, account) if first <= line.entry.effective_date <= last)
    moved = list(_moved(ordered(found, Order.DATE, descending=False)))
    balances = list(accumulate((change for _, _, change, _ in moved), initial=before.total))[1:]
    movements = [Movement(*one, balance) for one, balance in zip(moved, balances, strict=True)]
    return Statement(first, last, before.total, movements, _by_account(owed_on(window, last, account).claims))


def _moved(found: Iterable[Line]) -> Iterator[tuple[JournalEntry, str | None, int, int]]:
    """Each entry's lines on one account as one: a payment that was put on five claims was one payment."""
    sums: dict[tuple[int, str | None], tuple[JournalEntry, int, int]] = {}
    for line in found:
        place = line.entry.sequence, line.moved.account_number
        _, change, held = sums.get(place, (line.entry, 0, 0))
        more = (0, 0) if isinstance(line.moved, Memo) else (owed_by(line.moved), _held_by(line.moved))
        sums[place] = line.entry, change + more[0], held + more[1]
    for (_, account), (entry, change, held) in sums.items():
        if change or held:
            yield entry, account, change, held


def _held_by(posting: Posting) -> int:
    return posting.amount * (int(posting.credit in _HELD) - int(posting.debit in _HELD))


def _by_account(claims: Iterable[tuple[str | None, str, int]]) -> Sequence[tuple[str | None, int]]:
    sums: dict[str | None, int] = {}
    for account, _, pence in claims:
        sums[account] = sums.get(account, 0) + pence
    return list(sums.items())
