"""A customer's journal as people read it: lines with a running balance, filtered, sorted, and what was owed on a day. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate

from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused
from chalicelib.ledger.model import Context, JournalEntry, Memo, Posting
from chalicelib.ledger.rules import owed_by, replay
from chalicelib.records.accounts import Parts
from chalicelib.records.model import Customer

NONE = ""
"""How a filter by claim, product or payment method calls lines that have none."""


class Order(StrEnum):
    DATE = "DATE"
    PRODUCT = "PRODUCT"
    CLAIM = "CLAIM"
    CONTEXT = "CONTEXT"


@dataclass(frozen=True, slots=True)
class Window:
    """A customer and the newest entries of its journal, oldest first. `brought_forward` is what each claim owed before
    them: nothing where the window holds the whole journal."""

    customer: Customer
    entries: Sequence[JournalEntry]
    brought_forward: Mapping[str, Parts]

    @classmethod
    def of(cls, customer: Customer, entries: Sequence[JournalEntry]) -> Window:
        if not entries or entries[0].sequence == 1:
            return cls(customer, entries, {})
        moved = replay(entries)
        claims = (claim for account in customer.accounts.values() for claim in account.claims.values())
        return cls(customer, entries, {c.ref: c.outstanding - moved.get(c.ref, Parts()) for c in claims})

    def account_of(self, claim: str) -> str | None:
        return next((a.number for a in self.customer.accounts.values() if claim in a.claims), None)

    def opening(self, account: str | None) -> int:
        """Pence owed before the first entry, by the customer or on one account."""
        claims = self.brought_forward.items()
        return sum(parts.total for claim, parts in claims if account in (None, self.account_of(claim)))


@dataclass(frozen=True, slots=True)
class Line:
    """One posting or memo of an entry, and what was owed after it: by the customer, or on the account that was asked for."""

    entry: JournalEntry
    number: int
    moved: Posting | Memo
    product: str | None
    balance_after: int

    @property
    def claim(self) -> str | None:
        return self.moved.claim


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which lines are wanted: of any of the values of every kind; a kind without values leaves all. With a payment, its alone."""

    claims: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    contexts: frozenset[Context] = frozenset()
    payment_id: str = ""

    def leaves(self, line: Line) -> bool:
        return (
            (not self.claims or (line.claim or NONE) in self.claims)
            and (not self.products or (line.product or NONE) in self.products)
            and (not self.methods or (line.entry.payment_method or NONE) in self.methods)
            and (not self.contexts or line.entry.context in self.contexts)
            and self.payment_id in ("", line.entry.payment_id)
        )


def lines(window: Window, account: str | None = None) -> list[Line]:
    """Every line of the window in the order it was posted, with the balance recomputed line by line; of one account, only
    its own lines and its own balance."""
    wanted = [
        (entry, number, moved)
        for entry in window.entries
        for number, moved in enumerate(entry.lines, 1)
        if account in (None, moved.account_number)
    ]
    moves = (owed_by(moved) if isinstance(moved, Posting) else 0 for _, _, moved in wanted)
    balances = list(accumulate(moves, initial=window.opening(account)))[1:]
    return [
        Line(entry, number, moved, _product(window.customer, moved), balance)
        for (entry, number, moved), balance in zip(wanted, balances, strict=True)
    ]


def ordered(found: Iterable[Line], order: Order, *, descending: bool) -> list[Line]:
    """Sorted; lines that are equal stay in the order they were posted, or in its reverse."""
    by: Mapping[Order, Callable[[Line], str]] = {
        Order.DATE: lambda line: line.entry.effective_date.isoformat(),
        Order.PRODUCT: lambda line: line.product or NONE,
        Order.CLAIM: lambda line: line.claim or NONE,
        Order.CONTEXT: lambda line: line.entry.context,
    }
    return sorted(found, key=lambda line: (by[order](line), line.entry.sequence, line.number), reverse=descending)


@dataclass(frozen=True, slots=True)
class Owed:
    """What was owed at the end of a London day, by account and claim, and the lines that add up to it. `brought_forward` is
    what entries beyond the window's bound add up to."""

    day: date
    claims: Sequence[tuple[str | None, str, int]]
    lines: Sequence[Line]
    brought_forward: int

    @property
    def total(self) -> int:
        return sum(pence for _, _, pence in self.claims)


def owed_on(window: Window, day: date, account: str | None = None) -> Owed:
    """What was owed at the end of `day` by the entries that are effective by then, whenever they were posted: money that
    came on the 3rd and was written down on the 5th counts on the 3rd.

    Raises Refused(TOO_LARGE) for a day before the window, whose entries would be left out.
    """
    if window.brought_forward and day < london_day(window.entries[0].posted_at):
        raise Refused(Code.TOO_LARGE, "This journal is too long to look back that far. Download it instead.", field="day")
    effective = [entry for entry in window.entries if entry.effective_date <= day]
    behind = Window(window.customer, effective, window.brought_forward)
    return Owed(day, list(_claims(behind, account)), lines(behind, account), window.opening(account))


def _claims(window: Window, account: str | None) -> Iterator[tuple[str | None, str, int]]:
    """Account, claim and pence of every claim that owed something."""
    posted = replay(window.entries)
    for claim in sorted({*posted, *window.brought_forward}):
        number = window.account_of(claim)
        owes = (posted.get(claim, Parts()) + window.brought_forward.get(claim, Parts())).total
        if owes and account in (None, number):
            yield number, claim, owes


def _product(customer: Customer, moved: Posting | Memo) -> str | None:
    """The product type when it was posted; of old entries, the account's now."""
    account = customer.accounts.get(moved.account_number or "")
    return moved.product or (account.product_type if account else None)
