"""What must be true of everything that is stored, whatever happened to it. Each function names one truth, and raises
AssertionError when it does not hold. A world is simply all entities, from whichever store they were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import cast

from chalicelib.core.changes import Entity
from chalicelib.ledger.model import CASH, EntryMarker, JournalEntry, LedgerAccount, Posting
from chalicelib.ledger.rules import replay
from chalicelib.payments.manual import PROVIDER
from chalicelib.payments.model import MOVES, TAKEN, UNDER_WAY, Outflow, Payment, Status, kind_of
from chalicelib.payments.outflows import GONE
from chalicelib.payments.providers.books import Outcome, SandboxPayment
from chalicelib.payments.suspense import SUSPENSE, Place, SuspenseBook, Unallocated
from chalicelib.records.accounts import AccountStatus, Claim, ClaimStatus, Parts
from chalicelib.records.model import Customer

ENDING_WELL = frozenset({Outcome.PAY, Outcome.LATER, Outcome.RETURN, Outcome.REFUND_FAILS, Outcome.CREDIT_CARD})


class World:
    """All entities of a store, by kind."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = list(entities)
        self._by_kind: dict[type, list[Entity]] = {}
        for entity in self._entities:
            self._by_kind.setdefault(type(entity), []).append(entity)

    def all[E](self, kind: type[E]) -> list[E]:
        return [cast(E, entity) for found in self._by_kind if issubclass(found, kind) for entity in self._by_kind[found]]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._entities)

    def journal(self, customer: Customer) -> list[JournalEntry]:
        return sorted(
            (entry for entry in self.all(JournalEntry) if entry.customer_key == customer.customer_key),
            key=lambda entry: entry.sequence,
        )


def balances_are_the_journal_replayed(world: World) -> None:
    """C.4.2: what a claim is said to owe is what its journal entries add up to, and so is the customer's credit."""
    for customer in world.all(Customer):
        replayed = replay(world.journal(customer))
        for claim in _claims(customer):
            assert claim.outstanding == replayed.get(claim.ref, Parts()), f"{claim.ref} is not its journal"
        credited = _moved(world.journal(customer), LedgerAccount.CUSTOMER_CREDIT)
        assert customer.credit == -credited, "the credit is not its journal"


def the_journal_has_no_gaps(world: World) -> None:
    """Entries are numbered 1, 2, 3 ... per customer, each has its marker, and each knows the balance after it. The journal of
    a customer who was deleted is on its way out, page by page."""
    there = {customer.customer_key for customer in world.all(Customer)}
    for customer in world.all(Customer):
        journal = world.journal(customer)
        assert [entry.sequence for entry in journal] == list(range(1, customer.journal_sequence + 1))
        if journal:
            assert journal[-1].balance_after == customer.owed
    markers = {(m.customer_key, m.entry_ref): m.sequence for m in world.all(EntryMarker) if m.customer_key in there}
    posted = [entry for entry in world.all(JournalEntry) if entry.customer_key in there]
    entries = {(entry.customer_key, entry.ref): entry.sequence for entry in posted}
    assert markers == entries
    assert len(entries) == len(posted), "an entry was posted twice"


def nothing_is_negative(world: World) -> None:
    """No claim owes less than nothing, nothing less than nothing is reserved, and nobody's credit is a debt."""
    for customer in world.all(Customer):
        assert customer.credit >= 0
        for claim in _claims(customer):
            assert min(claim.outstanding.model_dump().values()) >= 0, f"{claim.ref} is overpaid"
            assert all(pence > 0 for pence in claim.reserved.values())


def only_payments_under_way_hold_money_reserved(world: World) -> None:
    """A reservation and the plan of a payment that has not been decided are two sides of the same thing."""
    planned = {
        (payment.customer_key, portion.claim, payment.id): portion.amount
        for payment in world.all(Payment)
        if payment.reserved
        for portion in payment.plan
    }
    held = {
        (customer.customer_key, claim.ref, payment_id): pence
        for customer in world.all(Customer)
        for claim in _claims(customer)
        for payment_id, pence in claim.reserved.items()
    }
    assert held == planned
    assert all(payment.status in UNDER_WAY for payment in world.all(Payment) if payment.reserved)


def statuses_follow_from_facts(world: World) -> None:
    """A payment's facts are moves of the table, its status is where they end, and what is left of its money is what was
    captured less what went, but for what the credit could not give back any more."""
    for payment in world.all(Payment):
        assert payment.status in reached_by(payment.facts)
        assert (payment.status in TAKEN) == (payment.captured > 0) == (payment.settled_at is not None)
        if payment.status in TAKEN:
            assert payment.status is payment.standing
            lost = sum(p.amount for o in payment.outflows for p in _losses(o))
            assert sum(posting.amount for posting in payment.left) == payment.captured - payment.gone + lost


