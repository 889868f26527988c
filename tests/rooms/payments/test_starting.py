"""Starting a payment: one page to pay on, however often and from wherever the form is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.actor import Actor
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.payments import ports
from chalicelib.payments.providers.books import Outcome
from tests.support.paying import CUSTOMER, NOON, PAYER, PUBLIC_URL, PayingWorld, account, claim, debtor, sealed, stored
from tests.support.scripted_bank import Scripted, refusal


class TestStarting:
    def test_leads_to_the_providers_page_in_one_request_when_the_customer_is_at_hand(self) -> None:
        scripted = Scripted()
        customer = stored(scripted.store)
        scripted.store.requests = 0
        started = scripted.payments.start(CUSTOMER, "ACC-1", 5_000, scripted.payment_id, PAYER, customer=customer)
        assert started.url == f"https://bank.example.com/{scripted.payment_id}"
        assert scripted.store.requests == 1

    def test_a_double_click_is_one_payment(self) -> None:
        world = PayingWorld()
        first = world.start(10_000)
        again = world.start(10_000, payment_id=first.payment.id)
        assert again == first
        assert len(world.payments.recent(CUSTOMER, 10)) == 1

    def test_two_clicks_at_the_same_instant_are_one_payment(self) -> None:
        scripted = Scripted()
        customer = stored(scripted.store)
        scripted.store.before_commit = [scripted.start]
        started = scripted.payments.start(CUSTOMER, "ACC-1", 5_000, scripted.payment_id, PAYER, customer=customer)
        assert started.payment == scripted.payments.get(CUSTOMER, scripted.payment_id)
        assert stored(scripted.store).accounts["ACC-1"].available == 5_000

    def test_the_same_id_with_another_amount_or_account_is_refused(self) -> None:
        world = PayingWorld()
        payment_id = world.start(1_000).payment.id
        assert refusal(lambda: world.start(1_001, payment_id=payment_id)) is Code.KEY_REUSED
        assert refusal(lambda: world.start(1_000, "ACC-2", payment_id)) is Code.KEY_REUSED

    def test_a_form_sent_again_after_payment_leads_to_the_receipt(self) -> None:
        world = PayingWorld()
        started = world.start(10_000)
        world.bank.decide(sealed(started), Outcome.PAY)
        world.deliver_all()
        assert world.start(10_000, payment_id=started.payment.id).url == f"{PUBLIC_URL}/payments/{started.payment.id}"

    @pytest.mark.parametrize(
        "payment_id",
        ["", "x", "../../etc", ulid(NOON - timedelta(days=2), b"old"), ulid(NOON + timedelta(days=2), b"new"), "7" + "Z" * 25],
    )
    def test_an_id_that_was_not_made_lately_is_refused(self, payment_id: str) -> None:
        world = PayingWorld()
        assert refusal(lambda: world.payments.start(CUSTOMER, "ACC-1", 500, payment_id, PAYER)) is Code.INVALID

    def test_an_unknown_customer_is_refused(self) -> None:
        world = PayingWorld()
        assert refusal(lambda: world.payments.start("nobody", "ACC-1", 500, ulid(NOON), PAYER)) is Code.NOT_FOUND

    def test_a_provider_that_does_not_answer_can_be_tried_again_with_the_same_form(self) -> None:
        scripted = Scripted()
        scripted.bank.failure = ports.Unknown()
        assert refusal(scripted.start) is Code.PROVIDER_UNAVAILABLE
        scripted.bank.failure = None
        assert scripted.start() == f"https://bank.example.com/{scripted.payment_id}"

    def test_gives_up_politely_when_the_customer_keeps_changing(self) -> None:
        scripted = Scripted()
        other = Actor.customer("other")

        def somebody_pays() -> None:
            scripted.payments.start(CUSTOMER, "ACC-2", 100, ulid(NOON), other)

        scripted.store.before_commit = [somebody_pays, lambda: None] * 3
        assert refusal(scripted.start) is Code.BUSY


class TestContinuing:
    def test_the_page_stays_open_for_an_hour_while_nothing_is_decided(self) -> None:
        world = PayingWorld()
        started = world.start(1_000)
        world.wait(minutes=59)
        assert world.bank.open(sealed(started)).amount == 1_000
        assert world.payments.continue_url(world.payment(started.payment.id)) == started.url
        world.wait(minutes=1)
        assert world.payments.continue_url(world.payment(started.payment.id)) == ""

    def test_recent_payments_come_newest_first(self) -> None:
        world = PayingWorld()
        ids = []
        for _ in range(3):
            ids.append(world.start(100).payment.id)
            world.wait(seconds=1)
        assert [payment.id for payment in world.payments.recent(CUSTOMER, 2)] == [ids[2], ids[1]]


@pytest.mark.feature("CH3")
def test_what_the_provider_does_not_take_is_refused_before_anything_is_written() -> None:
    """Stripe takes 30 pence at least; the last 20 pence of one account can be paid with those of another."""
    small = debtor(account("ACC-1", claim("ACC-1-1", "2026-03-01", 20)), account("ACC-2", claim("ACC-2-1", "2026-03-01", 15)))
    world = PayingWorld(small)
    with pytest.raises(Refused, match="AMOUNT_TOO_SMALL") as refused:
        world.start(20)
    assert "£0.30" in refused.value.words
    assert world.customer().accounts["ACC-1"].available == 20
    together = world.payments.start_several(CUSTOMER, {"ACC-1": 20, "ACC-2": 15}, ulid(world.clock.now()), PAYER)
    assert together.payment.amount == 35
