"""A checked row and what is wrong with it. Pure."""

from __future__ import annotations

import json
import re
import zlib
from typing import NamedTuple

from chalicelib.core.faults import WORDS, FaultCode
from chalicelib.imports.columns import COLUMNS, Mask
from chalicelib.imports.findings import Fault
from chalicelib.imports.model import PARTITIONS

ERROR, WARNING = "ERROR", "WARNING"


class Row(NamedTuple):
    """Canonical values by column. Blank cells and missing columns are left out, except blank plan options, which mean
    that the option goes."""

    row: int
    record: int
    values: dict[str, str]

    @property
    def customer_id(self) -> str:
        return self.values["CustomerID"]

    @property
    def account_number(self) -> str:
        return self.values["AccountNumber"]


def partition(customer_id: str) -> int:
    """Where all rows of a customer go."""
    return zlib.crc32(customer_id.encode()) % PARTITIONS


def fault(row: Row, code: FaultCode, column: str, *, supplied: str | None = None, message: str = "", mask: bool = True) -> Fault:
    """A fault of a row, in the table's words unless the message says more. The value is masked as its column asks."""
    value = row.values.get(column, "") if supplied is None else supplied
    return Fault(
        row=row.row,
        record=row.record,
        customer_id=row.values.get("CustomerID", ""),
        account_number=row.values.get("AccountNumber", ""),
        column=column,
        severity=WARNING if code.startswith("W_") else ERROR,
        code=code,
        message=message or WORDS[code].message,
        value=masked(column, value) if mask else value,
        how_to_fix=WORDS[code].how_to_fix,
    )


def masked(column: str, value: str) -> str:
    """The value as a report or an activity may show it: `07***123`; of a birth date only its shape."""
    known = COLUMNS.get(column)
    match known.mask if known else Mask.NONE:
        case Mask.WHOLE:
            return re.sub(r"\w", "*", value)
        case Mask.PART:
            shown = f"0{value[3:]}" if value.startswith("+44") else value
            return f"{shown[:2]}***{shown[-3:]}" if len(shown) > 7 else "***" if value else ""
        case _:
            return value


def row_line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def read_row(line: str) -> Row:
    return Row(*json.loads(line))
