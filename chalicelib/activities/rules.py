"""Which lines of a diary somebody asks for, and where in the stream they can be. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Trigger
from chalicelib.core.actor import ActorType
from chalicelib.core.clock import london_midnight
from chalicelib.core.ids import ulid_floor

PROVIDERS_ARE_SYSTEM = {ActorType.PROVIDER: ActorType.SYSTEM}


@dataclass(frozen=True, slots=True)
class DiaryFilter:
    """What is asked for; an empty set asks for everything. Days are London's and both included; given the wrong way round
    they are swapped. `users` are ids of agents or types of actors. With claims alone, lines without a claim are left out;
    `no_claim` asks for them (features DI3 to DI6). `entity` asks for what is told about one thing: `payment:` and its id;
    `trigger` for what happened by itself or for what somebody did (DI2)."""

    first_day: date | None = None
    last_day: date | None = None
    events: frozenset[Event] = frozenset()
    users: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    no_claim: bool = False
    entity: str = ""
    trigger: Trigger | None = None

    @property
    def days(self) -> tuple[date | None, date | None]:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            return self.last_day, self.first_day
        return self.first_day, self.last_day

    def wants(self, activity: Activity) -> bool:
        """Whether the line is asked for, its day aside: `span` is about days."""
        return (
            (not self.events or activity.event in self.events)
            and (not self.users or user_of(activity) in self.users)
            and (not (self.claims or self.no_claim) or self._wants_claim(activity.claim))
            and (self.trigger in (None, activity.trigger))
            and (not self.entity or self.entity in (activity.entity, f"account:{activity.account}", f"claim:{activity.claim}"))
        )

    def _wants_claim(self, claim: str | None) -> bool:
        return self.no_claim if claim is None else claim in self.claims


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a stream: from the id `first` on, up to but without the id `end`. Ids sort by their instant."""

    first: str
    end: str

    def holds(self, identifier: str) -> bool:
        return self.first <= identifier < self.end

    def behind(self, cursor: str, *, newest_first: bool) -> str:
        """The key to read on behind: the cursor, or the edge of the stretch where that is further on. A text without its
        last character sorts right before it."""
        if newest_first:
            return min(cursor or self.end, self.end)
        return max(cursor, self.first[:-1])


def span(asked: DiaryFilter) -> Span:
    """Where the days that are asked for lie: a day has 23, 24 or 25 hours, as its midnights in London say."""
    first, last = asked.days
    return Span(
        ulid_floor(london_midnight(first)) if first else FIRST_ID,
        ulid_floor(london_midnight(last + timedelta(days=1))) if last else END_OF_IDS,
    )


def user_of(activity: Activity) -> str:
    """By what the filter knows who it was: an agent by their id, everybody else by what they are. A payment provider is
    shown as the system."""
    if activity.actor_type is ActorType.AGENT:
        return activity.actor_id
    return PROVIDERS_ARE_SYSTEM.get(activity.actor_type, activity.actor_type)


FIRST_ID = "0" * 26
END_OF_IDS = "8" + "0" * 25
"""Behind every ULID: its first character is 7 at most."""
