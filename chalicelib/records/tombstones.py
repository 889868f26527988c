"""What is left of a customer who was deleted: that there was one, who decided it and why. Nothing about the person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from chalicelib.core.changes import Key, Table
from chalicelib.records.frozen import Frozen


class RemovalReason(StrEnum):
    """A closed list: free text would be one more place to keep what is to be forgotten."""

    ERASURE_REQUEST = "ERASURE_REQUEST"
    LOADED_BY_MISTAKE = "LOADED_BY_MISTAKE"
    DUPLICATE = "DUPLICATE"
    CREDITOR_INSTRUCTION = "CREDITOR_INSTRUCTION"
    RETENTION_ENDED = "RETENTION_ENDED"


class Tombstone(Frozen):
    """Stands where the customer stood, under the key that only the customer ID leads to: a file that brings the same ID again
    is noticed without the ID having been kept. `deleted_by` is the user's id, `link_version` that of the last personal link:
    whoever is created anew gets a later one. While what the customer left behind is being removed, nobody takes the place.
    """

    customer_key: str
    deleted_at: datetime
    deleted_by: str
    reason: RemovalReason
    accounts: int
    claims: int
    link_version: int = 0
    is_being_removed: bool = False
    version: int = 0

    @property
    def key(self) -> Key:
        return tombstone_place(self.customer_key)


def tombstone_place(customer_key: str) -> Key:
    return Key(Table.RECORDS, customer_key, "#deleted")
