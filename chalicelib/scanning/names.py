"""File names: what in one deceives or attacks, and how one is shown."""

from __future__ import annotations

import unicodedata

_LONGEST_SHOWN = 120
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(name: str) -> str:
    """The name as it can be printed, stored and logged: what is invisible or steers a terminal is replaced, the rest cut."""
    plain = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _NOT_SHOWN else c for c in name[:_LONGEST_SHOWN])
    return plain.strip()
