"""Which payment or mandate an event of Stripe's is about (`design/money.md` 1.5). Its amounts and states are not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict

from chalicelib.payments.ports import Event
from chalicelib.payments.providers.stripe.shapes import Labels

SIGNATURE_HEADER = "stripe-signature"

ABOUT_A_PAYMENT = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "payment_intent.processing",
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "payment_intent.canceled",
        "payment_intent.requires_action",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    }
)
ABOUT_A_MANDATE = frozenset({"setup_intent.succeeded", "setup_intent.setup_failed"})
ABOUT_A_METHOD = frozenset({"mandate.updated", "payment_method.detached", "payment_method.automatically_updated"})


class Thing(BaseModel):
    """The object of an event: a session, an intent, a refund, a dispute, a mandate or a payment method."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    object: str
    metadata: Labels = {}
    payment_intent: str | None = None
    payment_method: str | None = None


class Data(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)

    object: Thing


class Ring(BaseModel):
    """An event as Stripe sends it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    type: str
    data: Data


Lookup = Callable[[str], Mapping[str, str]]
"""What we wrote on the object that an id names."""


def events_of(ring: Ring, *, intent: Lookup, mandate: Lookup) -> list[Event]:
    """The event in our words; none for what we do not handle or what is not ours."""
    thing = ring.data.object
    labels: Mapping[str, str] = thing.metadata
    if ring.type in ABOUT_A_PAYMENT:
        if "customer_key" not in labels and thing.payment_intent:
            labels = intent(thing.payment_intent)
    elif ring.type in ABOUT_A_METHOD:
        labels = mandate(thing.payment_method or thing.id)
    elif ring.type not in ABOUT_A_MANDATE:
        return []
    customer_key, payment_id, mandate_id = (labels.get(name, "") for name in ("customer_key", "payment_id", "mandate_id"))
    return (
        [Event(ring.id, ring.type, customer_key, payment_id, mandate_id)] if customer_key and (payment_id or mandate_id) else []
    )
