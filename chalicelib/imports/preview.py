"""What an import would change, value by value, for the person who confirms it (`reference/features.md` I2, I10).

The plan keeps the differences of every partition as it goes; when the last one is done they become one file with all of
them and, for the screen, the first of each kind in the order of the rows. A request reads one small object and compares
nothing."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from chalicelib.activities.events import Event
from chalicelib.core.money import format_pounds
from chalicelib.core.objects import Bucket, Objects
from chalicelib.imports.accounts import MergedAccount
from chalicelib.imports.csvfile import csv_object
from chalicelib.imports.findings import Difference, DifferenceKind
from chalicelib.imports.holding import HOLD_COLUMNS
from chalicelib.imports.model import PREVIEW_PAGE, Upload
from chalicelib.imports.partitions import Decided
from chalicelib.imports.rows import Row
from chalicelib.imports.settling import Settled
from chalicelib.imports.workfiles import read_lines, write_lines

SHOWN_LIMIT = 2_000
"""Differences of one kind that can be looked at on the screen; the file has them all."""
HEADER = ("RowNumber", "DifferenceKind", "CustomerID", "AccountNumber", "Column", "Before", "After")


class PreviewPage(NamedTuple):
    """`total` differences match, of which this is one page; `columns` are those that the kind has. `is_cut` when the file
    holds more of the kind than the screen."""

    items: Sequence[Difference]
    total: int
    columns: Sequence[str]
    is_cut: bool


def differences_key(upload_id: str) -> str:
    return f"reports/{upload_id}/differences.csv"


def differences_of(decided: Decided) -> Iterator[Difference]:
    """What the import would change about one customer; nothing for one who stays as they are or is rejected."""
    rows, held, outcome = decided
    if outcome.profile is None:
        return
    first = rows[0]
    if held.customer is None:
        yield Difference(row=first.row, kind=DifferenceKind.NEW_CUSTOMER, customer_id=first.customer_id)
        yield from _holds(first, outcome.profile)
    else:
        yield from _values(first, "", outcome.profile)
    by_number = {row.account_number: row for row in rows}
    for merged in outcome.accounts:
        yield from _account(by_number[merged.account.number], merged)


def write_part(objects: Objects, upload: Upload, part: int, found: Iterable[Difference]) -> None:
    """Keep what the plan of a partition found, in the order of the rows."""
    ordered = sorted(found, key=_place)
    write_lines(objects, _part_key(upload.id, part), (difference.model_dump_json() for difference in ordered))


def write_preview(objects: Objects, upload: Upload) -> dict[DifferenceKind, int]:
    """Put the partitions' differences together: the file with all of them, and the first of each kind. Returns how many of
    each kind there are. The same partitions make the same objects."""
    counts: Counter[DifferenceKind] = Counter()
    shown: dict[str, list[str]] = {_ALL: [], **{kind: [] for kind in DifferenceKind}}
    parts = [_read(objects, _part_key(upload.id, part)) for part in upload.all_parts]
    with csv_object(objects, Bucket.DATASETS, differences_key(upload.id), HEADER) as out:
        for difference in heapq.merge(*parts, key=_place):
            counts[difference.kind] += 1
            for name in (_ALL, difference.kind):
                if len(shown[name]) < SHOWN_LIMIT:
                    shown[name].append(difference.model_dump_json())
            out.write((str(difference.row), *difference.model_dump(mode="json", exclude={"row"}).values()))
    for name, lines in shown.items():
        if lines:
            write_lines(objects, _shown_key(upload.id, name), lines)
    return dict(sorted(counts.items()))


def read_preview(objects: Objects, upload: Upload, kind: DifferenceKind | None, column: str, page: int) -> PreviewPage:
    """One page, counted from 1, of the differences of a kind and a column; of all where they are not given."""
    in_file = upload.differences.get(kind, 0) if kind else sum(upload.differences.values())
    kept = list(_read(objects, _shown_key(upload.id, kind or _ALL))) if in_file else []
    matching = [difference for difference in kept if column in ("", difference.column)]
    columns = sorted({difference.column for difference in kept if difference.column})
    start = (page - 1) * PREVIEW_PAGE
    return PreviewPage(matching[start : start + PREVIEW_PAGE], len(matching), columns, in_file > len(kept))


_ALL = "all"


def _account(row: Row, merged: MergedAccount) -> Iterator[Difference]:
    number = merged.account.number
    if merged.event is Event.ACCOUNT_CREATED:
        owed = format_pounds(merged.account.balance.total)
        yield Difference(
            row=row.row,
            kind=DifferenceKind.NEW_ACCOUNT,
            customer_id=row.customer_id,
            account_number=number,
            column="Balance",
            after=owed,
        )
    elif merged.event is not None:
        yield from _values(row, number, merged.settled)


def _values(row: Row, number: str, settled: Settled) -> Iterator[Difference]:
    """The values that change, and those that a person had changed and that stay."""
    for column, after in settled.after.items():
        kind = DifferenceKind.OVERWRITTEN if column in settled.edited else DifferenceKind.CHANGED
        yield _value(row, number, kind, column, settled.before[column], after)
    for column, edited in settled.edited.items():
        if not edited.file_wins:
            yield _value(row, number, DifferenceKind.KEPT, column, edited.current, edited.in_file)


def _holds(row: Row, settled: Settled) -> Iterator[Difference]:
    """The holds that a new customer comes with: whoever confirms should know whom the file protects."""
    for column in HOLD_COLUMNS:
        if column in settled.after:
            yield _value(row, "", DifferenceKind.NEW_HOLD, column, "", settled.after[column])


def _value(row: Row, number: str, kind: DifferenceKind, column: str, before: str, after: str) -> Difference:
    return Difference(
        row=row.row, kind=kind, customer_id=row.customer_id, account_number=number, column=column, before=before, after=after
    )


def _place(difference: Difference) -> tuple[int, str, str]:
    return difference.row, difference.account_number, difference.column


def _part_key(upload_id: str, part: int) -> str:
    return f"partitions/{upload_id}/differences/{part:02d}"


def _shown_key(upload_id: str, name: str) -> str:
    return f"reports/{upload_id}/preview/{name}"


def _read(objects: Objects, key: str) -> Iterator[Difference]:
    return (Difference.model_validate_json(line) for line in read_lines(objects, key))
