"""Messages from the wish to the carrier and back, through the app as it is deployed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.settings.model import Settings
from tests.support import carried, snapshots
from tests.support.debtors import SIAN
from tests.support.files import dataset, person
from tests.support.receipts import receipt, status_log
from tests.support.world import World

LINK = {"text": "link", "channel": "SMS"}


def path(here: World, customer_id: str = "C-1001") -> str:
    return f"/customers/{here.key(customer_id)}/messages"


@pytest.mark.feature("V5")
def test_an_agent_sees_the_text_sends_it_and_sees_what_became_of_it(here: World) -> None:
    seen = here.agent().post(f"{path(here)}/preview", LINK).json
    asked = here.agent().post(path(here), LINK)
    assert (asked.status, asked.json["state"]) == (202, "QUEUED")
    here.pump()
    assert carried.texts() == [(SIAN.mobile_phone, seen["text"])]
    [reference], _ = carried.references()
    here.invoke("sms_receipts", status_log(receipt(reference, at=here.clock.now())))
    here.pump()
    [shown] = here.agent("viewer").get(path(here)).json["items"]
    assert (shown["state"], shown["asked_by"]) == ("DELIVERED", "Made-up agent")
    copy = here.agent("viewer").post(f"{path(here)}/{asked.json['id']}/copy").json
    assert here.token("C-1001") not in copy["words"]
    assert copy["words"].replace("*" * 26, here.token("C-1001")) == seen["text"]


@pytest.mark.feature("V5", "I16")
def test_breathing_space_in_a_file_stops_a_message_and_the_console_says_why(here: World) -> None:
    wiring.store().put_all([Settings(auto_confirm_rejected_percent=100)])
    today = here.clock.now().date()
    here.take_in("first.csv", dataset(person("C-9", "ACC-9", "50.00", MobilePhone="07700 900333")))
    here.agent().post(path(here, "C-9"), LINK)
    space = {
        "BreathingSpaceType": "STANDARD",
        "BreathingSpaceStart": today.isoformat(),
        "BreathingSpaceEnd": (today + timedelta(days=59)).isoformat(),
    }
    waiting = snapshots.take_bodies("messages")
    here.take_in("second.csv", dataset(person("C-9", "ACC-9", "50.00", MobilePhone="07700 900333", **space)))
    for body in waiting:
        here.deliver("messages", body)
    assert carried.texts() == []
    [shown] = here.agent().get(path(here, "C-9")).json["items"]
    assert (shown["state"], shown["rules"]) == ("SUPPRESSED", ["BREATHING_SPACE"])
    assert shown["reason"] == "This customer is in breathing space."
    preview = here.agent().post(f"{path(here, 'C-9')}/preview", LINK).json
    assert (preview["allowed"], preview["why_not"]) == (False, ["This customer is in breathing space."])
    refused = here.agent().post(path(here, "C-9"), LINK)
    assert (refused.status, refused.code) == (409, "WRONG_STATE")
    assert refused.json["error"]["message"] == "This customer is in breathing space."


@pytest.mark.feature("V6")
def test_whoever_pays_gets_one_receipt_by_email(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="other", amount="12.50")
    browser.submit(outcome="pay")
    body, headers = here.webhooks[0]
    here.deliver_webhooks()
    here.ring(body, headers)
    for _ in range(2):
        here.sweep("message_sweep")
        here.pump()
    [letter] = carried.letters()
    assert (letter["To"], letter["Subject"]) == ("sian@example.com", "Your receipt")
    text = letter.get_body(("plain",))
    assert text is not None
    assert "Amount: £12.50" in text.get_content()


def test_one_click_in_a_mail_program_ends_email(here: World) -> None:
    here.agent().post(path(here), {"text": "link", "channel": "EMAIL"})
    here.pump()
    [letter] = carried.letters()
    address = "/" + letter["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert here.browser().get(address).status == 200
    assert not here.customer("C-1001").email_opt_out
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = here.gateway.send("POST", address, headers=headers, body="List-Unsubscribe=One-Click")
    assert answer.status == 200
    assert here.customer("C-1001").email_opt_out
    again = here.agent().post(path(here), {"text": "link", "channel": "EMAIL"})
    assert (again.status, again.code) == (409, "WRONG_STATE")


def test_a_message_of_another_customer_is_like_none(here: World) -> None:
    asked = here.agent().post(path(here), LINK).json["id"]
    answer = here.agent().post(f"{path(here, 'C-1002')}/{asked}/copy")
    assert (answer.status, answer.code) == (404, "NOT_FOUND")


def test_the_former_contact_is_told_when_an_agent_corrects_it(here: World) -> None:
    customer = here.customer("C-1001")
    details = {
        "version": customer.version,
        "mobile_phone": "07700 900555",
        "email": customer.email,
        "address": [],
        "postcode": customer.postcode,
        "language": "en-GB",
    }
    for _ in range(2):
        answer = here.agent().post(f"/customers/{customer.customer_key}/details", details, "6f1c2d9e-0000-4000-8000-00000000000c")
        assert answer.status == 200
    here.sweep("message_sweep")
    here.pump()
    [(to, text)] = carried.texts()
    assert to == SIAN.mobile_phone
    assert "contact details we hold for you were changed" in text
    assert carried.letters() == []
