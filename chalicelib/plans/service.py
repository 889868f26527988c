"""Asking for plans, deciding on them and changing them: load, decide, commit."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.activities.model import Diary
from chalicelib.care.rules import policy_of
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, is_repeated, made_before, named
from chalicelib.core.actor import Actor, ActorType
from chalicelib.core.changes import Changes, Conflict, Insert, Replace
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid, ulid_instant
from chalicelib.core.store import Store
from chalicelib.messaging.model import Text
from chalicelib.messaging.telling import told
from chalicelib.plans import changing, collecting, completing, making, moving, progress, restructuring
from chalicelib.plans.model import (
    OPEN,
    Move,
    PayBy,
    Plan,
    PlanRequest,
    PlanState,
    RequestState,
    Terms,
    request_place,
)
from chalicelib.plans.moving import Looked
from chalicelib.plans.reading import Found, MandateOf, PlanReader
from chalicelib.plans.telling import agreed_values, pounds
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings

__all__ = ["Change", "Found", "Plans"]

COMMIT_TRIES = 4
NONCE_LIFE = timedelta(days=1)

type Supersede = Callable[[Customer, Sequence[tuple[str, str]], Diary], tuple[Customer, Changes]]
"""What ends the open promises on claims that a plan is made for: the customer without their holds, and the changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is wanted of a plan: `until` goes with a delay, `mandate_id` with another way to pay it, which is the customer's own
    hand without one."""

    move: str
    until: date | None = None
    reason: str = ""
    mandate_id: str = ""


class Plans(PlanReader):
    """What is done about the payment plans of one organisation."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        load_settings: Callable[[], Settings],
        mandate_of: MandateOf,
        supersede: Supersede,
        secret: Callable[[], bytes],
    ) -> None:
        super().__init__(store, clock, load_settings, mandate_of)
        self._supersede = supersede
        self._secret = secret

    # Asking

    def draft(self, customer: Customer, ask: making.Ask, actor: Actor) -> PlanRequest:
        """The request as it would be made, nothing written: what the customer reads before they agree. Raises Refused."""
        diary = Diary(actor, self._clock.now())
        self._refuse_switched_off(actor)
        wanted = making.request(customer, ask, self._settings(), diary)
        self._refuse_way_to_pay(customer.customer_key, wanted.terms)
        return wanted

    def ask(self, customer_key: str, ask: making.Ask, actor: Actor) -> PlanRequest:
        """A plan asked for: set up at once or looked at first, as the settings say. `request_id` is a fresh ULID that the form
        carries: sending it again gives the same request. Raises Refused: INVALID, NOT_FOUND, NOT_ALLOWED_NOW, WRONG_STATE
        when another request waits or the option is gone, BUSY."""
        refuse_if(not _is_fresh(ask.request_id, self._clock.now()), Code.INVALID, field="request_id")
        for _ in range(COMMIT_TRIES):
            if before := self._store.get(PlanRequest, request_place(customer_key, ask.request_id)):
                return before
            customer = self.customer(customer_key)
            wanted = self.draft(customer, ask, actor)
            waiting = making.pending(self._requests(customer_key), wanted.account_numbers)
            refuse_if(waiting is not None, Code.WRONG_STATE, "A plan for this account was asked for already.")
            diary, settings = Diary(actor, self._clock.now()), self._settings()
            cleared, ending = self._cleared(customer, wanted, diary) if settings.plans_auto_accept else (customer, Changes())
            changes = making.asked(cleared, wanted, settings, diary, policy_of(settings))
            if self._commit(changes + ending):
                return self._request(customer_key, ask.request_id)
        raise Refused(Code.BUSY)

    def decide(
        self, customer_key: str, request_id: str, state: RequestState, reason: str, version: int, actor: Actor
    ) -> PlanRequest:
        """A waiting request accepted, rejected or withdrawn. Raises Refused: NOT_FOUND, STALE, WRONG_STATE, NOT_ALLOWED_NOW,
        BUSY."""
        for _ in range(COMMIT_TRIES):
            waiting = self._request(customer_key, request_id)
            if waiting.state is state:
                return waiting
            refuse_if(waiting.version != version, Code.STALE)
            customer, settings, diary = self.customer(customer_key), self._settings(), Diary(actor, self._clock.now())
            policy = policy_of(settings)
            if state is RequestState.ACCEPTED:
                customer, ending = self._cleared(customer, waiting, diary)
                changes = making.accepted(customer, waiting, settings, diary, policy) + ending
            else:
                changes = making.refused(customer, waiting, state, reason, diary, policy)
            if self._commit(changes):
                return self._request(customer_key, request_id)
        raise Refused(Code.BUSY)

    # Restructuring

    def simulate(self, customer_key: str, wanted: restructuring.Wanted, actor: Actor) -> restructuring.Simulation:
        """All that is owed as one plan, and a token that holds only while nothing moves; nothing is written. Raises Refused."""
        return self._simulated(self.customer(customer_key), wanted, Diary(actor, self._clock.now()))[0]

    def restructure(self, customer_key: str, wanted: restructuring.Wanted, token: str, actor: Actor, key: str) -> PlanRequest:
        """What was simulated, agreed: the plans and promises on its claims end in the same transaction. The same key makes
        one plan. Raises Refused: STALE when a balance, a claim or a plan has moved since, KEY_REUSED, BUSY and as `simulate`."""
        digest = digest_of("restructure", customer_key, wanted, token)
        for _ in range(COMMIT_TRIES):
            if (made := made_before(self._store, actor, key, digest)) is not None:
                return self._request(customer_key, made)
            customer, diary = self.customer(customer_key), Diary(actor, self._clock.now())
            found, standing = self._simulated(customer, wanted, diary)
            moved = not hmac.compare_digest(found.token, token)
            words = f"Something has changed since it was simulated: it would be about {pounds(found.terms.total)} now."
            refuse_if(moved, Code.STALE, words)
            request = restructuring.requested(customer, found, ulid(diary.now, f"{actor.id}\x1f{key}".encode()), diary)
            changes = self._restructured(customer, request, standing, diary)
            mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=request.id)
            if self._commit(changes + Changes(Insert(mark))):
                return self._request(customer_key, request.id)
        raise Refused(Code.BUSY)

    def _simulated(
        self, customer: Customer, wanted: restructuring.Wanted, diary: Diary
    ) -> tuple[restructuring.Simulation, list[Plan]]:
        self._refuse_switched_off(diary.actor)
        standing = [plan for plan in self.plans(customer.customer_key) if plan.state in OPEN]
        return restructuring.simulated(customer, wanted, standing, self._settings(), diary, self._secret()), standing

    def _restructured(self, customer: Customer, request: PlanRequest, standing: Sequence[Plan], diary: Diary) -> Changes:
        settings, changes, places = self._settings(), Changes(), {claim.place for claim in request.claims}
        replaced = [plan for plan in standing if places & {claim.place for claim in plan.claims}]
        for plan in replaced:
            over = changing.ended(customer, plan, Move.SUPERSEDE, "", diary)
            changes += Changes(Replace(over.plan)) + over.news
            customer = over.customer
        customer, ending = self._supersede(customer, sorted(places), diary)
        plan = making.made(request, settings, diary)
        customer, begun = making.begun(customer, plan, diary)
        customer, memo = restructuring.noted(customer, request, diary)
        message = told(customer, Text.PLAN_AGREED, agreed_values(plan), diary, policy_of(settings), seed=plan.id)
        line = restructuring.told(request, diary, len(replaced))
        return changes + ending + begun + memo + message + Changes(Replace(customer), Insert(request), line)

    # Changing

    def change(self, customer_key: str, plan_id: str, wanted: Change, version: int, actor: Actor, key: str) -> Found:
        """A plan paused, resumed, cancelled or paid another way, or its next instalment delayed or skipped. Raises Refused:
        NOT_FOUND, STALE, WRONG_STATE, INVALID, NOT_ALLOWED_NOW, BUSY."""
        command = named(actor, key, plan_id, wanted)
        for _ in range(COMMIT_TRIES):
            plan = self._plan(customer_key, plan_id)
            if is_repeated(command, plan.changed_by):
                return self.get(customer_key, plan_id)
            refuse_if(plan.version != version, Code.STALE)
            customer, settings, diary = self.customer(customer_key), self._settings(), Diary(actor, self._clock.now())
            plan = self._as_it_stands(plan, self.paid(plan), settings)
            changed = self._changed(customer, plan, wanted, settings, diary)
            found = changing.confirmed(plan, changed, settings, diary, policy_of(settings))
            marked = Looked(found.customer, found.plan.model_copy(update={"changed_by": command}), found.news)
            if self._commit(moving.written(customer, marked)):
                return self.get(customer_key, plan_id)
        raise Refused(Code.BUSY)

    def forget(self, customer_key: str, actor: Actor) -> None:
        """End the plans and withdraw the requests of somebody who is nobody any more. Doing it again changes nothing. Raises
        Refused(BUSY)."""
        for request in self._requests(customer_key):
            if request.state is RequestState.REQUESTED:
                self.decide(customer_key, request.id, RequestState.WITHDRAWN, "", request.version, actor)
        for plan in self.plans(customer_key):
            if plan.state in OPEN:
                customer, diary = self.customer(customer_key), Diary(actor, self._clock.now())
                over = changing.ended(customer, plan, Move.CANCEL, "", diary)
                refuse_if(not self._commit(moving.written(customer, over)), Code.BUSY)

    def rung(self, customer_key: str, diary: Diary) -> Changes:
        """What is written with money of the customer's that goes back: their plans are looked at next."""
        return completing.rung(self.plans(customer_key), diary)

    # Inside

    def _cleared(self, customer: Customer, wanted: PlanRequest, diary: Diary) -> tuple[Customer, Changes]:
        """The customer as a new plan finds them: without the broken plans and open promises on its claims."""
        places = {claim.place for claim in wanted.claims}
        changes = Changes()
        for plan in self.plans(customer.customer_key):
            if plan.state is PlanState.BROKEN and places & {claim.place for claim in plan.claims}:
                over = changing.ended(customer, plan, Move.SUPERSEDE, "", diary)
                customer, changes = over.customer, changes + moving.written(over.customer, over)
        customer, ending = self._supersede(customer, sorted(places), diary)
        return customer, changes + ending

    def _changed(self, customer: Customer, plan: Plan, wanted: Change, settings: Settings, diary: Diary) -> Looked:
        match wanted.move:
            case "PAUSE":
                return changing.paused(customer, plan, wanted.reason, diary)
            case "RESUME":
                return changing.taken_up(customer, plan, wanted.reason, diary)
            case "CANCEL":
                return changing.ended(customer, plan, Move.CANCEL, wanted.reason, diary)
            case "SKIP":
                return changing.skipped(customer, plan, settings, diary)
            case "WAY":
                return changing.paid_by(customer, plan, self._paid_by(plan, wanted.mandate_id), diary)
            case _:
                if wanted.until is None:
                    raise Refused(Code.INVALID, "Say until when.", field="until")
                return changing.delayed(customer, plan, wanted.until, settings, diary)

    def _as_it_stands(self, plan: Plan, paid: int, settings: Settings) -> Plan:
        """The plan with its instalments in the states they have now, not at the last look."""
        now = progress.lines(plan, paid, london_day(self._clock.now()), settings.plan_grace_days)
        return plan.model_copy(
            update={"instalments": tuple(line.instalment.model_copy(update={"state": line.state}) for line in now)}
        )

    def _refuse_switched_off(self, actor: Actor) -> None:
        settings = self._settings()
        offered = settings.portal_plans if actor.type is ActorType.CUSTOMER else settings.agent_plans
        refuse_if(not offered, Code.NOT_ALLOWED_NOW, "Payment plans are switched off.")

    def _paid_by(self, plan: Plan, mandate_id: str) -> Terms:
        """The plan's terms with another way to pay. Raises Refused: INVALID for one that cannot be used for it, WRONG_STATE while
        an instalment is being collected by a way that still can be."""
        at_work = collecting.under_way(plan) is not None and not self.needs_way(plan)
        refuse_if(at_work, Code.WRONG_STATE, "An instalment is being collected. Change it when it is known how that ended.")
        mandate = self._mandate_of(plan.customer_key, mandate_id) if mandate_id else None
        pay_by = mandate.pay_by if mandate else PayBy.CUSTOMER
        terms = plan.terms.model_copy(update={"pay_by": pay_by, "mandate_id": mandate_id})
        self._refuse_way_to_pay(plan.customer_key, terms)
        return terms

    def _refuse_way_to_pay(self, customer_key: str, terms: Terms) -> None:
        if terms.pay_by is PayBy.CUSTOMER:
            refuse_if(bool(terms.mandate_id), Code.INVALID, "That way to pay cannot be used.", field="pay_by")
            return
        mandate = self._mandate_of(customer_key, terms.mandate_id)
        fits = mandate is not None and mandate.pay_by is terms.pay_by
        refuse_if(not fits, Code.INVALID, "That way to pay cannot be used.", field="pay_by")
        refuse_if(
            mandate is not None and terms.largest_instalment > mandate.most_pence,
            Code.INVALID,
            "An instalment is more than was agreed for this way to pay. Save it again with a higher limit, or choose another.",
            field="pay_by",
        )

    def _commit(self, changes: Changes) -> bool:
        """Whether it was written; a conflict is decided anew."""
        try:
            self._store.commit(changes)
        except Conflict:
            return False
        return True


def _is_fresh(request_id: str, now: datetime) -> bool:
    """Whether the id was made lately: its instant decides under which month the request is listed."""
    if not is_ulid(request_id):
        return False
    try:
        return abs(now - ulid_instant(request_id)) < NONCE_LIFE
    except (ValueError, OverflowError):
        return False
