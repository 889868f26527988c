"""The port to whoever takes the money. The sandbox stands behind it, and a real provider can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class ProviderError(Exception):
    """A provider did not do what it was asked."""


class Declined(ProviderError):
    """Final for this attempt: nothing was taken and nothing will be."""


class Invalid(ProviderError):
    """The request was wrong: a bug of ours, never the debtor's fault."""


class Unknown(ProviderError):
    """It may have happened or not. Only a later look tells; never treat it as a failure."""


class Untrusted(ProviderError):
    """A webhook that the provider did not sign, or signed too long ago."""


class Answer(StrEnum):
    """Where a payment stands at the provider."""

    OPEN = "open"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class HostedSession:
    """A page of the provider's where the debtor pays, open until an instant."""

    provider_ref: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The provider's authoritative view of one payment: `captured` pence were taken, decided at the instant `at`."""

    answer: Answer
    captured: int
    at: datetime
    provider_ref: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook in our words: a doorbell that says which payment to look at, not what happened to it."""

    id: str
    type: str
    customer_key: str
    payment_id: str


class PaymentProvider(Protocol):
    """What every provider does. Any call raises `Unknown` when the provider cannot be reached."""

    @property
    def name(self) -> str:
        """How payments remember which provider they were made with; also the last part of its webhook's address."""
        ...

    def hosted_payment(
        self,
        *,
        customer_key: str,
        payment_id: str,
        amount: int,
        description: str,
        return_url: str,
        expires_at: datetime,
    ) -> HostedSession:
        """The page for a payment of `amount` pence. The payment id is the idempotency key: asking again gives the same
        session. `description` is shown to the debtor and holds no personal data. Raises `Declined` once the session is
        over and `Invalid` for an amount, an expiry or a repeated id that cannot be."""
        ...

    def find(self, *, customer_key: str, payment_id: str) -> Snapshot | None:
        """Where the payment stands now; None proves that the provider has nothing under this id."""
        ...

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        """The events in a request, verified over the raw bytes. Raises `Untrusted`."""
        ...
