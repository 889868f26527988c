"""What the page shows that asks who somebody is, and what was typed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.portal.page_models import Frame, typed
from chalicelib.portal.problems import Problem
from chalicelib.settings.facts import Fact

LONGEST_EMAIL = 254


class Who(StrEnum):
    """The `who` radios of the verify page."""

    MYSELF = "myself"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts that the settings ask of people and of businesses, each in the order of the form."""

    individual: tuple[Fact, ...] = (Fact.DATE_OF_BIRTH, Fact.POSTCODE)
    company: tuple[Fact, ...] = (Fact.REFERENCE, Fact.POSTCODE)

    @property
    def everybody(self) -> tuple[Fact, ...]:
        """What both are asked: shown once, below the choice."""
        return tuple(fact for fact in self.individual if fact in self.company)

    @property
    def individual_only(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.individual if fact not in self.company)

    @property
    def company_only(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.company if fact not in self.individual)

    def of(self, who: str) -> tuple[Fact, ...]:
        """What this kind of visitor must answer; before one is chosen, what everybody must."""
        match who:
            case Who.MYSELF:
                return self.individual
            case Who.BUSINESS:
                return self.company
            case _:
                return self.everybody


@dataclass(frozen=True, slots=True)
class IdentityAnswers:
    """What was typed on the verify page, as typed: a field for each `Fact`, the date of birth in three.

    `reference` is a company number or an account number, `account_ending` the last four characters of one.
    """

    who: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    surname: str = ""
    reference: str = ""
    account_number: str = ""
    account_ending: str = ""
    email: str = ""
    postcode: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> IdentityAnswers:
        """The answers in a posted form: fields `who`, `dob-day`, `dob-month`, `dob-year`, and the facts by their names."""
        return cls(
            who=typed(form, "who"),
            day=typed(form, "dob-day"),
            month=typed(form, "dob-month"),
            year=typed(form, "dob-year"),
            surname=typed(form, Fact.SURNAME),
            reference=typed(form, Fact.REFERENCE),
            account_number=typed(form, Fact.ACCOUNT_NUMBER),
            account_ending=typed(form, Fact.ACCOUNT_ENDING),
            email=typed(form, Fact.EMAIL, LONGEST_EMAIL),
            postcode=typed(form, Fact.POSTCODE),
        )


@dataclass(frozen=True, slots=True)
class Verify:
    """The one page behind every kind of link. Holds only settings and what this visitor typed: nothing of the link.
    `offers_link` is whether a new link can be asked for here."""

    frame: Frame
    answers: IdentityAnswers = IdentityAnswers()
    problems: tuple[Problem, ...] = ()
    asked: Asked = Asked()
    offers_link: bool = True
