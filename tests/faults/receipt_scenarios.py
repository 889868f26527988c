"""Money that an agent writes down: once, whatever breaks."""

from __future__ import annotations

from chalicelib.core.ids import ulid
from tests.faults.scenarios import Attempt, done, request
from tests.support.debtors import SIAN
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-00000000000b"


def ask(world: World) -> dict[str, object]:
    return {
        "id": ulid(world.clock.now(), b"receipt"),
        "amount_pence": 2_500,
        "method": "CHEQUE",
        "received_on": "2026-11-19",
        "reference": "000123",
    }


def _waiting(world: World) -> str:
    """Money that waits; its address."""
    world.add(SIAN)
    done(world.agent().post("/receipts", ask(world)), 201)
    return f"/receipts/{ask(world)['id']}"


@request("POST", "/api/customers/{customer_key}/payments")
def a_cheque_is_recorded(world: World) -> Attempt:
    world.add(SIAN)
    path, cheque = f"/customers/{world.key('C-1001')}/payments", ask(world)
    return lambda: done(world.agent().post(path, cheque, KEY), 201)


@request("POST", "/api/customers/{customer_key}/payments/{id}/reversal")
def a_mistyped_cheque_is_taken_back(world: World) -> Attempt:
    allocation = {"customer_key": world.key("C-1001"), "account_number": "ACC-1"}
    path = _waiting(world)
    done(world.agent().post(f"{path}/allocation", allocation), 200)
    reversal = f"/customers/{world.key('C-1001')}/payments/{ask(world)['id']}/reversal"
    return lambda: done(world.agent("admin").post(reversal, {"reason": "Typed twice"}, KEY), 200)


@request("POST", "/api/receipts")
def money_of_nobody_is_kept(world: World) -> Attempt:
    world.add(SIAN)
    cheque = ask(world)
    return lambda: done(world.agent().post("/receipts", cheque, KEY), 201)


@request("POST", "/api/receipts/{id}/allocation")
def money_of_nobody_becomes_a_customers(world: World) -> Attempt:
    path, allocation = _waiting(world), {"customer_key": world.key("C-1001"), "account_number": "ACC-1"}
    return lambda: done(world.agent().post(f"{path}/allocation", allocation, KEY), 200)


@request("POST", "/api/receipts/{id}/return")
def money_of_nobody_is_sent_back(world: World) -> Attempt:
    path = _waiting(world)
    return lambda: done(world.agent("admin").post(f"{path}/return", {"reason": "Not ours"}, KEY), 200)
