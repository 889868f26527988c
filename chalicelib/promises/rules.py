"""What may be promised, and the promise that is made. Pure: values in, changes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care import holding
from chalicelib.care.model import Action, ContactPolicy, Row
from chalicelib.care.rules import facts_of, may
from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.payments.balances import pounds
from chalicelib.payments.model import Payment
from chalicelib.promises.activity import tell, words_of
from chalicelib.promises.confirmation import confirmation
from chalicelib.promises.model import Method, Promise, Status
from chalicelib.promises.outcomes import standing, superseded
from chalicelib.records.accounts import Account, Claim
from chalicelib.records.agreements import agreed_anew
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from chalicelib.records.model import Customer


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
    told = tell(diary, promise, Event.PROMISE_CREATED, after=words_of(promise))
    changes = Changes(Replace(after), Insert(promise), Append(told)) + ending + holding.told(customer, after, diary)
    return changes + confirmation(after, promise, diary, limits.policy), promise


def check(customer: Customer, ask: Ask, limits: Limits, now: datetime) -> None:
    """Raises Refused as `made` does, but for what depends on a promise that is open already."""
    account, claim = claim_of(customer, ask.account_number, ask.claim)
    _refuse_what_may_not_be_asked(customer, claim, ask, now)
    _refuse_amount(account, claim, ask.amount, limits.smallest)
    _refuse_day(ask.due, london_day(now), limits.horizon_days)


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
