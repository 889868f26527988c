"""Finding customers, reading and changing one, and their personal link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert, Key, Replace, Table
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import OPAQUE_LENGTH
from chalicelib.core.keys import Keys
from chalicelib.core.store import Page, Store
from chalicelib.due.service import sweep
from chalicelib.records.contacts import Check, Details, checked, corrected
from chalicelib.records.finding import Found, Search, find
from chalicelib.records.links import relinked
from chalicelib.records.lookups import link_token
from chalicelib.records.model import Customer, customer_place
from chalicelib.records.own_details import OwnDetail, changed_by_owner
from chalicelib.records.status import STATUS_PREFIX, STATUS_SWEEP, Move, StatusChange, first_status, moved, reactivated
from chalicelib.settings.model import Settings

COMMIT_TRIES = 3
STATUS_CHANGES_SHOWN = 200
AGGREGATE = "#"


class Customers:
    """Customers as agents look for them. `on_correction` adds what another room wants written with corrected details."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        load_settings: Callable[[], Settings],
        public_url: str,
        on_correction: Callable[[Customer, Customer, Diary], Changes] = lambda before, after, diary: Changes(),
    ) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._settings = load_settings
        self._public_url = public_url
        self._on_correction = on_correction

    def get(self, key: str) -> Customer:
        """The customer. Raises Refused(NOT_FOUND)."""
        found = self._store.get(Customer, customer_place(key)) if len(key) == OPAQUE_LENGTH else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found

    def find(self, search: Search) -> Found:
        """One page of the list, sorted by name; with a text, those it finds. Unfindable text finds nobody.

        Raises Refused: INVALID, BAD_CURSOR."""
        return find(self._store, self._keys, search)

    def link_url(self, customer: Customer) -> str:
        """The address of the personal link: derived, never stored."""
        link = customer.link
        token = link_token(self._keys.link(link.key_id), customer.customer_key, link.version)
        return f"{self._public_url}/a/{token}"

    def replace_link(self, key: str, version: int, actor: Actor, command: str) -> Customer:
        """A new link, and the end of the old one; the same command of the same agent again answers the same.

        Raises Refused(NOT_FOUND), or (STALE) when the customer has moved on."""
        now = self._clock.now()
        expires_at = now + timedelta(days=self._settings().link_valid_days)
        return self._relinked(key, version, actor, command, Event.LINK_REGENERATED, {"expires_at": expires_at})

    def revoke_link(self, key: str, version: int, actor: Actor, command: str) -> Customer:
        """The end of the link without a new one: what stands in its place was over when it was made, so nothing ever opens.
        The same command again answers the same. Raises like `replace_link`."""
        now = self._clock.now()
        return self._relinked(key, version, actor, command, Event.LINK_REVOKED, {"expires_at": now, "revoked_at": now})

    def with_flags_viewed(self, key: str, actor: Actor) -> Customer:
        """The customer, for whoever looks at the sensitive flags: that they do is written down first.

        Raises Refused(NOT_FOUND)."""
        customer = self.get(key)
        told = Diary(actor, self.now()).tell(Event.CUSTOMER_FLAGS_VIEWED, customer.ref, stream=key)
        self._store.commit(Changes(Append(told)))
        return customer

    def take_away(self, search: Search, actor: Actor) -> Found:
        """One page of a list for a file that leaves the console; how many rows it holds is written down first.

        What was searched for may be a name, so only its kind is told. Raises like `find`."""
        found = self.find(search)
        filtered = ", ".join(sorted(search.filters.model_dump(exclude_none=True))) or "none"
        told = Diary(actor, self.now()).tell(
            Event.EXPORT_DOWNLOADED, "customers", after={"rows": str(len(found.rows)), "filters": filtered, "search": search.by}
        )
        self._store.commit(Changes(Append(told)))
        return found

    def now(self) -> datetime:
        return self._clock.now()

    def _relinked(
        self, key: str, version: int, actor: Actor, command: str, event: Event, fields: Mapping[str, datetime]
    ) -> Customer:
        customer, made_by = self.get(key), f"{actor.id}#{command}"
        if customer.link.made_by == made_by:
            return customer
        refuse_if(customer.version != version, Code.STALE)
        diary = Diary(actor, self._clock.now())
        self._store.commit(relinked(customer, self._keys, diary, event, made_by=made_by, **fields))
        return self.get(key)

    def correct(self, key: str, version: int, details: Details, actor: Actor, command: str) -> Customer:
        """The customer with these contact details. Raises Refused: NOT_FOUND, STALE, INVALID, KEY_REUSED, BUSY."""

        def decide(customer: Customer, now: datetime) -> Changes:
            return self._followed(customer, corrected(customer, details, actor, now), Diary(actor, now))

        return self._change(key, version, actor, command, details, decide)

    def change_own(
        self,
        key: str,
        version: int,
        detail: OwnDetail,
        actor: Actor,
        command: str,
        toll: Callable[[datetime], Changes] = lambda now: Changes(),
    ) -> Customer:
        """The customer with one detail as they have changed it themselves. `toll` is what a change costs: written in the
        same transaction, not asked for when nothing changes, and free to refuse. Raises Refused like `correct`."""

        def decide(customer: Customer, now: datetime) -> Changes:
            changes = changed_by_owner(customer, detail, actor, now)
            return self._followed(customer, changes, Diary(actor, now)) + toll(now) if len(changes) else changes

        return self._change(key, version, actor, command, detail, decide)

    def check_contact(self, key: str, version: int, check: Check, actor: Actor, command: str) -> Customer:
        """The customer with a contact point found valid or invalid. Raises Refused like `correct`, and WRONG_STATE."""
        return self._change(key, version, actor, command, check, lambda customer, now: checked(customer, check, actor, now))

    def change_status(self, key: str, version: int, move: Move, actor: Actor, command: str) -> Customer:
        """The customer in another status. Raises Refused like `correct`, and WRONG_STATE."""
        return self._change(key, version, actor, command, move, lambda customer, now: moved(customer, move, actor, now))

    def status_history(self, key: str) -> Page[StatusChange]:
        """The customer's newest statuses, newest first; the one they were registered with comes last."""
        customer = self.get(key)
        found = self._store.query(Table.RECORDS, key, prefix=STATUS_PREFIX, limit=STATUS_CHANGES_SHOWN, newest_first=True)
        changes = [change for change in found.items if isinstance(change, StatusChange)]
        return Page(changes if found.after else [*changes, first_status(customer)], found.after)

    def reactivate_due(self, now: datetime) -> None:
        """Write down the end of every status that was set until a day which has come. In force it is over already:
        `Customer.status_on` looks at the day."""

        def look(place: Key) -> None:
            customer = self._store.get(Customer, place)
            changes = reactivated(customer, Actor.system(STATUS_SWEEP), now) if customer else Changes()
            if len(changes):
                self._store.commit(changes)

        sweep(self._store, STATUS_SWEEP, now, prefix=AGGREGATE, look=look)

    def _followed(self, customer: Customer, changes: Changes, diary: Diary) -> Changes:
        """The changes, and what another room wants written with them."""
        after = next((c.entity for c in changes if isinstance(c, Replace) and isinstance(c.entity, Customer)), customer)
        return changes + self._on_correction(customer, after, diary)

    def _change(
        self, key: str, version: int, actor: Actor, command: str, request: object, decide: Callable[[Customer, datetime], Changes]
    ) -> Customer:
        """What a command does, once: who sends it again gets the customer as it has become."""
        digest = digest_of(key, version, request)
        mark = RequestMark(actor_id=actor.id, request_key=command, digest=digest, made=key)
        for _ in range(COMMIT_TRIES):
            customer = self.get(key)
            if customer.version != version:
                refuse_if(made_before(self._store, actor, command, digest) is None, Code.STALE)
                return customer
            changes = decide(customer, self._clock.now())
            try:
                if len(changes):
                    self._store.commit(Changes(*changes, Insert(mark)))
            except Conflict as conflict:
                if conflict.key == mark.key:
                    made_before(self._store, actor, command, digest)
                continue
            return self.get(key) if len(changes) else customer
        raise Refused(Code.BUSY)
