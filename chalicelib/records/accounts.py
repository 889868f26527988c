"""Accounts and claims, which live inside their customer: what is owed, on what, and what may be agreed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from chalicelib.records.frozen import Frozen

ACCOUNTS_LIMIT = 80
"""Accounts that one customer may have."""


class AccountStatus(StrEnum):
    ACTIVE = "ACTIVE"
    HOLD = "HOLD"
    SETTLED = "SETTLED"
    CLOSED = "CLOSED"
    WRITTEN_OFF = "WRITTEN_OFF"


class ClaimKind(StrEnum):
    INVOICE = "INVOICE"
    FEE = "FEE"


class ClaimStatus(StrEnum):
    ACTIVE = "ACTIVE"
    RESOLVED = "RESOLVED"
    DELETED = "DELETED"


class Frequency(StrEnum):
    MONTHLY = "MONTHLY"
    FORTNIGHTLY = "FORTNIGHTLY"
    WEEKLY = "WEEKLY"


class Parts(Frozen):
    """An amount in pence by what it is for. The order of the fields is the order in which a payment clears them
    (recommended UK consumer default, `reference/model.md` C.5)."""

    principal: int = 0
    interest: int = 0
    fees: int = 0
    costs: int = 0

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.fees + self.costs

    def __add__(self, other: Parts) -> Parts:
        return Parts(
            principal=self.principal + other.principal,
            interest=self.interest + other.interest,
            fees=self.fees + other.fees,
            costs=self.costs + other.costs,
        )

    def __sub__(self, other: Parts) -> Parts:
        return Parts(
            principal=self.principal - other.principal,
            interest=self.interest - other.interest,
            fees=self.fees - other.fees,
            costs=self.costs - other.costs,
        )

    def take(self, pence: int) -> Parts:
        """The parts that paying `pence` clears, at most everything: principal first, then interest, fees, costs."""
        left, taken = pence, {}
        for part in ("principal", "interest", "fees", "costs"):
            taken[part] = min(left, getattr(self, part))
            left -= taken[part]
        return Parts(**taken)


class PlanOption(Frozen):
    """A plan the creditor offers on an account: so many instalments of a total in pence."""

    number: int
    instalments: int
    total: int
    frequency: Frequency = Frequency.MONTHLY

    @property
    def instalment(self) -> int:
        """Pence of every instalment but the last."""
        return self.total // self.instalments

    @property
    def final_instalment(self) -> int:
        """Pence of the last instalment, which carries the remainder."""
        return self.total - self.instalment * (self.instalments - 1)


class Prolongation(Frozen):
    """The due date of an invoice put off by `days`, on the London day `on`. `fee` pence were charged for it on the claim named
    `fee_claim`. Once `undone` it counts no more."""

    id: str
    on: date
    days: int
    due_before: date
    due_after: date
    fee: int = 0
    fee_claim: str | None = None
    undone: bool = False


class Claim(Frozen):
    """One outstanding sum. `outstanding` is the cached replay of the journal; `reserved` holds pence by payment id
    for payments that are under way, so that the same pound is not paid twice. `revived_on` is the last day on which a
    payment that we took began its limitation period anew. `defers` names the invoice that a fee put off (relation DEFERS)."""

    ref: str
    kind: ClaimKind = ClaimKind.INVOICE
    original_due_date: date
    due_date: date
    outstanding: Parts
    reserved: dict[str, int] = Field(default_factory=dict)
    status: ClaimStatus = ClaimStatus.ACTIVE
    revived_on: date | None = None
    defers: str | None = None
    prolongations: tuple[Prolongation, ...] = ()

    @property
    def available(self) -> int:
        """Pence that may still be asked for: outstanding less what payments under way have reserved, never below 0."""
        return max(0, self.outstanding.total - sum(self.reserved.values()))

    @property
    def turn(self) -> tuple[bool, date, str]:
        """When a payment clears it among others: the oldest due first, and fees of ours after everything else (C.5)."""
        return self.kind is ClaimKind.FEE, self.due_date, self.ref

    @property
    def prolonged_days(self) -> int:
        """Days by which the due date was put off in all."""
        return sum(each.days for each in self.prolongations if not each.undone)

    def prolonged_on(self, day: date) -> Prolongation | None:
        """The prolongation of that London day that still stands: there is one at most."""
        return next((each for each in self.prolongations if each.on == day and not each.undone), None)


class Account(Frozen):
    """One row of the creditor's dataset. `imported` is the baseline: the last imported value of every column the file
    gave, `imported_balance` the creditor's last word on the balance in pence (`design/data.md`, import balances). `absent_from`
    is the upload that closed it by listing every account but this one."""

    number: str
    creditor: str | None = None
    brand: str | None = None
    portfolio: str | None = None
    product_type: str | None = None
    product_description: str | None = None
    regulated: bool = True
    status: AccountStatus = AccountStatus.ACTIVE
    currency: str = "GBP"
    payment_reference: str | None = None
    minimum_payment: int | None = None
    plan_options: tuple[PlanOption, ...] = ()
    claims: dict[str, Claim] = Field(default_factory=dict)
    imported: dict[str, str] = Field(default_factory=dict)
    imported_balance: int = 0
    absent_from: str | None = None

    @property
    def balance(self) -> Parts:
        """What is outstanding over all active claims."""
        return sum((c.outstanding for c in self.claims.values()), Parts())

    @property
    def available(self) -> int:
        """Pence that a payment may be taken for now."""
        return sum(c.available for c in self.claims.values())

    @property
    def due_date(self) -> date | None:
        """The oldest due date that still has something outstanding; without one, the newest of all."""
        owing = [c.due_date for c in self.claims.values() if c.outstanding.total > 0]
        return min(owing) if owing else max((c.due_date for c in self.claims.values()), default=None)
