"""Ids of somebody else in a visitor's requests: answered exactly as ids that nobody has (security checklist 12 and 13)."""

from __future__ import annotations

import re

import pytest

from chalicelib.files.model import CustomerFile
from chalicelib.payments.model import Payment
from tests.support.debtors import MOHAMMED, SIAN
from tests.support.http import FORM, Answer, Browser
from tests.support.world import World

UNKNOWN = {"number": "ACC-404", "id": "01JD0000000000000000000000"}
OTHERS = {"number": "ACC-3"}
BODIES = {
    "/accounts/{number}/pay": {"choice": "other", "amount": "5.00", "full_pence": "1"},
    "/payments/{id}": {},
    "/accounts/{number}/plan": {"option": "1", "step": "when", "command": UNKNOWN["id"]},
    "/plans/{id}": {"act": "skip", "version": "1", "command": UNKNOWN["id"]},
    "/documents/{id}": {"command": UNKNOWN["id"], "version": "1"},
    "/ways-to-pay/{id}/end": {"command": "01JD0000000000000000000000", "version": "1"},
}


def addresses() -> list[tuple[str, str]]:
    """Every page whose address names something of the visitor's own."""
    module = World.module()
    return [(method, path) for method, path in module.PAGES if re.search(r"\{(number|id)\}", path)]


@pytest.fixture
def visitor(here: World) -> tuple[Browser, dict[str, str]]:
    """Siân, signed in; and the ids of a payment and of a document of Mohammed's, by the beginning of their addresses."""
    theirs = here.signed_in(MOHAMMED, "192.0.2.50")
    theirs.get("/accounts/ACC-3/pay")
    theirs.submit(choice="full")
    theirs.get("/documents")
    theirs.submit("/documents", shows="INCOME")
    [payment], [file] = here.entities().all(Payment), here.entities().all(CustomerFile)
    return here.signed_in(SIAN), {"payments": payment.id, "documents": file.id}


def asked(here: World, browser: Browser, method: str, path: str, template: str) -> Answer:
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"cookie": cookies, "sec-fetch-site": "same-origin", "content-type": FORM}
    fields = BODIES.get(template, {}) | {"csrf": browser.hidden("csrf"), "payment_id": UNKNOWN["id"]}
    body = "&".join(f"{name}={value}" for name, value in fields.items()) if method == "POST" else ""
    return here.gateway.send(method, path, headers=headers, body=body)


@pytest.mark.feature("V6", "V13")
@pytest.mark.parametrize(("method", "path"), addresses())
def test_what_is_somebody_else_s_looks_like_what_nobody_has(
    here: World, visitor: tuple[Browser, dict[str, str]], method: str, path: str
) -> None:
    browser, others = visitor
    before = here.entities().all(Payment)
    theirs = asked(here, browser, method, path.format(**OTHERS, id=others.get(path.split("/")[1], others["payments"])), path)
    nobodys = asked(here, browser, method, path.format(**UNKNOWN), path)
    assert theirs.status == nobodys.status == 404
    assert (dict(theirs.headers), theirs.body) == (dict(nobodys.headers), nobodys.body)
    assert here.entities().all(Payment) == before
    assert MOHAMMED.postcode not in theirs.body


@pytest.mark.parametrize("path", [path for _, path in World.module().CONSOLE if path.count("{") > 1 and "customer_key" in path])
def test_what_belongs_to_another_customer_is_not_found_under_this_one(here: World, path: str) -> None:
    own, other = here.key(SIAN.customer_id), here.key(MOHAMMED.customer_id)
    method = next(method for method, found in World.module().CONSOLE if found == path)
    names = set(re.findall(r"\{(\w+)\}", path)) - {"customer_key"}
    theirs, unknown = dict.fromkeys(names, "ACC-3"), dict.fromkeys(names, "ACC-404")
    answers = [
        here.agent("admin").get(found) if method == "GET" else here.agent("admin").post(found)
        for found in (path.format(customer_key=own, **ids).removeprefix("/api") for ids in (theirs, unknown))
    ]
    assert (answers[0].status, answers[0].body) == (answers[1].status, answers[1].body)
    assert other not in answers[0].body
