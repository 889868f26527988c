"""Holds and preferences of customers: load, decide, commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care import holding, preferences
from chalicelib.care.history import CONSENT_PREFIX, HOLD_PREFIX, RESTRICTED, ConsentEntry, HoldEntry, Preference
from chalicelib.care.holding import Ask
from chalicelib.care.model import Facts
from chalicelib.care.rules import facts_of, policy_of
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert, Key, Replace, Table
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import OPAQUE_LENGTH, is_ulid
from chalicelib.core.store import Store
from chalicelib.due.service import sweep
from chalicelib.records.holds import Hold, HoldKind
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

COMMIT_TRIES = 3
ENTRIES_SHOWN = 200
CARE_SWEEP = "care_sweep"
AGGREGATE = "#"

type Follow = Callable[[Diary, Customer, Hold], Changes]
"""What else is to be written when a hold has ended by itself, such as a task for somebody to look at it."""
type Decide = Callable[[Customer, Diary], Changes]


@dataclass(frozen=True, slots=True)
class History:
    """A customer, and the newest steps of holds and changes of preferences."""

    customer: Customer
    holds: Sequence[HoldEntry]
    consents: Sequence[ConsentEntry]


class Care:
    """What agents and schedules do about holds and preferences."""

    def __init__(self, store: Store, clock: Clock, load_settings: Callable[[], Settings], follow: Follow) -> None:
        self._store = store
        self._clock = clock
        self._settings = load_settings
        self._follow = follow

    def facts(self, key: str) -> tuple[Customer, Facts, datetime]:
        """The customer, what `may` decides on, and now: in one request. Raises Refused(NOT_FOUND)."""
        customer = self._customer(key)
        return customer, *self.facts_now(customer)

    def facts_now(self, customer: Customer) -> tuple[Facts, datetime]:
        """What `may` decides on, and now."""
        return facts_of(customer, policy=policy_of(self._settings())), self._clock.now()

    def history(self, key: str) -> History:
        """The customer and what happened to holds and preferences, newest first. Raises Refused(NOT_FOUND)."""
        customer = self._customer(key)
        holds, consents = (
            self._store.query(Table.RECORDS, key, prefix=prefix, limit=ENTRIES_SHOWN, newest_first=True).items
            for prefix in (HOLD_PREFIX, CONSENT_PREFIX)
        )
        return History(
            customer,
            sorted((e for e in holds if isinstance(e, HoldEntry)), key=lambda entry: entry.id, reverse=True),
            [e for e in consents if isinstance(e, ConsentEntry)],
        )

    def place(self, key: str, version: int, ask: Ask, actor: Actor, command: str, *, restricted: bool) -> Customer:
        """The customer with one hold more. `restricted` says whether the person may place holds that tell of health.

        Raises Refused: NOT_FOUND, FORBIDDEN, INVALID, WRONG_STATE, STALE, KEY_REUSED, BUSY."""
        hidden = ask.kind is HoldKind.MH_CRISIS and not restricted
        refuse_if(hidden, Code.FORBIDDEN, "Only an administrator can place this hold.", field="kind")

        def decide(customer: Customer, diary: Diary) -> Changes:
            after, _ = holding.placed(customer, ask, diary, seed=f"{actor.id}\x1f{command}")
            return holding.written(customer, after, diary, reason=ask.reason, evidence=ask.evidence)

        return self._command(key, version, actor, command, ("place", ask), decide)

    def change_end(
        self, key: str, version: int, hold_id: str, end: date | None, reason: str, actor: Actor, command: str
    ) -> Customer:
        """The customer with another last day of a hold. Raises Refused like `place`."""

        def decide(customer: Customer, diary: Diary) -> Changes:
            return holding.written(customer, holding.changed(customer, hold_id, end, diary), diary, reason=reason)

        return self._command(key, version, actor, command, ("end", hold_id, end, reason), decide)

    def lift(self, key: str, version: int, hold_id: str, reason: str, actor: Actor, command: str) -> Customer:
        """The customer without the hold. Raises Refused like `place`."""

        def decide(customer: Customer, diary: Diary) -> Changes:
            return holding.written(customer, holding.lifted(customer, hold_id), diary, reason=reason)

        return self._command(key, version, actor, command, ("lift", hold_id, reason), decide)

    def prefer(
        self, key: str, version: int, wishes: Mapping[Preference, bool], reason: str, actor: Actor, command: str
    ) -> Customer:
        """The customer with these opt-outs set or taken back. Raises Refused like `place`."""

        def decide(customer: Customer, diary: Diary) -> Changes:
            after = preferences.preferring(customer, wishes)
            news = preferences.told(customer, after, diary, reason=reason)
            return Changes(Replace(after)) + news if len(news) else news

        return self._command(key, version, actor, command, ("prefer", sorted(wishes.items()), reason), decide)

    def view_restricted(self, key: str, hold_id: str, actor: Actor) -> Sequence[HoldEntry]:
        """Everything that is held about one hold, oldest first; that somebody looks is written down first.

        Raises Refused(NOT_FOUND)."""
        page = (
            self._store.query(Table.RECORDS, key, prefix=f"{HOLD_PREFIX}{hold_id}#", limit=ENTRIES_SHOWN).items
            if is_ulid(hold_id) and len(key) == OPAQUE_LENGTH
            else ()
        )
        entries = [entry for entry in page if isinstance(entry, HoldEntry)]
        refuse_if(not entries, Code.NOT_FOUND, "We cannot find that hold.")
        if entries[0].hold.kind in RESTRICTED:
            told = Diary(actor, self._clock.now()).tell(Event.SENSITIVE_FIELD_VIEWED, f"hold:{hold_id}", stream=key)
            self._store.commit(Changes(Append(told)))
        return entries

    def sweep(self, now: datetime) -> None:
        """Write down the end of every hold whose last day has passed. In force it is over already: `may` looks at the day.

        Raises an ExceptionGroup at the end when some could not be looked at; the others were."""
        sweep(self._store, CARE_SWEEP, now, prefix=AGGREGATE, look=lambda place: self._look(place, now))

    def _look(self, place: Key, now: datetime) -> None:
        customer = self._store.get(Customer, place)
        after = holding.ended(customer, london_day(now)) if customer else None
        if customer is None or after is None or after.holds == customer.holds:
            return
        diary = Diary(Actor.system(CARE_SWEEP), now)
        over = [hold for hold in customer.holds if hold not in after.holds]
        follow = [change for hold in over for change in self._follow(diary, customer, hold)]
        self._store.commit(holding.written(customer, after, diary) + follow)

    def _command(self, key: str, version: int, actor: Actor, command: str, request: tuple[Any, ...], decide: Decide) -> Customer:
        """What a command of an agent does, once: who sends it again gets the customer as it has become."""
        digest = digest_of(key, version, *request)
        mark = RequestMark(actor_id=actor.id, request_key=command, digest=digest, made=key)
        for _ in range(COMMIT_TRIES):
            customer = self._customer(key)
            if customer.version != version:
                refuse_if(made_before(self._store, actor, command, digest) is None, Code.STALE)
                return customer
            changes = decide(customer, Diary(actor, self._clock.now()))
            if not len(changes):
                return customer
            try:
                self._store.commit(Changes(*changes, Insert(mark)))
            except Conflict as conflict:
                if conflict.key == mark.key:
                    made_before(self._store, actor, command, digest)
                continue
            return self._customer(key)
        raise Refused(Code.BUSY)

    def _customer(self, key: str) -> Customer:
        found = self._store.get(Customer, customer_place(key)) if len(key) == OPAQUE_LENGTH else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found
