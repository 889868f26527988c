"""The plans of a customer as they are stored, and as they stand by what was paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from chalicelib.core.changes import Entity, Table
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid_floor
from chalicelib.core.store import Store
from chalicelib.payments.model import PAYMENT_PREFIX, Payment
from chalicelib.payments.paid import paid_towards
from chalicelib.plans import progress
from chalicelib.plans.model import (
    KEPT,
    OPEN,
    PLAN_PREFIX,
    REQUEST_PREFIX,
    PayBy,
    Plan,
    PlanRequest,
    Usable,
    plan_place,
    request_place,
)
from chalicelib.plans.progress import Line
from chalicelib.records.model import Customer, customer_place
from chalicelib.settings.model import Settings

KEPT_LIMIT = 50
"""So many of a customer's requests and plans are looked at, the newest: nobody comes near."""
PAYMENTS_AT_ONCE = 200
SLOWEST = timedelta(days=31)
"""The longest that a payment is under way: one begun before the plan counts when it settles after it."""

type MandateOf = Callable[[str, str], Usable | None]
"""A customer's mandate by its id, while it may be charged."""


@dataclass(frozen=True, slots=True)
class Found:
    """A request with its plan, where there is one, and how far that is paid."""

    request: PlanRequest
    plan: Plan | None = None
    paid: int = 0
    lines: tuple[Line, ...] = ()

    @property
    def standing(self) -> Plan | None:
        """The plan with its instalments in the states they have now, not at the last look, as far as `lines` tell."""
        if self.plan is None or not self.lines:
            return self.plan
        schedule = tuple(line.instalment.model_copy(update={"state": line.state}) for line in self.lines)
        return self.plan.model_copy(update={"instalments": schedule})


class PlanReader:
    """Reads plans; nothing is written here."""

    def __init__(self, store: Store, clock: Clock, load_settings: Callable[[], Settings], mandate_of: MandateOf) -> None:
        self._store = store
        self._clock = clock
        self._settings = load_settings
        self._mandate_of = mandate_of

    def get(self, customer_key: str, plan_id: str) -> Found:
        """A request and its plan as they stand. Raises Refused(NOT_FOUND)."""
        refuse_if(not is_ulid(plan_id), Code.NOT_FOUND)
        places = request_place(customer_key, plan_id), plan_place(customer_key, plan_id)
        both = self._store.get_many(places)
        request = cast(PlanRequest | None, both.get(places[0]))
        if request is None:
            raise Refused(Code.NOT_FOUND)
        return self.found(request, cast(Plan | None, both.get(places[1])))

    def recent(self, customer_key: str) -> list[Found]:
        """The customer's requests, newest first, each with its plan, without what was paid."""
        plans = {plan.id: plan for plan in self.plans(customer_key)}
        return [Found(request, plans.get(request.id)) for request in self._requests(customer_key)]

    def mandate(self, customer_key: str, mandate_id: str) -> Usable | None:
        """A mandate of the customer's while it may be charged."""
        return self._mandate_of(customer_key, mandate_id)

    def needs_way(self, plan: Plan) -> bool:
        """Whether the plan was to be collected, and nothing is left that it could be collected by."""
        if plan.state not in KEPT or plan.terms.pay_by is PayBy.CUSTOMER:
            return False
        mandate = self._mandate_of(plan.customer_key, plan.terms.mandate_id)
        return mandate is None or mandate.pay_by is not plan.terms.pay_by

    def of_customer(self, customer_key: str) -> list[Found]:
        """The customer's requests, newest first, each with its plan."""
        return [self.found(each.request, each.plan) for each in self.recent(customer_key)]

    def found(self, request: PlanRequest, plan: Plan | None) -> Found:
        if plan is None:
            return Found(request)
        paid = self.paid(plan)
        today = london_day(self._clock.now())
        if plan.state not in OPEN:
            return Found(request, plan, paid, progress.as_stored(plan, paid))
        return Found(request, plan, paid, progress.lines(plan, paid, today, self._settings().plan_grace_days))

    def plans(self, customer_key: str) -> list[Plan]:
        """The customer's plans, the newest first."""
        page = self._store.query(Table.RECORDS, customer_key, prefix=PLAN_PREFIX, limit=KEPT_LIMIT, newest_first=True)
        return [item for item in page.items if isinstance(item, Plan)]

    def payments(self, plan: Plan) -> list[Payment]:
        """The payments that may count towards a plan, oldest first."""
        found: list[Payment] = []
        after: str | None = f"{PAYMENT_PREFIX}{ulid_floor(plan.since - SLOWEST)}"
        while after is not None:
            page = self._store.query(Table.RECORDS, plan.customer_key, prefix=PAYMENT_PREFIX, after=after, limit=PAYMENTS_AT_ONCE)
            found += [item for item in page.items if isinstance(item, Payment)]
            after = page.after
        return found

    def paid(self, plan: Plan, payments: Sequence[Payment] | None = None) -> int:
        """Pence paid towards a plan's claims since it began, less what went back."""
        known = self.payments(plan) if payments is None else payments
        return sum(paid_towards(known, {claim.claim for claim in plan.claims}, plan.since).values())

    def customer(self, customer_key: str) -> Customer:
        customer = self._store.get(Customer, customer_place(customer_key))
        if customer is None:
            raise Refused(Code.NOT_FOUND)
        return customer

    def _request(self, customer_key: str, request_id: str) -> PlanRequest:
        refuse_if(not is_ulid(request_id), Code.NOT_FOUND)
        found = self._store.get(PlanRequest, request_place(customer_key, request_id))
        if found is None:
            raise Refused(Code.NOT_FOUND)
        return found

    def _plan(self, customer_key: str, plan_id: str) -> Plan:
        refuse_if(not is_ulid(plan_id), Code.NOT_FOUND)
        found = self._store.get(Plan, plan_place(customer_key, plan_id))
        if found is None:
            raise Refused(Code.NOT_FOUND)
        return found

    def _requests(self, customer_key: str) -> list[PlanRequest]:
        page = self._store.query(Table.RECORDS, customer_key, prefix=REQUEST_PREFIX, limit=KEPT_LIMIT, newest_first=True)
        items: Sequence[Entity] = page.items
        return [item for item in items if isinstance(item, PlanRequest)]
