"""Messages of this room's queues, and its schedule, to calls of its services. Every one of them may come twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    from chalicelib.messaging.hearing import Hearing
    from chalicelib.messaging.sending import Sending
    from chalicelib.messaging.service import NewLinks
    from chalicelib.messaging.status_log import StatusLog


def send(message: Mapping[str, Any], sending: Sending, new_links: Callable[[], NewLinks]) -> None:
    """`{customer_key, message_id}` sends a message; `{link, asked_at}` answers a visitor who asked for a new link."""
    if "link" in message:
        new_links().answer(str(message["link"]), datetime.fromisoformat(str(message["asked_at"])))
    else:
        sending.deliver(str(message["customer_key"]), str(message["message_id"]))


def hear(event: Mapping[str, Any], hearing: Hearing) -> None:
    """What a carrier says."""
    hearing.hear(event)


def carry(event: Mapping[str, Any], status_log: StatusLog) -> None:
    """What SNS has written down of text messages."""
    status_log.carry(event)


def sweep(sending: Sending, clock: Clock) -> None:
    """Every few minutes. Raises at the end when some could not be looked at: the alarm sees it."""
    sending.sweep(clock.now())
