"""Messages at work: asked for, sent, heard of again."""

from __future__ import annotations

import json

from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.support import carried, snapshots
from tests.support.debtors import EVERYBODY, SIAN
from tests.support.harness import die_after
from tests.support.receipts import receipt, status_log
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-000000000002"
OTHER_KEY = "6f1c2d9e-0000-4000-8000-000000000003"


def _queued(world: World, channel: str) -> str:
    """A link on its way to Siân; the queue's message about it."""
    world.add(*EVERYBODY)
    done(world.agent().post(f"/customers/{world.key('C-1001')}/messages", {"text": "link", "channel": channel}, KEY), 202)
    (body,) = snapshots.take_bodies("messages")
    return body


def _sent(world: World, channel: str) -> str:
    """A link that has left; the carrier's id for it."""
    world.deliver("messages", _queued(world, channel))
    texts, letters = carried.references()
    (reference,) = texts + letters
    return reference


@request("POST", "/api/customers/{customer_key}/messages")
def a_link_is_sent_by_hand(world: World) -> Attempt:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/messages"
    return lambda: done(world.agent().post(path, {"text": "link", "channel": "EMAIL"}, KEY), 202)


@request("POST", "/a/{token}", exact=False)
def a_visitor_asks_for_a_new_link(world: World) -> Attempt:
    world.add(*EVERYBODY)
    browser = world.browser()
    browser.get(f"/a/{world.token('C-1001')}")
    return lambda: done(again(browser).submit(wish="new-link"), 200)


@request("POST", "/unsubscribe/{sealed}")
def a_mail_program_unsubscribes(world: World) -> Attempt:
    _sent(world, "EMAIL")
    (letter,) = carried.letters()
    path = "/" + letter["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return lambda: done(world.gateway.send("POST", path, headers=headers, body="List-Unsubscribe=One-Click"), 200)


@request("POST", "/api/customers/{customer_key}/messages/{id}/copy")
def an_agent_reads_what_was_sent(world: World) -> Attempt:
    _sent(world, "EMAIL")
    key = world.key("C-1001")
    [message] = world.agent().get(f"/customers/{key}/messages").json["items"]
    return lambda: done(world.agent().post(f"/customers/{key}/messages/{message['id']}/copy", {}, OTHER_KEY), 200)


@scenario("message_send", exact=False)
def a_text_message_is_sent(world: World) -> Attempt:
    body = _queued(world, "SMS")
    return lambda: world.deliver("messages", body)


@scenario("message_send", exact=False)
def an_email_is_sent(world: World) -> Attempt:
    body = _queued(world, "EMAIL")
    return lambda: world.deliver("messages", body)


@scenario("message_send", exact=False)
def a_new_link_replaces_one_that_is_over(world: World) -> Attempt:
    world.add(SIAN.model_copy(update={"link": SIAN.link.model_copy(update={"expires_at": world.clock.now()})}))
    browser = world.browser()
    browser.get(f"/a/{world.token('C-1001')}")
    browser.submit(wish="new-link")
    (body,) = snapshots.take_bodies("messages")
    return lambda: world.deliver("messages", body)


@scenario("message_events")
def an_address_turns_out_not_to_exist(world: World) -> Attempt:
    bounce = {
        "eventType": "Bounce",
        "mail": {"messageId": _sent(world, "EMAIL"), "tags": {}},
        "bounce": {"bounceType": "Permanent", "bouncedRecipients": []},
    }
    return lambda: world.deliver("message-events", json.dumps(bounce))


@scenario("sms_receipts")
def a_text_message_has_arrived(world: World) -> Attempt:
    log = status_log(receipt(_sent(world, "SMS"), at=world.clock.now()))
    return lambda: world.invoke("sms_receipts", log)


@scenario("message_events")
def a_customer_answers_stop(world: World) -> Attempt:
    _sent(world, "SMS")
    stop = {"inboundMessageId": "in-1", "originationNumber": SIAN.mobile_phone, "messageBody": " Stop! "}
    return lambda: world.deliver("message-events", json.dumps(stop))


@scenario("message_events")
def a_customer_answers_something_else(world: World) -> Attempt:
    _sent(world, "SMS")
    answer = {"inboundMessageId": "in-2", "originationNumber": SIAN.mobile_phone, "messageBody": "I can pay on Friday"}
    return lambda: world.deliver("message-events", json.dumps(answer))


@scenario("message_sweep", exact=False)
def a_message_was_never_handed_on(world: World) -> Attempt:
    _queued(world, "SMS")
    world.wait(minutes=10)
    return lambda: world.sweep("message_sweep")


@scenario("message_sweep")
def a_sender_died_with_the_message_in_its_hand(world: World) -> Attempt:
    body = _queued(world, "SMS")
    die_after("Publish", lambda: world.deliver("messages", body))
    world.wait(minutes=20)
    return lambda: world.sweep("message_sweep")
