"""Asking for a new link. What the page does is the same for every kind of link, because it looks none up: whose link it is,
whether it still works and whether anything may be sent is found out later, by a job that nobody waits for."""

from __future__ import annotations

from chalicelib.core.changes import Changes, Conflict
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import fingerprint
from chalicelib.core.queues import QueueName, Queues
from chalicelib.core.store import Store
from chalicelib.portal.identity import Scope, locked
from chalicelib.portal.model import Attempts, attempts_place
from chalicelib.portal.service import link_hash

TRIES = 4
PER_LINK, LINK_HOURS = 3, 24
PER_NETWORK, NETWORK_HOURS = 10, 1


class LinkRequests:
    """Visitors who want a new link."""

    def __init__(self, store: Store, queues: Queues, clock: Clock) -> None:
        self._store = store
        self._queues = queues
        self._clock = clock

    def ask(self, link_token: str, network: str) -> None:
        """Spend a request of this link and of this network, and hand the wish on; one too many is dropped without a word.
        Three AWS requests. Raises Refused(BUSY) when others keep asking at the same moment."""
        link, now = link_hash(link_token), self._clock.now()
        seconds = int(now.timestamp())
        for _ in range(TRIES):
            counters = self._counters(link, network)
            if locked(counters, seconds):
                return
            try:
                self._store.commit(Changes(*(scope.spend(seconds) for scope in counters)))
            except Conflict:
                continue
            self._queues.send(QueueName.MESSAGES, [{"link": link, "asked_at": now.isoformat()}])
            return
        raise Refused(Code.BUSY)

    def _counters(self, link: str, network: str) -> tuple[Scope, ...]:
        names = f"new-link#{link}", f"new-link-network#{fingerprint(network)[:32]}"
        found = self._store.get_many([attempts_place(name) for name in names])
        stored = {entity.scope: entity for entity in found.values() if isinstance(entity, Attempts)}
        return (
            Scope(names[0], stored.get(names[0]), PER_LINK, LINK_HOURS * 3600),
            Scope(names[1], stored.get(names[1]), PER_NETWORK, NETWORK_HOURS * 3600),
        )
