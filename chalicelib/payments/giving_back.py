"""Money of a captured payment that goes back: what may be refunded, and what a refund, a dispute or a returned direct debit
changes. Credit goes first, then the claim cleared last, which is owed again. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.changes import Append, Changes, Insert
from chalicelib.core.clock import london_day
from chalicelib.ledger.model import CASH, RECEIVABLES, Context, EntryType, LedgerAccount, Posting
from chalicelib.ledger.returns import unwind
from chalicelib.ledger.rules import applied, credit, mirror, post
from chalicelib.payments.balances import copy, tell, told
from chalicelib.payments.model import MOVES, Fact, Outflow, OutflowKind, OutflowState, Payment
from chalicelib.payments.movements import MovementMark, movement
from chalicelib.payments.ports import DisputeSeen, Method, RefundAnswer, RefundSeen, Snapshot
from chalicelib.payments.refunding import refund_of, still_standing
from chalicelib.records.model import Customer

_PARTS = {account: part for part, account in RECEIVABLES.items()}
_TYPES = {
    OutflowKind.REFUND: EntryType.REFUND,
    OutflowKind.DISPUTE: EntryType.CHARGEBACK,
    OutflowKind.RETURN: EntryType.RETURNED_DD,
    OutflowKind.INDEMNITY: EntryType.RETURNED_DD,
}
_EVENTS = {
    Fact.REFUND: Event.PAYMENT_REFUNDED,
    Fact.REFUND_FAILED: Event.PAYMENT_REFUND_FAILED,
    Fact.DISPUTE_OUT: Event.PAYMENT_DISPUTED,
    Fact.DISPUTE_IN: Event.PAYMENT_DISPUTE_WON,
    Fact.DISPUTE_LOST: Event.PAYMENT_CHARGED_BACK,
    Fact.RETURNED: Event.PAYMENT_RETURNED,
    Fact.INDEMNITY: Event.PAYMENT_INDEMNITY_CLAIMED,
}


@dataclass(frozen=True, slots=True)
class News:
    """One fact that is not written down yet: the outflow as it is after it, and when that was."""

    fact: Fact
    outflow: Outflow
    at: datetime

    @property
    def name(self) -> str:
        return self.fact.about(self.outflow.id)


@dataclass(frozen=True, slots=True)
class Went:
    """A payment and a customer after one fact; `changes` are the entry and the activities. `before` is the customer as it
    was: the same one where no money moved."""

    payment: Payment
    customer: Customer
    before: Customer
    changes: Changes


def first_new(customer: Customer, payment: Payment, snapshot: Snapshot, diary: Diary) -> Went | None:
    """What the first fact about money going back changes that is not written down yet; None when there is none."""
    for news in _all_news(payment, snapshot):
        if news.name not in payment.facts and (payment.status, news.fact) in MOVES:
            return _written(customer, payment, news, diary)
    return None


def _all_news(payment: Payment, snapshot: Snapshot) -> Iterator[News]:
    for refund in sorted(snapshot.refunds, key=lambda seen: (seen.at, seen.refund_id)):
        yield from _of_refund(payment, refund)
    for dispute in snapshot.disputes:
        yield from _of_dispute(payment, dispute)
    if snapshot.returned_at is not None and not {Fact.RETURNED, Fact.INDEMNITY} & set(payment.facts):
        kind = OutflowKind.INDEMNITY if snapshot.indemnity else OutflowKind.RETURN
        fact = Fact.INDEMNITY if snapshot.indemnity else Fact.RETURNED
        outflow = Outflow(kind=kind, id="", amount=payment.captured, state=OutflowState.OUT, at=snapshot.returned_at)
        yield News(fact, outflow, snapshot.returned_at)


def _of_refund(payment: Payment, seen: RefundSeen) -> Iterator[News]:
    """A refund of ours, or one that was made at the provider's."""
    found = refund_of(payment, seen.refund_id)
    new = Outflow(kind=OutflowKind.REFUND, id=seen.refund_id, amount=seen.amount, state=OutflowState.ASKED, at=seen.at)
    outflow = found or new
    went = Fact.REFUND.about(outflow.id) in payment.facts
    if seen.answer is RefundAnswer.SUCCEEDED:
        yield News(Fact.REFUND, _as(outflow, OutflowState.OUT, seen.at, seen.amount), seen.at)
    if seen.answer is RefundAnswer.FAILED and found is not None:
        yield News(Fact.REFUND_FAILED, _as(outflow, OutflowState.RESTORED if went else OutflowState.VOID, seen.at), seen.at)


def _of_dispute(payment: Payment, seen: DisputeSeen) -> Iterator[News]:
    if seen.withdrawn_at is None:
        return
    found = next((o for o in payment.outflows if o.kind is OutflowKind.DISPUTE and o.id == seen.dispute_id), None)
    out = Outflow(kind=OutflowKind.DISPUTE, id=seen.dispute_id, amount=seen.amount, state=OutflowState.OUT, at=seen.withdrawn_at)
    yield News(Fact.DISPUTE_OUT, out, seen.withdrawn_at)
    if found is not None and seen.reinstated_at is not None:
        yield News(Fact.DISPUTE_IN, _as(found, OutflowState.RESTORED, seen.reinstated_at), seen.reinstated_at)
    elif found is not None and seen.lost:
        yield News(Fact.DISPUTE_LOST, _as(found, OutflowState.LOST, seen.withdrawn_at), seen.withdrawn_at)


def _as(outflow: Outflow, state: OutflowState, at: datetime, amount: int | None = None) -> Outflow:
    return outflow.model_copy(update={"state": state, "at": at, "amount": amount or outflow.amount})


