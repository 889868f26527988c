"""What each reason forbids, as one golden table: a change of law or mind shows up here as one changed letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.care import matrix
from chalicelib.care.limitation import LimitationFacts
from chalicelib.care.model import ROW_NAMES, WORDS, Facts, HoldKind, Row, Rule
from chalicelib.care.rules import may
from chalicelib.core.postcode import Jurisdiction
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.model import CustomerStatus
from tests.support.caring import TUESDAY_NOON, account, action, claim, facts, hold

OLD = date(2015, 1, 1)
REASONS: dict[str, Facts] = {
    **{kind.value: facts(holds=(hold(kind),)) for kind in HoldKind},
    "suspected VULNERABILITY": facts(holds=(hold(HoldKind.VULNERABILITY, certain=False),)),
    "claim EXTINGUISHED": facts(account("A-1", claim("1", limitation=LimitationFacts(Jurisdiction.SCOTLAND, OLD)))),
    "claim BARRED": facts(account("A-1", claim("1", limitation=LimitationFacts(Jurisdiction.ENGLAND_WALES, OLD)))),
    "claim UNKNOWN": facts(account("A-1", claim("1", limitation=LimitationFacts(Jurisdiction.ENGLAND_WALES, None)))),
    "account HOLD": facts(account("A-1", status=AccountStatus.HOLD)),
    "account CLOSED": facts(account("A-1", status=AccountStatus.CLOSED)),
    "customer BLOCKED": facts(status=CustomerStatus.BLOCKED),
    "customer DEACTIVATED": facts(status=CustomerStatus.DEACTIVATED),
    "customer ANONYMISED": facts(status=CustomerStatus.ANONYMISED),
    "do not contact": facts(do_not_contact=True),
    "all opted out": replace(facts(), opted_out=facts().reachable),
    "unreachable": facts(reachable=frozenset()),
    "nothing owed": facts(replace(account("A-1"), claims=())),
    "nothing": facts(),
}
"""One reason at a time, in the order of the table."""

# yes: it may be done; a dash: not.
GOLDEN = """
                         SERVICE CHASE STATUTORY CHARGE_DEBTOR CHARGE_AGENT CHARGE_SCHEDULE FEE PROLONG PLAN_OFFER PLAN_ACCEPT DCA CAMPAIGN DEMAND
BREATHING_SPACE          yes     -     yes       yes           -            -               -   yes     -          yes         -   -        -
MH_CRISIS                yes     -     yes       yes           -            -               -   yes     -          yes         -   -        -
SCOTTISH_MORATORIUM      yes     -     yes       yes           -            -               -   yes     -          yes         -   -        -
DISPUTE                  yes     -     yes       yes           -            -               -   -       -          yes         -   -        -
COMPLAINT                yes     -     yes       yes           yes          yes             -   yes     yes        yes         -   -        yes
DEBT_ADVICE              yes     -     yes       yes           -            -               -   yes     -          yes         -   -        -
VULNERABILITY            yes     -     yes       yes           yes          yes             -   yes     yes        yes         -   -        yes
DECEASED                 -       -     -         -             -            -               -   -       -          -           -   -        -
LEGAL                    yes     -     yes       yes           -            -               -   -       -          -           -   -        -
PROMISE                  yes     -     yes       yes           yes          yes             yes yes     yes        yes         -   -        yes
PLAN                     yes     -     yes       yes           yes          yes             yes -       -          -           -   -        -
suspected VULNERABILITY  yes     yes   yes       yes           yes          yes             yes yes     yes        yes         yes yes      yes
claim EXTINGUISHED       yes     -     yes       -             -            -               -   -       -          -           -   -        -
claim BARRED             yes     -     yes       yes           -            -               -   -       -          yes         -   -        -
claim UNKNOWN            yes     -     yes       yes           -            -               -   -       -          yes         -   -        -
account HOLD             yes     -     yes       yes           yes          -               yes yes     -          yes         -   -        -
account CLOSED           yes     -     yes       -             -            -               -   -       -          -           -   -        -
customer BLOCKED         -       -     yes       -             -            -               -   -       -          -           -   -        -
customer DEACTIVATED     -       -     yes       -             -            -               -   -       -          -           -   -        -
customer ANONYMISED      -       -     -         -             -            -               -   -       -          -           -   -        -
do not contact           -       -     yes       yes           yes          yes             yes yes     yes        yes         yes -        yes
all opted out            -       -     yes       yes           yes          yes             yes yes     yes        yes         yes -        yes
unreachable              -       -     -         yes           yes          yes             yes yes     yes        yes         yes -        yes
nothing owed             yes     -     yes       -             -            -               -   -       -          -           -   -        -
nothing                  yes     yes   yes       yes           yes          yes             yes yes     yes        yes         yes yes      yes
"""  # noqa: E501  # a table is read across


def _golden() -> dict[str, list[bool]]:
    header, *lines = GOLDEN.strip("\n").splitlines()
    assert header.split() == [row.value for row in Row]
    return {line[:24].strip(): [cell == "yes" for cell in line[24:].split()] for line in lines}


def test_the_table_says_what_each_reason_forbids() -> None:
    decided = {name: [may(action(row), given, TUESDAY_NOON).allowed for row in Row] for name, given in REASONS.items()}
    assert decided == _golden()


@pytest.mark.parametrize("name", REASONS)
def test_what_is_refused_is_told_in_words_and_what_is_allowed_is_not(name: str) -> None:
    for row in Row:
        decision = may(action(row), REASONS[name], TUESDAY_NOON)
        assert decision.allowed is not bool(decision.words)
        assert all(words.endswith(".") for words in decision.words)


def test_every_hold_rule_and_row_has_its_words_and_every_effect_its_source() -> None:
    assert set(matrix.HOLDS) == set(HoldKind)
    assert set(WORDS) == set(Rule)
    assert set(ROW_NAMES) == set(Row)
    tables = (*matrix.HOLDS.values(), *matrix.LIMITATIONS.values(), *matrix.ACCOUNTS.values(), *matrix.CUSTOMERS.values())
    assert all(effect.source and effect.forbids for effect in tables)


def test_a_mental_health_crisis_reads_as_breathing_space() -> None:
    crisis, space = (may(action(Row.CHASE), REASONS[kind], TUESDAY_NOON) for kind in ("MH_CRISIS", "BREATHING_SPACE"))
    assert crisis == space
    assert "mental" not in " ".join((*WORDS.values(), *Rule)).lower()
