"""Letting a debtor in, and out. Four AWS requests for an identity check, the same for every kind of link."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert, Remove, Replace, Table, key_of
from chalicelib.core.clock import Clock, london_day, london_midnight
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import OPAQUE_LENGTH, fingerprint, opaque, ulid
from chalicelib.core.keys import Keys
from chalicelib.core.store import Store
from chalicelib.portal.identity import Answers, Scope, agrees, locked, scopes
from chalicelib.portal.model import Attempts, Session, ShutOut, attempts_place, session_place
from chalicelib.records.lookups import TokenLookup, token_place
from chalicelib.records.model import Customer, CustomerStatus, Link, customer_place
from chalicelib.settings.model import Settings

TRIES = 4


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in visitor: the customer's key, the token of their session, and the version of the link they came by."""

    customer_key: str
    token: str
    link_version: int

    @property
    def csrf(self) -> str:
        """The form token: derived from the session's own secret, so there is nothing more to store."""
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Link:
    """What stands behind a link's token: a dead link looks up a customer that does not exist, at the same cost."""

    hash: str
    customer_key: str
    version: int


def link_hash(token: str) -> str:
    """What a link is looked up by. Messaging apps change the case and add punctuation; whatever is left is looked up, even
    if it cannot exist."""
    return fingerprint("".join(c for c in token.lower() if c.isascii() and c.isalnum())[:OPAQUE_LENGTH])


