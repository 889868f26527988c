"""Collecting instalments under a mandate: what is due to be handed to the provider, and what follows from its answer. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.bankdays import banking_days_after
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.ids import ulid
from chalicelib.ledger.model import Context
from chalicelib.messaging.model import Text
from chalicelib.messaging.telling import told
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Advice, Method
from chalicelib.payments.rules import ChargeAsk
from chalicelib.payments.states import UNDER_WAY, Status
from chalicelib.plans.allowed import collectable
from chalicelib.plans.looks import submission
from chalicelib.plans.model import KEPT, Attempt, Instalment, InstalmentState, PayBy, Plan, Trial, Usable
from chalicelib.plans.progress import Line
from chalicelib.plans.schedule import BACS_DAYS, collect_on
from chalicelib.plans.telling import about_plan, collection_values
from chalicelib.records.model import Customer
from chalicelib.tasks.rules import opened

AGAIN_AFTER: Mapping[PayBy, tuple[timedelta, ...]] = {
    PayBy.CARD: (timedelta(days=3), timedelta(days=7)),
    PayBy.BACS: (timedelta(days=3),),
}
"""How long after each failure it is tried again, where the provider says that makes sense: a card twice, a direct debit that was
referred to the payer once (`design/money.md` 4.5)."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be collected: `pence` for an instalment, on a day, from these claims."""

    instalment: Instalment
    pence: int
    on: date
    claims: tuple[tuple[str, str], ...]


def due(customer: Customer, plan: Plan, lines: Sequence[Line], diary: Diary) -> Due | None:
    """The first instalment whose time has come; one in a look, so that nobody is charged twice in a day. Raises PastHorizon
    when it is not known on which day banks work."""
    today = london_day(diary.now)
    if plan.state not in KEPT or plan.terms.pay_by is PayBy.CUSTOMER or under_way(plan):
        return None
    line = next((line for line in lines if line.left and _its_time(plan, line.instalment, today)), None)
    available = collectable(customer, plan, diary.now)
    if line is None or not available:
        return None
    on = collect_on(line.instalment.due)
    if plan.terms.pay_by is PayBy.BACS:
        on = max(on, banking_days_after(today, BACS_DAYS))
    return Due(line.instalment, min(line.left, sum(available.values())), max(on, today), tuple(available))


def intended(customer: Customer, plan: Plan, found: Due, diary: Diary, policy: ContactPolicy) -> tuple[Plan, Changes]:
    """The attempt written down before the provider hears of it, with the notice of a direct debit."""
    number = found.instalment.attempt.number + 1 if found.instalment.attempt else 1
    seed = f"plan\x1f{plan.id}\x1f{found.instalment.number}\x1f{number}"
    attempt = Attempt(number=number, payment_id=ulid(diary.now, seed.encode()), amount=found.pence, on=found.on)
    after = _with(plan, found.instalment, attempt)
    words = {"number": str(found.instalment.number), "attempt": str(number), "amount_pence": str(found.pence)}
    line = about_plan(diary, plan, Event.INSTALMENT_COLLECTING, after=words | {"on": found.on.isoformat()})
    changes = Changes(Replace(after), Append(line))
    if plan.terms.pay_by is PayBy.BACS:
        values = collection_values(plan, found.instalment, found.pence, found.on)
        changes += told(customer, Text.COLLECTION_NOTICE, values, diary, policy, seed=attempt.payment_id)
    return after, changes


def succeeded(plan: Plan, instalment: Instalment, attempt: Attempt, diary: Diary) -> tuple[Plan, Changes]:
    """The attempt done: what it brought is read from the payments."""
    done = attempt.model_copy(update={"trial": Trial.DONE})
    after = _with(plan, instalment, done)
    words = {"number": str(instalment.number), "collected_pence": str(done.amount)}
    return after, Changes(Replace(after), Append(about_plan(diary, plan, Event.PLAN_UPDATED, after=words)))


