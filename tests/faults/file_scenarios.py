"""Files at work: sent, checked, released, deleted, and looked after when nobody came back to them."""

from __future__ import annotations

from tests.faults.scenarios import Attempt, again, done, request
from tests.support.debtors import EVERYBODY, SIAN
from tests.support.http import Browser
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-0000000000f1"
PAYSLIP = {"filename": "payslip.pdf", "size_bytes": 1_000, "document_type": "INCOME"}


@request("POST", "/api/customers/{customer_key}/files")
def an_agent_starts_an_upload(world: World) -> Attempt:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/files"
    return lambda: done(world.agent().post(path, PAYSLIP, KEY), 201)


def _about_to_send(world: World) -> Browser:
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/documents")
    return browser


@request("POST", "/documents")
def a_customer_is_about_to_send_a_document(world: World) -> Attempt:
    browser = _about_to_send(world)
    form = {name: browser.hidden(name) for name in ("csrf", "command")} | {"shows": "INCOME", "account": "ACC-1"}
    return lambda: done(again(browser).post("/documents", form), 200, 401)


@request("POST", "/documents/{id}")
def a_customer_does_not_send_it_after_all(world: World) -> Attempt:
    browser = _about_to_send(world)
    browser.submit("/documents", shows="INCOME")
    path, form = browser.path, {name: browser.hidden(name) for name in ("csrf", "command", "version")}
    return lambda: done(again(browser).post(path, form), 200, 401)
