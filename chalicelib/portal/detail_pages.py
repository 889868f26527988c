"""What the pages show on which customers look at their own details and change them. Nothing here is escaped: the templates do
that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.portal.identity_page import LONGEST_EMAIL
from chalicelib.portal.page_models import Frame, typed
from chalicelib.portal.problems import Problem
from chalicelib.records.contacts import LONGEST_LINE

_ONE_TOO_MANY = 1
"""Characters read beyond the longest that is allowed, so that what was typed is refused rather than cut off."""


class Detail(StrEnum):
    """What customers change themselves, as the address of its page says it."""

    EMAIL = "email"
    MOBILE = "mobile"
    ADDRESS = "address"

    @property
    def path(self) -> str:
        return f"/details/{self}"


@dataclass(frozen=True, slots=True)
class Held:
    """What we hold. A phone number and an email address are told by an end of theirs: enough to know one's own."""

    name: str
    email: str = ""
    mobile: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YourDetails:
    """Everything that a customer can change, and the name they cannot."""

    frame: Frame
    held: Held


@dataclass(frozen=True, slots=True)
class DetailAnswers:
    """What was typed into one of the forms, as typed."""

    email: str = ""
    mobile: str = ""
    line_1: str = ""
    line_2: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> DetailAnswers:
        """The answers in a posted form, in fields of the same names."""
        lines = {name: typed(form, name, LONGEST_LINE + _ONE_TOO_MANY) for name in ("line_1", "line_2", "town", "county")}
        email = typed(form, "email", LONGEST_EMAIL + _ONE_TOO_MANY)
        return cls(email=email, mobile=typed(form, "mobile"), postcode=typed(form, "postcode"), **lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """The address above its postcode."""
        return tuple(line for line in (self.line_1, self.line_2, self.town, self.county) if line)


@dataclass(frozen=True, slots=True)
class ChangeDetail:
    """The form for one detail. `command` makes a double click one change and `version` is what the customer was at: the form
    posts both to its own address, with `csrf` and the answers."""

    frame: Frame
    detail: Detail
    held: Held
    command: str
    version: int
    answers: DetailAnswers = DetailAnswers()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailSaved:
    """One detail as it is held from now on. `asked_next_time` is whether it is a question at the next sign-in."""

    frame: Frame
    detail: Detail
    lines: tuple[str, ...]
    asked_next_time: bool = False


def email_hint(email: str | None) -> str:
    """`si…@example.com`: enough to know one's own address, not to learn it."""
    if not email:
        return ""
    local, _, domain = email.rpartition("@")
    return f"{local[: min(2, len(local) - 1)]}…@{domain}"


def phone_ending(e164: str | None) -> str:
    """The last three digits of a number."""
    return e164[-3:] if e164 else ""
