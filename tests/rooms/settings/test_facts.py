"""Which sets of facts an organisation may ask for."""

from __future__ import annotations

from itertools import combinations

import pytest
from pydantic import ValidationError

from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact, in_order, weakness
from chalicelib.settings.model import Settings

REFUSED = [
    (),
    (Fact.POSTCODE,),
    (Fact.POSTCODE, Fact.POSTCODE),
    (Fact.SURNAME, Fact.DATE_OF_BIRTH),
    (Fact.SURNAME, Fact.POSTCODE),
    (Fact.SURNAME, Fact.POSTCODE, Fact.EMAIL),
    (Fact.ACCOUNT_NUMBER, Fact.ACCOUNT_ENDING),
    (Fact.REFERENCE, Fact.POSTCODE),
]
ALLOWED = [
    (Fact.DATE_OF_BIRTH, Fact.POSTCODE),
    (Fact.SURNAME, Fact.DATE_OF_BIRTH, Fact.POSTCODE),
    (Fact.ACCOUNT_ENDING, Fact.DATE_OF_BIRTH),
    (Fact.ACCOUNT_NUMBER, Fact.POSTCODE),
]


@pytest.mark.feature("R5")
@pytest.mark.parametrize("facts", REFUSED, ids="-".join)
def test_a_set_that_proves_too_little_is_refused_with_the_reason(facts: tuple[Fact, ...]) -> None:
    assert weakness(facts, INDIVIDUAL_CHOICES)
    with pytest.raises(ValidationError):
        Settings(individual_facts=facts)


@pytest.mark.feature("R5")
@pytest.mark.parametrize("facts", ALLOWED, ids="-".join)
def test_a_set_that_proves_enough_is_kept(facts: tuple[Fact, ...]) -> None:
    assert Settings(individual_facts=facts).individual_facts == facts


def test_a_company_has_no_surname_and_no_birthday() -> None:
    for fact in (Fact.SURNAME, Fact.DATE_OF_BIRTH):
        assert weakness((fact, Fact.REFERENCE), COMPANY_CHOICES)
    assert weakness((Fact.REFERENCE, Fact.ACCOUNT_ENDING), COMPANY_CHOICES)
    assert weakness((Fact.REFERENCE, Fact.POSTCODE), COMPANY_CHOICES) is None


def test_asking_for_more_never_proves_less() -> None:
    for choices in (INDIVIDUAL_CHOICES, COMPANY_CHOICES):
        strong = [frozenset(some) for size in range(len(choices) + 1) for some in combinations(choices, size)
                  if weakness(some, choices) is None]  # fmt: skip
        assert all(weakness(tuple(some | {more}), choices) is None for some in strong for more in choices)


def test_the_form_asks_for_each_fact_once_whatever_the_order_they_were_chosen_in() -> None:
    assert in_order((Fact.POSTCODE, Fact.SURNAME, Fact.POSTCODE)) == (Fact.SURNAME, Fact.POSTCODE)
