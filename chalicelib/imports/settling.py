"""Whose word counts for one value: the file's, or a person's who changed it since (`reference/dataset.md` B.5). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import BaseModel

from chalicelib.core.faults import FaultCode
from chalicelib.imports.cells import CLEAR
from chalicelib.imports.columns import Column
from chalicelib.imports.rows import masked


class Edited(NamedTuple):
    """A value that a person has changed since the file last spoke about it, and what the file says now, both masked."""

    current: str
    in_file: str
    file_wins: bool


@dataclass(slots=True)
class Settled:
    """What a set of columns comes to: attributes to update, the baseline they leave, and what is worth telling.

    `before` and `after` are for the diary and the preview, and masked; `edited` are the columns that a person had changed.
    """

    updates: dict[str, Any] = field(default_factory=dict)
    baseline: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    edited: dict[str, Edited] = field(default_factory=dict)
    warnings: list[tuple[FaultCode, str]] = field(default_factory=list)
    news: bool = False

    def note(self, column: str, before: str, after: str) -> None:
        """Remember a change for the diary."""
        self.news = True
        self.before[column] = masked(column, before)
        self.after[column] = masked(column, after)


def wins(settled: Settled, column: str, value: str, current: str, *, file_wins: bool, untouched: str | None = None) -> bool:
    """Whether the file's value replaces the current one. A value that the file has said before leaves a person's later
    edit alone; a new one is news, and where it meets such an edit the organisation's setting decides. `untouched` is what
    stands there while neither a file nor a person has said anything."""
    before = settled.baseline.get(column)
    settled.baseline[column] = value
    if value in (current, before):
        return False
    settled.news = True
    unedited = untouched if before is None else before
    if unedited is not None and current != unedited:
        settled.edited[column] = Edited(masked(column, current), masked(column, value), file_wins)
        settled.warnings.append((FaultCode.W_AGENT_EDIT_OVERWRITTEN, column))
        return file_wins
    return True


def settle_fields(
    settled: Settled, columns: Iterable[Column], values: Mapping[str, str], holder: BaseModel, *, file_wins: bool
) -> None:
    """Settle every column that stands for one attribute of the customer or account."""
    for column in columns:
        if not column.field or column.name not in values:
            continue
        value = "" if values[column.name] == CLEAR else values[column.name]
        current = column.kind.encode(getattr(holder, column.field))
        if wins(settled, column.name, value, current, file_wins=file_wins, untouched=_untouched(column, holder)):
            settled.updates[column.field] = column.kind.decode(value) if value else _empty(column, holder)
            settled.note(column.name, current, value)


def settle_baseline(settled: Settled, names: Iterable[str], values: Mapping[str, str]) -> None:
    """Settle columns that only the baseline keeps."""
    for name in names:
        if name in values:
            value = "" if values[name] == CLEAR else values[name]
            before = settled.baseline.get(name, "")
            settled.baseline[name] = value
            if value != before:
                settled.note(name, before, value)


def _untouched(column: Column, holder: BaseModel) -> str | None:
    """What a new customer or account has in the attribute; None where it must be given."""
    field = type(holder).model_fields[column.field]
    return None if field.is_required() else column.kind.encode(field.get_default(call_default_factory=True))


def _empty(column: Column, holder: object) -> object:
    return () if isinstance(getattr(holder, column.field), tuple) else None
