"""A whole import in memory: drop a file, deliver the messages, look at what became of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.campaigns import jobs as campaign_jobs
from chalicelib.campaigns.service import Campaigns
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Append, Changes, Replace, Table
from chalicelib.core.clock import FixedClock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.keys import FixedKeys
from chalicelib.core.memory import MemoryStore
from chalicelib.core.objects import Bucket, MemoryObjects
from chalicelib.core.queues import MemoryQueues, QueueName
from chalicelib.imports import jobs
from chalicelib.imports.model import Upload
from chalicelib.imports.service import Imports
from chalicelib.ledger.model import JournalEntry
from chalicelib.records.lookups import customer_key
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AGENT = Actor(ActorType.AGENT, "agent-1", "Agent One", Channel.CONSOLE)
PUBLIC_URL = "https://pay.example.com"
AOIFE = {
    "CustomerID": "C-1",
    "AccountNumber": "A-1",
    "FirstName": "Aoife",
    "LastName": "O'Neill-Smith",
    "DateOfBirth": "1984-02-29",
    "MobilePhone": "07700 900123",
    "Email": "aoife@example.com",
    "AddressLine1": "12 High Street",
    "City": "Leeds",
    "Postcode": "ls1 4dy",
    "Balance": "100.00",
    "DueDate": "2025-03-01",
}


def table(rows: Sequence[Mapping[str, str]], *, delimiter: str = ",") -> bytes:
    """A CSV file with the union of the rows' columns."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def aoife(**other: str) -> dict[str, str]:
    """The usual row with other values."""
    return AOIFE | other


def refused(call: Callable[..., object], *arguments: object) -> Code:
    """Why this call is refused, as it must be."""
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value.code


class Importing:
    """One organisation."""

    def __init__(self, settings: Settings | None = None, store: MemoryStore | None = None) -> None:
        self.store = store or MemoryStore()
        self.objects = MemoryObjects()
        self.queues = MemoryQueues()
        self.keys = FixedKeys()
        self.clock = FixedClock(NOON)
        self.settings = settings or Settings()
        ports = (self.store, self.objects, self.queues, self.keys, self.clock, lambda: self.settings, PUBLIC_URL)
        self.imports = Imports(*ports)
        self.campaigns = Campaigns(*ports)
        self._drops = 0

    def event(self, key: str, content: bytes) -> dict[str, Any]:
        """Put the object there; the message that S3 sends about it."""
        version = self.objects.put(Bucket.DATASETS, key, content)
        held = {"key": key.replace(" ", "+"), "size": len(content), "eTag": f"e{self._drops}", "versionId": version}
        return {"Records": [{"eventTime": self.clock.now().isoformat(), "s3": {"object": held}}]}

    def arrive(self, content: bytes, name: str = "customers.csv") -> dict[str, Any]:
        """A file dropped under inbox/, not yet heard of."""
        self._drops += 1
        self.clock.instant += timedelta(minutes=1)
        return self.event(f"inbox/{name}", content)

    def drop(self, content: bytes, name: str = "customers.csv") -> Upload:
        """Drop a file and do everything that follows from it."""
        jobs.check(self.arrive(content, name), self.imports)
        self.deliver()
        return self.newest

    def drop_rows(self, *rows: Mapping[str, str]) -> Upload:
        return self.drop(table(rows))

    def post(self, *rows: Mapping[str, str]) -> Upload:
        """A file posted from the console, checked and planned."""
        ticket, form = self.imports.ticket("customers.csv", 100, AGENT, f"key-{self.clock.now()}")
        self.clock.instant += timedelta(minutes=1)
        jobs.check(self.event(form.fields["key"], table(rows)), self.imports)
        self.deliver()
        return self.imports.get(ticket.id)

    def edit(self, **fields: object) -> None:
        """What an agent's edit does: the record changes, the baseline does not."""
        customer = self.customer()
        told = Diary(AGENT, self.clock.now()).tell(Event.CUSTOMER_UPDATED, customer.ref, stream=customer.customer_key)
        self.store.commit(Changes(Replace(customer.model_copy(update=fields)), Append(told)))

    def deliver(self) -> None:
        """Deliver messages until there are none."""
        while self.queues.sent:
            queue, message = self.queues.sent.pop(0)
            match queue:
                case QueueName.PLAN:
                    jobs.plan(message, self.imports)
                case QueueName.APPLY:
                    jobs.apply(message, self.imports)
                case QueueName.EXPORTS:
                    jobs.export(message, self.imports)
                case QueueName.CAMPAIGNS:
                    campaign_jobs.build(message, self.campaigns)

    @property
    def newest(self) -> Upload:
        return self.imports.history().items[0]

    def customer(self, customer_id: str = "C-1") -> Customer:
        found = self.find(customer_id)
        assert found is not None
        return found

    def find(self, customer_id: str) -> Customer | None:
        return self.store.get(Customer, customer_place(customer_key(self.keys.identity, customer_id)))

    def journal(self, customer: Customer) -> list[JournalEntry]:
        return [e for k, e in sorted(self.store.items.items()) if isinstance(e, JournalEntry) and k.pk == customer.customer_key]

    def written(self) -> dict[Any, Any]:
        """Everything but the operations table: what an unchanged row must leave alone."""
        return {key: entity for key, entity in self.store.items.items() if key.table is not Table.OPERATIONS}

    def file(self, bucket: Bucket, key: str) -> list[dict[str, str]]:
        """A CSV object as rows."""
        return list(csv.DictReader(io.StringIO(self.objects.contents[bucket, key].decode("utf-8-sig"), newline="")))

    def report(self, upload: Upload) -> list[dict[str, str]]:
        return self.file(Bucket.DATASETS, f"reports/{upload.id}/report.csv")

    def codes(self, upload: Upload) -> set[str]:
        return {row["Code"] for row in self.report(upload)} if upload.by_code else set()
