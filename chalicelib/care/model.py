"""The nouns of care: what may be asked of `may`, the facts it decides on, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from chalicelib.care.limitation import LimitationFacts
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.holds import MORATORIA, Hold, HoldKind, HoldSource
from chalicelib.records.model import CustomerStatus

__all__ = ["MORATORIA", "Hold", "HoldKind", "HoldSource"]


class ContactChannel(StrEnum):
    """The ways to reach a customer."""

    SMS = "SMS"
    EMAIL = "EMAIL"
    CALL = "CALL"
    LETTER = "LETTER"


class Purpose(StrEnum):
    """Why somebody is contacted: what they asked for (a receipt, a new link, a confirmation), asking them to pay or to
    get in touch about paying, or a notice that the law prescribes."""

    SERVICE = "SERVICE"
    CHASING = "CHASING"
    STATUTORY = "STATUTORY"


class Starter(StrEnum):
    """Who wants the money to move: the debtor now, an agent, or a schedule."""

    DEBTOR = "DEBTOR"
    AGENT = "AGENT"
    SCHEDULE = "SCHEDULE"


class Row(StrEnum):
    """What one may want to do: the columns of the table in `matrix.py`."""

    SERVICE = "SERVICE"
    CHASE = "CHASE"
    STATUTORY = "STATUTORY"
    CHARGE_DEBTOR = "CHARGE_DEBTOR"
    CHARGE_AGENT = "CHARGE_AGENT"
    CHARGE_SCHEDULE = "CHARGE_SCHEDULE"
    FEE = "FEE"
    PROLONG = "PROLONG"
    PLAN_OFFER = "PLAN_OFFER"
    PLAN_ACCEPT = "PLAN_ACCEPT"
    DCA = "DCA"
    CAMPAIGN = "CAMPAIGN"
    DEMAND = "DEMAND"


ROW_NAMES: Mapping[Row, str] = {
    Row.SERVICE: "Send a message they asked for",
    Row.CHASE: "Contact them about payment",
    Row.STATUTORY: "Send a notice the law prescribes",
    Row.CHARGE_DEBTOR: "Take a payment they start",
    Row.CHARGE_AGENT: "Take a payment for them",
    Row.CHARGE_SCHEDULE: "Collect a scheduled payment",
    Row.FEE: "Add a fee or interest",
    Row.PROLONG: "Put off when an invoice is due",
    Row.PLAN_OFFER: "Offer a plan",
    Row.PLAN_ACCEPT: "Accept a plan they ask for",
    Row.DCA: "Place with a collection agency",
    Row.CAMPAIGN: "Include in a campaign file",
    Row.DEMAND: "Ask for payment on the portal",
}
CONTACTS: Mapping[Purpose, Row] = {
    Purpose.SERVICE: Row.SERVICE,
    Purpose.CHASING: Row.CHASE,
    Purpose.STATUTORY: Row.STATUTORY,
}
CHARGES: Mapping[Starter, Row] = {
    Starter.DEBTOR: Row.CHARGE_DEBTOR,
    Starter.AGENT: Row.CHARGE_AGENT,
    Starter.SCHEDULE: Row.CHARGE_SCHEDULE,
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing somebody wants to do. Without `account` it is about the customer, without `claim` about all that is owed
    on the account. A contact names its channel."""

    row: Row
    channel: ContactChannel | None = None
    account: str | None = None
    claim: str | None = None

    @classmethod
    def contact(cls, channel: ContactChannel, purpose: Purpose, account: str | None = None) -> Action:
        return cls(CONTACTS[purpose], channel, account)

    @classmethod
    def charge(cls, starter: Starter, account: str | None = None, claim: str | None = None) -> Action:
        return cls(CHARGES[starter], account=account, claim=claim)


type Hours = tuple[time, time] | None
"""From and until, in London; nothing on a day without contact."""
_WEEKDAY = (time(8), time(20))


@dataclass(frozen=True, slots=True)
class ContactPolicy:
    """When and how often people may be chased. The FCA sets no number (CONC 7.9.4R asks for reasonable times and
    frequency); the defaults are those of `reference/uk-rules.md` F.1. `hours` run from Monday to Sunday; a day is one of
    contact by the same channel, a week one of texts and e-mails together, both at least 1."""

    hours: tuple[Hours, ...] = (_WEEKDAY, _WEEKDAY, _WEEKDAY, _WEEKDAY, _WEEKDAY, (time(9), time(17)), None)
    on_bank_holidays: bool = False
    contacts_per_day: int = 1
    contacts_per_week: int = 3
    minimum_gap_hours: int = 0


