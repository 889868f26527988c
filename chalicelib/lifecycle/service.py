"""Ending a record: load, decide, commit; and going on with what is left to remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.activities.model import Diary
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Insert, Key, Table
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import OPAQUE_LENGTH, fingerprint
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Objects
from chalicelib.core.store import Store
from chalicelib.lifecycle import removing
from chalicelib.lifecycle.model import MONEY_PREFIXES, REMOVALS, Ending, Removal, Stage, removal_place
from chalicelib.lifecycle.rules import anonymised, deleted, ending_of, refuse_end, refuse_other
from chalicelib.messaging.model import recent_contacts_place
from chalicelib.records.lookups import link_token
from chalicelib.records.model import Customer, customer_place
from chalicelib.records.tombstones import RemovalReason

LISTED = 50


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would become of a customer: the furthest end that is allowed, or in words why there is none now."""

    customer: Customer
    ending: Ending
    refusal: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: the end, why, the customer's version that was looked at, and the customer ID as it was typed."""

    ending: Ending
    reason: RemovalReason
    version: int
    typed: str


class Lifecycle:
    """The ends of records. `counters` names where attempts at these links and this customer are counted; `parts` end
    what other rooms hold."""

    def __init__(
        self,
        store: Store,
        objects: Objects,
        keys: Keys,
        clock: Clock,
        counters: Callable[[str, Sequence[str]], Sequence[Key]],
        parts: removing.Parts,
    ) -> None:
        self._store = store
        self._objects = objects
        self._keys = keys
        self._clock = clock
        self._counters = counters
        self._parts = parts

    def prospect(self, key: str) -> Prospect:
        """What the dialog says before anybody confirms. Raises Refused(NOT_FOUND)."""
        customer = self._customer(key)
        refusal = ""
        try:
            refuse_end(customer, london_day(self._clock.now()))
        except Refused as refused:
            refusal = refused.words
        return Prospect(customer, ending_of(customer, money=self._money(key)), refusal)

    def end(self, key: str, ask: Ask, actor: Actor, command: str) -> None:
        """End the record; who sends the same command again gets the same answer.

        Raises Refused: NOT_FOUND also for a record that has ended, INVALID when another ID was typed, STALE when the customer
        has moved on, WRONG_STATE for what may not end so, KEY_REUSED."""
        digest = digest_of(key, ask.ending, ask.reason, ask.version)
        if made_before(self._store, actor, command, digest) is None:
            try:
                self._commit(key, ask, actor, RequestMark(actor_id=actor.id, request_key=command, digest=digest, made=key))
            except Conflict:
                # The same command, sent twice at the same moment; anything else has moved the customer on.
                refuse_if(made_before(self._store, actor, command, digest) is None, Code.STALE)
        self._go_on(key)

    def removals(self) -> Sequence[Removal]:
        """The removals that are under way."""
        page = self._store.query(Table.OPERATIONS, REMOVALS, limit=LISTED)
        return [item for item in page.items if isinstance(item, Removal)]

    def sweep(self) -> None:
        """Go on with every removal, some pages further."""
        removing.sweep(self._store, self._objects, self._clock, self._parts)

    def _commit(self, key: str, ask: Ask, actor: Actor, mark: RequestMark) -> None:
        customer, now = self._customer(key), self._clock.now()
        refuse_if(ask.typed != customer.customer_id, Code.INVALID, "That is not this customer’s ID.", field="confirm")
        refuse_if(ask.version != customer.version, Code.STALE)
        refuse_end(customer, london_day(now))
        # Read after the customer: a payment that is begun now moves the customer on, and the commit is refused.
        refuse_other(ask.ending, ending_of(customer, money=self._money(key)))
        tokens = self._token_hashes(customer)
        decide = deleted if ask.ending is Ending.DELETE else anonymised
        counters = [*self._counters(key, tokens), recent_contacts_place(key)]
        changes = decide(customer, ask.reason, Diary(actor, now), tokens, counters)
        self._store.commit(Changes(*changes, Insert(mark)))

    def _go_on(self, key: str) -> None:
        """The first pages at once, so that what little most customers have is gone when the answer comes."""
        removal = self._store.get(Removal, removal_place(key))
        for _ in range(len(Stage)):
            removal = removing.step(self._store, self._objects, self._clock, self._parts, removal) if removal else None

    def _customer(self, key: str) -> Customer:
        found = self._store.get(Customer, customer_place(key)) if len(key) == OPAQUE_LENGTH else None
        # Whoever was anonymised is nobody any more: there is nothing left to end.
        if found is None or found.anonymous:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found

    def _money(self, key: str) -> bool:
        """Whether a payment, a promise, a plan or a mandate was ever begun."""
        return any(self._store.query(Table.RECORDS, key, prefix=prefix, limit=1).items for prefix in MONEY_PREFIXES)

    def _token_hashes(self, customer: Customer) -> list[str]:
        """Of every link the customer ever had, as far as the keys that made them are still known; the present one last."""
        secret = self._keys.link(customer.link.key_id)
        versions = range(1, customer.link.version + 1)
        return [fingerprint(link_token(secret, customer.customer_key, version)) for version in versions]
