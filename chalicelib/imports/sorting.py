"""The streaming pass over the rows of a file: judge every row, find what only the whole file shows, and deal the good rows
into partitions of customers. Memory holds two numbers a row; everything else goes to a temporary folder."""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self, cast

from chalicelib.core.dates import MONTH_FIRST
from chalicelib.core.faults import FaultCode
from chalicelib.core.objects import Objects
from chalicelib.imports.checks import Checked
from chalicelib.imports.findings import Fault
from chalicelib.imports.model import PARTITIONS
from chalicelib.imports.profile import conflicts
from chalicelib.imports.rows import Row, fault, partition, read_row, row_line
from chalicelib.imports.table import refuse_file_if
from chalicelib.imports.workfiles import faults_key, named_key, packing, part_key, unpacking, write_lines


class Sorted(NamedTuple):
    """What the pass found: rows in all, rows rejected, customers of whom no row stays, and the partitions that hold rows."""

    total: int
    rejected: int
    customers_rejected: int
    parts: tuple[int, ...]


class Spool:
    """Lines put aside in a temporary file, to be read once all are written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = path.open("wb")
        self._packed = packing(cast(BinaryIO, self._stream))

    def write(self, line: str) -> None:
        self._packed.write(f"{line}\n".encode())

    def close(self) -> None:
        self._packed.close()
        self._stream.close()

    def lines(self) -> Iterator[str]:
        self.close()
        return unpacking(cast(BinaryIO, self._path.open("rb")))


class Sorter:
    """Takes checked rows in the order of the file; `finish` writes partitions and faults to the datasets bucket.

    The same rows give the same objects, so that the whole pass may be repeated."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._total = 0
        self._rejected = 0
        self._unnamed = 0
        self._accounts: dict[int, int] = {}
        self._twice: set[int] = set()
        self._refused: set[int] = set()
        self._month_first: set[str] = set()
        self._phones: dict[int, tuple[int, int]] = {}
        self._spools: dict[str, Spool] = {}

    def __enter__(self) -> Self:
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def add(self, checked: Checked) -> None:
        """One row, good or bad."""
        row = checked.row
        self._total += 1
        self._rejected += checked.rejected
        number = row.values.get("AccountNumber")
        if not number:
            self._unnamed = self._unnamed or row.row
        else:
            place = mark(number)
            if self._accounts.setdefault(place, row.row) != row.row:
                self._twice.add(place)
        found = [*checked.faults, *self._shared_phone(row)] if not checked.rejected else checked.faults
        for each in found:
            self._spool("doubts" if each.code == FaultCode.W_DATE_AMBIGUOUS else "faults", each.model_dump_json())
            if each.message == MONTH_FIRST:
                self._month_first.add(each.column)
        if checked.rejected and "CustomerID" in row.values:
            self._refused.add(mark(row.customer_id))
        if not checked.rejected:
            self._spool(f"{partition(row.customer_id):02d}", row_line(row))

    def finish(self, objects: Objects, upload_id: str) -> Sorted:
        """Reject what only the whole file shows, and write partitions and faults."""
        width = width_for(self._total)
        parts = [part for part in range(width) if self._finish_part(objects, upload_id, part, width)]
        late = [self._spooled(_late(part)) for part in range(PARTITIONS)]
        doubts = (line for line in self._spooled("doubts") if json.loads(line)["column"] in self._month_first)
        ordered = heapq.merge(self._spooled("faults"), doubts, *late, key=lambda line: int(json.loads(line)["row"]))
        write_lines(objects, faults_key(upload_id, "check"), ordered)
        return Sorted(self._total, self._rejected, len(self._refused), tuple(parts))

    def write_named(self, objects: Objects, upload_id: str) -> None:
        """Keep which accounts the file names, in rows good and bad. Raises FileRefused(F_ACCOUNT_UNREADABLE): who cannot read
        an account's name cannot say that it is absent."""
        refuse_file_if(
            self._unnamed > 0,
            FaultCode.F_ACCOUNT_UNREADABLE,
            f"The account number on row {self._unnamed} cannot be read, so nobody can say which accounts the file leaves out.",
        )
        write_lines(objects, named_key(upload_id), (f"{place:016x}" for place in sorted(self._accounts)))

    def _finish_part(self, objects: Objects, upload_id: str, part: int, width: int) -> bool:
        """Write the rows of a partition that stay, customer by customer; True when there are any. With fewer than 64
        partitions one of them holds every `width`th spool."""
        spools = range(part, PARTITIONS, width)
        rows = [read_row(line) for spool in spools for line in self._spooled(f"{spool:02d}")]
        if not rows:
            return False
        late: list[Fault] = []
        good: list[Row] = []
        for row in rows:
            (late.extend(self._duplicate(row)) if mark(row.account_number) in self._twice else good.append(row))
        by_customer = sorted(good, key=lambda row: row.customer_id)
        stay: list[Row] = []
        for _, group in groupby(by_customer, key=lambda row: row.customer_id):
            own = list(group)
            disagreed = conflicts(own)
            stay += [] if disagreed else own
            late += [_conflict(row, own, column) for row in own for column in disagreed]
        self._rejected += len(rows) - len(stay)
        self._refused |= {mark(row.customer_id) for row in rows}
        self._refused -= {mark(row.customer_id) for row in stay}
        for found in sorted(late, key=lambda found: found.row):
            self._spool(_late(part), found.model_dump_json())
        if stay:
            write_lines(objects, part_key(upload_id, part), (row_line(row) for row in stay))
        return bool(stay)

    def _duplicate(self, row: Row) -> Iterator[Fault]:
        first = self._accounts[mark(row.account_number)]
        where = "further down" if first == row.row else f"on row {first}"
        message = f"The account is in the file more than once; it is also {where}."
        yield fault(row, FaultCode.E_DUP_ACCOUNT_IN_FILE, "AccountNumber", message=message)

    def _shared_phone(self, row: Row) -> Iterator[Fault]:
        number = row.values.get("MobilePhone", "")
        if number.startswith("+"):
            customer = mark(row.customer_id)
            owner, first = self._phones.setdefault(mark(number), (customer, row.row))
            if owner != customer:
                message = f"Another customer, on row {first}, has the same mobile number."
                yield fault(row, FaultCode.W_SHARED_PHONE, "MobilePhone", message=message)

    def _spool(self, name: str, line: str) -> None:
        if name not in self._spools:
            self._spools[name] = Spool(self._folder / name)
            self._open.callback(self._spools[name].close)
        self._spools[name].write(line)

    def _spooled(self, name: str) -> Iterator[str]:
        return self._spools[name].lines() if name in self._spools else iter(())


def width_for(rows: int) -> int:
    """How many partitions a file of so many rows is worth: each costs a message, an object and an invocation."""
    return next((width for limit, width in ((2_000, 4), (20_000, 16)) if rows <= limit), PARTITIONS)


def _late(part: int) -> str:
    """The spool of what was rejected only after all rows were known."""
    return f"late-{part:02d}"


def mark(text: str) -> int:
    """A text as 64 bits: a million of them are all different for practical purposes."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def _conflict(row: Row, rows: Iterable[Row], column: str) -> Fault:
    numbers = ", ".join(str(other.row) for other in rows)
    message = f"The rows {numbers} of this customer say different things about {column}."
    return fault(row, FaultCode.E_CUSTOMER_CONFLICT, column, message=message)
