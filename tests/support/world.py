"""Quittance in one process: the real app on moto, a clock that stands still, a network that goes nowhere."""

from __future__ import annotations

import importlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from chalicelib import wiring
from chalicelib.core.changes import Changes, Insert
from chalicelib.core.clock import FixedClock, SystemClock
from chalicelib.core.ids import fingerprint
from chalicelib.core.objects import Bucket
from chalicelib.records.lookups import (
    AccountLookup,
    ContactLookup,
    ReferenceLookup,
    TokenLookup,
    customer_key,
    link_token,
    references_of,
)
from chalicelib.records.model import Customer
from chalicelib.records.search import contact_terms
from tests.support import invariants, snapshots
from tests.support.aws import PUBLIC_URL, account
from tests.support.http import Answer, Browser, Gateway
from tests.support.network import AtOnce, WebhookRequest, network
from tests.support.paying import NOON, opened
from tests.support.rights import RIGHTS

HANDLERS = {
    "inbox": "import_check",
    "plan": "import_plan",
    "apply": "import_apply",
    "campaigns": "campaign_build",
    "exports": "export_build",
    "messages": "message_send",
    "message-events": "message_events",
    "files": "file_scan",
    "file-verdicts": "file_verdicts",
    "files-dead-letters": "file_failures",
}
"""The function that each queue feeds."""

SCHEDULED = {
    "version": "0",
    "id": "00000000-0000-0000-0000-000000000000",
    "account": "123456789012",
    "region": "eu-west-2",
    "time": NOON.isoformat(),
    "source": "aws.events",
    "detail-type": "Scheduled Event",
    "detail": {},
    "resources": [],
}


class World:
    """One organisation's account. Webhooks and queue messages wait until a test delivers them."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.gateway = Gateway(self.module().app)
        self.webhooks: list[WebhookRequest] = []

    @staticmethod
    def module() -> Any:
        """The wiring table."""
        return importlib.import_module("app")

    def reset(self) -> None:
        """Noon, nothing remembered, nothing on its way."""
        self.clock.instant = NOON
        self.webhooks.clear()
        forget()
        wiring.store()._threads = AtOnce()

    # Moving things along

    def wait(self, **duration: float) -> None:
        self.clock.instant += timedelta(**duration)

    def invoke(self, function: str, event: Mapping[str, Any]) -> Any:
        """Call a function as Lambda does, with the rights of its policy."""
        with RIGHTS.acting(function):
            return getattr(self.module(), function)(dict(event), None)

    def sweep(self, function: str) -> None:
        self.invoke(function, SCHEDULED)

    def deliver(self, queue: str, body: str) -> None:
        """One message to the queue's function. Raises RuntimeError when the function gives it back."""
        answer = self.invoke(HANDLERS[queue], {"Records": [_record(queue, body)]})
        if answer["batchItemFailures"]:
            raise RuntimeError(f"{HANDLERS[queue]} gave the message back")

    def pump(self, rounds: int = 30) -> None:
        """Deliver every message, and those that follow from them, until the queues are empty."""
        for _ in range(rounds):
            waiting = [(queue, body) for queue in HANDLERS for body in snapshots.take_bodies(queue)]
            if not waiting:
                return
            for queue, body in waiting:
                self.deliver(queue, body)
        raise AssertionError("the queues never ran dry")

    def deliver_webhooks(self) -> None:
        while self.webhooks:
            body, headers = self.webhooks.pop(0)
            answer = self.ring(body, headers)
            assert answer.status == 200, answer.body

    def ring(self, body: bytes, headers: Mapping[str, str], provider: str = "sandbox") -> Answer:
        sent = {"content-type": "application/json"} | {name.lower(): value for name, value in headers.items()}
        return self.gateway.send("POST", f"/webhooks/{provider}", headers=sent, body=body.decode())

    # Looking at it

    def entities(self) -> invariants.World:
        return invariants.World(snapshots.entities())

    def customer(self, customer_id: str) -> Customer:
        return next(c for c in self.entities().all(Customer) if c.customer_id == customer_id)

    def token(self, customer_id: str) -> str:
        """The token of the customer's personal link."""
        link = self.customer(customer_id).link
        return link_token(wiring.keys().link(link.key_id), self.key(customer_id), link.version)

    def key(self, customer_id: str) -> str:
        return customer_key(wiring.keys().identity, customer_id)

    # People

    def browser(self, address: str = "203.0.113.7") -> Browser:
        return Browser(self.gateway, PUBLIC_URL, address)

    def signed_in(self, customer: Customer, address: str = "203.0.113.7") -> Browser:
        """A debtor who has opened their link and said who they are."""
        browser = self.browser(address)
        browser.get(f"/a/{self.token(customer.customer_id)}")
        answer = browser.submit(**facts(customer))
        assert browser.path == "/accounts", answer.status
        return browser

    def agent(self, role: str = "agent") -> Agent:
        return Agent(self.gateway, claims(role))

    # Records

    def drop(self, filename: str, content: str | bytes) -> str:
        """Put a file into the inbox. The message that S3 sends about it, not delivered yet."""
        key, stored = f"inbox/{filename}", content.encode() if isinstance(content, str) else content
        wiring.objects().write(Bucket.DATASETS, key, stored, "application/octet-stream")
        return dropped(key, len(stored), snapshots.version("datasets", key), self.clock.now())

    def take_in(self, filename: str, content: str) -> None:
        """Import a file from the inbox, as far as it goes by itself."""
        self.deliver("inbox", self.drop(filename, content))
        self.pump()

    def add(self, *customers: Customer) -> None:
        """Customers as an import leaves them: with their look-ups, their link and an opening entry."""
        for customer in customers:
            self._add(customer)

    def fill(self, customers: Sequence[Customer]) -> None:
        """A crowd in batches: found like everybody, but without links and journals. To see that size costs nothing."""
        keyed = [customer.model_copy(update={"customer_key": self.key(customer.customer_id)}) for customer in customers]
        wiring.store().put_all(keyed)
        wiring.store().put_all([lookup for customer in keyed for lookup in _contacts(customer)])

    def _add(self, customer: Customer) -> None:
        key = self.key(customer.customer_id)
        customer = customer.model_copy(update={"customer_key": key})
        opened(wiring.store(), customer, self.clock.now())
        token = link_token(wiring.keys().link(customer.link.key_id), key, customer.link.version)
        wiring.store().commit(
            Changes(
                Insert(TokenLookup(token_hash=fingerprint(token), customer_key=key, link_version=customer.link.version)),
                *(Insert(AccountLookup(account_number=number, customer_key=key)) for number in customer.accounts),
            )
        )
        wiring.store().put_all(_contacts(customer))


