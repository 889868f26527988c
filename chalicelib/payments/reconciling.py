"""Our cash against the provider's own books, day by day: what is missing here, missing there, or another amount. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.changes import Key, Table
from chalicelib.core.clock import epoch_seconds
from chalicelib.payments.model import Fact, OutflowKind, OutflowState, Payment, kind_of
from chalicelib.payments.ports import ProviderMovement

LINES_KEPT = timedelta(days=400)
DIFFERENCES_KEPT = 100
"""Differences that a report names; it counts them all."""

_KINDS = {
    Fact.CAPTURE: "capture",
    Fact.REFUND: "refund",
    Fact.REFUND_FAILED: "refund_failed",
    Fact.DISPUTE_OUT: "dispute",
    Fact.DISPUTE_IN: "dispute_won",
    Fact.RETURNED: "returned",
    Fact.INDEMNITY: "returned",
}
"""What the provider calls the movement of each fact. A dispute that is lost moves nothing more."""
KINDS = frozenset(_KINDS.values())
_BACK = frozenset({Fact.REFUND_FAILED, Fact.DISPUTE_IN})


class CashLine(BaseModel):
    """Pence that one entry of the journal says came in from a provider (or went out), written in the same transaction. It is
    found by the day, in UTC, on which the provider says so."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    provider: str
    payment_id: str
    fact: str
    amount: int
    at: datetime
    ttl: int

    @property
    def key(self) -> Key:
        return Key(Table.OPERATIONS, cash_partition(self.provider, self.at.date()), f"{self.payment_id}#{self.fact}")


def cash_partition(provider: str, day: date) -> str:
    return f"cash#{provider}#{day.isoformat()}"


def cash_line(payment: Payment) -> CashLine | None:
    """The line of the fact that the payment learnt last, where that moved money."""
    kind = kind_of(payment.facts[-1])
    if kind not in _KINDS or payment.settled_at is None:
        return None
    amount, at = payment.captured, payment.settled_at
    if kind is not Fact.CAPTURE:
        outflow = next(o for o in payment.outflows if _is_about(payment.facts[-1], o.kind, o.id))
        if outflow.state is OutflowState.VOID:
            return None
        amount, at = outflow.amount if kind in _BACK else -outflow.amount, outflow.at or at
    return CashLine(
        provider=payment.provider,
        payment_id=payment.id,
        fact=payment.facts[-1],
        amount=amount,
        at=at,
        ttl=epoch_seconds(at + LINES_KEPT),
    )


def _is_about(fact: str, kind: OutflowKind, outflow_id: str) -> bool:
    subject, *rest = fact.split(":")
    of = {OutflowKind.REFUND: "refund", OutflowKind.DISPUTE: "dispute", OutflowKind.INDEMNITY: "indemnity"}
    return subject == of.get(kind, "returned") and (not rest or rest[0] == outflow_id)


class DifferenceKind(StrEnum):
    """MISSING_HERE: the provider moved money that the journal does not know. MISSING_THERE: the other way round."""

    MISSING_HERE = "MISSING_HERE"
    MISSING_THERE = "MISSING_THERE"
    OTHER_AMOUNT = "OTHER_AMOUNT"


class Difference(BaseModel):
    """A payment's movements of one kind that differ, in pence. `customer_key` where the payment is one of ours."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: DifferenceKind
    movement: str
    payment_id: str
    customer_key: str = ""
    ours: int
    theirs: int


class Reconciliation(BaseModel):
    """What came of holding one day of a provider against our books, each time it was done anew. `settled` differences were
    gone after the payments in question had been settled; `differences` were not."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    provider: str
    day: date
    done_at: datetime
    movements: int
    ours: int
    theirs: int
    settled: int
    found: int
    differences: tuple[Difference, ...]
    version: int = 0

    @property
    def key(self) -> Key:
        return reconciliation_place(self.provider, self.day)

    @property
    def ref(self) -> str:
        return f"reconciliation:{self.provider}:{self.day.isoformat()}"


RECONCILIATIONS = "reconciliations"


def reconciliation_place(provider: str, day: date) -> Key:
    return Key(Table.OPERATIONS, RECONCILIATIONS, f"{day.isoformat()}#{provider}")


def compare(day: date, movements: Iterable[ProviderMovement], lines: Iterable[CashLine]) -> list[Difference]:
    """The differences that belong to the day. Both sides are to reach a day further each way: a clock may differ, and what one
    side writes shortly before midnight the other may write after it."""
    theirs: Counter[tuple[str, str]] = Counter()
    ours: Counter[tuple[str, str]] = Counter()
    days: dict[tuple[str, str], set[date]] = {}
    for movement in movements:
        if movement.kind in KINDS:
            theirs[movement.payment_id, movement.kind] += movement.amount
            days.setdefault((movement.payment_id, movement.kind), set()).add(movement.at.date())
    for line in lines:
        place = line.payment_id, _KINDS[kind_of(line.fact)]
        ours[place] += line.amount
        days.setdefault(place, set()).add(line.at.date())
    return [
        Difference(
            kind=_difference(ours[place], theirs[place]),
            movement=place[1],
            payment_id=place[0],
            ours=ours[place],
            theirs=theirs[place],
        )
        for place in sorted(days)
        if day in days[place] and ours[place] != theirs[place]
    ]


def _difference(ours: int, theirs: int) -> DifferenceKind:
    if ours == 0:
        return DifferenceKind.MISSING_HERE
    return DifferenceKind.MISSING_THERE if theirs == 0 else DifferenceKind.OTHER_AMOUNT


def same_findings(one: Reconciliation, other: Reconciliation) -> bool:
    """Whether two reports of a day say the same, whenever they were made."""
    when = {"done_at", "settled", "version"}
    return one.model_dump(exclude=when) == other.model_dump(exclude=when)


def of_day(day: date, movements: Sequence[ProviderMovement]) -> list[ProviderMovement]:
    """The movements of the day itself that a payment of ours explains, or should: not the provider's fees."""
    return [movement for movement in movements if movement.kind in KINDS and movement.at.date() == day]
