"""Queues and schedules at work: imports, campaigns and exports."""

from __future__ import annotations

import csv
import io
import json

from chalicelib import wiring
from chalicelib.imports.model import State, Upload
from chalicelib.settings.model import Settings
from tests.faults.scenarios import Attempt, done, scenario
from tests.support import snapshots
from tests.support.files import CHANGED, FIRST, SECOND, dataset, part_of, person
from tests.support.harness import die_after
from tests.support.workbooks import spreadsheet
from tests.support.world import World

THIRD = SECOND.replace("12.34", "43.21")


def imported(world: World) -> None:
    """Four customers are in, and a drop is never held up for its rejected rows."""
    wiring.store().put_all([Settings(auto_confirm_rejected_percent=100)])
    world.take_in("first.csv", FIRST)
    world.wait(days=1)


def newest_upload(world: World) -> Upload:
    return max(world.entities().all(Upload), key=lambda upload: upload.id)


def _on_its_way(world: World, queue: str) -> list[str]:
    """The second file up to a queue: the messages for its partitions, the busiest one first."""
    imported(world)
    world.deliver("inbox", world.drop("second.csv", SECOND))
    if queue == "apply":
        for body in snapshots.take_bodies("plan"):
            world.deliver("plan", body)
    return sorted(snapshots.take_bodies(queue), key=lambda body: json.loads(body)["part"] != part_of(CHANGED))


@scenario("import_check")
def a_file_arrives(world: World) -> Attempt:
    imported(world)
    message = world.drop("second.csv", SECOND)
    return lambda: world.deliver("inbox", message)


@scenario("import_check")
def a_file_that_is_no_dataset_arrives(world: World) -> Attempt:
    message = world.drop("wrong.csv", "Colour,Taste\r\nred,sweet\r\n")
    return lambda: world.deliver("inbox", message)


@scenario("import_check")
def a_workbook_arrives(world: World) -> Attempt:
    imported(world)
    rows = list(csv.DictReader(io.StringIO(SECOND)))
    message = world.drop("second.xlsx", spreadsheet(rows))
    return lambda: world.deliver("inbox", message)


@scenario("import_check")
def an_older_file_arrives_after_a_newer_one(world: World) -> Attempt:
    imported(world)
    world.take_in("2026-03-02-06-00-00.csv", SECOND)
    message = world.drop("2026-03-01-06-00-00.csv", THIRD)
    return lambda: world.deliver("inbox", message)


@scenario("import_check")
def the_same_file_arrives_again(world: World) -> Attempt:
    imported(world)
    message = world.drop("again.csv", FIRST)
    return lambda: world.deliver("inbox", message)


@scenario("import_check")
def a_file_arrives_behind_another(world: World) -> Attempt:
    imported(world)
    world.deliver("inbox", world.drop("second.csv", SECOND))
    message = world.drop("third.csv", THIRD)
    return lambda: world.deliver("inbox", message)


@scenario("import_plan")
def the_first_partition_is_planned(world: World) -> Attempt:
    first, *others = _on_its_way(world, "plan")
    snapshots.put_bodies("plan", others)
    return lambda: world.deliver("plan", first)


@scenario("import_plan")
def the_last_partition_is_planned(world: World) -> Attempt:
    *others, last = _on_its_way(world, "plan")
    for other in others:
        world.deliver("plan", other)
    return lambda: world.deliver("plan", last)


ONE_ACCOUNT = dataset(person(CHANGED, "IMP-1", "100.00"))
"""Leaves out another account of the same customer, and all of the others."""


@scenario("import_apply")
def what_a_full_file_leaves_out_is_closed(world: World) -> Attempt:
    imported(world)
    wiring.store().put_all([Settings(auto_confirm_rejected_percent=100, maximum_closure_percent=100)])
    world.deliver("inbox", world.drop("full/all.csv", ONE_ACCOUNT))
    for body in snapshots.take_bodies("plan"):
        world.deliver("plan", body)
    *rows, closing = sorted(snapshots.take_bodies("apply"), key=lambda body: json.loads(body)["part"])
    snapshots.put_bodies("apply", rows)
    return lambda: world.deliver("apply", closing)


