"""Every queue, every schedule and every request that needs a secret, in a process that knows nothing yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import wiring
from tests.faults.everything import SCENARIOS
from tests.support.network import AtOnce
from tests.support.rights import RIGHTS
from tests.support.snapshots import Snapshot
from tests.support.world import World, forget, world


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
