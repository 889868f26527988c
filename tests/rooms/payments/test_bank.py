"""The sandbox refuses what a real provider refuses: a double that is easier than production proves nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.core.errors import Code
from chalicelib.core.ids import ulid
from chalicelib.payments.ports import Advice, Answer, Declined, Invalid, MandateAnswer, Method, Snapshot
from chalicelib.payments.providers.books import Happening, MandateOutcome, Outcome
from tests.support.paying import CUSTOMER, NOON, PUBLIC_URL, PayingWorld, sealed
from tests.support.scripted_bank import refusal


class Charged:
    """A mandate, and charges under it."""

    def __init__(self, outcome: MandateOutcome = MandateOutcome.CARD, *, credit_cards: bool = False) -> None:
        self.world = PayingWorld()
        self.world.takes_credit_cards = credit_cards
        self.method = Method.BACS if outcome.value.startswith("bacs") else Method.CARD
        self.mandate_id = self.world.mandate(outcome, self.method)

    def charge(self, **changes: Any) -> Snapshot:
        asked = {
            "customer_key": CUSTOMER,
            "payment_id": ulid(NOON, b"one"),
            "amount": 5_000,
            "mandate_ref": self.mandate_id,
            "method": self.method,
            "collect_on": None,
            "description": "Example",
        }
        return self.world.bank.charge(**asked | changes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": 10**9},
        {"mandate_ref": "nobody's"},
        {"method": Method.BACS},
        {"collect_on": date(2026, 11, 25)},
        {"customer_key": "z" * 26},
    ],
)
def test_a_charge_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Charged().charge(**wrong)


@pytest.mark.parametrize("wrong", [{"collect_on": date(2026, 11, 22)}, {"collect_on": date(2026, 12, 6)}, {"amount": 10_000_001}])
def test_a_direct_debit_needs_notice_and_has_a_limit(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Charged(MandateOutcome.BACS).charge(**wrong)


def test_a_key_is_good_for_one_request() -> None:
    charged = Charged()
    assert charged.charge() == charged.charge()
    for other in ({"amount": 4_999}, {"mandate_ref": charged.world.mandate(MandateOutcome.CARD, Method.CARD)}):
        with pytest.raises(Invalid):
            charged.charge(**other)


def test_a_declined_key_stays_declined() -> None:
    charged = Charged(MandateOutcome.CARD_DECLINES)
    for _ in range(2):
        with pytest.raises(Declined) as declined:
            charged.charge()
        assert declined.value.advice is Advice.LATER


def test_credit_cards_are_taken_only_where_the_organisation_takes_them() -> None:
    assert refusal(lambda: Charged(MandateOutcome.CREDIT_CARD)) is Code.NOT_ALLOWED_NOW
    charged = Charged(MandateOutcome.CREDIT_CARD, credit_cards=True)
    assert charged.charge().answer is Answer.SUCCEEDED
    charged.world.takes_credit_cards = False
    with pytest.raises(Declined):
        charged.charge(payment_id=ulid(NOON, b"two"))
    started = charged.world.start(500)
    assert refusal(lambda: charged.world.bank.decide(sealed(started), Outcome.CREDIT_CARD)) is Code.NOT_ALLOWED_NOW


@pytest.mark.parametrize(
    ("outcome", "answer", "later"),
    [
        (MandateOutcome.BACS, MandateAnswer.ACTIVE, MandateAnswer.ACTIVE),
        (MandateOutcome.PENDING, MandateAnswer.PENDING, MandateAnswer.ACTIVE),
        (MandateOutcome.REFUSED, MandateAnswer.INACTIVE, MandateAnswer.INACTIVE),
    ],
)
def test_a_mandate_is_what_was_picked_on_its_page(outcome: MandateOutcome, answer: MandateAnswer, later: MandateAnswer) -> None:
    charged = Charged(outcome)
    for expected in (answer, later):
        seen = charged.world.bank.mandate(customer_key=CUSTOMER, mandate_id=charged.mandate_id)
        assert seen is not None
        assert (seen.answer, seen.method, len(seen.last4)) == (expected, charged.method, 4)
        charged.world.wait(seconds=31)


def test_a_page_of_a_mandate_closes_and_suits_its_method() -> None:
    world, ends = PayingWorld(), NOON + timedelta(minutes=30)
    asked = {"customer_key": CUSTOMER, "mandate_id": ulid(NOON), "method": Method.BACS, "return_url": PUBLIC_URL}
    page = world.bank.hosted_mandate(**asked, expires_at=ends).url.rsplit("/", 1)[1]
    assert refusal(lambda: world.bank.decide_mandate(page, MandateOutcome.CARD)) is Code.INVALID
    assert refusal(lambda: world.bank.open(page)) is Code.NOT_FOUND
    world.wait(minutes=30)
    assert refusal(lambda: world.bank.open_mandate(page)) is Code.WRONG_STATE
    with pytest.raises(Declined):
        world.bank.hosted_mandate(**asked, expires_at=ends)
    with pytest.raises(Invalid):
        world.bank.hosted_mandate(**asked, expires_at=ends + timedelta(days=1))


@pytest.mark.parametrize(("before", "pence"), [(0, 0), (0, 5_001), (3_000, 2_001)])
def test_no_more_goes_back_than_remains(before: int, pence: int) -> None:
    charged = Charged()
    charged.charge()
    asked = {"customer_key": CUSTOMER, "payment_id": ulid(NOON, b"one")}
    if before:
        charged.world.bank.refund(**asked, refund_id="one", amount=before)
    with pytest.raises(Invalid):
        charged.world.bank.refund(**asked, refund_id="two", amount=pence)


def test_a_refund_has_its_own_key_and_needs_a_payment() -> None:
    charged = Charged()
    asked = {"customer_key": CUSTOMER, "payment_id": ulid(NOON, b"one"), "refund_id": "one"}
    with pytest.raises(Invalid):
        charged.world.bank.refund(**asked, amount=100)
    charged.charge()
    first = charged.world.bank.refund(**asked, amount=100)
    assert charged.world.bank.refund(**asked, amount=100).refunds == first.refunds
    with pytest.raises(Invalid):
        charged.world.bank.refund(**asked, amount=101)


def test_nothing_is_refunded_of_what_the_payers_bank_took_back() -> None:
    world = PayingWorld()
    started = world.start(5_000)
    world.bank.decide(sealed(started), Outcome.PAY)
    world.bank.happen(sealed(started), Happening.DISPUTE)
    with pytest.raises(Invalid):
        world.bank.refund(customer_key=CUSTOMER, payment_id=started.payment.id, refund_id="one", amount=100)


def test_what_cannot_happen_changes_nothing() -> None:
    world = PayingWorld()
    started = world.start(5_000)
    for outcome in (Outcome.DECLINE, Outcome.PAY):
        world.bank.happen(sealed(started), Happening.DISPUTE)
        world.bank.decide(sealed(started), outcome)
    world.bank.happen(sealed(started), Happening.WIN)
    snapshot = world.bank.find(customer_key=CUSTOMER, payment_id=started.payment.id)
    assert snapshot is not None
    assert (snapshot.answer, snapshot.disputes) == (Answer.SUCCEEDED, ())
