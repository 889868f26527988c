"""What a creditor's new balance means when money was paid here meanwhile (`design/data.md` section 4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from chalicelib.imports.balances import Paid, Word, move_balance, open_balance, unreflected
from chalicelib.ledger.model import LedgerAccount
from chalicelib.payments.model import Payment, Portion, Status
from chalicelib.records.accounts import Parts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def principal(pence: int) -> Parts:
    return Parts(principal=pence)


def move(outstanding: int, baseline: int, word: int, *paid: int) -> tuple[int, int, tuple[str, ...]]:
    """Owed afterwards, credited, and which payments were reflected."""
    payments = [Paid(str(n), amount) for n, amount in enumerate(paid, 1)]
    moved = move_balance("A", "A-1", principal(outstanding), principal(baseline), Word(word), payments)
    assert moved.baseline.total == word
    return moved.outstanding.total, moved.credited, tuple(paid.payment_id for paid in moved.reflected)


def test_a_first_balance_is_all_principal_unless_the_file_splits_it() -> None:
    assert open_balance("A", "A-1", Word(10_000)).outstanding == principal(10_000)
    split = Parts(principal=9_000, interest=900, fees=100)
    opened = open_balance("A", "A-1", Word(10_000, split))
    assert opened.outstanding == split
    assert [posting.credit for posting in opened.postings] == [LedgerAccount.PORTFOLIO_OPENING] * 3


def test_the_creditor_repeats_itself_after_a_payment_and_nothing_moves() -> None:
    assert move(7_000, 10_000, 10_000, 3_000) == (7_000, 0, ())


def test_only_the_difference_between_two_words_moves_what_is_owed() -> None:
    assert move(7_000, 10_000, 11_000, 3_000) == (8_000, 0, ())
    assert move(7_000, 10_000, 9_000, 3_000) == (6_000, 0, ())


def test_a_fall_by_what_was_paid_is_the_creditor_booking_the_payments() -> None:
    assert move(7_000, 10_000, 7_000, 3_000) == (7_000, 0, ("1",))
    assert move(5_000, 10_000, 5_000, 3_000, 2_000) == (5_000, 0, ("1", "2"))


def test_a_file_that_knows_only_the_older_payment_does_not_take_it_off_twice() -> None:
    assert move(5_000, 10_000, 7_000, 3_000, 2_000) == (5_000, 0, ("1",))


def test_a_fall_below_zero_is_kept_for_the_customer() -> None:
    assert move(2_000, 10_000, 5_000, 8_000) == (0, 3_000, ())


def test_parts_move_as_the_file_splits_them_and_spill_over_when_a_part_is_gone() -> None:
    baseline = Parts(principal=8_000, interest=1_000, fees=1_000)
    owed = Parts(principal=500, interest=1_000, fees=1_000)
    moved = move_balance("A", "A-1", owed, baseline, Word(9_500, Parts(principal=7_000, interest=1_500, fees=1_000)), [])

    assert moved.outstanding == Parts(principal=0, interest=1_000, fees=1_000)
    assert moved.outstanding.total == owed.total - 500
    assert moved.baseline == Parts(principal=7_000, interest=1_500, fees=1_000)


def payment(number: int, status: Status = Status.SETTLED, **other: object) -> Payment:
    at = NOON + timedelta(days=number)
    fields: dict[str, object] = {
        "customer_key": "k",
        "id": str(number),
        "provider": "sandbox",
        "amount": 1_000,
        "plan": (),
        "allocations": (Portion(account_number="A", claim="A-1", amount=1_000),),
        "status": status,
        "created_at": at,
        "settled_at": at,
    }
    return Payment.model_validate(fields | other)


def test_only_settled_unreported_payments_of_the_account_count_oldest_first() -> None:
    payments = [
        payment(3),
        payment(1),
        payment(2, Status.PENDING),
        payment(4, reported=True, reported_on=("A", "B")),
        payment(5, reported_on=("A",)),
        payment(6, allocations=(Portion(account_number="B", claim="B-1", amount=1_000),)),
    ]

    assert [paid.payment_id for paid in unreflected(payments, "A", None)] == ["1", "3"]
    assert [paid.payment_id for paid in unreflected(payments, "A", date(2026, 3, 3))] == ["1"]
