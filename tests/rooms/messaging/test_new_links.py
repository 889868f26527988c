"""The new link that a visitor asks for at the portal's door."""

from __future__ import annotations

import pytest

from chalicelib.core.ids import fingerprint
from tests.support.messages import PHONE, MessagingWorld
from tests.support.paying import NOON


def asked(world: MessagingWorld) -> str:
    return fingerprint(world.token(world.customer))


@pytest.mark.feature("V6")
def test_whoever_asks_gets_the_link_on_the_phone_that_is_on_file(world: MessagingWorld) -> None:
    link = asked(world)
    for _ in range(2):
        world.new_links.answer(link, NOON)
    assert [to for to, _ in world.sms.sent] == [PHONE]
    assert world.token(world.customer) in world.sms.sent[0][1]
    assert world.customer.link.version == 1


@pytest.mark.feature("V6")
def test_a_link_that_is_over_is_replaced_first(world: MessagingWorld) -> None:
    link, over = asked(world), world.customer.link.model_copy(update={"expires_at": NOON})
    world.change(link=over)
    world.new_links.answer(link, NOON)
    assert world.customer.link.version == 2
    assert world.customer.link.expires_at > NOON
    assert world.token(world.customer) in world.sms.sent[0][1]


def test_a_link_that_an_agent_revoked_is_for_an_agent_to_replace(world: MessagingWorld) -> None:
    link, gone = asked(world), world.customer.link.model_copy(update={"expires_at": NOON, "revoked_at": NOON})
    world.change(link=gone)
    world.new_links.answer(link, NOON)
    assert (world.sms.sent, world.customer.link.version) == ([], 1)
    assert world.told() == ["sms.queued", "message.suppressed"]


def test_a_link_that_never_was_sends_nothing(world: MessagingWorld) -> None:
    before = dict(world.store.items)
    world.new_links.answer("0" * 64, NOON)
    assert world.store.items == before
    assert world.sms.sent == []


@pytest.mark.parametrize(
    ("fields", "channel"),
    [
        ({}, "SMS"),
        ({"sms_opt_out": True}, "EMAIL"),
        ({"mobile_phone": None}, "EMAIL"),
        ({"preferred_channel": "EMAIL"}, "EMAIL"),
    ],
)
def test_the_new_link_goes_where_the_customer_wants_it(world: MessagingWorld, fields: dict[str, object], channel: str) -> None:
    link = asked(world)
    world.change(**fields)
    world.new_links.answer(link, NOON)
    assert (len(world.sms.sent), len(world.mail.sent)) == ((1, 0) if channel == "SMS" else (0, 1))


def test_a_customer_who_cannot_be_reached_gets_nothing_and_an_agent_sees_it(world: MessagingWorld) -> None:
    link = asked(world)
    world.change(mobile_phone=None, email=None)
    world.new_links.answer(link, NOON)
    assert world.told() == ["email.queued", "message.suppressed"]
