"""The port to SQS, and the same in memory. Messages are small JSON objects; delivery is at least once, in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

Message = Mapping[str, str | int | Mapping[str, str]]


class QueueName(StrEnum):
    PLAN = "plan"
    APPLY = "apply"
    CAMPAIGNS = "campaigns"
    EXPORTS = "exports"
    MESSAGES = "messages"
    MESSAGE_EVENTS = "message-events"
    FILES = "files"


class Queues(Protocol):
    """Where work is handed on."""

    def send(self, queue: QueueName, messages: Sequence[Message]) -> None:
        """Hand all messages over, in batches of 10. Raises when one was not accepted; sending all again is harmless."""
        ...


class MemoryQueues:
    """The port in a list; tests take the messages out and deliver them as they like."""

    def __init__(self) -> None:
        self.sent: list[tuple[QueueName, Message]] = []

    def send(self, queue: QueueName, messages: Sequence[Message]) -> None:
        self.sent.extend((queue, message) for message in messages)
