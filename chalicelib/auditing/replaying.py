"""An auditor's own replay of one customer's journal, over documents as they are stored. Standard library only: what is checked
must not be checked by the rules that made it, so nothing of the ledger is imported here (a contract in `pyproject.toml`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

type Document = Mapping[str, Any]

OWED = {"1100": "principal", "1110": "interest", "1120": "fees", "1130": "costs"}
CASH = frozenset({"1200", "1210", "1220", "1230"})
CREDIT = "2100"
UNALLOCATED = "2200"


class Fault(StrEnum):
    """What can be wrong with a customer's money."""

    GAP = "GAP"
    TWICE = "TWICE"
    MARKER = "MARKER"
    POSTING = "POSTING"
    RUNNING_BALANCE = "RUNNING_BALANCE"
    REVERSAL = "REVERSAL"
    CLAIM = "CLAIM"
    NEGATIVE = "NEGATIVE"
    CREDIT = "CREDIT"
    RESERVATION = "RESERVATION"
    TAMPERED = "TAMPERED"
    GONE = "GONE"
    SUSPENSE = "SUSPENSE"
    UNREPORTED = "UNREPORTED"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: at which entry of the customer's journal, where it is one entry's, and the pence or numbers that should be
    equal. It holds nothing of a person, so it may be logged and kept."""

    fault: Fault
    customer_key: str
    sequence: int = 0
    expected: int = 0
    found: int = 0


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that is stored about one customer's money: the record, its journal in order, the markers' sequences by
    reference, and its payments."""

    customer: Document
    entries: Sequence[Document]
    markers: Mapping[str, int]
    payments: Sequence[Document] = ()

    @property
    def key(self) -> str:
        return str(self.customer["customer_key"])


def findings(books: Books) -> list[Finding]:
    """Every fault of one customer. An empty list says that each balance, sum, number and reservation is what it must be."""
    checks = (_numbers, _postings, _reversals, _balances, _reservations, _unreported)
    return [finding for check in checks for finding in check(books)]


def suspense_findings(books: Books, items: Sequence[Document]) -> list[Finding]:
    """Every fault of the money of unknown payers: `books` are the organisation's own, whose record is the book that says how much
    waits, `items` the money itself. What came in less what was sent back or given to customers is what waits."""
    pence = {place: sum(item["amount"] for item in items if item["place"] == place) for place in ("WAITING", "ALLOCATED")}
    held = -sums(books.entries)[UNALLOCATED] - pence["ALLOCATED"]
    said = books.customer.get("waiting", 0)
    unlike = [Finding(Fault.SUSPENSE, books.key, 0, held, found) for found in {pence["WAITING"], said} if found != held]
    return [*_numbers(books), *unlike]


def _unreported(books: Books) -> Iterator[Finding]:
    """The creditor is told of every payment that was captured: none is without the movements that reports are made of."""
    for payment in books.payments:
        if payment.get("settled_at") and not payment.get("movements"):
            captured = sum(portion["amount"] for portion in payment.get("allocations", ())) + payment.get("credited", 0)
            yield Finding(Fault.UNREPORTED, books.key, 0, captured, 0)


def sums(entries: Sequence[Document]) -> Counter[str]:
    """Debits less credits in pence, by ledger account: together they are always 0."""
    moved: Counter[str] = Counter()
    for posting in _all_postings(entries):
        moved[posting["debit"]] += posting["amount"]
        moved[posting["credit"]] -= posting["amount"]
    return moved


def _numbers(books: Books) -> Iterator[Finding]:
    """Entries are numbered 1, 2, 3 ... up to the record's number, each posted once and each with its marker."""
    for expected, entry in enumerate(books.entries, 1):
        if entry["sequence"] != expected:
            yield Finding(Fault.GAP, books.key, entry["sequence"], expected, entry["sequence"])
            break
    last = books.customer.get("journal_sequence", 0)
    if len(books.entries) != last:
        yield Finding(Fault.GAP, books.key, 0, last, len(books.entries))
    posted = Counter(entry["ref"] for entry in books.entries)
    for entry in books.entries:
        if posted[entry["ref"]] > 1:
            yield Finding(Fault.TWICE, books.key, entry["sequence"], 1, posted[entry["ref"]])
        if books.markers.get(entry["ref"]) != entry["sequence"]:
            yield Finding(Fault.MARKER, books.key, entry["sequence"], entry["sequence"], books.markers.get(entry["ref"], 0))
    for ref in books.markers.keys() - posted.keys():
        yield Finding(Fault.MARKER, books.key, books.markers[ref])


