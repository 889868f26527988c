"""Totals and files of payments, and reports to the creditor, at work."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.core.actor import Actor
from chalicelib.core.ids import ulid
from tests.faults.scenarios import Attempt, done, request, scenario
from tests.support import snapshots
from tests.support.debtors import EVERYBODY
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-00000000000c"
FILE = {"has_file": True, "purpose": "Month end"}


def paid(world: World, *pence: int) -> None:
    """Siân has paid these amounts, and we were told of it."""
    world.add(*EVERYBODY)
    key = world.key("C-1001")
    for amount in pence:
        started = wiring.payments().start(key, "ACC-1", amount, ulid(world.clock.now()), Actor.customer(key))
        bank = world.browser()
        bank.get(started.url.removeprefix("https://pay.example.com"))
        bank.submit(outcome="pay")
        world.deliver_webhooks()


@request("POST", "/api/payments/listings")
def a_file_of_payments_is_asked_for(world: World) -> Attempt:
    paid(world, 2_500)
    return lambda: done(world.agent().post("/payments/listings", FILE, KEY), 202)


@scenario("export_build")
def a_file_of_payments_is_made(world: World) -> Attempt:
    paid(world, 2_500)
    world.agent().post("/payments/listings", FILE, KEY)
    [message] = snapshots.take_bodies("exports")
    return lambda: world.deliver("exports", message)


@request("POST", "/api/payments/reports")
def a_report_to_the_creditor_is_asked_for(world: World) -> Attempt:
    paid(world, 2_500)
    return lambda: done(world.agent("admin").post("/payments/reports", {}, KEY), 202)


@scenario("export_build")
def a_report_to_the_creditor_is_made(world: World) -> Attempt:
    paid(world, 2_500, 700)
    world.agent("admin").post("/payments/reports", {}, KEY)
    [message] = snapshots.take_bodies("exports")
    return lambda: world.deliver("exports", message)
