"""Names as people have them: kept as written, folded only to be compared, sorted and searched."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
)


def fold(name: str) -> str:
    """Lower-case letters and digits with single spaces: `O'Neill-Smith, Aoife` and `oneillsmith aoife` fold alike."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).casefold()
    kept = (c for c in plain if c.isalnum() or c.isspace())
    return " ".join("".join(kept).split())
