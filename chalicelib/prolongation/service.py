"""Putting off invoices and undoing it: load, decide, commit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from chalicelib.activities.model import Diary
from chalicelib.care.rules import policy_of
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Insert
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import OPAQUE_LENGTH, ulid
from chalicelib.core.store import Store
from chalicelib.ledger.finding import entry_of
from chalicelib.ledger.model import JournalEntry
from chalicelib.prolongation import rules, telling
from chalicelib.prolongation.model import Offers, Period, Place, Prolonged, Terms
from chalicelib.records.accounts import Prolongation
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

COMMIT_TRIES = 3


class Prolongations:
    """The prolongations of one organisation's invoices."""

    def __init__(self, store: Store, clock: Clock, load_settings: Callable[[], Settings]) -> None:
        self._store = store
        self._clock = clock
        self._settings = load_settings

    def offers(self, key: str, place: Place) -> Offers:
        """What each period would come to; nothing is written. Raises Refused: NOT_FOUND, NOTHING_OWED, WRONG_STATE,
        NOT_ALLOWED_NOW."""
        return rules.offers(self._customer(key), place, self._terms(), self._clock.now())

    def prolong(self, key: str, place: Place, days: Period, token: str, actor: Actor, command: str) -> Prolonged:
        """The prolongation that this command makes, or made when it was first sent. Raises Refused as `offers`, and STALE when
        it is not any more what was shown under the token, KEY_REUSED, BUSY."""
        digest = digest_of("prolong", key, place, days, token)
        for _ in range(COMMIT_TRIES):
            if made := made_before(self._store, actor, command, digest):
                return rules.find(self._customer(key), made)
            customer, diary = self._customer(key), Diary(actor, self._clock.now())
            offer = rules.chosen(rules.offers(customer, place, self._terms(), diary.now), days, token)
            prolongation_id = ulid(diary.now, f"prolongation\x1f{actor.id}\x1f{command}".encode())
            changes, prolonged = rules.prolonged(customer, offer, prolongation_id, diary)
            message = telling.news(customer, prolonged, diary, policy_of(self._settings()))
            mark = RequestMark(actor_id=actor.id, request_key=command, digest=digest, made=prolongation_id)
            with contextlib.suppress(Conflict):
                self._store.commit(changes + message + Changes(Insert(mark)))
                return prolonged
        raise Refused(Code.BUSY)

    def undo(self, key: str, prolongation_id: str, actor: Actor) -> Prolonged:
        """The prolongation undone; one that was undone before stays so. Raises Refused: NOT_FOUND, WRONG_STATE,
        NOT_ALLOWED_NOW, BUSY."""
        for _ in range(COMMIT_TRIES):
            customer, diary = self._customer(key), Diary(actor, self._clock.now())
            found = rules.find(customer, prolongation_id)
            if found.prolongation.undone:
                return found
            entry = self._fee_entry(key, found.prolongation)
            changes, undone = rules.undone(customer, found, entry, diary)
            message = telling.news(customer, undone, diary, policy_of(self._settings()))
            with contextlib.suppress(Conflict):
                self._store.commit(changes + message)
                return undone
        raise Refused(Code.BUSY)

    def _terms(self) -> Terms:
        settings = self._settings()
        fees: dict[Period, int] = {
            7: settings.prolongation_fee_7_days,
            14: settings.prolongation_fee_14_days,
            21: settings.prolongation_fee_21_days,
            30: settings.prolongation_fee_30_days,
        }
        permitted = settings.prolongation_fee_permitted
        return Terms({days: pence if permitted else 0 for days, pence in fees.items()}, settings.maximum_prolongation_days)

    def _fee_entry(self, key: str, made: Prolongation) -> JournalEntry | None:
        if made.fee_claim is None:
            return None
        entry = entry_of(self._store, key, rules.fee_ref(made))
        if entry is None:
            raise LookupError("a fee was charged that the journal does not know")
        return entry

    def _customer(self, key: str) -> Customer:
        found = self._store.get(Customer, customer_place(key)) if len(key) == OPAQUE_LENGTH else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found
