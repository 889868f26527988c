"""What the overview says of promises, account by account. Nothing here is escaped: the templates do that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise that is open."""

    id: str
    amount_pence: int
    paid_pence: int
    due: date

    @property
    def path(self) -> str:
        return f"/promises/{quote(self.id, safe='')}"


@dataclass(frozen=True, slots=True)
class Promised:
    """The open promises by account number, and the accounts on which another may be made."""

    lines: Mapping[str, tuple[PromiseLine, ...]] = field(default_factory=dict)
    may_promise: frozenset[str] = frozenset()

    def on(self, number: str) -> tuple[PromiseLine, ...]:
        return self.lines.get(number, ())

    @staticmethod
    def path(number: str) -> str:
        """Where one is made."""
        return f"/accounts/{quote(number, safe='')}/promise"
