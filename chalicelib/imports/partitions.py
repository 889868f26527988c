"""Working through one partition of customers: the same reading and deciding for the plan and for the import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import batched, groupby
from typing import NamedTuple

from chalicelib.core.changes import Table
from chalicelib.core.store import BATCH_GET_LIMIT
from chalicelib.imports.desk import Desk
from chalicelib.imports.findings import Fault
from chalicelib.imports.merge import Circumstances, Held, Outcome, merge, needs_payments, unknown_accounts
from chalicelib.imports.model import Upload
from chalicelib.imports.rows import Row
from chalicelib.imports.workfiles import faults_key, read_part, write_lines
from chalicelib.payments.model import Payment
from chalicelib.records.lookups import AccountLookup, account_place, customer_key
from chalicelib.records.model import Customer, customer_place
from chalicelib.records.tombstones import Tombstone, tombstone_place

PAYMENT_PAGES = 20

Rows = Sequence[Row]


class Decided(NamedTuple):
    """One customer's rows with what is held and what becomes of them."""

    rows: Rows
    held: Held
    outcome: Outcome


def circumstances(desk: Desk, upload: Upload) -> Circumstances:
    return Circumstances(upload, desk.load_settings(), desk.keys, desk.clock.now())


def customers_of(desk: Desk, upload: Upload, part: int) -> Iterator[tuple[Rows, ...]]:
    """The rows of a partition customer by customer, as many customers at a time as one read takes."""
    groups = (tuple(rows) for _, rows in groupby(read_part(desk.objects, upload.id, part), key=lambda row: row.customer_id))
    yield from batched(groups, BATCH_GET_LIMIT, strict=False)


def decide_all(desk: Desk, groups: Sequence[Rows], at: Circumstances) -> list[Decided]:
    """Read what is held about these customers in as few requests as there can be, and decide about each."""
    keys = {customer_key(at.keys.identity, rows[0].customer_id): rows for rows in groups}
    found = desk.store.get_many([customer_place(key) for key in keys])
    customers = {key: _customer(found.get(customer_place(key))) for key in keys}
    deleted = _deleted(desk, [key for key, customer in customers.items() if customer is None])
    owners = _owners(desk, [n for key, rows in keys.items() for n in unknown_accounts(customers[key], rows)])
    decided = []
    for key, rows in keys.items():
        customer = customers[key]
        payments = _payments(desk, key) if needs_payments(customer, rows) else ()
        held = Held(
            customer,
            {row.account_number: owners[row.account_number] for row in rows if row.account_number in owners},
            payments,
            deleted.get(key),
        )
        decided.append(Decided(rows, held, merge(held, rows, at)))
    return decided


def write_faults(desk: Desk, upload: Upload, step: str, part: int, faults: Sequence[Fault]) -> None:
    """Keep what a step found in a partition, in the order of the rows, for the report."""
    ordered = sorted(faults, key=lambda found: (found.row, found.column, found.code))
    write_lines(desk.objects, faults_key(upload.id, step, part), (found.model_dump_json() for found in ordered))


def _customer(entity: object) -> Customer | None:
    return entity if isinstance(entity, Customer) else None


def _deleted(desk: Desk, keys: Sequence[str]) -> dict[str, Tombstone]:
    """Which of these customers there were once and were deleted: a file may not bring them back by itself."""
    found = desk.store.get_many([tombstone_place(key) for key in keys]) if keys else {}
    return {stone.customer_key: stone for stone in found.values() if isinstance(stone, Tombstone)}


def _owners(desk: Desk, numbers: Sequence[str]) -> dict[str, str]:
    """Whose these account numbers are, as far as they are anybody's."""
    owners: dict[str, str] = {}
    for some in batched(numbers, BATCH_GET_LIMIT, strict=False):
        found = desk.store.get_many([account_place(number) for number in some])
        owners |= {o.account_number: o.customer_key for o in found.values() if isinstance(o, AccountLookup)}
    return owners


def _payments(desk: Desk, key: str) -> tuple[Payment, ...]:
    """The customer's payments, newest first, as many as one person makes in many years."""
    payments: list[Payment] = []
    after: str | None = None
    for _ in range(PAYMENT_PAGES):
        page = desk.store.query(Table.RECORDS, key, prefix="P#", after=after, limit=BATCH_GET_LIMIT, newest_first=True)
        payments += [item for item in page.items if isinstance(item, Payment)]
        after = page.after
        if after is None:
            break
    return tuple(payments)
