"""All current records as a file in the template's own columns, to be looked at, edited and imported again.

`Balance` is the creditor's last word, the value an import compares with, so that an export that comes back changes nothing
even when payments were made meanwhile; what is owed now stands beside it in a column that imports pass over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert, Put, Replace, Table
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.faults import FaultCode
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.money import format_pounds
from chalicelib.core.objects import Bucket
from chalicelib.core.queues import QueueName
from chalicelib.core.store import BATCH_GET_LIMIT
from chalicelib.imports.accounts import claim_ref, file_status
from chalicelib.imports.columns import OUTSTANDING_BALANCE, PLAN_OPTIONS, TEMPLATE, Scope
from chalicelib.imports.desk import Desk
from chalicelib.imports.findings import Failure
from chalicelib.imports.history import DOWNLOAD_SECONDS
from chalicelib.imports.holding import hold_cells
from chalicelib.imports.model import Export, FileFormat, export_place
from chalicelib.imports.profile import address_cells
from chalicelib.imports.tablefile import TableWriter, table_object
from chalicelib.imports.xlsxfile import MOST_ROWS, SheetFull
from chalicelib.records.accounts import Account
from chalicelib.records.facts import FactTally
from chalicelib.records.model import Customer

HEADER = (*(column.name for column in TEMPLATE), OUTSTANDING_BALANCE)
LISTED = 20
QUEUED, READY, FAILED = "QUEUED", "READY", "FAILED"
TOO_MANY_ROWS = Failure(
    code=FaultCode.F_TOO_MANY_ROWS,
    message=f"There are more than {MOST_ROWS:,} accounts, and a sheet holds no more rows.",
    how_to_fix="Export them as CSV.",
)


def export_key(export: Export) -> str:
    return f"exports/{export.id}/customers.{export.format.lower()}"


def start_export(desk: Desk, form: FileFormat, actor: Actor, key: str) -> Export:
    """Ask for an export; the same key asks for the same one. Raises Refused(KEY_REUSED)."""
    digest = digest_of("export", form)
    made = made_before(desk.store, actor, key, digest)
    if made is None:
        now = desk.clock.now()
        export_id = ulid(now, f"export\x1f{actor.id}\x1f{key}".encode())
        export = Export(id=export_id, format=form, created_at=now, created_by=actor.name)
        mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=export.id)
        started = Diary(actor, now).tell(Event.EXPORT_STARTED, export.ref)
        try:
            desk.store.commit(Changes(Insert(export), Insert(mark), Append(started)))
        except Conflict:
            made = made_before(desk.store, actor, key, digest)
        made = made or export.id
    _send(desk, get_export(desk, made))
    return get_export(desk, made)


def get_export(desk: Desk, export_id: str) -> Export:
    """The export as it is now. Raises Refused(NOT_FOUND)."""
    found = desk.store.get(Export, export_place(export_id)) if is_ulid(export_id) else None
    if found is None:
        raise Refused(Code.NOT_FOUND, "We cannot find that export.")
    return found


def exports(desk: Desk) -> Sequence[Export]:
    """The newest exports."""
    page = desk.store.query(Table.OPERATIONS, "export", limit=LISTED, newest_first=True)
    return [item for item in page.items if isinstance(item, Export)]


def build_export(desk: Desk, export_id: str) -> None:
    """Write the file. Safe to repeat at any time: it is written as a whole. Whoever sees every customer anyway also counts
    who lacks which identity fact, for the settings."""
    export = get_export(desk, export_id)
    if export.state != QUEUED:
        return
    rows, tally = 0, FactTally()
    updates: dict[str, object] = {"state": READY}
    try:
        with table_object(desk.objects, Bucket.EXPORTS, export_key(export), export.format, HEADER) as out:
            for customers in _all_customers(desk):
                for customer in customers:
                    rows += _write(out, customer)
                    tally.add(customer)
    except SheetFull:
        updates = {"state": FAILED, "failure": TOO_MANY_ROWS}
    now = desk.clock.now()
    finished = [Replace(export.model_copy(update={"rows": rows, **updates}))]
    counted = [Put(tally.count(now))] if updates["state"] == READY else []
    told: Activity = Diary(Actor.system("exports"), now).tell(Event.EXPORT_FINISHED, export.ref, after={"rows": str(rows)})
    try:
        desk.store.commit(Changes(*finished, *counted, Append(told)))
    except Conflict as conflict:
        if conflict.passing:
            raise
        # Another delivery of the same message has finished it.


def download_export(desk: Desk, export_id: str, actor: Actor) -> str:
    """An address for one minute, told to the diary. Raises Refused: NOT_FOUND, WRONG_STATE."""
    export = get_export(desk, export_id)
    refuse_if(export.state != READY, Code.WRONG_STATE)
    now = desk.clock.now()
    desk.store.commit(Changes(Append(Diary(actor, now).tell(Event.FILE_DOWNLOADED, export.ref, after={"file": "export"}))))
    filename = f"customers-{export.created_at:%Y-%m-%d}.{export.format.lower()}"
    return desk.objects.download_url(Bucket.EXPORTS, export_key(export), filename=filename, seconds=DOWNLOAD_SECONDS)


def resend_exports(desk: Desk) -> None:
    """Send again what was asked for lately and is not ready: building one twice is harmless."""
    for export in exports(desk):
        _send(desk, export)


def cells_of(customer: Customer, account: Account) -> dict[str, str]:
    """One row of the template from what is held. Reading it back gives the same values."""
    baseline = customer.imported | account.imported
    held = {
        column.name: column.kind.encode(getattr(customer if column.scope is Scope.CUSTOMER else account, column.field))
        for column in TEMPLATE
        if column.field
    }
    claim = account.claims[claim_ref(account.number)]
    return (
        baseline
        | held
        | {
            **address_cells(customer),
            "CustomerID": customer.customer_id,
            "AccountNumber": account.number,
            "Jurisdiction": customer.jurisdiction,
            "AccountStatus": file_status(account.status),
            "Balance": format_pounds(account.imported_balance),
            "BalanceAsOf": "",
            "DueDate": claim.due_date.isoformat(),
            **hold_cells(customer.holds),
            **_plan_cells(account),
            OUTSTANDING_BALANCE: format_pounds(account.balance.total),
        }
    )


def _plan_cells(account: Account) -> dict[str, str]:
    options = {option.number: option for option in account.plan_options}
    cells = {}
    for n in range(1, PLAN_OPTIONS + 1):
        option = options.get(n)
        cells[f"PlanOption{n}Instalments"] = str(option.instalments) if option else ""
        cells[f"PlanOption{n}TotalAmount"] = format_pounds(option.total) if option else ""
        cells[f"PlanOption{n}Frequency"] = option.frequency.value if option else ""
    return cells


def _write(out: TableWriter, customer: Customer) -> int:
    for account in customer.accounts.values():
        cells = cells_of(customer, account)
        out.write([cells.get(name, "") for name in HEADER])
    return len(customer.accounts)


def _all_customers(desk: Desk) -> Iterator[list[Customer]]:
    """Every customer who is somebody, as many at a time as one read takes: a row of nobody could not be imported again."""
    after: str | None = None
    while True:
        page = desk.store.scan_names(after=after, limit=BATCH_GET_LIMIT)
        found = desk.store.get_many(page.items) if page.items else {}
        customers = (found.get(key) for key in page.items)
        yield [customer for customer in customers if isinstance(customer, Customer) and not customer.anonymous]
        after = page.after
        if after is None:
            return


def _send(desk: Desk, export: Export) -> None:
    if export.state == QUEUED:
        desk.queues.send(QueueName.EXPORTS, [{"export_id": export.id}])
