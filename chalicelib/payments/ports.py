"""The port to whoever takes the money. The sandbox stands behind it, and a real provider can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


class ProviderError(Exception):
    """A provider did not do what it was asked."""


class Advice(StrEnum):
    """What a provider says about trying a declined payment again."""

    NEVER = "NEVER"
    LATER = "LATER"
    NEW_METHOD = "NEW_METHOD"
    AUTHENTICATE = "AUTHENTICATE"


class Declined(ProviderError):
    """Final for this attempt: nothing was taken and nothing will be. `advice` says whether another attempt makes sense."""

    def __init__(self, reason: str = "", advice: Advice = Advice.NEW_METHOD) -> None:
        super().__init__(reason)
        self.advice = advice


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


class Method(StrEnum):
    """How a provider takes money: a card, or a direct debit through Bacs."""

    CARD = "CARD"
    BACS = "BACS"


class RefundAnswer(StrEnum):
    """Where a refund stands at the provider. One that succeeded may still fail later (`design/money.md` 1.5)."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RefundSeen:
    """A refund as the provider sees it, under our id for it."""

    refund_id: str
    amount: int
    answer: RefundAnswer
    at: datetime


@dataclass(frozen=True, slots=True)
class DisputeSeen:
    """Money that the payer's bank took back, and gave back if the dispute was won. Only moved money counts: the instants
    are those of the movements, `None` while there was none. `lost` says that what was withdrawn stays so."""

    dispute_id: str
    amount: int
    withdrawn_at: datetime | None = None
    reinstated_at: datetime | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The provider's authoritative view of one payment: `captured` pence were taken, decided at the instant `at`.

    `returned_at` is when a direct debit that had succeeded came back unpaid, `indemnity` that the payer claimed it back
    under the Direct Debit Guarantee. `advice` goes with a failure. `method` is how it was paid, where the page left that
    to the debtor.
    """

    answer: Answer
    captured: int
    at: datetime
    provider_ref: str = ""
    refunds: tuple[RefundSeen, ...] = ()
    disputes: tuple[DisputeSeen, ...] = ()
    returned_at: datetime | None = None
    indemnity: bool = False
    advice: Advice | None = None
    method: Method | None = None


class MandateAnswer(StrEnum):
    """Where a mandate stands at the provider."""

    PENDING = "pending"
    ACTIVE = "active"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class MandateSeen:
    """A mandate as the provider sees it. `label` is the card's brand or the bank, `last4` the end of the card's or the
    account's number, `expires` the month (YYYY-MM) of a card: never more of a number than that. `credit_card` says what
    kind of card it is, where the provider knows."""

    answer: MandateAnswer
    provider_ref: str
    method: Method
    label: str = ""
    last4: str = ""
    expires: str = ""
    credit_card: bool = False


@dataclass(frozen=True, slots=True)
class ProviderMovement:
    """One movement in the provider's own books: pence in (positive) or out for a payment of ours, by `kind` capture,
    refund, refund_failed, dispute, dispute_won, returned or fee. `customer_key` where the provider was told it."""

    kind: str
    payment_id: str
    amount: int
    at: datetime
    provider_ref: str = ""
    customer_key: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook in our words: a doorbell that says which payment or which mandate to look at, not what happened to it."""

    id: str
    type: str
    customer_key: str
    payment_id: str = ""
    mandate_id: str = ""


class PaymentProvider(Protocol):
    """What every provider does. Any call raises `Unknown` when the provider cannot be reached."""

    @property
    def name(self) -> str:
        """How payments remember which provider they were made with; also the last part of its webhook's address."""
        ...

    @property
    def least_pence(self) -> int:
        """The smallest payment it takes."""
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


@runtime_checkable
class CollectingProvider(PaymentProvider, Protocol):
    """A provider that also takes money under a mandate, and gives money back."""

    def hosted_mandate(
        self, *, customer_key: str, mandate_id: str, method: Method, return_url: str, expires_at: datetime
    ) -> HostedSession:
        """The page where the debtor sets up a mandate, nothing being taken. The mandate id is the idempotency key. Raises
        as `hosted_payment` does."""
        ...

    def mandate(self, *, customer_key: str, mandate_id: str) -> MandateSeen | None:
        """How the mandate stands now; None proves that the provider has nothing under this id."""
        ...

    def revoke_mandate(self, *, customer_key: str, mandate_id: str, provider_ref: str) -> None:
        """End the mandate for good. Doing it again changes nothing."""
        ...

    def charge(
        self,
        *,
        customer_key: str,
        payment_id: str,
        amount: int,
        mandate_ref: str,
        method: Method,
        collect_on: date | None,
        description: str,
    ) -> Snapshot:
        """Take `amount` pence under a mandate without the debtor being there, a direct debit on `collect_on`. The payment id
        is the idempotency key: asking again takes nothing more. Raises `Declined`, `Invalid` and `Unknown`."""
        ...

    def cancel(self, *, customer_key: str, payment_id: str) -> Snapshot:
        """Stop a payment that has not been taken, if it still can be; how it stands after that."""
        ...

    def refund(self, *, customer_key: str, payment_id: str, refund_id: str, amount: int) -> Snapshot:
        """Give `amount` pence of a captured payment back; how the payment stands after that. The refund id is the
        idempotency key. Raises `Invalid` for more than remains."""
        ...

    def movements(self, *, since: datetime, until: datetime) -> Iterable[ProviderMovement]:
        """What moved in the provider's books in [since, until), for reconciliation."""
        ...
