"""A request for a plan and the plan that came of it, with their states (`reference/model.md` C.3.4 and C.3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.actor import Channel
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.core.clock import epoch_seconds
from chalicelib.core.ids import ulid_instant
from chalicelib.due.model import due_at
from chalicelib.ledger.model import Posting
from chalicelib.plans.states import KEPT, MOVES, OPEN, STANDING, InstalmentState, Move, PlanState, RequestState, Trial
from chalicelib.records.accounts import Frequency, PlanOption

__all__ = ["KEPT", "MOVES", "OPEN", "STANDING", "InstalmentState", "Move", "PlanState", "RequestState", "Trial"]

REQUEST_PREFIX = "Q#"
PLAN_PREFIX = "L#"
_LAST_SECOND = 9_999_999_999


class Frozen(BaseModel):
    """A value: made once, never changed."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Origin(StrEnum):
    """What a plan was made from: an option of the creditor's, or all that somebody owes, by an agent."""

    OPTION = "OPTION"
    RESTRUCTURE = "RESTRUCTURE"


class PayBy(StrEnum):
    """How the instalments are paid: by the customer each time, or collected under a mandate."""

    CUSTOMER = "CUSTOMER"
    CARD = "CARD"
    BACS = "BACS"


class Usable(Frozen):
    """A mandate that may be charged now: at which provider, under which reference of its, how, and at most how many pence at
    a time the customer agreed to (FCA CONC 7.6: only in the way that was consented to)."""

    provider: str
    mandate_ref: str
    pay_by: PayBy
    most_pence: int


class Attempt(Frozen):
    """One attempt to collect an instalment, written before the provider hears of it: `payment_id` follows from the plan, the
    instalment and the number, so that whoever repeats it names the same payment. `on` is the day of the collection,
    `again_on` the day of the next attempt after a failure."""

    number: int
    payment_id: str
    amount: int
    on: date
    trial: Trial = Trial.UNDER_WAY
    again_on: date | None = None


class Instalment(Frozen):
    """One payment of a plan. `due` is what the customer was told; `moved_from` what it was before a delay. `state` is how it
    stood when the plan was last looked at."""

    number: int
    due: date
    amount: int
    moved_from: date | None = None
    state: InstalmentState = InstalmentState.SCHEDULED
    attempt: Attempt | None = None


class PlanClaim(Frozen):
    """A claim that a plan is about, and the pence that were owed on it when the plan was asked for."""

    account_number: str
    claim: str
    amount: int

    @property
    def place(self) -> tuple[str, str]:
        return self.account_number, self.claim


class Terms(Frozen):
    """What is agreed: so many instalments of a total in pence, from a day on. Without `day_of_month` monthly instalments
    keep the day of the first one. Less than what is owed on the claims is a discount, which is given when all is paid."""

    total: int
    instalments: int
    frequency: Frequency
    start: date
    day_of_month: int | None = None
    pay_by: PayBy = PayBy.CUSTOMER
    mandate_id: str = ""

    @property
    def instalment(self) -> int:
        """Pence of every instalment but the last."""
        return self.total // self.instalments

    @property
    def final_instalment(self) -> int:
        """Pence of the last instalment, which carries the remainder."""
        return self.total - self.instalment * (self.instalments - 1)

    @property
    def largest_instalment(self) -> int:
        """Pence that a mandate must allow at a time."""
        return max(self.instalment, self.final_instalment)


class PlanRequest(Frozen):
    """What somebody asked for, kept for good: a snapshot of the option, of the balance and of the version of the words that
    they agreed to. `next_look` puts it into the due index while nobody has decided. Its plan has the same id."""

    customer_key: str
    id: str
    origin: Origin = Origin.OPTION
    option: PlanOption | None = None
    terms: Terms
    claims: tuple[PlanClaim, ...]
    balance: int
    consent: str = ""
    channel: Channel
    asked_by: str
    state: RequestState = RequestState.REQUESTED
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""
    next_look: datetime | None = None
    version: int = 0

    @property
    def key(self) -> Key:
        return request_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"plan-request:{self.id}"

    @property
    def reference(self) -> str:
        return plan_reference(self.id)

    @property
    def asked_at(self) -> datetime:
        return ulid_instant(self.id)

    @property
    def account_numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(claim.account_number for claim in self.claims))

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        newest_first = f"{_LAST_SECOND - epoch_seconds(self.asked_at):010d}#{self.id}"
        places = {Index.FEED: IndexKey(feed_month(self.asked_at), newest_first)}
        if self.next_look is not None:
            places[Index.DUE] = due_at(self.next_look, self.id)
        return places

    @property
    def listing(self) -> None:
        return None


class Plan(Frozen):
    """A plan, its schedule embedded. `since` is from when payments on its claims count towards it, `anchor` the first due
    day, whose day of the month all others keep. `paused_by` is the person or the sweep that paused it. `next_look` keeps it
    in the due index while it is open; `changed_by` is the last command that changed it. `given` is what was given up of its
    claims because it was paid, `discounts` how often that was done: whoever pays again what went back is given it again."""

    customer_key: str
    id: str
    claims: tuple[PlanClaim, ...]
    terms: Terms
    anchor: date
    instalments: tuple[Instalment, ...]
    since: datetime
    state: PlanState = PlanState.PENDING_FIRST
    at_risk: bool = False
    paused_by: str = ""
    delayed: bool = False
    skipped: bool = False
    next_look: datetime | None = None
    changed_by: str = ""
    given: tuple[Posting, ...] = ()
    discounts: int = 0
    version: int = 0

    @property
    def key(self) -> Key:
        return plan_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"plan:{self.id}"

    @property
    def reference(self) -> str:
        return plan_reference(self.id)

    @property
    def account_numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(claim.account_number for claim in self.claims))

    @property
    def discount(self) -> int:
        """Pence that need not be paid once the total is."""
        return sum(claim.amount for claim in self.claims) - self.terms.total

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        return {Index.DUE: due_at(self.next_look, self.id)} if self.next_look else {}

    @property
    def listing(self) -> None:
        return None


def plan_reference(plan_id: str) -> str:
    """What a person reads out: the last ten characters in two groups."""
    return f"{plan_id[-10:-5]} {plan_id[-5:]}"


def request_place(customer_key: str, request_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{REQUEST_PREFIX}{request_id}")


def plan_place(customer_key: str, plan_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{PLAN_PREFIX}{plan_id}")


def feed_month(instant: datetime) -> str:
    """The partition of the feed that holds the requests of a UTC month, the newest first."""
    return f"Q#{instant:%Y-%m}"
