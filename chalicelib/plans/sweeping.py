"""Following every open plan: what fell due is looked at, collected and decided, in bounded steps and safe to repeat."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.rules import policy_of
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Key, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.store import Store
from chalicelib.due.service import sweep
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Advice
from chalicelib.payments.rules import ChargeAsk
from chalicelib.payments.service import Payments
from chalicelib.plans import allowed, collecting, completing, following, moving, progress
from chalicelib.plans.following import BY_THE_SWEEP
from chalicelib.plans.model import (
    OPEN,
    PLAN_PREFIX,
    REQUEST_PREFIX,
    Attempt,
    Instalment,
    PayBy,
    Plan,
    PlanRequest,
    PlanState,
    RequestState,
    Trial,
    Usable,
)
from chalicelib.plans.service import Plans
from chalicelib.plans.telling import about_plan
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings

REQUESTS_SWEEP = "plan_request_sweep"
AGAIN_AFTER_FAILURE = timedelta(hours=1)

type Declined = Callable[[str, str, Advice], None]
"""Hears what a bank says of a mandate whose charge failed, or was taken back: its customer's key and its id."""


class PlanSweep:
    """What happens to plans by itself."""

    def __init__(
        self, store: Store, plans: Plans, payments: Payments, load_settings: Callable[[], Settings], declined: Declined
    ) -> None:
        self._store = store
        self._plans = plans
        self._payments = payments
        self._settings = load_settings
        self._declined = declined

    def sweep(self, now: datetime) -> None:
        """Look at every request and every plan whose time has come. Raises an ExceptionGroup at the end when some could not
        be looked at; the others were."""
        failures: list[Exception] = []
        for name, prefix, look in (
            (REQUESTS_SWEEP, REQUEST_PREFIX, self._look_at_request),
            (BY_THE_SWEEP, PLAN_PREFIX, self._look_at_plan),
        ):
            try:
                sweep(self._store, name, now, prefix=prefix, look=lambda key, look=look: look(key, now))  # type: ignore[misc]
            except ExceptionGroup as group:
                failures.append(group)
        if failures:
            raise ExceptionGroup("plans", failures)

    def _look_at_request(self, key: Key, now: datetime) -> None:
        waiting = self._store.get(PlanRequest, key)
        if waiting is None or waiting.next_look is None or waiting.next_look > now:
            return
        actor = Actor.system(REQUESTS_SWEEP)
        self._plans.decide(key.pk, waiting.id, RequestState.EXPIRED, "NOT_REVIEWED", waiting.version, actor)

    def _look_at_plan(self, key: Key, now: datetime) -> None:
        """One plan, and whether or not that worked its next look is not now."""
        plan = self._due(key, now)
        if plan is None:
            return
        try:
            self._follow(key, now)
        except Exception:
            if (stuck := self._due(key, now)) is not None:
                self._look_later(stuck, now)
            raise

    def _follow(self, key: Key, now: datetime) -> None:
        """Collect what is to be collected, then write down how the plan stands, which moves its next look on. Whoever dies in
        between leaves it due; whoever loses a race against another sweep leaves the rest to that one."""
        with contextlib.suppress(Conflict):
            self._fall_back(key, now)
            self._hear(key, now)
            self._collect(key, now)
            if (plan := self._due(key, now)) is not None:
                customer, diary = self._plans.customer(key.pk), self._diary(now)
                found = following.looked(customer, plan, self._plans.paid(plan), self._settings(), diary)
                self._store.commit(moving.written(customer, found))

    def _fall_back(self, key: Key, now: datetime) -> None:
        """A plan that was done, and whose money went back, is opened again."""
        plan = self._due(key, now)
        if plan is not None and plan.state is PlanState.COMPLETED:
            customer, others = self._plans.customer(key.pk), self._plans.plans(key.pk)
            found = completing.fallen_back(customer, plan, self._plans.paid(plan), others, self._diary(now))
            if found is not None:
                self._store.commit(moving.written(customer, found))

    def _hear(self, key: Key, now: datetime) -> None:
        """What became of the attempt that nobody knows the end of, asked again if it never reached the payments."""
        plan = self._due(key, now)
        if plan is not None and (open_one := collecting.under_way(plan)) is not None:
            instalment, attempt = open_one
            payment = self._payments.get(plan.customer_key, attempt.payment_id)
            if payment is None:
                self._charge(plan, instalment, attempt, now)
            else:
                self._write_outcome(plan, instalment, attempt, self._outcome(plan, payment), now)

    def _collect(self, key: Key, now: datetime) -> None:
        """The instalment whose time has come: the attempt is written down first, then the provider is asked."""
        plan = self._due(key, now)
        if plan is None or plan.state not in OPEN or plan.terms.pay_by is PayBy.CUSTOMER:
            return
        customer, payments = self._plans.customer(key.pk), self._plans.payments(plan)
        today, settings = london_day(now), self._settings()
        paid = self._plans.paid(plan, payments)
        lines = progress.lines(plan, paid, today, settings.plan_grace_days)
        returned = collecting.came_back(plan, lines, {payment.id: payment for payment in payments})
        if returned is not None:
            instalment, attempt, payment, advice = returned
            self._declined(plan.customer_key, payment.mandate_id, advice)
            self._write_outcome(plan, instalment, attempt, advice, now)
            return
        # What the customer pays at this moment is not collected besides.
        expected = progress.lines(plan, paid + progress.under_way(customer, plan), today, settings.plan_grace_days)
        found = collecting.due(customer, plan, expected, self._diary(now))
        if found is None or self._mandate_of(plan) is None:
            return
        intent, changes = collecting.intended(customer, plan, found, self._diary(now), policy_of(settings))
        self._store.commit(changes)
        written = next_version(intent)
        if (open_one := collecting.under_way(written)) is not None:
            self._charge(written, *open_one, now)

    def _charge(self, plan: Plan, instalment: Instalment, attempt: Attempt, now: datetime) -> None:
        mandate, customer = self._mandate_of(plan), self._plans.customer(plan.customer_key)
        result: Advice | Trial = Advice.LATER
        if mandate is not None and attempt.amount > mandate.most_pence:
            result = Advice.NEW_METHOD  # more than the customer agreed to is never asked of the provider
        elif mandate is not None:
            ask = collecting.asked(plan, instalment, attempt, mandate, [*allowed.collectable(customer, plan, now)])
            payment = self._payment(plan, instalment, ask)
            result = self._outcome(plan, payment) if payment is not None else Advice.LATER
        self._write_outcome(plan, instalment, attempt, result, now)

    def _payment(self, plan: Plan, instalment: Instalment, ask: ChargeAsk) -> Payment | None:
        """The charge, or nothing when a hold, a payment or a correction came in between and the provider was not asked."""

        def unless_paid(found: Customer, _: Diary) -> Changes:
            """Read after the customer, whose version guards it: what came or began to come until this moment is known."""
            paid = self._plans.paid(plan) + progress.under_way(found, plan)
            refuse_if(progress.left_of(plan, instalment.number, paid) < ask.amount, Code.STALE)
            return Changes()

        with contextlib.suppress(Refused):
            return self._payments.charge(plan.customer_key, ask, Actor.system(BY_THE_SWEEP), along=unless_paid)
        return None

    def _outcome(self, plan: Plan, payment: Payment) -> Advice | Trial:
        """What became of an attempt; what the bank says of its mandate, which the plan may have left since, is passed on first,
        so that a death in between is no loss: it is passed on again."""
        result = collecting.outcome(payment)
        if isinstance(result, Advice):
            self._declined(plan.customer_key, payment.mandate_id, result)
        return result

    def _write_outcome(self, plan: Plan, instalment: Instalment, attempt: Attempt, result: Advice | Trial, now: datetime) -> None:
        diary = self._diary(now)
        if result is Trial.DONE:
            self._store.commit(collecting.succeeded(plan, instalment, attempt, diary)[1])
        elif isinstance(result, Advice):
            customer, policy = self._plans.customer(plan.customer_key), policy_of(self._settings())
            self._store.commit(collecting.failed(customer, plan, instalment, attempt, result, diary, policy)[1])

    def _mandate_of(self, plan: Plan) -> Usable | None:
        mandate = self._plans.mandate(plan.customer_key, plan.terms.mandate_id)
        return mandate if mandate is not None and mandate.pay_by is plan.terms.pay_by else None

    def _look_later(self, plan: Plan, now: datetime) -> None:
        diary = self._diary(now)
        later = plan.model_copy(update={"next_look": now + AGAIN_AFTER_FAILURE})
        line = about_plan(diary, plan, Event.PLAN_UPDATED, after={"state": plan.state})
        # Whoever moved it in between has set its next look as well.
        with contextlib.suppress(Conflict):
            self._store.commit(Changes(Replace(later), Append(line)))

    def _due(self, key: Key, now: datetime) -> Plan | None:
        plan = self._store.get(Plan, key)
        return plan if plan is not None and plan.next_look is not None and plan.next_look <= now else None

    @staticmethod
    def _diary(now: datetime) -> Diary:
        return Diary(Actor.system(BY_THE_SWEEP), now)
