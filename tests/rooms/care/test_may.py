"""Scope, time and limits of `may`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.care.limitation import LimitationFacts
from chalicelib.care.model import (
    AccountFacts,
    Action,
    ContactChannel,
    Contacted,
    ContactPolicy,
    Facts,
    Hold,
    HoldKind,
    HoldSource,
    Purpose,
    Row,
    Rule,
)
from chalicelib.care.rules import allowed_pence, may, policy_of
from chalicelib.core.postcode import Jurisdiction
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.model import CustomerStatus
from chalicelib.settings.model import QuietHours, Settings, week
from tests.support.caring import TODAY, TUESDAY_NOON, account, claim, facts, hold

DAY = timedelta(days=1)
CHASE = Action.contact(ContactChannel.SMS, Purpose.CHASING)

# --- scope


def test_a_dispute_about_one_account_leaves_the_other_one_alone() -> None:
    known = facts(account("A-1"), account("A-2"), holds=(hold(HoldKind.DISPUTE, account="A-1"),))
    assert may(Action(Row.DEMAND, account="A-1"), known, TUESDAY_NOON).rules == (Rule.DISPUTE,)
    assert may(Action(Row.DEMAND, account="A-2"), known, TUESDAY_NOON).allowed
    assert may(Action(Row.CAMPAIGN), known, TUESDAY_NOON).claims == {"A-2-1"}


def test_nothing_is_left_once_every_account_is_held() -> None:
    holds = (hold(HoldKind.DISPUTE, account="A-1"), hold(HoldKind.COMPLAINT, account="A-2"))
    decision = may(Action(Row.CAMPAIGN), facts(account("A-1"), account("A-2"), holds=holds), TUESDAY_NOON)
    assert (decision.allowed, decision.rules) == (False, (Rule.COMPLAINT, Rule.DISPUTE))


def test_only_the_undisputed_amount_is_demanded() -> None:
    known = facts(
        account("A-1", claim("A-1-1", 7_000), claim("A-1-2", 3_000)),
        holds=(hold(HoldKind.DISPUTE, account="A-1", claim="A-1-2"),),
    )
    assert allowed_pence(Action(Row.DEMAND, account="A-1"), known, TUESDAY_NOON) == 7_000


def test_a_barred_claim_is_not_demanded_beside_one_that_may_be() -> None:
    old = LimitationFacts(Jurisdiction.ENGLAND_WALES, date(2015, 1, 1))
    known = facts(account("A-1", claim("A-1-1", 7_000, old), claim("A-1-2", 3_000)))
    assert allowed_pence(Action(Row.DEMAND, account="A-1"), known, TUESDAY_NOON) == 3_000


# --- when a hold stands


@pytest.mark.parametrize(("offset", "stands"), [(-1, False), (0, True), (9, True), (10, False)])
def test_a_hold_stands_from_its_first_to_its_last_day_in_london(offset: int, stands: bool) -> None:
    known = facts(holds=(hold(HoldKind.BREATHING_SPACE, start=TODAY, end=TODAY + 9 * DAY),))
    assert may(Action(Row.DEMAND), known, TUESDAY_NOON + offset * DAY).allowed is not stands


def test_a_hold_begins_at_midnight_in_london_not_in_utc() -> None:
    known = facts(holds=(hold(HoldKind.BREATHING_SPACE, start=date(2026, 7, 1)),))
    assert may(Action(Row.DEMAND), known, datetime(2026, 6, 30, 22, 59, tzinfo=UTC)).allowed
    assert not may(Action(Row.DEMAND), known, datetime(2026, 6, 30, 23, 0, tzinfo=UTC)).allowed


def test_a_block_that_was_set_until_a_day_is_over_when_that_day_begins() -> None:
    blocked = facts(status=CustomerStatus.BLOCKED, status_until=TODAY + DAY)
    assert may(Action(Row.DEMAND), blocked, TUESDAY_NOON).rules == (Rule.NOT_ACTIVATED,)
    assert may(Action(Row.DEMAND), blocked, TUESDAY_NOON + DAY).allowed


# --- channels


def test_an_opt_out_closes_its_own_channel_only() -> None:
    known = facts(opted_out=frozenset({ContactChannel.SMS}))
    assert may(Action.contact(ContactChannel.SMS, Purpose.SERVICE), known, TUESDAY_NOON).rules == (Rule.OPTED_OUT,)
    assert may(Action.contact(ContactChannel.EMAIL, Purpose.CHASING), known, TUESDAY_NOON).allowed
    assert may(Action(Row.CAMPAIGN), known, TUESDAY_NOON).allowed


def test_what_the_law_prescribes_is_sent_to_those_who_asked_for_silence() -> None:
    known = facts(do_not_contact=True, opted_out=frozenset(ContactChannel))
    assert may(Action.contact(ContactChannel.LETTER, Purpose.STATUTORY), known, TUESDAY_NOON).allowed


# --- hours and caps


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-03T07:59", "2026-03-03T08:00"),
        ("2026-03-03T20:00", "2026-03-04T08:00"),
        ("2026-03-07T08:30", "2026-03-07T09:00"),  # a Saturday
        ("2026-03-07T17:00", "2026-03-09T08:00"),
        ("2026-03-08T12:00", "2026-03-09T08:00"),  # a Sunday
        ("2026-03-28T17:30", "2026-03-30T07:00"),  # the clocks go forward: 08:00 in London is 07:00 UTC
    ],
)
def test_chasing_waits_for_the_hours(now: str, opens: str) -> None:
    decision = may(CHASE, facts(), _instant(now))
    assert (decision.rules, decision.not_before) == ((Rule.QUIET_HOURS,), _instant(opens))
    assert may(CHASE, facts(), _instant(opens)).allowed


def test_nobody_is_chased_on_a_bank_holiday() -> None:
    assert may(CHASE, facts(), _instant("2026-05-25T12:00")).not_before == _instant("2026-05-26T07:00")
    assert may(CHASE, facts(), _instant("2026-12-25T12:00")).not_before == _instant("2026-12-29T08:00")


def test_what_the_customer_asked_for_is_answered_at_night() -> None:
    assert may(Action.contact(ContactChannel.SMS, Purpose.SERVICE), facts(), _instant("2026-03-03T03:00")).allowed


def test_one_text_a_day_and_three_digital_contacts_a_week() -> None:
    today = facts(contacts=(Contacted(ContactChannel.SMS, TUESDAY_NOON - timedelta(hours=2)),))
    decision = may(CHASE, today, TUESDAY_NOON)
    assert (decision.rules, decision.not_before) == ((Rule.CONTACT_CAP,), _instant("2026-03-04T08:00"))
    assert may(Action.contact(ContactChannel.EMAIL, Purpose.CHASING), today, TUESDAY_NOON).allowed
    week = facts(contacts=tuple(Contacted(ContactChannel.EMAIL, TUESDAY_NOON - days * DAY) for days in (1, 3, 6)))
    assert may(CHASE, week, TUESDAY_NOON).not_before == TUESDAY_NOON + DAY
    assert may(Action.contact(ContactChannel.CALL, Purpose.CHASING), week, TUESDAY_NOON).allowed


def test_contacts_keep_the_gap_that_the_organisation_sets() -> None:
    policy = ContactPolicy(minimum_gap_hours=48)
    known = facts(policy=policy, contacts=(Contacted(ContactChannel.EMAIL, TUESDAY_NOON - DAY),))
    assert may(CHASE, known, TUESDAY_NOON).not_before == TUESDAY_NOON + DAY


def test_hours_and_caps_are_those_of_the_settings() -> None:
    evenings = QuietHours(contact=week(("17:00", "19:00")), contact_on_bank_holidays=True)
    policy = policy_of(Settings(quiet_hours=evenings, contacts_per_day=2, contacts_per_week=5, minimum_gap_hours=12))
    assert (policy.contacts_per_day, policy.contacts_per_week, policy.minimum_gap_hours) == (2, 5, 12)
    assert may(CHASE, facts(policy=policy), TUESDAY_NOON).not_before == _instant("2026-03-03T17:00")
    assert may(CHASE, facts(policy=policy), _instant("2026-05-25T16:00")).allowed  # a bank holiday, 17:00 in London
    assert may(CHASE, facts(policy=ContactPolicy()), TUESDAY_NOON).allowed


def test_what_is_forbidden_anyway_is_not_put_off() -> None:
    known = facts(holds=(hold(HoldKind.BREATHING_SPACE),))
    assert may(CHASE, known, _instant("2026-03-03T03:00")).not_before is None


# --- properties

DATES = st.dates(TODAY - 20 * DAY, TODAY + 20 * DAY)
HOLDS = st.builds(
    Hold,
    id=st.just("any"),
    kind=st.sampled_from(HoldKind),
    account=st.sampled_from([None, "A-1", "A-2"]),
    claim=st.sampled_from([None, "A-1-1", "A-1-2"]),
    start=DATES,
    end=st.none() | DATES,
    source=st.sampled_from(HoldSource),
    certain=st.booleans(),
)
LIMITATION = st.builds(
    LimitationFacts,
    jurisdiction=st.sampled_from(Jurisdiction),
    cause_of_action=st.none() | st.dates(date(2010, 1, 1), TODAY),
    judgment=st.none() | st.just(TODAY),
)
ACCOUNTS = st.tuples(
    *(
        st.builds(
            AccountFacts,
            number=st.just(number),
            status=st.sampled_from(AccountStatus),
            claims=st.tuples(*(st.builds(claim, st.just(ref), st.just(5_000), LIMITATION) for ref in refs)),
        )
        for number, refs in (("A-1", ("A-1-1", "A-1-2")), ("A-2", ("A-2-1",)))
    )
)
FACTS = st.builds(
    Facts,
    status=st.sampled_from(CustomerStatus),
    holds=st.lists(HOLDS, max_size=3).map(tuple),
    do_not_contact=st.booleans(),
    opted_out=st.frozensets(st.sampled_from(ContactChannel)),
    reachable=st.frozensets(st.sampled_from(ContactChannel)),
    accounts=ACCOUNTS,
)
ACTIONS = st.builds(
    Action,
    row=st.sampled_from(Row),
    channel=st.none() | st.sampled_from(ContactChannel),
    account=st.sampled_from([None, "A-1", "A-2"]),
)
MOMENTS = st.datetimes(datetime(2026, 2, 1), datetime(2026, 4, 30)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


@given(known=FACTS, more=HOLDS, wanted=ACTIONS, now=MOMENTS)
def test_one_hold_more_never_allows_more(known: Facts, more: Hold, wanted: Action, now: datetime) -> None:
    before, after = may(wanted, known, now), may(wanted, _with(known, more), now)
    assert before.allowed or not after.allowed
    assert after.claims <= before.claims
    assert set(before.rules) - {Rule.NOTHING_OWED} <= set(after.rules)


@given(known=FACTS, over=HOLDS, wanted=ACTIONS, now=MOMENTS)
def test_a_hold_that_has_ended_has_no_effect(known: Facts, over: Hold, wanted: Action, now: datetime) -> None:
    over = over.model_copy(update={"end": now.date() - 2 * DAY})
    assert may(wanted, _with(known, over), now) == may(wanted, known, now)


@given(known=FACTS, wanted=ACTIONS, now=MOMENTS)
def test_what_is_put_off_is_put_off_to_a_moment_that_the_hours_allow(known: Facts, wanted: Action, now: datetime) -> None:
    decision = may(wanted, known, now)
    if decision.not_before is not None:
        assert decision.not_before > now
        assert Rule.QUIET_HOURS not in may(wanted, known, decision.not_before).rules


def _with(known: Facts, hold: Hold) -> Facts:
    return facts(
        *known.accounts,
        status=known.status,
        holds=(*known.holds, hold),
        do_not_contact=known.do_not_contact,
        opted_out=known.opted_out,
        reachable=known.reachable,
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
