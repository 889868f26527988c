"""What each portal page shows, as plain values: the routes fill these in, `pages.py` renders them.

Money is integer pence, days are London's, instants are UTC. Nothing here is escaped: the templates do that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import quote

from chalicelib.portal.theme import Brand
from chalicelib.portal.words import DEFAULT_LOCALE, Problem
from chalicelib.settings.facts import Fact

LONGEST_ANSWER = 60
"""Characters of any typed answer that are read and shown again: no real one is longer."""


LONGEST_EMAIL = 254


def _typed(form: Mapping[str, str], name: str, longest: int = LONGEST_ANSWER) -> str:
    return form.get(name, "").strip()[:longest]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs this portal, from settings. `display_name` is shown before identity is confirmed, so it must be neutral:
    a name that tells of debt collection may not be visible to third parties (FCA CONC 7.9.7R)."""

    display_name: str
    phone: str
    email: str
    opening_hours: str
    brand: Brand = field(default_factory=Brand)
    privacy_url: str = ""
    accessibility_url: str = ""
    footer_text: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page. `csrf` is the session's form token; without one nobody is signed in.

    The verify page leaves it out, so that the page is the same for everybody.
    """

    organisation: Organisation
    csrf: str = ""
    locale: str = DEFAULT_LOCALE

    @property
    def signed_in(self) -> bool:
        return bool(self.csrf)


class Who(StrEnum):
    """The `who` radios of the verify page."""

    MYSELF = "myself"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts that the settings ask of people and of businesses, each in the order of the form."""

    individual: tuple[Fact, ...] = (Fact.DATE_OF_BIRTH, Fact.POSTCODE)
    company: tuple[Fact, ...] = (Fact.REFERENCE, Fact.POSTCODE)

    @property
    def everybody(self) -> tuple[Fact, ...]:
        """What both are asked: shown once, below the choice."""
        return tuple(fact for fact in self.individual if fact in self.company)

    @property
    def individual_only(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.individual if fact not in self.company)

    @property
    def company_only(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.company if fact not in self.individual)

    def of(self, who: str) -> tuple[Fact, ...]:
        """What this kind of visitor must answer; before one is chosen, what everybody must."""
        match who:
            case Who.MYSELF:
                return self.individual
            case Who.BUSINESS:
                return self.company
            case _:
                return self.everybody


@dataclass(frozen=True, slots=True)
class IdentityAnswers:
    """What was typed on the verify page, as typed: a field for each `Fact`, the date of birth in three.

    `reference` is a company number or an account number, `account_ending` the last four characters of one.
    """

    who: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    surname: str = ""
    reference: str = ""
    account_number: str = ""
    account_ending: str = ""
    email: str = ""
    postcode: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> IdentityAnswers:
        """The answers in a posted form: fields `who`, `dob-day`, `dob-month`, `dob-year`, and the facts by their names."""
        return cls(
            who=_typed(form, "who"),
            day=_typed(form, "dob-day"),
            month=_typed(form, "dob-month"),
            year=_typed(form, "dob-year"),
            surname=_typed(form, Fact.SURNAME),
            reference=_typed(form, Fact.REFERENCE),
            account_number=_typed(form, Fact.ACCOUNT_NUMBER),
            account_ending=_typed(form, Fact.ACCOUNT_ENDING),
            email=_typed(form, Fact.EMAIL, LONGEST_EMAIL),
            postcode=_typed(form, Fact.POSTCODE),
        )


@dataclass(frozen=True, slots=True)
class Verify:
    """The one page behind every kind of link. Holds only settings and what this visitor typed: nothing of the link.
    `offers_link` is whether a new link can be asked for here."""

    frame: Frame
    answers: IdentityAnswers = IdentityAnswers()
    problems: tuple[Problem, ...] = ()
    asked: Asked = Asked()
    offers_link: bool = True


class Standing(StrEnum):
    """How an account stands, in the debtor's words."""

    DUE = "due"
    OVERDUE = "overdue"
    ON_HOLD = "on_hold"
    PAUSED = "paused"
    PAID = "paid"
    CLOSED = "closed"


