"""What the pages show on which a customer promises to pay: the form, what it says once more before it counts, and how the
promise stands. Nothing here is escaped: the templates do that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from chalicelib.portal.page_models import AccountCard, Frame, typed
from chalicelib.portal.problems import Problem


class Step(StrEnum):
    """The button that was pressed: what was typed is shown once more before it counts."""

    REVIEW = "review"
    CHANGE = "change"
    CONFIRM = "confirm"


class Way(StrEnum):
    """How somebody means to pay, as far as the portal asks."""

    CARD = "CARD"
    BANK_TRANSFER = "BANK_TRANSFER"
    CASH = "CASH"
    CHEQUE = "CHEQUE"


@dataclass(frozen=True, slots=True)
class PromiseAnswers:
    """What was typed on the form, as typed. `command` makes a double click one promise."""

    claim: str = ""
    amount: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    method: str = ""
    command: str = ""
    step: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> PromiseAnswers:
        """The answers in a posted form: fields of the same names, the day in `due-day`, `due-month` and `due-year`."""
        same = {name: typed(form, name) for name in ("amount", "method", "command", "step")}
        due = {name: typed(form, f"due-{name}") for name in ("day", "month", "year")}
        return cls(claim=typed(form, "claim", LONGEST_CLAIM), **same, **due)


LONGEST_CLAIM = 100


@dataclass(frozen=True, slots=True)
class ClaimChoice:
    """One sum that can be promised, where an account has several. The amounts are the least and the most."""

    ref: str
    due: date
    least_pence: int
    most_pence: int


@dataclass(frozen=True, slots=True)
class AskPromise:
    """The form. It posts to its own address, and what is typed comes back with the problems."""

    frame: Frame
    account: AccountCard
    claims: Sequence[ClaimChoice]
    last_day: date
    command: str
    answers: PromiseAnswers = PromiseAnswers()
    problems: tuple[Problem, ...] = ()

    @property
    def least_pence(self) -> int:
        return min(claim.least_pence for claim in self.claims)

    @property
    def most_pence(self) -> int:
        return max(claim.most_pence for claim in self.claims)

    @property
    def chosen(self) -> str:
        """The sum that is meant: the only one, or the one that was chosen."""
        return self.claims[0].ref if len(self.claims) == 1 else self.answers.claim


@dataclass(frozen=True, slots=True)
class ReviewPromise:
    """What is about to be promised. `is_working_day` is whether banks move money on that day."""

    frame: Frame
    account: AccountCard
    claim: str
    amount_pence: int
    due: date
    method: Way | None
    command: str
    answers: PromiseAnswers
    is_working_day: bool = True


class PromiseState(StrEnum):
    """How a promise stands (`reference/model.md` C.3.6)."""

    OPEN = "OPEN"
    KEPT = "KEPT"
    PART_KEPT = "PART_KEPT"
    BROKEN = "BROKEN"
    INVALIDATED = "INVALIDATED"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """One promise as it stands. `last_day` is until when it is waited for."""

    frame: Frame
    id: str
    account: AccountCard
    amount_pence: int
    paid_pence: int
    due: date
    last_day: date
    state: PromiseState
    is_working_day: bool = True

    @property
    def path(self) -> str:
        return f"/promises/{quote(self.id, safe='')}"
