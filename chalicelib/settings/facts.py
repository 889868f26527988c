"""Which facts prove who somebody is, and which sets of them prove too little. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Fact(StrEnum):
    """A fact that the dataset holds and a visitor can type, in the order in which a form asks for them."""

    SURNAME = "surname"
    DATE_OF_BIRTH = "date_of_birth"
    REFERENCE = "reference"
    ACCOUNT_NUMBER = "account_number"
    ACCOUNT_ENDING = "account_ending"
    EMAIL = "email"
    POSTCODE = "postcode"


INDIVIDUAL_CHOICES = (
    Fact.SURNAME,
    Fact.DATE_OF_BIRTH,
    Fact.ACCOUNT_NUMBER,
    Fact.ACCOUNT_ENDING,
    Fact.EMAIL,
    Fact.POSTCODE,
)
COMPANY_CHOICES = (Fact.REFERENCE, Fact.ACCOUNT_NUMBER, Fact.ACCOUNT_ENDING, Fact.EMAIL, Fact.POSTCODE)
FEWEST_FACTS = 2

SHARED = {
    frozenset({Fact.SURNAME, Fact.DATE_OF_BIRTH}): "People share a surname and a date of birth: ask one thing more.",
    frozenset({Fact.SURNAME, Fact.POSTCODE, Fact.EMAIL}): "A household knows its surname, its postcode and its email address.",
    frozenset({Fact.REFERENCE, Fact.ACCOUNT_NUMBER, Fact.ACCOUNT_ENDING}): "This is one number: ask for something else too.",
}
"""Facts that one other person, or one stolen letter, gives away together: a set within one of these proves too little
(FCA CONC 7.9.10R and 7.9.11G)."""


def weakness(facts: Sequence[Fact], choices: Sequence[Fact]) -> str | None:
    """Why this set may not be asked for, in words for an administrator; None when it is strong enough.

    `choices` are the facts that this kind of customer can have.
    """
    chosen = frozenset(facts)
    if not chosen <= frozenset(choices):
        return "A fact was chosen that this kind of customer does not have."
    if len(chosen) < FEWEST_FACTS:
        return "Ask for at least two facts: one alone is too easily known to others."
    return next((words for shared, words in SHARED.items() if chosen <= shared), None)


def in_order(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Each fact once, in the order in which a form asks for them."""
    return tuple(fact for fact in Fact if fact in facts)
