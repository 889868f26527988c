"""What we ask of Stripe's hosted pages: the parameters of a Checkout session. Pure but for the types."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.core.clock import epoch_seconds
from chalicelib.payments.ports import Method

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams, SessionCreateParamsPaymentMethodOptions

CURRENCY = "gbp"


def payment_page(
    customer: str,
    labels: dict[str, str],
    amount: int,
    description: str,
    return_url: str,
    expires_at: datetime,
    *,
    credit_cards: bool,
) -> SessionCreateParams:
    """A page to pay `amount` pence with a card. What the session knows of us, its payment intent is told too: Stripe copies
    nothing from one to the other."""
    asked: SessionCreateParams = {
        "mode": "payment",
        "customer": customer,
        "client_reference_id": labels["payment_id"],
        "metadata": labels,
        "payment_intent_data": {"metadata": labels, "description": description},
        "allowed_payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {"currency": CURRENCY, "unit_amount": amount, "product_data": {"name": description}},
            }
        ],
        "success_url": return_url,
        "cancel_url": return_url,
        "expires_at": epoch_seconds(expires_at),
    }
    if not credit_cards:
        asked["payment_method_options"] = _no_credit()
    return asked


def mandate_page(
    customer: str, labels: dict[str, str], method: Method, return_url: str, expires_at: datetime, *, credit_cards: bool
) -> SessionCreateParams:
    """A page to set up a card or a direct debit, nothing being taken."""
    asked: SessionCreateParams = {
        "mode": "setup",
        "currency": CURRENCY,
        "customer": customer,
        "client_reference_id": labels["mandate_id"],
        "metadata": labels,
        "setup_intent_data": {"metadata": labels},
        "allowed_payment_method_types": ["card" if method is Method.CARD else "bacs_debit"],
        "success_url": return_url,
        "cancel_url": return_url,
        "expires_at": epoch_seconds(expires_at),
    }
    if method is Method.CARD and not credit_cards:
        asked["payment_method_options"] = _no_credit()
    return asked


def _no_credit() -> SessionCreateParamsPaymentMethodOptions:
    """Debts are not paid with borrowed money unless the organisation says so."""
    return {"card": {"restrictions": {"funding_types_blocked": ["credit"]}}}
