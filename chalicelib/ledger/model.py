"""Journal entries and what may be posted: accounts, entry types and contexts (`reference/catalogues.md` D.2 and D.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, model_validator

from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Key, Table

SEQUENCE_DIGITS = 9


class Side(StrEnum):
    """The side on which a ledger account normally has its balance."""

    DEBIT = "DEBIT"
    CREDIT = "CREDIT"


class LedgerAccount(StrEnum):
    RECEIVABLE_PRINCIPAL = "1100"
    RECEIVABLE_INTEREST = "1110"
    RECEIVABLE_FEES = "1120"
    RECEIVABLE_COSTS = "1130"
    CASH_CLEARING_CARD = "1200"
    CASH_CLEARING_DD = "1210"
    CASH_CLEARING_BANK = "1220"
    CASH_WITH_DCA = "1230"
    CUSTOMER_CREDIT = "2100"
    UNALLOCATED_RECEIPTS = "2200"
    SETTLEMENT_DISCOUNT_PENDING = "2300"
    PORTFOLIO_OPENING = "3000"
    FEE_INCOME = "4100"
    INTEREST_INCOME = "4110"
    DISCOUNT_EXPENSE = "5100"
    WRITE_OFF_EXPENSE = "5200"
    FEE_WAIVER = "5300"
    CHARGEBACK_COST = "5400"
    GOODWILL = "5500"

    @property
    def normal_side(self) -> Side:
        """Assets (1...) and expenses (5...) stand on the debit side, what is owed to others and income on the other."""
        return Side.DEBIT if self.value[0] in "15" else Side.CREDIT


RECEIVABLES = {
    "principal": LedgerAccount.RECEIVABLE_PRINCIPAL,
    "interest": LedgerAccount.RECEIVABLE_INTEREST,
    "fees": LedgerAccount.RECEIVABLE_FEES,
    "costs": LedgerAccount.RECEIVABLE_COSTS,
}

CASH: Mapping[str, LedgerAccount] = {
    "CARD": LedgerAccount.CASH_CLEARING_CARD,
    "BACS": LedgerAccount.CASH_CLEARING_DD,
    "BANK_TRANSFER": LedgerAccount.CASH_CLEARING_BANK,
    "STANDING_ORDER": LedgerAccount.CASH_CLEARING_BANK,
    "CASH": LedgerAccount.CASH_CLEARING_BANK,
    "CHEQUE": LedgerAccount.CASH_CLEARING_BANK,
    "DCA": LedgerAccount.CASH_WITH_DCA,
}
"""Where the money of a payment method waits until the bank statement clears it."""


class EntryType(StrEnum):
    """Why an entry was made. ADJUSTMENT is a file that corrects several claims, up and down, in one entry."""

    OPENING = "OPENING"
    INVOICE = "INVOICE"
    FEE = "FEE"
    INTEREST = "INTEREST"
    COSTS = "COSTS"
    PAYMENT = "PAYMENT"
    PAYMENT_UNALLOCATED = "PAYMENT_UNALLOCATED"
    ALLOCATION = "ALLOCATION"
    OVERPAYMENT = "OVERPAYMENT"
    REFUND = "REFUND"
    CHARGEBACK = "CHARGEBACK"
    RETURNED_DD = "RETURNED_DD"
    CHARGEBACK_FEE = "CHARGEBACK_FEE"
    DISCOUNT = "DISCOUNT"
    DISCOUNT_REVERSAL = "DISCOUNT_REVERSAL"
    ADJUSTMENT = "ADJUSTMENT"
    ADJUSTMENT_UP = "ADJUSTMENT_UP"
    ADJUSTMENT_DOWN = "ADJUSTMENT_DOWN"
    FEE_WAIVER = "FEE_WAIVER"
    INTEREST_WAIVER = "INTEREST_WAIVER"
    GOODWILL = "GOODWILL"
    WRITE_OFF = "WRITE_OFF"
    WRITE_OFF_RECOVERY = "WRITE_OFF_RECOVERY"
    DCA_REMITTANCE = "DCA_REMITTANCE"
    TRANSFER = "TRANSFER"
    PROLONGATION = "PROLONGATION"
    RESTRUCTURE = "RESTRUCTURE"
    PROMISE = "PROMISE"
    REVERSAL = "REVERSAL"


class Context(StrEnum):
    """What led to an entry: what the journal is filtered by."""

    IMPORT = "IMPORT"
    PORTAL = "PORTAL"
    AGENT = "AGENT"
    MANDATE_CHARGE = "MANDATE_CHARGE"
    PLAN = "PLAN"
    PROMISE = "PROMISE"
    PROLONGATION = "PROLONGATION"
    RESTRUCTURE = "RESTRUCTURE"
    SETTLEMENT = "SETTLEMENT"
    DCA = "DCA"
    DISPUTE = "DISPUTE"
    CORRECTION = "CORRECTION"
    SYSTEM = "SYSTEM"


class Way(NamedTuple):
    """One way that money may take in an entry: from any of these accounts to any of those."""

    debits: frozenset[LedgerAccount]
    credits: frozenset[LedgerAccount]


def _way(*sides: LedgerAccount | frozenset[LedgerAccount]) -> Way:
    """From the first side to the second."""
    return Way(*(side if isinstance(side, frozenset) else frozenset({side}) for side in sides))


_A = LedgerAccount
_OWED = frozenset(RECEIVABLES.values())
_CASH = frozenset(CASH.values())
_HELD = frozenset({_A.CUSTOMER_CREDIT, _A.UNALLOCATED_RECEIPTS})
_OPENED = _way(_OWED, _A.PORTFOLIO_OPENING)
_CORRECTED_DOWN = _way(_A.PORTFOLIO_OPENING, _OWED | {_A.CUSTOMER_CREDIT})
_MONEY_BACK = _way(_OWED | _HELD | {_A.CHARGEBACK_COST}, _CASH)

WAYS: Mapping[EntryType, tuple[Way, ...]] = {
    EntryType.OPENING: (_OPENED,),
    EntryType.INVOICE: (_OPENED,),
    EntryType.FEE: (_way(_A.RECEIVABLE_FEES, _A.FEE_INCOME),),
    EntryType.INTEREST: (_way(_A.RECEIVABLE_INTEREST, _A.INTEREST_INCOME),),
    EntryType.COSTS: (_way(_A.RECEIVABLE_COSTS, _A.PORTFOLIO_OPENING),),
    EntryType.PAYMENT: (_way(_CASH, _OWED | {_A.CUSTOMER_CREDIT}),),
    EntryType.PAYMENT_UNALLOCATED: (_way(_CASH, _A.UNALLOCATED_RECEIPTS),),
    EntryType.ALLOCATION: (_way(_HELD, _OWED), _way(_A.UNALLOCATED_RECEIPTS, _A.CUSTOMER_CREDIT)),
    EntryType.OVERPAYMENT: (_way(_CASH, _A.CUSTOMER_CREDIT),),
    EntryType.REFUND: (_MONEY_BACK,),
    EntryType.CHARGEBACK: (_MONEY_BACK,),
    EntryType.RETURNED_DD: (_way(_MONEY_BACK.debits, _A.CASH_CLEARING_DD),),
    EntryType.CHARGEBACK_FEE: (_way(_A.CHARGEBACK_COST, _CASH),),
    EntryType.DISCOUNT: (_way(_A.DISCOUNT_EXPENSE, _OWED),),
    EntryType.DISCOUNT_REVERSAL: (_way(_OWED, _A.DISCOUNT_EXPENSE),),
    EntryType.ADJUSTMENT: (_OPENED, _CORRECTED_DOWN),
    EntryType.ADJUSTMENT_UP: (_OPENED,),
    EntryType.ADJUSTMENT_DOWN: (_CORRECTED_DOWN,),
    EntryType.FEE_WAIVER: (_way(_A.FEE_WAIVER, _A.RECEIVABLE_FEES),),
    EntryType.INTEREST_WAIVER: (_way(_A.INTEREST_INCOME, _A.RECEIVABLE_INTEREST),),
    EntryType.GOODWILL: (_way(_A.GOODWILL, _OWED | {_A.CUSTOMER_CREDIT}),),
    EntryType.WRITE_OFF: (_way(_A.WRITE_OFF_EXPENSE, _OWED),),
    EntryType.WRITE_OFF_RECOVERY: (_way(_CASH, _A.WRITE_OFF_EXPENSE),),
    EntryType.DCA_REMITTANCE: (_way(_A.CASH_WITH_DCA, _OWED), _way(_A.CASH_CLEARING_BANK, _A.CASH_WITH_DCA)),
    EntryType.TRANSFER: (_OPENED, _way(_A.PORTFOLIO_OPENING, _OWED)),
    EntryType.PROLONGATION: (),
    EntryType.RESTRUCTURE: (),
    EntryType.PROMISE: (),
}
"""Which accounts an entry of each type may debit and credit. A type without a way is a memo: it tells of an amount and
moves none. A REVERSAL takes any of these ways backwards. A transfer passes through the opening account, which ends as it
began, because no posting may debit and credit one account. Nothing is posted on 2300 yet: a settlement's discount is
posted once, when it is complete."""

MEMOS = frozenset(entry_type for entry_type, ways in WAYS.items() if not ways)


def allowed(entry_type: EntryType, debit: LedgerAccount, credit: LedgerAccount) -> bool:
    """Whether an entry of this type may move money from `credit` to `debit`."""
    if entry_type is EntryType.REVERSAL:
        return any(allowed(reversed_type, credit, debit) for reversed_type in WAYS)
    return any(debit in way.debits and credit in way.credits for way in WAYS[entry_type])


class Posting(BaseModel):
    """Pence moved from one ledger account to another, on a claim where there is one. `product` is the account's product
    type at that time."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    debit: LedgerAccount
    credit: LedgerAccount
    amount: int
    account_number: str | None = None
    claim: str | None = None
    product: str | None = None

    @model_validator(mode="after")
    def _moves_something(self) -> Posting:
        if self.amount <= 0 or self.debit is self.credit:
            raise ValueError("a posting moves more than 0 pence between two different accounts")
        return self


