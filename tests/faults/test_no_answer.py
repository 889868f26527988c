"""A bank that does not answer: nobody knows whether the money was taken, and it is taken once."""

from __future__ import annotations

import pytest

from chalicelib.payments.model import Payment, Status
from chalicelib.payments.ports import Unknown
from chalicelib.payments.providers.bank import Bank
from tests.faults import plan_scenarios
from tests.faults.scenarios import SCENARIOS
from tests.support.world import world

assert plan_scenarios


@pytest.mark.feature("P9", "CH4")
def test_an_instalment_whose_bank_does_not_answer_is_collected_once_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_: Bank, **asked: object) -> None:
        raise Unknown("no answer")

    with world() as here:
        sweep = SCENARIOS["an_instalment_is_collected"].prepare(here)
        with monkeypatch.context() as patched:
            patched.setattr(Bank, "charge", unreachable)
            sweep()
        assert [payment.status for payment in here.entities().all(Payment)] == [Status.PENDING]
        here.wait(hours=2)
        here.sweep("payment_sweep")
        here.sweep("plan_sweep")
        assert [payment.status for payment in here.entities().all(Payment)] == [Status.SETTLED]
