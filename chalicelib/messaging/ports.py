"""The ports to whoever carries messages, and the same in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Refusal(Exception):
    """The provider will not carry this message: it was not sent and never will be. The message is words for an agent."""


class Busy(Exception):
    """The provider cannot take it now. It was certainly not sent, so it may be tried again later."""


class Unclear(Exception):
    """The provider was asked and did not answer in a way that tells. It may have been sent, so it is not tried again."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One email. `tags` come back with everything the provider says about it; `unsubscribe_url` is for one click."""

    to: str
    sender_name: str
    subject: str
    text: str
    html: str
    unsubscribe_url: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


class Mail(Protocol):
    def send(self, letter: Letter) -> str:
        """Hand the letter over, once. The provider's id for it. Raises `Refusal`, `Busy` or `Unclear`."""
        ...


class Sms(Protocol):
    def send(self, to: str, text: str) -> str:
        """Hand the text over, once, to a number in E.164. The provider's id. Raises `Refusal`, `Busy` or `Unclear`."""
        ...


class MemoryMail:
    """The port in a list. What a test puts into `answers` is raised instead, one for each letter."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.answers: list[Exception] = []

    def send(self, letter: Letter) -> str:
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append(letter)
        return f"mail-{len(self.sent)}"


class MemorySms:
    """The same for text messages."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.answers: list[Exception] = []

    def send(self, to: str, text: str) -> str:
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append((to, text))
        return f"sms-{len(self.sent)}"