def _postings(books: Books) -> Iterator[Finding]:
    """Every posting moves something between two accounts, and each entry knows what was owed after it."""
    owed = 0
    for entry in books.entries:
        for posting in entry.get("postings", ()):
            if posting["amount"] <= 0 or posting["debit"] == posting["credit"]:
                yield Finding(Fault.POSTING, books.key, entry["sequence"], 1, posting["amount"])
        owed += sum(_change(posting) for posting in entry.get("postings", ()))
        if entry["balance_after"] != owed:
            yield Finding(Fault.RUNNING_BALANCE, books.key, entry["sequence"], owed, entry["balance_after"])


def _reversals(books: Books) -> Iterator[Finding]:
    """A reversal undoes an earlier entry that it names."""
    by_ref = {entry["ref"]: entry for entry in books.entries}
    for entry in books.entries:
        if entry["type"] != "REVERSAL":
            continue
        undone = by_ref.get(entry.get("related_entry", ""))
        if undone is None or undone["sequence"] >= entry["sequence"] or not _undoes(entry, undone):
            yield Finding(Fault.REVERSAL, books.key, entry["sequence"])


def _undoes(entry: Document, undone: Document) -> bool:
    """Whether it is the exact mirror; but money that comes back to a claim that owes less by now is credit (ADR 21), so only
    the sum that came back must be the same, and no claim gets more than it had given."""
    meant = Counter[tuple[str, str, str | None]]()
    done = Counter[tuple[str, str, str | None]]()
    for posting in undone.get("postings", ()):
        meant[posting["credit"], posting["debit"], posting.get("claim")] += posting["amount"]
    for posting in entry.get("postings", ()):
        done[posting["debit"], posting["credit"], posting.get("claim")] += posting["amount"]
    spare = Counter[str]()
    for (debit, credit, _), amount in (meant - done).items():
        if debit not in CASH or credit not in OWED:
            return False
        spare[debit] += amount
    more = done - meant
    return all(credit == CREDIT and claim is None for _, credit, claim in more) and spare == _by_debit(more)


def _by_debit(postings: Mapping[tuple[str, str, str | None], int]) -> Counter[str]:
    sums = Counter[str]()
    for (debit, _, _), amount in postings.items():
        sums[debit] += amount
    return sums


def _balances(books: Books) -> Iterator[Finding]:
    """What each claim is said to owe, part by part, and the credit, are what the journal adds up to; nothing is negative."""
    replayed: Counter[tuple[str, str]] = Counter()
    for posting in _all_postings(books.entries):
        for account, pence in ((posting["debit"], posting["amount"]), (posting["credit"], -posting["amount"])):
            if account in OWED:
                replayed[posting.get("claim", ""), OWED[account]] += pence
    claims = {ref: claim for account in _accounts(books) for ref, claim in account.get("claims", {}).items()}
    stored = {(ref, part): claim["outstanding"].get(part, 0) for ref, claim in claims.items() for part in OWED.values()}
    for place in sorted(stored.keys() | replayed.keys()):
        if stored.get(place, 0) != replayed[place]:
            yield Finding(Fault.CLAIM, books.key, 0, replayed[place], stored.get(place, 0))
        if stored.get(place, 0) < 0:
            yield Finding(Fault.NEGATIVE, books.key, 0, 0, stored[place])
    held, credit = books.customer.get("credit", 0), -sums(books.entries)[CREDIT]
    if held != credit or held < 0:
        yield Finding(Fault.CREDIT, books.key, 0, credit, held)


def _reservations(books: Books) -> Iterator[Finding]:
    """Money is held reserved on a claim exactly by the payments that say so, as much as they say."""
    planned: Counter[tuple[str, str]] = Counter()
    for payment in books.payments:
        for portion in payment.get("plan", ()) if payment.get("reserved") else ():
            planned[portion["claim"], payment["id"]] += portion["amount"]
    held = {
        (ref, payment): pence
        for account in _accounts(books)
        for ref, claim in account.get("claims", {}).items()
        for payment, pence in claim.get("reserved", {}).items()
    }
    for place in sorted(held.keys() | planned.keys()):
        if held.get(place, 0) != planned[place]:
            yield Finding(Fault.RESERVATION, books.key, 0, planned[place], held.get(place, 0))


def _change(posting: Document) -> int:
    """Pence by which a posting changes what is owed."""
    return int(posting["amount"]) * (int(posting["debit"] in OWED) - int(posting["credit"] in OWED))


def _all_postings(entries: Sequence[Document]) -> Iterator[Document]:
    for entry in entries:
        yield from entry.get("postings", ())


def _accounts(books: Books) -> Sequence[Document]:
    return list(books.customer.get("accounts", {}).values())
