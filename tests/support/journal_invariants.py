"""What must be true of every journal, whatever was posted (`reference/model.md` C.4). Found out twice: by the ledger's own
vocabulary, and by the auditor, which shares none of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from chalicelib.auditing.replaying import Books, findings
from chalicelib.ledger.model import CASH, RECEIVABLES, EntryMarker, EntryType, JournalEntry, LedgerAccount, Posting
from chalicelib.ledger.rules import check_ways, mirror
from chalicelib.payments.model import Payment
from chalicelib.records.model import Customer
from tests.support.invariants import World


def every_posting_takes_a_way_of_its_type(world: World) -> None:
    """C.4.1: a posting debits one account and credits another by more than nothing, as the entry's type allows."""
    for entry in world.all(JournalEntry):
        assert all(posting.amount > 0 and posting.debit is not posting.credit for posting in entry.postings)
        check_ways(entry.type, entry.postings, entry.memos)


def debits_are_credits(world: World) -> None:
    """C.4.1: over all ledger accounts, what was debited was credited."""
    sums: Counter[LedgerAccount] = Counter()
    for posting in (posting for entry in world.all(JournalEntry) for posting in entry.postings):
        sums[posting.debit] += posting.amount
        sums[posting.credit] -= posting.amount
    assert sum(sums.values()) == 0


def a_reversal_undoes_one_earlier_entry(world: World) -> None:
    """C.4.1: a correction is the mirror of the entry it names, and no entry is undone twice. C.4.2: of money that comes back,
    what its claims no longer owe is credit."""
    entries = {(entry.customer_key, entry.ref): entry for entry in world.all(JournalEntry)}
    reversals = [entry for entry in entries.values() if entry.type is EntryType.REVERSAL]
    for reversal in reversals:
        undone = entries[reversal.customer_key, reversal.related_entry or ""]
        assert undone.sequence < reversal.sequence
        meant, done = _places(mirror(undone.postings)), _places(reversal.postings)
        assert all(debit in CASH.values() and credit in RECEIVABLES.values() for debit, credit, _ in meant - done)
        assert all(credit is LedgerAccount.CUSTOMER_CREDIT for _, credit, _ in done - meant)
        assert meant.total() == done.total()
    named = [(reversal.customer_key, reversal.related_entry) for reversal in reversals]
    assert len(named) == len(set(named))


def _places(postings: Iterable[Posting]) -> Counter[tuple[LedgerAccount, LedgerAccount, str | None]]:
    sums = Counter[tuple[LedgerAccount, LedgerAccount, str | None]]()
    for posting in postings:
        sums[posting.debit, posting.credit, posting.claim] += posting.amount
    return sums


def the_auditor_finds_nothing(world: World) -> None:
    """C.4.1 to C.4.3: by a replay that shares no code with the ledger, every number, balance, credit and reservation is right."""
    for customer in world.all(Customer):
        key = customer.customer_key
        entries = [entry.model_dump(mode="json") for entry in world.journal(customer)]
        markers = {marker.entry_ref: marker.sequence for marker in world.all(EntryMarker) if marker.customer_key == key}
        payments = [payment.model_dump(mode="json") for payment in world.all(Payment) if payment.customer_key == key]
        found = findings(Books(customer.model_dump(mode="json"), entries, markers, payments))
        assert found == [], found


def an_entry_is_never_changed(before: World, after: World) -> None:
    """C.4.1: what was posted stays what it was, as long as its customer is there."""
    there = {customer.customer_key for customer in after.all(Customer)}
    entries = {entry.key: entry for entry in after.all(JournalEntry)}
    assert all(entries.get(entry.key) == entry for entry in before.all(JournalEntry) if entry.customer_key in there)


def an_ending_changes_no_ledger_sum(before: World, after: World) -> None:
    """C.4.11: who is closed or anonymised leaves every ledger account as it was."""
    there = {customer.customer_key for customer in after.all(Customer)}

    def sums(world: World) -> Counter[tuple[str, LedgerAccount]]:
        moved: Counter[tuple[str, LedgerAccount]] = Counter()
        for entry in world.all(JournalEntry):
            for posting in entry.postings if entry.customer_key in there else ():
                moved[entry.customer_key, posting.debit] += posting.amount
                moved[entry.customer_key, posting.credit] -= posting.amount
        return moved

    assert sums(before) == sums(after)


JOURNAL_ALWAYS = (every_posting_takes_a_way_of_its_type, debits_are_credits, a_reversal_undoes_one_earlier_entry)
JOURNAL_AT_REST = (*JOURNAL_ALWAYS, the_auditor_finds_nothing)
