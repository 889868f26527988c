"""Plans at work: a person who gets no answer does the same again."""

from __future__ import annotations

from chalicelib.mandates.model import Mandate
from chalicelib.plans.model import Plan, PlanRequest
from chalicelib.settings.model import SettingsValues
from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.support.debtors import EVERYBODY, TARIQ
from tests.support.http import Browser
from tests.support.world import World

REVIEWED = SettingsValues(plans_auto_accept=False).model_dump(mode="json")
FIRST = {"first-day": "1", "first-month": "12", "first-year": "2026"}


def reviewing(world: World) -> tuple[Browser, dict[str, str]]:
    """Tariq before the last step of the wizard, and the form he is about to send."""
    world.add(*EVERYBODY, TARIQ)
    return agreeing(world)


def agreeing(world: World) -> tuple[Browser, dict[str, str]]:
    """The same, of a world in which he is already."""
    browser = world.signed_in(TARIQ)
    browser.get("/accounts/ACC-6/plan")
    form = {name: browser.hidden(name) for name in ("csrf", "command")} | FIRST
    return browser, form | {"option": "1", "agreed": "yes", "consent": "2026-11", "step": "confirm"}


def with_plan(world: World) -> tuple[Browser, Plan]:
    """Tariq with a plan of three instalments, on its page."""
    browser, form = reviewing(world)
    browser.post("/accounts/ACC-6/plan", form)
    [plan] = world.entities().all(Plan)
    browser.get(f"/plans/{plan.id}")
    return browser, plan


def nearly(world: World, days: int) -> None:
    """So many days go by, on the last but one of which everything is looked at: the walk over the days is then short."""
    world.wait(days=days - 1)
    world.sweep("plan_sweep")
    world.wait(days=1)


@request("POST", "/accounts/{number}/plan")
def a_plan_is_asked_for(world: World) -> Attempt:
    browser, form = reviewing(world)
    return lambda: done(again(browser).post("/accounts/ACC-6/plan", form), 200, 401)


@request("POST", "/plans/{id}")
def an_instalment_is_skipped(world: World) -> Attempt:
    browser, plan = with_plan(world)
    form = {name: browser.hidden(name) for name in ("csrf", "version", "command")} | {"act": "skip"}
    return lambda: done(again(browser).post(f"/plans/{plan.id}", form), 200, 401)


@request("POST", "/accounts/{number}/pay")
def an_instalment_is_paid_early(world: World) -> Attempt:
    browser, _ = with_plan(world)
    browser.get("/accounts/ACC-6/pay")
    form = {name: browser.hidden(name) for name in ("csrf", "payment_id", "instalment_pence")} | {"choice": "instalment"}
    return lambda: done(again(browser).post("/accounts/ACC-6/pay", form), 200, 401)


@scenario("plan_sweep", exact=False)
def an_instalment_falls_due(world: World) -> Attempt:
    with_plan(world)
    nearly(world, days=11)
    return lambda: world.sweep("plan_sweep")


@scenario("plan_sweep", exact=False)
def an_instalment_is_collected(world: World) -> Attempt:
    """Under a card that Tariq saved. A bank that is busy gives no answer: then the next sweep finds out."""
    browser, form = reviewing(world)
    browser.get("/ways-to-pay")
    browser.submit(method="CARD", most="100")
    browser.submit()
    browser.submit(outcome="card")
    world.deliver_webhooks()
    [mandate] = world.entities().all(Mandate)
    browser.post("/accounts/ACC-6/plan", form | {"pay_by": mandate.id})
    nearly(world, days=11)
    return lambda: world.sweep("plan_sweep")


@scenario("plan_sweep", exact=False)
def a_plan_is_completed_with_its_discount(world: World) -> Attempt:
    browser, form = reviewing(world)
    browser.post("/accounts/ACC-6/plan", form | {"option": "2"})
    browser.get("/accounts/ACC-6/pay")
    browser.submit(choice="other", amount="80.00")
    browser.submit(outcome="pay")
    world.deliver_webhooks()
    nearly(world, days=11)
    return lambda: world.sweep("plan_sweep")


KEY = "6f1c2d9e-0000-4000-8000-000000000001"
ALL_IN_ONE = {"frequency": "MONTHLY", "start": "2026-12-01", "instalments": 4}


@request("POST", "/api/customers/{customer_key}/plans/{id}/decision")
def a_request_is_rejected(world: World) -> Attempt:
    world.agent("admin").post("/settings", {"version": 0, "note": "-", "settings": REVIEWED})
    browser, form = reviewing(world)
    browser.post("/accounts/ACC-6/plan", form)
    [waiting] = world.entities().all(PlanRequest)
    path = f"/customers/{waiting.customer_key}/plans/{waiting.id}/decision"
    return lambda: done(world.agent().post(path, {"accept": False, "version": waiting.version}, KEY), 200)


@request("POST", "/api/customers/{customer_key}/plans/{id}/moves")
def a_plan_is_paused(world: World) -> Attempt:
    _, plan = with_plan(world)
    path = f"/customers/{plan.customer_key}/plans/{plan.id}/moves"
    return lambda: done(world.agent().post(path, {"move": "PAUSE", "version": plan.version}, KEY), 200)


@request("POST", "/api/customers/{customer_key}/restructure")
def everything_owed_becomes_one_plan(world: World) -> Attempt:
    _, plan = with_plan(world)
    path = f"/customers/{plan.customer_key}/restructure"
    token = world.agent().post(f"{path}/simulation", ALL_IN_ONE).json["token"]
    return lambda: done(world.agent().post(path, ALL_IN_ONE | {"token": token}, KEY), 200)


@scenario("plan_sweep", exact=False)
def a_plan_whose_payment_is_disputed_falls_back(world: World) -> Attempt:
    browser, form = reviewing(world)
    browser.post("/accounts/ACC-6/plan", form | {"option": "2"})
    browser.get("/accounts/ACC-6/pay")
    browser.submit(choice="other", amount="80.00")
    bank = browser.path
    browser.submit(outcome="pay")
    world.deliver_webhooks()
    world.wait(days=12)
    world.sweep("plan_sweep")
    browser.get(bank)
    browser.submit(outcome="dispute")
    world.deliver_webhooks()
    return lambda: world.sweep("plan_sweep")
