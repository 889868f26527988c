"""What the portal's pages show, as plain values: the routes fill these in, `pages.py` renders them. Here is what surrounds
every page, and the overview of accounts; the pages with a form have modules of their own.

Money is integer pence, days are London's, instants are UTC. Nothing here is escaped: the templates do that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from chalicelib.portal.plan_lines import Planned
from chalicelib.portal.promise_lines import Promised
from chalicelib.portal.theme import Brand
from chalicelib.portal.words import DEFAULT_LOCALE

LONGEST_ANSWER = 60
"""Characters of any typed answer that are read and shown again: no real one is longer."""


def typed(form: Mapping[str, str], name: str, longest: int = LONGEST_ANSWER) -> str:
    """What was typed into a field of a posted form."""
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
    PLAN = "plan"


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

    @property
    def statement_path(self) -> str:
        return f"/accounts/{quote(self.number, safe='')}/statement"


class PaymentState(StrEnum):
    """Where a payment stands, the states of `model.md` C.3.7 that a debtor can meet."""

    CREATED = "CREATED"
    PENDING = "PENDING"
    SETTLED = "SETTLED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    PART_REFUNDED = "PART_REFUNDED"
    REFUNDED = "REFUNDED"
    DISPUTED = "DISPUTED"
    CHARGED_BACK = "CHARGED_BACK"
    RETURNED = "RETURNED"
    INDEMNITY_CLAIMED = "INDEMNITY_CLAIMED"

    @property
    def settled(self) -> bool:
        """Money was taken, and at least a part of it stands."""
        return self in (PaymentState.SETTLED, PaymentState.PART_REFUNDED)

    @property
    def went_back(self) -> bool:
        """Money was taken, and all of it went back."""
        return self in (
            PaymentState.REFUNDED,
            PaymentState.DISPUTED,
            PaymentState.CHARGED_BACK,
            PaymentState.RETURNED,
            PaymentState.INDEMNITY_CLAIMED,
        )

    @property
    def undecided(self) -> bool:
        """The provider has not told us yet whether money moved."""
        return self in (PaymentState.CREATED, PaymentState.PENDING)


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment under way, on the overview."""

    id: str
    reference: str
    creditor: str
    amount_pence: int

    @property
    def path(self) -> str:
        return f"/payments/{quote(self.id, safe='')}"


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the customer owes, in the order it should be read, and their payments under way, newest first."""

    frame: Frame
    customer_name: str
    accounts: tuple[AccountCard, ...]
    payments: tuple[PaymentLine, ...] = ()
    planned: Planned = field(default_factory=Planned)
    promised: Promised = field(default_factory=Promised)

    @property
    def total_pence(self) -> int:
        """What the debtor is asked for."""
        return sum(account.asked_pence for account in self.accounts)

    @property
    def payable_count(self) -> int:
        """On how many accounts something can be paid, of those that are asked for."""
        return sum(account.can_pay and account.asked_pence > 0 for account in self.accounts)

    @property
    def owing_count(self) -> int:
        return sum(account.asked_pence > 0 for account in self.accounts)

    @property
    def paused(self) -> bool:
        """Whether something is owed that the debtor is not asked for."""
        return any(account.quiet_pence > 0 for account in self.accounts)

    @property
    def on_plan(self) -> bool:
        """Whether a plan says when to pay what is not asked for otherwise."""
        return any(account.number in self.planned.standing for account in self.accounts)
