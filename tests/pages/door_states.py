"""The door and the pages that are the same for everybody in every state they can show."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.payments.ports import Method
from chalicelib.portal import pages
from chalicelib.portal.bank_pages import NO_CREDIT_CARD, mandate_page, payment_page
from chalicelib.portal.identity_page import Asked, IdentityAnswers, Verify
from chalicelib.portal.problems import Problem
from chalicelib.portal.theme import Brand
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact
from tests.pages.cast import HOSTILE, INSIDE, OUTSIDE


def verify(*problems: Problem, **answers: str) -> str:
    return pages.verify(Verify(OUTSIDE, IdentityAnswers(**answers), problems))


EVERY_FACT = Asked(individual=INDIVIDUAL_CHOICES, company=COMPANY_CHOICES)
"""More than anybody would ask: every question that the settings can choose."""


def verify_every_fact(*problems: Problem, **answers: str) -> str:
    return pages.verify(Verify(OUTSIDE, IdentityAnswers(**answers), problems, EVERY_FACT))


DOOR_STATES: dict[str, Callable[[], str]] = {
    "verify": verify,
    "verify-empty": lambda: verify(Problem.WHO_MISSING, Problem.POSTCODE_MISSING),
    "verify-myself-wrong": lambda: verify(
        Problem.DATE_OF_BIRTH_INVALID, Problem.POSTCODE_INVALID,
        who="myself", day="31", month="2", year="1980", postcode="LS1",
    ),
    "verify-myself-empty": lambda: verify(Problem.DATE_OF_BIRTH_MISSING, Problem.POSTCODE_MISSING, who="myself"),
    "verify-business-empty": lambda: verify(Problem.REFERENCE_MISSING, who="business", postcode="LS1 4AP"),
    "verify-every-fact": verify_every_fact,
    "verify-every-fact-empty": lambda: verify_every_fact(
        Problem.SURNAME_MISSING, Problem.DATE_OF_BIRTH_MISSING, Problem.ACCOUNT_NUMBER_MISSING,
        Problem.ACCOUNT_ENDING_MISSING, Problem.EMAIL_MISSING, Problem.POSTCODE_MISSING, who="myself",
    ),
    "verify-every-fact-wrong": lambda: verify_every_fact(
        Problem.ACCOUNT_ENDING_INVALID, Problem.EMAIL_INVALID,
        who="business", reference="01234567", account_number="48868444", account_ending="484444", email="help",
    ),
    "verify-same-for-both": lambda: pages.verify(
        Verify(OUTSIDE, asked=Asked((Fact.ACCOUNT_NUMBER, Fact.POSTCODE), (Fact.ACCOUNT_NUMBER, Fact.POSTCODE)))
    ),
    "verify-no-new-link": lambda: pages.verify(Verify(OUTSIDE, offers_link=False)),
    "verify-hostile": lambda: verify_every_fact(
        Problem.NO_MATCH, who="myself", surname=HOSTILE, account_number=HOSTILE, email=HOSTILE, postcode=HOSTILE
    ),
    "verify-no-match": lambda: verify(
        Problem.NO_MATCH, who="myself", day="3", month="2", year="1980", postcode="LS1 4AP"
    ),
    "help": lambda: pages.help_page(OUTSIDE),
    "help-signed-in": lambda: pages.help_page(INSIDE),
    "signed-out": lambda: pages.signed_out(OUTSIDE),
    "expired": lambda: pages.expired(OUTSIDE),
    "expired-was-paying": lambda: pages.expired(OUTSIDE, was_paying=True),
    "blocked": lambda: pages.blocked(OUTSIDE),
    "unsubscribe": lambda: pages.unsubscribe(OUTSIDE),
    "unsubscribed": lambda: pages.unsubscribed(OUTSIDE),
    "link-asked": lambda: pages.link_asked(OUTSIDE),
    "not-found": lambda: pages.not_found(OUTSIDE),
    "not-found-signed-in": lambda: pages.not_found(INSIDE),
    "stale": lambda: pages.stale(OUTSIDE),
    "stale-signed-in": lambda: pages.stale(INSIDE),
    "too-large": lambda: pages.too_large(INSIDE),
    "error": lambda: pages.error(OUTSIDE),
    "error-signed-in": lambda: pages.error(INSIDE),
    "home": lambda: pages.home(OUTSIDE),
    "sandbox": lambda: pages.sandbox(payment_page("/sandbox/sessions/s1", 4500, "Northway Energy", taken=False, brand=Brand())),
    "sandbox-credit-card": lambda: pages.sandbox(
        payment_page("/sandbox/sessions/s1", 4500, "Northway Energy", taken=False, brand=Brand(), refusal=NO_CREDIT_CARD)
    ),
    "sandbox-taken": lambda: pages.sandbox(payment_page("/sandbox/sessions/s1", 4500, "Northway", taken=True, brand=Brand())),
    "sandbox-card": lambda: pages.sandbox(mandate_page("/sandbox/sessions/s1", Method.CARD, brand=Brand())),
    "sandbox-bacs": lambda: pages.sandbox(mandate_page("/sandbox/sessions/s1", Method.BACS, brand=Brand())),
}  # fmt: skip
