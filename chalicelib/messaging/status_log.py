"""What SNS writes of text messages into its delivery status log, as a subscription of CloudWatch Logs hands it on.

Formats: docs.aws.amazon.com, "Subscription filters" (CloudWatch Logs) and "Amazon SNS SMS delivery monitoring" (SNS). Each line
becomes a message of the carriers' queue that holds what `reports` reads and nothing else: no number, no price.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chalicelib.core.queues import Message, QueueName, Queues
from chalicelib.messaging.reports import NotUnderstood

if TYPE_CHECKING:
    from chalicelib.web.routes import Log

LARGEST_DATA_CHARACTERS = 1_500_000
"""More than Lambda takes for a call that nobody waits for: 1 MB."""
LARGEST_BATCH_BYTES = 8_000_000
MOST_LINES = 10_000
"""As many as CloudWatch Logs takes from a writer at once."""
LONGEST_LINE = 4_000
_ANY_GZIP = 16 + zlib.MAX_WBITS


class _Shape(BaseModel):
    """Exactly these types; what else SNS tells is left out."""

    model_config = ConfigDict(frozen=True, defer_build=True, strict=True)


class _Notification(_Shape):
    messageId: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,100}$")]  # noqa: N815  # the name in the log
    timestamp: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$")]


class _Delivery(_Shape):
    providerResponse: Annotated[str, Field(max_length=500)] = ""  # noqa: N815


class _Receipt(_Shape):
    notification: _Notification
    delivery: _Delivery
    status: Literal["SUCCESS", "FAILURE"]


class _Line(_Shape):
    message: str


class _Batch(_Shape):
    messageType: Literal["DATA_MESSAGE", "CONTROL_MESSAGE"]  # noqa: N815
    logEvents: Annotated[list[_Line], Field(max_length=MOST_LINES)]  # noqa: N815


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a batch tells: a queue message for each text message, and how many lines nobody understood."""

    messages: tuple[Message, ...]
    not_understood: int


class StatusLog:
    """Carries receipts into the queue of the carriers' events, where each is heard by itself."""

    def __init__(self, queues: Queues, log: Log) -> None:
        self._queues = queues
        self._log = log

    def carry(self, event: Mapping[str, Any]) -> None:
        """Hand on what the log tells. Safe to repeat.

        Raises `NotUnderstood` for what is no such log; and at the end, when some lines were not: the others are on their
        way, and the alarm sees that SNS speaks in a way we do not know."""
        receipts = read(event)
        self._queues.send(QueueName.MESSAGE_EVENTS, receipts.messages)
        if receipts.not_understood:
            self._log("receipts not understood", count=receipts.not_understood)
            raise NotUnderstood(f"{receipts.not_understood} lines")


def read(event: Mapping[str, Any]) -> Receipts:
    """The receipts in an event of CloudWatch Logs. Raises `NotUnderstood` for what is no batch of log lines, or too large."""
    try:
        batch = _Batch.model_validate_json(_unpacked(event["awslogs"]["data"]))
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        # Not chained: a validation error quotes what it was given.
        raise NotUnderstood(type(error).__name__) from None
    if batch.messageType == "CONTROL_MESSAGE":
        return Receipts((), 0)
    receipts = [_receipt(line.message) for line in batch.logEvents]
    return Receipts(tuple(receipt for receipt in receipts if receipt is not None), receipts.count(None))


def _unpacked(data: str) -> bytes:
    if len(data) > LARGEST_DATA_CHARACTERS:
        raise NotUnderstood("too large")
    unpacking = zlib.decompressobj(_ANY_GZIP)
    unpacked = unpacking.decompress(base64.b64decode(data, validate=True), LARGEST_BATCH_BYTES)
    if not unpacking.eof:
        raise NotUnderstood("too large or cut off")
    return unpacked


def _receipt(line: str) -> Message | None:
    if len(line) > LONGEST_LINE:
        return None
    try:
        return _Receipt.model_validate_json(line).model_dump()
    except ValidationError:
        return None
