"""Opening, editing and finishing a task, without a store."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Append, Changes, Insert, Replace, unaudited
from chalicelib.core.errors import Code, Refused
from chalicelib.people.teams import TeamKind
from chalicelib.tasks.model import NOTES_LONGEST, TAGS_LIMIT, Assignment, Status, Task
from chalicelib.tasks.rules import TO_GENERAL, edited, finished, folded, is_overdue, opened
from tests.support.paying import NOON

AGENT = Actor(ActorType.AGENT, "u-1", "Aled Agent", Channel.CONSOLE)
CUSTOMER = "c" * 26
TODAY = NOON.date()


def task_of(changes: Changes) -> Task:
    (task,) = [c.entity for c in changes if isinstance(c, Insert | Replace)]
    assert isinstance(task, Task)
    return task


def told(changes: Changes) -> Activity:
    (activity,) = [c.entity for c in changes if isinstance(c, Append)]
    assert isinstance(activity, Activity)
    return activity


def a_task(**words: object) -> Task:
    return task_of(opened(Diary(AGENT, NOON), CUSTOMER, source="person", seed="k", **words))  # type: ignore[arg-type]


def the_same(task: Task, **changed: object) -> Changes:
    words = {"to": task.assigned, "due": task.due, "tags": task.tags, "notes": task.notes} | changed
    return edited(task, Diary(AGENT, NOON), **words)  # type: ignore[arg-type]


@pytest.mark.feature("TK1")
def test_another_room_opens_a_task_by_adding_its_changes_to_its_own() -> None:
    changes = opened(Diary(Actor.system("complaints"), NOON), CUSTOMER, source="complaint.opened", seed="complaint-1")
    task = task_of(changes)
    assert (task.assigned, task.status, task.customer_key) == (TO_GENERAL, Status.OPEN, CUSTOMER)
    assert unaudited(changes) == []
    again = opened(Diary(Actor.system("complaints"), NOON), CUSTOMER, source="complaint.opened", seed="complaint-1")
    assert task_of(again).key == task.key


@pytest.mark.feature("TK2")
def test_a_task_without_a_day_is_due_on_the_next_working_day() -> None:
    task = a_task()
    assert task.due > TODAY
    assert task.due.weekday() < 5


@pytest.mark.feature("TK2")
def test_a_day_that_is_over_is_refused_and_today_is_not() -> None:
    assert a_task(due=TODAY).due == TODAY
    with pytest.raises(Refused) as refused:
        a_task(due=date(2020, 1, 6))
    assert (refused.value.code, refused.value.field) == (Code.INVALID, "due")


@pytest.mark.feature("TK3")
def test_tags_are_folded_and_counted_once() -> None:
    assert folded([" Call  back", "call-back", "CALL BACK", "", "refund"]) == ("call-back", "refund")
    assert len(folded([f"tag {n}" for n in range(TAGS_LIMIT)] * 2)) == TAGS_LIMIT
    with pytest.raises(Refused):
        folded([f"tag {n}" for n in range(TAGS_LIMIT + 1)])


@pytest.mark.feature("TK3")
def test_notes_end_at_five_thousand_characters() -> None:
    assert len(a_task(notes="x" * NOTES_LONGEST).notes) == NOTES_LONGEST
    with pytest.raises(Refused):
        a_task(notes="x" * (NOTES_LONGEST + 1))


@pytest.mark.feature("TS2")
def test_an_edit_tells_what_was_before_and_what_is_after_but_never_the_notes() -> None:
    task = a_task(tags=["refund"], notes="Call Siân about the letter")
    changes = the_same(task, tags=["callback"], due=date(2027, 1, 4), notes="Call again")
    activity = told(changes)
    assert activity.event is Event.TASK_EDITED
    assert activity.before == {"due": task.due.isoformat(), "tags": "refund", "notes": "as before"}
    assert activity.after == {"due": "2027-01-04", "tags": "callback", "notes": "changed"}
    assert "Siân" not in activity.model_dump_json()


@pytest.mark.feature("TS2")
def test_handing_a_task_to_somebody_is_told_as_that() -> None:
    to = Assignment(kind=TeamKind.GROUP, team="g-1", user="u-2")
    activity = told(the_same(a_task(), to=to))
    assert activity.event is Event.TASK_ASSIGNED
    assert activity.after == {"assigned_to": "group:g-1", "user": "u-2"}


@pytest.mark.feature("TS2")
def test_an_edit_that_changes_nothing_writes_nothing() -> None:
    assert len(the_same(a_task(notes="same"))) == 0


@pytest.mark.feature("TS2")
def test_a_day_that_has_passed_meanwhile_may_stay() -> None:
    overdue = a_task().model_copy(update={"due": date(2020, 1, 6)})
    assert task_of(the_same(overdue, tags=["late"])).due == date(2020, 1, 6)
    with pytest.raises(Refused):
        the_same(overdue, due=date(2020, 1, 7))


@pytest.mark.feature("TS2")
def test_resolving_is_told_once_and_a_done_task_is_not_edited() -> None:
    task = a_task()
    changes = finished(task, Diary(AGENT, NOON), Status.RESOLVED, " Spoke to them ")
    done = task_of(changes)
    assert (done.status, done.resolution, done.finished_by) == (Status.RESOLVED, "Spoke to them", "Aled Agent")
    assert told(changes).event is Event.TASK_RESOLVED
    assert len(finished(done, Diary(AGENT, NOON), Status.RESOLVED, "again")) == 0
    for forbidden in (lambda: the_same(done, tags=["x"]), lambda: finished(done, Diary(AGENT, NOON), Status.CANCELLED)):
        with pytest.raises(Refused) as refused:
            forbidden()
        assert refused.value.code is Code.WRONG_STATE


@pytest.mark.feature("TS1")
def test_a_task_is_overdue_when_its_day_is_over_and_it_is_open() -> None:
    task = a_task(due=TODAY)
    late = task.model_copy(update={"due": date(2020, 1, 6)})
    assert not is_overdue(task, NOON)
    assert is_overdue(late, NOON)
    assert not is_overdue(task_of(finished(late, Diary(AGENT, NOON), Status.RESOLVED)), NOON)
