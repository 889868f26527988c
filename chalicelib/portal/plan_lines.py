"""What the overview says of payment plans, account by account."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Planned:
    """The accounts with a plan that stands, and those on which one can be asked for."""

    standing: frozenset[str] = frozenset()
    may_ask: frozenset[str] = frozenset()

    @staticmethod
    def path(number: str) -> str:
        """Where a plan is asked for or shown."""
        return f"/accounts/{quote(number, safe='')}/plan"
