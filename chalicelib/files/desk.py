"""What every part of the room works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import OPAQUE_LENGTH, is_ulid
from chalicelib.core.objects import Objects
from chalicelib.core.queues import Queues
from chalicelib.core.store import Store
from chalicelib.files.model import CustomerFile, file_place
from chalicelib.records.model import Customer, customer_place
from chalicelib.scanning.ports import Scanner
from chalicelib.web.routes import Log

COMMIT_TRIES = 5
GUARDDUTY = "guardduty"
"""A scanner that is not called: it hears of uploads by itself and sends its results."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`required` names the scanners that must call a file clean; `scanners` builds those of them that we call ourselves.
    `own_rules` is the version of the rules of the one that we carry: known also where it cannot be built."""

    store: Store
    objects: Objects
    queues: Queues
    clock: Clock
    required: tuple[str, ...]
    scanners: Mapping[str, Callable[[], Scanner]]
    own_rules: Callable[[], str]
    log: Log

    def find(self, customer_key: str, file_id: str) -> CustomerFile | None:
        """The file, if keys of this shape lead to one."""
        shaped = len(customer_key) == OPAQUE_LENGTH and is_ulid(file_id)
        return self.store.get(CustomerFile, file_place(customer_key, file_id)) if shaped else None

    def file(self, customer_key: str, file_id: str) -> CustomerFile:
        """Raises Refused(NOT_FOUND)."""
        found = self.find(customer_key, file_id)
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that file.")
        return found

    def customer(self, key: str) -> Customer:
        """Raises Refused(NOT_FOUND), also for who was anonymised: nothing is added to a record without a name."""
        found = self.store.get(Customer, customer_place(key)) if len(key) == OPAQUE_LENGTH else None
        if found is None or found.anonymous:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found


def refuse_stale(file: CustomerFile, version: int) -> None:
    """Raises Refused(STALE) when the file has moved on since somebody looked at it."""
    refuse_if(file.version != version, Code.STALE)
