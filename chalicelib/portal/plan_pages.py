"""What the pages show on which a customer asks for a payment plan: which one, when, everything once more before it counts, and
how the plan stands. Nothing here is escaped: the templates do that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from chalicelib.portal.page_models import AccountCard, Frame, typed
from chalicelib.portal.problems import Problem


class Step(StrEnum):
    """The button that was pressed."""

    WHEN = "when"
    REVIEW = "review"
    CONFIRM = "confirm"
    CHANGE = "change"


class Act(StrEnum):
    """What a customer may do about a request or a plan of theirs."""

    WITHDRAW = "withdraw"
    DELAY = "delay"
    SKIP = "skip"
    WAY = "way"


NOBODY = "CUSTOMER"
"""The value of the radio for whoever pays each time themselves; the others are mandates' ids."""


@dataclass(frozen=True, slots=True)
class PlanAnswers:
    """What was typed, as typed. `command` makes a double click one request; the `first` day comes in three fields."""

    option: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    day_of_month: str = ""
    pay_by: str = ""
    agreed: str = ""
    consent: str = ""
    command: str = ""
    step: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> PlanAnswers:
        """The answers in a posted form: fields of the same names, the day in `first-day`, `first-month` and `first-year`."""
        names = ("option", "day_of_month", "pay_by", "agreed", "consent", "command", "step")
        day = {name: typed(form, f"first-{name}") for name in ("day", "month", "year")}
        return cls(**{name: typed(form, name) for name in names}, **day)


@dataclass(frozen=True, slots=True)
class OptionChoice:
    """One of the creditor's options. `gone` says that less is owed now than it would collect; other reasons hide it silently."""

    number: int
    instalments: int
    instalment_pence: int
    final_pence: int
    total_pence: int
    frequency: str
    discount_pence: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class MandateChoice:
    """A card or a bank account that is on file for collections."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One payment of a plan."""

    number: int
    due: date
    amount_pence: int
    paid_pence: int = 0
    state: str = "SCHEDULED"


@dataclass(frozen=True, slots=True)
class ChoosePlan:
    """Which plan. The form posts to its own address."""

    frame: Frame
    account: AccountCard
    options: Sequence[OptionChoice]
    command: str
    answers: PlanAnswers = PlanAnswers()
    problems: tuple[Problem, ...] = ()

    @property
    def offered(self) -> list[OptionChoice]:
        return [option for option in self.options if not option.gone]

    @property
    def gone(self) -> list[OptionChoice]:
        return [option for option in self.options if option.gone]


@dataclass(frozen=True, slots=True)
class WhenPlan:
    """From which day, on which day of the month, and how."""

    frame: Frame
    account: AccountCard
    option: OptionChoice
    first_day: date
    last_day: date
    mandates: Sequence[MandateChoice]
    answers: PlanAnswers
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """Everything once more, with the words to agree to."""

    frame: Frame
    account: AccountCard
    option: OptionChoice
    schedule: Sequence[ScheduleLine]
    pay_by: str
    consent: str
    consent_words: Sequence[str]
    answers: PlanAnswers
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A request or its plan as it stands. `state` is the plan's, or the request's while there is none. `delay_until` is the
    last day that the next payment may be moved to, where it may; `may_skip` whether it may be left out. `needs_way` says that
    it was to be collected and cannot be any more: it is paid by one of `ways` from then on, or each time by hand."""

    frame: Frame
    id: str
    reference: str
    account: AccountCard
    state: str
    total_pence: int
    discount_pence: int
    pay_by: str
    version: int
    command: str
    schedule: Sequence[ScheduleLine] = ()
    consent_words: Sequence[str] = ()
    delay_until: date | None = None
    may_skip: bool = False
    needs_way: bool = False
    ways: Sequence[MandateChoice] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def path(self) -> str:
        return f"/plans/{quote(self.id, safe='')}"

    @property
    def paid_pence(self) -> int:
        return sum(line.paid_pence for line in self.schedule)

    @property
    def next(self) -> ScheduleLine | None:
        """What is to be paid next."""
        unpaid = ("SCHEDULED", "DUE", "PART_PAID", "MISSED")
        return next((line for line in self.schedule if line.state in unpaid), None)
