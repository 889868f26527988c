"""How long a claim may be demanded, in each jurisdiction (`reference/uk-rules.md` F.4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.care.limitation import Limitation, LimitationFacts, LimitationState, limitation
from chalicelib.core.postcode import Jurisdiction

TODAY = date(2026, 3, 3)
ENGLAND, SCOTLAND, ULSTER, ISLANDS = (
    Jurisdiction.ENGLAND_WALES,
    Jurisdiction.SCOTLAND,
    Jurisdiction.NORTHERN_IRELAND,
    Jurisdiction.CROWN_DEPENDENCY,
)


@pytest.mark.parametrize(
    ("jurisdiction", "cause", "today", "state"),
    [
        (ENGLAND, "2020-03-03", "2025-03-03", LimitationState.OK),
        (ENGLAND, "2020-03-03", "2025-09-04", LimitationState.NEAR),
        (ENGLAND, "2020-03-03", "2025-09-03", LimitationState.OK),
        (ENGLAND, "2020-03-03", "2026-03-03", LimitationState.NEAR),
        (ENGLAND, "2020-03-03", "2026-03-04", LimitationState.BARRED),
        (ULSTER, "2020-03-03", "2026-03-04", LimitationState.BARRED),
        (SCOTLAND, "2021-03-03", "2026-03-03", LimitationState.NEAR),
        (SCOTLAND, "2021-03-03", "2026-03-04", LimitationState.EXTINGUISHED),
        (ISLANDS, "2025-03-03", "2026-03-03", LimitationState.UNKNOWN),
    ],
)
def test_years_by_jurisdiction(jurisdiction: Jurisdiction, cause: str, today: str, state: LimitationState) -> None:
    facts = LimitationFacts(jurisdiction, date.fromisoformat(cause))
    assert limitation(facts, date.fromisoformat(today)).state is state


def test_what_began_on_a_leap_day_ends_on_28_february_and_is_barred_the_day_after() -> None:
    facts = LimitationFacts(ENGLAND, date(2020, 2, 29))
    assert limitation(facts, date(2026, 2, 28)) == Limitation(LimitationState.NEAR, date(2026, 2, 28))
    assert limitation(facts, date(2026, 3, 1)).state is LimitationState.BARRED


@pytest.mark.parametrize("event", ["last_payment", "acknowledged"])
def test_a_payment_or_an_acknowledgement_begins_the_period_anew(event: str) -> None:
    facts = LimitationFacts(ENGLAND, date(2015, 1, 1), **{event: date(2020, 6, 1)})
    assert limitation(facts, TODAY) == Limitation(LimitationState.NEAR, date(2026, 6, 1))


def test_a_judgment_is_not_barred() -> None:
    facts = LimitationFacts(ENGLAND, date(2005, 1, 1), judgment=date(2010, 1, 1))
    assert limitation(facts, TODAY) == Limitation(LimitationState.OK)


def test_a_deed_has_twelve_years_in_england_and_wales() -> None:
    facts = LimitationFacts(ENGLAND, date(2016, 1, 1), product_type="MORTGAGE_SHORTFALL")
    assert limitation(facts, TODAY) == Limitation(LimitationState.OK, date(2028, 1, 1))


def test_scottish_taxes_are_for_a_person_to_judge() -> None:
    facts = LimitationFacts(SCOTLAND, date(2015, 1, 1), product_type="COUNCIL_TAX")
    assert limitation(facts, TODAY) == Limitation(LimitationState.UNKNOWN)


@pytest.mark.parametrize("jurisdiction", Jurisdiction)
def test_what_is_unknown_is_never_ok(jurisdiction: Jurisdiction) -> None:
    assert limitation(LimitationFacts(jurisdiction, None), TODAY).state is LimitationState.UNKNOWN


@given(
    st.sampled_from([ENGLAND, SCOTLAND, ULSTER]),
    st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_time_only_ever_runs_out(jurisdiction: Jurisdiction, cause: date, paid: date | None, today: date) -> None:
    """Once over, over on every later day; and a payment only ever puts it off."""
    over = {LimitationState.BARRED, LimitationState.EXTINGUISHED}
    facts = LimitationFacts(jurisdiction, cause, paid)
    if limitation(facts, today).state in over:
        assert limitation(facts, today + timedelta(days=1)).state in over
        assert limitation(LimitationFacts(jurisdiction, cause), today).state in over
