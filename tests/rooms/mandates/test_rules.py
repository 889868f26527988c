"""What becomes of a mandate, and what may be charged under it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.activities.model import Activity, Diary
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Append
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.mandates import rules
from chalicelib.mandates.model import ConsentText, Mandate
from chalicelib.mandates.rules import Moved, SetUp
from chalicelib.mandates.states import MOVES, OVER, STANDING, MandateStatus, Step
from chalicelib.mandates.usability import Why, usable
from chalicelib.payments.ports import MandateAnswer, MandateSeen, Method
from tests.support.paying import CUSTOMER, NOON, PAYER

AGENT = Actor(ActorType.AGENT, "agent-1", "Agent One", Channel.CONSOLE)
TODAY = date(2026, 11, 20)
CARD = MandateSeen(MandateAnswer.ACTIVE, "pm_1", Method.CARD, "Visa", "4242", "2027-02")


def asked(method: Method = Method.CARD, most: int = 5_000) -> Mandate:
    ask = SetUp(ulid(NOON, b"one"), method, most, ConsentText.PORTAL_1, "sandbox")
    return rules.asked(CUSTOMER, ask, Diary(PAYER, NOON)).mandate


def active(most: int = 5_000, **changed: object) -> Mandate:
    return moved(rules.seen(asked(most=most), CARD, at(), accept_credit_cards=False)).mandate.model_copy(update=changed)


def at(**later: float) -> Diary:
    return Diary(AGENT, NOON + timedelta(**later))


def moved(found: Moved | None) -> Moved:
    assert found is not None
    return found


def told(found: Moved) -> list[Activity]:
    return [c.entity for c in found.changes if isinstance(c, Append) and isinstance(c.entity, Activity)]


@pytest.mark.feature("CH2")
def test_no_more_of_a_number_is_held_than_its_last_four_digits() -> None:
    seen = MandateSeen(MandateAnswer.ACTIVE, "pm_1", Method.CARD, "Visa", "4111111111114242", "2027-02")
    after = moved(rules.seen(asked(), seen, at(), accept_credit_cards=False))
    assert after.mandate.last4 == "4242"
    assert rules.label(after.mandate) == "Visa ending 4242"
    assert not any("4111" in str(activity.after) for activity in told(after))


@pytest.mark.feature("V13")
def test_the_consent_is_kept_with_its_words_scope_and_door() -> None:
    consent = asked(most=7_500).consent
    assert (consent.text, consent.most_pence, consent.channel, consent.at) == (
        ConsentText.PORTAL_1,
        7_500,
        Channel.PORTAL,
        NOON,
    )


def test_a_page_that_nobody_finished_fails_once_its_session_is_surely_over() -> None:
    assert rules.seen(asked(), None, at(minutes=64), accept_credit_cards=False) is None
    late = moved(rules.seen(asked(), None, at(minutes=65), accept_credit_cards=False))
    assert late.mandate.status is MandateStatus.FAILED
    assert moved(rules.seen(late.mandate, CARD, at(hours=3), accept_credit_cards=False)).mandate.status is MandateStatus.ACTIVE


def test_a_credit_card_is_refused_and_forgotten_unless_they_are_accepted() -> None:
    credit = MandateSeen(MandateAnswer.ACTIVE, "pm_1", Method.CARD, "Visa", "4242", "2027-02", credit_card=True)
    refused = moved(rules.seen(asked(), credit, at(), accept_credit_cards=False)).mandate
    assert (refused.status, refused.to_revoke) == (MandateStatus.FAILED, True)
    assert refused.next_check is not None
    assert rules.seen(refused, credit, at(), accept_credit_cards=False) is None
    assert moved(rules.seen(asked(), credit, at(), accept_credit_cards=True)).mandate.status is MandateStatus.ACTIVE


def test_what_is_cancelled_on_the_way_is_forgotten_by_the_provider_all_the_same() -> None:
    gone = rules.cancelled(asked(), at()).mandate
    assert gone.next_check == gone.last_word
    found = moved(rules.seen(gone, CARD, at(minutes=30), accept_credit_cards=False)).mandate
    assert (found.status, found.to_revoke, found.provider_ref) == (MandateStatus.CANCELLED, True, "pm_1")
    assert rules.revoked(found, at(minutes=31)).mandate.next_check is None


@pytest.mark.feature("DM2")
def test_it_is_disabled_from_now_on_and_usable_again_on_the_day_itself() -> None:
    until = TODAY + timedelta(days=3)
    paused = rules.disabled(active(), until, at()).mandate
    assert paused.status is MandateStatus.DISABLED_UNTIL
    assert usable(paused, 100, until - timedelta(days=1)).why is Why.DISABLED
    assert usable(paused, 100, until).allowed
    assert rules.fell_due(paused, at(days=2, hours=11, minutes=59)) is None
    again = moved(rules.fell_due(paused, at(days=2, hours=12))).mandate
    assert (again.status, again.disabled_until) == (MandateStatus.ACTIVE, None)


@pytest.mark.feature("DM2")
@pytest.mark.parametrize("days", [0, -1])
def test_the_day_must_lie_ahead(days: int) -> None:
    with pytest.raises(Refused) as refusal:
        rules.disabled(active(), TODAY + timedelta(days=days), at())
    assert (refusal.value.code, refusal.value.field) == (Code.INVALID, "until")


@pytest.mark.feature("DM3")
def test_disabled_without_an_end_it_stays_so_until_somebody_enables_it() -> None:
    off = rules.disabled(active(), None, at()).mandate
    assert off.next_check == active().next_check
    assert usable(off, 100, TODAY + timedelta(days=60)).why is Why.DISABLED
    assert rules.enabled(off, at()).mandate.status is MandateStatus.ACTIVE


@pytest.mark.feature("CH2")
def test_a_card_is_good_through_the_last_day_of_its_month() -> None:
    assert usable(active(), 100, date(2027, 2, 28)).allowed
    assert usable(active(), 100, date(2027, 3, 1)).why is Why.EXPIRED
    due = active().next_check
    assert due is not None
    assert moved(rules.fell_due(active(), Diary(AGENT, due))).mandate.status is MandateStatus.EXPIRED


@pytest.mark.feature("CH3")
@pytest.mark.parametrize(
    ("pence", "why"), [(1, None), (5_000, None), (5_001, Why.MORE_THAN_CONSENTED)], ids=["least", "most", "more"]
)
def test_no_more_than_was_consented_to(pence: int, why: Why | None) -> None:
    assert usable(active(most=5_000), pence, TODAY).why is why


@pytest.mark.feature("CH3")
def test_a_fresh_consent_lets_more_be_charged_and_the_diary_keeps_both() -> None:
    fresh = rules.consent(9_000, ConsentText.SPOKEN_1, TODAY, at())
    after = rules.consented(active(most=5_000), fresh, at())
    assert usable(after.mandate, 9_000, TODAY).allowed
    assert usable(after.mandate, 9_000, TODAY + timedelta(days=1)).why is Why.CONSENT_ENDED
    line = told(after)[0]
    assert line.before is not None
    assert line.after is not None
    assert (line.before["most_pence"], line.after["most_pence"], line.after["channel"]) == ("5000", "9000", "CONSOLE")


def take(mandate: Mandate, step: Step, days: int) -> Mandate:
    """The mandate after somebody tried this step, `days` after it was asked for."""
    diary = at(days=days)
    until = TODAY + timedelta(days=days + 2)
    inactive = MandateSeen(MandateAnswer.INACTIVE, "pm_1", Method.CARD)
    try:
        match step:
            case Step.ACTIVATED:
                found = rules.seen(mandate, CARD, diary, accept_credit_cards=False)
            case Step.REFUSED:
                found = rules.seen(mandate, inactive, diary, accept_credit_cards=False)
            case Step.DISABLED | Step.DISABLED_UNTIL:
                found = rules.disabled(mandate, until if step is Step.DISABLED_UNTIL else None, diary)
            case Step.ENABLED:
                found = rules.enabled(mandate, diary)
            case Step.CANCELLED:
                found = rules.cancelled(mandate, diary)
            case Step.EXPIRED:
                found = rules.fell_due(mandate, diary)
    except Refused:
        return mandate
    return found.mandate if found else mandate


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(Step), st.integers(0, 40)), max_size=12))
def test_whatever_happens_the_table_is_kept_and_what_is_ended_stays_ended(steps: list[tuple[Step, int]]) -> None:
    mandate, days = asked(), 0
    for step, wait in steps:
        days += wait
        after = take(mandate, step, days)
        day = TODAY + timedelta(days=days)
        moves = {status for (before, _), status in MOVES.items() if before is mandate.status}
        assert after.status is mandate.status or after.status in moves
        assert (after.status is MandateStatus.DISABLED_UNTIL) == (after.disabled_until is not None)
        assert not usable(after, 1, day).allowed or after.status in STANDING
        assert not usable(after, after.consent.most_pence + 1, day).allowed
        if mandate.status in OVER - {MandateStatus.FAILED}:
            assert after.status is mandate.status
        mandate = after
