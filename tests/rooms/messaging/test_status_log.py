"""What SNS's delivery log tells of text messages: carried on as far as it is understood, and never more than that."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.care.model import ContactChannel
from chalicelib.core.queues import QueueName
from chalicelib.messaging.hearing import Hearing, Unmatched
from chalicelib.messaging.model import State, Text
from chalicelib.messaging.reports import NotUnderstood
from chalicelib.messaging.status_log import LONGEST_LINE, MOST_LINES, StatusLog, read
from tests.support.messages import MessagingWorld
from tests.support.paying import NOON
from tests.support.receipts import packed, receipt, status_log

GOOD = receipt("sms-1", at=NOON)


class Carried:
    """What was carried into which queue, and what was logged."""

    def __init__(self, world: MessagingWorld) -> None:
        self.world = world
        self.logged: list[dict[str, Any]] = []

    def carry(self, *lines: object) -> None:
        StatusLog(self.world.queues, lambda message, **fields: self.logged.append(fields)).carry(status_log(*lines))

    def hear(self) -> None:
        while self.world.queues.sent:
            queue, event = self.world.queues.sent.pop(0)
            assert queue is QueueName.MESSAGE_EVENTS
            Hearing(self.world.desk).hear(json.loads(json.dumps(event)))


@pytest.fixture
def carried(world: MessagingWorld) -> Carried:
    return Carried(world)


def texted(world: MessagingWorld) -> str:
    message_id = world.queue(Text.NEW_LINK, ContactChannel.SMS)
    world.pump()
    return message_id


@pytest.mark.feature("V5")
@pytest.mark.parametrize(
    ("status", "answer", "state"),
    [("SUCCESS", "", State.DELIVERED), ("FAILURE", "Invalid phone number", State.FAILED)],
)
def test_what_became_of_a_text_is_written_down_however_often_it_is_told(
    world: MessagingWorld, carried: Carried, status: str, answer: str, state: State
) -> None:
    message_id = texted(world)
    told = receipt("sms-1", at=NOON, status=status, answer=answer)
    carried.carry(told, told)
    carried.carry(told)
    carried.hear()
    assert world.message(message_id).state is state
    assert len(world.told()) == 3
    assert bool(world.customer.contact_checks) is (status == "FAILURE")


def test_only_what_decides_is_carried_on(world: MessagingWorld, carried: Carried) -> None:
    carried.carry(GOOD)
    [(_, event)] = world.queues.sent
    assert event == {
        "notification": {"messageId": "sms-1", "timestamp": "2026-11-20 12:00:00.000"},
        "delivery": {"providerResponse": "Message accepted"},
        "status": "SUCCESS",
    }


def test_a_text_that_somebody_else_sent_is_asked_about_again_and_then_left_alone(world: MessagingWorld, carried: Carried) -> None:
    carried.carry(receipt("not-ours", at=world.clock.now()))
    before, told = dict(world.store.items), list(world.queues.sent)
    with pytest.raises(Unmatched):
        carried.hear()
    world.clock.instant += timedelta(minutes=6)
    world.queues.sent = told
    carried.hear()
    assert world.store.items == before


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no JSON",
        "[]",
        {},
        GOOD | {"status": "MAYBE"},
        GOOD | {"status": 1},
        GOOD | {"notification": {"messageId": "sms-1"}},
        GOOD | {"notification": {"messageId": "a b", "timestamp": "2026-11-20 12:00:00.000"}},
        GOOD | {"notification": {"messageId": "sms-1", "timestamp": "yesterday"}},
        GOOD | {"notification": {"messageId": "x" * 101, "timestamp": "2026-11-20 12:00:00.000"}},
        GOOD | {"delivery": None},
        GOOD | {"delivery": {"providerResponse": "x" * 501}},
        json.dumps(GOOD) + " " * LONGEST_LINE,
        "[" * 2_000,
    ],
    ids=lambda line: str(line)[:60],
)
def test_a_line_that_nobody_understands_is_counted_and_stops_no_other(carried: Carried, line: object) -> None:
    with pytest.raises(NotUnderstood, match=r"^1 lines$"):
        carried.carry(line, GOOD)
    assert len(carried.world.queues.sent) == 1
    assert carried.logged == [{"count": 1}]


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"awslogs": None},
        {"awslogs": {"data": 7}},
        {"awslogs": {"data": "no base64!"}},
        {"awslogs": {"data": "é"}},
        {"awslogs": {"data": "aGVsbG8="}},
        {"awslogs": {"data": status_log(GOOD)["awslogs"]["data"][:40]}},
        {"awslogs": {"data": "A" * 1_500_001}},
        packed(b"[]"),
        packed(b"\xff"),
        packed(b'{"messageType": "DATA_MESSAGE", "logEvents": [{"message": 1}]}'),
        packed(b" " * 8_000_001),
        status_log(GOOD, kind="OTHER"),
        status_log(*[""] * (MOST_LINES + 1)),
    ],
    ids=lambda event: str(event)[:60],
)
def test_what_is_no_log_is_refused_and_quoted_nowhere(event: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(event)
    assert "sms-1" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_log_that_only_asks_whether_we_are_there_carries_nothing(world: MessagingWorld) -> None:
    assert read(status_log(GOOD, kind="CONTROL_MESSAGE")).messages == ()
