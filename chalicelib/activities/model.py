"""An activity, and the diary that writes them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.activities.events import Event, Group
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Key, Table
from chalicelib.core.ids import successor, ulid


class Trigger(StrEnum):
    AUTO = "AUTO"
    MANUAL = "MANUAL"


class Activity(BaseModel):
    """One immutable line of the diary.

    `stream` is the customer key, or `org#YYYY-MM` for what concerns no single customer. `entity` is the `ref` of the
    entity it tells about. `before` and `after` hold only masked or harmless values, `reason` a code of a closed list.
    `correlation_id` is shared by everything one command wrote. `received_at` is there when it was heard of later than it
    happened.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    stream: str
    id: str
    event: Event
    occurred_at: datetime
    actor_type: ActorType
    actor_id: str
    actor_name: str
    channel: Channel
    trigger: Trigger
    entity: str
    account: str | None = None
    claim: str | None = None
    before: dict[str, str] | None = None
    after: dict[str, str] | None = None
    reason: str | None = None
    correlation_id: str
    received_at: datetime | None = None

    @property
    def key(self) -> Key:
        return Key(Table.ACTIVITIES, self.stream, self.id)

    @property
    def covers(self) -> frozenset[str]:
        """Its entity, and the customer in whose stream it stands: accounts and claims live inside the customer."""
        return frozenset({self.entity, f"customer:{self.stream}"})

    @property
    def group(self) -> Group:
        return self.event.group

    @property
    def label(self) -> str:
        return self.event.label


def organisation_stream(instant: datetime) -> str:
    """Where activities without a customer live: one stream a month."""
    return f"org#{instant:%Y-%m}"


class Diary:
    """Writes the activities of one command: same actor, instant and correlation id for all of them."""

    def __init__(self, actor: Actor, now: datetime, correlation_id: str | None = None) -> None:
        self.actor = actor
        self.now = now
        self.correlation_id = correlation_id or ulid(now)
        self._next_id = ulid(now)

    def tell(
        self,
        event: Event,
        entity: str,
        *,
        stream: str | None = None,
        account: str | None = None,
        claim: str | None = None,
        before: dict[str, str] | None = None,
        after: dict[str, str] | None = None,
        reason: str | None = None,
        occurred_at: datetime | None = None,
    ) -> Activity:
        """One activity about `entity`, in the customer's stream or, without one, in the organisation's. What a provider
        says happened earlier, `occurred_at`, stands where it happened, not where it was heard of."""
        instant = min(occurred_at or self.now, self.now)
        late = instant < self.now
        automatic = self.actor.type in (ActorType.SYSTEM, ActorType.PROVIDER, ActorType.IMPORT)
        return Activity(
            stream=stream or organisation_stream(self.now),
            id=ulid(instant) if late else self._take_id(),
            event=event,
            occurred_at=instant,
            actor_type=self.actor.type,
            actor_id=self.actor.id,
            actor_name=self.actor.name,
            channel=self.actor.channel,
            trigger=Trigger.AUTO if automatic else Trigger.MANUAL,
            entity=entity,
            account=account,
            claim=claim,
            before=before,
            after=after,
            reason=reason,
            correlation_id=self.correlation_id,
            received_at=self.now if late else None,
        )

    def _take_id(self) -> str:
        taken, self._next_id = self._next_id, successor(self._next_id)
        return taken
