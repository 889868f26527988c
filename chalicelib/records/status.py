"""Whether a customer may use the portal, who decided so, and until when (`reference/model.md` C.3.1). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor, ActorType
from chalicelib.core.changes import Append, Change, Changes, Insert, Key, Replace, Table
from chalicelib.core.clock import london_day, london_midnight
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import ulid
from chalicelib.records.frozen import Frozen
from chalicelib.records.model import Customer, CustomerStatus

STATUS_PREFIX = "S#"
STATUS_SWEEP = "status_sweep"
LONGEST_UNTIL = timedelta(days=5 * 366)

_TO = CustomerStatus
MOVES: Mapping[CustomerStatus, tuple[CustomerStatus, ...]] = {
    _TO.ACTIVATED: (_TO.BLOCKED, _TO.DEACTIVATED),
    _TO.BLOCKED: (_TO.ACTIVATED, _TO.DEACTIVATED),
    _TO.DEACTIVATED: (_TO.ACTIVATED,),
    _TO.ANONYMISED: (),
}
"""Where a person may move a status from each. Anonymised is final, and reached by anonymising alone."""


class StatusReason(StrEnum):
    IDENTITY_IN_DOUBT = "IDENTITY_IN_DOUBT"
    SUSPECTED_FRAUD = "SUSPECTED_FRAUD"
    WRONG_PERSON = "WRONG_PERSON"
    CUSTOMER_REQUEST = "CUSTOMER_REQUEST"
    LEGAL = "LEGAL"
    CREDITOR_REQUEST = "CREDITOR_REQUEST"
    IDENTITY_CONFIRMED = "IDENTITY_CONFIRMED"
    CAUSE_RESOLVED = "CAUSE_RESOLVED"
    MISTAKE = "MISTAKE"
    OTHER = "OTHER"
    TIME_OVER = "TIME_OVER"
    REGISTERED = "REGISTERED"


_AGAINST = (
    StatusReason.IDENTITY_IN_DOUBT,
    StatusReason.SUSPECTED_FRAUD,
    StatusReason.WRONG_PERSON,
    StatusReason.CUSTOMER_REQUEST,
    StatusReason.CREDITOR_REQUEST,
    StatusReason.LEGAL,
    StatusReason.OTHER,
)
REASONS: Mapping[CustomerStatus, tuple[StatusReason, ...]] = {
    _TO.ACTIVATED: (
        StatusReason.IDENTITY_CONFIRMED,
        StatusReason.CAUSE_RESOLVED,
        StatusReason.CUSTOMER_REQUEST,
        StatusReason.CREDITOR_REQUEST,
        StatusReason.MISTAKE,
        StatusReason.OTHER,
    ),
    _TO.BLOCKED: _AGAINST,
    _TO.DEACTIVATED: _AGAINST,
    _TO.ANONYMISED: (),
}
"""What a person may give as the reason for a status. `TIME_OVER` is the sweep's, `REGISTERED` how every history begins."""


class StatusChange(Frozen):
    """One move of a customer's status. Never changed: the next move ends it."""

    customer_key: str
    id: str
    before: CustomerStatus | None
    after: CustomerStatus
    reason: StatusReason
    until: date | None = None
    note: str = ""
    actor_type: ActorType
    actor_id: str
    actor_name: str
    changed_at: datetime

    @property
    def key(self) -> Key:
        return Key(Table.RECORDS, self.customer_key, f"{STATUS_PREFIX}{self.id}")


@dataclass(frozen=True, slots=True)
class Move:
    """What an agent asks for: the status, why, at most until the beginning of which London day, and a note."""

    status: CustomerStatus
    reason: StatusReason
    until: date | None = None
    note: str = ""


def moved(customer: Customer, move: Move, actor: Actor, now: datetime) -> Changes:
    """The customer in the status asked for, with its history and diary. Raises Refused: WRONG_STATE, INVALID."""
    today = london_day(now)
    here = customer.status_on(today)
    refuse_if(move.status is here, Code.WRONG_STATE, f"This customer is {here.lower()} already.", field="status")
    refuse_if(move.status not in MOVES[here], Code.WRONG_STATE, f"A customer who is {here.lower()} cannot become that.")
    _check(move, today)
    before, ended = _ended(customer, Actor.system(STATUS_SWEEP), now)
    after, told = _moved(before, move, actor, now)
    return Changes(Replace(after), *ended, *told)


def reactivated(customer: Customer, actor: Actor, now: datetime) -> Changes:
    """The end of a status that was set until a day, as of the moment it ended; nothing when it has not ended."""
    after, told = _ended(customer, actor, now)
    return Changes(Replace(after), *told) if told else Changes()


def first_status(customer: Customer) -> StatusChange:
    """How every history begins. It follows from the registration, so it is there for customers of any age."""
    return StatusChange(
        customer_key=customer.customer_key,
        id=ulid(customer.registered_at, customer.customer_key.encode()),
        before=None,
        after=CustomerStatus.ACTIVATED,
        reason=StatusReason.REGISTERED,
        actor_type=ActorType.IMPORT if customer.registration_source == "IMPORT" else ActorType.SYSTEM,
        actor_id=customer.registration_source,
        actor_name=customer.registration_source.capitalize(),
        changed_at=customer.registered_at,
    )


def _check(move: Move, today: date) -> None:
    refuse_if(move.reason not in REASONS[move.status], Code.INVALID, "Choose one of the reasons.", field="reason")
    refuse_if(move.reason is StatusReason.OTHER and not move.note, Code.INVALID, "Say in the note what it is.", field="note")
    if move.until is None:
        return
    if move.status is CustomerStatus.ACTIVATED:
        raise Refused(Code.INVALID, "A customer is activated without an end.", field="until")
    refuse_if(move.until <= today, Code.INVALID, "The day must be after today.", field="until")
    refuse_if(move.until > today + LONGEST_UNTIL, Code.INVALID, "That is more than five years away.", field="until")


def _ended(customer: Customer, actor: Actor, now: datetime) -> tuple[Customer, tuple[Change, ...]]:
    """The customer after the end of a status that was set until a day which has come, and what there is to write of it."""
    if customer.status_until is None or customer.status_until > london_day(now):
        return customer, ()
    over = Move(CustomerStatus.ACTIVATED, StatusReason.TIME_OVER)
    return _moved(customer, over, actor, now, london_midnight(customer.status_until))


def _moved(
    customer: Customer, move: Move, actor: Actor, now: datetime, changed_at: datetime | None = None
) -> tuple[Customer, tuple[Change, ...]]:
    instant = changed_at or now
    change = StatusChange(
        customer_key=customer.customer_key,
        id=ulid(instant),
        before=customer.status,
        after=move.status,
        reason=move.reason,
        until=move.until,
        note=move.note,
        actor_type=actor.type,
        actor_id=actor.id,
        actor_name=actor.name,
        changed_at=instant,
    )
    told = Diary(actor, now).tell(
        Event.CUSTOMER_STATUS_CHANGED,
        customer.ref,
        stream=customer.customer_key,
        before={"Status": customer.status},
        after={"Status": move.status} | ({"Until": move.until.isoformat()} if move.until else {}),
        reason=move.reason,
    )
    after = customer.model_copy(update={"status": move.status, "status_until": move.until})
    return after, (Insert(change), Append(told))
