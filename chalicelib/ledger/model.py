"""Journal entries (`reference/catalogues.md` D.2 and D.3; only the types that are posted so far)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, model_validator

from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Key, Table

SEQUENCE_DIGITS = 9


class LedgerAccount(StrEnum):
    RECEIVABLE_PRINCIPAL = "1100"
    RECEIVABLE_INTEREST = "1110"
    RECEIVABLE_FEES = "1120"
    RECEIVABLE_COSTS = "1130"
    CASH_CLEARING_CARD = "1200"
    CUSTOMER_CREDIT = "2100"
    PORTFOLIO_OPENING = "3000"


RECEIVABLES = {
    "principal": LedgerAccount.RECEIVABLE_PRINCIPAL,
    "interest": LedgerAccount.RECEIVABLE_INTEREST,
    "fees": LedgerAccount.RECEIVABLE_FEES,
    "costs": LedgerAccount.RECEIVABLE_COSTS,
}


class EntryType(StrEnum):
    OPENING = "OPENING"
    ADJUSTMENT = "ADJUSTMENT"
    PAYMENT = "PAYMENT"


class Context(StrEnum):
    IMPORT = "IMPORT"
    PORTAL = "PORTAL"
    AGENT = "AGENT"
    SYSTEM = "SYSTEM"


class Posting(BaseModel):
    """Pence moved from one ledger account to another, on a claim where there is one."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    debit: LedgerAccount
    credit: LedgerAccount
    amount: int
    account_number: str | None = None
    claim: str | None = None

    @model_validator(mode="after")
    def _moves_something(self) -> Posting:
        if self.amount <= 0 or self.debit is self.credit:
            raise ValueError("a posting moves more than 0 pence between two different accounts")
        return self


class JournalEntry(BaseModel):
    """An immutable balanced entry. `ref` is deterministic, so whoever retries posts it once; `sequence` has no gaps."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    sequence: int
    ref: str
    type: EntryType
    context: Context
    effective_date: date
    posted_at: datetime
    actor_type: ActorType
    actor_id: str
    actor_name: str
    reason: str | None = None
    postings: tuple[Posting, ...]
    balance_after: int

    @property
    def key(self) -> Key:
        return Key(Table.JOURNAL, self.customer_key, f"{self.sequence:0{SEQUENCE_DIGITS}d}")


class EntryMarker(BaseModel):
    """Put if absent beside its entry: the proof that `entry_ref` was posted, and under which sequence."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    entry_ref: str
    sequence: int

    @property
    def key(self) -> Key:
        return Key(Table.JOURNAL, self.customer_key, f"ref#{self.entry_ref}")