class Pause(StrEnum):
    """Why a debtor is not asked for what an account owes, as far as they are told."""

    MORATORIUM = "moratorium"
    DISPUTE = "dispute"
    ADVICE = "advice"
    BARRED = "barred"
    EXTINGUISHED = "extinguished"
    REVIEW = "review"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class AccountCard:
    """One account. `owed_pence` is the ledger's balance, `in_flight_pence` the part already being paid (reserved),
    `quiet_pence` the part that is not asked for now and `pause` why; it may be paid all the same but for `closed_pence`."""

    number: str
    creditor: str
    product: str
    owed_pence: int
    due: date | None
    standing: Standing
    in_flight_pence: int = 0
    payment_reference: str = ""
    quiet_pence: int = 0
    pause: Pause | None = None
    closed_pence: int = 0

    @property
    def asked_pence(self) -> int:
        """What the debtor is asked for."""
        return self.owed_pence - self.quiet_pence

    @property
    def payable_pence(self) -> int:
        """What can still be paid now."""
        return max(0, self.owed_pence - self.in_flight_pence - self.closed_pence)

    @property
    def full_pence(self) -> int:
        """What "everything" is when paying: what is asked for, and of an account that is not asked for the whole balance."""
        return self.payable_pence if self.pause else min(self.payable_pence, self.asked_pence)

    @property
    def can_pay(self) -> bool:
        return self.standing is not Standing.CLOSED and self.payable_pence > 0

    @property
    def pay_path(self) -> str:
        return f"/accounts/{quote(self.number, safe='')}/pay"


class PaymentState(StrEnum):
    """Where a payment stands, the states of `model.md` C.3.7 that a debtor can meet."""

    CREATED = "CREATED"
    PENDING = "PENDING"
    SETTLED = "SETTLED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"

    @property
    def undecided(self) -> bool:
        """The provider has not told us yet whether money moved."""
        return self in (PaymentState.CREATED, PaymentState.PENDING)


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One recent payment on the overview."""

    id: str
    reference: str
    creditor: str
    amount_pence: int
    state: PaymentState
    at: datetime

    @property
    def path(self) -> str:
        return f"/payments/{quote(self.id, safe='')}"


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the customer owes, in the order it should be read, and their recent payments, newest first."""

    frame: Frame
    customer_name: str
    accounts: tuple[AccountCard, ...]
    payments: tuple[PaymentLine, ...] = ()

    @property
    def total_pence(self) -> int:
        """What the debtor is asked for."""
        return sum(account.asked_pence for account in self.accounts)

    @property
    def owing_count(self) -> int:
        return sum(account.asked_pence > 0 for account in self.accounts)

    @property
    def paused(self) -> bool:
        """Whether something is owed that the debtor is not asked for."""
        return any(account.quiet_pence > 0 for account in self.accounts)

    @property
    def undecided(self) -> tuple[PaymentLine, ...]:
        return tuple(payment for payment in self.payments if payment.state.undecided)

    @property
    def finished(self) -> tuple[PaymentLine, ...]:
        return tuple(payment for payment in self.payments if not payment.state.undecided)


class HowMuch(StrEnum):
    """The `choice` radios of the pay page. None is chosen beforehand: nobody is pressed to pay in full (CONC 7.3)."""

    FULL = "full"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PayAnswers:
    """What was typed on the pay page, as typed. `full_pence` is the full amount the visitor was shown."""

    choice: str = ""
    amount: str = ""
    full_pence: str = ""
    payment_id: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> PayAnswers:
        """The answers in a posted form: fields `choice`, `amount`, `full_pence`, `payment_id` (and `csrf`)."""
        return cls(
            choice=_typed(form, "choice"),
            amount=_typed(form, "amount"),
            full_pence=_typed(form, "full_pence"),
            payment_id=_typed(form, "payment_id"),
        )


@dataclass(frozen=True, slots=True)
class Pay:
    """Choose how much to pay to one account. `payment_id` makes a double click one payment: keep it with problems.

    The form posts to its own address with `csrf`, `payment_id`, `full_pence`, `choice` and `amount` (in pounds).
    """

    frame: Frame
    account: AccountCard
    payment_id: str
    minimum_pence: int = 1
    answers: PayAnswers = PayAnswers()
    problems: tuple[Problem, ...] = ()

    @property
    def least_pence(self) -> int:
        """The smallest amount that can be paid: the last few pence of an account may always be."""
        return min(self.minimum_pence, self.account.payable_pence)


@dataclass(frozen=True, slots=True)
class Payment:
    """The state of one payment. `at` is when it settled or last moved; `still_owed_pence` is what the account owes now.

    `continue_url` leads back to the provider's page while the payment may still be finished there, else it is empty.
    """

    frame: Frame
    id: str
    reference: str
    amount_pence: int
    state: PaymentState
    at: datetime
    account: AccountCard
    continue_url: str = ""

    @property
    def path(self) -> str:
        return f"/payments/{quote(self.id, safe='')}"

    @property
    def still_owed_pence(self) -> int:
        return self.account.owed_pence


class SandboxOutcome(StrEnum):
    """The `outcome` a tester picks on the sandbox provider's page."""

    PAY = "pay"
    DECLINE = "decline"
    LATER = "later"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The sandbox provider's hosted page. It posts `hidden` and one `outcome` to `action`.

    `brand` only says which stylesheet this stack serves: the page has its own colours.
    """

    action: str
    amount_pence: int
    description: str
    hidden: Mapping[str, str] = field(default_factory=dict)
    brand: Brand = field(default_factory=Brand)
    locale: str = DEFAULT_LOCALE
