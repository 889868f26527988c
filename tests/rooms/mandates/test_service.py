"""Saved ways to pay from the wish to the charge, against the sandbox bank, in memory."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.core.changes import Table
from chalicelib.core.errors import Code, Refused
from chalicelib.ledger.model import Context
from chalicelib.mandates.charging import FreshConsent
from chalicelib.mandates.states import MandateStatus
from chalicelib.mandates.usability import Why
from chalicelib.messaging.model import Message, Text
from chalicelib.payments.model import Status
from chalicelib.payments.ports import Advice, MandateAnswer, Method, Unknown
from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from tests.support.paying import CUSTOMER, NOON, PAYER, account, claim, corrected, debtor
from tests.support.saving import AGENT, KEY, SavingWorld
from tests.support.scripted_bank import refusal

TODAY = NOON.date()
LATER_KEY = "another-command-of-somebody"


def told(world: SavingWorld, *events: Event) -> list[Activity]:
    page = world.store.query(Table.ACTIVITIES, CUSTOMER, limit=200)
    return [item for item in page.items if isinstance(item, Activity) and item.event in events]


def messages(world: SavingWorld) -> list[Message]:
    page = world.store.query(Table.RECORDS, CUSTOMER, prefix="E#", limit=50)
    return [item for item in page.items if isinstance(item, Message)]


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
    assert len(told(world, Event.MANDATE_ACTIVATED)) == 1


def test_the_same_wish_leads_to_the_same_page_and_another_one_under_its_id_is_refused() -> None:
    world = SavingWorld()
    mandate_id, sealed = world.at_the_bank(most=5_000)
    again = world.mandates.set_up(CUSTOMER, mandate_id, Method.CARD, 5_000, PAYER)
    assert again.endswith(sealed)
    assert refusal(lambda: world.mandates.set_up(CUSTOMER, mandate_id, Method.BACS, 5_000, PAYER)) is Code.KEY_REUSED
    assert len(told(world, Event.MANDATE_CREATED)) == 1


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
    assert len(told(world, Event.MANDATE_DISABLED)) == 1
    assert [message.text for message in messages(world)] == [Text.WAY_TO_PAY_CHANGED]
    stale = refusal(lambda: world.mandates.enable(CUSTOMER, mandate.id, mandate.version, AGENT, LATER_KEY))
    assert stale is Code.STALE
    enabled = world.mandates.enable(CUSTOMER, mandate.id, after.version, AGENT, LATER_KEY)
    assert enabled.status is MandateStatus.ACTIVE


@pytest.mark.feature("DM4")
def test_customers_are_told_only_where_that_is_set() -> None:
    world = SavingWorld(tell_way_to_pay_changes=False)
    mandate = world.saved()
    world.mandates.disable(CUSTOMER, mandate.id, mandate.version, None, AGENT, KEY)
    assert messages(world) == []


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


# Charging


@pytest.mark.feature("CH3", "CH4")
def test_a_card_is_charged_once_however_often_it_is_sent() -> None:
    world = SavingWorld()
    mandate = world.saved()
    wish = world.wish(mandate, 3_000)
    for _ in range(2):
        payment = world.mandates.charge(CUSTOMER, wish, AGENT)
        assert (payment.status, payment.captured, payment.context) == (Status.SETTLED, 3_000, Context.MANDATE_CHARGE)
    assert world.customer().accounts["ACC-1"].balance.total == 7_000
    assert (payment.mandate_id, payment.mandate_ref) == (mandate.id, mandate.provider_ref)


@pytest.mark.feature("CH3")
def test_a_balance_that_moved_is_not_charged_and_the_new_figure_is_said() -> None:
    world = SavingWorld()
    wish = world.wish(world.saved(), 3_000)
    corrected(world.store, "ACC-1", "ACC-1-2", 2_000, world.clock.now())
    with pytest.raises(Refused) as stale:
        world.mandates.charge(CUSTOMER, wish, AGENT)
    assert (stale.value.code, "£90.00" in stale.value.words) == (Code.STALE, True)
    assert world.mandates.preview(CUSTOMER, "ACC-1", AGENT).owing.pence == 9_000


@pytest.mark.feature("CH3")
def test_more_than_was_consented_to_needs_a_fresh_consent_in_the_same_command() -> None:
    world = SavingWorld()
    mandate = world.saved(most=2_000)
    wish = world.wish(mandate, 3_000)
    assert refusal(lambda: world.mandates.charge(CUSTOMER, wish, AGENT)) is Code.WRONG_STATE
    short = world.wish(mandate, 3_000, FreshConsent(2_999))
    assert refusal(lambda: world.mandates.charge(CUSTOMER, short, AGENT)) is Code.INVALID
    assert world.mandate(mandate.id).consent.most_pence == 2_000
    payment = world.mandates.charge(CUSTOMER, world.wish(mandate, 3_000, FreshConsent(3_000)), AGENT)
    assert payment.status is Status.SETTLED
    assert world.mandate(mandate.id).consent.most_pence == 3_000
    assert len(told(world, Event.MANDATE_CONSENTED)) == 1


@pytest.mark.feature("CH2")
def test_a_direct_debit_is_collected_after_its_notice() -> None:
    world = SavingWorld(collection_notice_days=5)
    mandate = world.saved(MandateOutcome.BACS)
    shown = world.mandates.preview(CUSTOMER, "ACC-1", AGENT).ways[0]
    payment = world.mandates.charge(CUSTOMER, world.wish(mandate, 3_000), AGENT)
    assert shown.collect_on == payment.collect_on == date(2026, 11, 27)
    assert payment.status is Status.PENDING
    [notice] = messages(world)
    assert (notice.text, notice.values["amount"], notice.values["day"]) == (
        Text.COLLECTION_NOTICE,
        "£30.00",
        "27 November 2026",
    )
    assert len(told(world, Event.ADVANCE_NOTICE_SENT)) == 1


@pytest.mark.feature("CH2")
@pytest.mark.parametrize(("email", "notice_days"), [(None, 10), ("sian@example.com", 20)], ids=["untold", "too far"])
def test_without_a_way_to_tell_them_or_with_too_long_a_notice_nothing_is_collected(email: str | None, notice_days: int) -> None:
    owing = debtor(account("ACC-1", claim("1", "2026-03-01", 9_000))).model_copy(update={"email": email})
    world = SavingWorld(owing, collection_notice_days=notice_days)
    wish = world.wish(world.saved(MandateOutcome.BACS))
    assert refusal(lambda: world.mandates.charge(CUSTOMER, wish, AGENT)) is Code.WRONG_STATE
    assert world.payments.get(CUSTOMER, wish.payment_id) is None


@pytest.mark.feature("CH4")
def test_an_outcome_that_nobody_knows_is_pending_and_never_charged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world = SavingWorld()
    mandate = world.saved()
    wish, charge = world.wish(mandate, 3_000), world.bank.charge

    def taken_without_a_word(**asked: object) -> None:
        charge(**asked)  # type: ignore[arg-type]  # whatever the service asks for
        raise Unknown("no answer")

    with monkeypatch.context() as patched:
        patched.setattr(world.bank, "charge", taken_without_a_word)
        assert world.mandates.charge(CUSTOMER, wish, AGENT).status is Status.PENDING
    assert world.mandates.preview(CUSTOMER, "ACC-1", AGENT).owing.pence == 7_000
    world.wait(minutes=11)
    world.sweep()
    assert world.payment(wish.payment_id).captured == 3_000
    assert world.customer().accounts["ACC-1"].balance.total == 7_000


@pytest.mark.feature("CH1")
def test_nothing_can_be_charged_where_a_hold_forbids_it() -> None:
    held = Hold(id="h", kind=HoldKind.BREATHING_SPACE, start=TODAY, source=HoldSource.AGENT)
    world = SavingWorld(debtor(account("ACC-1", claim("1", "2026-03-01", 9_000))).model_copy(update={"holds": (held,)}))
    mandate = world.saved()
    owing = world.mandates.preview(CUSTOMER, "ACC-1", AGENT).owing
    assert (owing.pence, bool(owing.why_not)) == (0, True)
    wish = world.wish(mandate, 100, shown=9_000)
    assert refusal(lambda: world.mandates.charge(CUSTOMER, wish, AGENT)) is Code.NOT_ALLOWED_NOW


@pytest.mark.feature("CH4")
def test_a_decline_says_whether_to_try_again_and_never_means_disabled() -> None:
    world = SavingWorld()
    mandate = world.saved(MandateOutcome.CARD_DECLINES)
    payment = world.mandates.charge(CUSTOMER, world.wish(mandate, 3_000), AGENT)
    assert (payment.status, payment.advice) == (Status.FAILED, Advice.LATER)
    assert world.mandate(mandate.id).status is MandateStatus.ACTIVE
    world.mandates.declined(CUSTOMER, mandate.id, Advice.NEVER)
    assert world.mandate(mandate.id).status is MandateStatus.DISABLED


def test_a_mandate_that_its_bank_ended_is_found_out_when_a_charge_is_declined() -> None:
    world = SavingWorld()
    mandate = world.saved()
    world.bank.revoke_mandate(customer_key=CUSTOMER, mandate_id=mandate.id, provider_ref=mandate.provider_ref)
    payment = world.mandates.charge(CUSTOMER, world.wish(mandate, 3_000), AGENT)
    assert (payment.status, payment.advice) == (Status.FAILED, Advice.NEW_METHOD)
    assert world.mandate(mandate.id).status is MandateStatus.CANCELLED


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
