"""Customers who were removed, and what it takes to bring one back (feature V3). Pure."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.core.faults import FaultCode
from chalicelib.imports.model import Upload
from chalicelib.records.model import Customer
from chalicelib.records.tombstones import Tombstone

BEING_REMOVED = "The customer has been deleted, and what there was is still being removed. Import the row in an hour."


class Gone(NamedTuple):
    """Why a customer does not come back."""

    code: FaultCode
    message: str = ""


def why_gone(customer: Customer | None, stone: Tombstone | None, upload: Upload) -> Gone | None:
    """A file brings nobody back by itself: a person has to say so when confirming it. The ledger of who was anonymised stays
    nobody's. None for everybody else."""
    if customer is not None:
        return Gone(FaultCode.E_ANONYMISED_CUSTOMER) if customer.anonymous else None
    if stone is None or (upload.allow_recreate and not stone.is_being_removed):
        return None
    return Gone(FaultCode.E_DELETED_CUSTOMER, BEING_REMOVED if upload.allow_recreate else "")
