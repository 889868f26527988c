"""What the page shows on which visitors share one payment out over several accounts, and what they typed into it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chalicelib.core.faults import BadCell
from chalicelib.core.money import parse_pounds
from chalicelib.portal.page_models import AccountCard, Frame, typed
from chalicelib.portal.problems import Problem

ACCOUNTS_AT_ONCE = 20
"""How many accounts one form takes; a form of more is too long for a phone, and has too many fields."""


class Wish(StrEnum):
    """The button that was pressed."""

    TOTAL = "total"
    REVIEW = "review"
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class Share:
    """What is meant for one account: as typed, in pence where that can be read, and what is wrong with it. Nothing typed is
    nothing to pay."""

    account: AccountCard
    least_pence: int
    typed: str = ""
    problem: Problem | None = None

    @property
    def pence(self) -> int:
        try:
            return parse_pounds(self.typed) if self.typed else 0
        except BadCell:
            return 0


@dataclass(frozen=True, slots=True)
class PaySeveral:
    """Share one payment out over accounts. The form posts to `/pay`: `csrf`, `payment_id`, a `wish`, and for each account
    `number-<n>` and `amount-<n>` (in pounds). Once `reviewed`, the amounts are shown to be confirmed. `online_pence` is the
    least that the payment provider takes."""

    frame: Frame
    payment_id: str
    shares: tuple[Share, ...]
    problems: tuple[Problem, ...] = ()
    reviewed: bool = False
    online_pence: int = 1

    @property
    def total_pence(self) -> int:
        return sum(share.pence for share in self.shares)

    @property
    def chosen(self) -> tuple[Share, ...]:
        return tuple(share for share in self.shares if share.pence)


@dataclass(frozen=True, slots=True)
class SharesTyped:
    """A posted form, as typed: the text by account number."""

    wish: str = ""
    payment_id: str = ""
    amounts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, form: Mapping[str, str]) -> SharesTyped:
        amounts = {
            form[f"number-{n}"][:64]: typed(form, f"amount-{n}")
            for n in range(1, ACCOUNTS_AT_ONCE + 1)
            if form.get(f"number-{n}")
        }
        return cls(wish=typed(form, "wish"), payment_id=typed(form, "payment_id"), amounts=amounts)


def checked(shares: Sequence[Share]) -> tuple[Share, ...]:
    """The shares, each with what is wrong with it."""
    return tuple(replace(share, problem=_problem(share)) for share in shares)


def _problem(share: Share) -> Problem | None:
    if not share.typed:
        return None
    try:
        pence = parse_pounds(share.typed)
    except BadCell:
        return Problem.AMOUNT_INVALID
    if pence > share.account.payable_pence:
        return Problem.MORE_THAN_OWED
    return Problem.AMOUNT_TOO_SMALL if 0 < pence < share.least_pence else None
