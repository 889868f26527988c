"""Finding customers, reading and changing one, and their personal link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.activities.model import Diary, Event
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Index, Insert, Key, Replace, Table
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import OPAQUE_LENGTH, fingerprint
from chalicelib.core.keys import Keys
from chalicelib.core.store import Page, Store
from chalicelib.due.service import sweep
from chalicelib.records.contacts import Check, Details, checked, corrected
from chalicelib.records.lookups import AccountLookup, ContactLookup, TokenLookup, account_place, customer_key, link_token
from chalicelib.records.model import NAME_PARTITIONS, Customer, Link, Listing, customer_place
from chalicelib.records.search import By, search_terms
from chalicelib.records.status import STATUS_PREFIX, STATUS_SWEEP, Move, StatusChange, first_status, moved, reactivated
from chalicelib.settings.model import Settings

COMMIT_TRIES = 3
STATUS_CHANGES_SHOWN = 200
AGGREGATE = "#"


class Customers:
    """Customers as agents look for them."""

    def __init__(self, store: Store, keys: Keys, clock: Clock, load_settings: Callable[[], Settings], public_url: str) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._settings = load_settings
        self._public_url = public_url

    def get(self, key: str) -> Customer:
        """The customer. Raises Refused(NOT_FOUND)."""
        found = self._store.get(Customer, customer_place(key)) if len(key) == OPAQUE_LENGTH else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found

    def find(self, by: By, text: str, *, after: str, limit: int) -> Page[Listing]:
        """One page of the list, sorted by name; with a text, those it finds. Unfindable text finds nobody."""
        terms = search_terms(by, text)
        if by is By.NAME:
            return self._by_name(terms.prefix, after, limit)
        if not terms.prefix:
            return Page([], None)
        if by is By.CUSTOMER_ID:
            return self._rows([customer_key(self._keys.identity, terms.prefix)], None)
        if by is By.ACCOUNT:
            owner = self._store.get(AccountLookup, account_place(terms.prefix))
            return self._rows([owner.customer_key] if owner else [], None)
        return self._by_contact(terms.prefix, terms.inward, after, limit)

    def link_url(self, customer: Customer) -> str:
        """The address of the personal link: derived, never stored."""
        link = customer.link
        token = link_token(self._keys.link(link.key_id), customer.customer_key, link.version)
        return f"{self._public_url}/a/{token}"

    def replace_link(self, key: str, version: int, actor: Actor, command: str) -> Customer:
        """A new link, and the end of the old one; the same command of the same agent again answers the same.

        Raises Refused(NOT_FOUND), or (STALE) when the customer has moved on."""
        customer, made_by = self.get(key), f"{actor.id}#{command}"
        if customer.link.made_by == made_by:
            return customer
        refuse_if(customer.version != version, Code.STALE)
        now = self._clock.now()
        link = Link(
            version=customer.link.version + 1,
            key_id=self._keys.current_link_key_id,
            created_at=now,
            expires_at=now + timedelta(days=self._settings().link_valid_days),
            made_by=made_by,
        )
        token = link_token(self._keys.link(link.key_id), key, link.version)
        told = Diary(actor, now).tell(Event.LINK_REGENERATED, customer.ref, stream=key)
        self._store.commit(
            Changes(
                Replace(customer.model_copy(update={"link": link})),
                Insert(TokenLookup(token_hash=fingerprint(token), customer_key=key, link_version=link.version)),
                Append(told),
            )
        )
        return self.get(key)

    def correct(self, key: str, version: int, details: Details, actor: Actor, command: str) -> Customer:
        """The customer with these contact details. Raises Refused: NOT_FOUND, STALE, INVALID, KEY_REUSED, BUSY."""
        return self._change(key, version, actor, command, details, lambda customer, now: corrected(customer, details, actor, now))

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

    def _change(
        self, key: str, version: int, actor: Actor, command: str, request: object, decide: Callable[[Customer, datetime], Changes]
    ) -> Customer:
        """What a command of an agent does, once: who sends it again gets the customer as it has become."""
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

    def _by_name(self, prefix: str, after: str, limit: int) -> Page[Listing]:
        entries = self._store.search(Index.NAMES, NAME_PARTITIONS, prefix=prefix, after=after, limit=limit + 1)
        rows = [Listing.model_validate(entry.listing) for entry in entries[:limit]]
        return Page(rows, entries[limit - 1].sort if len(entries) > limit else None)

    def _by_contact(self, term: str, inward: str, after: str, limit: int) -> Page[Listing]:
        found = self._store.query(Table.LOOKUPS, term, prefix=inward, after=after or None, limit=limit)
        return self._rows([row.customer_key for row in found.items if isinstance(row, ContactLookup)], found.after)

    def _rows(self, keys: list[str], after: str | None) -> Page[Listing]:
        """The customers as rows, in order of name; a look-up that has outlived its customer is passed over."""
        found = self._store.get_many([customer_place(key) for key in keys]) if keys else {}
        customers = sorted((c for c in found.values() if isinstance(c, Customer)), key=lambda c: c.sort_name)
        return Page([Listing.of(customer) for customer in customers], after)
