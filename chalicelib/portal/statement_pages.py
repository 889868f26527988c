"""What the statement shows, on the page and in the file. Pure."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from chalicelib.core.dates import add_months
from chalicelib.core.money import format_pounds
from chalicelib.imports.csvfile import CsvWriter
from chalicelib.ledger.statement import Movement, Statement
from chalicelib.payments.model import payment_reference
from chalicelib.portal.owed_page import KEPT, DayAnswers, OwedAccount, named, words_of
from chalicelib.portal.page_models import AccountCard, Frame, typed
from chalicelib.portal.problems import Problem
from chalicelib.portal.words import N_, offered, translations
from chalicelib.records.model import Customer

ROWS_SHOWN = 500
"""So many rows make a page that a phone can show and a person can print; the file holds all of them."""
MONTHS_AT_FIRST = 12
HEADER = (
    N_("Date"), N_("What happened"), N_("Creditor"), N_("Account number"), N_("Payment reference"), N_("Change in pounds"),
    N_("Balance in pounds"),
)  # fmt: skip
BEFORE = N_("Before the first day")


class Wish(StrEnum):
    """The button that was pressed."""

    SHOW = "show"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True)
class StatementAnswers:
    """The first day and the last as they were typed, and the account, if it is to be of one alone."""

    first: DayAnswers = field(default_factory=DayAnswers)
    last: DayAnswers = field(default_factory=DayAnswers)
    account: str = ""
    wish: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> StatementAnswers:
        """The answers in a posted form: `from-day` and so on, `to-day` and so on, `account`, `wish`."""
        first, last = DayAnswers.read(form, "from"), DayAnswers.read(form, "to")
        return cls(first, last, form.get("account", "")[:64], typed(form, "wish"))

    @classmethod
    def lately(cls, today: date, account: str = "") -> StatementAnswers:
        """The last twelve months."""
        first, last = (
            DayAnswers(str(day.day), str(day.month), str(day.year)) for day in (add_months(today, -MONTHS_AT_FIRST), today)
        )
        return cls(first, last, account)


@dataclass(frozen=True, slots=True)
class Row:
    """Something that happened. `held_pence` is what it moved of the money that is kept for the customer; `words` wait for
    their translation."""

    day: date
    words: str
    creditor: str
    account: str
    reference: str
    change_pence: int
    balance_pence: int
    held_pence: int = 0
    payment_id: str = ""

    @property
    def receipt_path(self) -> str:
        """Where the payment behind it stands, on an account of theirs."""
        return f"/payments/{quote(self.payment_id, safe='')}" if self.payment_id and self.account else ""

    @classmethod
    def of(cls, customer: Customer, moved: Movement) -> Row:
        number = moved.account_number or ""
        account = customer.accounts.get(number)
        kept = moved.change == 0 and moved.held > 0
        return cls(
            day=moved.entry.effective_date,
            words=KEPT if kept else words_of(moved.entry, moved.change),
            creditor=(account.creditor if account else None) or "",
            account=number,
            reference=payment_reference(moved.entry.payment_id) if moved.entry.payment_id else "",
            change_pence=moved.change,
            balance_pence=moved.balance,
            held_pence=moved.held,
            payment_id=moved.entry.payment_id or "",
        )

    @property
    def where(self) -> str:
        """The creditor and the number by which the debtor knows the account."""
        return " ".join(part for part in (self.creditor, self.account) if part)


@dataclass(frozen=True, slots=True)
class Shown:
    """The statement of some days, oldest row first; `accounts` are the balances at the end, of all that owe something."""

    first: date
    last: date
    opening_pence: int
    closing_pence: int
    rows: tuple[Row, ...]
    accounts: tuple[OwedAccount, ...] = ()

    @classmethod
    def of(cls, customer: Customer, found: Statement) -> Shown:
        return cls(
            first=found.first,
            last=found.last,
            opening_pence=found.opening,
            closing_pence=found.closing,
            rows=tuple(Row.of(customer, moved) for moved in found.movements),
            accounts=tuple(OwedAccount(named(customer, number or ""), pence) for number, pence in found.accounts),
        )

    @property
    def fits_a_page(self) -> bool:
        return len(self.rows) <= ROWS_SHOWN

    @property
    def file_name(self) -> str:
        return f"statement-{self.first.isoformat()}-to-{self.last.isoformat()}.csv"


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A statement, and the form for another: it posts to `/statement`. `whose` are the accounts it is about, of which some
    may not have to be paid; `single` says that it was asked for one of several."""

    frame: Frame
    customer_name: str
    made_on: date
    whose: tuple[AccountCard, ...]
    answers: StatementAnswers
    problems: tuple[Problem, ...] = ()
    shown: Shown | None = None

    @property
    def single(self) -> bool:
        return bool(self.answers.account)

    @property
    def lawfully_unpaid(self) -> tuple[AccountCard, ...]:
        """Accounts with a balance that the law does not let anybody ask for, or that nobody owes any more."""
        return tuple(card for card in self.whose if card.pause in ("barred", "extinguished"))


def csv_text(shown: Shown, locale: str) -> str:
    """The statement for a spreadsheet: every row, with the balance before the first."""
    translate, stream = translations(offered(locale)).gettext, io.BytesIO()
    rows = CsvWriter(stream, [translate(name) for name in HEADER])
    rows.write([shown.first.isoformat(), translate(BEFORE), "", "", "", "", format_pounds(shown.opening_pence)])
    for row in shown.rows:
        change, balance = format_pounds(row.change_pence), format_pounds(row.balance_pence)
        rows.write([row.day.isoformat(), translate(row.words), row.creditor, row.account, row.reference, change, balance])
    rows.flush()
    return stream.getvalue().decode()