def _written(customer: Customer, payment: Payment, news: News, diary: Diary) -> Went:
    if news.outflow.state is OutflowState.OUT:
        return _out(customer, payment, news, diary)
    if news.outflow.state is OutflowState.RESTORED:
        return _back(customer, payment, news, diary)
    after = _learnt(payment, news)
    return Went(after, customer, customer, Changes(Append(_tell(diary, payment, after, news))))


def _out(customer: Customer, payment: Payment, news: News, diary: Diary) -> Went:
    """The money leaves our books."""
    left = still_standing(payment)
    cash = payment.cash if news.outflow.kind in (OutflowKind.REFUND, OutflowKind.DISPUTE) else CASH[Method.BACS]
    postings = unwind(left, news.outflow.amount, held=customer.credit, loss=LedgerAccount.CHARGEBACK_COST, cash=cash)
    outflow = news.outflow.model_copy(update={"postings": tuple(postings)})
    after = copy(_learnt(payment, News(news.fact, outflow, news.at)), left=tuple(_less(left, postings)))
    return _posted(customer, payment, after, news, postings, diary)


def _back(customer: Customer, payment: Payment, news: News, diary: Diary) -> Went:
    """Money that had left comes back: on the claims it had been on as far as they still owe, the rest as credit."""
    postings = list(_onto(customer, mirror(news.outflow.postings)))
    kept = [posting for posting in postings if posting.credit is not LedgerAccount.CHARGEBACK_COST]
    after = copy(_learnt(payment, news), left=(*still_standing(payment), *kept))
    return _posted(customer, payment, after, news, postings, diary)


def _posted(customer: Customer, payment: Payment, after: Payment, news: News, postings: Sequence[Posting], diary: Diary) -> Went:
    undone = news.outflow.state is OutflowState.RESTORED
    of = news.outflow.id
    origin = Fact.REFUND.about(of) if news.outflow.kind is OutflowKind.REFUND else Fact.DISPUTE_OUT.about(of)
    entry_type = EntryType.REVERSAL if undone else _TYPES[news.outflow.kind]
    moved, entry = post(
        applied(customer, postings),
        ref=f"payment:{payment.id}:{news.name}",
        entry_type=entry_type,
        context=_context(payment, news.outflow),
        postings=postings,
        actor=diary.actor,
        now=diary.now,
        effective=london_day(news.at),
        payment_id=payment.id,
        payment_method=payment.method,
        mandate_id=payment.mandate_id or None,
        related_entry=f"payment:{payment.id}:{origin if undone else Fact.CAPTURE}",
    )
    numbers = [posting.account_number for posting in postings if posting.account_number]
    activities = [_tell(diary, payment, after, news), *told(diary, customer, moved, numbers)]
    after = copy(after, movements=(*after.movements, movement(news.name, entry_type, postings, news.at, customer)))
    mark = MovementMark(customer_key=payment.customer_key, payment_id=payment.id, fact=news.name, posted_at=diary.now)
    changes = entry + [Append(activity) for activity in activities] + Changes(Insert(mark))
    return Went(after, moved, customer, changes)


def _context(payment: Payment, outflow: Outflow) -> Context:
    if outflow.kind is OutflowKind.DISPUTE:
        return Context.DISPUTE
    return Context.AGENT if outflow.kind is OutflowKind.REFUND else payment.context


def _learnt(payment: Payment, news: News) -> Payment:
    """The payment with one more fact and the status its money then gives it. Raises ValueError for a move that is not in
    the table: that would be a mistake of ours."""
    same = [o.kind is news.outflow.kind and o.id == news.outflow.id for o in payment.outflows]
    outflows = [news.outflow if here else o for here, o in zip(same, payment.outflows, strict=True)]
    after = copy(
        payment,
        outflows=tuple(outflows if any(same) else [*outflows, news.outflow]),
        left=still_standing(payment),
        facts=(*payment.facts, news.name),
        checks=0,
    )
    if after.standing not in MOVES[payment.status, news.fact]:
        raise ValueError(f"{payment.status} may not become {after.standing} by {news.fact}")
    return copy(after, status=after.standing)


def _less(left: Iterable[Posting], gone: Sequence[Posting]) -> Iterator[Posting]:
    """What stands after these postings took some of it away."""
    taken = {(posting.debit, posting.claim): 0 for posting in gone}
    for posting in gone:
        taken[posting.debit, posting.claim] += posting.amount
    for posting in left:
        place = posting.credit, posting.claim
        went = min(posting.amount, taken.get(place, 0))
        if went:
            taken[place] -= went
        if posting.amount > went:
            yield posting.model_copy(update={"amount": posting.amount - went})


def _onto(customer: Customer, postings: Sequence[Posting]) -> Iterator[Posting]:
    """These postings as far as the parts of the claims they clear still owe and nobody else has reserved them; what they
    cannot take becomes credit."""
    claims = {claim.ref: claim for account in customer.accounts.values() for claim in account.claims.values()}
    free = {ref: claim.available for ref, claim in claims.items()}
    owed: Counter[tuple[str, str]] = Counter(
        {(ref, part): getattr(claim.outstanding, part) for ref, claim in claims.items() for part in RECEIVABLES}
    )
    for posting in postings:
        part = _PARTS.get(posting.credit)
        if part is None or posting.claim is None:
            yield posting
            continue
        takes = min(posting.amount, owed[posting.claim, part], free[posting.claim])
        free[posting.claim] -= takes
        owed[posting.claim, part] -= takes
        if takes:
            yield posting.model_copy(update={"amount": takes})
        if posting.amount > takes:
            yield credit(posting.amount - takes, posting.debit)


def _tell(diary: Diary, before: Payment, after: Payment, news: News) -> Activity:
    words = {"status": after.status.value, "amount_pence": str(news.outflow.amount)}
    return tell(diary, before, _EVENTS[news.fact], before={"status": before.status}, after=words)
