"""The daily check: every customer once, some at a time, from where the last run ended; faults are counted and kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.auditing import jobs
from chalicelib.auditing.model import JournalCheck
from chalicelib.auditing.routes import FindingView
from chalicelib.auditing.sealing import opened
from chalicelib.auditing.service import Auditor
from chalicelib.core.changes import Key, Table
from chalicelib.core.clock import FixedClock, london_day
from chalicelib.core.ids import ulid
from chalicelib.core.keys import FixedKeys
from chalicelib.core.memory import MemoryStore
from chalicelib.core.objects import Bucket, MemoryObjects
from chalicelib.ledger.model import JournalEntry
from chalicelib.payments.manual import Received, ReceivedBy
from chalicelib.payments.movements import MovementMark, mark_place
from chalicelib.payments.providers.books import Outcome
from chalicelib.payments.receiving import Receipts
from chalicelib.payments.suspense import BOOK_PLACE, SuspenseBook, Unallocated, unallocated_place
from chalicelib.settings.model import Settings
from tests.support import paying
from tests.support.paying import CUSTOMER, NOON, PayingWorld, two_accounts
from tests.support.promising import AGENT

TODAY = london_day(NOON)


class DyingObjects(MemoryObjects):
    """Dies at the n-th write."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.left = at

    def write(self, bucket: Bucket, key: str, content: bytes, content_type: str) -> None:
        super().write(bucket, key, content, content_type)
        self.left -= 1
        if self.left == 0:
            raise ConnectionError


def crowd(store: MemoryStore, size: int) -> None:
    for number in range(size):
        key = f"{number:026d}"
        paying.opened(store, two_accounts().model_copy(update={"customer_key": key, "customer_id": f"C-{number}"}), NOON)


def auditor(store: MemoryStore, objects: MemoryObjects | None = None, piece: int = 2) -> Auditor:
    return Auditor(store, objects or MemoryObjects(), FixedKeys(), FixedClock(NOON), lambda key: None, piece)


def test_everybody_is_checked_and_sealed_once_in_bounded_pieces() -> None:
    store, objects = MemoryStore(), MemoryObjects()
    crowd(store, 5)
    report = auditor(store, objects).work()
    assert report is not None
    assert (report.pieces, report.customers, report.entries, report.faults) == (3, 5, 5, 0)
    assert report.owed == 5 * 14_000 == sum(pence for code, pence in report.sums.items() if code.startswith("11"))
    assert sum(report.sums.values()) == 0
    lines = [line for (_, _), file in objects.contents.items() for line in opened(file, FixedKeys().journal)]
    assert [line.customer_key for line in lines] == [f"{number:026d}" for number in range(5)]
    assert auditor(store, objects).work() is None


def test_a_run_that_dies_is_taken_up_where_it_was_written_down() -> None:
    store, objects = MemoryStore(), DyingObjects(2)
    crowd(store, 5)
    try:
        auditor(store, objects).work()
    except ConnectionError:
        report = auditor(store, objects).work()
    assert report is not None
    assert (report.pieces, report.customers) == (3, 5)


def test_the_report_keeps_what_it_found_and_the_line_in_the_log_says_how_much() -> None:
    world = PayingWorld()
    world.start(5_000)
    key = Key(Table.JOURNAL, CUSTOMER, "000000001")
    entry = world.store.items[key]
    assert isinstance(entry, JournalEntry)
    wrong = entry.postings[0].model_copy(update={"amount": entry.postings[0].amount + 1})
    world.store.items[key] = entry.model_copy(update={"postings": (wrong, *entry.postings[1:])})
    said: list[dict[str, object]] = []
    jobs.check(auditor(world.store), lambda message, **fields: said.append(fields))
    report = auditor(world.store).report(TODAY)
    assert report is not None
    assert {(found.fault, found.customer_key) for found in report.findings} == {
        ("RUNNING_BALANCE", CUSTOMER),
        ("CLAIM", CUSTOMER),
    }
    assert said == [{"job": "journal_check", "outcome": "faults", "count": report.faults}]
    assert "Siân" not in report.model_dump_json()


