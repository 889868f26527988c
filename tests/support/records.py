"""Customers as agents change them, in memory."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Append, Changes, Insert
from chalicelib.core.clock import FixedClock
from chalicelib.core.keys import FixedKeys
from chalicelib.core.memory import MemoryStore
from chalicelib.records.contacts import Details, contacts_of
from chalicelib.records.lookups import ContactLookup
from chalicelib.records.model import Customer, customer_place
from chalicelib.records.service import Customers
from chalicelib.records.status import StatusChange
from chalicelib.settings.model import Settings
from tests.support.debtors import SIAN
from tests.support.paying import CUSTOMER, NOON, PUBLIC_URL

ALEX = Actor(ActorType.AGENT, "sub-alex", "Alex Example", Channel.CONSOLE)
HOME = ("1 Example Street", "Leeds")


class Records:
    """Siân at home, and an agent's service."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = FixedClock(NOON)
        self._service = Customers(self.store, FixedKeys(), self.clock, Settings, PUBLIC_URL)
        customer = SIAN.model_copy(update={"customer_key": CUSTOMER, "address": HOME})
        diary = Diary(Actor.importer("upload", "customers.csv"), NOON - timedelta(days=1))
        told = diary.tell(Event.CUSTOMER_CREATED, customer.ref, stream=CUSTOMER)
        self.store.commit(Changes(Insert(customer), Append(told)))
        self.store.put_all(contacts_of(customer))

    @property
    def customers(self) -> Customers:
        """The service, a second later: what is done one after the other has instants in that order."""
        self.clock.instant += timedelta(seconds=1)
        return self._service

    @property
    def customer(self) -> Customer:
        found = self.store.get(Customer, customer_place(CUSTOMER))
        assert found is not None
        return found

    @property
    def told(self) -> list[Activity]:
        """The diary, oldest first, without how it began."""
        return sorted((e for e in self.store.items.values() if isinstance(e, Activity)), key=lambda a: a.id)[1:]

    @property
    def moves(self) -> list[StatusChange]:
        return sorted((e for e in self.store.items.values() if isinstance(e, StatusChange)), key=lambda change: change.id)

    @property
    def found_by(self) -> set[str]:
        return {e.term for e in self.store.items.values() if isinstance(e, ContactLookup)}


def details_of(customer: Customer, **changed: object) -> Details:
    """What an agent sends who changes only this."""
    held = {name: getattr(customer, name) for name in Details.__dataclass_fields__}
    return Details(**(held | changed))  # type: ignore[arg-type]
