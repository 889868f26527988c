"""Charges on saved ways to pay, against the sandbox bank, in memory."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.activities.events import Event
from chalicelib.core.errors import Code, Refused
from chalicelib.ledger.model import Context
from chalicelib.mandates.charging import FreshConsent
from chalicelib.mandates.states import MandateStatus
from chalicelib.messaging.model import Text
from chalicelib.payments.model import Status
from chalicelib.payments.ports import Advice, Unknown
from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from tests.support.paying import CUSTOMER, NOON, account, claim, corrected, debtor
from tests.support.saving import AGENT, SavingWorld
from tests.support.scripted_bank import refusal

TODAY = NOON.date()


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
    assert len(world.told(Event.MANDATE_CONSENTED)) == 1


@pytest.mark.feature("CH2")
def test_a_direct_debit_is_collected_after_its_notice() -> None:
    world = SavingWorld(collection_notice_days=5)
    mandate = world.saved(MandateOutcome.BACS)
    shown = world.mandates.preview(CUSTOMER, "ACC-1", AGENT).ways[0]
    payment = world.mandates.charge(CUSTOMER, world.wish(mandate, 3_000), AGENT)
    assert shown.collect_on == payment.collect_on == date(2026, 11, 27)
    assert payment.status is Status.PENDING
    [notice] = world.messages()
    assert (notice.text, notice.values["amount"], notice.values["day"]) == (
        Text.COLLECTION_NOTICE,
        "£30.00",
        "27 November 2026",
    )
    assert len(world.told(Event.ADVANCE_NOTICE_SENT)) == 1


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
