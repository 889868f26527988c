"""Instants are UTC, days are London's: the two are never mixed up because each has its own name."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Where the time comes from. Production reads the machine's clock, tests set it."""

    def now(self) -> datetime:
        """The current instant, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


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
