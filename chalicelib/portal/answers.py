"""What a visitor typed, read as people write it, or the problems with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from chalicelib.core.dates import EARLIEST
from chalicelib.core.email import normalise_email, parse_email
from chalicelib.core.errors import Refused
from chalicelib.core.faults import BadCell
from chalicelib.core.money import parse_pounds
from chalicelib.core.phone import parse_mobile
from chalicelib.core.postcode import parse_postcode
from chalicelib.plans import making
from chalicelib.plans.model import PayBy
from chalicelib.portal import identity_page, payment_pages
from chalicelib.portal.detail_pages import Detail, DetailAnswers
from chalicelib.portal.identity import Answers
from chalicelib.portal.owed_page import DayAnswers
from chalicelib.portal.plan_pages import PlanAnswers
from chalicelib.portal.problems import Problem
from chalicelib.portal.promise_pages import PromiseAnswers, Way
from chalicelib.portal.statement_pages import StatementAnswers
from chalicelib.promises.model import Method
from chalicelib.promises.rules import Ask
from chalicelib.records.contacts import address_lines
from chalicelib.records.facts import ENDING_LENGTH
from chalicelib.records.own_details import NewAddress, NewEmail, NewMobile, OwnDetail
from chalicelib.settings.facts import Fact

# No stricter than this: an O typed for a 0 is forgiven when it is compared, so it must not be refused here.
_POSTCODE_LENGTH = re.compile(r"[A-Za-z0-9]{5,7}")
LAST_DAY_OF_MONTH = 31


def identity(typed: identity_page.IdentityAnswers, asked: identity_page.Asked) -> tuple[Answers | None, tuple[Problem, ...]]:
    """The answers to what this visitor was asked, or everything that is missing or cannot be. Decided by what was typed
    alone, never by the link."""
    facts = asked.of(typed.who)
    problems = [problem for problem in (_who(typed), *(_problem(fact, typed) for fact in facts)) if problem]
    if problems:
        return None, tuple(problems)
    return Answers({fact: _text(fact, typed) for fact in facts}), ()


def amount(typed: payment_pages.PayAnswers, everything_pence: int) -> tuple[int | None, tuple[Problem, ...]]:
    """The pence to pay, or why there are none. "Everything" means the figure the visitor saw: if it moved, they decide again."""
    if typed.choice == payment_pages.HowMuch.FULL:
        if typed.full_pence != str(everything_pence):
            return None, (Problem.AMOUNT_CHANGED,)
        return everything_pence, ()
    if typed.choice != payment_pages.HowMuch.OTHER:
        return None, (Problem.CHOICE_MISSING,)
    if not typed.amount:
        return None, (Problem.AMOUNT_MISSING,)
    try:
        return parse_pounds(typed.amount), ()
    except BadCell:
        return None, (Problem.AMOUNT_INVALID,)


def past_day(typed: DayAnswers, today: date) -> tuple[date | None, tuple[Problem, ...]]:
    """The day that is asked about, no later than today, or what is wrong with it."""
    if not (typed.day and typed.month and typed.year):
        return None, (Problem.DAY_MISSING,)
    day = _date(typed)
    if day is None:
        return None, (Problem.DAY_INVALID,)
    return (day, ()) if day <= today else (None, (Problem.DAY_IN_FUTURE,))


def period(typed: StatementAnswers, today: date) -> tuple[tuple[date, date] | None, tuple[Problem, ...]]:
    """The first day and the last of a statement, the last no later than today, or everything that is wrong with them."""
    first, last = _date(typed.first), _date(typed.last)
    if first is None or last is None or first < EARLIEST:
        no_first = () if first and first >= EARLIEST else (Problem.FROM_INVALID,)
        return None, no_first + (() if last else (Problem.TO_INVALID,))
    if last > today:
        return None, (Problem.TO_IN_FUTURE,)
    return ((first, last), ()) if first <= last else (None, (Problem.TO_BEFORE_FROM,))


def plan_asked(
    typed: PlanAnswers, account_number: str, pay_by: tuple[PayBy, str]
) -> tuple[making.Ask | None, tuple[Problem, ...]]:
    """The plan that is asked for on an account, or everything that is missing or cannot be."""
    start, day = _date(typed), typed.day_of_month
    problems = [] if start else [Problem.PLAN_DAY_MISSING]
    if day and not (day.isascii() and day.isdigit() and len(day) <= 2 and 1 <= int(day) <= LAST_DAY_OF_MONTH):
        problems.append(Problem.PLAN_MONTH_DAY_INVALID)
    if start is None or problems:
        return None, tuple(problems)
    return making.Ask(
        request_id=typed.command,
        account_number=account_number,
        option=int(typed.option),
        start=start,
        day_of_month=int(day) if day else None,
        pay_by=pay_by[0],
        mandate_id=pay_by[1],
        consent=typed.consent,
    ), ()


def day_in(form: Mapping[str, str], name: str) -> date | None:
    """The day typed into three fields of a form, `until-day` and so on."""
    return _date(PlanAnswers(**{part: form.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")}))


def promised(typed: PromiseAnswers, account_number: str) -> tuple[Ask | None, tuple[Problem, ...]]:
    """What is promised on an account, or everything that is missing or cannot be."""
    pence, problems = None, [] if typed.claim else [Problem.PROMISE_CLAIM_MISSING]
    try:
        pence = parse_pounds(typed.amount)
    except BadCell:
        problems.append(Problem.AMOUNT_INVALID if typed.amount else Problem.AMOUNT_MISSING)
    due = _date(typed)
    if due is None:
        given = typed.year and typed.month and typed.day
        problems.append(Problem.PROMISE_DAY_INVALID if given else Problem.PROMISE_DAY_MISSING)
    if pence is None or due is None or problems:
        return None, tuple(problems)
    method = Method(typed.method) if typed.method in set(Way) else None
    return Ask(account_number, typed.claim, pence, due, method), ()


def own_detail(detail: Detail, typed: DetailAnswers) -> tuple[OwnDetail | None, tuple[Problem, ...]]:
    """The detail as its owner gives it, or everything that is missing or cannot be."""
    match detail:
        case Detail.EMAIL:
            problem = _wrong(typed.email, parse_email, Problem.EMAIL_MISSING, Problem.EMAIL_INVALID)
            return (None, (problem,)) if problem else (NewEmail(typed.email), ())
        case Detail.MOBILE:
            problem = _wrong(typed.mobile, parse_mobile, Problem.MOBILE_MISSING, Problem.MOBILE_INVALID)
            return (None, (problem,)) if problem else (NewMobile(typed.mobile), ())
        case Detail.ADDRESS:
            problems = tuple(problem for problem in _wrong_in_address(typed) if problem)
            return (None, problems) if problems else (NewAddress(typed.lines, typed.postcode), ())


def _wrong_in_address(typed: DetailAnswers) -> Iterator[Problem | None]:
    yield _wrong(typed.line_1, _line, Problem.ADDRESS_MISSING, Problem.LINE_1_INVALID)
    yield _wrong(typed.line_2, _line, None, Problem.LINE_2_INVALID)
    yield _wrong(typed.town, _line, Problem.TOWN_MISSING, Problem.TOWN_INVALID)
    yield _wrong(typed.county, _line, None, Problem.COUNTY_INVALID)
    yield _wrong(typed.postcode, parse_postcode, Problem.POSTCODE_MISSING, Problem.POSTCODE_INVALID)


def _wrong(text: str, parse: Callable[[str], object], missing: Problem | None, invalid: Problem) -> Problem | None:
    if not text:
        return missing
    try:
        parse(text)
    except (BadCell, Refused):
        return invalid
    return None


def _line(text: str) -> object:
    return address_lines([text])


def _who(typed: identity_page.IdentityAnswers) -> Problem | None:
    return None if typed.who in set(identity_page.Who) else Problem.WHO_MISSING


def _problem(fact: Fact, typed: identity_page.IdentityAnswers) -> Problem | None:
    """What is wrong with one answer: not given, or not such a fact at all."""
    missing, invalid = PROBLEMS[fact]
    if fact is Fact.DATE_OF_BIRTH:
        given = bool(typed.day and typed.month and typed.year)
        return (None if _date(typed) else invalid) if given else missing
    text = _text(fact, typed)
    if not text:
        return missing
    return invalid if fact in POSSIBLE and not POSSIBLE[fact](text) else None


def _text(fact: Fact, typed: identity_page.IdentityAnswers) -> str:
    if fact is Fact.DATE_OF_BIRTH:
        born = _date(typed)
        return born.isoformat() if born else ""
    return str(getattr(typed, fact))


def _date(typed: identity_page.IdentityAnswers | DayAnswers | PlanAnswers | PromiseAnswers) -> date | None:
    """A day with a four-digit year; anything else is not guessed at."""
    parts = (typed.year, typed.month, typed.day)
    if not all(part.isascii() and part.isdigit() for part in parts) or len(typed.year) != 4:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


PROBLEMS: Mapping[Fact, tuple[Problem, Problem]] = {
    Fact.SURNAME: (Problem.SURNAME_MISSING, Problem.SURNAME_MISSING),
    Fact.DATE_OF_BIRTH: (Problem.DATE_OF_BIRTH_MISSING, Problem.DATE_OF_BIRTH_INVALID),
    Fact.REFERENCE: (Problem.REFERENCE_MISSING, Problem.REFERENCE_MISSING),
    Fact.ACCOUNT_NUMBER: (Problem.ACCOUNT_NUMBER_MISSING, Problem.ACCOUNT_NUMBER_MISSING),
    Fact.ACCOUNT_ENDING: (Problem.ACCOUNT_ENDING_MISSING, Problem.ACCOUNT_ENDING_INVALID),
    Fact.EMAIL: (Problem.EMAIL_MISSING, Problem.EMAIL_INVALID),
    Fact.POSTCODE: (Problem.POSTCODE_MISSING, Problem.POSTCODE_INVALID),
}
"""What is said when a fact was not given, and when what was given cannot be one."""

POSSIBLE: Mapping[Fact, Callable[[str], object]] = {
    Fact.ACCOUNT_ENDING: lambda text: len(text.replace(" ", "")) == ENDING_LENGTH,
    Fact.EMAIL: normalise_email,
    Fact.POSTCODE: lambda text: _POSTCODE_LENGTH.fullmatch(text.replace(" ", "")),
}
