"""The next instalment of a plan as a choice on the pay page."""

from __future__ import annotations

import pytest

from chalicelib.payments.model import Payment, Status
from chalicelib.plans.model import Plan
from tests.faults.plan_scenarios import agreeing
from tests.support.debtors import TARIQ
from tests.support.harness import WIRE
from tests.support.http import Browser
from tests.support.world import World


def with_plan(here: World) -> tuple[Browser, Plan]:
    """Tariq with a plan of three instalments."""
    here.add(TARIQ)
    browser, form = agreeing(here)
    browser.post("/accounts/ACC-6/plan", form)
    [plan] = here.entities().all(Plan)
    return browser, plan


@pytest.mark.feature("V13", "P9")
def test_the_next_instalment_is_chosen_paid_and_seen_in_the_plan(here: World) -> None:
    browser, plan = with_plan(here)
    with WIRE.counted() as calls:
        browser.get("/accounts/ACC-6/pay")
    assert [call.operation for call in calls] == ["UpdateItem", "GetItem", "Query", "Query"]
    assert "£33.33 Your next plan payment, due 1 December 2026." in browser.text
    browser.submit(choice="instalment")
    assert browser.path.startswith("/sandbox/pay/")
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    browser.get(f"/plans/{plan.id}")
    assert "Your next payment is £33.33 on 1 January 2027." in browser.text
    [payment] = here.entities().all(Payment)
    assert (payment.status, payment.amount) == (Status.SETTLED, 3_333)


@pytest.mark.feature("V13")
def test_an_amount_that_moved_takes_no_money_and_a_double_click_is_one_payment(here: World) -> None:
    browser, _ = with_plan(here)
    browser.get("/accounts/ACC-6/pay")
    form = {name: browser.hidden(name) for name in ("csrf", "payment_id", "full_pence", "instalment_pence")}
    browser.post("/accounts/ACC-6/pay", form | {"choice": "instalment", "instalment_pence": "3332"})
    assert "What you owe has changed since you opened this page" in browser.text
    assert here.entities().all(Payment) == []
    browser.post("/accounts/ACC-6/pay", form | {"choice": "instalment"})
    first = browser.path
    browser.post("/accounts/ACC-6/pay", form | {"choice": "instalment"})
    assert browser.path == first
    assert len(here.entities().all(Payment)) == 1


def test_without_a_plan_there_is_no_such_choice(here: World) -> None:
    browser, plan = with_plan(here)
    browser.get("/accounts/ACC-6/pay")
    form = {name: browser.hidden(name) for name in ("csrf", "payment_id")}
    here.agent().post(
        f"/customers/{plan.customer_key}/plans/{plan.id}/moves", {"move": "CANCEL", "reason": "-", "version": plan.version}
    )
    browser.post("/accounts/ACC-6/pay", form | {"choice": "instalment", "instalment_pence": "3333"})
    assert "What you owe has changed since you opened this page" in browser.text
    assert "plan payment" not in browser.text