def failed(
    customer: Customer,
    plan: Plan,
    instalment: Instalment,
    attempt: Attempt,
    advice: Advice,
    diary: Diary,
    policy: ContactPolicy,
) -> tuple[Plan, Changes]:
    """The attempt failed: tried again when the provider says that it makes sense, else left to the customer and an agent. Where
    the bank wants to hear no more of it, the customer is asked for another way to pay."""
    waits = AGAIN_AFTER.get(plan.terms.pay_by, ())
    again = advice is Advice.LATER and attempt.number <= len(waits)
    over = (
        {"trial": Trial.FAILED, "again_on": london_day(diary.now) + waits[attempt.number - 1]}
        if again
        else {"trial": Trial.GIVEN_UP}
    )
    after = _with(plan, instalment, attempt.model_copy(update=over))
    words = {"number": str(instalment.number), "attempt": str(attempt.number), "advice": advice.value}
    changes = Changes(Replace(after), Append(about_plan(diary, plan, Event.INSTALMENT_NOT_COLLECTED, after=words)))
    if again:
        return after, changes
    task = opened(
        diary,
        plan.customer_key,
        source="plan.notCollected",
        seed=attempt.payment_id,
        account=plan.claims[0].account_number,
        tags=("mandate-failed",),
        notes=f"Payment plan {plan.reference}: instalment {instalment.number} could not be collected. {_ADVICE[advice]}",
    )
    values = collection_values(plan, instalment, attempt.amount, attempt.on)
    text = Text.COLLECTION_ENDED if advice is Advice.NEVER else Text.COLLECTION_FAILED
    return after, changes + task + told(customer, text, values, diary, policy, seed=attempt.payment_id)


def outcome(payment: Payment) -> Advice | Trial:
    """What became of an attempt, as its payment stands: under way, done, or failed with what the provider says about trying
    again."""
    if payment.status in UNDER_WAY:
        return Trial.UNDER_WAY
    if payment.status is Status.FAILED:
        return payment.advice or Advice.NEW_METHOD
    return _CAME_BACK.get(payment.status, Trial.DONE)


def came_back(
    plan: Plan, lines: Sequence[Line], payments: Mapping[str, Payment]
) -> tuple[Instalment, Attempt, Payment, Advice] | None:
    """An instalment that was collected and whose money went back since: a direct debit may be returned days later."""
    for line in lines:
        attempt = line.instalment.attempt
        if line.left and attempt and attempt.trial is Trial.DONE and attempt.payment_id in payments:
            payment = payments[attempt.payment_id]
            advice = outcome(payment)
            if isinstance(advice, Advice):
                return line.instalment, attempt, payment, advice
    return None


def asked(plan: Plan, instalment: Instalment, attempt: Attempt, mandate: Usable, claims: Sequence[tuple[str, str]]) -> ChargeAsk:
    """What is asked of the provider: the same words whoever repeats it."""
    return ChargeAsk(
        payment_id=attempt.payment_id,
        amount=attempt.amount,
        account_numbers=plan.account_numbers,
        claims=tuple(claim for _, claim in claims),
        mandate_id=plan.terms.mandate_id,
        mandate_ref=mandate.mandate_ref,
        method=Method(plan.terms.pay_by),
        provider=mandate.provider,
        collect_on=attempt.on if plan.terms.pay_by is PayBy.BACS else None,
        context=Context.PLAN,
        source=f"plan:{plan.id}:{instalment.number}:{attempt.number}",
    )


def under_way(plan: Plan) -> tuple[Instalment, Attempt] | None:
    """The instalment whose attempt nobody knows the end of."""
    attempts = ((each, each.attempt) for each in plan.instalments if each.attempt)
    return next(((each, attempt) for each, attempt in attempts if attempt.trial is Trial.UNDER_WAY), None)


_CAME_BACK = {
    Status.CANCELLED: Advice.LATER,
    Status.EXPIRED: Advice.LATER,
    Status.RETURNED: Advice.LATER,
    Status.CHARGED_BACK: Advice.NEVER,
    Status.INDEMNITY_CLAIMED: Advice.NEVER,
}
_ADVICE = {
    Advice.NEVER: "The bank says not to try again.",
    Advice.LATER: "It was tried as often as is allowed.",
    Advice.NEW_METHOD: "Another way to pay is needed.",
    Advice.AUTHENTICATE: "The customer has to confirm it with their bank.",
}


def _its_time(plan: Plan, instalment: Instalment, today: date) -> bool:
    attempt = instalment.attempt
    if instalment.state is InstalmentState.SKIPPED:
        return False
    if attempt is None:
        return submission(plan, instalment) <= today
    return attempt.trial is Trial.FAILED and attempt.again_on is not None and attempt.again_on <= today


def _with(plan: Plan, instalment: Instalment, attempt: Attempt) -> Plan:
    """The plan with the attempt. Its next look stays: until the look is over, whoever comes next goes on with it."""
    schedule = tuple(
        each.model_copy(update={"attempt": attempt}) if each.number == instalment.number else each for each in plan.instalments
    )
    return plan.model_copy(update={"instalments": schedule})
