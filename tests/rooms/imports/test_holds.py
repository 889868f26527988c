"""The columns that stand for holds: placed, replaced and lifted by files, and never against a person's word."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.history import ConsentEntry, HoldEntry, Preference, Step
from chalicelib.care.holding import Ask, lifted, placed, written
from chalicelib.imports.exporting import cells_of
from chalicelib.records.holds import HoldKind, HoldSource
from chalicelib.settings.model import Settings
from tests.support.importing import AGENT, Importing, aoife

SPACE = {"BreathingSpaceType": "STANDARD", "BreathingSpaceStart": "2026-02-20", "BreathingSpaceEnd": "2026-04-20"}
CRISIS = {"BreathingSpaceType": "MENTAL_HEALTH", "BreathingSpaceStart": "2026-02-20", "BreathingSpaceEnd": ""}
NONE = {"BreathingSpaceType": "NONE", "BreathingSpaceStart": "", "BreathingSpaceEnd": ""}


def kinds(world: Importing) -> list[tuple[HoldKind, HoldSource]]:
    return sorted((hold.kind, hold.source) for hold in world.customer().holds)


def of_customer(world: Importing) -> dict[Any, Any]:
    """Everything that is held about the customer, the diary included."""
    return {key: entity for key, entity in world.written().items() if key.pk == world.customer().customer_key}


def place(world: Importing, ask: Ask) -> None:
    before, diary = world.customer(), Diary(AGENT, world.clock.now())
    after, _ = placed(before, ask, diary, seed="test")
    world.store.commit(written(before, after, diary))


def lift_everything(world: Importing) -> None:
    before, diary = world.customer(), Diary(AGENT, world.clock.now())
    after = before
    for hold in before.holds:
        after = lifted(after, hold.id)
    world.store.commit(written(before, after, diary))


def told(world: Importing, *events: Event) -> list[Activity]:
    found = (e for e in world.store.items.values() if isinstance(e, Activity) and e.event in events)
    return sorted(found, key=lambda activity: activity.id)


def steps(world: Importing) -> list[tuple[HoldKind, Step]]:
    entries = sorted((e for e in world.store.items.values() if isinstance(e, HoldEntry)), key=lambda entry: entry.id)
    return [(entry.hold.kind, entry.step) for entry in entries]


@pytest.mark.feature("I16")
def test_a_file_places_a_hold_and_lifts_it_and_both_are_told() -> None:
    world = Importing()
    world.drop_rows(aoife(DisputeFlag="Y", VulnerabilityFlag="CONFIRMED", **SPACE))
    assert kinds(world) == [
        (HoldKind.BREATHING_SPACE, HoldSource.FILE),
        (HoldKind.DISPUTE, HoldSource.FILE),
        (HoldKind.VULNERABILITY, HoldSource.FILE),
    ]

    world.drop_rows(aoife(DisputeFlag="N", VulnerabilityFlag="NONE", **NONE))

    assert kinds(world) == []
    assert sorted(steps(world)) == sorted(
        (kind, step)
        for kind in (HoldKind.BREATHING_SPACE, HoldKind.DISPUTE, HoldKind.VULNERABILITY)
        for step in (Step.PLACED, Step.LIFTED)
    )
    assert len(told(world, Event.BREATHING_SPACE_STARTED, Event.BREATHING_SPACE_ENDED)) == 2


@pytest.mark.feature("I16")
def test_the_same_values_again_change_nothing() -> None:
    world = Importing()
    world.drop_rows(aoife(DisputeFlag="Y", VulnerabilityFlag="POTENTIAL", **CRISIS))
    before = of_customer(world)

    upload = world.drop_rows(aoife(DisputeFlag="Y", VulnerabilityFlag="POTENTIAL", Tags="", **CRISIS))

    assert upload.rows.unchanged == 1
    assert of_customer(world) == before


def test_what_was_lifted_by_a_person_stays_lifted_while_the_file_repeats_itself() -> None:
    world = Importing()
    world.drop_rows(aoife(DisputeFlag="Y", **SPACE))
    lift_everything(world)

    world.drop_rows(aoife(DisputeFlag="Y", Tags="again", **SPACE))

    assert kinds(world) == []


@pytest.mark.parametrize("file_wins", [True, False])
def test_a_file_never_lifts_what_a_person_has_placed_and_says_so(file_wins: bool) -> None:
    world = Importing(Settings(file_wins_over_agent=file_wins))
    world.drop_rows(aoife())
    place(world, Ask(HoldKind.DISPUTE))

    upload = world.drop_rows(aoife(DisputeFlag="N"))

    assert kinds(world) == [(HoldKind.DISPUTE, HoldSource.AGENT)]
    assert "W_AGENT_EDIT_OVERWRITTEN" in world.codes(upload)
    assert world.drop_rows(aoife(DisputeFlag="N", Tags="")).rows.unchanged == 1


@pytest.mark.parametrize("file_wins", [True, False])
def test_a_new_breathing_space_is_taken_from_a_file_whatever_a_person_did_before(file_wins: bool) -> None:
    world = Importing(Settings(file_wins_over_agent=file_wins))
    world.drop_rows(aoife(**SPACE))
    lift_everything(world)

    world.drop_rows(aoife(**SPACE | {"BreathingSpaceStart": "2026-03-01"}))

    assert kinds(world) == [(HoldKind.BREATHING_SPACE, HoldSource.FILE)]


def test_a_breathing_space_that_is_over_is_not_placed_any_more() -> None:
    world = Importing()
    over = {"BreathingSpaceType": "STANDARD", "BreathingSpaceStart": "2025-10-01", "BreathingSpaceEnd": "2025-11-30"}
    world.drop_rows(aoife(**over))
    assert kinds(world) == []
    assert world.drop_rows(aoife(**over, Tags="")).rows.unchanged == 1


@pytest.mark.parametrize("values", [SPACE, CRISIS, {"DisputeFlag": "Y"}, {"VulnerabilityFlag": "POTENTIAL"}, {}])
def test_what_is_exported_comes_back_as_no_news(values: dict[str, str]) -> None:
    world = Importing()
    world.drop_rows(aoife(**values))
    place(world, Ask(HoldKind.DEBT_ADVICE))
    place(world, Ask(HoldKind.COMPLAINT, account="A-1"))
    before = of_customer(world)

    exported = cells_of(world.customer(), world.customer().accounts["A-1"])

    assert world.drop_rows(exported).rows.unchanged == 1
    assert of_customer(world) == before


def test_an_agents_hold_is_exported_and_comes_back_as_no_news() -> None:
    world = Importing()
    world.drop_rows(aoife(DisputeFlag="N", **NONE))
    place(world, Ask(HoldKind.BREATHING_SPACE))
    place(world, Ask(HoldKind.DISPUTE))
    before = of_customer(world)

    exported = cells_of(world.customer(), world.customer().accounts["A-1"])

    assert {name: exported[name] for name in ("BreathingSpaceType", "BreathingSpaceEnd", "DisputeFlag")} == {
        "BreathingSpaceType": "STANDARD",
        "BreathingSpaceEnd": "2026-05-01",
        "DisputeFlag": "Y",
    }
    assert world.drop_rows(exported).rows.unchanged == 1
    assert of_customer(world) == before


def test_the_diary_never_names_a_mental_health_crisis() -> None:
    world = Importing()
    world.drop_rows(aoife())
    world.drop_rows(aoife(**CRISIS))
    world.drop_rows(aoife(**NONE))

    diary = " ".join(e.model_dump_json() for e in world.store.items.values() if isinstance(e, Activity))

    assert len(told(world, Event.BREATHING_SPACE_STARTED, Event.BREATHING_SPACE_ENDED)) == 2
    assert "mental" not in diary.lower()
    assert "crisis" not in diary.lower()


def test_an_opt_out_from_a_file_is_kept_as_consent_with_its_source() -> None:
    world = Importing()
    world.drop_rows(aoife(SmsOptOut="Y"))
    world.drop_rows(aoife(SmsOptOut="N", DoNotContact="Y"))

    entries = sorted((e for e in world.store.items.values() if isinstance(e, ConsentEntry)), key=lambda entry: entry.id)
    assert [(e.preference, e.opted_out, e.actor_name) for e in entries] == [
        (Preference.SMS, True, "customers.csv"),
        (Preference.ALL, True, "customers.csv"),
    ]
