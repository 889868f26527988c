"""Closing the accounts that a full file leaves out: one transaction for each customer, decided again about the record as it is
now. Like every part of an import it keeps what it is going to change before it changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import batched

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Conflict
from chalicelib.core.objects import ObjectMissingError
from chalicelib.core.store import BATCH_GET_LIMIT
from chalicelib.imports.absence import Leaver, closed, closed_by, to_close
from chalicelib.imports.applied import AlreadyBegun, Before, before_key
from chalicelib.imports.desk import CONFLICT_TRIES, Desk
from chalicelib.imports.model import Upload
from chalicelib.imports.workfiles import closing_key, read_lines, write_lines
from chalicelib.records.model import Customer, customer_place

CLOSED = "closed"
"""Under this name a phase counts accounts that are closed: they are no rows."""


def close_part(desk: Desk, upload: Upload, part: int) -> dict[str, int]:
    """Close one part's accounts. How many are closed then, the same however often it is delivered."""
    _keep_before(desk, upload, part)
    return {CLOSED: sum(_close(desk, upload, left, customer) for left, customer in _leavers(desk, upload, part))}


def _leavers(desk: Desk, upload: Upload, part: int) -> Iterator[tuple[Leaver, Customer]]:
    """The part's customers as they are now; who was deleted meanwhile has nothing left to close."""
    found = (Leaver.model_validate_json(line) for line in read_lines(desk.objects, closing_key(upload.id, part)))
    for some in batched(found, BATCH_GET_LIMIT, strict=False):
        held = desk.store.get_many([customer_place(left.customer_key) for left in some])
        for left in some:
            customer = held.get(customer_place(left.customer_key))
            if isinstance(customer, Customer):
                yield left, customer


def _close(desk: Desk, upload: Upload, left: Leaver, customer: Customer) -> int:
    """Raises Conflict when the customer keeps moving; the message then comes again."""
    for _ in range(CONFLICT_TRIES):
        accounts = to_close(customer, left, upload)
        if not accounts:
            return closed_by(customer, left.accounts, upload)
        diary = Diary(Actor.importer(upload.id, upload.filename), desk.clock.now())
        try:
            desk.store.commit(closed(customer, accounts, upload, diary))
        except Conflict as met:
            conflict = met
            now = desk.store.get_many([customer.key]).get(customer.key)
            if not isinstance(now, Customer):
                return 0
            customer = now
            continue
        return closed_by(customer, left.accounts, upload) + len(accounts)
    raise conflict


def _keep_before(desk: Desk, upload: Upload, part: int) -> None:
    place = before_key(upload.id, part)
    try:
        next(read_lines(desk.objects, place), None)
    except ObjectMissingError:
        try:
            write_lines(desk.objects, place, (_image(left, c, upload) for left, c in _leavers(desk, upload, part)))
        except AlreadyBegun:
            next(read_lines(desk.objects, place), None)


def _image(left: Leaver, customer: Customer, upload: Upload) -> str:
    if closed_by(customer, left.accounts, upload):
        raise AlreadyBegun(upload.id)
    image = customer.model_dump(mode="json", exclude_none=True)
    return Before(customer_id=left.customer_id, writes=True, counts={}, image=image).model_dump_json(exclude_none=True)
