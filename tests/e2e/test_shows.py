"""What the whole of it promises: files that come twice, corrections, exports, a restart, and rights taken away."""

from __future__ import annotations

import urllib.request
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import portal
from tests.e2e.records import LEWIS, NEIGHBOURS, PRIYA, dataset
from tests.e2e.stage import BUILD_SECONDS, Stage
from tests.infra.test_rights import deprived

pytestmark = pytest.mark.xdist_group("e2e")

CORRECTED, REPEATED, RESTARTED, REFUSED = NEIGHBOURS[8:12]


def journal(stage: Stage, customer_id: str) -> Any:
    key = stage.customer(customer_id)["customer"]["customer_key"]
    return stage.api("agent").post(f"/api/customers/{key}/journal", {})["items"]


def everything(stage: Stage, customer_id: str) -> Any:
    """All that an agent can see of a customer, and the journal."""
    return stage.customer(customer_id), journal(stage, customer_id)


def test_a_corrected_file_brings_the_records_up_to_date(links: dict[str, str], stage: Stage) -> None:
    [before] = CORRECTED.accounts
    after = replace(CORRECTED, last_name="Zephyr-Corrected", accounts=(replace(before, balance="55.00"),))
    upload = stage.imported("corrected.csv", dataset([after]))
    assert (upload["state"], upload["rows"]["changed"]) == ("COMPLETED", 1)
    page = stage.customer(CORRECTED.customer_id)
    assert page["customer"]["name"] == "Robin Zephyr-Corrected"
    assert page["customer"]["owed_pence"] == 5_500
    assert len(journal(stage, CORRECTED.customer_id)) == 2


def test_the_same_file_again_is_recognised_and_writes_nothing(links: dict[str, str], stage: Stage) -> None:
    text = dataset([replace(REPEATED, postcode="LS2 7EW")])
    assert stage.imported("repeated.csv", text)["state"] == "COMPLETED"
    before = everything(stage, REPEATED.customer_id)
    again = stage.imported("repeated-again.csv", text)
    assert (again["state"], again["failure"]["code"]) == ("FAILED", "F_DUPLICATE_FILE")
    assert "repeated.csv" in again["failure"]["message"]
    assert everything(stage, REPEATED.customer_id) == before


def test_rows_that_say_nothing_new_write_nothing(links: dict[str, str], stage: Stage) -> None:
    before = everything(stage, LEWIS.customer_id)
    upload = stage.imported("nothing-new.csv", dataset([LEWIS]))
    assert (upload["state"], upload["rows"]["unchanged"]) == ("COMPLETED", 1)
    assert everything(stage, LEWIS.customer_id) == before


def test_a_new_phone_number_leaves_a_payment_made_meanwhile_untouched(phone: Page, links: dict[str, str], stage: Stage) -> None:
    portal.enter(phone, links[PRIYA.customer_id], PRIYA)
    portal.pay(phone, "ACC-110", "12.25")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    before = everything(stage, PRIYA.customer_id)
    upload = stage.imported("phones.csv", dataset([replace(PRIYA, mobile="07700 900777")]))
    assert upload["state"] == "COMPLETED"
    after = everything(stage, PRIYA.customer_id)
    assert after[0]["customer"]["mobile_phone"] == "+447700900777"
    assert after[0]["customer"]["owed_pence"] == 50_000
    assert after[0]["payments"] == before[0]["payments"]
    assert after[0]["accounts"] == before[0]["accounts"]
    assert after[1] == before[1]


def test_an_export_that_comes_back_changes_nothing(links: dict[str, str], stage: Stage) -> None:
    api = stage.api("agent")
    asked = api.post("/api/exports", {})
    api.until(f"/api/exports/{asked['id']}", lambda export: export["state"] == "READY", seconds=BUILD_SECONDS)
    with urllib.request.urlopen(api.get(f"/api/exports/{asked['id']}/files/export")["url"], timeout=30) as file:
        text = file.read().decode("utf-8-sig")
    before = everything(stage, PRIYA.customer_id)
    upload = stage.imported("came-back.csv", text)
    rows = upload["rows"]
    assert (upload["state"], rows["rejected"], rows["changed"], rows["new"]) == ("COMPLETED", 0, 0, 0), upload["first_errors"]
    assert rows["unchanged"] == rows["total"] > len(NEIGHBOURS)
    assert everything(stage, PRIYA.customer_id) == before


def test_without_one_right_a_journey_ends_on_a_page_that_says_no_money_moved(
    phone: Page, links: dict[str, str], stage: Stage
) -> None:
    [account] = REFUSED.accounts
    portal.enter(phone, links[REFUSED.customer_id], REFUSED)
    with deprived("ApiHandlerRole", "dynamodb:PutItem"):
        phone.get_by_role("link", name="Pay –").click()
        phone.get_by_role("radio", name="£").check()
        portal.press(phone, "Continue to payment")
        portal.heading(phone, "Sorry, something went wrong")
        assert stage.customer(REFUSED.customer_id)["payments"] == []
    phone.goto(f"{stage.url}/accounts")
    portal.pay(phone, account.number)


def test_a_restart_keeps_everything(phone: Page, links: dict[str, str], stage: Stage) -> None:
    before = everything(stage, RESTARTED.customer_id)
    stage.stop()
    stage.start()
    assert everything(stage, RESTARTED.customer_id) == before
    portal.enter(phone, links[RESTARTED.customer_id], RESTARTED)
    expect(phone.get_by_role("main")).to_contain_text(RESTARTED.accounts[0].balance)
