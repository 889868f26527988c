"""The end of a plan that was paid: what it need not pay is given up, and is owed again when the money goes back. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.clock import london_day
from chalicelib.ledger.model import Context, EntryType, Posting
from chalicelib.ledger.rules import applied, discount, mirror, post
from chalicelib.plans.model import OPEN, InstalmentState, Move, Plan, PlanState
from chalicelib.plans.moving import Looked, moved, with_task
from chalicelib.plans.progress import UNPAID, claims_held, left_to_pay, lines
from chalicelib.plans.telling import about_plan
from chalicelib.records.accounts import Claim
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings

_RUNG = OPEN | {PlanState.COMPLETED}


def completed(customer: Customer, plan: Plan, paid: int, settings: Settings, diary: Diary) -> Looked:
    """The plan done: what it need not pay is given up now, and its hold is lifted."""
    today = london_day(diary.now)
    schedule = tuple(
        line.instalment.model_copy(update={"state": InstalmentState.CANCELLED if line.state in UNPAID else line.state})
        for line in lines(plan, paid, today, settings.plan_grace_days)
    )
    done = moved(Looked(customer, plan, Changes()), Move.COMPLETE, diary, instalments=schedule, at_risk=False, next_look=None)
    postings = [
        posting
        for number, claim, pence in _given_up(customer, plan)
        for posting in discount(number, claim.ref, claim.outstanding.take(pence))
    ]
    if not postings:
        return done
    given = done.plan.model_copy(update={"given": tuple(postings), "discounts": plan.discounts + 1})
    return _posted(Looked(done.customer, given, done.news), EntryType.DISCOUNT, _discount_ref(given), postings, diary)


def fallen_back(customer: Customer, plan: Plan, paid: int, others: Sequence[Plan], diary: Diary) -> Looked | None:
    """A plan that was done and whose money went back since: its discount is owed again, and somebody looks at it. None while it
    is still paid.

    It is broken, and goes on like any broken plan: whoever pays again completes it. Where another plan has taken its claims
    over, or the customer is nobody any more, it is over."""
    if plan.state is not PlanState.COMPLETED or left_to_pay(customer, plan, paid) == 0:
        return None
    schedule = tuple(
        each.model_copy(update={"state": InstalmentState.SCHEDULED}) if each.state is InstalmentState.CANCELLED else each
        for each in plan.instalments
    )
    found = moved(Looked(customer, plan, Changes()), Move.FALL_BACK, diary, instalments=schedule)
    if plan.given:
        owing = Looked(found.customer, found.plan.model_copy(update={"given": ()}), found.news)
        ref = _discount_ref(plan)
        found = _posted(owing, EntryType.DISCOUNT_REVERSAL, f"{ref}:reversed", mirror(plan.given), diary, related_entry=ref)
    if not customer.anonymous:
        found = with_task(found, diary, "plan-broken", "Money that had paid it went back: it is owed again.")
    places = {claim.place for claim in plan.claims}
    taken_over = any(other.state in OPEN and places & {claim.place for claim in other.claims} for other in others)
    if taken_over or customer.anonymous:
        return moved(found, Move.SUPERSEDE if taken_over else Move.CANCEL, diary, next_look=None)
    return found


def rung(plans: Sequence[Plan], diary: Diary) -> Changes:
    """A customer's plans that the next sweep looks at, because money that had paid their claims went back, or came again."""
    changes = Changes()
    for plan in plans:
        if plan.state in _RUNG:
            changes += Changes(
                Replace(plan.model_copy(update={"next_look": diary.now})),
                Append(about_plan(diary, plan, Event.PLAN_UPDATED, after={"state": plan.state})),
            )
    return changes


def _discount_ref(plan: Plan) -> str:
    """The entry of the discount that stands."""
    return f"plan:{plan.id}:discount" + (f":{plan.discounts}" if plan.discounts > 1 else "")


def _given_up(customer: Customer, plan: Plan) -> Iterator[tuple[str, Claim, int]]:
    """What is left on the claims, as far as the discount that was agreed reaches."""
    left = plan.discount
    for number, claim in claims_held(customer, plan):
        if take := min(left, claim.outstanding.total):
            yield number, claim, take
            left -= take


def _posted(
    found: Looked, entry_type: EntryType, ref: str, postings: Sequence[Posting], diary: Diary, *, related_entry: str | None = None
) -> Looked:
    after, entry = post(
        applied(found.customer, postings),
        ref=ref,
        entry_type=entry_type,
        context=Context.PLAN,
        postings=postings,
        actor=diary.actor,
        now=diary.now,
        effective=london_day(diary.now),
        related_entry=related_entry,
    )
    return Looked(after, found.plan, found.news + entry + _balances_told(found.customer, after, found.plan, diary))


def _balances_told(before: Customer, after: Customer, plan: Plan, diary: Diary) -> Iterator[Append]:
    for number in plan.account_numbers:
        old, new = before.accounts[number].balance.total, after.accounts[number].balance.total
        if old != new:
            yield Append(
                diary.tell(
                    Event.ACCOUNT_AMOUNTS_UPDATED,
                    f"account:{number}",
                    stream=after.customer_key,
                    account=number,
                    before={"balance_pence": str(old)},
                    after={"balance_pence": str(new)},
                )
            )