class Agent:
    """A person at the console, as the authorizer describes them."""

    def __init__(self, gateway: Gateway, claims: Mapping[str, Any] | None) -> None:
        self._gateway = gateway
        self._claims = claims

    def get(self, path: str) -> Answer:
        return self._gateway.send("GET", f"/api{path}", claims=self._claims)

    def search(self, by: str, text: str = "", limit: int = 20, **more: Any) -> Answer:
        return self.post("/customers/search", {"by": by, "text": text, "limit": limit, **more})

    def post(self, path: str, body: Mapping[str, Any] | None = None, key: str = "") -> Answer:
        headers = {"content-type": "application/json", "idempotency-key": key or str(uuid.uuid4())}
        return self._gateway.send("POST", f"/api{path}", headers=headers, body=json.dumps(body or {}), claims=self._claims)


def _contacts(customer: Customer) -> list[ContactLookup | ReferenceLookup]:
    terms = contact_terms(customer.mobile_phone, customer.home_phone, customer.work_phone, customer.email, customer.postcode)
    contacts = [ContactLookup(term=t.prefix, inward=t.inward, customer_key=customer.customer_key) for t in terms]
    return [*contacts, *references_of(customer)]


def claims(groups: str, **others: str) -> dict[str, str]:
    """What the authorizer hands over for an id token."""
    return {
        "sub": f"sub-{groups or 'nobody'}",
        "token_use": "id",
        "cognito:username": groups,
        "cognito:groups": groups,
        "name": f"Made-up {groups}",
        "email": f"{groups or 'nobody'}@example.com",
        **others,
    }


def facts(customer: Customer) -> dict[str, str]:
    """What the customer types to say who they are."""
    if customer.company_number:
        return {"who": "business", "reference": customer.company_number, "postcode": customer.postcode}
    born = customer.date_of_birth
    assert born is not None
    return {
        "who": "myself",
        "dob_day": str(born.day),
        "dob_month": str(born.month),
        "dob_year": str(born.year),
        "postcode": customer.postcode,
    }


def dropped(key: str, size: int, version: str, at: datetime) -> str:
    """What S3 tells the inbox queue about a file."""
    stored = {"key": quote(key), "size": size, "eTag": "0" * 32, "versionId": version, "sequencer": "0055AED6DCD90281E5"}
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": "eu-west-2",
        "eventTime": at.isoformat(),
        "eventName": "ObjectCreated:Put",
        "s3": {"s3SchemaVersion": "1.0", "bucket": {"name": "quittance-datasets"}, "object": stored},
    }
    return json.dumps({"Records": [record]})


@contextmanager
def world() -> Iterator[World]:
    """A fresh account around the app, at noon."""
    clock = FixedClock(NOON)
    with account(), _time_of(clock):
        made = World(clock)
        made.reset()
        with network(made.webhooks):
            try:
                yield made
            finally:
                forget()


def forget() -> None:
    """A cold start: the wiring builds everything again."""
    for module in (wiring.base, wiring.office, wiring.money, wiring.contact, wiring.filing):
        for part in vars(module).values():
            if callable(getattr(part, "cache_clear", None)):
                part.cache_clear()


@contextmanager
def _time_of(clock: FixedClock) -> Iterator[None]:
    """The machine's clock is the one thing of the wiring that a test has to hold still."""
    machine: Callable[[SystemClock], datetime] = SystemClock.now
    SystemClock.now = lambda _: clock.now()
    try:
        yield
    finally:
        SystemClock.now = machine


def _record(queue: str, body: str) -> dict[str, Any]:
    return {
        "messageId": str(uuid.uuid4()),
        "receiptHandle": "-",
        "body": body,
        "attributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-west-2:123456789012:quittance-{queue}",
    }
