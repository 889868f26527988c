"""Files at work: sent, checked, released, deleted, and looked after when nobody came back to them."""

from __future__ import annotations

from tests.faults.scenarios import Attempt, done, request
from tests.support.debtors import EVERYBODY
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-0000000000f1"
PAYSLIP = {"filename": "payslip.pdf", "size_bytes": 1_000, "document_type": "INCOME"}


@request("POST", "/api/customers/{customer_key}/files")
def an_agent_starts_an_upload(world: World) -> Attempt:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/files"
    return lambda: done(world.agent().post(path, PAYSLIP, KEY), 201)
