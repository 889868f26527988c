"""The columns that stand for holds. A file places, replaces and lifts its own holds; those of people it leaves alone, and
says so. What protects a customer is always taken from a file, whatever the setting about edits says. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.core.clock import london_day
from chalicelib.core.faults import FaultCode
from chalicelib.core.ids import ulid
from chalicelib.imports.cells import CLEAR
from chalicelib.imports.settling import Settled, wins
from chalicelib.imports.words import BreathingSpaceType, Vulnerability
from chalicelib.records.holds import MORATORIA, Hold, HoldKind, HoldSource
from chalicelib.records.model import Customer

type Holds = tuple[Hold, ...]

_BREATHING_SPACE = ("BreathingSpaceType", "BreathingSpaceStart", "BreathingSpaceEnd")
_MORATORIA = {
    BreathingSpaceType.STANDARD: HoldKind.BREATHING_SPACE,
    BreathingSpaceType.MENTAL_HEALTH: HoldKind.MH_CRISIS,
    BreathingSpaceType.SCOTTISH_MORATORIUM: HoldKind.SCOTTISH_MORATORIUM,
}
_TYPES = {kind: name for name, kind in _MORATORIA.items()}
_SHOWN_AS = {BreathingSpaceType.MENTAL_HEALTH: BreathingSpaceType.STANDARD}
"""The diary is read by everybody, and a mental-health crisis is for nobody to read there."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The file that is imported: its upload, and when."""

    upload_id: str
    now: datetime

    @property
    def today(self) -> date:
        return london_day(self.now)

    def hold(self, kind: HoldKind, **other: object) -> Hold:
        """A hold of this file over the whole customer, from today unless `start` says otherwise."""
        hold_id = ulid(self.now, f"hold\x1f{self.upload_id}\x1f{kind}".encode())
        return Hold.model_validate({"id": hold_id, "kind": kind, "start": self.today, "source": HoldSource.FILE} | other)


@dataclass(frozen=True, slots=True)
class _Word:
    """How one group of columns names holds of some kinds: `said` is the value of the file, `spoken` that of the holds,
    `hold` what a value asks for, `silent` the value that asks for none."""

    column: str
    kinds: frozenset[HoldKind]
    silent: str
    said: Callable[[Mapping[str, str]], str]
    spoken: Callable[[Holds], str]
    hold: Callable[[Filing, str], Hold]
    shown: Callable[[str], str] = str


def settle_holds(settled: Settled, values: Mapping[str, str], customer: Customer, filing: Filing, *, file_wins: bool) -> None:
    """Settle every column that stands for holds."""
    holds = customer.holds
    for word in _WORDS:
        if word.column not in values:
            continue
        value, current = word.said(values), word.spoken(holds)
        asks = value != word.silent
        if wins(settled, word.column, value, current, file_wins=file_wins or asks):
            holds = _replaced(holds, word, word.hold(filing, value) if asks else None, filing.today)
            settled.note(word.column, word.shown(current), word.shown(value))
            if not asks and word.spoken(holds) != value:
                settled.warnings.append((FaultCode.W_AGENT_EDIT_OVERWRITTEN, word.column))
    if holds != customer.holds:
        settled.updates["holds"] = holds


def hold_cells(holds: Holds) -> dict[str, str]:
    """The columns of an export. Reading them back changes nothing."""
    moratorium = _moratorium(holds)
    return {
        "VulnerabilityFlag": _vulnerability(holds),
        "DisputeFlag": _disputed(holds),
        "BreathingSpaceType": _TYPES[moratorium.kind] if moratorium else BreathingSpaceType.NONE,
        "BreathingSpaceStart": moratorium.start.isoformat() if moratorium else "",
        "BreathingSpaceEnd": moratorium.end.isoformat() if moratorium and moratorium.end else "",
    }


def _replaced(holds: Holds, word: _Word, new: Hold | None, today: date) -> Holds:
    """Without what a file placed under this word, and with what this one asks for, unless that is over already."""
    kept = tuple(hold for hold in holds if hold not in _of(holds, word.kinds) or hold.source is not HoldSource.FILE)
    return kept if new is None or new.ended(today) else (*kept, new)


def _of(holds: Iterable[Hold], kinds: frozenset[HoldKind]) -> list[Hold]:
    """The holds of some kinds over the whole customer; a file has no word for those on one account."""
    return [hold for hold in holds if hold.kind in kinds and hold.account is None]


def _moratorium(holds: Holds) -> Hold | None:
    """The one that lasts longest: a file has a word for one only."""
    return max(_of(holds, MORATORIA), key=lambda hold: (hold.end is None, hold.end or date.min, hold.start), default=None)


def _space_said(values: Mapping[str, str]) -> str:
    kind, start, end = (("" if values.get(name) == CLEAR else values.get(name, "")) for name in _BREATHING_SPACE)
    return kind if kind == BreathingSpaceType.NONE else f"{kind} {start} {end}".strip()


def _space_spoken(holds: Holds) -> str:
    cells = hold_cells(holds)
    return " ".join(cells[name] for name in _BREATHING_SPACE).strip()


def _space(filing: Filing, value: str) -> Hold:
    kind, start, *end = value.split()
    return filing.hold(_MORATORIA[BreathingSpaceType(kind)], start=start, end=end[0] if end else None)


def _space_shown(value: str) -> str:
    kind, _, days = value.partition(" ")
    return f"{_SHOWN_AS.get(BreathingSpaceType(kind), kind)} {days}".strip()


def _vulnerability(holds: Holds) -> str:
    found = _of(holds, frozenset({HoldKind.VULNERABILITY}))
    if not found:
        return Vulnerability.NONE
    return Vulnerability.CONFIRMED if any(hold.certain for hold in found) else Vulnerability.POTENTIAL


def _disputed(holds: Holds) -> str:
    return "Y" if _of(holds, frozenset({HoldKind.DISPUTE})) else "N"


_WORDS = (
    _Word(_BREATHING_SPACE[0], MORATORIA, BreathingSpaceType.NONE, _space_said, _space_spoken, _space, shown=_space_shown),
    _Word(
        "VulnerabilityFlag",
        frozenset({HoldKind.VULNERABILITY}),
        Vulnerability.NONE,
        lambda values: values["VulnerabilityFlag"],
        _vulnerability,
        lambda filing, value: filing.hold(HoldKind.VULNERABILITY, certain=value == Vulnerability.CONFIRMED),
    ),
    _Word(
        "DisputeFlag",
        frozenset({HoldKind.DISPUTE}),
        "N",
        lambda values: values["DisputeFlag"],
        _disputed,
        lambda filing, value: filing.hold(HoldKind.DISPUTE),
    ),
)
HOLD_COLUMNS = tuple(word.column for word in _WORDS)
"""Under which names the diary and the preview tell of holds."""
