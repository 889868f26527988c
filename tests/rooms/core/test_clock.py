"""The clock of a local stage can be moved on; that of an organisation cannot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.core.changes import Changes, Put
from chalicelib.core.clock import FixedClock, MovedClock
from chalicelib.core.memory import MemoryStore
from chalicelib.settings.offset import ClockOffset, offset

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_clock_runs_ahead_from_a_moment_after_it_was_moved() -> None:
    store, machine = MemoryStore(), FixedClock(NOON)
    clock = MovedClock(machine, lambda: offset(store), stage="local")
    assert clock.now() == NOON
    store.commit(Changes(Put(ClockOffset(seconds=14 * 86_400))))
    machine.instant += timedelta(seconds=2)
    assert clock.now() == NOON + timedelta(days=14, seconds=2)


def test_no_clock_is_turned_back() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        ClockOffset(seconds=-1)


@pytest.mark.parametrize("stage", ["production", "", "live"])
def test_the_clock_of_an_organisation_cannot_be_moved(stage: str) -> None:
    with pytest.raises(RuntimeError, match="cannot be moved"):
        MovedClock(FixedClock(NOON), timedelta, stage=stage)
