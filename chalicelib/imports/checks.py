"""One record against the template: every fault of the row is found, not the first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from chalicelib.core.faults import BadCell, FaultCode
from chalicelib.core.money import parse_pounds
from chalicelib.imports.cells import CLEAR
from chalicelib.imports.columns import BREAKDOWN, PLAN_COLUMNS, PLAN_OPTIONS, Column
from chalicelib.imports.findings import Fault
from chalicelib.imports.plans import faults_of
from chalicelib.imports.rows import ERROR, Row, fault
from chalicelib.imports.table import Record
from chalicelib.imports.words import BreathingSpaceType
from chalicelib.records.accounts import Frequency, PlanOption
from chalicelib.settings.model import Settings

SPREADSHEET_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "########"})


@dataclass(frozen=True, slots=True)
class Checked:
    """A row in canonical form with everything that is wrong with it."""

    row: Row
    faults: tuple[Fault, ...]

    @property
    def rejected(self) -> bool:
        return any(found.severity == ERROR for found in self.faults)


def check_record(columns: Sequence[Column | None], record: Record, settings: Settings, today: date) -> Checked:
    """The row, judged cell by cell and then across its columns."""
    row = Row(record.row, record.record, {})
    wrong: list[_Wrong] = []
    for column, raw in zip(columns, record.cells, strict=True):
        if column is not None and (raw or column.required or column.name in PLAN_COLUMNS):
            wrong += _read_cell(row, column, raw, today)
    # Only now, because the row's own numbers may stand in its last columns.
    faults = [fault(row, each.code, each.column, supplied=each.supplied, message=each.message) for each in wrong]
    if not any(found.severity == ERROR for found in faults):
        faults += [*_breakdown(row), *_dates(row), *_minimum(row), *_breathing_space(row), *_plan_options(row, settings, today)]
    return Checked(row, tuple(faults))


class _Wrong(NamedTuple):
    """Something about one cell, before the row is complete."""

    code: FaultCode
    column: str
    supplied: str
    message: str = ""


def _read_cell(row: Row, column: Column, raw: str, today: date) -> Sequence[_Wrong]:
    """Put the cell's canonical value into the row; what is wrong with it."""
    stripped = raw.strip()
    if not stripped or (stripped == CLEAR and column.name in PLAN_COLUMNS):
        if column.required:
            return [_Wrong(FaultCode.E_REQUIRED, column.name, "")]
        if column.name in PLAN_COLUMNS:
            row.values[column.name] = ""
        return ()
    if stripped in SPREADSHEET_ERRORS:
        return [_Wrong(FaultCode.E_CHARACTERS, column.name, stripped, "The cell holds an error of the spreadsheet.")]
    if stripped == CLEAR:
        if not column.clearable:
            return [_Wrong(FaultCode.E_REQUIRED, column.name, stripped, f"{column.name} cannot be cleared.")]
        row.values[column.name] = CLEAR
        return ()
    try:
        row.values[column.name], warnings = column.kind.parse(raw, today)
    except BadCell as bad:
        return [_Wrong(bad.code, column.name, stripped, bad.message)]
    return [_Wrong(code, column.name, stripped) for code in warnings]


def _pence(row: Row, column: str) -> int:
    return parse_pounds(row.values.get(column) or "0")


def _breakdown(row: Row) -> Iterator[Fault]:
    if any(name in row.values for name in BREAKDOWN) and sum(_pence(row, n) for n in BREAKDOWN) != _pence(row, "Balance"):
        yield fault(row, FaultCode.E_BALANCE_BREAKDOWN, "Balance")


def _dates(row: Row) -> Iterator[Fault]:
    default = row.values.get("DefaultDate", CLEAR)
    if default != CLEAR and default < row.values["DueDate"]:
        yield fault(row, FaultCode.W_DEFAULT_BEFORE_DUE, "DefaultDate")


def _minimum(row: Row) -> Iterator[Fault]:
    minimum = row.values.get("MinPaymentAmount", CLEAR)
    if minimum != CLEAR and 0 < _pence(row, "Balance") < parse_pounds(minimum):
        yield fault(row, FaultCode.E_MONEY_RANGE, "MinPaymentAmount", message="The smallest payment is more than the balance.")


def _breathing_space(row: Row) -> Iterator[Fault]:
    kind = row.values.get("BreathingSpaceType", BreathingSpaceType.NONE)
    start, end = (_given(row, f"BreathingSpace{side}") for side in ("Start", "End"))
    if kind == BreathingSpaceType.NONE:
        return
    if not start:
        yield fault(row, FaultCode.E_BREATHING_SPACE, "BreathingSpaceStart")
    elif (kind == BreathingSpaceType.STANDARD and not end) or (end and end < start):
        yield fault(row, FaultCode.E_BREATHING_SPACE, "BreathingSpaceEnd")
    if kind == BreathingSpaceType.MENTAL_HEALTH and end:
        yield fault(row, FaultCode.E_BREATHING_SPACE, "BreathingSpaceEnd")


def _given(row: Row, column: str) -> str:
    value = row.values.get(column, "")
    return "" if value == CLEAR else value


def _plan_options(row: Row, settings: Settings, today: date) -> Iterator[Fault]:
    seen: set[tuple[str, str, str]] = set()
    for n in range(1, PLAN_OPTIONS + 1):
        names = [f"PlanOption{n}{part}" for part in ("Instalments", "TotalAmount", "Frequency")]
        instalments, total, frequency = (row.values.get(name, "") for name in names)
        if not instalments and not total:
            continue
        if not (instalments and total):
            yield fault(row, FaultCode.E_PLAN_INCOMPLETE, names[1] if instalments else names[0])
            continue
        option = (instalments, total, frequency or Frequency.MONTHLY)
        if option in seen:
            yield fault(row, FaultCode.W_PLAN_DUPLICATE, names[0])
            row.values.update({names[0]: "", names[1]: ""})
            continue
        seen.add(option)
        held = PlanOption(number=n, instalments=int(instalments), total=parse_pounds(total), frequency=Frequency(option[2]))
        for broken in faults_of(held, _pence(row, "Balance"), settings, today):
            yield fault(row, broken.code, broken.column, message=broken.message)
