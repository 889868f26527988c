"""Instants are UTC, days are London's: the two are never mixed up because each has its own name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MOVABLE_STAGES = frozenset({"local", "test"})
ASKED_EVERY = timedelta(seconds=2)


class Clock(Protocol):
    """Where the time comes from. Production reads the machine's clock, tests set it."""

    def now(self) -> datetime:
        """The current instant, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovedClock:
    """A clock that runs ahead of another by as much as `offset` says, so that what falls due weeks from now can be seen now.

    The offset is asked for again every `ASKED_EVERY`. Refuses to be built for any stage but a local or test one: promises,
    due dates and the diary of a real organisation keep real time.
    """

    def __init__(self, behind: Clock, offset: Callable[[], timedelta], *, stage: str) -> None:
        if stage not in MOVABLE_STAGES:
            raise RuntimeError(f"the clock of the stage {stage} cannot be moved")
        self._behind = behind
        self._ask = offset
        self._offset = timedelta()
        self._asked_at: datetime | None = None

    def now(self) -> datetime:
        real = self._behind.now()
        if self._asked_at is None or real - self._asked_at >= ASKED_EVERY:
            self._offset, self._asked_at = self._ask(), real
        return real + self._offset


class FixedClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self.instant


def london_day(instant: datetime) -> date:
    """The calendar day in London at that instant. Raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(LONDON).date()


def london_midnight(day: date) -> datetime:
    """The UTC instant at which the day begins in London: a day lasts 23, 24 or 25 hours until the next one begins."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def epoch_seconds(instant: datetime) -> int:
    """Whole seconds since 1970, as DynamoDB's TTL attribute wants them."""
    return int(instant.timestamp())
