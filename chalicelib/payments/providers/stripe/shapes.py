"""The parts of Stripe's objects that we read (API 2026-10-28.endive). A field that may be expanded is an id until it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

Labels = Annotated[Mapping[str, str], BeforeValidator(lambda labels: labels or {})]
"""What we wrote on an object of theirs; some of them come with none."""


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str


class Source(Shape):
    """What a movement was for: a charge, a refund or a dispute."""

    object: str = ""
    metadata: Labels = {}
    payment_intent: str | None = None


class BalanceTransaction(Shape):
    """A movement in Stripe's books; `amount` and `fee` in pence, `created` in epoch seconds."""

    reporting_category: str = ""
    amount: int
    fee: int = 0
    created: int
    source: Source | str | None = None


class Trouble(BaseModel):
    """Why an attempt failed."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    code: str | None = None
    decline_code: str | None = None
    advice_code: str | None = None


class HowPaid(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)

    type: str = ""


class Charge(Shape):
    created: int
    disputed: bool = False
    balance_transaction: BalanceTransaction | str | None = None
    payment_method_details: HowPaid | None = None

    @property
    def paid_by(self) -> str:
        return self.payment_method_details.type if self.payment_method_details else ""


class Intent(Shape):
    status: str
    amount_received: int = 0
    canceled_at: int | None = None
    last_payment_error: Trouble | None = None
    latest_charge: Charge | str | None = None
    metadata: Labels = {}


class Card(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)

    brand: str = ""
    last4: str = ""
    exp_month: int = 0
    exp_year: int = 0
    funding: str = ""


class BankAccount(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)

    last4: str | None = None


class PaymentMethod(Shape):
    type: str
    customer: str | None = None
    card: Card | None = None
    bacs_debit: BankAccount | None = None


class Mandate(Shape):
    status: str


class SetupIntent(Shape):
    status: str
    payment_method: PaymentMethod | str | None = None
    mandate: Mandate | str | None = None
    metadata: Labels = {}


class Session(Shape):
    """A Checkout session: a hosted page, and what came of it."""

    status: str
    payment_status: str = ""
    url: str | None = None
    expires_at: int
    client_reference_id: str | None = None
    metadata: Labels = {}
    payment_intent: Intent | str | None = None
    setup_intent: SetupIntent | str | None = None


class Refund(Shape):
    amount: int
    created: int
    status: str | None = None
    metadata: Labels = {}
    payment_intent: str | None = None


class Dispute(Shape):
    amount: int
    reason: str = ""
    status: str = ""
    balance_transactions: tuple[BalanceTransaction, ...] = ()
