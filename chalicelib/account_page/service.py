"""What is taken away from a customer's page is written down."""

from __future__ import annotations

import contextlib

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.store import Store
from chalicelib.records.model import Customer

COMMIT_TRIES = 3


class Downloads:
    """Files that the console makes of what it is shown."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def tell(self, event: Event, customer: Customer, filters: dict[str, str], actor: Actor, command: str) -> None:
        """Write down that something of the customer's is downloaded, and by which filters: once, however often the command is
        sent. Raises Refused(KEY_REUSED) for another command under its key, (BUSY) when it could not be written down."""
        digest = digest_of(event, customer.customer_key, filters)
        for _ in range(COMMIT_TRIES):
            if made_before(self._store, actor, command, digest):
                return
            told = Diary(actor, self._clock.now()).tell(event, customer.ref, stream=customer.customer_key, after=filters or None)
            mark = RequestMark(actor_id=actor.id, request_key=command, digest=digest, made=told.id)
            with contextlib.suppress(Conflict):
                self._store.commit(Changes(Append(told), Insert(mark)))
                return
        raise Refused(Code.BUSY)
