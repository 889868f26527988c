"""Every AWS call of every entry of the app, broken in every way. Nothing may be lost, doubled or left half done."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.campaigns.model import Campaign, SegmentCount
from chalicelib.cashbook.model import CreditorReport, Listing
from chalicelib.files.looking_again import copy_is_left
from chalicelib.files.model import CustomerFile
from chalicelib.files.model import State as FileState
from chalicelib.files.rules import is_being_released
from chalicelib.imports.model import FINAL, Export, State, Upload
from chalicelib.ledger.model import JournalEntry
from chalicelib.lifecycle.model import Removal
from chalicelib.mandates.model import Mandate
from chalicelib.mandates.states import MandateStatus
from chalicelib.messaging.model import Message
from chalicelib.payments.model import Payment
from chalicelib.payments.service import PAYMENT_SWEEP
from chalicelib.payments.suspense import Unallocated
from chalicelib.people.model import Errand, Invitation, User
from chalicelib.people.teams import Team
from chalicelib.promises.model import Promise
from chalicelib.records.model import Customer
from chalicelib.records.status import StatusChange
from chalicelib.records.tombstones import Tombstone
from chalicelib.settings.model import SettingsVersion
from chalicelib.tasks.model import Task
from tests.faults import (
    cashbook_scenarios,
    file_scenarios,
    import_scenarios,
    mandate_scenarios,
    message_scenarios,
    payment_scenarios,
    people_scenarios,
    plan_scenarios,
    prolongation_scenarios,
    promise_scenarios,
    receipt_scenarios,
    request_scenarios,
)
from tests.faults.scenarios import SCENARIOS, Attempt, Scenario
from tests.support import (
    file_invariants,
    import_invariants,
    invariants,
    lapse_invariants,
    lifecycle_invariants,
    message_invariants,
    plan_invariants,
    promise_invariants,
    snapshots,
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
RESTING = {*FINAL, State.AWAITING_CONFIRMATION}
PAIRS = ("the_bank_rings", "the_debtor_asks_the_bank", "a_way_to_pay_is_charged", "a_payment_is_refunded") + (
    ("an_instalment_is_collected",) if DEEP else ()
)
"""Money on its way: to hear of it, to settle, to charge, to refund, and at length to collect."""
PAIRS_TRIED = sys.maxsize if DEEP else 6
"""Each takes some tens of milliseconds; `make test-deep` tries all of them."""
assert cashbook_scenarios
assert file_scenarios
assert import_scenarios
assert message_scenarios
assert mandate_scenarios
assert request_scenarios
assert payment_scenarios
assert people_scenarios
assert plan_scenarios
assert receipt_scenarios
assert prolongation_scenarios
assert promise_scenarios


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


def come_to_rest(here: World) -> None:
    """Messages are delivered, webhooks get lost, time passes, schedules run."""
    here.webhooks.clear()
    here.pump()
    for _ in range(2):
        if _at_rest(here):
            return
        here.wait(hours=2)
        here.sweep("import_sweep")
        if here.entities().all(Removal):
            here.sweep("removal_sweep")
        if here.entities().all(Payment):
            here.sweep("payment_sweep")
        if _errands(here.entities()):
            here.sweep("people_sweep")
        if _unsettled(here.entities()):
            here.sweep("mandate_sweep")
        if here.entities().all(Message):
            here.sweep("message_sweep")
        if _unfiled(here.entities()):
            here.sweep("file_sweep")
        here.pump()


def _unsettled(seen: invariants.World) -> list[Mandate]:
    return [each for each in seen.all(Mandate) if each.to_revoke or each.status is MandateStatus.PENDING]


def _unfiled(seen: invariants.World) -> list[CustomerFile]:
    """Files that a sweeper is still to do something about soon."""
    soon = {FileState.PENDING, FileState.SCANNING, FileState.DELETED}
    return [f for f in seen.all(CustomerFile) if f.next_check and (f.state in soon or is_being_released(f) or copy_is_left(f))]


def _errands(seen: invariants.World) -> list[object]:
    return [*seen.all(Errand), *seen.all(Invitation)]


def _at_rest(here: World) -> bool:
    """Whether nothing is under way any more, so that no schedule has anything to do."""
    seen = here.entities()
    payments = [payment for payment in seen.all(Payment) if payment.next_check]
    uploads = [upload for upload in seen.all(Upload) if upload.size_bytes is not None and upload.state not in RESTING]
    jobs = (*seen.all(Export), *seen.all(Campaign), *seen.all(SegmentCount), *seen.all(Listing), *seen.all(CreditorReport))
    asked = [one for one in jobs if one.state != "READY"]
    waiting = [message for message in seen.all(Message) if message.next_check]
    return not (
        payments or uploads or asked or waiting or seen.all(Removal) or _errands(seen) or _unsettled(seen) or _unfiled(seen)
    )


def gist(here: World) -> dict[str, Counter[object]]:
    """What a person would compare: everything but ids, instants and versions."""
    seen = here.entities()
    customers = {c.customer_id: c for c in seen.all(Customer)}
    names = {c.customer_key: c.customer_id for c in customers.values()}
    told = Counter((names.get(a.stream, "-"), a.event, a.account, str(a.after)) for a in seen.all(Activity) if not _looked(a))
    return {
        "customers": Counter(_gist(customer) for customer in customers.values()),
        "journal": Counter((names.get(e.customer_key, "-"), e.type, e.postings) for e in seen.all(JournalEntry)),
        "payments": Counter((p.status, p.amount, p.allocations, p.credited, p.facts) for p in seen.all(Payment)),
        "receipts": Counter((money.amount, money.place, money.customer_key) for money in seen.all(Unallocated)),
        "promises": Counter((p.status, p.amount, p.due, p.kept, p.consented, p.next_check) for p in seen.all(Promise)),
        "mandates": Counter((m.method, m.status, m.consent.most_pence, m.to_revoke) for m in seen.all(Mandate)),
        "statuses": Counter((names[s.customer_key], s.before, s.after, s.reason, s.until) for s in seen.all(StatusChange)),
        "messages": Counter((m.text, m.channel, m.to, m.state, m.reason) for m in seen.all(Message)),
        "uploads": Counter((u.filename, u.state, str(u.rows), str(u.by_code), u.first_faults) for u in seen.all(Upload)),
        "campaigns": Counter((c.segment, c.state, c.customers, c.included, str(c.by_reason)) for c in seen.all(Campaign)),
        "counts": Counter((c.segment, c.state, c.looked_at, c.included, str(c.by_reason)) for c in seen.all(SegmentCount)),
        "cashbook": Counter((c.has_file, c.state, c.looked_at, str(c.sums)) for c in seen.all(Listing)),
        "reports": Counter((c.state, c.counted, c.rows, c.in_pence, c.out_pence) for c in seen.all(CreditorReport)),
        "tombstones": Counter((t.deleted_by, t.reason, t.accounts, t.claims) for t in seen.all(Tombstone)),
        "settings": Counter(str(s.model_dump(exclude={"saved_at"})) for s in seen.all(SettingsVersion)),
        "diary": told,
        "people": Counter(str(u.model_dump(include=_OF_A_USER)) for u in seen.all(User)),
        "directory": Counter(snapshots.accounts()),
        "teams": Counter((t.kind, t.name, len(t.members), t.sla_hours, t.closed) for t in seen.all(Team)),
        "files": Counter(str(f.model_dump(include=_OF_A_FILE)) for f in seen.all(CustomerFile)),
        "tasks": Counter(_gist_of_task(t, names) for t in seen.all(Task)),
    }


_OF_A_FILE = {"name", "state", "sha256", "picture_type", "failure", "released_by", "deleted_by", "deletion_reason"}
_OF_A_USER = {"email", "name", "role", "status", "invited_by"}


def _gist_of_task(task: Task, names: dict[str, str]) -> object:
    held = task.assigned.user is not None
    return names[task.customer_key], held, task.assigned.kind, task.due, task.tags, task.notes, task.status, task.resolution


def _looked(activity: Activity) -> bool:
    """A sweeper that could not ask the bank says when it looks again, and so does who takes up the check of a file anew: a
    line more than without the fault."""
    if activity.event in (Event.MANDATE_CHECKED, Event.FILE_WAITED_FOR):
        return True
    if activity.event is Event.FILE_SCANNING and "attempt" in (activity.after or {}):
        return True
    return activity.event is Event.PAYMENT_RECONCILED and activity.actor_id == PAYMENT_SWEEP


def _gist(customer: Customer) -> str:
    moving = {"version", "last_upload", "registered_at", "link"}
    return f"{customer.model_dump(exclude=moving)} {customer.link.version} {customer.link.opened}"


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
            assert found == stage.expected, _difference(found, stage.expected)

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


def _difference(found: dict[str, Counter[object]], expected: dict[str, Counter[object]]) -> str:
    """What there is too much of, and what is missing."""
    much, missing = (
        [f"{what}: {dict(left[what] - right[what])}" for what in left if left[what] - right[what]]
        for left, right in ((found, expected), (expected, found))
    )
    return f"too much {much}, missing {missing}"


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
