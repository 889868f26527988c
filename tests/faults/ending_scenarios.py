"""Customers who leave, and the books looked over: deleted, anonymised, forgotten everywhere, and the journal checked."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.core.actor import Channel
from chalicelib.core.ids import ulid
from chalicelib.payments.model import Payment
from chalicelib.payments.movements import mark_place
from chalicelib.plans.model import PlanClaim, PlanRequest, Terms
from chalicelib.records.accounts import Frequency
from tests.faults.portal_scenarios import at_the_bank
from tests.faults.scenarios import Attempt, done, request, scenario
from tests.support.debtors import EVERYBODY
from tests.support.harness import die_after
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-000000000011"


def _ended(world: World, ending: str) -> Attempt:
    customer = world.customer("C-1001")
    body = {"version": customer.version, "ending": ending, "reason": "ERASURE_REQUEST", "confirm": "C-1001"}
    return lambda: done(world.agent("admin").post(f"/customers/{customer.customer_key}/end", body, KEY), 202)


@request("POST", "/api/customers/{customer_key}/end")
def a_customer_is_deleted(world: World) -> Attempt:
    world.add(*EVERYBODY)
    return _ended(world, "DELETE")


@request("POST", "/api/customers/{customer_key}/end")
def a_customer_who_is_paying_is_anonymised(world: World) -> Attempt:
    at_the_bank(world).submit(outcome="pay")
    return _ended(world, "ANONYMISE")


@scenario("journal_check")
def the_journal_is_checked(world: World) -> Attempt:
    """With money that waits for its customer, and a payment from before reports were made of movements."""
    at_the_bank(world).submit(outcome="pay")
    world.deliver_webhooks()
    today = world.clock.now().date().isoformat()
    money = {"id": ulid(world.clock.now()), "amount_pence": 500, "method": "CASH", "received_on": today}
    done(world.agent().post("/receipts", money, KEY), 201)
    [payment] = world.entities().all(Payment)
    wiring.store().put_all([payment.model_copy(update={"movements": ()})])
    wiring.store().remove_all([mark_place(payment.customer_key, payment.id, "capture")])
    return lambda: world.sweep("journal_check")


@scenario("removal_sweep")
def a_removal_died_right_after_it_began(world: World) -> Attempt:
    world.add(*EVERYBODY)
    die_after("TransactWriteItems", _ended(world, "DELETE"))
    return lambda: world.sweep("removal_sweep")


@scenario("removal_sweep")
def an_anonymised_customer_is_still_being_forgotten(world: World) -> Attempt:
    """With a promise, a plan that was asked for, a way to pay that is being set up, and a payer's words on recorded money."""
    browser = at_the_bank(world)
    browser.submit(outcome="pay")
    world.deliver_webhooks()
    browser.get("/ways-to-pay")
    browser.submit(method="CARD", most="50")
    browser.submit()
    path, today = f"/customers/{world.key('C-1001')}", world.clock.now().date().isoformat()
    promise = {"account_number": "ACC-2", "claim": "ACC-2-1", "amount_pence": 2_000, "due": today}
    done(world.agent().post(f"{path}/promises", promise, KEY), 201)
    money = {"id": ulid(world.clock.now()), "amount_pence": 500, "method": "CASH", "received_on": today, "reference": "From me"}
    done(world.agent().post(f"{path}/payments", money, f"{KEY}m"), 201)
    wiring.store().put_all([_asked_for(world)])
    die_after("TransactWriteItems", _ended(world, "ANONYMISE"))
    return lambda: world.sweep("removal_sweep")


def _asked_for(world: World) -> PlanRequest:
    """A plan that waits for somebody who accepts it."""
    now = world.clock.now()
    return PlanRequest(
        customer_key=world.key("C-1001"),
        id=ulid(now),
        terms=Terms(total=4_000, instalments=4, frequency=Frequency.MONTHLY, start=now.date()),
        claims=(PlanClaim(account_number="ACC-2", claim="ACC-2-1", amount=4_000),),
        balance=4_000,
        channel=Channel.PORTAL,
        asked_by="Customer",
    )
