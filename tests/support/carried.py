"""What the carriers in moto were given: the only place where a message that left can be seen."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Any, cast

from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses import ses_backends
from moto.sns import sns_backends

REGION = "eu-west-2"


def texts() -> list[tuple[str, str]]:
    """Every text message: the number and what it says."""
    return list(_sns().sms_messages.values())


def letters() -> list[EmailMessage]:
    """Every email, as its reader's program parses it."""
    raw = [message.raw_data for message in _ses().sent_messages]
    return [cast(EmailMessage, email.message_from_string(each, policy=email.policy.default)) for each in raw]


def references() -> tuple[list[str], list[str]]:
    """The ids that SNS and SES gave to what they took."""
    return list(_sns().sms_messages), [message.id for message in _ses().sent_messages]


def take() -> tuple[dict[str, Any], list[Any]]:
    """Everything that has been sent, to be put back."""
    return dict(_sns().sms_messages), list(_ses().sent_messages)


def put_back(sent: tuple[dict[str, Any], list[Any]]) -> None:
    """What has been sent is this, and nothing else."""
    texts, letters = sent
    _sns().sms_messages.clear()
    _sns().sms_messages.update(texts)
    _ses().sent_messages[:] = letters


def _sns() -> Any:
    return sns_backends[DEFAULT_ACCOUNT_ID][REGION]


def _ses() -> Any:
    return ses_backends[DEFAULT_ACCOUNT_ID][REGION]
