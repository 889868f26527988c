"""Plans at the console: the panel of all requests, one customer's plans, deciding, changing and restructuring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from chalicelib.core.clock import Clock, london_day
from chalicelib.plans.feed import Asked
from chalicelib.plans.model import RequestState
from chalicelib.plans.restructuring import Wanted
from chalicelib.plans.service import Change
from chalicelib.plans.views import (
    ConfirmRestructure,
    Decide,
    MovePlan,
    PlanDetail,
    PlanDetails,
    PlanRow,
    PlanRows,
    RestructureAsk,
    SimulationView,
    detail,
)
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.plans.feed import PlanFeed
    from chalicelib.plans.service import Plans

PAGE = 25
FILE_PAGE = 100


class PlanSearch(View):
    """Which requests; the customer is named by their key, which tells nobody who they are."""

    state: str = Field(default="", pattern=r"[A-Z_]{0,20}")
    customer: str = Field(default="", pattern=r"[a-z2-7]{0,26}")
    first_day: date | None = None
    last_day: date | None = None
    after: str = Field(default="", max_length=80)

    @property
    def asked(self) -> Asked:
        return Asked(self.state, self.customer, self.first_day, self.last_day)


class PlanFile(PlanSearch):
    """The same, for a file."""


def register(routes: Routes, plans: Callable[[], Plans], feed: Callable[[], PlanFeed], clock: Clock) -> None:
    @routes.api("GET", "/plans", query=PlanSearch, answer=PlanRows)
    def plan_requests(call: Call[PlanSearch, Nothing]) -> PlanRows:
        """Requests for payment plans of all customers, newest first"""
        rows, after = feed().page(call.query.asked, call.query.after, PAGE)
        return PlanRows(items=[PlanRow.of(row) for row in rows], after=after or None)

    @routes.api("POST", "/plans/download", body=PlanFile, answer=PlanRows, roles=WRITERS, asks=True)
    def download_plans(call: Call[Nothing, PlanFile]) -> PlanRows:
        """A page of the same list for a file; that it was taken away is told to the diary first"""
        rows, after = feed().take_away(call.body.asked, call.body.after, FILE_PAGE, call.person.actor)
        return PlanRows(items=[PlanRow.of(row) for row in rows], after=after or None)

    @routes.api("GET", "/customers/{customer_key}/plans", answer=PlanDetails)
    def customer_plans(call: Call[Nothing, Nothing]) -> PlanDetails:
        """A customer's requests for plans, newest first, each with its schedule as it stands"""
        key = plans().customer(call.path["customer_key"]).customer_key
        return PlanDetails(plans=[detail(found, london_day(clock.now())) for found in plans().of_customer(key)])

    @routes.api("POST", "/customers/{customer_key}/plans/{id}/decision", body=Decide, answer=PlanDetail, roles=WRITERS)
    def decide_plan(call: Call[Nothing, Decide]) -> PlanDetail:
        """A request that waits is accepted or rejected"""
        key, plan_id, ask = call.path["customer_key"], call.path["id"], call.body
        state = RequestState.ACCEPTED if ask.accept else RequestState.REJECTED
        plans().decide(key, plan_id, state, ask.reason, ask.version, call.person.actor)
        return detail(plans().get(key, plan_id), london_day(clock.now()))

    @routes.api("POST", "/customers/{customer_key}/plans/{id}/moves", body=MovePlan, answer=PlanDetail, roles=WRITERS)
    def move_plan(call: Call[Nothing, MovePlan]) -> PlanDetail:
        """A plan is paused, resumed, cancelled or paid another way, or its next instalment delayed or skipped"""
        ask = call.body
        wanted = Change(ask.move, ask.until, ask.reason, ask.mandate_id)
        found = plans().change(call.path["customer_key"], call.path["id"], wanted, ask.version, call.person.actor, call.key)
        return detail(found, london_day(clock.now()))

    @routes.api(
        "POST",
        "/customers/{customer_key}/restructure/simulation",
        body=RestructureAsk,
        answer=SimulationView,
        roles=WRITERS,
        asks=True,
    )
    def simulate_restructure(call: Call[Nothing, RestructureAsk]) -> SimulationView:
        """All that a customer owes as one plan; nothing is written"""
        return SimulationView.of(plans().simulate(call.path["customer_key"], _wanted(call.body), call.person.actor))

    @routes.api("POST", "/customers/{customer_key}/restructure", body=ConfirmRestructure, answer=PlanDetail, roles=WRITERS)
    def confirm_restructure(call: Call[Nothing, ConfirmRestructure]) -> PlanDetail:
        """What was simulated, agreed; it takes the place of plans and promises"""
        key = call.path["customer_key"]
        made = plans().restructure(key, _wanted(call.body), call.body.token, call.person.actor, call.key)
        return detail(plans().get(key, made.id), london_day(clock.now()))


def _wanted(ask: RestructureAsk) -> Wanted:
    return Wanted(ask.frequency, ask.start, ask.instalments)