def reached_by(facts: Iterable[str]) -> frozenset[Status]:
    """The statuses in which a payment may be that learnt these facts. Raises KeyError when one of them may not follow."""
    statuses = frozenset({Status.CREATED})
    for fact in facts:
        reached = [MOVES[status, kind_of(fact)] for status in statuses if (status, kind_of(fact)) in MOVES]
        if not reached:
            raise KeyError(fact)
        statuses = frozenset().union(*reached)
    return statuses


def _losses(outflow: Outflow) -> list[Posting]:
    cost = LedgerAccount.CHARGEBACK_COST
    return [p for p in outflow.postings if p.debit is cost] if outflow.state in GONE else []


def whatever_is_undecided_is_watched(world: World) -> None:
    """A payment that can still change by itself stands in the due index."""
    for payment in world.all(Payment):
        assert payment.next_check is not None or payment.status not in UNDER_WAY


def nothing_is_posted_that_the_bank_did_not_capture(world: World) -> None:
    """C.4.3: allocations and credit are the bank's capture, to the penny, and each movement is posted at most once."""
    captures = _captures(world)
    for payment in world.all(Payment):
        if payment.status in TAKEN and payment.provider != PROVIDER:
            assert payment.captured == captures[payment.customer_key, payment.id]
    for customer in world.all(Customer):
        payments = [payment for payment in world.all(Payment) if payment.customer_key == customer.customer_key]
        came_from = {*CASH.values(), LedgerAccount.UNALLOCATED_RECEIPTS}
        cash = sum(_moved(world.journal(customer), account) for account in came_from)
        assert cash == sum(payment.captured - payment.gone for payment in payments)


def every_movement_of_the_bank_is_posted(world: World, now: datetime) -> None:
    """At rest: what the bank holds for us is what the journal says, after everything that came and went."""
    held = sum(movement.amount for payment in world.all(SandboxPayment) for movement in payment.movements(now))
    by_hand = {payment.id for payment in world.all(Payment) if payment.provider == PROVIDER}
    journal = [entry for customer in world.all(Customer) for entry in world.journal(customer) if entry.payment_id not in by_hand]
    assert sum(_moved(journal, account) for account in set(CASH.values())) == held


def claims_without_balance_are_resolved(world: World) -> None:
    """Money that clears a claim resolves it, and the last claim settles its account."""
    for customer in world.all(Customer):
        for account in customer.accounts.values():
            for claim in account.claims.values():
                assert (claim.status is ClaimStatus.RESOLVED) == (claim.outstanding.total == 0)
            assert (account.status is AccountStatus.SETTLED) == (account.balance.total == 0)


def every_capture_is_posted(world: World) -> None:
    """Once everything has come to rest: all money the bank took is in the journal, and nothing is left reserved."""
    captured = +_captures(world)
    posted = {(p.customer_key, p.id): p.captured for p in world.all(Payment) if p.provider != PROVIDER}
    assert captured == +Counter(posted)
    assert all(payment.status not in UNDER_WAY for payment in world.all(Payment))
    assert not any(claim.reserved for customer in world.all(Customer) for claim in _claims(customer))


def unallocated_money_is_what_the_journals_say(world: World) -> None:
    """What waits is what came in from unknown payers, less what went back and what the customers' journals took over."""
    waiting = sum(money.amount for money in world.all(Unallocated) if money.place is Place.WAITING)
    journal = world.all(JournalEntry)
    assert -_moved(journal, LedgerAccount.UNALLOCATED_RECEIPTS) == waiting
    assert sum(book.waiting for book in world.all(SuspenseBook)) == waiting
    own = [entry.sequence for entry in journal if entry.customer_key == SUSPENSE]
    assert sorted(own) == list(range(1, len(own) + 1)), "the organisation's own journal has a gap"


ALWAYS = (
    unallocated_money_is_what_the_journals_say,
    balances_are_the_journal_replayed,
    the_journal_has_no_gaps,
    nothing_is_negative,
    only_payments_under_way_hold_money_reserved,
    statuses_follow_from_facts,
    whatever_is_undecided_is_watched,
    nothing_is_posted_that_the_bank_did_not_capture,
)
AT_REST = (*ALWAYS, every_capture_is_posted)


def _claims(customer: Customer) -> list[Claim]:
    return [claim for account in customer.accounts.values() for claim in account.claims.values()]


def _moved(journal: Iterable[JournalEntry], account: LedgerAccount) -> int:
    """Debits less credits of one ledger account, in pence."""
    postings = [posting for entry in journal for posting in entry.postings]
    return sum(p.amount for p in postings if p.debit is account) - sum(p.amount for p in postings if p.credit is account)


def _captures(world: World) -> Counter[tuple[str, str]]:
    """Pence the bank took or is about to take, by customer and payment."""
    taken = [payment for payment in world.all(SandboxPayment) if payment.outcome in ENDING_WELL]
    return Counter({(payment.customer_key, payment.payment_id): payment.amount for payment in taken})


def hold(truths: Iterable[Callable[[World], None]], world: World) -> None:
    """Every one of these is true of the world. Raises AssertionError naming the first that is not."""
    for truth in truths:
        try:
            truth(world)
        except AssertionError as error:
            raise AssertionError(f"{truth.__name__}: {error}") from error
