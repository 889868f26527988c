"""What every step of an import works with, and the few moves they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import is_ulid
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Objects
from chalicelib.core.queues import Queues
from chalicelib.core.store import Store
from chalicelib.imports.model import APPLY, MOVES, Phase, State, Upload, upload_place
from chalicelib.settings.model import Settings

CONFLICT_TRIES = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """The ports and the time."""

    store: Store
    objects: Objects
    queues: Queues
    keys: Keys
    clock: Clock
    load_settings: Callable[[], Settings]
    public_url: str

    def upload(self, upload_id: str) -> Upload:
        """The upload as it is now. Raises Refused(NOT_FOUND)."""
        found = self.store.get(Upload, upload_place(upload_id)) if is_ulid(upload_id) else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that upload.")
        return found


def moved(upload: Upload, state: State, now: datetime, **updates: Any) -> Upload:
    """The upload in its next state. Raises ValueError for a move that the table does not have."""
    if state not in MOVES[upload.state]:
        raise ValueError(f"an upload does not go from {upload.state} to {state}")
    return upload.model_copy(update={"state": state, "moved_at": now, **updates})


def importing(upload: Upload, now: datetime, **updates: Any) -> Changes:
    """The changes that start the import of a planned upload; its caller adds the activity."""
    phase = Phase(
        upload_id=upload.id,
        name=APPLY,
        total=len(upload.all_parts),
        pending=frozenset(upload.all_parts),
        rows=upload.checked_rows,
        started_at=now,
    )
    return Changes(Replace(moved(upload, State.IMPORTING, now, waiting_reason=None, **updates)), Insert(phase))


def told(actor: Actor, now: datetime, event: Event, upload: Upload, **after: str) -> Append:
    """The activity that goes with a change of an upload."""
    return Append(Diary(actor, now).tell(event, upload.ref, after={"filename": upload.filename, **after}))
