"""Whether what a visitor says opens a customer's pages, for every set of facts that may be asked for."""

from __future__ import annotations

from itertools import combinations

import pytest

from chalicelib.portal import answers
from chalicelib.portal.identity import Answers, agrees
from chalicelib.portal.identity_page import Asked, IdentityAnswers
from chalicelib.portal.problems import Problem
from chalicelib.records.model import Customer
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact, weakness
from chalicelib.settings.model import Settings
from tests.support.debtors import BAKERY, SIAN
from tests.support.world import NOON

NOW = int(NOON.timestamp())
RIGHT = {
    Fact.SURNAME: "oneill smith",
    Fact.DATE_OF_BIRTH: "1984-02-29",
    Fact.ACCOUNT_NUMBER: "acc-2",
    Fact.ACCOUNT_ENDING: "CC-1",
    Fact.EMAIL: "Sian@EXAMPLE.com",
    Fact.POSTCODE: "lsi 4dy",
}
WRONG = {
    Fact.SURNAME: "Neill",
    Fact.DATE_OF_BIRTH: "1984-02-28",
    Fact.ACCOUNT_NUMBER: "ACC-4",
    Fact.ACCOUNT_ENDING: "CC-4",
    Fact.EMAIL: "sian@example.org",
    Fact.POSTCODE: "LS1 4DZ",
}
SETS = [
    facts
    for size in range(2, len(INDIVIDUAL_CHOICES) + 1)
    for facts in combinations(INDIVIDUAL_CHOICES, size)
    if weakness(facts, INDIVIDUAL_CHOICES) is None
]


def opens(customer: Customer | None, given: dict[Fact, str], *facts: Fact) -> bool:
    return agrees(customer, 1, Answers(given), Settings(individual_facts=facts or SETS[0]), NOW)


@pytest.mark.feature("V6", "R5")
@pytest.mark.parametrize("facts", SETS, ids="-".join)
def test_every_fact_that_is_asked_must_be_right_and_no_other_matters(facts: tuple[Fact, ...]) -> None:
    assert opens(SIAN, RIGHT, *facts)
    for fact in facts:
        assert not opens(SIAN, RIGHT | {fact: WRONG[fact]}, *facts)
        assert not opens(SIAN, RIGHT | {fact: ""}, *facts)
        assert not opens(SIAN, {other: text for other, text in RIGHT.items() if other is not fact}, *facts)
    for fact in set(RIGHT) - set(facts):
        assert opens(SIAN, RIGHT | {fact: WRONG[fact]}, *facts)


@pytest.mark.feature("V6")
@pytest.mark.parametrize(
    ("fact", "blank"),
    [
        (Fact.SURNAME, {"last_name": None}),
        (Fact.DATE_OF_BIRTH, {"date_of_birth": None}),
        (Fact.ACCOUNT_NUMBER, {"accounts": {}}),
        (Fact.ACCOUNT_ENDING, {"accounts": {"X1": SIAN.accounts["ACC-1"].model_copy(update={"number": "X1"})}}),
        (Fact.EMAIL, {"email": None}),
        (Fact.POSTCODE, {"postcode": ""}),
    ],
)
def test_what_is_not_on_file_never_passes(fact: Fact, blank: dict[str, object]) -> None:
    unknown = SIAN.model_copy(update=blank)
    everything = tuple(INDIVIDUAL_CHOICES)
    for text in ("", RIGHT[fact], "X1", "None"):
        assert not opens(unknown, RIGHT | {fact: text}, *everything)


@pytest.mark.parametrize("written", ["MacDonald-Smith", "mcdonald smith", "McDonald‐Smith", "Macdonald Smith", "MCDONALDSMITH"])
def test_a_surname_may_be_written_as_people_write_it(written: str) -> None:
    held = SIAN.model_copy(update={"last_name": "McDonald-Smith"})
    assert opens(held, RIGHT | {Fact.SURNAME: written}, Fact.SURNAME, Fact.DATE_OF_BIRTH, Fact.POSTCODE)


@pytest.mark.feature("V6")
def test_a_business_answers_with_its_number_or_that_of_any_of_its_accounts() -> None:
    def opened(**given: str) -> bool:
        return agrees(BAKERY, 1, Answers({Fact(name): text for name, text in given.items()}), Settings(), NOW)

    for reference in ("01234567", "1234567", "acc-4", "ACC-5"):
        assert opened(reference=reference, postcode="cf101ep")
    assert not opened(reference="ACC-1", postcode="CF10 1EP")
    assert not opened(date_of_birth="1984-02-29", postcode="CF10 1EP")


def test_nobody_is_opened_by_any_answers() -> None:
    assert not opens(None, RIGHT)


class TestReading:
    ASKED = Asked(INDIVIDUAL_CHOICES, COMPANY_CHOICES)

    def test_says_everything_that_is_missing_in_the_order_of_the_form(self) -> None:
        given, problems = answers.identity(IdentityAnswers(who="business"), self.ASKED)
        assert given is None
        assert problems == (
            Problem.REFERENCE_MISSING,
            Problem.ACCOUNT_NUMBER_MISSING,
            Problem.ACCOUNT_ENDING_MISSING,
            Problem.EMAIL_MISSING,
            Problem.POSTCODE_MISSING,
        )

    def test_asks_nothing_that_the_settings_do_not_ask(self) -> None:
        typed = IdentityAnswers(who="myself", day="29", month="2", year="1984", postcode="LS1 4DY", email="nonsense")
        given, problems = answers.identity(typed, Asked())
        assert problems == ()
        assert given == Answers({Fact.DATE_OF_BIRTH: "1984-02-29", Fact.POSTCODE: "LS1 4DY"})

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            ({"account_ending": "48444"}, Problem.ACCOUNT_ENDING_INVALID),
            ({"account_ending": "444"}, Problem.ACCOUNT_ENDING_INVALID),
            ({"email": "help"}, Problem.EMAIL_INVALID),
            ({"postcode": "LS1"}, Problem.POSTCODE_INVALID),
            ({"year": "84"}, Problem.DATE_OF_BIRTH_INVALID),
        ],
    )
    def test_what_cannot_be_such_a_fact_is_said_before_an_attempt_is_spent(self, typed: dict[str, str], problem: Problem) -> None:
        right = {
            "who": "myself", "day": "29", "month": "2", "year": "1984", "surname": "O'Neill-Smith",
            "account_number": "ACC-1", "account_ending": "CC-1", "email": "sian@example.com", "postcode": "LS1 4DY",
        }  # fmt: skip
        assert answers.identity(IdentityAnswers(**right), self.ASKED)[1] == ()
        assert answers.identity(IdentityAnswers(**right | typed), self.ASKED)[1] == (problem,)
