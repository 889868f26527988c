"""Which payments may be started, and what starting one reserves. Pure: values in, changes out (`design/money.md` section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import Action, Starter
from chalicelib.care.rules import facts_of, may
from chalicelib.core.actor import ActorType, Channel
from chalicelib.core.changes import Append, Changes, Insert, Put, Replace
from chalicelib.core.errors import Code, refuse_if
from chalicelib.ledger.model import Context
from chalicelib.payments.balances import PAYABLE, pounds, reserved, tell
from chalicelib.payments.model import Payment, Portion
from chalicelib.payments.ports import Method
from chalicelib.records.accounts import Account, Claim
from chalicelib.records.lookups import ReferenceLookup
from chalicelib.records.model import Customer, CustomerStatus
from chalicelib.records.search import squeezed

CHECK_AFTER = tuple(timedelta(minutes=minutes) for minutes in (10, 55, 60, 240, 1440))
"""How long to wait before each look of the sweeper. The first two together reach past the session's last word."""

_STARTERS = {ActorType.CUSTOMER: Starter.DEBTOR, ActorType.AGENT: Starter.AGENT}
"""Who asks for a payment; whatever else does, does so by a schedule."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted on the provider's page: pence towards each of some accounts. `smallest` is the organisation's minimum
    payment in pence; an account's own minimum replaces it. Of what was `agreed`, say in a plan, there is no minimum, and these
    claims are paid before any others."""

    payment_id: str
    shares: tuple[tuple[str, int], ...]
    provider: str
    smallest: int
    agreed: frozenset[str] = frozenset()

    @property
    def amount(self) -> int:
        return sum(pence for _, pence in self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeAsk:
    """What is to be collected under a mandate: `amount` pence towards these accounts, oldest claim due first, or towards
    `claims` of theirs in the order given. `mandate_ref` is the provider's name for the mandate; a direct debit is collected
    on `collect_on`, or as soon as it can be. `source` names what asks, where something stored does."""

    payment_id: str
    amount: int
    account_numbers: tuple[str, ...]
    claims: tuple[str, ...] = ()
    mandate_id: str
    mandate_ref: str
    method: Method
    provider: str
    collect_on: date | None = None
    context: Context = Context.MANDATE_CHARGE
    source: str = ""

    def asked_for(self, payment: Payment) -> bool:
        """Whether the payment written under this id is the one that is asked for."""
        ours = (self.amount, self.mandate_id, self.mandate_ref, self.method, self.provider, self.collect_on, self.source)
        return ours == (
            payment.amount,
            payment.mandate_id,
            payment.mandate_ref,
            payment.method,
            payment.provider,
            payment.collect_on,
            payment.source,
        ) and set(payment.account_numbers) <= set(self.account_numbers)


@dataclass(frozen=True, slots=True)
class Intent:
    """A payment that is to be written, the customer with its money reserved, and the changes that do both."""

    payment: Payment
    customer: Customer
    changes: Changes


def start(customer: Customer, ask: Ask, diary: Diary) -> Intent:
    """The intent of a payment on the provider's page, with its money reserved on each account's claims, oldest due first.
    Raises `Refused`."""
    plan: list[Portion] = []
    for number, pence in ask.shares:
        refuse_if(number not in customer.accounts, Code.NOT_FOUND)
        account = customer.accounts[number]
        _refuse_what_cannot_be_paid(customer, account)
        most, least = account.available, 1 if ask.agreed else smallest_payment(account, ask.smallest)
        refuse_if(pence > most, Code.MORE_THAN_OWED, f"At most {pounds(most)} can be paid now.", field="amount")
        refuse_if(pence < least, Code.AMOUNT_TOO_SMALL, f"The smallest payment is {pounds(least)}.", field="amount")
        claims = _oldest_first(_collectable(customer, number, pence, diary))
        plan += _plan(sorted(claims, key=lambda claim: claim[1].ref not in ask.agreed), pence)
    refuse_if(not plan, Code.INVALID, field="amount")
    payment = Payment(
        customer_key=customer.customer_key,
        id=ask.payment_id,
        provider=ask.provider,
        amount=ask.amount,
        context=Context.AGENT if diary.actor.channel is Channel.CONSOLE else Context.PORTAL,
        plan=tuple(plan),
        channel=diary.actor.channel,
        created_at=diary.now,
        next_check=diary.now + CHECK_AFTER[0],
    )
    return _intent(customer, payment, diary)


def charge(customer: Customer, ask: ChargeAsk, diary: Diary) -> Intent:
    """The intent of a charge under a mandate, with its money reserved. Whether the mandate covers it is for the room of the
    mandates to say. Raises `Refused`."""
    refuse_if(not ask.account_numbers, Code.INVALID, field="account_numbers")
    refuse_if(ask.amount < 1, Code.AMOUNT_TOO_SMALL, field="amount")
    claims: list[tuple[str, Claim]] = []
    for number in dict.fromkeys(ask.account_numbers):
        refuse_if(number not in customer.accounts, Code.NOT_FOUND)
        _refuse_what_cannot_be_paid(customer, customer.accounts[number])
        claims += _collectable(customer, number, 0, diary)
    if ask.claims:
        refs = list(ask.claims)
        claims = sorted((c for c in claims if c[1].ref in refs), key=lambda c: refs.index(c[1].ref))
    else:
        claims = _oldest_first(claims)
    most = sum(claim.available for _, claim in claims)
    refuse_if(ask.amount > most, Code.MORE_THAN_OWED, f"At most {pounds(most)} can be collected now.", field="amount")
    payment = Payment(
        customer_key=customer.customer_key,
        id=ask.payment_id,
        provider=ask.provider,
        method=ask.method,
        amount=ask.amount,
        context=ask.context,
        source=ask.source,
        mandate_id=ask.mandate_id,
        mandate_ref=ask.mandate_ref,
        collect_on=ask.collect_on,
        plan=tuple(_plan(claims, ask.amount)),
        channel=diary.actor.channel,
        created_at=diary.now,
        next_check=diary.now + CHECK_AFTER[0],
    )
    return _intent(customer, payment, diary)


def may_still_be_collected(customer: Customer, payment: Payment, diary: Diary) -> bool:
    """Whether a charge that the provider never heard of may still be asked for: what it was meant for is still owed, and no
    hold or rule has come in between."""
    starter = Starter.AGENT if payment.channel is Channel.CONSOLE else Starter.SCHEDULE
    for portion in payment.plan:
        decision = may(Action.charge(starter, portion.account_number, portion.claim), facts_of(customer), diary.now)
        account = customer.accounts.get(portion.account_number)
        owed = account.claims[portion.claim].outstanding.total if account and portion.claim in account.claims else 0
        if not decision.allowed or owed < portion.amount:
            return False
    return customer.status is CustomerStatus.ACTIVATED


def smallest_payment(account: Account, smallest: int) -> int:
    """The least that may be paid, in pence: the minimum, or everything when less than that can be paid. At least 1."""
    minimum = smallest if account.minimum_payment is None else account.minimum_payment
    return max(1, min(minimum, account.available))


def under_way(account: Account) -> frozenset[str]:
    """The ids of the payments that hold some of this account's money reserved."""
    return frozenset(payment_id for claim in account.claims.values() for payment_id in claim.reserved)


def _intent(customer: Customer, payment: Payment, diary: Diary) -> Intent:
    reserving = reserved(customer, payment)
    told = tell(diary, payment, Event.PAYMENT_INITIATED, after={"amount_pence": str(payment.amount)})
    found_by = ReferenceLookup(term=f"r:{squeezed(payment.reference)}", customer_key=customer.customer_key)
    return Intent(payment, reserving, Changes(Replace(reserving), Insert(payment), Put(found_by), Append(told)))


def _refuse_what_cannot_be_paid(customer: Customer, account: Account) -> None:
    refuse_if(customer.status is not CustomerStatus.ACTIVATED, Code.WRONG_STATE)
    refuse_if(account.balance.total == 0, Code.NOTHING_OWED)
    refuse_if(account.status not in PAYABLE, Code.WRONG_STATE)
    refuse_if(account.available == 0, Code.WRONG_STATE, "A payment of all that is owed is already under way.")


def _collectable(customer: Customer, number: str, pence: int, diary: Diary) -> list[tuple[str, Claim]]:
    """The claims that may be paid by whoever asks: a debtor in a moratorium may pay, nobody may collect from them."""
    starter = _STARTERS.get(diary.actor.type, Starter.SCHEDULE)
    decision = may(Action.charge(starter, number), facts_of(customer), diary.now)
    refuse_if(not decision.allowed, Code.NOT_ALLOWED_NOW, " ".join(decision.words))
    claims = [claim for claim in customer.accounts[number].claims.values() if claim.ref in decision.claims]
    most = sum(claim.available for claim in claims)
    refuse_if(pence > most, Code.MORE_THAN_OWED, f"At most {pounds(most)} can be paid now.", field="amount")
    return [(number, claim) for claim in claims]


def _oldest_first(claims: Collection[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    return sorted(claims, key=lambda pair: pair[1].turn)


def _plan(claims: Sequence[tuple[str, Claim]], pence: int) -> Iterator[Portion]:
    """How an amount spreads over claims, in their order (`reference/model.md` C.5)."""
    for number, claim in claims:
        if take := min(pence, claim.available):
            yield Portion(account_number=number, claim=claim.ref, amount=take)
            pence -= take
