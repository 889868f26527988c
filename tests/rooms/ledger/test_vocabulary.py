"""What may be posted: the accounts, the types, and what the pure constructors make of them."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes
from chalicelib.core.errors import Code, Refused
from chalicelib.ledger import rules
from chalicelib.ledger.model import CASH, MEMOS, WAYS, Context, EntryType, JournalEntry, LedgerAccount, Memo, Posting, Side
from chalicelib.ledger.returns import left_of, unwind
from chalicelib.ledger.rules import applied, charge, check_ways, clear, credit, post, reverse
from chalicelib.records.accounts import AccountStatus, ClaimStatus, Parts
from chalicelib.records.model import Customer
from tests.support.paying import NOON, account, claim, debtor

A = LedgerAccount
JOB = Actor.system("test")
CLAIM = ("ACC-1", "ACC-1-1")


def owing(pence: int = 10_000, **parts: int) -> Customer:
    return debtor(account("ACC-1", claim("ACC-1-1", "2026-03-01", pence, **parts), product_type="Credit card"))


def posted(customer: Customer, entry_type: EntryType, postings: list[Posting], **named: str) -> tuple[Customer, JournalEntry]:
    customer, changes = post(
        applied(customer, postings),
        ref=named.pop("ref", f"{entry_type}:{customer.journal_sequence}"),
        entry_type=entry_type,
        context=Context.SYSTEM,
        postings=postings,
        actor=JOB,
        now=NOON,
        effective=date(2026, 11, 20),
        **named,
    )
    return customer, only_entry(changes)


def only_entry(changes: Changes) -> JournalEntry:
    [entry] = [c.entity for c in changes if isinstance(c, Append) and isinstance(c.entity, JournalEntry)]
    return entry


def test_each_account_has_the_side_its_class_stands_on() -> None:
    assert {account.normal_side for account in LedgerAccount if account.value[0] in "15"} == {Side.DEBIT}
    assert {account.normal_side for account in LedgerAccount if account.value[0] in "234"} == {Side.CREDIT}


def test_every_type_has_its_ways_and_a_way_never_leads_back_to_where_it_began() -> None:
    assert {*WAYS, EntryType.REVERSAL} == set(EntryType)
    assert {EntryType.PROLONGATION, EntryType.RESTRUCTURE, EntryType.PROMISE} == MEMOS
    for ways in WAYS.values():
        for way in ways:
            assert way.debits
            assert way.credits
            assert not way.debits & way.credits
    used = {account for ways in WAYS.values() for way in ways for account in way.debits | way.credits}
    assert set(LedgerAccount) - used == {A.SETTLEMENT_DISCOUNT_PENDING}


@pytest.mark.parametrize(
    ("entry_type", "postings"),
    [
        (EntryType.FEE, rules.fee(*CLAIM, 500)),
        (EntryType.INTEREST, rules.interest(*CLAIM, 500)),
        (EntryType.FEE_WAIVER, rules.waive_fees(*CLAIM, 500)),
        (EntryType.INTEREST_WAIVER, rules.waive_interest(*CLAIM, 500)),
        (EntryType.WRITE_OFF, rules.write_off(*CLAIM, Parts(principal=1, costs=2))),
        (EntryType.DISCOUNT, rules.discount(*CLAIM, Parts(principal=500))),
        (EntryType.DISCOUNT_REVERSAL, charge(*CLAIM, Parts(principal=500), A.DISCOUNT_EXPENSE)),
        (EntryType.TRANSFER, rules.transfer(CLAIM, ("ACC-2", "ACC-2-1"), Parts(principal=500, fees=3))),
        (EntryType.PAYMENT, [*clear(*CLAIM, Parts(principal=500), CASH["BACS"]), credit(3, CASH["BACS"])]),
        (EntryType.ALLOCATION, clear(*CLAIM, Parts(principal=500), A.UNALLOCATED_RECEIPTS)),
    ],
)
def test_what_the_constructors_make_is_what_the_types_take(entry_type: EntryType, postings: list[Posting]) -> None:
    check_ways(entry_type, postings)
    check_ways(EntryType.REVERSAL, rules.mirror(postings))


@pytest.mark.parametrize(
    ("entry_type", "postings", "memos"),
    [
        (EntryType.FEE, rules.interest(*CLAIM, 500), ()),
        (EntryType.PAYMENT, clear(*CLAIM, Parts(principal=5), A.WRITE_OFF_EXPENSE), ()),
        (EntryType.PAYMENT, rules.mirror(clear(*CLAIM, Parts(principal=5), A.CASH_CLEARING_CARD)), ()),
        (EntryType.REVERSAL, [Posting(debit=A.FEE_INCOME, credit=A.CASH_CLEARING_CARD, amount=5)], ()),
        (EntryType.FEE, [], ()),
        (EntryType.PROMISE, rules.fee(*CLAIM, 500), ()),
        (EntryType.FEE, rules.fee(*CLAIM, 500), [Memo(amount=500)]),
        (EntryType.FEE, [Posting(debit=A.RECEIVABLE_FEES, credit=A.FEE_INCOME, amount=5)], ()),
        (EntryType.TRANSFER, charge(*CLAIM, Parts(principal=5), A.PORTFOLIO_OPENING), ()),
    ],
)
def test_nothing_else_is_posted(entry_type: EntryType, postings: list[Posting], memos: list[Memo]) -> None:
    with pytest.raises(ValueError, match=r"may not|memo|claim|transfer|tells"):
        check_ways(entry_type, postings, memos)


def test_a_memo_takes_its_number_and_moves_nothing() -> None:
    customer = owing()
    after, changes = post(
        customer,
        ref="promise:1",
        entry_type=EntryType.PROMISE,
        context=Context.PROMISE,
        postings=[],
        memos=[Memo(amount=2_000, account_number="ACC-1", claim="ACC-1-1")],
        actor=JOB,
        now=NOON,
        effective=date(2026, 11, 20),
    )
    entry = only_entry(changes)
    assert (after.journal_sequence, entry.balance_after, entry.memos[0].product) == (1, 10_000, "Credit card")
    assert rules.replay([entry]) == {}


def test_an_entry_from_before_there_was_a_product_or_a_payment_on_it_still_reads() -> None:
    stored = {
        "customer_key": "k", "sequence": 1, "ref": "payment:1:capture", "type": "PAYMENT", "context": "PORTAL",
        "effective_date": "2026-11-20", "posted_at": "2026-11-20T12:00:00Z", "actor_type": "PROVIDER", "actor_id": "sandbox",
        "actor_name": "sandbox", "balance_after": 0,
        "postings": [{"debit": "1200", "credit": "1100", "amount": 5, "account_number": "A", "claim": "A-1"}],
    }  # fmt: skip
    entry = JournalEntry.model_validate(stored)
    assert (entry.payment_id, entry.postings[0].product, entry.memos) == (None, None, ())


def test_a_reversal_is_the_exact_mirror_names_what_it_undoes_and_takes_it_back() -> None:
    before = owing(500)
    paid, entry = posted(before, EntryType.PAYMENT, clear(*CLAIM, Parts(principal=500), A.CASH_CLEARING_CARD), payment_id="P1")
    assert paid.accounts["ACC-1"].status is AccountStatus.SETTLED
    assert paid.accounts["ACC-1"].claims["ACC-1-1"].status is ClaimStatus.RESOLVED
    how = {"context": Context.CORRECTION, "actor": JOB, "now": NOON, "effective": date(2026, 11, 21), "reason": "Booked twice"}
    undone, changes = reverse(paid, entry, **how)
    mirror = only_entry(changes)
    assert undone.accounts == before.accounts
    assert (mirror.ref, mirror.related_entry, mirror.type) == (f"reversal:{entry.ref}", entry.ref, EntryType.REVERSAL)
    assert (mirror.payment_id, mirror.balance_after) == ("P1", 500)
    assert [(p.debit, p.credit, p.amount) for p in mirror.postings] == [(A.RECEIVABLE_PRINCIPAL, A.CASH_CLEARING_CARD, 500)]
    with pytest.raises(Refused):
        reverse(undone, mirror, **how)


def test_no_posting_makes_a_claim_or_the_credit_negative() -> None:
    with pytest.raises(Refused) as refusal:
        applied(owing(500), clear(*CLAIM, Parts(principal=501), A.CASH_CLEARING_CARD))
    assert refusal.value.code is Code.MORE_THAN_OWED
    with pytest.raises(Refused):
        applied(owing(500), rules.mirror([credit(1, A.CASH_CLEARING_CARD)]))


def test_money_goes_back_from_the_credit_first_and_then_from_the_claim_cleared_last() -> None:
    postings = [*clear(*CLAIM, Parts(principal=400, fees=100), A.CASH_CLEARING_CARD), credit(50, A.CASH_CLEARING_CARD)]
    customer, entry = posted(owing(400, fees=100), EntryType.PAYMENT, postings)
    back = unwind(left_of(entry, []), 200, held=customer.credit)
    check_ways(EntryType.REFUND, back)
    assert [(p.debit, p.amount) for p in back] == [
        (A.CUSTOMER_CREDIT, 50),
        (A.RECEIVABLE_FEES, 100),
        (A.RECEIVABLE_PRINCIPAL, 50),
    ]
    customer, refund = posted(customer, EntryType.REFUND, back, related_entry=entry.ref)
    assert (customer.credit, customer.owed) == (0, 150)
    assert [(p.credit, p.amount) for p in left_of(entry, [refund])] == [(A.RECEIVABLE_PRINCIPAL, 350)]
    with pytest.raises(Refused):
        unwind(left_of(entry, [refund]), 351, held=0)


def test_a_refund_that_failed_leaves_the_money_where_it_was() -> None:
    customer, entry = posted(owing(400), EntryType.PAYMENT, clear(*CLAIM, Parts(principal=400), A.CASH_CLEARING_CARD))
    customer, refund = posted(customer, EntryType.REFUND, unwind(left_of(entry, []), 150, held=0), related_entry=entry.ref)
    how = {"context": Context.SYSTEM, "actor": JOB, "now": NOON, "effective": date(2026, 11, 21), "reason": "Refund failed"}
    customer, changes = reverse(customer, refund, **how)
    assert customer.owed == 0
    assert left_of(entry, [refund, only_entry(changes)]) == list(entry.postings)


def test_what_a_chargeback_takes_beyond_what_is_left_is_the_firms_loss() -> None:
    customer, entry = posted(owing(100), EntryType.PAYMENT, [
        *clear(*CLAIM, Parts(principal=100), A.CASH_CLEARING_CARD), credit(50, A.CASH_CLEARING_CARD)
    ])  # fmt: skip
    spent = customer.model_copy(update={"credit": 20})
    back = unwind(left_of(entry, []), 150, held=spent.credit, loss=A.CHARGEBACK_COST)
    check_ways(EntryType.CHARGEBACK, back)
    assert {p.debit: p.amount for p in back} == {A.CUSTOMER_CREDIT: 20, A.RECEIVABLE_PRINCIPAL: 100, A.CHARGEBACK_COST: 30}
