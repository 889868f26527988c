"""Every queue, every schedule and every request that needs a secret, in a process that knows nothing yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import wiring
from tests.faults import (
    cashbook_scenarios,
    ending_scenarios,
    import_scenarios,
    mandate_scenarios,
    message_scenarios,
    payment_scenarios,
    people_scenarios,
    plan_scenarios,
    portal_scenarios,
    prolongation_scenarios,
    promise_scenarios,
    receipt_scenarios,
    request_scenarios,
    upload_scenarios,
)
from tests.faults.scenarios import SCENARIOS
from tests.support.network import AtOnce
from tests.support.rights import RIGHTS
from tests.support.snapshots import Snapshot
from tests.support.world import World, forget, world

assert cashbook_scenarios
assert ending_scenarios
assert import_scenarios
assert mandate_scenarios
assert message_scenarios
assert payment_scenarios
assert people_scenarios
assert plan_scenarios
assert portal_scenarios
assert receipt_scenarios
assert prolongation_scenarios
assert promise_scenarios
assert request_scenarios
assert upload_scenarios


@pytest.fixture(scope="module")
def empty() -> Iterator[tuple[World, Snapshot]]:
    with world() as made:
        yield made, Snapshot.take()


WITH_SECRETS = {
    ("POST", "/api/customers/{customer_key}/link"),
    ("POST", "/a/{token}"),
    ("POST", "/accounts/{number}/pay"),
    ("POST", "/webhooks/{provider}"),
}
"""Requests that need a secret, which is read once in the life of a process."""
COLD = [name for name, each in SCENARIOS.items() if each.route is None or each.route in WITH_SECRETS]


@pytest.mark.parametrize("name", COLD)
def test_a_scenario_succeeds_from_a_cold_start(name: str, empty: tuple[World, Snapshot]) -> None:
    here, nothing = empty
    nothing.restore()
    here.reset()
    attempt = SCENARIOS[name].prepare(here)
    start_cold()
    attempt()
    assert RIGHTS.refused == []


def start_cold() -> None:
    """What was read once in the life of a process is read again, by whichever function is next."""
    forget()
    wiring.store()._threads = AtOnce()
