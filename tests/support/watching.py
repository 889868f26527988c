"""A store that tells a plain model of money about every commit, and holds payments, promises and plans to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.changes import Append, Changes, Entity, Insert, Key, Replace
from chalicelib.core.clock import Clock, london_day
from chalicelib.ledger.model import Context, JournalEntry
from chalicelib.mandates.model import Mandate, mandate_place
from chalicelib.mandates.states import MandateStatus
from chalicelib.payments.manual import PROVIDER as BY_HAND
from chalicelib.payments.model import Fact, Payment, kind_of
from chalicelib.payments.providers.books import SandboxPayment, sandbox_place
from chalicelib.payments.states import UNDER_WAY, WITHOUT_MONEY
from chalicelib.plans.model import InstalmentState, Plan, PlanState, plan_place
from chalicelib.promises.model import Promise, Status
from chalicelib.records.holds import MORATORIA
from chalicelib.records.model import Customer
from tests.support.crashing import CrashingStore
from tests.support.money_model import MoneyModel

ENDED_WITHOUT_MONEY = frozenset(Fact(status.value.lower()) for status in WITHOUT_MONEY)

TOLD = frozenset({Context.IMPORT, Context.PROLONGATION})
"""Entries after which the model takes over what is owed: what they may do is for the rules that make them to say."""


class WatchedStore(CrashingStore):
    """Nothing is watched before the customer is there and `watched_by` a model. `wrong` is the first that did not agree with
    it: whoever commits may survive an error, and nobody may survive this one."""

    model: MoneyModel | None = None
    wrong: AssertionError | None = None

    def watched_by(self, model: MoneyModel, clock: Clock) -> None:
        self.model, self.clock = model, clock

    def write(self, changes: Changes) -> None:
        before = dict(self.items)
        super().write(changes)
        if self.model is not None and self.wrong is None:
            try:
                Watch(self.model, self.items, self.clock.now()).of(changes, before)
            except AssertionError as error:
                self.wrong = error

    def agree(self) -> None:
        """Raises AssertionError if anything that was committed did not agree with the model."""
        if self.wrong is not None:
            raise self.wrong


@dataclass(frozen=True)
class Watch:
    """One commit, after it was written."""

    model: MoneyModel
    items: Mapping[Key, Entity]
    now: datetime

    def of(self, changes: Changes, before: Mapping[Key, Entity]) -> None:
        for change in changes:
            if isinstance(change, Insert | Replace):
                self.saw(before.get(change.entity.key), self.items[change.entity.key])
        self.compare(changes)

    def saw(self, before: Entity | None, after: Entity) -> None:
        """Work out what this does to the money, and whether it may be."""
        match before, after:
            case None, Payment():
                self.began(after)
            case Payment(), Payment():
                for fact in after.facts[len(before.facts) :]:
                    self.learnt(after, fact)
            case None, SandboxPayment() if after.mandate_ref:
                self.nobody_is_collected_from_who_is_left_alone(after.customer_key)
            case Promise(status=Status.OPEN), Promise() if after.status is not Status.OPEN:
                self.a_promise_ended(after)
            case Plan(), Plan(state=PlanState.COMPLETED) if before.state is not PlanState.COMPLETED:
                self.a_plan_is_done(after)

    def began(self, payment: Payment) -> None:
        meant = {portion.claim: portion.amount for portion in payment.plan}
        self.model.begun(payment.id, meant, oldest_first=not payment.source)
        if payment.provider == BY_HAND:
            self.model.captured(payment.id, payment.amount)
            return
        assert sum(meant.values()) == payment.amount
        if payment.is_charge:
            self.a_charge_is_covered(payment)
            self.nobody_is_collected_from_who_is_left_alone(payment.customer_key)
            self.no_instalment_is_collected_that_was_paid(payment)

    def learnt(self, payment: Payment, fact: str) -> None:
        """One fact, whose amount is in the bank's books."""
        kind, outflow = kind_of(fact), f"{payment.id}:{fact.split(':')[1] if ':' in fact else ''}"
        if kind is Fact.CAPTURE:
            self.model.captured(payment.id, self.bank(payment).amount)
        elif kind in ENDED_WITHOUT_MONEY:
            self.model.let_go(payment.id)
        elif kind is Fact.REFUND:
            refunds = {f"{payment.id}:{refund.refund_id}": refund.amount for refund in self.bank(payment).refunds}
            self.model.went(payment.id, outflow, refunds[outflow])
        elif kind in (Fact.DISPUTE_OUT, Fact.RETURNED, Fact.INDEMNITY):
            self.model.went(payment.id, outflow, self.bank(payment).amount)
        elif kind is Fact.DISPUTE_IN or (kind is Fact.REFUND_FAILED and outflow in self.model.gone):
            self.model.came_back(payment.id, outflow)
        elif kind is Fact.REVERSED:
            self.model.taken_back(payment.id)

    def compare(self, changes: Changes) -> None:
        """What the customer owes is what the model says, but for what it was just told."""
        entries = [change.entity for change in changes if isinstance(change, Append)]
        told = any(isinstance(entry, JournalEntry) and entry.context in TOLD for entry in entries)
        for change in changes:
            if isinstance(change, Insert | Replace) and isinstance(change.entity, Customer):
                if told:
                    self.model.look_again(change.entity)
                self.model.agrees_with(change.entity)

    def a_charge_is_covered(self, payment: Payment) -> None:
        """No more is taken at a time than was agreed to, and nothing under a way to pay that has been ended, or is disabled on
        the day on which the money is taken."""
        mandate = self.items[mandate_place(payment.customer_key, payment.mandate_id)]
        assert isinstance(mandate, Mandate)
        assert payment.amount <= mandate.consent.most_pence
        assert mandate.status_on(payment.collect_on or london_day(self.now)) is MandateStatus.ACTIVE
        assert not mandate.to_revoke

    def nobody_is_collected_from_who_is_left_alone(self, customer_key: str) -> None:
        """C.4.12: nothing is collected inside a moratorium."""
        for customer in self.customers():
            if customer.customer_key == customer_key:
                assert not any(h.kind in MORATORIA and h.covers(london_day(self.now)) for h in customer.holds)

    def no_instalment_is_collected_that_was_paid(self, payment: Payment) -> None:
        """A collection takes no more than the schedule asks for up to its instalment, less what was paid already."""
        if not payment.source:
            return
        _, plan_id, number, _ = payment.source.split(":")
        plan = self.items[plan_place(payment.customer_key, plan_id)]
        assert isinstance(plan, Plan)
        asked = sum(
            each.amount for each in plan.instalments if each.number <= int(number) and each.state is not InstalmentState.SKIPPED
        )
        assert payment.amount <= asked - self.paid({claim.claim for claim in plan.claims}, plan.since)

    def a_promise_ended(self, promise: Promise) -> None:
        """C.3.6: it is kept by what was paid in time and has stayed, broken by nothing at all, and neither too early."""
        kept = self.paid({promise.claim}, promise.created_at, promise.over_from)
        assert promise.kept == kept, f"{promise.status} with {promise.kept} kept in place of {kept}"
        assert (promise.status is Status.KEPT) == (kept >= promise.amount)
        if promise.status in (Status.PART_KEPT, Status.BROKEN):
            assert self.now >= promise.over_from
            assert (promise.status is Status.PART_KEPT) == (kept > 0)
            assert not any(self.may_still_count(payment, promise) for payment in self.payments())

    def may_still_count(self, payment: Payment, promise: Promise) -> bool:
        """A payment that was begun in time and that nobody knows the end of."""
        meant = self.model.meant.get(payment.id, {})
        return payment.status in UNDER_WAY and payment.created_at < promise.over_from and promise.claim in meant

    def a_plan_is_done(self, plan: Plan) -> None:
        """All of it was paid, or nothing is owed any more; the discount that was agreed on is given now."""
        claims = [claim.claim for claim in plan.claims]
        left = plan.terms.total - self.paid(set(claims), plan.since)
        assert left <= 0 or not any(self.model.total(claim) for claim in claims)
        self.model.given_up(claims, sum(claim.amount for claim in plan.claims) - plan.terms.total)

    def paid(self, claims: Collection[str], since: datetime, over: datetime | None = None) -> int:
        """Pence that stand on these claims of payments settled since an instant, and begun or settled before another."""
        return sum(
            self.model.put_on(payment.id, set(claims))
            for payment in self.payments()
            if payment.settled_at is not None
            and payment.settled_at >= since
            and (over is None or min(payment.settled_at, payment.created_at) < over)
        )

    def bank(self, payment: Payment) -> SandboxPayment:
        """The payment in the bank's books."""
        found = self.items[sandbox_place(payment.customer_key, payment.id)]
        assert isinstance(found, SandboxPayment)
        return found

    def payments(self) -> list[Payment]:
        return [entity for entity in self.items.values() if isinstance(entity, Payment)]

    def customers(self) -> list[Customer]:
        return [entity for entity in self.items.values() if isinstance(entity, Customer)]
