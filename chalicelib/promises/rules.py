"""What may be promised, and what becomes of it. Pure: values in, changes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care import holding
from chalicelib.care.model import Action, ContactPolicy, Row
from chalicelib.care.rules import facts_of, may
from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.payments.balances import PAYABLE, pounds
from chalicelib.payments.model import UNDER_WAY, Payment
from chalicelib.payments.paid import paid_towards
from chalicelib.promises.confirmation import confirmation
from chalicelib.promises.model import ENDS, Method, Promise, Status
from chalicelib.records.accounts import Account, Claim, ClaimStatus
from chalicelib.records.agreements import agreed_anew, with_lapses
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from chalicelib.records.lapses import Lapse, LapseKind
from chalicelib.records.model import Customer

_LAPSES = {Status.PART_KEPT: LapseKind.PROMISE_PART_KEPT, Status.BROKEN: LapseKind.PROMISE_BROKEN}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the organisation lets be promised: at least so many pence, due within so many days, paid so many days later."""

    smallest: int
    horizon_days: int
    grace_days: int
    policy: ContactPolicy


@dataclass(frozen=True, slots=True)
class Ask:
    """A promise somebody wants to make. `replaces` is the open promise whose place it takes, which the customer has agreed
    to when `consented`."""

    account_number: str
    claim: str
    amount: int
    due: date
    method: Method | None = None
    replaces: str = ""
    consented: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands when one looks: what was paid towards it so far, and the status that follows from it, which the
    sweep writes down a little later."""

    status: Status
    kept: int


def made(
    customer: Customer,
    ask: Ask,
    promise_id: str,
    limits: Limits,
    diary: Diary,
    *,
    before: Promise | None,
    payments: Iterable[Payment],
) -> tuple[Changes, Promise]:
    """The promise and the hold that goes with it, and the word that confirms it. `before` is the promise that is open on the
    claim. Raises Refused: NOT_FOUND, NOT_ALLOWED_NOW, NOTHING_OWED, MORE_THAN_OWED, AMOUNT_TOO_SMALL, INVALID, WRONG_STATE
    while another is open, STALE when the one to be replaced is not open any more."""
    check(customer, ask, limits, diary.now)
    promise = Promise(
        customer_key=customer.customer_key,
        id=promise_id,
        account_number=ask.account_number,
        claim=ask.claim,
        amount=ask.amount,
        due=ask.due,
        grace_days=limits.grace_days,
        method=ask.method,
        channel=diary.actor.channel,
        made_by=diary.actor.name,
        supersedes=before.id if before and ask.replaces == before.id else "",
        consented=ask.consented and bool(ask.replaces),
        created_at=diary.now,
    )
    promise = promise.model_copy(update={"next_check": promise.late_from})
    freed, ending = _making_room(customer, ask, promise, before, payments, diary)
    after = agreed_anew(holding.held_by_system(freed, hold_for(promise)), {(promise.account_number, promise.claim)})
    told = _told(diary, promise, Event.PROMISE_CREATED, after=_words(promise))
    changes = Changes(Replace(after), Insert(promise), Append(told)) + ending + holding.told(customer, after, diary)
    return changes + confirmation(after, promise, diary, limits.policy), promise


def check(customer: Customer, ask: Ask, limits: Limits, now: datetime) -> None:
    """Raises Refused as `made` does, but for what depends on a promise that is open already."""
    account, claim = claim_of(customer, ask.account_number, ask.claim)
    _refuse_what_may_not_be_asked(customer, claim, ask, now)
    _refuse_amount(account, claim, ask.amount, limits.smallest)
    _refuse_day(ask.due, london_day(now), limits.horizon_days)


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
    return Changes(Replace(after), Append(_told(diary, promise, Event.PROMISE_DUE, after=_words(promise))))


def look_later(promise: Promise, diary: Diary) -> Changes:
    """The promise whose last day has passed while a payment towards it is still under way."""
    after = promise.model_copy(update={"next_check": diary.now + timedelta(days=1)})
    waiting = _words(promise) | {"waiting_for": "a payment that is under way"}
    return Changes(Replace(after), Append(_told(diary, promise, Event.PROMISE_DUE, after=waiting)))


def least(account: Account, claim: Claim, smallest: int) -> int:
    """The least that may be promised, in pence: the minimum payment, or all that can be asked for when that is less."""
    minimum = smallest if account.minimum_payment is None else account.minimum_payment
    return max(1, min(minimum, claim.available))


def promisable(customer: Customer, number: str, now: datetime) -> list[Claim]:
    """The claims of an account that somebody may promise to pay now, the oldest due first. Raises Refused(NOT_FOUND)."""
    if number not in customer.accounts:
        raise Refused(Code.NOT_FOUND)
    allowed = may(Action(Row.DEMAND, account=number), facts_of(customer), now).claims
    claims = [c for c in customer.accounts[number].claims.values() if c.ref in allowed and c.available > 0]
    return sorted(claims, key=lambda claim: (claim.due_date, claim.ref))


def open_on(customer: Customer, number: str, claim: str | None = None) -> list[Hold]:
    """The holds of the promises that are open on an account or one of its claims, of the same ids."""
    return [
        hold
        for hold in customer.holds
        if hold.kind is HoldKind.PROMISE and hold.account == number and claim in (None, hold.claim)
    ]


def claim_of(customer: Customer, number: str, ref: str) -> tuple[Account, Claim]:
    """Raises Refused(NOT_FOUND) for what is not this customer's."""
    account = customer.accounts.get(number)
    if account is None or ref not in account.claims:
        raise Refused(Code.NOT_FOUND, "We cannot find that account or claim.")
    return account, account.claims[ref]


