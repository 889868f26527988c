"""What starting and settling a payment does to a customer's balances."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.ledger.model import EntryType, JournalEntry, LedgerAccount
from chalicelib.payments import rules, settling
from chalicelib.payments.model import MOVES, Fact, Payment, Status
from chalicelib.payments.ports import Answer, Invalid, Snapshot
from chalicelib.records.accounts import AccountStatus, ClaimStatus, Parts
from chalicelib.records.model import Customer, CustomerStatus
from tests.support.paying import NOON, PAYER, account, claim, debtor, two_accounts

BANK = Actor.provider("sandbox")
FACT_OF = {
    Answer.PROCESSING: Fact.PROCESSING,
    Answer.SUCCEEDED: Fact.CAPTURE,
    Answer.FAILED: Fact.FAILED,
    Answer.CANCELLED: Fact.CANCELLED,
    Answer.EXPIRED: Fact.EXPIRED,
}


def ask(pence: int, number: str = "ACC-1", smallest: int = 100) -> rules.Ask:
    return rules.Ask(ulid(NOON, b"one"), ((number, pence),), "sandbox", smallest)


def begin(customer: Customer, pence: int, number: str = "ACC-1") -> tuple[Customer, Payment]:
    intent = rules.start(customer, ask(pence, number), Diary(PAYER, NOON))
    return written(intent.changes, Customer), intent.payment


def written[E](changes: Changes, kind: type[E]) -> E:
    return next(c.entity for c in changes if isinstance(c, Insert | Replace) and isinstance(c.entity, kind))


def appended[E](changes: Changes, kind: type[E]) -> list[E]:
    return [c.entity for c in changes if isinstance(c, Append) and isinstance(c.entity, kind)]


def answer(customer: Customer, payment: Payment, says: Answer, captured: int = 0, later: float = 1) -> settling.Moved | None:
    at = NOON + timedelta(minutes=later)
    return settling.settle(customer, payment, Snapshot(says, captured, at), Diary(BANK, at), ContactPolicy())


def capture(customer: Customer, payment: Payment, pence: int) -> tuple[Customer, Payment, JournalEntry, list[Activity]]:
    moved = answer(customer, payment, Answer.SUCCEEDED, pence)
    assert moved is not None
    [entry] = appended(moved.changes, JournalEntry)
    return written(moved.changes, Customer), moved.payment, entry, appended(moved.changes, Activity)


class TestStarting:
    def test_reserves_the_oldest_due_claim_first(self) -> None:
        customer, payment = begin(two_accounts(), 8_000)
        assert [(p.claim, p.amount) for p in payment.plan] == [("ACC-1-1", 7_000), ("ACC-1-2", 1_000)]
        account = customer.accounts["ACC-1"]
        assert account.claims["ACC-1-1"].reserved == {payment.id: 7_000}
        assert (account.balance.total, account.available) == (10_000, 2_000)

    @pytest.mark.parametrize(("older", "newer"), [("A", "B"), ("B", "A")])
    def test_goes_by_the_due_date_and_not_by_the_name(self, older: str, newer: str) -> None:
        owing = account("ACC-1", claim(newer, "2026-03-02", 1_000), claim(older, "2026-03-01", 1_000))
        assert [portion.claim for portion in begin(debtor(owing), 1_001)[1].plan] == [older, newer]

    def test_leaves_the_other_accounts_alone(self) -> None:
        before = two_accounts()
        assert begin(before, 8_000)[0].accounts["ACC-2"] == before.accounts["ACC-2"]

    def test_is_told_once_in_the_diary(self) -> None:
        intent = rules.start(two_accounts(), ask(8_000), Diary(PAYER, NOON))
        payment = intent.payment
        [told] = appended(intent.changes, Activity)
        assert (told.event, told.entity, told.account) == (Event.PAYMENT_INITIATED, payment.ref, "ACC-1")

    @pytest.mark.parametrize(
        ("owed", "minimum", "pence", "code"),
        [
            (5_000, None, 99, Code.AMOUNT_TOO_SMALL),
            (5_000, None, 100, None),
            (5_000, None, 5_000, None),
            (5_000, None, 5_001, Code.MORE_THAN_OWED),
            (5_000, 2_000, 1_999, Code.AMOUNT_TOO_SMALL),
            (5_000, 2_000, 2_000, None),
            (50, None, 50, None),
            (50, None, 49, Code.AMOUNT_TOO_SMALL),
            (50, 0, 0, Code.AMOUNT_TOO_SMALL),
            (50, 0, -1, Code.AMOUNT_TOO_SMALL),
            (0, None, 100, Code.NOTHING_OWED),
        ],
    )
    def test_the_whole_balance_can_always_be_paid_and_the_minimum_binds_below_it(
        self, owed: int, minimum: int | None, pence: int, code: Code | None
    ) -> None:
        customer = debtor(account("ACC-1", claim("ACC-1-1", "2026-03-01", owed), minimum_payment=minimum))
        if code is None:
            assert begin(customer, pence)[1].amount == pence
        else:
            with pytest.raises(Refused) as refused:
                begin(customer, pence)
            assert refused.value.code is code

    def test_too_much_is_refused_with_the_figure(self) -> None:
        with pytest.raises(Refused) as refused:
            begin(debtor(account("ACC-1", claim("ACC-1-1", "2026-03-01", 123_456))), 123_457)
        assert "£1,234.56" in refused.value.words
        assert refused.value.field == "amount"

    def test_the_same_pound_is_not_taken_twice(self) -> None:
        customer, payment = begin(two_accounts(), 10_000)
        with pytest.raises(Refused) as refused:
            begin(customer, 100)
        assert refused.value.code is Code.WRONG_STATE
        assert rules.under_way(customer.accounts["ACC-1"]) == {payment.id}

    @pytest.mark.parametrize("status", [AccountStatus.CLOSED, AccountStatus.WRITTEN_OFF])
    def test_a_closed_account_takes_no_payment(self, status: AccountStatus) -> None:
        with pytest.raises(Refused) as refused:
            begin(debtor(account("ACC-1", claim("ACC-1-1", "2026-03-01", 500), status=status)), 500)
        assert refused.value.code is Code.WRONG_STATE

    def test_a_blocked_customer_and_somebody_elses_account_are_refused(self) -> None:
        blocked = two_accounts().model_copy(update={"status": CustomerStatus.BLOCKED})
        for customer, number, code in ((blocked, "ACC-1", Code.WRONG_STATE), (two_accounts(), "ACC-9", Code.NOT_FOUND)):
            with pytest.raises(Refused) as refused:
                begin(customer, 500, number)
            assert refused.value.code is code


class TestEveryMove:
    """Every status against everything a provider can answer: the table, and nothing but the table."""

    @pytest.mark.parametrize("status", Status)
    @pytest.mark.parametrize("says", FACT_OF)
    def test_follows_the_table(self, status: Status, says: Answer) -> None:
        customer, payment = begin(two_accounts(), 5_000)
        moved = answer(customer, payment.model_copy(update={"status": status}), says, 5_000)
        expected = MOVES.get((status, FACT_OF[says]), frozenset({None}))
        assert {moved.payment.status if moved else None} == expected

    def test_a_stale_failure_never_undoes_a_capture(self) -> None:
        customer, payment, *_ = capture(*begin(two_accounts(), 5_000), 5_000)
        for stale in (Answer.FAILED, Answer.CANCELLED, Answer.EXPIRED, Answer.PROCESSING):
            assert answer(customer, payment, stale) is None

    def test_a_capture_is_posted_once(self) -> None:
        customer, payment, *_ = capture(*begin(two_accounts(), 5_000), 5_000)
        assert answer(customer, payment, Answer.SUCCEEDED, 5_000) is None

    def test_an_open_page_says_nothing(self) -> None:
        assert answer(*begin(two_accounts(), 5_000), Answer.OPEN) is None

    def test_a_success_without_money_is_a_fault_of_the_provider(self) -> None:
        with pytest.raises(Invalid):
            answer(*begin(two_accounts(), 5_000), Answer.SUCCEEDED, 0)


class TestCapture:
    def test_clears_principal_then_interest_then_fees_then_costs(self) -> None:
        owing = account("ACC-1", claim("ACC-1-1", "2026-03-01", 1_000, interest=200, fees=300, costs=400))
        customer, _, entry, _ = capture(*begin(debtor(owing), 1_350), 1_350)
        assert customer.accounts["ACC-1"].balance == Parts(fees=150, costs=400)
        assert [(p.credit, p.amount) for p in entry.postings] == [
            (LedgerAccount.RECEIVABLE_PRINCIPAL, 1_000),
            (LedgerAccount.RECEIVABLE_INTEREST, 200),
            (LedgerAccount.RECEIVABLE_FEES, 150),
        ]
        assert {p.debit for p in entry.postings} == {LedgerAccount.CASH_CLEARING_CARD}

    def test_posts_one_entry_that_knows_the_balance_after_it(self) -> None:
        customer, payment, entry, _ = capture(*begin(two_accounts(), 5_000), 5_000)
        assert (entry.type, entry.ref) == (EntryType.PAYMENT, f"payment:{payment.id}:capture")
        assert entry.balance_after == customer.owed == 9_000
        assert customer.last_payment_date == entry.effective_date == date(2026, 11, 20)

    def test_releases_the_reservation(self) -> None:
        customer, payment, *_ = capture(*begin(two_accounts(), 5_000), 5_000)
        assert not rules.under_way(customer.accounts["ACC-1"])
        assert not payment.reserved
        assert payment.next_check is None

    def test_the_last_pound_resolves_the_claims_and_settles_the_account(self) -> None:
        customer, _, _, told = capture(*begin(two_accounts(), 10_000), 10_000)
        paid = customer.accounts["ACC-1"]
        assert paid.status is AccountStatus.SETTLED
        assert {claim.status for claim in paid.claims.values()} == {ClaimStatus.RESOLVED}
        assert [(a.event, a.account, a.claim) for a in told] == [
            (Event.PAYMENT_SETTLED, "ACC-1", None),
            (Event.ACCOUNT_AMOUNTS_UPDATED, "ACC-1", None),
            (Event.CLAIM_RESOLVED, "ACC-1", "ACC-1-1"),
            (Event.CLAIM_RESOLVED, "ACC-1", "ACC-1-2"),
        ]
        assert len({activity.correlation_id for activity in told}) == 1

    def test_a_part_payment_leaves_the_account_open(self) -> None:
        customer, *_ = capture(*begin(two_accounts(), 9_999), 9_999)
        assert customer.accounts["ACC-1"].status is AccountStatus.ACTIVE
        assert customer.accounts["ACC-1"].claims["ACC-1-2"].status is ClaimStatus.ACTIVE

    @pytest.mark.parametrize(("captured", "allocated", "credited"), [(4_999, 4_999, 0), (5_000, 5_000, 0), (5_001, 5_000, 1)])
    def test_posts_what_was_captured_whatever_was_asked(self, captured: int, allocated: int, credited: int) -> None:
        customer, payment, entry, _ = capture(*begin(two_accounts(), 5_000), captured)
        assert sum(portion.amount for portion in payment.allocations) == allocated
        assert payment.credited == customer.credit == credited
        assert sum(posting.amount for posting in entry.postings) == payment.captured == captured

    def test_what_was_corrected_away_meanwhile_becomes_credit(self) -> None:
        customer, payment = begin(debtor(account("ACC-1", claim("ACC-1-1", "2026-03-01", 5_000))), 5_000)
        owing = customer.accounts["ACC-1"]
        lowered = owing.claims["ACC-1-1"].model_copy(update={"outstanding": Parts(principal=1_500)})
        corrected = owing.model_copy(update={"claims": {"ACC-1-1": lowered}})
        customer, payment, *_ = capture(customer.model_copy(update={"accounts": {"ACC-1": corrected}}), payment, 5_000)
        assert (payment.captured, payment.credited, customer.credit) == (5_000, 3_500, 3_500)
        assert customer.owed == 0


class TestWhatDoesNotGoThrough:
    @pytest.mark.parametrize("says", [Answer.FAILED, Answer.CANCELLED, Answer.EXPIRED])
    def test_releases_what_was_reserved_and_posts_nothing(self, says: Answer) -> None:
        moved = answer(*begin(two_accounts(), 5_000), says)
        assert moved is not None
        assert written(moved.changes, Customer).accounts["ACC-1"].available == 10_000
        assert not appended(moved.changes, JournalEntry)

    def test_a_second_card_may_still_succeed_and_takes_only_what_nobody_else_reserved(self) -> None:
        customer, first = begin(debtor(account("ACC-1", claim("ACC-1-1", "2026-03-01", 5_000))), 5_000)
        failed = answer(customer, first, Answer.FAILED)
        assert failed is not None
        assert failed.payment.next_check == first.last_word
        released = written(failed.changes, Customer)
        other = rules.Ask(ulid(NOON, b"two"), (("ACC-1", 4_000),), "sandbox", 100)
        intent = rules.start(released, other, Diary(PAYER, NOON))
        second = intent.payment
        customer, first, *_ = capture(written(intent.changes, Customer), failed.payment, 5_000)
        assert (first.status, first.captured, first.credited) == (Status.SETTLED, 5_000, 4_000)
        customer, second, *_ = capture(customer, second, 4_000)
        assert (customer.owed, customer.credit, second.credited) == (0, 4_000, 0)

    def test_an_unknown_payment_expires_only_when_nobody_can_pay_it_any_more(self) -> None:
        customer, payment = begin(two_accounts(), 5_000)
        early = Diary(BANK, payment.last_word - timedelta(seconds=1))
        assert settling.settle(customer, payment, None, early, ContactPolicy()) is None
        moved = settling.settle(customer, payment, None, Diary(BANK, payment.last_word), ContactPolicy())
        assert moved is not None
        assert moved.payment.status is Status.EXPIRED

    def test_checks_are_spaced_out_and_end_with_the_providers_last_word(self) -> None:
        _, payment = begin(two_accounts(), 5_000)
        waits = []
        for _ in range(6):
            assert payment.next_check is not None
            waits.append(payment.next_check)
            payment = written(settling.look_again(payment, Diary(BANK, payment.next_check)), Payment)
        gaps = [(later - earlier) / timedelta(minutes=1) for earlier, later in itertools.pairwise(waits)]
        assert gaps == [55, 60, 240, 1440, 1440]
        failed = payment.model_copy(update={"status": Status.FAILED})
        assert written(settling.look_again(failed, Diary(BANK, payment.last_word)), Payment).next_check is None
