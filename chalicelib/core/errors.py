"""The closed set of ways a command is refused, and the one table of words for them.

`web` maps codes to HTTP statuses in one place; a page or a dialog shows the words.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    INVALID = "INVALID"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    STALE = "STALE"
    KEY_REUSED = "KEY_REUSED"
    WRONG_STATE = "WRONG_STATE"
    NOT_ALLOWED_NOW = "NOT_ALLOWED_NOW"
    BAD_CURSOR = "BAD_CURSOR"
    TOO_LARGE = "TOO_LARGE"
    WRONG_TYPE = "WRONG_TYPE"
    AMOUNT_TOO_SMALL = "AMOUNT_TOO_SMALL"
    MORE_THAN_OWED = "MORE_THAN_OWED"
    NOTHING_OWED = "NOTHING_OWED"
    PROVIDER_UNAVAILABLE = "PROVIDER_UNAVAILABLE"
    BUSY = "BUSY"
    INTERNAL = "INTERNAL"


WORDS: dict[Code, str] = {
    Code.INVALID: "Some of what was sent is not right. Correct it and try again.",
    Code.UNAUTHENTICATED: "Sign in to do this.",
    Code.FORBIDDEN: "Your role does not allow this. Ask an administrator.",
    Code.NOT_FOUND: "We cannot find that.",
    Code.STALE: "This changed while you were looking at it. Read it again and repeat what you did.",
    Code.KEY_REUSED: "That request was sent before with other contents. Send it again with a new key.",
    Code.WRONG_STATE: "That cannot be done in the state this is in now.",
    Code.NOT_ALLOWED_NOW: "A hold or a rule does not allow this now.",
    Code.BAD_CURSOR: "That page is no longer there. Start again from the first page.",
    Code.TOO_LARGE: "That is too large.",
    Code.WRONG_TYPE: "That is not a kind of content this address takes.",
    Code.AMOUNT_TOO_SMALL: "The amount is too small.",
    Code.MORE_THAN_OWED: "The amount is more than is owed.",
    Code.NOTHING_OWED: "Nothing is owed on this account.",
    Code.PROVIDER_UNAVAILABLE: "The payment provider does not answer. No money has been taken. Try again in a few minutes.",
    Code.BUSY: "Somebody else is changing this at the same moment. Try again.",
    Code.INTERNAL: "Something went wrong on our side. Try again in a few minutes.",
}


class Refused(Exception):
    """A command was refused. `field` names the input at fault; `detail` replaces the table's words where it can say more."""

    def __init__(self, code: Code, detail: str = "", *, field: str = "") -> None:
        super().__init__(code.value)
        self.code = code
        self.words = detail or WORDS[code]
        self.field = field


def refuse_if(condition: bool, code: Code, detail: str = "", *, field: str = "") -> None:
    """Raise `Refused` when the condition holds."""
    if condition:
        raise Refused(code, detail, field=field)
