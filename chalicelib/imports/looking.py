"""The look at everybody who is held, for what a full file leaves out: some customers for each message, so it never outgrows a
function. Writes nothing to the records."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.changes import Changes, Conflict, Insert, Replace
from chalicelib.core.store import BATCH_GET_LIMIT
from chalicelib.imports.absence import LOOKING, Leaver, Look, Named, leaver, look_place, open_accounts
from chalicelib.imports.desk import Desk
from chalicelib.imports.findings import Difference, DifferenceKind
from chalicelib.imports.model import PLAN, Upload
from chalicelib.imports.preview import write_part
from chalicelib.imports.workfiles import closing_key, faults_key, named_key, read_lines, write_lines
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.model import Customer

PAGES_A_LOOK = 20
"""As many pages of customers for one message: some two thousand customers, a few seconds."""


def look_on(desk: Desk, upload: Upload) -> Look | None:
    """Look at the next customers. How far it has come then; None when another delivery was quicker and goes on itself."""
    look = desk.store.get(Look, look_place(upload.id)) or Look(upload_id=upload.id)
    if look.is_over:
        return look
    named = Named(int(line, 16) for line in read_lines(desk.objects, named_key(upload.id)))
    found: list[tuple[Leaver, Customer]] = []
    opened, after = 0, look.after
    for _ in range(PAGES_A_LOOK):
        page = desk.store.scan_names(after=after, limit=BATCH_GET_LIMIT)
        customers = desk.store.get_many(page.items) if page.items else {}
        for customer in (customers[key] for key in sorted(customers)):
            if isinstance(customer, Customer):
                opened += len(open_accounts(customer))
                if (left := leaver(customer, named)) is not None:
                    found.append((left, customer))
        after = page.after
        if after is None:
            break
    part = LOOKING + 1 + look.version
    if found:
        _keep(desk, upload, part, found)
    further = look.model_copy(
        update={
            "after": after,
            "open": look.open + opened,
            "absent": look.absent + sum(len(left.accounts) for left, _ in found),
            "closing_parts": (*look.closing_parts, part) if found else look.closing_parts,
            "is_over": after is None,
        }
    )
    try:
        desk.store.commit(Changes(Replace(further) if look.version else Insert(further)))
    except Conflict as conflict:
        if conflict.passing:
            raise
        return None
    return further


def _keep(desk: Desk, upload: Upload, part: int, found: list[tuple[Leaver, Customer]]) -> None:
    """What was found, to be shown before anybody confirms it and to be closed then."""
    write_lines(desk.objects, closing_key(upload.id, part), (left.model_dump_json() for left, _ in found))
    write_lines(desk.objects, faults_key(upload.id, PLAN, part), ())
    write_part(desk.objects, upload, part, (shown for left, customer in found for shown in _shown(left, customer)))


def _shown(left: Leaver, customer: Customer) -> Iterator[Difference]:
    for number in left.accounts:
        yield Difference(
            row=0,
            kind=DifferenceKind.CLOSED,
            customer_id=left.customer_id,
            account_number=number,
            column="AccountStatus",
            before=customer.accounts[number].status.value,
            after=AccountStatus.CLOSED.value,
        )
