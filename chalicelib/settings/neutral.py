"""Whether a text tells a stranger that somebody owes money. What is seen before identity is confirmed may not: a third party
who reads a name that reveals debt collection has learnt of the debt (FCA CONC 7.9.7R and 7.9.8G). Pure."""

from __future__ import annotations

import re

from chalicelib.core.names import fold

REVEALING_PARTS = ("debt", "bailiff", "arrears", "collect", "recover", "enforce", "repossess", "insolven", "delinquen")
REVEALING_WORDS = ("owe", "owed", "owes", "owing", "dca", "overdue", "default", "defaulted", "unpaid", "litigation")
_BREAKS = re.compile(r"[\W_]+")


def revealing(text: str) -> str | None:
    """What in the text gives it away, or None. Accents, capitals and punctuation inside a word hide nothing."""
    words = [*fold(text).split(), *(fold(word) for word in _BREAKS.split(text))]
    parts = (part for part in REVEALING_PARTS if any(part in word for word in words))
    return next(parts, None) or next((word for word in REVEALING_WORDS if word in words), None)
