"""What a visitor typed, read as people write it, or the problems with it. Pure."""

from __future__ import annotations

import re
from datetime import date

from chalicelib.core.faults import BadCell
from chalicelib.core.money import parse_pounds
from chalicelib.portal import page_models as models
from chalicelib.portal.identity import Answers
from chalicelib.portal.words import Problem

# No stricter than this: an O typed for a 0 is forgiven when it is compared, so it must not be refused here.
_POSTCODE_LENGTH = re.compile(r"[A-Za-z0-9]{5,7}")


def identity(typed: models.IdentityAnswers) -> tuple[Answers | None, tuple[Problem, ...]]:
    """The answers, or everything that is missing or cannot be. Decided by what was typed alone, never by the link."""
    problems = [problem for problem in (_who(typed), *_fact(typed), _postcode(typed)) if problem]
    if problems:
        return None, tuple(problems)
    if typed.who == models.Who.BUSINESS:
        return Answers(typed.postcode, number=typed.reference), ()
    return Answers(typed.postcode, date_of_birth=_date(typed)), ()


def amount(typed: models.PayAnswers, payable_pence: int) -> tuple[int | None, tuple[Problem, ...]]:
    """The pence to pay, or why there are none. "Everything" means the figure the visitor saw: if it moved, they decide again."""
    if typed.choice == models.HowMuch.FULL:
        if typed.full_pence != str(payable_pence):
            return None, (Problem.AMOUNT_CHANGED,)
        return payable_pence, ()
    if typed.choice != models.HowMuch.OTHER:
        return None, (Problem.CHOICE_MISSING,)
    if not typed.amount:
        return None, (Problem.AMOUNT_MISSING,)
    try:
        return parse_pounds(typed.amount), ()
    except BadCell:
        return None, (Problem.AMOUNT_INVALID,)


def _who(typed: models.IdentityAnswers) -> Problem | None:
    return None if typed.who in set(models.Who) else Problem.WHO_MISSING


def _fact(typed: models.IdentityAnswers) -> tuple[Problem, ...]:
    if typed.who == models.Who.BUSINESS:
        return () if typed.reference else (Problem.REFERENCE_MISSING,)
    if typed.who != models.Who.MYSELF:
        return ()
    if not (typed.day and typed.month and typed.year):
        return (Problem.DATE_OF_BIRTH_MISSING,)
    return () if _date(typed) else (Problem.DATE_OF_BIRTH_INVALID,)


def _postcode(typed: models.IdentityAnswers) -> Problem | None:
    if not typed.postcode:
        return Problem.POSTCODE_MISSING
    return None if _POSTCODE_LENGTH.fullmatch(typed.postcode.replace(" ", "")) else Problem.POSTCODE_INVALID


def _date(typed: models.IdentityAnswers) -> date | None:
    """A day with a four-digit year; anything else is not guessed at."""
    parts = (typed.year, typed.month, typed.day)
    if not all(part.isascii() and part.isdigit() for part in parts) or len(typed.year) != 4:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
