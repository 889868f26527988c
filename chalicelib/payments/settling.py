"""What a provider's answer changes, one fact at a time. Pure: values in, changes out (`design/money.md` section 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.payments import giving_back
from chalicelib.payments.balances import copy, released, tell
from chalicelib.payments.capturing import capture
from chalicelib.payments.model import MOVES, TAKEN, UNDER_WAY, Fact, OutflowState, Payment, Status
from chalicelib.payments.ports import Answer, Invalid, Method, Snapshot
from chalicelib.payments.reconciling import cash_line
from chalicelib.payments.rules import CHECK_AFTER
from chalicelib.records.model import Customer

RETURN_LOOKS = tuple(timedelta(days=days) for days in (1, 2, 3, 5, 10))
"""When a direct debit is looked at after its collection: banks return unpaid ones within two working days, a late notice
comes within a week; after that the daily reconciliation and the provider's webhooks are relied on."""
DISPUTE_LOOK = timedelta(days=7)

_FACTS = {
    Answer.PROCESSING: Fact.PROCESSING,
    Answer.SUCCEEDED: Fact.CAPTURE,
    Answer.FAILED: Fact.FAILED,
    Answer.CANCELLED: Fact.CANCELLED,
    Answer.EXPIRED: Fact.EXPIRED,
}
_EVENTS = {
    Fact.PROCESSING: Event.PAYMENT_PROCESSING,
    Fact.FAILED: Event.PAYMENT_FAILED,
    Fact.CANCELLED: Event.PAYMENT_CANCELLED,
    Fact.EXPIRED: Event.PAYMENT_CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A payment and its customer in their new states, and the changes of the one transaction that makes them so."""

    payment: Payment
    customer: Customer
    changes: Changes


def settle(customer: Customer, payment: Payment, snapshot: Snapshot | None, diary: Diary, policy: ContactPolicy) -> Moved | None:
    """What the first fact of the provider's answer that is not written down yet changes, or None when it says nothing new
    or nothing that may follow. A receipt goes out as the policy allows.

    No snapshot proves that the provider knows nothing of the payment: once nobody can pay it any more, it expires.
    Raises `Invalid` when the provider claims success without money.
    """
    moved = _moved(customer, payment, snapshot, diary, policy)
    line = cash_line(moved.payment) if moved else None
    return replace(moved, changes=moved.changes + Changes(Append(line))) if moved and line else moved


def _moved(customer: Customer, payment: Payment, snapshot: Snapshot | None, diary: Diary, policy: ContactPolicy) -> Moved | None:
    fact = _fact(payment, snapshot, diary)
    if fact is not None and (payment.status, fact) in MOVES:
        if snapshot is not None and fact is Fact.CAPTURE:
            return _captured(customer, payment, snapshot, diary, policy)
        return _decided(customer, payment, snapshot, fact, diary)
    if snapshot is None or payment.status not in TAKEN:
        return None
    went = giving_back.first_new(customer, payment, snapshot, diary)
    if went is None:
        return None
    after = copy(went.payment, next_check=next_look(went.payment, diary.now))
    customer = went.customer
    balances = [] if customer is went.before else [Replace(customer)]
    return Moved(after, customer, Changes(*balances, Replace(after)) + went.changes)


def look_again(payment: Payment, diary: Diary) -> Changes:
    """The payment with its next check moved on, or dropped when nothing more is to be expected."""
    payment_after = copy(payment, checks=payment.checks + 1)
    after = copy(payment_after, next_check=next_look(payment_after, diary.now))
    told = tell(diary, payment, Event.PAYMENT_RECONCILED, after={"status": payment.status})
    return Changes(Replace(after), Append(told))


def next_look(payment: Payment, now: datetime) -> datetime | None:
    """When to look at a payment next without being asked to: while it is undecided, while a second card may still succeed
    in the same session, while a refund is on its way, while a direct debit may come back, while a dispute is open."""
    return min(_looks(payment, now), default=None)


def _looks(payment: Payment, now: datetime) -> Iterator[datetime]:
    asked = any(outflow.state is OutflowState.ASKED for outflow in payment.outflows)
    if payment.status in UNDER_WAY or asked:
        yield now + CHECK_AFTER[min(payment.checks, len(CHECK_AFTER) - 1)]
    if payment.status is Status.FAILED and not payment.is_charge and now < payment.last_word:
        yield payment.last_word
    if payment.status is Status.DISPUTED:
        yield now + DISPUTE_LOOK
    if payment.method == Method.BACS and payment.settled_at is not None:
        yield from (payment.settled_at + wait for wait in RETURN_LOOKS if payment.settled_at + wait > now)


def _fact(payment: Payment, snapshot: Snapshot | None, diary: Diary) -> Fact | None:
    if snapshot is None:
        return Fact.EXPIRED if diary.now >= payment.last_word else None
    if snapshot.answer is Answer.SUCCEEDED and snapshot.captured <= 0:
        raise Invalid("the provider reports a success without money")
    return _FACTS.get(snapshot.answer)


def _captured(customer: Customer, payment: Payment, snapshot: Snapshot, diary: Diary, policy: ContactPolicy) -> Moved:
    paid, after, changes = capture(customer, payment, snapshot, diary, policy)
    after = copy(after, next_check=next_look(after, diary.now))
    return Moved(after, paid, Changes(Replace(paid), Replace(after)) + changes)


def _decided(customer: Customer, payment: Payment, snapshot: Snapshot | None, fact: Fact, diary: Diary) -> Moved:
    """The payment goes on without money, or comes to its end without any: then nothing stays reserved for it."""
    [status] = MOVES[payment.status, fact]
    advice = snapshot.advice if snapshot else None
    after = copy(payment, facts=(*payment.facts, fact.value), status=status, advice=advice)
    if status is Status.PENDING:
        after = copy(after, next_check=diary.now + CHECK_AFTER[0])
    else:
        after = copy(after, next_check=next_look(after, diary.now))
    words = {"status": status.value} | ({"advice": advice.value} if advice else {})
    told = tell(diary, payment, _EVENTS[fact], before={"status": payment.status}, after=words)
    if fact is Fact.PROCESSING or not payment.reserved:
        return Moved(after, customer, Changes(Replace(after), Append(told)))
    after, free = copy(after, reserved=False), released(customer, payment)
    return Moved(after, free, Changes(Replace(free), Replace(after), Append(told)))
