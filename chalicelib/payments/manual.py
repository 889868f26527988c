"""Payments that no provider brings: bank transfers, standing orders, cash and cheques that an agent writes down. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.changes import Append, Changes, Insert, Put, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.ledger.model import CASH, Context, EntryType, JournalEntry, LedgerAccount, Posting
from chalicelib.ledger.rules import clear, credit, post, reverse
from chalicelib.payments.balances import PAYABLE, cleared, copy, renewed, tell, told
from chalicelib.payments.model import Fact, Payment, Portion, Status
from chalicelib.payments.movements import MovementMark, movement, undone_by
from chalicelib.payments.receipts import receipt
from chalicelib.records.lookups import ReferenceLookup
from chalicelib.records.model import Customer, CustomerStatus
from chalicelib.records.search import squeezed

PROVIDER = "manual"
OLDEST = timedelta(days=366)
"""How long ago money may have come in that is only written down now."""


class ReceivedBy(StrEnum):
    """How the money came."""

    BANK_TRANSFER = "BANK_TRANSFER"
    STANDING_ORDER = "STANDING_ORDER"
    CASH = "CASH"
    CHEQUE = "CHEQUE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Money that came in on a London day: pence, how, and what the bank statement or the cheque says. The id is a ULID, the
    idempotency key of whatever becomes of it."""

    id: str
    amount: int
    method: ReceivedBy
    received_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The payment written down, and the changes that do it."""

    payment: Payment
    changes: Changes


def refuse_what_cannot_be(money: Received, today: date) -> None:
    """Raises `Refused`."""
    refuse_if(not 0 < money.amount <= LARGEST_PENCE, Code.INVALID, field="amount_pence")
    on_time = today - OLDEST <= money.received_on <= today
    refuse_if(not on_time, Code.INVALID, "Give a day in the last year, not one to come.", field="received_on")


def record(
    customer: Customer,
    money: Received,
    account_number: str | None,
    diary: Diary,
    policy: ContactPolicy,
    *,
    out_of_suspense: bool = False,
) -> Recorded:
    """The money on the claims of one account, or of all, oldest due first; what is more than owed is the customer's credit.
    A receipt goes out as for any payment. Raises `Refused`."""
    refuse_what_cannot_be(money, london_day(diary.now))
    refuse_if(customer.status is not CustomerStatus.ACTIVATED, Code.WRONG_STATE)
    refuse_if(account_number is not None and account_number not in customer.accounts, Code.NOT_FOUND)
    contra = LedgerAccount.UNALLOCATED_RECEIPTS if out_of_suspense else CASH[money.method]
    portions = tuple(_portions(customer, account_number, money.amount))
    excess = money.amount - sum(portion.amount for portion in portions)
    postings = tuple(_postings(customer, portions, excess, contra))
    paid = cleared(renewed(customer, portions, money.received_on), portions)
    last = max(money.received_on, customer.last_payment_date or money.received_on)
    paid, entry = post(
        copy(paid, credit=customer.credit + excess, last_payment_date=last),
        ref=_entry_ref(money.id),
        entry_type=EntryType.ALLOCATION if out_of_suspense else EntryType.PAYMENT,
        context=Context.AGENT,
        postings=postings,
        actor=diary.actor,
        now=diary.now,
        effective=money.received_on,
        payment_id=money.id,
        payment_method=money.method,
    )
    payment = _payment(customer, money, portions, excess, postings, diary)
    found_by = ReferenceLookup(term=f"r:{squeezed(payment.reference)}", customer_key=customer.customer_key)
    words = {"status": payment.status.value, "captured_pence": str(money.amount), "method": money.method.value}
    activities = [tell(diary, payment, Event.PAYMENT_SETTLED, after=words)]
    activities += told(diary, customer, paid, [portion.account_number for portion in portions])
    changes = Changes(Replace(paid), Insert(payment), _mark(payment, Fact.CAPTURE, diary), Put(found_by))
    changes += entry + [Append(activity) for activity in activities]
    return Recorded(payment, changes + receipt(paid, payment, diary, policy))


def is_the_same(payment: Payment, money: Received) -> bool:
    """Whether this is what was written down under the id before."""
    same = (PROVIDER, money.amount, money.method, money.reference)
    theirs = (payment.provider, payment.amount, payment.method, payment.provider_ref)
    return same == theirs and payment.settled_at in (_noon(money.received_on), None)


def may_be_taken_back(payment: Payment) -> bool:
    """Whether it was recorded by hand and stands."""
    return payment.provider == PROVIDER and payment.status is Status.SETTLED


def was_taken_back(payment: Payment) -> bool:
    return Fact.REVERSED in payment.facts


def take_back(customer: Customer, payment: Payment, entry: JournalEntry, reason: str, diary: Diary) -> Recorded:
    """A payment that was written down by mistake, undone by the mirror of its entry: what it had paid is owed again.
    Raises `Refused`: WRONG_STATE for any other payment, MORE_THAN_OWED when its credit was used since."""
    refuse_if(payment.provider != PROVIDER, Code.WRONG_STATE, "Only a payment that was recorded by hand is taken back.")
    refuse_if(payment.status is not Status.SETTLED, Code.WRONG_STATE, "This payment has been taken back already.")
    owing, reversal = reverse(
        customer,
        entry,
        context=Context.CORRECTION,
        actor=diary.actor,
        now=diary.now,
        effective=london_day(diary.now),
        reason=reason,
    )
    undone = copy(
        payment,
        status=Status.CANCELLED,
        facts=(*payment.facts, Fact.REVERSED.value),
        movements=(*payment.moved, undone_by(payment.moved, Fact.REVERSED, diary.now)),
        allocations=(),
        credited=0,
        left=(),
        settled_at=None,
    )
    words = {"status": undone.status.value, "reason": reason}
    activities = [tell(diary, payment, Event.PAYMENT_REVERSED, before={"status": payment.status.value}, after=words)]
    activities += told(diary, customer, owing, [portion.account_number for portion in payment.allocations])
    changes = Changes(Replace(owing), Replace(undone), _mark(undone, Fact.REVERSED, diary))
    return Recorded(undone, changes + reversal + [Append(activity) for activity in activities])


def forgotten(payment: Payment, diary: Diary) -> Changes:
    """The payment without what its payer wrote on it."""
    told_of = tell(diary, payment, Event.PAYMENT_FORGOTTEN, after={"status": payment.status.value})
    return Changes(Replace(copy(payment, provider_ref="")), Append(told_of))


def entry_ref(payment: Payment) -> str:
    """The entry that a recorded payment was posted by."""
    return _entry_ref(payment.id)


def _payment(
    customer: Customer, money: Received, portions: tuple[Portion, ...], excess: int, postings: tuple[Posting, ...], diary: Diary
) -> Payment:
    return Payment(
        customer_key=customer.customer_key,
        id=money.id,
        provider=PROVIDER,
        provider_ref=money.reference,
        method=money.method,
        amount=money.amount,
        context=Context.AGENT,
        plan=portions,
        allocations=portions,
        credited=excess,
        left=postings,
        movements=(movement(Fact.CAPTURE, EntryType.PAYMENT, postings, _noon(money.received_on), customer),),
        status=Status.SETTLED,
        reserved=False,
        facts=(Fact.CAPTURE.value,),
        channel=diary.actor.channel,
        created_at=diary.now,
        settled_at=_noon(money.received_on),
    )


def _mark(payment: Payment, fact: Fact, diary: Diary) -> Insert:
    """The creditor is to be told of it, like of any money that came or went."""
    return Insert(MovementMark(customer_key=payment.customer_key, payment_id=payment.id, fact=fact, posted_at=diary.now))


def _portions(customer: Customer, account_number: str | None, pence: int) -> Iterator[Portion]:
    """How the money spreads over what is owed, the oldest due first, but for what payments under way hold (C.5)."""
    accounts = [a for n, a in customer.accounts.items() if a.status in PAYABLE and account_number in (None, n)]
    claims = [(claim.turn, account.number, claim) for account in accounts for claim in account.claims.values()]
    for _, number, claim in sorted(claims, key=lambda found: found[:2]):
        if take := min(pence, claim.available):
            yield Portion(account_number=number, claim=claim.ref, amount=take)
            pence -= take


def _postings(customer: Customer, portions: tuple[Portion, ...], excess: int, contra: LedgerAccount) -> Iterator[Posting]:
    for portion in portions:
        claim = customer.accounts[portion.account_number].claims[portion.claim]
        yield from clear(portion.account_number, portion.claim, claim.outstanding.take(portion.amount), contra)
    if excess:
        yield credit(excess, contra)


def _noon(day: date) -> datetime:
    """Within the London day, whatever the season."""
    return datetime.combine(day, time(12), UTC)


def _entry_ref(payment_id: str) -> str:
    return f"payment:{payment_id}:{Fact.CAPTURE}"
