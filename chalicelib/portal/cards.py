"""Records and payments as the debtor's pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib.care.model import Action, Facts, Row, Rule, Starter
from chalicelib.care.rules import allowed_pence, facts_of, may
from chalicelib.core.actor import Actor
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, Refused
from chalicelib.payments.model import Payment, payment_reference
from chalicelib.payments.ports import Method
from chalicelib.payments.rules import under_way
from chalicelib.plans.offers import may_plan
from chalicelib.portal import page_models as models
from chalicelib.portal import payment_pages
from chalicelib.portal.plan_lines import Planned
from chalicelib.portal.promise_lines import Promised, PromiseLine
from chalicelib.promises.model import Status
from chalicelib.promises.rules import promisable
from chalicelib.records.accounts import Account, AccountStatus
from chalicelib.records.holds import HoldKind
from chalicelib.records.model import Customer

if TYPE_CHECKING:
    from chalicelib.promises.service import Promises

PAUSES: Mapping[Rule, models.Pause] = {
    Rule.BREATHING_SPACE: models.Pause.MORATORIUM,
    Rule.SCOTTISH_MORATORIUM: models.Pause.MORATORIUM,
    Rule.DISPUTE: models.Pause.DISPUTE,
    Rule.DEBT_ADVICE: models.Pause.ADVICE,
    Rule.EXTINGUISHED: models.Pause.EXTINGUISHED,
    Rule.BARRED: models.Pause.BARRED,
    Rule.LIMITATION_UNKNOWN: models.Pause.REVIEW,
    Rule.ON_PLAN: models.Pause.PLAN,
}
"""What a debtor is told of a rule; of all others, that the account is on hold."""
_STANDINGS = {
    AccountStatus.HOLD: models.Standing.ON_HOLD,
    AccountStatus.SETTLED: models.Standing.PAID,
    AccountStatus.CLOSED: models.Standing.CLOSED,
    AccountStatus.WRITTEN_OFF: models.Standing.CLOSED,
}


def account_cards(customer: Customer, clock: Clock) -> tuple[models.AccountCard, ...]:
    """Every account, those that are still owed on first, of them what is asked for, the oldest due first."""
    facts = facts_of(customer)
    cards = [_card(account, facts, clock) for account in customer.accounts.values()]
    return tuple(
        sorted(
            cards,
            key=lambda card: (card.owed_pence == 0, card.asked_pence == 0, card.due or london_day(clock.now()), card.number),
        )
    )


def account_card(customer: Customer, number: str, clock: Clock) -> models.AccountCard:
    """One account. Raises Refused(NOT_FOUND) for a number that is not this customer's, whoever else's it is."""
    if number not in customer.accounts:
        raise Refused(Code.NOT_FOUND)
    return _card(customer.accounts[number], facts_of(customer), clock)


def unfinished_payments(customer: Customer) -> tuple[models.PaymentLine, ...]:
    """Payments that are under way, newest first: known from what they reserve, so the overview reads nothing more."""
    lines = [
        models.PaymentLine(
            id=payment_id,
            reference=payment_reference(payment_id),
            creditor=account.creditor or "",
            amount_pence=reserved_by(customer, account.number, payment_id),
        )
        for account in customer.accounts.values()
        for payment_id in under_way(account)
    ]
    return tuple(sorted(lines, key=lambda line: line.id, reverse=True))


def planned(customer: Customer, clock: Clock, *, offered: bool) -> Planned:
    """Where a plan stands and where one can be asked for; known from the customer, so it costs no request."""
    standing = {hold.account for hold in customer.holds if hold.kind is HoldKind.PLAN and hold.account}
    able = {
        account.number
        for account in customer.accounts.values()
        if offered and account.plan_options and may_plan(customer, account.number, clock.now()).allowed
    }
    return Planned(frozenset(standing), frozenset(able))


def promised(customer: Customer, promises: Promises, clock: Clock) -> Promised:
    """The promises that are open, and where another may be made. Customers without any cost no request."""
    lines: dict[str, tuple[PromiseLine, ...]] = {}
    taken: set[str] = set()
    for seen in promises.open_of(customer):
        promise, stands = seen.promise, seen.standing
        if stands.status is Status.OPEN:
            line = PromiseLine(promise.id, promise.amount, stands.kept, promise.due)
            lines[promise.account_number] = (*lines.get(promise.account_number, ()), line)
            taken.add(promise.claim)
    if not promises.is_offered_to(Actor.customer(customer.customer_key)):
        return Promised(lines)
    able = {number for number in customer.accounts if {c.ref for c in promisable(customer, number, clock.now())} - taken}
    return Promised(lines, frozenset(able))


def reserved_by(customer: Customer, number: str, payment_id: str) -> int:
    """Pence on the account that this payment has reserved: more than 0 when its form was sent before."""
    return sum(claim.reserved.get(payment_id, 0) for claim in customer.accounts[number].claims.values())


def payment_page(
    frame: models.Frame, customer: Customer, payment: Payment, continue_url: str, clock: Clock
) -> payment_pages.Payment:
    """Where a payment stands, beside the accounts it is for."""
    shares = Counter[str]()
    for portion in payment.allocations or payment.plan:
        shares[portion.account_number] += portion.amount
    parts = [payment_pages.PaidPart(account_card(customer, number, clock), pence) for number, pence in shares.items()]
    return payment_pages.Payment(
        frame=frame,
        id=payment.id,
        reference=payment.reference,
        amount_pence=payment.amount,
        state=models.PaymentState(payment.status),
        at=payment.settled_at or payment.created_at,
        account=account_card(customer, payment.plan[0].account_number, clock),
        continue_url=continue_url,
        parts=tuple(parts) if len(parts) > 1 else (),
        gone_pence=payment.gone,
        by_direct_debit=payment.method == Method.BACS,
    )


def _card(account: Account, facts: Facts, clock: Clock) -> models.AccountCard:
    now, owed = clock.now(), account.balance.total
    asking = Action(Row.DEMAND, account=account.number)
    demand = may(asking, facts, now)
    pause = None if demand.allowed or owed == 0 else PAUSES.get(demand.rules[0], models.Pause.HOLD)
    extinguished = pause is models.Pause.EXTINGUISHED
    return models.AccountCard(
        number=account.number,
        creditor=account.creditor or "",
        product=account.product_description or "",
        owed_pence=0 if extinguished else owed,
        due=account.due_date,
        standing=_standing(account, pause, clock),
        in_flight_pence=owed - account.available,
        payment_reference=account.payment_reference or "",
        quiet_pence=0 if extinguished else owed - allowed_pence(asking, facts, now),
        pause=pause,
        closed_pence=0 if extinguished else owed - allowed_pence(Action.charge(Starter.DEBTOR, account.number), facts, now),
    )


def _standing(account: Account, pause: models.Pause | None, clock: Clock) -> models.Standing:
    if account.status in _STANDINGS:
        return _STANDINGS[account.status]
    if account.balance.total == 0:
        return models.Standing.PAID
    if pause is not None:
        return models.Standing.ON_HOLD if pause is models.Pause.HOLD else models.Standing.PAUSED
    overdue = account.due_date is not None and account.due_date < london_day(clock.now())
    return models.Standing.OVERDUE if overdue else models.Standing.DUE
