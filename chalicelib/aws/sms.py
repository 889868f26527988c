"""The port to text messages on SNS."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from chalicelib.aws.carriers import handed_over
from chalicelib.aws.clients import client


class SnsSms:
    """Text messages from one sender id."""

    def __init__(self, sender: str, region: str) -> None:
        self._sender = sender
        self._region = region

    @cached_property
    def _sns(self) -> Any:
        return client("sns", self._region)

    def send(self, to: str, text: str) -> str:
        attributes = {
            "AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": self._sender},
            "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
        }
        with handed_over():
            answer = self._sns.publish(PhoneNumber=to, Message=text, MessageAttributes=attributes)
        return str(answer["MessageId"])
