"""What carriers say, read into our words. Pure. SES through its configuration set; SNS's delivery log; and AWS End User
Messaging for texts that people send. Formats: docs.aws.amazon.com, "Contents of event data" (SES) and "Two-way SMS"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.messaging.model import Fact

_ALONE = frozenset({"STOP", "STOPALL", "STOPIO", "UNSUBSCRIBE", "END", "QUIT", "CANCEL"})
_AT_THE_START = frozenset({"STOP", "STOPALL", "STOPIO", "UNSUBSCRIBE"})
"""Words that nobody begins a sentence with who does not mean it; `End of May I can pay` is no wish to hear no more."""


class NotUnderstood(Exception):
    """An event of a shape that no carrier of ours sends."""


@dataclass(frozen=True, slots=True)
class Report:
    """Something became of a message: known by its tags where the carrier returns them, else by the carrier's own id.
    `is_permanent` means that nothing will ever reach this contact, `complained` that the customer called it spam;
    `published_at` is when the carrier was given the message, where it says so."""

    fact: Fact | None
    provider_ref: str
    customer_key: str = ""
    message_id: str = ""
    reason: str = ""
    is_permanent: bool = False
    complained: bool = False
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """A text message from a customer's phone."""

    id: str
    sender: str
    body: str

    @property
    def means_stop(self) -> bool:
        """Whether they want no more text messages, however it is spelt (`reference/uk-rules.md` F.6)."""
        words = [re.sub(r"[^A-Z]", "", word) for word in self.body.upper().split()]
        joined = "".join(words)
        return joined in _ALONE or (bool(words) and words[0] in _AT_THE_START)


def read(event: Mapping[str, Any]) -> Report | Inbound | None:
    """What the event tells, or None for what is of no interest. Raises `NotUnderstood`."""
    try:
        if "mail" in event:
            return _email(event)
        if "inboundMessageId" in event:
            return Inbound(event["inboundMessageId"], event["originationNumber"], event["messageBody"])
        if "notification" in event:
            return _text(event)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise NotUnderstood(type(error).__name__) from None
    raise NotUnderstood("unknown shape")


def _email(event: Mapping[str, Any]) -> Report | None:
    mail = event["mail"]
    tags = mail.get("tags", {})
    known = (mail["messageId"], tags.get("customer", [""])[0], tags.get("message", [""])[0])
    match event["eventType"]:
        case "Delivery":
            return Report(Fact.DELIVERED, *known)
        case "Bounce":
            bounce = event["bounce"]
            permanent = bounce["bounceType"] == "Permanent"
            why = "The address does not exist." if permanent else "The mailbox did not take it."
            return Report(Fact.BOUNCED, *known, why, permanent)
        case "Reject":
            return Report(Fact.BOUNCED, *known, "The provider rejected it.")
        case "Complaint":
            return Report(None, *known, complained=True)
        case _:
            return None


def _text(event: Mapping[str, Any]) -> Report:
    reference, at = event["notification"]["messageId"], event["notification"].get("timestamp")
    published_at = datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None
    if event["status"] == "SUCCESS":
        return Report(Fact.DELIVERED, reference, published_at=published_at)
    answer = str(event["delivery"].get("providerResponse", ""))
    gone = "unreachable" in answer.lower() or "invalid phone number" in answer.lower()
    return Report(
        Fact.BOUNCED,
        reference,
        reason="The phone could not be reached.",
        is_permanent=gone and "currently" not in answer,
        published_at=published_at,
    )
