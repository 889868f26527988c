"""Saved ways to pay from the wish to their end, against the sandbox bank, in memory."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.activities.events import Event
from chalicelib.core.errors import Code, Refused
from chalicelib.mandates.states import MandateStatus
from chalicelib.mandates.usability import Why
from chalicelib.messaging.model import Text
from chalicelib.payments.model import Status
from chalicelib.payments.ports import MandateAnswer, Method, Unknown
from chalicelib.payments.providers.books import MandateOutcome
from tests.support.paying import CUSTOMER, NOON, PAYER
from tests.support.saving import AGENT, KEY, SavingWorld
from tests.support.scripted_bank import refusal

TODAY = NOON.date()
LATER_KEY = "another-command-of-somebody"


# Setting up


@pytest.mark.feature("V13")
def test_a_card_is_saved_once_whoever_hears_of_it_first() -> None:
    world = SavingWorld()
    mandate_id, sealed = world.at_the_bank()
    world.bank.decide_mandate(sealed, MandateOutcome.CARD)
    world.mandates.settle(CUSTOMER, mandate_id, PAYER)
    world.deliver_all()
    world.mandates.settle(CUSTOMER, mandate_id, PAYER)
    mandate = world.mandate(mandate_id)
    assert (mandate.status, len(mandate.last4)) == (MandateStatus.ACTIVE, 4)
    assert len(world.told(Event.MANDATE_ACTIVATED)) == 1


def test_the_same_wish_leads_to_the_same_page_and_another_one_under_its_id_is_refused() -> None:
    world = SavingWorld()
    mandate_id, sealed = world.at_the_bank(most=5_000)
    again = world.mandates.set_up(CUSTOMER, mandate_id, Method.CARD, 5_000, PAYER)
    assert again.endswith(sealed)
    assert refusal(lambda: world.mandates.set_up(CUSTOMER, mandate_id, Method.BACS, 5_000, PAYER)) is Code.KEY_REUSED
    assert len(world.told(Event.MANDATE_CREATED)) == 1


def test_what_nobody_came_back_from_is_found_by_the_sweep() -> None:
    world = SavingWorld()
    done, sealed = world.at_the_bank()
    world.bank.decide_mandate(sealed, MandateOutcome.CARD)
    world.webhooks.clear()
    left, _ = world.at_the_bank()
    world.wait(minutes=66)
    world.sweep_mandates()
    assert world.mandate(done).status is MandateStatus.ACTIVE
    assert world.mandate(left).status is MandateStatus.FAILED


def test_a_direct_debit_waits_for_its_bank() -> None:
    world = SavingWorld()
    mandate_id, sealed = world.at_the_bank(Method.BACS)
    world.bank.decide_mandate(sealed, MandateOutcome.PENDING)
    world.deliver_all()
    assert world.mandate(mandate_id).status is MandateStatus.PENDING
    world.wait(days=1)
    world.sweep_mandates()
    assert world.mandate(mandate_id).status is MandateStatus.ACTIVE


@pytest.mark.feature("V13")
def test_credit_cards_are_refused_unless_they_are_accepted() -> None:
    world = SavingWorld()
    _, sealed = world.at_the_bank()
    with pytest.raises(Refused):
        world.bank.decide_mandate(sealed, MandateOutcome.CREDIT_CARD)


def test_nobody_has_more_than_ten_ways_to_pay() -> None:
    world = SavingWorld()
    for _ in range(10):
        world.at_the_bank()
    assert refusal(world.at_the_bank) is Code.WRONG_STATE


# Disabling, enabling, ending


@pytest.mark.feature("DM1", "DM2")
def test_disabled_until_a_day_it_cannot_be_charged_and_comes_back_at_midnight_in_london() -> None:
    world = SavingWorld()
    mandate = world.saved()
    until = TODAY + timedelta(days=2)
    after = world.mandates.disable(CUSTOMER, mandate.id, mandate.version, until, AGENT, KEY)
    assert (after.status, after.disabled_until) == (MandateStatus.DISABLED_UNTIL, until)
    assert refusal(lambda: world.mandates.charge(CUSTOMER, world.wish(mandate), AGENT)) is Code.WRONG_STATE
    world.wait(days=1, hours=11, minutes=59)
    world.sweep_mandates()
    assert world.mandate(mandate.id).status is MandateStatus.DISABLED_UNTIL
    world.wait(minutes=1)
    world.sweep_mandates()
    assert world.mandate(mandate.id).status is MandateStatus.ACTIVE
    assert world.mandates.charge(CUSTOMER, world.wish(mandate), AGENT).status is Status.SETTLED


@pytest.mark.feature("DM3", "DM4")
def test_a_command_that_is_sent_again_changes_and_tells_nothing_more() -> None:
    world = SavingWorld()
    mandate = world.saved()
    for _ in range(2):
        after = world.mandates.disable(CUSTOMER, mandate.id, mandate.version, None, AGENT, KEY)
        assert after.status is MandateStatus.DISABLED
    assert len(world.told(Event.MANDATE_DISABLED)) == 1
    assert [message.text for message in world.messages()] == [Text.WAY_TO_PAY_CHANGED]
    stale = refusal(lambda: world.mandates.enable(CUSTOMER, mandate.id, mandate.version, AGENT, LATER_KEY))
    assert stale is Code.STALE
    enabled = world.mandates.enable(CUSTOMER, mandate.id, after.version, AGENT, LATER_KEY)
    assert enabled.status is MandateStatus.ACTIVE


@pytest.mark.feature("DM4")
def test_customers_are_told_only_where_that_is_set() -> None:
    world = SavingWorld(tell_way_to_pay_changes=False)
    mandate = world.saved()
    world.mandates.disable(CUSTOMER, mandate.id, mandate.version, None, AGENT, KEY)
    assert world.messages() == []


@pytest.mark.feature("DM1")
def test_what_is_ended_is_ended_at_the_provider_too_and_never_comes_back() -> None:
    world = SavingWorld()
    mandate = world.saved()
    ended = world.mandates.cancel(CUSTOMER, mandate.id, mandate.version, PAYER, KEY)
    assert (ended.status, ended.to_revoke) == (MandateStatus.CANCELLED, False)
    seen = world.bank.mandate(customer_key=CUSTOMER, mandate_id=mandate.id)
    assert seen is not None
    assert seen.answer is MandateAnswer.INACTIVE
    assert refusal(lambda: world.mandates.enable(CUSTOMER, mandate.id, ended.version, AGENT, LATER_KEY)) is Code.WRONG_STATE
    assert world.mandates.usable(CUSTOMER, mandate.id, 1, TODAY)[1].why is Why.OVER


def test_ending_counts_at_once_and_the_sweep_tells_a_provider_that_did_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    world = SavingWorld()
    mandate = world.saved()

    def unreachable(**_: str) -> None:
        raise Unknown("no answer")

    with monkeypatch.context() as patched:
        patched.setattr(world.bank, "revoke_mandate", unreachable)
        ended = world.mandates.cancel(CUSTOMER, mandate.id, mandate.version, PAYER, KEY)
        assert (ended.status, ended.to_revoke) == (MandateStatus.CANCELLED, True)
        assert refusal(lambda: world.mandates.charge(CUSTOMER, world.wish(mandate), AGENT)) is Code.WRONG_STATE
    world.wait(minutes=11)
    world.sweep_mandates()
    assert not world.mandate(mandate.id).to_revoke


@pytest.mark.feature("DM1", "P9")
def test_ending_stops_a_direct_debit_that_is_lodged() -> None:
    world = SavingWorld()
    mandate = world.saved(MandateOutcome.BACS)
    payment = world.mandates.charge(CUSTOMER, world.wish(mandate), AGENT)
    assert (payment.status, world.mandates.lodged(mandate)) == (Status.PENDING, [world.payment(payment.id)])
    world.mandates.cancel(CUSTOMER, mandate.id, world.mandate(mandate.id).version, PAYER, KEY)
    assert world.payment(payment.id).status is Status.CANCELLED
    assert world.mandates.lodged(mandate) == []
    assert world.mandates.preview(CUSTOMER, "ACC-1", AGENT).owing.pence == 10_000
    world.wait(days=10)
    world.sweep()
    assert world.customer().accounts["ACC-1"].balance.total == 10_000


@pytest.mark.feature("DM1")
def test_a_provider_that_was_not_there_is_asked_to_stop_it_until_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    world = SavingWorld()
    mandate = world.saved(MandateOutcome.BACS)
    payment = world.mandates.charge(CUSTOMER, world.wish(mandate), AGENT)

    def unreachable(**_: str) -> None:
        raise Unknown("no answer")

    with monkeypatch.context() as patched:
        patched.setattr(world.bank, "cancel", unreachable)
        ended = world.mandates.cancel(CUSTOMER, mandate.id, world.mandate(mandate.id).version, PAYER, KEY)
        assert (ended.status, ended.to_revoke) == (MandateStatus.CANCELLED, True)
    world.wait(minutes=11)
    world.sweep_mandates()
    assert (world.payment(payment.id).status, world.mandate(mandate.id).to_revoke) == (Status.CANCELLED, False)
