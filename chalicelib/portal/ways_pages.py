"""What the pages show on which customers save ways to pay, look at them and end them. Nothing here is escaped: the templates do
that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.payments.ports import Method
from chalicelib.portal.page_models import Frame, typed
from chalicelib.portal.problems import Problem

WAYS = "/ways-to-pay"


class WayState(StrEnum):
    """Where a saved way to pay stands, in the customer's words: UNFINISHED waits for them, WAITING for their bank."""

    UNFINISHED = "unfinished"
    WAITING = "waiting"
    READY = "ready"
    PAUSED = "paused"
    FAILED = "failed"
    EXPIRED = "expired"
    ENDED = "ended"

    @property
    def over(self) -> bool:
        return self in (WayState.FAILED, WayState.EXPIRED, WayState.ENDED)


@dataclass(frozen=True, slots=True)
class Lodged:
    """A direct debit that is with the bank and not taken yet."""

    amount_pence: int
    on: date


@dataclass(frozen=True, slots=True)
class SavedWay:
    """One saved way to pay. `brand` is the card's or the bank, as far as it is known; `most_pence` what was agreed to; `plan` the
    reference of a payment plan that is collected from it; `lodged` what the bank is about to take."""

    id: str
    method: Method
    state: WayState
    most_pence: int
    brand: str = ""
    last4: str = ""
    expires: str = ""
    until: date | None = None
    plan: str = ""
    lodged: tuple[Lodged, ...] = ()

    @property
    def path(self) -> str:
        return f"{WAYS}/{self.id}"


@dataclass(frozen=True, slots=True)
class WayAnswers:
    """What was picked and typed, as typed."""

    method: str = ""
    most: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> WayAnswers:
        return cls(typed(form, "method"), typed(form, "most"))


@dataclass(frozen=True, slots=True)
class Ways:
    """The saved ways to pay, newest first, and the form for another one: it posts to its own address, with `csrf`, `mandate_id`
    and the answers."""

    frame: Frame
    ways: tuple[SavedWay, ...]
    mandate_id: str
    owed_pence: int
    answers: WayAnswers = WayAnswers()
    problems: tuple[Problem, ...] = ()
    can_add: bool = True


@dataclass(frozen=True, slots=True)
class Agree:
    """What the customer agrees to before anything is saved. It posts what it shows again, and that it was agreed to."""

    frame: Frame
    mandate_id: str
    method: Method
    most_pence: int
    notice_days: int


@dataclass(frozen=True, slots=True)
class WayPage:
    """How one way to pay stands: after the provider's page, and whenever the customer looks."""

    frame: Frame
    way: SavedWay
    continue_url: str = ""


@dataclass(frozen=True, slots=True)
class EndWay:
    """Whether the customer wants to end it. `command` makes a double click one command, `version` is what they looked at."""

    frame: Frame
    way: SavedWay
    command: str
    version: int