def hold_for(promise: Promise) -> Hold:
    """What keeps everybody from chasing the claim until the promise's last day."""
    return Hold(
        id=promise.id,
        kind=HoldKind.PROMISE,
        account=promise.account_number,
        claim=promise.claim,
        start=london_day(promise.created_at),
        end=promise.last_day,
        source=HoldSource.SYSTEM,
    )


def _refuse_what_may_not_be_asked(customer: Customer, claim: Claim, ask: Ask, now: datetime) -> None:
    """Nobody who may not be asked to pay is asked to promise, nor is a promise taken of them (CONC 7.3, 7.14)."""
    decision = may(Action(Row.DEMAND, account=ask.account_number, claim=ask.claim), facts_of(customer), now)
    refuse_if(claim.outstanding.total == 0, Code.NOTHING_OWED)
    refuse_if(not decision.allowed, Code.NOT_ALLOWED_NOW, " ".join(decision.words))


def _refuse_amount(account: Account, claim: Claim, amount: int, smallest: int) -> None:
    most, lowest = claim.available, least(account, claim, smallest)
    refuse_if(most == 0, Code.WRONG_STATE, "A payment of all that is owed is already under way.")
    refuse_if(amount > most, Code.MORE_THAN_OWED, f"At most {pounds(most)} can be promised now.", field="amount_pence")
    too_small = f"The smallest amount that can be promised is {pounds(lowest)}."
    refuse_if(amount < lowest, Code.AMOUNT_TOO_SMALL, too_small, field="amount_pence")


def _refuse_day(due: date, today: date, horizon_days: int) -> None:
    last = today + timedelta(days=horizon_days)
    words = f"Choose a day from today until {last:%-d %B %Y}."
    refuse_if(not today <= due <= last, Code.INVALID, words, field="due")


def _making_room(
    customer: Customer, ask: Ask, promise: Promise, before: Promise | None, payments: Iterable[Payment], diary: Diary
) -> tuple[Customer, Changes]:
    """The customer without the promise that is open on the claim, and its end: it was kept, or the new one takes its place."""
    if before is None:
        refuse_if(bool(ask.replaces), Code.STALE, "The promise to be replaced is not open any more.")
        return customer, Changes()
    if standing(before, customer, payments, diary.now).status is Status.OPEN:
        open_words = f"A promise of {pounds(before.amount)} until {before.due:%-d %B %Y} is open on this claim."
        refuse_if(ask.replaces != before.id, Code.WRONG_STATE, open_words, field="replaces")
        agent = diary.actor.type is ActorType.AGENT
        refuse_if(agent and not ask.consented, Code.INVALID, "Replace it only with the customer's consent.", field="consented")
    return superseded(customer, before, payments, diary, promise.id)


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
    told = _told(diary, promise, ENDS[status], before={"status": promise.status}, after=words, reason=reason or None)
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


def _words(promise: Promise) -> dict[str, str]:
    words = {
        "amount_pence": str(promise.amount),
        "due": promise.due.isoformat(),
        "waited_for_until": promise.last_day.isoformat(),
    }
    words |= {"method": promise.method.value} if promise.method else {}
    return words | ({"instead_of": promise.supersedes} if promise.supersedes else {}) | _consent(promise)


def _consent(promise: Promise) -> dict[str, str]:
    return {"consent": "the customer agreed"} if promise.consented else {}


def _told(
    diary: Diary,
    promise: Promise,
    event: Event,
    *,
    after: dict[str, str],
    before: dict[str, str] | None = None,
    reason: str | None = None,
) -> Activity:
    return diary.tell(
        event,
        promise.ref,
        stream=promise.customer_key,
        account=promise.account_number,
        claim=promise.claim,
        before=before,
        after=after,
        reason=reason,
    )
