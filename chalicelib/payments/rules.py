"""What a payment does to a customer's balances. Pure: values in, changes out (`design/money.md` section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.model import Action, ContactPolicy, Starter
from chalicelib.care.rules import facts_of, may, revived
from chalicelib.core.actor import ActorType, Channel
from chalicelib.core.changes import Append, Changes, Insert, Put, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.ledger.model import Context, EntryType, LedgerAccount, Posting
from chalicelib.ledger.rules import clear, credit, post
from chalicelib.payments.model import MOVES, UNDER_WAY, Fact, Payment, Portion, Status
from chalicelib.payments.ports import Answer, Invalid, Snapshot
from chalicelib.payments.receipts import receipt
from chalicelib.records.accounts import Account, AccountStatus, Claim, ClaimStatus
from chalicelib.records.lookups import ReferenceLookup
from chalicelib.records.model import Customer, CustomerStatus
from chalicelib.records.search import squeezed

PAYABLE = frozenset({AccountStatus.ACTIVE, AccountStatus.HOLD})
CHECK_AFTER = tuple(timedelta(minutes=minutes) for minutes in (10, 55, 60, 240, 1440))
"""How long to wait before each look of the sweeper. The first two together reach past the session's last word."""

_STARTERS = {ActorType.CUSTOMER: Starter.DEBTOR, ActorType.AGENT: Starter.AGENT}
"""Who asks for a payment; whatever else does, does so by a schedule."""
_FACTS = {
    Answer.PROCESSING: Fact.PROCESSING,
    Answer.SUCCEEDED: Fact.CAPTURE,
    Answer.FAILED: Fact.FAILED,
    Answer.CANCELLED: Fact.CANCELLED,
    Answer.EXPIRED: Fact.EXPIRED,
}
_EVENTS = {
    Fact.PROCESSING: Event.PAYMENT_PROCESSING,
    Fact.CAPTURE: Event.PAYMENT_SETTLED,
    Fact.FAILED: Event.PAYMENT_FAILED,
    Fact.CANCELLED: Event.PAYMENT_CANCELLED,
    Fact.EXPIRED: Event.PAYMENT_CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted: `amount` pence towards one account, at a provider. `smallest` is the organisation's minimum
    payment in pence; an account's own minimum replaces it."""

    payment_id: str
    account_number: str
    amount: int
    provider: str
    smallest: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A payment in its new state, and the changes that make it so."""

    payment: Payment
    changes: Changes


def start(customer: Customer, ask: Ask, diary: Diary) -> tuple[Changes, Payment]:
    """The intent, with its money reserved on the account's claims, oldest due first. Raises `Refused`."""
    account = customer.accounts.get(ask.account_number)
    if account is None:
        raise Refused(Code.NOT_FOUND)
    _refuse_what_cannot_be_paid(customer, account, ask)
    payable = _refuse_what_may_not_be_charged(customer, ask, diary)
    payment = Payment(
        customer_key=customer.customer_key,
        id=ask.payment_id,
        provider=ask.provider,
        amount=ask.amount,
        plan=tuple(_plan(payable, account.number, ask.amount)),
        channel=diary.actor.channel,
        created_at=diary.now,
        next_check=diary.now + CHECK_AFTER[0],
    )
    reserving = _with_claims(
        customer, payment.plan, lambda claim, pence: _copy(claim, reserved=claim.reserved | {payment.id: pence})
    )
    told = _tell(diary, payment, Event.PAYMENT_INITIATED, after={"amount_pence": str(ask.amount)})
    found_by = ReferenceLookup(term=f"r:{squeezed(payment.reference)}", customer_key=customer.customer_key)
    return Changes(Replace(reserving), Insert(payment), Put(found_by), Append(told)), payment


def _refuse_what_cannot_be_paid(customer: Customer, account: Account, ask: Ask) -> None:
    refuse_if(customer.status is not CustomerStatus.ACTIVATED, Code.WRONG_STATE)
    refuse_if(account.balance.total == 0, Code.NOTHING_OWED)
    refuse_if(account.status not in PAYABLE, Code.WRONG_STATE)
    refuse_if(account.available == 0, Code.WRONG_STATE, "A payment of all that is owed is already under way.")
    refuse_if(
        ask.amount > account.available,
        Code.MORE_THAN_OWED,
        f"At most {_pounds(account.available)} can be paid now.",
        field="amount",
    )
    least = smallest_payment(account, ask.smallest)
    refuse_if(ask.amount < least, Code.AMOUNT_TOO_SMALL, f"The smallest payment is {_pounds(least)}.", field="amount")


def _refuse_what_may_not_be_charged(customer: Customer, ask: Ask, diary: Diary) -> list[Claim]:
    """The claims that may be paid by whoever asks: a debtor in a moratorium may pay, nobody may collect from them."""
    starter = _STARTERS.get(diary.actor.type, Starter.SCHEDULE)
    decision = may(Action.charge(starter, ask.account_number), facts_of(customer), diary.now)
    refuse_if(not decision.allowed, Code.NOT_ALLOWED_NOW, " ".join(decision.words))
    claims = [c for c in customer.accounts[ask.account_number].claims.values() if c.ref in decision.claims]
    most = sum(claim.available for claim in claims)
    refuse_if(ask.amount > most, Code.MORE_THAN_OWED, f"At most {_pounds(most)} can be paid now.", field="amount")
    return claims


def smallest_payment(account: Account, smallest: int) -> int:
    """The least that may be paid, in pence: the minimum, or everything when less than that can be paid. At least 1."""
    minimum = smallest if account.minimum_payment is None else account.minimum_payment
    return max(1, min(minimum, account.available))


def under_way(account: Account) -> frozenset[str]:
    """The ids of the payments that hold some of this account's money reserved."""
    return frozenset(payment_id for claim in account.claims.values() for payment_id in claim.reserved)


def settle(customer: Customer, payment: Payment, snapshot: Snapshot | None, diary: Diary, policy: ContactPolicy) -> Moved | None:
    """What the provider's answer changes, or None when it says nothing new or nothing that may follow. A receipt goes out
    as the policy allows.

    No snapshot proves that the provider knows nothing of the payment: once nobody can pay it any more, it expires.
    Raises `Invalid` when the provider claims success without money.
    """
    fact = _fact(payment, snapshot, diary)
    if fact is None or (payment.status, fact) not in MOVES:
        return None
    if snapshot is not None and fact is Fact.CAPTURE:
        return _capture(customer, payment, snapshot, diary, policy)
    after = _learn(payment, fact, diary)
    told = _tell(diary, payment, _EVENTS[fact], before={"status": payment.status}, after={"status": after.status})
    if fact is Fact.PROCESSING or not payment.reserved:
        return Moved(after, Changes(Replace(after), Append(told)))
    after = _copy(after, reserved=False)
    return Moved(after, Changes(Replace(_released(customer, payment)), Replace(after), Append(told)))


def look_again(payment: Payment, diary: Diary) -> Changes:
    """The payment with its next check moved on, or dropped when the provider's answer cannot change any more."""
    over = payment.status not in UNDER_WAY and diary.now >= payment.last_word
    wait = CHECK_AFTER[min(payment.checks + 1, len(CHECK_AFTER) - 1)]
    after = _copy(payment, checks=payment.checks + 1, next_check=None if over else diary.now + wait)
    told = _tell(diary, payment, Event.PAYMENT_RECONCILED, after={"status": payment.status})
    return Changes(Replace(after), Append(told))


def _fact(payment: Payment, snapshot: Snapshot | None, diary: Diary) -> Fact | None:
    if snapshot is None:
        return Fact.EXPIRED if diary.now >= payment.last_word else None
    if snapshot.answer is Answer.SUCCEEDED and snapshot.captured <= 0:
        raise Invalid("the provider reports a success without money")
    return _FACTS.get(snapshot.answer)


def _learn(payment: Payment, fact: Fact, diary: Diary) -> Payment:
    """The payment with one more fact, the status that follows from it, and the check that this status needs."""
    status = MOVES[payment.status, fact]
    next_check = None
    if status is Status.PENDING:
        next_check = diary.now + CHECK_AFTER[0]
    elif status is Status.FAILED and diary.now < payment.last_word:
        next_check = payment.last_word  # a second card may still succeed in the same session
    return _copy(payment, facts=(*payment.facts, fact), status=status, next_check=next_check)


def _capture(customer: Customer, payment: Payment, snapshot: Snapshot, diary: Diary, policy: ContactPolicy) -> Moved:
    """Post what was captured: on the claims it was meant for as far as they still owe, the rest as credit."""
    allocations = tuple(_allocate(customer, payment, snapshot.captured))
    excess = snapshot.captured - sum(portion.amount for portion in allocations)
    paid_on = london_day(snapshot.at)
    cleared = _with_claims(_revived(_released(customer, payment), allocations, paid_on), allocations, _clear)
    paid = _copy(
        cleared,
        credit=customer.credit + excess,
        last_payment_date=max(paid_on, customer.last_payment_date or paid_on),
    )
    paid, entry = post(
        paid,
        ref=f"payment:{payment.id}:capture",
        entry_type=EntryType.PAYMENT,
        context=Context.AGENT if payment.channel is Channel.CONSOLE else Context.PORTAL,
        postings=_postings(customer, allocations, excess),
        actor=diary.actor,
        now=diary.now,
        effective=paid_on,
        payment_id=payment.id,
        payment_method=payment.method,
    )
    after = _copy(
        _learn(payment, Fact.CAPTURE, diary),
        provider_ref=snapshot.provider_ref,
        allocations=allocations,
        credited=excess,
        reserved=False,
        settled_at=snapshot.at,
    )
    told = [_settled(diary, payment, after), *_balances_told(diary, customer, paid, allocations)]
    changes = Changes(Replace(paid), Replace(after)) + entry + [Append(activity) for activity in told]
    return Moved(after, changes + receipt(paid, after, diary, policy))


def _plan(claims: Sequence[Claim], account_number: str, pence: int) -> Iterator[Portion]:
    """How an amount spreads over an account's claims: the oldest due first (`reference/model.md` C.5)."""
    for claim in sorted(claims, key=lambda claim: (claim.due_date, claim.ref)):
        if take := min(pence, claim.available):
            yield Portion(account_number=account_number, claim=claim.ref, amount=take)
            pence -= take


def _allocate(customer: Customer, payment: Payment, captured: int) -> Iterator[Portion]:
    """The plan as far as the money and the claims reach: what was reserved may have been corrected away since, and
    what was released may have been paid or promised to another payment."""
    for portion in payment.plan:
        claim = _claim(customer, portion)
        owed = 0 if claim is None else claim.outstanding.total if payment.reserved else claim.available
        if take := min(captured, portion.amount, owed):
            yield _copy(portion, amount=take)
            captured -= take


def _postings(customer: Customer, allocations: Sequence[Portion], excess: int) -> list[Posting]:
    """Cash against the parts of each claim in the order they clear, and against the customer's credit."""
    postings = []
    for portion in allocations:
        claim = customer.accounts[portion.account_number].claims[portion.claim]
        parts = claim.outstanding.take(portion.amount)
        postings += clear(portion.account_number, portion.claim, parts, LedgerAccount.CASH_CLEARING_CARD)
    return [*postings, credit(excess, LedgerAccount.CASH_CLEARING_CARD)] if excess else postings


def _clear(claim: Claim, pence: int) -> Claim:
    left = claim.outstanding - claim.outstanding.take(pence)
    return _copy(claim, outstanding=left, status=claim.status if left.total else ClaimStatus.RESOLVED)


def _revived(customer: Customer, portions: Sequence[Portion], paid_on: date) -> Customer:
    """The customer with the limitation periods that a part payment begins anew."""
    for portion in portions:
        account = customer.accounts[portion.account_number]
        claim = revived(customer, account, account.claims[portion.claim], paid_on)
        account = _copy(account, claims=account.claims | {claim.ref: claim})
        customer = _copy(customer, accounts=customer.accounts | {account.number: account})
    return customer


def _released(customer: Customer, payment: Payment) -> Customer:
    """The customer without the payment's reservation."""
    return _with_claims(
        customer,
        payment.plan,
        lambda claim, _: _copy(claim, reserved={key: pence for key, pence in claim.reserved.items() if key != payment.id}),
    )


def _with_claims(customer: Customer, portions: Sequence[Portion], change: Callable[[Claim, int], Claim]) -> Customer:
    """The customer with the claims of these portions changed, and accounts settled whose last pound was paid by it."""
    accounts = dict(customer.accounts)
    for portion in portions:
        account, claim = accounts.get(portion.account_number), _claim(customer, portion)
        if account is not None and claim is not None:
            owing = account.balance.total
            account = _copy(account, claims=account.claims | {claim.ref: change(claim, portion.amount)})
            paid_off = owing > 0 and account.balance.total == 0 and account.status in PAYABLE
            accounts[account.number] = _copy(account, status=AccountStatus.SETTLED) if paid_off else account
    return _copy(customer, accounts=accounts)


def _claim(customer: Customer, portion: Portion) -> Claim | None:
    account = customer.accounts.get(portion.account_number)
    return account.claims.get(portion.claim) if account else None


def _settled(diary: Diary, before: Payment, after: Payment) -> Activity:
    words = {"status": after.status.value, "captured_pence": str(after.captured)}
    credited = {"credited_pence": str(after.credited)} if after.credited else {}
    return _tell(diary, before, Event.PAYMENT_SETTLED, before={"status": before.status}, after=words | credited)


def _balances_told(diary: Diary, before: Customer, after: Customer, paid: Sequence[Portion]) -> Iterator[Activity]:
    """One activity for each account whose balance changed, and one for each claim that was paid off."""
    for number in dict.fromkeys(portion.account_number for portion in paid):
        old, new = before.accounts[number], after.accounts[number]
        yield diary.tell(
            Event.ACCOUNT_AMOUNTS_UPDATED,
            f"account:{number}",
            stream=after.customer_key,
            account=number,
            before={"balance_pence": str(old.balance.total), "status": old.status},
            after={"balance_pence": str(new.balance.total), "status": new.status},
        )
    for portion in paid:
        claim = after.accounts[portion.account_number].claims[portion.claim]
        if claim.status is ClaimStatus.RESOLVED:
            yield diary.tell(
                Event.CLAIM_RESOLVED,
                f"claim:{claim.ref}",
                stream=after.customer_key,
                account=portion.account_number,
                claim=claim.ref,
                after={"status": claim.status},
            )


def _tell(
    diary: Diary, payment: Payment, event: Event, *, after: dict[str, str], before: dict[str, str] | None = None
) -> Activity:
    account = payment.account_numbers[0] if len(payment.account_numbers) == 1 else None
    return diary.tell(event, payment.ref, stream=payment.customer_key, account=account, before=before, after=after)


def _copy[E: (Customer, Account, Claim, Payment, Portion)](value: E, **changed: object) -> E:
    return value.model_copy(update=changed)


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02d}"
