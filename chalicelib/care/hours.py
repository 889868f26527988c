"""When people may be chased: hours, days and how often (`reference/uk-rules.md` F.1). Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from chalicelib.care.model import ContactChannel, Contacted, ContactPolicy, Facts
from chalicelib.core.clock import LONDON, london_day
from chalicelib.core.workdays import bank_holidays

DIGITAL = frozenset({ContactChannel.SMS, ContactChannel.EMAIL})
AT_ONCE = frozenset({ContactChannel.SMS, ContactChannel.EMAIL, ContactChannel.CALL})
"""What reaches a person the moment it is sent; a letter keeps no hours."""
_WEEK = timedelta(days=7)
_LOOK_AHEAD_DAYS = 21
_FEASTS = frozenset({(1, 1), (12, 25), (12, 26)})
"""Kept on the day itself too when the bank holiday is moved to a weekday."""


def next_open(facts: Facts, now: datetime) -> datetime | None:
    """The first instant from `now` on that lies within the hours; None when there is none within three weeks."""
    today = london_day(now)
    for offset in range(_LOOK_AHEAD_DAYS):
        opened = _hours(facts, today + timedelta(days=offset))
        if opened is not None and now < opened[1]:
            return max(now, opened[0])
    return None


def next_uncapped(channel: ContactChannel, facts: Facts, now: datetime) -> datetime:
    """The first instant from `now` on at which no cap is reached by the contacts made so far."""
    policy, made = facts.policy, sorted(facts.contacts, key=lambda contact: contact.at)
    return max(
        now, _after_day(channel, policy, made, now), _after_week(channel, policy, made, now), _after_gap(policy, made, now)
    )


def _hours(facts: Facts, day: date) -> tuple[datetime, datetime] | None:
    hours = facts.policy.hours[day.weekday()]
    holiday = day in bank_holidays(day.year) or (day.month, day.day) in _FEASTS
    if hours is None or (holiday and not facts.policy.on_bank_holidays):
        return None
    return _instant(day, hours[0]), _instant(day, hours[1])


def _after_day(channel: ContactChannel, policy: ContactPolicy, made: list[Contacted], now: datetime) -> datetime:
    today = london_day(now)
    same = [contact for contact in made if contact.channel is channel and london_day(contact.at) == today]
    return now if len(same) < policy.contacts_per_day else _instant(today + timedelta(days=1), time(0))


def _after_week(channel: ContactChannel, policy: ContactPolicy, made: list[Contacted], now: datetime) -> datetime:
    """Once a week has passed since so many contacts ago."""
    digital = [contact.at for contact in made if contact.channel in DIGITAL and now - contact.at < _WEEK]
    if channel not in DIGITAL or len(digital) < policy.contacts_per_week:
        return now
    return digital[-policy.contacts_per_week] + _WEEK


def _after_gap(policy: ContactPolicy, made: list[Contacted], now: datetime) -> datetime:
    return made[-1].at + timedelta(hours=policy.minimum_gap_hours) if made else now


def _instant(day: date, hour: time) -> datetime:
    """The instant of a London hour, in UTC."""
    return datetime.combine(day, hour, LONDON).astimezone(UTC)
