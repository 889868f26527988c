"""What Stripe's objects mean, in the shapes that their API documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.payments.ports import Advice, Answer, RefundAnswer, Snapshot
from chalicelib.payments.providers.stripe.reading import advice_for, movements_of, payment_of_intent
from chalicelib.payments.providers.stripe.shapes import BalanceTransaction, Dispute, Intent, Refund, Trouble

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TAKEN_AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
OUT_AT = datetime(2026, 11, 12, 9, tzinfo=UTC)
BACK_AT = datetime(2026, 11, 15, 9, tzinfo=UTC)


def stamp(at: datetime) -> int:
    return int(at.timestamp())


def intent(status: str = "succeeded", *, by: str = "card", **fields: Any) -> Intent:
    charge = {
        "id": "ch_1",
        "created": stamp(datetime(2026, 11, 5, tzinfo=UTC)),
        "disputed": True,
        "payment_method_details": {"type": by},
        "balance_transaction": {"id": "txn_1", "amount": 5_000, "created": stamp(TAKEN_AT)},
    }
    received = 5_000 if status == "succeeded" else 0
    return Intent.model_validate(
        {"id": "pi_1", "status": status, "amount_received": received, "latest_charge": charge, "metadata": None, **fields}
    )


def dispute(reason: str, *, won: bool = False, moved: bool = True) -> Dispute:
    moves = [{"id": "txn_2", "amount": -5_000, "created": stamp(OUT_AT)}] if moved else []
    moves += [{"id": "txn_3", "amount": 5_000, "created": stamp(BACK_AT)}] if won else []
    return Dispute.model_validate(
        {"id": "dp_1", "amount": 5_000, "reason": reason, "status": "won" if won else "lost", "balance_transactions": moves}
    )


def read(seen: Intent, refunds: tuple[Refund, ...] = (), disputes: tuple[Dispute, ...] = ()) -> Snapshot:
    return payment_of_intent(seen, refunds, disputes, NOW)


@pytest.mark.parametrize("by", ["card", "bacs_debit"])
def test_money_was_taken_when_it_moved_not_when_it_was_asked_for(by: str) -> None:
    seen = read(intent(by=by))
    assert (seen.answer, seen.captured, seen.at, seen.provider_ref) == (Answer.SUCCEEDED, 5_000, TAKEN_AT, "pi_1")


@pytest.mark.parametrize(
    ("status", "answer", "advice"),
    [
        ("processing", Answer.PROCESSING, None),
        ("canceled", Answer.CANCELLED, None),
        ("requires_payment_method", Answer.FAILED, Advice.LATER),
        ("requires_action", Answer.FAILED, Advice.AUTHENTICATE),
        ("a_word_of_next_year", Answer.PROCESSING, None),
    ],
)
def test_a_charge_that_was_not_taken_says_how_it_stands(status: str, answer: Answer, advice: Advice | None) -> None:
    seen = read(intent(status, last_payment_error={"code": "card_declined", "decline_code": "insufficient_funds"}))
    assert (seen.answer, seen.captured, seen.advice) == (answer, 0, advice)


@pytest.mark.parametrize(
    ("codes", "advice"),
    [
        ({"decline_code": "authentication_required"}, Advice.AUTHENTICATE),
        ({"code": "authentication_required", "advice_code": "try_again_later"}, Advice.AUTHENTICATE),
        ({"decline_code": "insufficient_funds", "advice_code": "do_not_try_again"}, Advice.NEVER),
        ({"decline_code": "insufficient_funds"}, Advice.LATER),
        ({"advice_code": "try_again_later"}, Advice.LATER),
        ({"decline_code": "lost_card", "advice_code": "confirm_card_data"}, Advice.NEW_METHOD),
        ({}, Advice.NEW_METHOD),
    ],
)
def test_a_decline_says_whether_another_attempt_makes_sense(codes: dict[str, str], advice: Advice) -> None:
    assert advice_for(Trouble(**codes)) is advice


@pytest.mark.parametrize(("won", "back"), [(False, None), (True, BACK_AT)])
def test_a_card_dispute_counts_by_the_money_that_moved(won: bool, back: datetime | None) -> None:
    [seen] = read(intent(), disputes=(dispute("fraudulent", won=won),)).disputes
    assert (seen.dispute_id, seen.amount, seen.withdrawn_at, seen.reinstated_at, seen.lost) == (
        "dp_1", 5_000, OUT_AT, back, not won,
    )  # fmt: skip
    [only_asked] = read(intent(), disputes=(dispute("general", moved=False),)).disputes
    assert only_asked.withdrawn_at is None


@pytest.mark.parametrize(("reason", "claimed"), [("insufficient_funds", False), ("debit_not_authorized", True)])
def test_a_direct_debit_comes_back_by_the_bank_or_is_claimed_back_by_the_payer(reason: str, claimed: bool) -> None:
    seen = read(intent(by="bacs_debit"), disputes=(dispute(reason),))
    assert (seen.returned_at, seen.indemnity, seen.disputes) == (OUT_AT, claimed, ())


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("succeeded", RefundAnswer.SUCCEEDED),
        ("pending", RefundAnswer.PENDING),
        ("requires_action", RefundAnswer.PENDING),
        ("failed", RefundAnswer.FAILED),
        ("canceled", RefundAnswer.FAILED),
    ],
)
def test_a_refund_is_known_by_our_id_or_by_theirs_when_made_in_their_dashboard(status: str, answer: RefundAnswer) -> None:
    fields = {"id": "re_1", "amount": 700, "created": stamp(OUT_AT), "status": status}
    ours = Refund.model_validate(fields | {"metadata": {"refund_id": "refund-1"}})
    theirs = Refund.model_validate(fields | {"metadata": None})
    seen = read(intent(), refunds=(ours, theirs)).refunds
    assert [(refund.refund_id, refund.amount, refund.answer) for refund in seen] == [
        ("refund-1", 700, answer), ("re_1", 700, answer),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("category", "amount", "fee", "lines"),
    [
        ("charge", 5_000, 95, [("capture", 5_000), ("fee", -95)]),
        ("refund", -700, 0, [("refund", -700)]),
        ("refund_failure", 700, 0, [("refund_failed", 700)]),
        ("dispute", -5_000, 2_000, [("dispute", -5_000), ("fee", -2_000)]),
        ("dispute_reversal", 5_000, -2_000, [("dispute_won", 5_000), ("fee", 2_000)]),
        ("charge_failure", -5_000, 0, [("returned", -5_000)]),
        ("fee", -120, 0, [("fee", -120)]),
        ("payout", -4_905, 0, []),
    ],
)
def test_the_lines_of_their_books_are_ours_with_fees_apart(category: str, amount: int, fee: int, lines: list[object]) -> None:
    fields = {"id": "txn_1", "reporting_category": category, "amount": amount, "fee": fee, "created": stamp(TAKEN_AT)}
    moved = movements_of(BalanceTransaction.model_validate(fields), {"payment_id": "payment-1"})
    assert [(line.kind, line.amount) for line in moved if line.payment_id == "payment-1"] == lines
