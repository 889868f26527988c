"""The guard before cells that a spreadsheet would run as formulas (features A, security checklist 14). Pure."""

from __future__ import annotations

import re

_RUNS = re.compile(r"'*[=@\t\r\n+\-＝＠＋－]")
_PLAIN_NUMBER = re.compile(r"[+-]\d[\d .]*", re.ASCII)


def guard(cell: str) -> str:
    """The cell with `'` before what a spreadsheet would run; phone and other numbers stay as they are."""
    return f"'{cell}" if _RUNS.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def unguard(cell: str) -> str:
    """The cell without the guard; `unguard(guard(cell)) == cell` for every text."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell
