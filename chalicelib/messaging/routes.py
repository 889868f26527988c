"""Messages for the console: what may be sent and how it would look, what was sent and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.care.model import ContactChannel
from chalicelib.messaging.model import Message, State, Text
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.messaging.service import Messages


class MessageAsk(View):
    """What an agent may send by hand, and how."""

    text: Literal["link", "way-to-pay-link"]
    channel: Literal["SMS", "EMAIL"]


class MessagePreview(View):
    """Exactly what would go out. `why_not` is empty when it may; with `not_before` it would wait until then."""

    to: str
    subject: str
    text: str
    segments: int
    allowed: bool
    why_not: Sequence[str]
    not_before: datetime | None


class MessageView(View):
    id: str
    text: Text
    channel: ContactChannel
    to: str
    state: State
    reason: str
    rules: Sequence[str]
    asked_by: str
    asked_at: datetime
    sent_at: datetime | None
    waits_until: datetime | None

    @classmethod
    def of(cls, message: Message) -> MessageView:
        shown = {name: getattr(message, name) for name in cls.model_fields if name in Message.model_fields}
        return cls(**shown, waits_until=message.next_check if message.state is State.QUEUED else None)


class MessagePage(View):
    items: Sequence[MessageView]
    after: str | None


class MessageCopy(View):
    """A message as it was sent. The HTML part has the same words; it is never shown, so that it can do nothing here."""

    message: MessageView
    subject: str
    words: str | None


class MessagesAfter(View):
    after: Annotated[str, Field(max_length=64)] = ""


def register(routes: Routes, messages: Callable[[], Messages]) -> None:
    @routes.api("GET", "/customers/{customer_key}/messages", query=MessagesAfter, answer=MessagePage)
    def customer_messages(call: Call[MessagesAfter, Nothing]) -> MessagePage:
        """A customer's messages, newest first"""
        page = messages().page(call.path["customer_key"], call.query.after or None)
        return MessagePage(items=[MessageView.of(message) for message in page.items], after=page.after)

    @routes.api(
        "POST", "/customers/{customer_key}/messages/preview", body=MessageAsk, answer=MessagePreview, roles=WRITERS, asks=True
    )
    def preview_message(call: Call[Nothing, MessageAsk]) -> MessagePreview:
        """What a message would say, and whether it may be sent now"""
        seen = messages().preview(call.path["customer_key"], Text(call.body.text), ContactChannel(call.body.channel))
        why_not = [*seen.decision.words, *([seen.problem] if seen.problem else [])]
        return MessagePreview(
            to=seen.to,
            subject=seen.rendered.subject,
            text=seen.rendered.text,
            segments=seen.segments,
            allowed=not why_not,
            why_not=why_not,
            not_before=None if seen.problem else seen.decision.not_before,
        )

    @routes.api("POST", "/customers/{customer_key}/messages", body=MessageAsk, answer=MessageView, status=202, roles=WRITERS)
    def send_message(call: Call[Nothing, MessageAsk]) -> MessageView:
        """Send a message, now or when the hours allow it"""
        ask = call.body
        sent = messages().send(
            call.path["customer_key"], Text(ask.text), ContactChannel(ask.channel), call.person.actor, call.key
        )
        return MessageView.of(sent)

    @routes.api("POST", "/customers/{customer_key}/messages/{id}/copy", answer=MessageCopy)
    def read_message(call: Call[Nothing, Nothing]) -> MessageCopy:
        """One message as it was sent; reading it is told to the diary"""
        message = messages().get(call.path["customer_key"], call.path["id"])
        copy = messages().copy(message, call.person.actor, call.key)
        return MessageCopy(
            message=MessageView.of(message), subject=copy.subject if copy else "", words=copy.text if copy else None
        )
