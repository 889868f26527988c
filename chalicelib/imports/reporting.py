"""What a person gets back: the report of all faults, and the rejected rows to correct and send again (B.4)."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from chalicelib.core.objects import Bucket, ObjectMissingError, Objects
from chalicelib.imports.columns import ERROR_CODES
from chalicelib.imports.csvfile import csv_object
from chalicelib.imports.findings import Failure, Fault
from chalicelib.imports.model import FIRST_ERRORS, Upload
from chalicelib.imports.reading import read
from chalicelib.imports.rows import ERROR
from chalicelib.imports.tablefile import table_object
from chalicelib.imports.workfiles import faults_key, read_lines

REPORT_HEADER = (
    "RowNumber", "RecordNumber", "CustomerID", "AccountNumber", "Column", "Severity", "Code", "Message", "SuppliedValue",
    "HowToFix",
)  # fmt: skip


class Summary(NamedTuple):
    """All faults in a nutshell: the first ones, errors before warnings, how many of each code, how many warnings."""

    first_faults: tuple[Fault, ...] = ()
    by_code: dict[str, int] = {}  # noqa: RUF012  # never changed
    warnings: int = 0


def report_key(upload_id: str) -> str:
    return f"reports/{upload_id}/report.csv"


def rejected_key(upload: Upload) -> str:
    return f"reports/{upload.id}/rejected-rows.{upload.format.lower()}"


def write_reports(objects: Objects, upload: Upload, step: str) -> Summary:
    """Write the report and the rejected rows from what the check and a later step found; no file without a fault."""
    summary = _summarise(faults_of(objects, upload, step))
    if summary.by_code:
        _write_report(objects, upload, faults_of(objects, upload, step))
    if any(found.severity == ERROR for found in summary.first_faults):
        _write_rejected(objects, upload, faults_of(objects, upload, step))
    return summary


def write_failure(objects: Objects, upload: Upload, failure: Failure) -> Summary:
    """The report of a file that was refused as a whole: one line, and the faults of its rows where they were the reason."""
    whole = Fault(
        row=0, record=0, column="", severity=ERROR, code=failure.code, message=failure.message, how_to_fix=failure.how_to_fix
    )
    faults = list(_check_faults(objects, upload)) if upload.rows.rejected else []
    _write_report(objects, upload, [whole, *faults])
    if faults:
        _write_rejected(objects, upload, faults)
    return _summarise([whole, *faults])


def faults_of(objects: Objects, upload: Upload, step: str) -> Iterator[Fault]:
    """The faults of the check and of all partitions of a later step, in the order of the rows."""
    parts = [_faults(objects, faults_key(upload.id, step, part)) for part in upload.all_parts]
    return heapq.merge(_check_faults(objects, upload), *parts, key=lambda found: found.row)


def _check_faults(objects: Objects, upload: Upload) -> Iterator[Fault]:
    return _faults(objects, faults_key(upload.id, "check"))


def _faults(objects: Objects, key: str) -> Iterator[Fault]:
    return (Fault.model_validate_json(line) for line in read_lines(objects, key))


def _summarise(faults: Iterable[Fault]) -> Summary:
    errors: list[Fault] = []
    warnings: list[Fault] = []
    by_code: Counter[str] = Counter()
    warned = 0
    for found in faults:
        by_code[found.code] += 1
        warned += found.severity != ERROR
        kind = errors if found.severity == ERROR else warnings
        if len(kind) < FIRST_ERRORS:
            kind.append(found)
    return Summary(tuple((errors + warnings)[:FIRST_ERRORS]), dict(sorted(by_code.items())), warned)


def _write_report(objects: Objects, upload: Upload, faults: Iterable[Fault]) -> None:
    with csv_object(objects, Bucket.DATASETS, report_key(upload.id), REPORT_HEADER) as report:
        for f in faults:
            place = (str(f.row or ""), str(f.record or ""), f.customer_id, f.account_number, f.column)
            report.write((*place, f.severity, f.code, f.message, f.value, f.how_to_fix))


def _write_rejected(objects: Objects, upload: Upload, faults: Iterable[Fault]) -> None:
    """The original cells of every rejected row with its codes, in the form and format of the file: the extra column is
    passed over when they come back."""
    errors = groupby((f for f in faults if f.severity == ERROR), key=lambda found: found.row)
    try:
        stream = objects.read(Bucket.DATASETS, upload.bucket_key, upload.object_version)
    except ObjectMissingError:
        return
    with stream:
        table = read(stream, upload.format, upload.encoding)
        header = [name for name in table.header if name.casefold() != ERROR_CODES.casefold()]
        kept = [index for index, name in enumerate(table.header) if name in header]
        with table_object(objects, Bucket.DATASETS, rejected_key(upload), upload.format, (*header, ERROR_CODES)) as rejected:
            row, codes = _next(errors)
            for record in table.records:
                if row is None:
                    break
                if record.row == row:
                    rejected.write((*(record.cells[index] for index in kept), codes))
                    row, codes = _next(errors)


def _next(errors: Iterator[tuple[int, Iterator[Fault]]]) -> tuple[int | None, str]:
    """The next rejected row and its codes; None when there is no other."""
    row, faults = next(errors, (None, iter(())))
    return row, ";".join(dict.fromkeys(found.code for found in faults))
