"""Customers who change their own details: as often as anybody does, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes
from chalicelib.core.errors import Code, Refused
from chalicelib.core.store import Store
from chalicelib.portal.identity import Scope, locked
from chalicelib.portal.model import Attempts, attempts_place, changes_scope
from chalicelib.records.model import Customer
from chalicelib.records.own_details import OwnDetail

if TYPE_CHECKING:
    from chalicelib.portal.service import Visitor
    from chalicelib.records.service import Customers

CHANGES, CHANGES_HOURS = 10, 24
"""How many changes a customer makes in so long a time: each may send a warning, and pushes an earlier address out."""


class OwnDetails:
    """What visitors change of themselves."""

    def __init__(self, store: Store, customers: Customers) -> None:
        self._store = store
        self._customers = customers

    def change(self, visitor: Visitor, version: int, detail: OwnDetail, command: str) -> Customer:
        """The visitor's customer with this detail; the same command again answers the same. Raises Refused: STALE, INVALID,
        KEY_REUSED, BUSY, and NOT_ALLOWED_NOW after too many changes."""
        key = visitor.customer_key
        return self._customers.change_own(key, version, detail, Actor.customer(key), command, self._toll(key))

    def _toll(self, customer_key: str) -> Callable[[datetime], Changes]:
        """A change, spent of those that the customer has left."""

        def toll(now: datetime) -> Changes:
            name, seconds = changes_scope(customer_key), int(now.timestamp())
            scope = Scope(name, self._store.get(Attempts, attempts_place(name)), CHANGES, CHANGES_HOURS * 3600)
            if locked([scope], seconds):
                raise Refused(Code.NOT_ALLOWED_NOW)
            return Changes(scope.spend(seconds))

        return toll
