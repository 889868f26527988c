"""Payments and their states (`reference/model.md` C.3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from chalicelib.core.actor import Channel
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.core.ids import ulid_instant
from chalicelib.due.model import due_at
from chalicelib.ledger.model import CASH, Context, LedgerAccount, Posting
from chalicelib.payments.movements import Movement, MovementKind
from chalicelib.payments.outflows import GONE, Outflow, OutflowKind, OutflowState
from chalicelib.payments.ports import Advice
from chalicelib.payments.states import MOVES, TAKEN, UNDER_WAY, Fact, Status, kind_of

__all__ = ["MOVES", "TAKEN", "UNDER_WAY", "Fact", "Outflow", "OutflowKind", "OutflowState", "Status", "kind_of"]

SESSION_LIFE = timedelta(minutes=60)
GRACE = timedelta(minutes=5)
KEY_LIFE = timedelta(hours=23)
"""How long a provider surely remembers an idempotency key (Stripe: at least 24 hours)."""


class Portion(BaseModel):
    """Pence of a payment meant for, or put on, one claim."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    account_number: str
    claim: str
    amount: int


class Payment(BaseModel):
    """A payment, written before the provider hears of it. `id` is the idempotency key everywhere: the form's nonce,
    the key the provider remembers, the id in its metadata. `plan` is what was reserved, `allocations` what was posted,
    `credited` what was left over for the customer: the last two together are what the provider captured.

    `facts` are the provider's facts already written down, in the order they were learnt; the status is derived from
    them. `next_check` puts the payment into the due index until it has come to rest, `checks` counts the looks taken.

    `context` is what led to it, `source` names the thing that did (`plan:<plan id>:<instalment>:<attempt>`). A charge is
    made under a mandate: `mandate_ref` is the provider's name for it, `collect_on` the day of a direct debit, `advice`
    what the provider said about trying again. `outflows` is money that went back, `left` what still stands of the
    postings of the capture: the two together are the capture, but for what was `lost` because the credit was used.
    `movements` is all money that came and went, in the order it was written down.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    id: str
    provider: str
    provider_ref: str = ""
    method: str = "CARD"
    amount: int
    currency: str = "GBP"
    context: Context = Context.PORTAL
    source: str = ""
    mandate_id: str = ""
    mandate_ref: str = ""
    collect_on: date | None = None
    plan: tuple[Portion, ...]
    allocations: tuple[Portion, ...] = ()
    credited: int = 0
    left: tuple[Posting, ...] = ()
    outflows: tuple[Outflow, ...] = ()
    movements: tuple[Movement, ...] = ()
    status: Status = Status.CREATED
    reserved: bool = True
    facts: tuple[str, ...] = ()
    advice: Advice | None = None
    channel: Channel = Channel.PORTAL
    reported: bool = False
    reported_on: tuple[str, ...] = ()
    created_at: datetime
    settled_at: datetime | None = None
    next_check: datetime | None = None
    checks: int = 0
    version: int = 0

    @property
    def key(self) -> Key:
        return payment_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"payment:{self.id}"

    @property
    def reference(self) -> str:
        return payment_reference(self.id)

    @property
    def account_numbers(self) -> tuple[str, ...]:
        """The accounts it is meant for, each once, in the order of the plan."""
        return tuple(dict.fromkeys(portion.account_number for portion in self.plan))

    @property
    def captured(self) -> int:
        """Pence that the provider took and the journal holds."""
        return sum(portion.amount for portion in self.allocations) + self.credited

    @property
    def gone(self) -> int:
        """Pence of it that went back, whichever way, and stayed there."""
        return sum(outflow.amount for outflow in self.outflows if outflow.state in GONE)

    @property
    def kept(self) -> int:
        """Pence of it that were taken and did not go back."""
        return self.captured - self.gone

    @property
    def refundable(self) -> int:
        """Pence that may still be refunded: not what went back, nor what was asked to."""
        asked = sum(outflow.amount for outflow in self.outflows if outflow.state is OutflowState.ASKED)
        return max(0, self.kept - asked) if self.status in TAKEN else 0

    @property
    def credit_left(self) -> int:
        """Pence of it that are still held as the customer's credit, as far as this payment tells."""
        if not self.outflows:
            return self.credited
        return sum(posting.amount for posting in self.left if posting.claim is None)

    @property
    def standing(self) -> Status:
        """The status that the money of a captured payment gives it."""
        gone = {outflow.kind: outflow.state for outflow in self.outflows if outflow.state in GONE}
        if OutflowKind.INDEMNITY in gone:
            return Status.INDEMNITY_CLAIMED
        if OutflowKind.RETURN in gone:
            return Status.RETURNED
        disputes = {outflow.state for outflow in self.outflows if outflow.kind is OutflowKind.DISPUTE} & GONE
        if disputes:
            return Status.DISPUTED if OutflowState.OUT in disputes else Status.CHARGED_BACK
        if OutflowKind.REFUND in gone:
            return Status.REFUNDED if self.gone >= self.captured else Status.PART_REFUNDED
        return Status.SETTLED

    @property
    def moved(self) -> tuple[Movement, ...]:
        """All money that came and went. A payment from before this was written down has its allocations."""
        if self.movements or self.settled_at is None:
            return self.movements
        shares: dict[str, int] = {}
        for portion in self.allocations:
            shares[portion.account_number] = shares.get(portion.account_number, 0) + portion.amount
        if self.credited:
            shares[""] = self.credited
        return (Movement(fact=Fact.CAPTURE, kind=MovementKind.PAYMENT, at=self.settled_at, shares=shares),)

    @property
    def stands(self) -> tuple[Portion, ...]:
        """What is left of its allocations after all that went back."""
        if not self.outflows:
            return self.allocations
        return tuple(
            Portion(account_number=posting.account_number, claim=posting.claim, amount=posting.amount)
            for posting in self.left
            if posting.account_number and posting.claim
        )

    @property
    def cash(self) -> LedgerAccount:
        """Where its money waits until the bank statement clears it."""
        return CASH[self.method]

    @property
    def is_charge(self) -> bool:
        """Whether it is collected under a mandate, without a page of the provider's."""
        return bool(self.mandate_ref)

    @property
    def session_ends(self) -> datetime:
        """Until when the provider's page lets the debtor pay."""
        return self.created_at + SESSION_LIFE

    @property
    def last_word(self) -> datetime:
        """From when on the provider's answer can no longer be changed: by the debtor on its page, its clock being a little
        off; by us asking for a charge again under a key that the provider may have forgotten."""
        return self.created_at + KEY_LIFE if self.is_charge else self.session_ends + GRACE

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        places = {Index.FEED: IndexKey(f"P#{ulid_instant(self.id):%Y-%m}", self.id)}
        if self.next_check is not None:
            places[Index.DUE] = due_at(self.next_check, self.id)
        return places

    @property
    def listing(self) -> None:
        return None


PAYMENT_PREFIX = "P#"


def payment_reference(payment_id: str) -> str:
    """What a person reads out: the last ten characters in two groups."""
    return f"{payment_id[-10:-5]} {payment_id[-5:]}"


def payment_place(customer_key: str, payment_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{PAYMENT_PREFIX}{payment_id}")


class ProviderEvent(BaseModel):
    """A webhook that was received: kept for audit, never trusted for its contents."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    provider: str
    event_id: str
    type: str
    payment_id: str
    received_at: datetime
    ttl: int

    @property
    def key(self) -> Key:
        return Key(Table.OPERATIONS, f"event#{self.provider}#{self.event_id}", "-")
