"""What we remember of Stripe's names for our things."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from chalicelib.core.changes import Key, Table

CUSTOMER = "customer"


class StripeRef(BaseModel):
    """Stripe's id of one thing of a customer's: `ours` is a payment's or a mandate's id, or `CUSTOMER` for the customer.

    Written once and never changed. A customer's own is written before anything is made for them at Stripe, so where there is
    none, Stripe holds nothing of theirs.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    ours: str
    theirs: str

    @property
    def key(self) -> Key:
        return stripe_place(self.customer_key, self.ours)


def stripe_place(customer_key: str, ours: str) -> Key:
    return Key(Table.OPERATIONS, f"stripe#{customer_key}#{ours}", "-")
