"""Invoices put off by an agent, for a fee, and put back."""

from __future__ import annotations

from typing import Any

from chalicelib.settings.model import SettingsValues
from tests.faults.scenarios import Attempt, done, request
from tests.support.debtors import EVERYBODY
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-00000000000f"
UNDO_KEY = "6f1c2d9e-0000-4000-8000-000000000010"
COSTING = SettingsValues(prolongation_fee_permitted=True, prolongation_fee_14_days=250).model_dump(mode="json")
INVOICE = {"account_number": "ACC-1", "claim": "ACC-1-1"}


def looking(world: World) -> tuple[str, dict[str, Any]]:
    """An agent who has looked at what 14 days come to: where to send what."""
    world.add(*EVERYBODY)
    world.agent("admin").post("/settings", {"version": 0, "note": "-", "settings": COSTING})
    path = f"/customers/{world.key('C-1001')}/prolongations"
    shown = world.agent().post(f"{path}/preview", INVOICE).json["offers"][1]
    return path, {**INVOICE, "days": 14, "token": shown["token"]}


@request("POST", "/api/customers/{customer_key}/prolongations")
def an_invoice_is_put_off(world: World) -> Attempt:
    path, ask = looking(world)
    return lambda: done(world.agent().post(path, ask, KEY), 201)


@request("POST", "/api/customers/{customer_key}/prolongations/{id}/undo")
def an_invoice_is_put_back(world: World) -> Attempt:
    path, ask = looking(world)
    made = world.agent().post(path, ask, KEY).json["id"]
    return lambda: done(world.agent().post(f"{path}/{made}/undo", {}, UNDO_KEY), 200)