class Portal:
    """The portal's door."""

    def __init__(self, store: Store, keys: Keys, clock: Clock, load_settings: Callable[[], Settings]) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._settings = load_settings

    def verify(self, link_token: str, answers: Answers, network: str) -> Visitor | None:
        """Spend an attempt, then compare. The visitor when the answers agree, else None whatever was wrong.

        Raises Refused(BUSY) when others keep spending attempts at the same moment: nothing was compared then.
        """
        link = self._link(link_token)
        for _ in range(TRIES):
            customer, counters = self._look(link, network)
            now = int(self._clock.now().timestamp())
            shut = locked(counters, now)
            try:
                self._store.commit(Changes(*(scope.spend(now) for scope in (counters[-1:] if shut else counters))))
            except Conflict:
                continue
            opened = not shut and agrees(customer, link.version, answers, self._settings(), now)
            return self._answer(link, customer, counters, opened=opened, shut=shut)
        raise Refused(Code.BUSY)

    def visitor(self, token: str) -> Visitor | None:
        """Who this session cookie belongs to, kept alive by asking; None when it is over. One request."""
        if not token:
            return None
        settings, now = self._settings(), int(self._clock.now().timestamp())
        idle_until = now + settings.session_idle_minutes * 60
        session = self._store.extend(session_place(fingerprint(token)), now=now, idle_until=idle_until)
        return Visitor(session.customer_key, token, session.link_version) if isinstance(session, Session) else None

    def customer(self, visitor: Visitor) -> Customer:
        """The visitor's own customer. Raises ShutOut, and ends the session, unless the customer is activated (C.3.1) and the
        link they came by is still theirs."""
        found = self._store.get(Customer, customer_place(visitor.customer_key))
        status = found.status_on(london_day(self._clock.now())) if found else None
        if found is not None and status is CustomerStatus.ACTIVATED and found.link.version == visitor.link_version:
            return found
        if found is None:
            self._store.commit(Changes(Remove(session_place(fingerprint(visitor.token)))))
        else:
            self.sign_out(visitor)
        raise ShutOut(blocked=status is CustomerStatus.BLOCKED)

    def sign_out(self, visitor: Visitor) -> None:
        """End the session at once."""
        told = Diary(Actor.customer(visitor.customer_key), self._clock.now()).tell(
            Event.SESSION_ENDED, f"customer:{visitor.customer_key}", stream=visitor.customer_key
        )
        self._store.commit(Changes(Remove(session_place(fingerprint(visitor.token))), Append(told)))

    def _link(self, token: str) -> _Link:
        hashed = link_hash(token)
        found = self._store.get(TokenLookup, token_place(hashed))
        if found is None:
            return _Link(hashed, opaque(self._keys.identity, "nobody", hashed), 0)
        return _Link(hashed, found.customer_key, found.link_version)

    def _look(self, link: _Link, network: str) -> tuple[Customer | None, tuple[Scope, ...]]:
        """The customer and the three counters, in one read."""
        names = (f"link#{link.hash}", f"customer#{link.customer_key}", f"network#{fingerprint(network)[:32]}")
        found = self._store.get_many([customer_place(link.customer_key), *(attempts_place(name) for name in names)])
        customer = found.get(customer_place(link.customer_key))
        stored = {entity.scope: entity for entity in found.values() if isinstance(entity, Attempts)}
        return customer if isinstance(customer, Customer) else None, scopes(self._settings(), *names, stored)

    def _answer(
        self, link: _Link, customer: Customer | None, counters: tuple[Scope, ...], *, opened: bool, shut: bool
    ) -> Visitor | None:
        """Write down what came of it, in one transaction whatever it was."""
        now = self._clock.now()
        diary = Diary(Actor.customer(link.customer_key), now)
        first = counters[0].used(int(now.timestamp())) == 0
        opening = self._opening(diary, customer) if customer and first and not shut else Changes()
        if not opened or customer is None:
            self._write(Changes(Append(self._refusal(diary, link, customer, shut=shut))), opening)
            return None
        token = secrets.token_urlsafe(24)
        told = diary.tell(Event.IDV_SUCCEEDED, customer.ref, stream=customer.customer_key)
        forgiven = Remove(attempts_place(counters[1].name))
        self._write(Changes(Insert(self._session(customer, token, now)), Append(told), forgiven), opening)
        return Visitor(customer.customer_key, token, customer.link.version)

    def _write(self, changes: Changes, opening: Changes) -> None:
        """Both in one transaction. The count of openings is not worth a failure: if the customer changed meanwhile, the
        rest is written without it; a lock that was told of today is not told of again."""
        try:
            self._store.commit(changes + opening)
        except Conflict as conflict:
            if len(opening) and conflict.key in {key_of(change) for change in opening}:
                self._store.commit(changes)
            elif conflict.key.table is not Table.ACTIVITIES:
                raise

    def _session(self, customer: Customer, token: str, now: datetime) -> Session:
        settings, started = self._settings(), int(now.timestamp())
        return Session(
            token_hash=fingerprint(token),
            customer_key=customer.customer_key,
            link_version=customer.link.version,
            started_at=started,
            idle_until=started + settings.session_idle_minutes * 60,
            ends_at=started + settings.session_absolute_minutes * 60,
        )

    def _opening(self, diary: Diary, customer: Customer) -> Changes:
        """The link counts as opened when somebody begins to answer with it, never when a preview robot fetches it."""
        link: Link = customer.link.model_copy(update={"opened": customer.link.opened + 1, "last_opened_at": diary.now})
        told = diary.tell(Event.LINK_OPENED, customer.ref, stream=customer.customer_key)
        return Changes(Replace(customer.model_copy(update={"link": link})), Append(told))

    def _refusal(self, diary: Diary, link: _Link, customer: Customer | None, *, shut: bool) -> Activity:
        """One line of the diary. Those of a lock are the same line for a whole day, so that a flood fills nothing."""
        stream = link.customer_key if customer else None
        if not shut:
            return diary.tell(Event.IDV_FAILED, f"link:{link.hash[:12]}", stream=stream)
        midnight = london_midnight(london_day(diary.now))
        line = diary.tell(Event.LINK_LOCKED, f"link:{link.hash[:12]}", stream=stream)
        return line.model_copy(update={"id": ulid(midnight, link.hash.encode())})
