"""Every AWS call of every entry of the app, broken in every way. Nothing may be lost, doubled or left half done."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest

from tests.faults.everything import SCENARIOS
from tests.faults.gist import difference, gist
from tests.faults.resting import come_to_rest
from tests.faults.scenarios import Attempt, Scenario
from tests.support import (
    file_invariants,
    import_invariants,
    invariants,
    lapse_invariants,
    lifecycle_invariants,
    message_invariants,
    plan_invariants,
    promise_invariants,
    task_invariants,
)
from tests.support.effort import DEEP
from tests.support.harness import Kind, explore
from tests.support.snapshots import Snapshot
from tests.support.world import World, world

ALWAYS = (
    *invariants.ALWAYS,
    *message_invariants.ALWAYS,
    *promise_invariants.ALWAYS,
    *lapse_invariants.ALWAYS,
    *plan_invariants.ALWAYS,
    *import_invariants.RECORDS_ALWAYS,
    *lifecycle_invariants.ENDS_ALWAYS,
    file_invariants.always,
)
AT_REST = (
    *invariants.AT_REST,
    *message_invariants.AT_REST,
    *import_invariants.RECORDS_AT_REST,
    *lifecycle_invariants.ENDS_AT_REST,
    *task_invariants.AT_REST,
    file_invariants.at_rest,
)
PAIRS = ("the_bank_rings", "the_debtor_asks_the_bank", "a_way_to_pay_is_charged", "a_payment_is_refunded") + (
    ("an_instalment_is_collected",) if DEEP else ()
)
"""Money on its way: to hear of it, to settle, to charge, to refund, and at length to collect."""
PAIRS_TRIED = sys.maxsize if DEEP else 6
"""Each takes some tens of milliseconds; `make test-deep` tries all of them."""


class Stage(NamedTuple):
    """A scenario's world right before the attempt, to go back to; and what it comes to when nothing goes wrong."""

    snapshot: Snapshot
    instant: datetime
    webhooks: list[Any]
    attempt: Attempt
    expected: dict[str, Counter[object]]


@pytest.fixture(scope="module")
def empty() -> Iterator[tuple[World, Snapshot]]:
    with world() as made:
        made.sweep("payment_sweep")
        made.sweep("promise_sweep")
        made.sweep("mandate_sweep")
        made.sweep("plan_sweep")
        made.sweep("status_sweep")
        made.sweep("message_sweep")
        made.sweep("file_sweep")
        yield made, Snapshot.take()


@pytest.fixture(scope="module")
def stages() -> dict[str, Stage]:
    return {}


def staged(scenario: Scenario, empty: tuple[World, Snapshot], stages: dict[str, Stage]) -> Stage:
    here, nothing = empty
    if scenario.name not in stages:
        nothing.restore()
        here.reset()
        attempt = scenario.prepare(here)
        snapshot, instant, webhooks = Snapshot.take(), here.clock.instant, list(here.webhooks)
        attempt()
        come_to_rest(here)
        stages[scenario.name] = Stage(snapshot, instant, webhooks, attempt, gist(here))
    return stages[scenario.name]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_is_lost_or_doubled(name: str, kind: Kind, empty: tuple[World, Snapshot], stages: dict[str, Stage]) -> None:
    _explored(name, (kind,), empty, stages)


@pytest.mark.parametrize("name", PAIRS)
def test_nothing_is_lost_or_doubled_by_two_crashes(name: str, empty: tuple[World, Snapshot], stages: dict[str, Stage]) -> None:
    _explored(name, (), empty, stages, pairs=PAIRS_TRIED)


def _explored(
    name: str, kinds: tuple[Kind, ...], empty: tuple[World, Snapshot], stages: dict[str, Stage], *, pairs: int = 0
) -> None:
    here, scenario = empty[0], SCENARIOS[name]
    stage = staged(scenario, empty, stages)

    def fresh() -> None:
        stage.snapshot.restore()
        here.clock.instant = stage.instant
        here.webhooks[:] = stage.webhooks

    def at_rest() -> None:
        invariants.hold(AT_REST, here.entities())
        if scenario.exact:
            found = gist(here)
            assert found == stage.expected, difference(found, stage.expected)

    findings = explore(
        fresh=fresh,
        attempt=stage.attempt,
        always=lambda: invariants.hold(ALWAYS, here.entities()),
        come_to_rest=lambda: come_to_rest(here),
        at_rest=at_rest,
        kinds=kinds,
        pairs=pairs,
    )
    assert not findings.violations, str(findings)


def test_every_function_has_a_scenario() -> None:
    """A function in `app.py` that nobody breaks on purpose does not ship."""
    app = World.module().app
    functions = {"api_handler", *(source.name for source in app.event_sources), *(f.name for f in app.pure_lambda_functions)}
    assert functions == {scenario.entry for scenario in SCENARIOS.values()}


def test_every_route_that_changes_something_has_a_scenario() -> None:
    routes = World.module().routes()
    commands = {(route.method, route.path) for route in routes.api_routes if route.commands}
    commands |= {(method, path) for method, path in routes.page_routes if method == "POST"}
    assert commands == {scenario.route for scenario in SCENARIOS.values() if scenario.route}
