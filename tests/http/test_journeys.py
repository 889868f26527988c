"""From the link to the receipt, as a debtor goes. Every page on the way is linted by the browser."""

from __future__ import annotations

import pytest

from chalicelib.payments.model import Payment, Status
from tests.support import invariants
from tests.support.debtors import BAKERY, MOHAMMED, SIAN
from tests.support.http import Browser
from tests.support.world import World, facts


def paying(here: World, pounds: str = "") -> Browser:
    """Siân on the bank's page, for all of her first account or for an amount."""
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    if pounds:
        browser.submit(choice="other", amount=pounds)
    else:
        browser.submit(choice="full")
    assert browser.path.startswith("/sandbox/pay/")
    return browser


def the_payment(here: World) -> Payment:
    (payment,) = here.entities().all(Payment)
    return payment


def test_a_link_becomes_a_receipt(here: World) -> None:
    browser = paying(here)
    assert "£70.00" in browser.text
    browser.submit(outcome="pay")
    assert browser.path == f"/payments/{the_payment(here).id}"
    here.deliver_webhooks()
    browser.get(browser.path)
    assert "£70.00" in browser.text
    assert the_payment(here).reference in browser.text
    browser.get("/accounts")
    assert "£40.00" in browser.text
    assert here.customer("C-1001").owed == 4_000
    invariants.hold(invariants.AT_REST, here.entities())


def test_the_agent_sees_payment_entry_and_diary(here: World) -> None:
    browser = paying(here, "12.34")
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    page = here.agent("viewer").get(f"/customers/{here.key('C-1001')}").json
    assert [(p["status"], p["amount_pence"]) for p in page["payments"]] == [("SETTLED", 1234)]
    assert page["customer"]["owed_pence"] == 11_000 - 1234
    told = [activity["event"] for activity in page["activities"]["items"]]
    assert {"payment.initiated", "payment.settled", "idv.succeeded", "link.opened"} <= set(told)
    lines = here.agent("viewer").post(f"/customers/{here.key('C-1001')}/journal", {}).json["items"]
    assert [line["type"] for line in lines] == ["PAYMENT", "OPENING", "OPENING", "OPENING"]
    assert lines[0]["balance_after_pence"] == 11_000 - 1234


def test_a_lost_webhook_and_a_closed_tab_are_swept_up(here: World) -> None:
    paying(here).submit(outcome="pay")
    here.webhooks.clear()
    here.wait(hours=2)
    here.sweep("payment_sweep")
    assert the_payment(here).status is Status.SETTLED
    invariants.hold(invariants.AT_REST, here.entities())


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("decline", Status.FAILED), ("cancel", Status.CANCELLED), ("later", Status.SETTLED), ("later_fail", Status.FAILED)],
)
def test_other_ends_of_a_payment(here: World, outcome: str, status: Status) -> None:
    browser = paying(here)
    browser.submit(outcome=outcome)
    here.deliver_webhooks()
    browser.get(browser.path)
    here.wait(hours=2)
    here.sweep("payment_sweep")
    assert the_payment(here).status is status
    assert here.customer("C-1001").owed == (4_000 if status is Status.SETTLED else 11_000)
    invariants.hold(invariants.AT_REST, here.entities())


@pytest.mark.feature("V13")
def test_a_credit_card_that_is_not_taken_leaves_the_payer_where_another_may_be_tried(here: World) -> None:
    browser = paying(here)
    bank = browser.path
    browser.submit(outcome="credit_card")
    assert browser.path == bank
    assert "Credit cards are not taken for debts" in browser.text
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    assert the_payment(here).status is Status.SETTLED


def test_the_debtor_may_ask_the_bank_without_waiting(here: World) -> None:
    browser = paying(here)
    browser.submit(outcome="pay")
    here.webhooks.clear()
    browser.submit("/payments/")
    assert the_payment(here).status is Status.SETTLED


def test_the_form_sent_twice_is_one_payment(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    fields = {name: browser.hidden(name) for name in ("csrf", "payment_id", "full_pence")} | {"choice": "full"}
    browser.post("/accounts/ACC-1/pay", fields)
    first = browser.path
    browser.post("/accounts/ACC-1/pay", fields)
    assert browser.path == first
    assert len(here.entities().all(Payment)) == 1


def test_a_company_answers_with_its_number_or_an_account_number(here: World) -> None:
    here.signed_in(BAKERY)
    browser = here.browser()
    browser.get(f"/a/{here.token('C-1003')}")
    browser.submit(who="business", reference="acc-5", postcode="cf101ep")
    assert browser.path == "/accounts"


@pytest.mark.parametrize("spoil", [str.upper, lambda t: f"{t}.", lambda t: f"{t}),", lambda t: f"%20{t}%3E", str.title])
def test_a_link_survives_what_messengers_do_to_it(here: World, spoil) -> None:
    browser = here.browser()
    browser.get(f"/a/{spoil(here.token('C-1002'))}")
    browser.submit(**facts(MOHAMMED))
    assert browser.path == "/accounts"


def test_signing_out_ends_it(here: World) -> None:
    browser = here.signed_in(SIAN)
    kept = dict(browser.cookies)
    browser.submit("/sign-out")
    assert browser.cookies == {}
    browser.cookies.update(kept)
    assert browser.get("/accounts").status == 401
