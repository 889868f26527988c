"""Saved ways to pay at work: whatever breaks, nothing is charged twice and nothing that was ended is used again."""

from __future__ import annotations

from chalicelib.mandates.model import Mandate
from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.support.debtors import EVERYBODY, SIAN
from tests.support.harness import die_after
from tests.support.http import Browser
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-000000000003"


def _asking(world: World) -> tuple[Browser, dict[str, str]]:
    """Siân about to agree to what she chose."""
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/ways-to-pay")
    browser.submit(method="CARD", most="50")
    return browser, {name: browser.hidden(name) for name in ("csrf", "mandate_id", "method", "most", "agreed")}


def _at_the_bank(world: World) -> Browser:
    browser, form = _asking(world)
    browser.post("/ways-to-pay", form)
    return browser


def _saved(world: World, outcome: str = "card") -> tuple[Browser, Mandate]:
    browser = _at_the_bank(world)
    browser.submit(outcome=outcome)
    world.webhooks.clear()
    [mandate] = world.entities().all(Mandate)
    return browser, mandate


@request("POST", "/ways-to-pay")
def a_way_to_pay_is_asked_for(world: World) -> Attempt:
    browser, form = _asking(world)
    return lambda: done(again(browser).post("/ways-to-pay", form), 200, 401)


@request("POST", "/ways-to-pay/{id}/end")
def a_way_to_pay_is_ended_by_its_customer(world: World) -> Attempt:
    browser, mandate = _saved(world)
    browser.get(f"/ways-to-pay/{mandate.id}/end")
    form = {name: browser.hidden(name) for name in ("csrf", "command", "version")}
    return lambda: done(again(browser).post(f"/ways-to-pay/{mandate.id}/end", form), 200, 401)


def _by_an_agent(world: World, what: str, **body: object) -> Attempt:
    [mandate] = world.entities().all(Mandate)
    path = f"/customers/{mandate.customer_key}/mandates/{mandate.id}/{what}"
    return lambda: done(world.agent().post(path, {"version": mandate.version, **body}, KEY), 200)


@request("POST", "/api/customers/{customer_key}/mandates/{id}/disable")
def a_way_to_pay_is_disabled(world: World) -> Attempt:
    _saved(world)
    return _by_an_agent(world, "disable", indefinitely=True)


@request("POST", "/api/customers/{customer_key}/mandates/{id}/enable")
def a_way_to_pay_is_enabled(world: World) -> Attempt:
    _saved(world)
    _by_an_agent(world, "disable", indefinitely=True)()
    [mandate] = world.entities().all(Mandate)
    path, body = f"/customers/{mandate.customer_key}/mandates/{mandate.id}/enable", {"version": mandate.version}
    return lambda: done(world.agent().post(path, body, f"{KEY}b"), 200)


@request("POST", "/api/customers/{customer_key}/mandates/{id}/end")
def a_way_to_pay_is_ended_by_an_agent(world: World) -> Attempt:
    _saved(world)
    return _by_an_agent(world, "end")


@request("POST", "/api/customers/{customer_key}/charges", exact=False)
def a_way_to_pay_is_charged(world: World) -> Attempt:
    """For more than was agreed to, so that the fresh consent is written with it. A bank that is busy in its own books gives no
    answer at first: the payment is then pending before it settles."""
    _, mandate = _saved(world)
    base = f"/customers/{mandate.customer_key}/charges"
    preview = done(world.agent().post(f"{base}/preview", {"account": "ACC-1"}), 200).json
    wish = {
        "account": "ACC-1",
        "mandate_id": mandate.id,
        "payment_id": preview["payment_id"],
        "amount_pence": 6_000,
        "shown_pence": preview["chargeable_pence"],
        "consent": {"agreed": True, "most_pence": 6_000},
    }
    return lambda: done(world.agent().post(base, wish, KEY), 201)


@scenario("mandate_sweep")
def a_way_to_pay_was_never_heard_of_again(world: World) -> Attempt:
    _at_the_bank(world).submit(outcome="pending")
    world.webhooks.clear()
    world.wait(hours=2)
    return lambda: world.sweep("mandate_sweep")


@scenario("mandate_sweep")
def a_way_to_pay_was_ended_and_the_bank_was_not_told(world: World) -> Attempt:
    """A direct debit is lodged under it, which can still be stopped."""
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/ways-to-pay")
    browser.submit(method="BACS", most="50")
    browser.submit()
    browser.submit(outcome="bacs")
    world.webhooks.clear()
    [mandate] = world.entities().all(Mandate)
    base = f"/customers/{mandate.customer_key}/charges"
    preview = done(world.agent().post(f"{base}/preview", {"account": "ACC-1"}), 200).json
    wish = {
        "account": "ACC-1",
        "mandate_id": mandate.id,
        "payment_id": preview["payment_id"],
        "amount_pence": 4_000,
        "shown_pence": preview["chargeable_pence"],
    }
    done(world.agent().post(base, wish, KEY), 201)
    die_after("TransactWriteItems", _by_an_agent(world, "end"))
    world.wait(minutes=15)
    return lambda: world.sweep("mandate_sweep")
