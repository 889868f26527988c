"""The port to queues on SQS."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import batched
from typing import Any

from chalicelib.aws.clients import client
from chalicelib.core.queues import Message, QueueName

BATCH_LIMIT = 10


class NotAcceptedError(Exception):
    """SQS took only some of the messages; the sender sends all of them again."""


class SqsQueues:
    """The stack's queues."""

    def __init__(self, urls: Mapping[QueueName, str], region: str) -> None:
        self._urls = urls
        self._region = region

    @cached_property
    def _sqs(self) -> Any:
        return client("sqs", self._region)

    def send(self, queue: QueueName, messages: Sequence[Message]) -> None:
        for chunk in batched(messages, BATCH_LIMIT, strict=False):
            entries = [{"Id": str(number), "MessageBody": json.dumps(message)} for number, message in enumerate(chunk)]
            answer = self._sqs.send_message_batch(QueueUrl=self._urls[queue], Entries=entries)
            if answer.get("Failed"):
                raise NotAcceptedError(f"{len(answer['Failed'])} messages were not accepted")
