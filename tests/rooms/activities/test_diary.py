"""The diary: whatever is asked for comes whole, in order and once, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.activities import service
from chalicelib.activities.events import Event, Group
from chalicelib.activities.model import Activity, Diary, Trigger
from chalicelib.activities.rules import DiaryFilter, user_of
from chalicelib.activities.service import Activities
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Append, Changes
from chalicelib.core.clock import london_day, london_midnight
from chalicelib.core.errors import Code, Refused
from chalicelib.core.memory import MemoryStore
from tests.support.paying import CUSTOMER, NOON

ALEX = Actor(ActorType.AGENT, "sub-alex", "Alex Example", Channel.CONSOLE)
KIM = Actor(ActorType.AGENT, "sub-kim", "Kim Example", Channel.CONSOLE)
ACTORS = (ALEX, KIM, Actor.customer(CUSTOMER), Actor.system("status_sweep"), Actor.importer("u", "a.csv"), Actor.provider("bank"))
EVENTS = (Event.CUSTOMER_UPDATED, Event.PAYMENT_SETTLED, Event.CLAIM_CREATED)
CLAIMS = (None, "CLM-1", "CLM-2")
LAST_SUNDAY_OF_OCTOBER = date(2026, 10, 25)
LAST_SUNDAY_OF_MARCH = date(2026, 3, 29)


def diary_of(*lines: Activity) -> Activities:
    store = MemoryStore()
    for line in lines:
        store.commit(Changes(Append(line)))
    return Activities(store)


def line(at: datetime = NOON, event: Event = EVENTS[0], actor: Actor = ALEX, claim: str | None = None) -> Activity:
    return Diary(actor, at).tell(event, f"customer:{CUSTOMER}", stream=CUSTOMER, claim=claim)


def pages(diary: Activities, asked: DiaryFilter, limit: int, *, newest_first: bool = True) -> Iterator[list[Activity]]:
    after = ""
    for _ in range(1_000):
        page = diary.filtered(CUSTOMER, asked, after=after, limit=limit, newest_first=newest_first)
        yield list(page.items)
        if page.after is None:
            return
        after = page.after
    raise AssertionError("the diary never ended")


def whole(diary: Activities, asked: DiaryFilter) -> list[str]:
    return [activity.id for page in pages(diary, asked, 200) for activity in page]


# Few instants, so that many are equal; around a midnight in summer, which is an hour before the one of UTC.
instants = st.integers(-4, 4).map(lambda hours: datetime(2026, 7, 1, 23, tzinfo=UTC) + timedelta(hours=6 * hours))
lines = st.lists(
    st.builds(line, at=instants, event=st.sampled_from(EVENTS), actor=st.sampled_from(ACTORS), claim=st.sampled_from(CLAIMS)),
    max_size=30,
)
days = st.none() | st.integers(-3, 3).map(lambda offset: date(2026, 7, 2) + timedelta(days=offset))
filters = st.builds(
    DiaryFilter,
    first_day=days,
    last_day=days,
    events=st.frozensets(st.sampled_from(EVENTS), max_size=2),
    users=st.frozensets(st.sampled_from(["sub-alex", "sub-kim", "CUSTOMER", "SYSTEM", "API", "IMPORT"]), max_size=3),
    claims=st.frozensets(st.sampled_from(["CLM-1", "CLM-2", "CLM-9"]), max_size=2),
    no_claim=st.booleans(),
    trigger=st.none() | st.sampled_from(Trigger),
)


def expected(told: list[Activity], asked: DiaryFilter) -> list[str]:
    """The filtered whole, from the words of the feature list and not from the rule."""
    first, last = sorted([asked.first_day or date.min, asked.last_day or date.max])
    if asked.first_day is None or asked.last_day is None:
        first, last = asked.first_day or date.min, asked.last_day or date.max

    def user(activity: Activity) -> str:
        kind = activity.actor_type.value
        return activity.actor_id if kind == "AGENT" else {"PROVIDER": "SYSTEM"}.get(kind, kind)

    kept = [
        activity.id
        for activity in told
        if first <= london_day(activity.occurred_at) <= last
        and (not asked.events or activity.event in asked.events)
        and (
            asked.trigger is None
            or (asked.trigger is Trigger.MANUAL) == (activity.actor_type.value in ("AGENT", "CUSTOMER", "API"))
        )
        and (not asked.users or user(activity) in asked.users)
        and (
            not (asked.claims or asked.no_claim)
            or (activity.claim in asked.claims if activity.claim is not None else asked.no_claim)
        )
    ]
    return sorted(kept, reverse=True)


@pytest.mark.feature("DI1", "DI2", "DI3", "DI4", "DI5", "DI6", "DI7")
@settings(max_examples=300, deadline=None)
@given(told=lines, asked=filters, limit=st.integers(1, 7), step=st.integers(1, 5), steps=st.integers(1, 3), newest=st.booleans())
def test_any_filter_gives_the_filtered_whole_in_order_and_none_twice(
    told: list[Activity], asked: DiaryFilter, limit: int, step: int, steps: int, newest: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "STEP", step)
        patch.setattr(service, "STEPS_LIMIT", steps)
        found = list(pages(diary_of(*told), asked, limit, newest_first=newest))
    assert all(len(page) <= limit for page in found)
    seen = [activity.id for page in found for activity in page]
    assert seen == (expected(told, asked) if newest else expected(told, asked)[::-1])


@pytest.mark.feature("DI3", "DI7")
@pytest.mark.parametrize(
    ("day", "hours"),
    [(LAST_SUNDAY_OF_MARCH, 23), (LAST_SUNDAY_OF_OCTOBER, 25), (date(2026, 7, 1), 24), (date(2026, 12, 1), 24)],
)
def test_a_day_is_as_long_as_it_is_in_london(day: date, hours: int) -> None:
    begins = london_midnight(day)
    hourly = [line(begins + timedelta(hours=hour)) for hour in range(-2, 28)]
    edge = line(begins + timedelta(hours=hours) - timedelta(milliseconds=1))
    assert len(whole(diary_of(*hourly, edge), DiaryFilter(first_day=day, last_day=day))) == hours + 1


@pytest.mark.feature("DI3")
def test_days_the_wrong_way_round_are_swapped_and_the_future_is_empty() -> None:
    diary = diary_of(line())
    assert len(whole(diary, DiaryFilter(first_day=date(2026, 11, 21), last_day=date(2026, 11, 19)))) == 1
    assert whole(diary, DiaryFilter(first_day=date(2027, 1, 1))) == []


@pytest.mark.feature("DI6")
def test_lines_without_a_claim_are_shown_only_when_they_are_asked_for() -> None:
    with_claim, without = line(claim="CLM-1"), line(NOON + timedelta(seconds=1))
    diary = diary_of(with_claim, without)
    assert whole(diary, DiaryFilter()) == [without.id, with_claim.id]
    assert whole(diary, DiaryFilter(claims=frozenset({"CLM-1"}))) == [with_claim.id]
    assert whole(diary, DiaryFilter(no_claim=True)) == [without.id]


@pytest.mark.feature("O5")
def test_everything_about_one_thing_can_be_asked_for() -> None:
    about = Diary(ALEX, NOON).tell(EVENTS[0], "account:ACC-1", stream=CUSTOMER, account="ACC-1")
    touching = Diary(ALEX, NOON).tell(EVENTS[1], "payment:1", stream=CUSTOMER, account="ACC-1")
    diary = diary_of(about, touching, line())
    assert set(whole(diary, DiaryFilter(entity="account:ACC-1"))) == {about.id, touching.id}
    assert whole(diary, DiaryFilter(entity="payment:1")) == [touching.id]


@pytest.mark.feature("DI7")
def test_what_is_heard_of_late_stands_where_it_happened() -> None:
    earlier = NOON - timedelta(hours=3)
    late = Diary(Actor.provider("bank"), NOON).tell(EVENTS[1], "payment:1", stream=CUSTOMER, occurred_at=earlier)
    before, after = line(earlier - timedelta(minutes=1)), line(earlier + timedelta(minutes=1))
    assert whole(diary_of(late, before, after), DiaryFilter()) == [after.id, late.id, before.id]
    assert (late.occurred_at, late.received_at) == (earlier, NOON)


def test_what_claims_to_come_from_the_future_happened_now() -> None:
    told = Diary(Actor.provider("bank"), NOON).tell(EVENTS[1], "payment:1", stream=CUSTOMER, occurred_at=NOON + timedelta(days=1))
    assert (told.occurred_at, told.received_at) == (NOON, None)


@pytest.mark.feature("DI5")
def test_who_has_left_can_still_be_asked_for() -> None:
    diary = diary_of(line(actor=ALEX), line(NOON + timedelta(days=1), actor=KIM), line(actor=ACTORS[2]))
    assert diary.agents(CUSTOMER) == {"sub-alex": "Alex Example", "sub-kim": "Kim Example"}


@pytest.mark.feature("DI5", "O13")
def test_a_provider_counts_as_the_system() -> None:
    assert user_of(line(actor=Actor.provider("bank"))) == "SYSTEM"


def test_a_page_looks_at_a_bounded_number_of_lines_and_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "STEP", 5)
    monkeypatch.setattr(service, "STEPS_LIMIT", 2)
    told = [line(NOON + timedelta(minutes=minute)) for minute in range(25)]
    asked = DiaryFilter(events=frozenset({Event.PAYMENT_SETTLED}))
    page = diary_of(*told).filtered(CUSTOMER, asked, limit=10)
    assert (page.items, page.after) == ([], told[15].id)


@pytest.mark.parametrize("cursor", ["x", "#", "01JD000000000000000000000", "U" * 26, "01jd0000000000000000000000"])
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    for read in (
        lambda: diary_of().page(CUSTOMER, cursor),
        lambda: diary_of().filtered(CUSTOMER, DiaryFilter(), after=cursor, limit=5),
    ):
        with pytest.raises(Refused) as refusal:
            read()
        assert refusal.value.code is Code.BAD_CURSOR


@pytest.mark.feature("O6")
def test_every_event_has_a_label_of_its_own_and_a_group() -> None:
    assert len({event.label for event in Event}) == len(Event)
    assert all(event.group in Group for event in Event)
