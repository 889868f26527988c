"""Columns of the organisation's own, `Meta.<key>`: typed fields of an account that the template does not know. Which ones there
are is told from outside; their values are kept with what the file said and come back in exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from chalicelib.core.faults import BadCell, FaultCode
from chalicelib.imports import cells
from chalicelib.imports.cells import Cell, Kind
from chalicelib.imports.columns import Column, Scope

META_PREFIX = "Meta."
LONGEST_TEXT = 200
LARGEST_NUMBER = 999_999_999


class FieldType(StrEnum):
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    AMOUNT = "AMOUNT"
    DAY = "DAY"
    FLAG = "FLAG"


class MetadataField(NamedTuple):
    """One field: `tariff` is the column `Meta.tariff`."""

    key: str
    type: FieldType = FieldType.TEXT


LoadMetadata = Callable[[], Sequence[MetadataField]]
_KINDS = {
    FieldType.TEXT: cells.text(LONGEST_TEXT),
    FieldType.NUMBER: cells.number(0, LARGEST_NUMBER, FaultCode.E_META_TYPE),
    FieldType.AMOUNT: cells.money(),
    FieldType.DAY: cells.DAY,
    FieldType.FLAG: cells.FLAG,
}


def columns_for(fields: Sequence[MetadataField]) -> list[Column]:
    """The columns of these fields, after those of the template."""
    return [Column(f"{META_PREFIX}{field.key}", _typed(_KINDS[field.type]), Scope.ACCOUNT) for field in fields]


def _typed(kind: Kind) -> Kind:
    """The kind, with one code for whatever it refuses."""

    def parse(raw: str, today: date) -> Cell:
        try:
            return kind.parse(raw, today)
        except BadCell as bad:
            raise BadCell(FaultCode.E_META_TYPE, bad.message) from None

    return Kind(parse, kind.rule, kind.decode, kind.encode, kind.shape, kind.words)
