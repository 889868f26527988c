"""What the pages of one payment show: how much, how it went, and the sandbox provider's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import quote

from chalicelib.plans.model import PayBy
from chalicelib.plans.paying import Payable
from chalicelib.portal.page_models import AccountCard, Frame, PaymentState, typed
from chalicelib.portal.problems import Problem


class HowMuch(StrEnum):
    """The `choice` radios of the pay page. None is chosen beforehand: nobody is pressed to pay in full (CONC 7.3)."""

    INSTALMENT = "instalment"
    FULL = "full"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PayAnswers:
    """What was typed on the pay page, as typed. `full_pence` and `instalment_pence` are the amounts the visitor was shown."""

    choice: str = ""
    amount: str = ""
    full_pence: str = ""
    payment_id: str = ""
    instalment_pence: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> PayAnswers:
        """The answers in a posted form: fields of the same names (and `csrf`)."""
        return cls(
            choice=typed(form, "choice"),
            amount=typed(form, "amount"),
            full_pence=typed(form, "full_pence"),
            payment_id=typed(form, "payment_id"),
            instalment_pence=typed(form, "instalment_pence"),
        )


@dataclass(frozen=True, slots=True)
class InstalmentChoice:
    """What a plan wants next: `count` instalments, `due` the last day, on so many accounts. `taken` says that we would collect
    it ourselves if nobody paid it."""

    pence: int
    count: int
    due: date
    late: bool
    accounts: int = 1
    taken: bool = False

    @classmethod
    def of(cls, found: Payable) -> InstalmentChoice:
        taken = found.plan.terms.pay_by is not PayBy.CUSTOMER
        return cls(found.pence, found.count, found.due, found.late, len(found.shares), taken)


@dataclass(frozen=True, slots=True)
class Pay:
    """Choose how much to pay to one account. `payment_id` makes a double click one payment: keep it with problems.

    The form posts to its own address with `csrf`, `payment_id`, `full_pence`, `instalment_pence`, `choice` and `amount` (in
    pounds). `online_pence` is the least that the payment provider takes.
    """

    frame: Frame
    account: AccountCard
    payment_id: str
    minimum_pence: int = 1
    answers: PayAnswers = PayAnswers()
    problems: tuple[Problem, ...] = ()
    instalment: InstalmentChoice | None = None
    online_pence: int = 1

    @property
    def least_pence(self) -> int:
        """The smallest amount that can be paid: the last few pence of an account may always be."""
        return min(self.minimum_pence, self.account.payable_pence)


@dataclass(frozen=True, slots=True)
class PaidPart:
    """How much of a payment is for one account."""

    account: AccountCard
    pence: int


@dataclass(frozen=True, slots=True)
class Payment:
    """The state of one payment. `at` is when it settled or last moved; `still_owed_pence` is what the account owes now.

    `continue_url` leads back to the provider's page while the payment may still be finished there, else it is empty.
    `parts` says how much went to which account, `gone_pence` how much went back.
    """

    frame: Frame
    id: str
    reference: str
    amount_pence: int
    state: PaymentState
    at: datetime
    account: AccountCard
    continue_url: str = ""
    parts: tuple[PaidPart, ...] = ()
    gone_pence: int = 0
    by_direct_debit: bool = False

    @property
    def path(self) -> str:
        return f"/payments/{quote(self.id, safe='')}"

    @property
    def still_owed_pence(self) -> int:
        """What is owed on the accounts it was for."""
        return sum(part.account.owed_pence for part in self.parts) if self.parts else self.account.owed_pence

    @property
    def payees(self) -> tuple[str, ...]:
        """To whom it goes, each once."""
        accounts = [part.account for part in self.parts] or [self.account]
        return tuple(dict.fromkeys(account.creditor or account.number for account in accounts))
