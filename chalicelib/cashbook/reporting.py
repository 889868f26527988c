"""Reports to the creditor: all money that came and went since the last one. A movement is taken into one report, in the same
transaction that marks its payment as reported; the file is nothing but the movements that were taken, so whoever makes it
again makes the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.cashbook.model import REPORTS, CreditorReport, JobState, report_place
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Change, Changes, Conflict, Entity, Index, Insert, Key, Replace, Table
from chalicelib.core.clock import LONDON
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.money import format_pounds
from chalicelib.core.objects import Bucket
from chalicelib.core.queues import QueueName
from chalicelib.core.store import BATCH_GET_LIMIT
from chalicelib.imports.csvfile import CsvWriter, csv_object
from chalicelib.imports.desk import Desk
from chalicelib.payments.model import Payment, payment_place
from chalicelib.payments.movements import Movement, MovementMark, movements_of
from chalicelib.records.model import Customer, customer_place

HEADER = (
    "ReportID", "TransactionID", "Date", "CustomerID", "Name", "AccountNumber", "CreditorReference", "Type", "Amount", "Currency",
    "Method", "ProviderReference",
)  # fmt: skip
FEE = "FEE"
DOWNLOAD_SECONDS = 60
RECENT = 20
AT_ONCE = 20
"""Movements taken in one transaction: a mark, a payment and a line in the diary each, and the report."""
TAKES_A_MESSAGE = 200
JOB = "creditor_report"


class NotAllSeen(Exception):
    """The index does not show every movement of the report yet: the message comes again."""


def start_report(desk: Desk, actor: Actor, key: str) -> CreditorReport:
    """Ask for a report of what the creditor was not told; the same key asks once. Raises Refused(KEY_REUSED)."""
    digest = digest_of("creditor-report")
    made = made_before(desk.store, actor, key, digest)
    if made is None:
        now = desk.clock.now()
        made = ulid(now, f"creditor-report\x1f{actor.id}\x1f{key}".encode())
        report = CreditorReport(id=made, created_at=now, created_by=actor.name)
        mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=made)
        told = Diary(actor, now).tell(Event.EXPORT_STARTED, _subject(made), after={"file": "creditor report"})
        try:
            desk.store.commit(Changes(Insert(report), Insert(mark), Append(told)))
        except Conflict:
            made = made_before(desk.store, actor, key, digest) or made
    _send(desk, get_report(desk, made))
    return get_report(desk, made)


def get_report(desk: Desk, report_id: str) -> CreditorReport:
    """The report as far as it is. Raises Refused(NOT_FOUND)."""
    found = desk.store.get(CreditorReport, report_place(report_id)) if is_ulid(report_id) else None
    if found is None:
        raise Refused(Code.NOT_FOUND, "We cannot find that report.")
    return found


def reports(desk: Desk) -> Sequence[CreditorReport]:
    """The newest reports."""
    page = desk.store.query(Table.OPERATIONS, REPORTS, limit=RECENT, newest_first=True)
    return [item for item in page.items if isinstance(item, CreditorReport)]


def build_report(desk: Desk, report_id: str, takes: int = TAKES_A_MESSAGE) -> None:
    """Take what was not reported by the time the report was asked for, and write the file when nothing of it is left. Safe to
    repeat, and by several at once. Raises NotAllSeen."""
    report, after = get_report(desk, report_id), ""
    if report.state is JobState.READY:
        return None
    for _ in range(takes):
        entries = desk.store.search(Index.FEED, [movements_of("")], after=after, limit=AT_ONCE)
        entries = [entry for entry in entries if entry.sort.partition("#")[0] <= report.created_at.isoformat()]
        if not entries:
            return _finish(desk, report)
        taken = _take(desk, report, [entry.key for entry in entries])
        if taken is None:
            report = get_report(desk, report_id)
            if report.state is JobState.READY:
                return None
        else:
            report, after = taken, entries[-1].sort
    return _send(desk, report)


def download_report(desk: Desk, report_id: str, actor: Actor) -> str:
    """An address for one minute, told to the diary. Raises Refused: NOT_FOUND, WRONG_STATE."""
    report = get_report(desk, report_id)
    refuse_if(report.state is not JobState.READY, Code.WRONG_STATE)
    about = {"file": "creditor report", "rows": str(report.rows)}
    desk.store.commit(
        Changes(Append(Diary(actor, desk.clock.now()).tell(Event.FILE_DOWNLOADED, _subject(report.id), after=about)))
    )
    filename = f"payments-report-{report.created_at:%Y-%m-%d}.csv"
    return desk.objects.download_url(Bucket.EXPORTS, _file_key(report), filename=filename, seconds=DOWNLOAD_SECONDS)


def resend_reports(desk: Desk) -> None:
    """Send again what was asked for lately and is not ready."""
    for report in reports(desk):
        _send(desk, report)


def _take(desk: Desk, report: CreditorReport, places: Sequence[Key]) -> CreditorReport | None:
    """The report with these movements taken into it, as far as no report has them; None when somebody moved one of them
    meanwhile, and then nothing was taken."""
    found = [mark for mark in desk.store.get_many(places).values() if isinstance(mark, MovementMark) and not mark.report_id]
    if not found:
        return report
    marks = {mark.key: mark for mark in found}
    payments = desk.store.get_many({payment_place(mark.customer_key, mark.payment_id) for mark in found})
    diary = Diary(Actor.system(JOB), desk.clock.now())
    changes: list[Change] = [Replace(mark.model_copy(update={"report_id": report.id})) for mark in marks.values()]
    for payment in payments.values():
        if isinstance(payment, Payment):
            facts = {mark.fact for mark in found if mark.payment_id == payment.id}
            changes.append(Replace(_reported(payment, facts, report)))
            told = diary.tell(Event.PAYMENT_REPORTED, payment.ref, stream=payment.customer_key, after={"report": report.id})
            changes.append(Append(told))
    counted = report.model_copy(update={"counted": report.counted + len(found), "state": JobState.BUILDING})
    try:
        desk.store.commit(Changes(Replace(counted), *changes))
    except Conflict as conflict:
        if conflict.passing:
            raise
        return None
    return counted.model_copy(update={"version": report.version + 1})


def _reported(payment: Payment, facts: set[str], report: CreditorReport) -> Payment:
    now = {"reported_at": report.created_at, "report_id": report.id}
    movements = [moved.model_copy(update=now) if moved.fact in facts else moved for moved in payment.movements]
    return payment.model_copy(update={"movements": tuple(movements)})


def _finish(desk: Desk, report: CreditorReport) -> None:
    """Write the file from the movements that were taken. The index may lag behind: then the file would lack some."""
    counted = rows = into = out = 0
    with csv_object(desk.objects, Bucket.EXPORTS, _file_key(report), HEADER) as file:
        for payments, customers in _taken(desk, report):
            for payment in payments:
                moved = [movement for movement in payment.movements if movement.report_id == report.id]
                counted += len(moved)
                into += sum(pence for movement in moved for pence in movement.shares.values() if pence > 0)
                out += sum(pence for movement in moved for pence in movement.shares.values() if pence < 0)
                rows += _write(file, report, payment, customers.get(customer_place(payment.customer_key)))
        if counted != report.counted:
            raise NotAllSeen(f"{counted} of {report.counted} movements of {report.id}")
    sums = {"state": JobState.READY, "rows": rows, "in_pence": into, "out_pence": out}
    finished = report.model_copy(update=sums)
    about = {"file": "creditor report", "rows": str(rows)}
    told = Diary(Actor.system(JOB), desk.clock.now()).tell(Event.EXPORT_FINISHED, _subject(report.id), after=about)
    try:
        desk.store.commit(Changes(Replace(finished), Append(told)))
    except Conflict as conflict:
        if conflict.passing:
            raise
        # Another delivery of the same message has finished it, with the same file.


def _taken(desk: Desk, report: CreditorReport) -> Iterator[tuple[list[Payment], dict[Key, Entity]]]:
    """The payments whose movements the report took, each once, some at a time, with their customers."""
    met: set[Key] = set()
    after = ""
    while True:
        entries = desk.store.search(Index.FEED, [movements_of(report.id)], after=after, limit=BATCH_GET_LIMIT)
        places = dict.fromkeys(payment_place(entry.key.pk, entry.sort.split("#")[1]) for entry in entries)
        new = [place for place in places if place not in met]
        met |= set(new)
        held = desk.store.get_many(new) if new else {}
        payments = [payment for place in new if isinstance(payment := held.get(place), Payment)]
        keys = dict.fromkeys(customer_place(payment.customer_key) for payment in payments)
        yield payments, desk.store.get_many(list(keys)) if keys else {}
        if len(entries) < BATCH_GET_LIMIT:
            return
        after = entries[-1].sort


def _write(file: CsvWriter, report: CreditorReport, payment: Payment, customer: Entity | None) -> int:
    held = customer if isinstance(customer, Customer) else None
    rows = 0
    for movement in payment.movements:
        if movement.report_id != report.id:
            continue
        for number, kind, pence in _lines(movement):
            account = held.accounts.get(number) if held else None
            file.write(
                (
                    report.id,
                    payment.id,
                    movement.at.astimezone(LONDON).date().isoformat(),
                    held.customer_id if held else "",
                    held.name if held else "",
                    number,
                    (account.payment_reference if account else None) or "",
                    kind,
                    format_pounds(pence),
                    payment.currency,
                    payment.method,
                    payment.provider_ref,
                )
            )
            rows += 1
    return rows


def _lines(movement: Movement) -> Iterator[tuple[str, str, int]]:
    """A line for each account, and one of its own for what cleared a fee of ours: no balance of the creditor's knows it."""
    for number in movement.shares:
        lines = (movement.kind.value, movement.creditors(number)), (FEE, movement.fees.get(number, 0))
        yield from ((number, kind, pence) for kind, pence in lines if pence)


def _subject(report_id: str) -> str:
    """What the diary calls a report. Every payment that it takes has a line of its own."""
    return f"creditor-report:{report_id}"


def _file_key(report: CreditorReport) -> str:
    return f"payments/reports/{report.id}.csv"


def _send(desk: Desk, report: CreditorReport) -> None:
    if report.state is not JobState.READY:
        desk.queues.send(QueueName.EXPORTS, [{"creditor_report": report.id}])