def test_somebody_who_is_paying_at_that_moment_is_not_at_fault() -> None:
    world = PayingWorld()

    class Interrupted(MemoryStore):
        """Money is reserved between the first read of the customer and the rest."""

        paid = False

        def query(self, table: Table, pk: str, **how: Any) -> Any:
            if not self.paid:
                self.paid = True
                world.start(5_000)
            return super().query(table, pk, **how)

    store = Interrupted()
    store.items = world.store.items
    report = auditor(store).work()
    assert store.paid
    assert report is not None
    assert report.faults == 0


def test_the_next_day_is_checked_anew() -> None:
    store, objects, clock = MemoryStore(), MemoryObjects(), FixedClock(NOON)
    crowd(store, 1)
    daily = Auditor(store, objects, FixedKeys(), clock, lambda key: None)
    assert daily.work() is not None
    clock.instant += timedelta(days=1)
    again = daily.work()
    assert again is not None
    assert again.day == TODAY + timedelta(days=1)
    assert [report.day for report in daily.reports()] == [TODAY + timedelta(days=1), TODAY]
    assert not daily.is_overdue(daily.reports())
    clock.instant += timedelta(hours=37)
    assert daily.is_overdue(daily.reports())
    assert len(objects.contents) == 2


@pytest.mark.feature("JO1")
def test_a_payment_from_before_reports_is_found_once_and_reported_at_last() -> None:
    world = PayingWorld()
    started = world.start(5_000)
    world.bank.decide(paying.sealed(started), Outcome.PAY)
    world.deliver_all()
    old = world.payment(started.payment.id)
    world.store.put_all([old.model_copy(update={"movements": ()})])
    world.store.remove_all([mark_place(CUSTOMER, old.id, "capture")])
    report = _checked(world)
    assert [(f.fault, f.expected) for f in report.findings] == [("UNREPORTED", 5_000)]
    assert world.payment(old.id).movements == old.movements
    assert world.store.get(MovementMark, mark_place(CUSTOMER, old.id, "capture")) is not None
    world.wait(days=1)
    assert _checked(world).findings == ()


@pytest.mark.feature("JO1")
@pytest.mark.parametrize("planted", ["amount", "book", "gone"])
def test_unallocated_money_is_what_its_journal_says(planted: str) -> None:
    world = PayingWorld()
    receipts = Receipts(world.store, FixedKeys(), world.clock, Settings)
    kept = [
        receipts.keep(
            Received(id=ulid(NOON, str(n).encode()), amount=n, method=ReceivedBy.CASH, received_on=TODAY, reference=""), AGENT
        )
        for n in (700, 500, 300)
    ]
    receipts.allocate(kept[0].id, CUSTOMER, None, AGENT)
    receipts.send_back(kept[1].id, "UNKNOWN_PAYER", AGENT)
    assert _checked(world).findings == ()
    place = unallocated_place(kept[2].id, waiting=True)
    waiting, book = world.store.items[place], world.store.items[BOOK_PLACE]
    assert isinstance(waiting, Unallocated)
    assert isinstance(book, SuspenseBook)
    match planted:
        case "amount":
            world.store.put_all([waiting.model_copy(update={"amount": 301})])
        case "book":
            world.store.put_all([book.model_copy(update={"waiting": 299})])
        case _:
            world.store.remove_all([place])
    world.wait(days=1)
    found = {"amount": 301, "book": 299, "gone": 0}[planted]
    [finding] = _checked(world).findings
    assert (finding.fault, finding.expected, finding.found) == ("SUSPENSE", 300, found)
    assert FindingView.of(finding).customer_key == ""


def _checked(world: PayingWorld) -> JournalCheck:
    """What the check of the day finds."""
    daily = Auditor(world.store, MemoryObjects(), FixedKeys(), world.clock, lambda key: world.payments.report_at_last(key, AGENT))
    report = daily.work()
    assert report is not None
    return report
