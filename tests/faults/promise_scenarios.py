"""Promises at work: made and taken back by the customer, and looked at when their day has passed."""

from __future__ import annotations

from chalicelib.promises.model import Promise
from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.support.debtors import EVERYBODY, SIAN
from tests.support.http import Browser
from tests.support.world import World

TYPED = {"amount": "25", "due-day": "27", "due-month": "11", "due-year": "2026"}


def _reviewing(world: World) -> tuple[Browser, dict[str, str]]:
    """Siân about to promise, and the form she is about to send."""
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/accounts/ACC-1/promise")
    return browser, {name: browser.hidden(name) for name in ("csrf", "command", "claim")} | TYPED


def promised(world: World) -> tuple[Browser, Promise]:
    browser, form = _reviewing(world)
    browser.post("/accounts/ACC-1/promise", form | {"step": "confirm"})
    world.sweep("message_sweep")
    world.pump()
    return browser, world.entities().all(Promise)[0]


@request("POST", "/accounts/{number}/promise")
def a_customer_promises_to_pay(world: World) -> Attempt:
    browser, form = _reviewing(world)
    return lambda: done(again(browser).post("/accounts/ACC-1/promise", form | {"step": "confirm"}), 200, 401)


@request("POST", "/promises/{id}")
def a_customer_takes_a_promise_back(world: World) -> Attempt:
    browser, promise = promised(world)
    form = {"csrf": browser.hidden("csrf")}
    return lambda: done(again(browser).post(f"/promises/{promise.id}", form), 200, 401)


@scenario("promise_sweep")
def the_last_day_of_a_promise_has_passed(world: World) -> Attempt:
    promised(world)
    world.wait(days=12)
    return lambda: world.sweep("promise_sweep")


KEY = "6f1c2d9e-0000-4000-8000-00000000000d"


@request("POST", "/api/customers/{customer_key}/promises")
def an_agent_replaces_a_promise(world: World) -> Attempt:
    _, promise = promised(world)
    ask = {"account_number": "ACC-1", "claim": "ACC-1-1", "amount_pence": 3_000, "due": "2026-12-04"}
    ask |= {"replaces": promise.id, "consented": True}
    path = f"/customers/{world.key('C-1001')}/promises"
    return lambda: done(world.agent().post(path, ask, KEY), 201)


@request("POST", "/api/customers/{customer_key}/promises/{id}/cancel")
def an_agent_takes_a_promise_back(world: World) -> Attempt:
    _, promise = promised(world)
    path = f"/customers/{world.key('C-1001')}/promises/{promise.id}/cancel"
    return lambda: done(world.agent().post(path, {"reason": "They called"}, KEY), 200)
