"""What the page shows on which customers see what they owed on a day, and what that is made of in plain words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.ledger.model import EntryType, JournalEntry, LedgerAccount, Posting
from chalicelib.ledger.rules import owed_by
from chalicelib.ledger.viewing import Line, Order, Owed, ordered
from chalicelib.portal.page_models import Frame, typed
from chalicelib.portal.problems import Problem
from chalicelib.portal.words import N_
from chalicelib.records.model import Customer

LINES_SHOWN = 200
"""How many lines a page lists, so that it stays one for a phone; those before them are one sum."""


@dataclass(frozen=True, slots=True)
class DayAnswers:
    """A day as it was typed."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str], name: str = "on") -> DayAnswers:
        """The three fields of a day in a posted form, `on-day` and so on."""
        return cls(*(typed(form, f"{name}-{part}") for part in ("day", "month", "year")))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, and what it did to what was owed. `words` wait for their translation."""

    day: date
    words: str
    account: str
    change_pence: int


@dataclass(frozen=True, slots=True)
class OwedAccount:
    account: str
    owed_pence: int


@dataclass(frozen=True, slots=True)
class OwedThen:
    """What was owed at the end of a day, by account, and how that came about, oldest first. `before_pence` is the sum of
    what happened before the steps that are shown."""

    day: date
    total_pence: int
    accounts: tuple[OwedAccount, ...]
    steps: tuple[Step, ...]
    before_pence: int = 0

    @classmethod
    def of(cls, customer: Customer, owed: Owed) -> OwedThen:
        seen = (line for line in owed.lines if line.entry.type not in UNSEEN)
        steps = [_step(customer, line) for line in ordered(seen, Order.DATE, descending=False)]
        earlier, shown = steps[:-LINES_SHOWN], steps[-LINES_SHOWN:]
        return cls(
            day=owed.day,
            total_pence=owed.total,
            accounts=tuple(_accounts(customer, owed)),
            steps=tuple(shown),
            before_pence=owed.brought_forward + sum(step.change_pence for step in earlier),
        )


@dataclass(frozen=True, slots=True)
class OwedOnDay:
    """Ask for a day, and answer for the one that was asked for. The form posts `on-day`, `on-month`, `on-year` and `csrf`."""

    frame: Frame
    answers: DayAnswers = DayAnswers()
    problems: tuple[Problem, ...] = ()
    then: OwedThen | None = None


STEPS: Mapping[EntryType, str] = {
    EntryType.OPENING: N_("What you owed when we took on the account"),
    EntryType.INVOICE: N_("A new amount you owed"),
    EntryType.FEE: N_("A fee was added"),
    EntryType.INTEREST: N_("Interest was added"),
    EntryType.COSTS: N_("Court or enforcement costs were added"),
    EntryType.PAYMENT: N_("Your payment"),
    EntryType.PAYMENT_UNALLOCATED: N_("Money came in that we had not matched to an account yet"),
    EntryType.ALLOCATION: N_("Money you had with us was put towards what you owed"),
    EntryType.OVERPAYMENT: N_("You paid more than you owed. We keep it for you"),
    EntryType.REFUND: N_("We gave money back to you"),
    EntryType.CHARGEBACK: N_("Your bank took a payment back"),
    EntryType.RETURNED_DD: N_("A Direct Debit was returned unpaid"),
    EntryType.DISCOUNT: N_("We took something off because you settled"),
    EntryType.DISCOUNT_REVERSAL: N_("A discount for settling ended"),
    EntryType.FEE_WAIVER: N_("We took a fee off"),
    EntryType.INTEREST_WAIVER: N_("We took interest off"),
    EntryType.GOODWILL: N_("We took something off to put things right"),
    EntryType.WRITE_OFF: N_("We wrote this off: you no longer owe it"),
    EntryType.WRITE_OFF_RECOVERY: N_("Your payment after we had written the account off"),
    EntryType.DCA_REMITTANCE: N_("Your payment to a collection agency"),
    EntryType.TRANSFER: N_("Moved between your accounts"),
    EntryType.PROLONGATION: N_("You got more time to pay"),
    EntryType.RESTRUCTURE: N_("What you owed was put into a new plan"),
    EntryType.PROMISE: N_("You promised to pay"),
    EntryType.REVERSAL: N_("We undid an earlier entry"),
}
"""What happened, as the debtor is told it; of corrections see `MORE` and `LESS`."""
UNSEEN = frozenset({EntryType.CHARGEBACK_FEE})
"""What a provider charges the organisation: nothing to the debtor, who neither owes nor pays it."""
MORE = N_("The creditor corrected the balance: you owed more")
LESS = N_("The creditor corrected the balance: you owed less")
TAKEN_BACK = N_("The extra time to pay was taken back")
KEPT = N_("You paid more than you owed. We keep it for you")


def words_of(entry: JournalEntry, change: int) -> str:
    """What happened, as the debtor is told it."""
    if entry.type is EntryType.PROLONGATION and entry.related_entry:
        return TAKEN_BACK
    return STEPS.get(entry.type) or (MORE if change > 0 else LESS)


def named(customer: Customer, number: str) -> str:
    """The creditor and the number by which the debtor knows an account."""
    account = customer.accounts.get(number)
    return " ".join(part for part in (account.creditor if account else None, number) if part)


def _accounts(customer: Customer, owed: Owed) -> Iterable[OwedAccount]:
    sums: dict[str, int] = {}
    for number, _, pence in owed.claims:
        sums[number or ""] = sums.get(number or "", 0) + pence
    return [OwedAccount(named(customer, number), pence) for number, pence in sums.items()]


def _step(customer: Customer, line: Line) -> Step:
    change = owed_by(line.moved) if isinstance(line.moved, Posting) else 0
    return Step(line.entry.effective_date, _words(line, change), named(customer, line.moved.account_number or ""), change)


def _words(line: Line, change: int) -> str:
    if change == 0 and isinstance(line.moved, Posting) and line.moved.credit is LedgerAccount.CUSTOMER_CREDIT:
        return KEPT
    return words_of(line.entry, change)
