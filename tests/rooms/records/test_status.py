"""Blocking, deactivating and reactivating a customer, with its history and its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chalicelib.activities.events import Event
from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Index
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused
from chalicelib.records.model import CustomerStatus
from chalicelib.records.status import MOVES, REASONS, Move, StatusReason
from tests.support.paying import CUSTOMER
from tests.support.records import ALEX, Records

ACTIVATED, BLOCKED, DEACTIVATED = CustomerStatus.ACTIVATED, CustomerStatus.BLOCKED, CustomerStatus.DEACTIVATED
BLOCK = Move(BLOCKED, StatusReason.IDENTITY_IN_DOUBT)


def change(records: Records, move: Move, command: str = "a command of an agent") -> None:
    records.customers.change_status(CUSTOMER, records.customer.version, move, ALEX, command)


@pytest.mark.feature("O8", "O10", "O13")
def test_a_move_is_in_the_status_the_history_and_the_diary_at_once() -> None:
    records = Records()
    change(records, Move(BLOCKED, StatusReason.SUSPECTED_FRAUD, note="Two people answer"))
    [moved], [told] = records.moves, records.told
    assert records.customer.status is BLOCKED
    assert (moved.before, moved.after, moved.reason, moved.note) == (ACTIVATED, BLOCKED, "SUSPECTED_FRAUD", "Two people answer")
    assert (moved.actor_type, moved.actor_id, moved.actor_name) == (ActorType.AGENT, "sub-alex", "Alex Example")
    assert (told.event, told.reason) == (Event.CUSTOMER_STATUS_CHANGED, "SUSPECTED_FRAUD")
    assert (told.before, told.after) == ({"Status": "ACTIVATED"}, {"Status": "BLOCKED"})
    assert "Two people answer" not in told.model_dump_json(), "a note may say anything, so the diary does not repeat it"


@pytest.mark.feature("O10")
def test_the_history_begins_with_the_registration() -> None:
    records = Records()
    [first] = records.customers.status_history(CUSTOMER).items
    assert (first.before, first.after, first.changed_at) == (None, ACTIVATED, records.customer.registered_at)
    assert (first.reason, first.actor_type) == (StatusReason.REGISTERED, ActorType.IMPORT)


@pytest.mark.feature("O9")
@pytest.mark.parametrize("here", MOVES)
@pytest.mark.parametrize("there", CustomerStatus)
def test_only_the_moves_of_the_table_are_made(here: CustomerStatus, there: CustomerStatus) -> None:
    records = Records()
    place = records.customer.key
    records.store.put_all([records.customer.model_copy(update={"status": here})])
    reason = next(iter(REASONS[there]), StatusReason.LEGAL)
    if there in MOVES[here]:
        change(records, Move(there, reason))
        assert records.customer.status is there
    else:
        with pytest.raises(Refused) as refusal:
            change(records, Move(there, reason))
        assert refusal.value.code is Code.WRONG_STATE
        assert records.store.items[place] == records.customer
        assert records.customer.status is here


@pytest.mark.feature("O9")
@pytest.mark.parametrize(
    ("move", "field"),
    [
        (Move(BLOCKED, StatusReason.IDENTITY_CONFIRMED), "reason"),
        (Move(BLOCKED, StatusReason.TIME_OVER), "reason"),
        (Move(BLOCKED, StatusReason.OTHER), "note"),
        (Move(BLOCKED, StatusReason.LEGAL, until=date(2026, 11, 20)), "until"),
        (Move(BLOCKED, StatusReason.LEGAL, until=date(2026, 1, 1)), "until"),
        (Move(BLOCKED, StatusReason.LEGAL, until=date(2036, 1, 1)), "until"),
    ],
)
def test_what_is_missing_or_wrong_is_named(move: Move, field: str) -> None:
    records = Records()
    with pytest.raises(Refused) as refusal:
        change(records, move)
    assert (refusal.value.code, refusal.value.field) == (Code.INVALID, field)
    assert records.moves == []


def test_an_activated_customer_has_no_end() -> None:
    records = Records()
    change(records, BLOCK)
    with pytest.raises(Refused) as refusal:
        change(records, Move(ACTIVATED, StatusReason.MISTAKE, until=date(2026, 12, 1)), "another command")
    assert refusal.value.field == "until"


@pytest.mark.feature("O9", "O14")
@pytest.mark.parametrize(
    ("until", "begins"),
    [
        (date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, tzinfo=UTC)),
        (date(2027, 3, 29), datetime(2027, 3, 28, 23, tzinfo=UTC)),
    ],
)
def test_an_end_takes_effect_when_its_day_begins_in_london_whatever_the_sweep_does(until: date, begins: datetime) -> None:
    records = Records()
    change(records, Move(BLOCKED, StatusReason.LEGAL, until=until))
    before = begins - timedelta(seconds=1)
    assert records.customer.status_on(london_day(before)) is BLOCKED
    assert records.customer.status_on(london_day(begins)) is ACTIVATED
    records.customers.reactivate_due(before)
    assert records.customer.status is BLOCKED
    records.customers.reactivate_due(begins)
    assert (records.customer.status, records.customer.status_until) == (ACTIVATED, None)
    assert Index.DUE not in records.customer.indexes
    last = records.moves[-1]
    assert (last.after, last.reason, last.changed_at) == (ACTIVATED, StatusReason.TIME_OVER, begins)
    assert (records.told[-1].actor_type, records.told[-1].actor_id) == (ActorType.SYSTEM, "status_sweep")


def test_a_sweep_that_comes_twice_reactivates_once() -> None:
    records = Records()
    change(records, Move(BLOCKED, StatusReason.LEGAL, until=date(2026, 11, 23)))
    for _ in range(2):
        records.customers.reactivate_due(datetime(2026, 11, 24, tzinfo=UTC))
    assert [moved.after for moved in records.moves] == [BLOCKED, ACTIVATED]


def test_who_is_blocked_again_before_the_sweep_has_both_ends_in_the_history() -> None:
    records = Records()
    change(records, Move(BLOCKED, StatusReason.LEGAL, until=date(2026, 11, 23)))
    records.clock.instant = datetime(2026, 11, 23, 9, tzinfo=UTC)
    change(records, BLOCK, "the second command")
    assert [(m.before, m.after) for m in records.moves] == [(ACTIVATED, BLOCKED), (BLOCKED, ACTIVATED), (ACTIVATED, BLOCKED)]
    assert records.customer.status_until is None


def test_a_command_sent_again_moves_once_and_another_under_its_key_is_refused() -> None:
    records = Records()
    version = records.customer.version
    first = records.customers.change_status(CUSTOMER, version, BLOCK, ALEX, "one and the same")
    assert records.customers.change_status(CUSTOMER, version, BLOCK, ALEX, "one and the same") == first
    assert len(records.moves) == 1
    with pytest.raises(Refused) as refusal:
        records.customers.change_status(CUSTOMER, version, Move(DEACTIVATED, StatusReason.LEGAL), ALEX, "one and the same")
    assert refusal.value.code is Code.KEY_REUSED


def test_who_looked_at_an_older_version_changes_nothing() -> None:
    records = Records()
    with pytest.raises(Refused) as refusal:
        records.customers.change_status(CUSTOMER, records.customer.version - 1, BLOCK, ALEX, "a command of an agent")
    assert refusal.value.code is Code.STALE
    assert records.moves == []


class Statuses(RuleBasedStateMachine):
    """Agents move a customer about, days pass, the sweep comes when it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.records = Records()
        self.commands = 0

    @property
    def here(self) -> CustomerStatus:
        return self.records.customer.status_on(london_day(self.records.clock.now()))

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        there = data.draw(st.sampled_from(MOVES[self.here]))
        days = data.draw(st.none() | st.integers(1, 5)) if there is not ACTIVATED else None
        until = london_day(self.records.clock.now()) + timedelta(days=days) if days else None
        self.commands += 1
        reason = data.draw(st.sampled_from(REASONS[there]))
        change(self.records, Move(there, reason, until, note="-"), f"command number {self.commands}")
        assert self.here is there

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.records.clock.instant += timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        here = self.here
        self.records.customers.reactivate_due(self.records.clock.now())
        assert self.records.customer.status is here is self.here, "a sweep writes down what is in force"

    @precondition(lambda self: self.records.customer.status_until)
    @invariant()
    def an_end_is_watched(self) -> None:
        assert Index.DUE in self.records.customer.indexes

    @invariant()
    def the_history_is_a_chain_that_ends_in_the_status(self) -> None:
        moves = self.records.moves
        assert [m.before for m in moves] == [ACTIVATED, *(m.after for m in moves)][: len(moves)]
        assert self.records.customer.status is (moves[-1].after if moves else ACTIVATED)
        assert [m.changed_at for m in moves] == sorted(m.changed_at for m in moves)

    @invariant()
    def every_move_is_told_once(self) -> None:
        assert len(self.records.told) == len(self.records.moves)


Statuses.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
test_statuses = pytest.mark.feature("O8", "O9", "O10")(Statuses.TestCase)