@scenario("import_plan")
def the_plan_ends_with_a_question(world: World) -> Attempt:
    """Too many rows were rejected: the upload waits for a person, and the next file may start."""
    world.deliver("inbox", world.drop("second.csv", SECOND))
    world.deliver("inbox", world.drop("third.csv", THIRD))
    *others, last = snapshots.take_bodies("plan")
    for other in others:
        world.deliver("plan", other)
    return lambda: world.deliver("plan", last)


@scenario("import_plan")
def the_turn_of_a_file_has_come(world: World) -> Attempt:
    imported(world)
    world.deliver("inbox", world.drop("second.csv", SECOND))
    world.deliver("inbox", world.drop("third.csv", THIRD))
    for queue in ("plan", "apply"):
        for body in snapshots.take_bodies(queue):
            world.deliver(queue, body)
    (turn,) = snapshots.take_bodies("plan")
    assert json.loads(turn)["step"] == "check"
    return lambda: world.deliver("plan", turn)


@scenario("import_apply")
def the_first_partition_is_applied(world: World) -> Attempt:
    """One customer changes, one stays as they are, one is new."""
    first, *others = _on_its_way(world, "apply")
    snapshots.put_bodies("apply", others)
    return lambda: world.deliver("apply", first)


@scenario("import_apply")
def the_last_partition_is_applied(world: World) -> Attempt:
    *others, last = _on_its_way(world, "apply")
    for other in others:
        world.deliver("apply", other)
    return lambda: world.deliver("apply", last)


@scenario("import_sweep")
def all_messages_of_a_plan_were_lost(world: World) -> Attempt:
    _on_its_way(world, "plan")
    world.wait(hours=1)
    return lambda: world.sweep("import_sweep")


@scenario("import_sweep")
def all_messages_of_an_import_were_lost(world: World) -> Attempt:
    _on_its_way(world, "apply")
    world.wait(hours=1)
    return lambda: world.sweep("import_sweep")


@scenario("import_sweep")
def an_import_died_right_before_its_end(world: World) -> Attempt:
    """The last partition was written and taken out, and then nothing more happened."""
    *others, last = _on_its_way(world, "apply")
    for other in others:
        world.deliver("apply", other)
    die_after("UpdateItem", lambda: world.deliver("apply", last))
    assert newest_upload(world).state is State.IMPORTING
    world.wait(hours=1)
    return lambda: world.sweep("import_sweep")


@scenario("campaign_build")
def a_campaign_is_built(world: World) -> Attempt:
    imported(world)
    done(world.agent().post(f"/uploads/{newest_upload(world).id}/campaign"), 202)
    message = snapshots.take_bodies("campaigns")[0]
    return lambda: world.deliver("campaigns", message)


@scenario("campaign_build")
def a_campaign_of_a_segment_is_built(world: World) -> Attempt:
    imported(world)
    done(world.agent().post("/campaigns", {"filters": {"balance_from_pence": 1}}), 202)
    message = snapshots.take_bodies("campaigns")[0]
    return lambda: world.deliver("campaigns", message)


@scenario("campaign_build")
def a_segment_is_counted(world: World) -> Attempt:
    imported(world)
    done(world.agent().post("/campaigns/counts", {"filters": {}}), 202)
    message = snapshots.take_bodies("campaigns")[0]
    return lambda: world.deliver("campaigns", message)


@scenario("export_build")
def an_export_is_built_as_a_workbook(world: World) -> Attempt:
    imported(world)
    done(world.agent().post("/exports", {"format": "XLSX"}), 202)
    message = snapshots.take_bodies("exports")[0]
    return lambda: world.deliver("exports", message)


@scenario("export_build")
def an_export_is_built(world: World) -> Attempt:
    imported(world)
    done(world.agent().post("/exports"), 202)
    message = snapshots.take_bodies("exports")[0]
    return lambda: world.deliver("exports", message)
