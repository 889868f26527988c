"""What becomes of a promise. Pure: values in, changes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care import holding
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.payments.balances import PAYABLE
from chalicelib.payments.model import UNDER_WAY, Payment
from chalicelib.payments.paid import paid_towards
from chalicelib.promises.activity import tell, words_of
from chalicelib.promises.model import ENDS, Promise, Status
from chalicelib.records.accounts import ClaimStatus
from chalicelib.records.agreements import with_lapses
from chalicelib.records.lapses import Lapse, LapseKind
from chalicelib.records.model import Customer

_LAPSES = {Status.PART_KEPT: LapseKind.PROMISE_PART_KEPT, Status.BROKEN: LapseKind.PROMISE_BROKEN}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands when one looks: what was paid towards it so far, and the status that follows from it, which the
    sweep writes down a little later."""

    status: Status
    kept: int


def standing(promise: Promise, customer: Customer, payments: Iterable[Payment], now: datetime) -> Standing:
    """How an open promise stands at this instant; one that has ended stands as it ended."""
    if promise.status is not Status.OPEN:
        return Standing(promise.status, promise.kept)
    known = list(payments)
    kept = paid(promise, known)
    if kept >= promise.amount:
        return Standing(Status.KEPT, kept)
    if not _is_still_needed(promise, customer):
        return Standing(Status.INVALIDATED, kept)
    if now < promise.over_from or any(_may_still_count(promise, payment) for payment in known):
        return Standing(Status.OPEN, kept)
    return Standing(Status.PART_KEPT if kept else Status.BROKEN, kept)


def paid(promise: Promise, payments: Iterable[Payment]) -> int:
    """Pence that were paid on the claim from the promise until its last day, by the day the money is dated or by the day the
    payment was begun: nobody breaks a promise by the slowness of a bank."""
    in_time = [p for p in payments if p.created_at < promise.over_from or (p.settled_at and p.settled_at < promise.over_from)]
    return paid_towards(in_time, {promise.claim}, promise.created_at).get(promise.claim, 0)


def ended(customer: Customer, promise: Promise, status: Status, kept: int, diary: Diary, reason: str = "") -> Changes:
    """The promise in a state that it never leaves, its hold lifted, and what was not kept of it left with the customer."""
    after = with_lapses(holding.let_go_by_system(customer, promise.id), promise.id, _lapse(promise, status))
    # The customer is replaced even if the hold had gone: whoever makes another promise meanwhile decides anew.
    changes = Changes(Replace(after)) + holding.told(customer, after, diary)
    return changes + _closed(promise, status, kept, diary, reason=reason)


def superseded(
    customer: Customer, promise: Promise, payments: Iterable[Payment], diary: Diary, by: str = ""
) -> tuple[Customer, Changes]:
    """The customer without the promise's hold, and the promise at its end: kept by now, or something else takes its place.
    The hold's own end is told by whoever changes the customer."""
    stands = standing(promise, customer, payments, diary.now)
    status = Status.SUPERSEDED if stands.status is Status.OPEN else stands.status
    freed = holding.let_go_by_system(customer, promise.id)
    return freed, _closed(promise, status, stands.kept, diary, superseded_by=by if status is Status.SUPERSEDED else "")


def fell_due(promise: Promise, diary: Diary) -> Changes:
    """The promise whose day has passed: until its last day it is still waited for."""
    after = promise.model_copy(update={"next_check": promise.over_from})
    return Changes(Replace(after), Append(tell(diary, promise, Event.PROMISE_DUE, after=words_of(promise))))


def look_later(promise: Promise, diary: Diary) -> Changes:
    """The promise whose last day has passed while a payment towards it is still under way."""
    after = promise.model_copy(update={"next_check": diary.now + timedelta(days=1)})
    waiting = words_of(promise) | {"waiting_for": "a payment that is under way"}
    return Changes(Replace(after), Append(tell(diary, promise, Event.PROMISE_DUE, after=waiting)))


def _closed(promise: Promise, status: Status, kept: int, diary: Diary, *, superseded_by: str = "", reason: str = "") -> Changes:
    after = promise.model_copy(
        update={
            "status": status,
            "kept": kept,
            "superseded_by": superseded_by,
            "ended_at": diary.now,
            "next_check": None,
        }
    )
    words = {"status": status.value, "kept_pence": str(kept)}
    told = tell(diary, promise, ENDS[status], before={"status": promise.status}, after=words, reason=reason or None)
    return Changes(Replace(after), Append(told))


def _lapse(promise: Promise, status: Status) -> Iterator[Lapse]:
    if status in _LAPSES:
        yield Lapse(kind=_LAPSES[status], id=promise.id, account=promise.account_number, claim=promise.claim)


def _is_still_needed(promise: Promise, customer: Customer) -> bool:
    account = customer.accounts.get(promise.account_number)
    claim = account.claims.get(promise.claim) if account else None
    if customer.anonymous or account is None or claim is None:
        return False
    return account.status in PAYABLE and claim.status is ClaimStatus.ACTIVE


def _may_still_count(promise: Promise, payment: Payment) -> bool:
    """Whether a payment that was begun in time has not come to rest yet."""
    meant = any((p.account_number, p.claim) == (promise.account_number, promise.claim) for p in payment.plan)
    return meant and payment.status in UNDER_WAY and payment.created_at < promise.over_from