@dataclass(frozen=True, slots=True)
class Contacted:
    """A chasing contact that was made: messages sent, calls answered."""

    channel: ContactChannel
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim with something outstanding."""

    ref: str
    owed: int
    limitation: LimitationFacts


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One account and the claims on it that are still owed."""

    number: str
    status: AccountStatus
    claims: tuple[ClaimFacts, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything `may` decides on. `contacts` are the chasing ones of the last seven days. From the
    day `status_until` on the customer is active again."""

    status: CustomerStatus
    status_until: date | None = None
    holds: tuple[Hold, ...] = ()
    do_not_contact: bool = False
    opted_out: frozenset[ContactChannel] = frozenset()
    reachable: frozenset[ContactChannel] = frozenset()
    accounts: tuple[AccountFacts, ...] = ()
    policy: ContactPolicy = ContactPolicy()  # immutable
    contacts: tuple[Contacted, ...] = ()


class Rule(StrEnum):
    """Why not, by name, the law's before ours: the first one is the one to give when there is room for one only. A
    moratorium after a mental-health crisis has no name of its own: it reads as breathing space."""

    GONE = "GONE"
    DECEASED = "DECEASED"
    BREATHING_SPACE = "BREATHING_SPACE"
    SCOTTISH_MORATORIUM = "SCOTTISH_MORATORIUM"
    NOT_ACTIVATED = "NOT_ACTIVATED"
    DO_NOT_CONTACT = "DO_NOT_CONTACT"
    LEGAL = "LEGAL"
    DEBT_ADVICE = "DEBT_ADVICE"
    SUPPORT_NEED = "SUPPORT_NEED"
    COMPLAINT = "COMPLAINT"
    DISPUTE = "DISPUTE"
    EXTINGUISHED = "EXTINGUISHED"
    BARRED = "BARRED"
    LIMITATION_UNKNOWN = "LIMITATION_UNKNOWN"
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED"
    ACCOUNT_ON_HOLD = "ACCOUNT_ON_HOLD"
    ON_PLAN = "ON_PLAN"
    PROMISED = "PROMISED"
    NOTHING_OWED = "NOTHING_OWED"
    NO_CONTACT_POINT = "NO_CONTACT_POINT"
    OPTED_OUT = "OPTED_OUT"
    CONTACT_CAP = "CONTACT_CAP"
    QUIET_HOURS = "QUIET_HOURS"


WORDS: Mapping[Rule, str] = {
    Rule.GONE: "This customer's data is gone.",
    Rule.DECEASED: "We have been told that this customer has died.",
    Rule.BREATHING_SPACE: "This customer is in breathing space.",
    Rule.SCOTTISH_MORATORIUM: "This customer is in a statutory moratorium in Scotland.",
    Rule.NOT_ACTIVATED: "This customer is not active.",
    Rule.DO_NOT_CONTACT: "This customer is not to be contacted.",
    Rule.LEGAL: "Legal proceedings are under way.",
    Rule.DEBT_ADVICE: "This customer is working with a debt adviser.",
    Rule.SUPPORT_NEED: "This customer has support needs that a person must look at first.",
    Rule.COMPLAINT: "A complaint is open.",
    Rule.DISPUTE: "The customer disputes what is owed.",
    Rule.EXTINGUISHED: "The debt no longer exists: too much time has passed (Scotland).",
    Rule.BARRED: "The debt is statute-barred: it may not be demanded.",
    Rule.LIMITATION_UNKNOWN: "It is not known whether the debt is statute-barred. A person must look at it.",
    Rule.ACCOUNT_CLOSED: "The account is closed.",
    Rule.ACCOUNT_ON_HOLD: "The account is on hold.",
    Rule.ON_PLAN: "A plan is on track.",
    Rule.PROMISED: "A promise to pay is open.",
    Rule.NOTHING_OWED: "Nothing is owed.",
    Rule.NO_CONTACT_POINT: "There is no valid way to reach the customer like this.",
    Rule.OPTED_OUT: "The customer has opted out of this way of contact.",
    Rule.CONTACT_CAP: "The customer has been contacted as often as is allowed.",
    Rule.QUIET_HOURS: "It is outside the hours in which customers may be contacted.",
}
"""For agents. None of them tells more than an ordinary agent may know."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and why not. `claims` are the references of the owed claims that it is allowed for, which may be some of
    them only. `not_before` is the next instant that the hours and caps allow, where nothing else speaks against it: then
    it may be put off instead of dropped."""

    allowed: bool
    rules: tuple[Rule, ...] = ()
    claims: frozenset[str] = frozenset()
    not_before: datetime | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The rules in plain words, for an agent."""
        return tuple(WORDS[rule] for rule in self.rules)