class Memo(BaseModel):
    """Pence that an entry tells about and does not move: what was promised, prolonged or put into a plan."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    amount: int
    account_number: str | None = None
    claim: str | None = None
    product: str | None = None


class JournalEntry(BaseModel):
    """An immutable balanced entry. `ref` is deterministic, so whoever retries posts it once; `sequence` has no gaps.
    `related_entry` is the `ref` of the entry that this one undoes, returns or allocates."""

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
    payment_id: str | None = None
    payment_method: str | None = None
    mandate_id: str | None = None
    related_entry: str | None = None
    postings: tuple[Posting, ...] = ()
    memos: tuple[Memo, ...] = ()
    balance_after: int

    @property
    def key(self) -> Key:
        return entry_place(self.customer_key, self.sequence)

    @property
    def lines(self) -> tuple[Posting | Memo, ...]:
        """What the entry moves, and what it only tells about."""
        return (*self.postings, *self.memos)


class EntryMarker(BaseModel):
    """Put if absent beside its entry: the proof that `entry_ref` was posted, and under which sequence."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    entry_ref: str
    sequence: int

    @property
    def key(self) -> Key:
        return marker_place(self.customer_key, self.entry_ref)


def entry_place(customer_key: str, sequence: int) -> Key:
    return Key(Table.JOURNAL, customer_key, f"{sequence:0{SEQUENCE_DIGITS}d}")


def marker_place(customer_key: str, entry_ref: str) -> Key:
    return Key(Table.JOURNAL, customer_key, f"ref#{entry_ref}")
