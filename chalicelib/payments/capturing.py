"""Posting what a provider captured: on the claims it was meant for as far as they still owe, the rest as credit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import london_day
from chalicelib.ledger.model import EntryType, Posting
from chalicelib.ledger.rules import clear, credit, post
from chalicelib.payments.balances import claim_of, cleared, copy, released, renewed, tell, told
from chalicelib.payments.model import Fact, Payment, Portion
from chalicelib.payments.movements import MovementMark, movement
from chalicelib.payments.ports import Snapshot
from chalicelib.payments.receipts import receipt
from chalicelib.records.model import Customer


def capture(
    customer: Customer, payment: Payment, snapshot: Snapshot, diary: Diary, policy: ContactPolicy
) -> tuple[Customer, Payment, Changes]:
    """The customer with the money on its claims, the payment that says where it went, and the entry, the activities and the
    receipt that go with them."""
    if snapshot.method is not None:
        payment = copy(payment, method=snapshot.method)
    allocations = tuple(_allocate(customer, payment, snapshot.captured))
    excess = snapshot.captured - sum(portion.amount for portion in allocations)
    postings = _postings(customer, payment, allocations, excess)
    paid_on = london_day(snapshot.at)
    paid = cleared(renewed(released(customer, payment), allocations, paid_on), allocations)
    paid = copy(paid, credit=customer.credit + excess, last_payment_date=max(paid_on, customer.last_payment_date or paid_on))
    paid, entry = post(
        paid,
        ref=f"payment:{payment.id}:{Fact.CAPTURE}",
        entry_type=EntryType.PAYMENT,
        context=payment.context,
        postings=postings,
        actor=diary.actor,
        now=diary.now,
        effective=paid_on,
        payment_id=payment.id,
        payment_method=payment.method,
        mandate_id=payment.mandate_id or None,
    )
    after = _captured(customer, payment, snapshot, allocations, excess, postings)
    words = {"status": after.status.value, "captured_pence": str(after.captured)}
    words |= {"credited_pence": str(excess)} if excess else {}
    settled = tell(diary, payment, Event.PAYMENT_SETTLED, before={"status": payment.status}, after=words)
    activities = [settled, *told(diary, customer, paid, [portion.account_number for portion in allocations])]
    mark = MovementMark(customer_key=payment.customer_key, payment_id=payment.id, fact=Fact.CAPTURE, posted_at=diary.now)
    changes = entry + [Append(activity) for activity in activities] + Changes(Insert(mark))
    return paid, after, changes + receipt(paid, after, diary, policy)


def _captured(
    customer: Customer,
    payment: Payment,
    snapshot: Snapshot,
    allocations: tuple[Portion, ...],
    excess: int,
    postings: Sequence[Posting],
) -> Payment:
    """The payment that says where the money went."""
    after = copy(
        payment,
        facts=(*payment.facts, Fact.CAPTURE.value),
        provider_ref=snapshot.provider_ref,
        allocations=allocations,
        credited=excess,
        left=tuple(postings),
        movements=(movement(Fact.CAPTURE, EntryType.PAYMENT, postings, snapshot.at, customer),),
        reserved=False,
        settled_at=snapshot.at,
        advice=None,
    )
    return copy(after, status=after.standing)


def reported_at_last(payment: Payment, diary: Diary) -> Changes:
    """A payment from before movements were written down, with those that the creditor is told of: the next report takes them,
    unless a file of the creditor's has shown that it knows."""
    known = {"reported_at": diary.now} if payment.reported else {}
    after = copy(payment, movements=tuple(moved.model_copy(update=known) for moved in payment.moved))
    marks = [
        Insert(MovementMark(customer_key=payment.customer_key, payment_id=payment.id, fact=moved.fact, posted_at=diary.now))
        for moved in ([] if payment.reported else after.movements)
    ]
    told_of = tell(diary, payment, Event.PAYMENT_RECONCILED, after={"status": payment.status.value})
    return Changes(Replace(after), *marks, Append(told_of))


def _allocate(customer: Customer, payment: Payment, captured: int) -> Iterator[Portion]:
    """The plan as far as the money and the claims reach: what was reserved may have been corrected away since, and
    what was released may have been paid or promised to another payment."""
    for portion in payment.plan:
        claim = claim_of(customer, portion)
        owed = 0 if claim is None else claim.outstanding.total if payment.reserved else claim.available
        if take := min(captured, portion.amount, owed):
            yield copy(portion, amount=take)
            captured -= take


def _postings(customer: Customer, payment: Payment, allocations: Sequence[Portion], excess: int) -> list[Posting]:
    """Cash against the parts of each claim in the order they clear, and against the customer's credit."""
    postings = []
    for portion in allocations:
        claim = customer.accounts[portion.account_number].claims[portion.claim]
        postings += clear(portion.account_number, portion.claim, claim.outstanding.take(portion.amount), payment.cash)
    return [*postings, credit(excess, payment.cash)] if excess else postings
