"""Tasks at the console: made for a queue or a group, edited, resolved, found in every inbox they belong to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.http.test_people import NELL, invited, session_of
from tests.support.harness import WIRE
from tests.support.http import Answer
from tests.support.world import Agent, World

BOTH, NEITHER = {"queue": "general", "group": "general"}, {"queue": "", "group": None}


@pytest.fixture
def admin(here: World) -> Agent:
    here.agent("admin").post("/me")
    return here.agent("admin")


@pytest.fixture
def nell(admin: Agent) -> dict[str, Any]:
    return invited(admin)


def team_of(admin: Agent, kind: str, name: str, *members: str) -> dict[str, Any]:
    made: dict[str, Any] = admin.post("/teams", {"kind": kind, "name": name, "members": list(members)}).json
    return made


def ask(here: World, who: str = "C-1001", key: str = "", **words: object) -> Answer:
    body = {"queue": "general", **words}
    return here.agent().post(f"/customers/{here.key(who)}/tasks", {k: v for k, v in body.items() if v is not ...}, key)


def made(here: World, who: str = "C-1001", **words: object) -> dict[str, Any]:
    answer = ask(here, who, **words)
    assert answer.status == 201, answer.body
    found: dict[str, Any] = answer.json
    return found


def edit(here: World, task: dict[str, Any], **words: object) -> Answer:
    place = {"queue": task["team"]} if task["kind"] == "QUEUE" else {"group": task["team"]}
    same = {**place, "user": task["user"], **{k: task[k] for k in ("due", "tags", "notes", "version")}}
    return here.agent().post(f"/customers/{task['customer_key']}/tasks/{task['id']}", same | words)


def resolve(here: World, task: dict[str, Any], note: str = "") -> Answer:
    return here.agent().post(f"/customers/{task['customer_key']}/tasks/{task['id']}/resolve", {"note": note})


def ids(answer: Answer) -> list[str]:
    return [task["id"] for task in answer.json["items"]]


@pytest.mark.feature("TK1", "TK3", "O13")
def test_a_task_stands_in_the_inbox_of_its_queue_and_in_the_diary(here: World, admin: Agent) -> None:
    letters = team_of(admin, "QUEUE", "Letters")
    here.wait(minutes=5)
    task = made(here, queue=letters["id"], account="ACC-1", tags=["Refund", "refund "], notes=" Check the letter ")
    assert (task["team_name"], task["customer_id"], task["tags"]) == ("Letters", "C-1001", ["refund"])
    assert task["notes"] == "Check the letter"
    assert ids(here.agent("viewer").get(f"/tasks?team={letters['id']}")) == [task["id"]]
    assert ids(here.agent().get("/tasks?team=general")) == []
    (told, *_) = here.agent().get(f"/customers/{here.key('C-1001')}/activities").json["items"]
    assert (told["event"], told["account"], told["actor"]["name"]) == ("task.created", "ACC-1", "Made-up agent")
    assert "Check the letter" not in str(told)


@pytest.mark.feature("TK1")
@pytest.mark.parametrize("wrong", [BOTH, NEITHER, {"queue": "nowhere"}, {"queue": ..., "group": "general"}])
def test_a_task_goes_to_a_queue_or_a_group(here: World, wrong: dict[str, object]) -> None:
    answer = ask(here, **wrong)
    assert (answer.status, answer.code) == (400, "INVALID")
    assert ids(here.agent().get(f"/customers/{here.key('C-1001')}/tasks")) == []


@pytest.mark.feature("TK1")
def test_only_a_member_with_access_is_given_a_task(here: World, admin: Agent, nell: dict[str, Any]) -> None:
    care = team_of(admin, "GROUP", "Care team", nell["id"])
    letters = team_of(admin, "QUEUE", "Letters")
    task = made(here, queue=..., group=care["id"], user=nell["id"])
    assert (task["kind"], task["user_name"]) == ("GROUP", "Nell New")
    assert ask(here, queue=letters["id"], user=nell["id"]).json["error"]["field"] == "user"
    assert ids(session_of(here, nell).get("/tasks")) == [task["id"]]
    assert ids(admin.get(f"/tasks?user={nell['id']}")) == [task["id"]]
    admin.post(f"/users/{nell['id']}/disable", {"version": nell["version"]})
    assert ask(here, queue=..., group=care["id"], user=nell["id"]).status == 400


@pytest.mark.feature("TK1")
def test_the_general_queue_is_everybodys_until_it_is_given_members(here: World, admin: Agent, nell: dict[str, Any]) -> None:
    assert "Nell New" in [person["name"] for person in here.agent().get("/tasks/choices").json["people"]]
    assert made(here, user=nell["id"])["user_name"] == "Nell New"
    admin.post("/teams/general", {"name": "General", "members": ["sub-admin"], "sla_hours": 0, "version": 0})
    assert ask(here, user=nell["id"]).json["error"]["field"] == "user"
    here.sweep("people_sweep")
    assert ids(session_of(here, nell).get("/tasks")) == []


@pytest.mark.feature("TK1")
def test_a_closed_queue_takes_no_task_and_gives_its_open_ones_to_the_general_one(here: World, admin: Agent) -> None:
    letters = team_of(admin, "QUEUE", "Letters")
    task = made(here, queue=letters["id"])
    admin.post(f"/teams/{letters['id']}/close", {"version": letters["version"]})
    assert ask(here, queue=letters["id"]).status == 400
    here.sweep("people_sweep")
    assert ids(here.agent().get("/tasks?team=general")) == [task["id"]]
    assert ids(here.agent().get(f"/tasks?team={letters['id']}")) == []


@pytest.mark.feature("TK1")
def test_tasks_of_somebody_who_left_go_back_to_their_queue(here: World, admin: Agent, nell: dict[str, Any]) -> None:
    letters = team_of(admin, "QUEUE", "Letters", nell["id"])
    task = made(here, queue=letters["id"], user=nell["id"])
    finished = made(here, queue=letters["id"], user=nell["id"])
    resolve(here, finished)
    admin.post(f"/users/{nell['id']}/disable", {"version": nell["version"]})
    here.wait(minutes=5)
    here.sweep("people_sweep")
    (waiting,) = here.agent().get(f"/tasks?team={letters['id']}").json["items"]
    assert (waiting["id"], waiting["user"]) == (task["id"], None)
    assert ids(admin.get(f"/tasks?user={nell['id']}&show=ALL")) == [finished["id"]]
    (told, *_) = here.agent().get(f"/customers/{here.key('C-1001')}/activities").json["items"]
    assert (told["event"], told["actor"]["type"]) == ("task.assigned", "SYSTEM")


@pytest.mark.feature("TK2")
def test_a_task_is_due_on_the_next_working_day_unless_it_is_said(here: World) -> None:
    choices = here.agent().get("/tasks/choices").json
    assert made(here)["due"] == choices["default_due"]
    assert made(here, due="2030-12-25")["due"] == "2030-12-25"
    assert "callback" in choices["tags"]
    assert choices["people"] == []
    assert f"{here.clock.now().year}-12-25" in choices["holidays"]


@pytest.mark.feature("TK2")
@pytest.mark.parametrize("due", ["2020-01-06", "tomorrow", "2026-02-30", ""])
def test_a_day_that_is_over_or_none_is_refused(here: World, due: str) -> None:
    answer = ask(here, due=due)
    assert (answer.status, answer.json["error"]["field"]) == (400, "due")


@pytest.mark.feature("TK3")
@pytest.mark.parametrize(
    ("field", "value"),
    [("tags", [f"tag-{n}" for n in range(21)]), ("tags", ["x" * 41]), ("notes", "x" * 5001), ("account", "ACC-9")],
)
def test_what_is_too_much_or_not_the_customers_is_refused(here: World, field: str, value: object) -> None:
    answer = ask(here, **{field: value})
    assert (answer.status, answer.json["error"]["field"]) == (400, field)


@pytest.mark.feature("TK3")
def test_the_same_request_makes_one_task_and_another_under_its_key_is_refused(here: World) -> None:
    key = "6f1c2d9e-0000-4000-8000-00000000000c"
    assert ask(here, key=key, notes="once").json == ask(here, key=key, notes="once").json
    assert ask(here, key=key, notes="twice").code == "KEY_REUSED"
    assert len(ids(here.agent().get("/tasks?team=general"))) == 1


@pytest.mark.feature("TS1")
def test_open_tasks_come_first_and_those_over_due_are_marked(here: World) -> None:
    today = here.clock.now().date().isoformat()
    late, soon, done = made(here, due=today), made(here, due="2030-01-07"), made(here)
    resolve(here, done)
    here.wait(days=2)
    path = f"/customers/{here.key('C-1001')}/tasks"
    for page in (here.agent("viewer").get(path), here.agent("viewer").get("/tasks?team=general&show=ALL")):
        assert ids(page) == [late["id"], soon["id"], done["id"]]
        assert [task["overdue"] for task in page.json["items"]] == [True, False, False]
    assert ids(here.agent().get("/tasks?team=general")) == [late["id"], soon["id"]]
    assert ids(here.agent().get("/tasks?team=general&show=DONE")) == [done["id"]]


@pytest.mark.feature("TS1")
def test_an_inbox_is_paged_without_loss_or_repetition(here: World) -> None:
    expected = {made(here, due=f"2030-01-{1 + n % 28:02}")["id"] for n in range(55)}
    seen, after = [], ""
    for _ in range(3):
        page = here.agent().get(f"/tasks?team=general&after={after.replace('#', '%23')}")
        seen += ids(page)
        after = page.json["after"] or ""
    assert after == ""
    assert len(seen) == 55
    assert set(seen) == expected


@pytest.mark.parametrize("after", ["x", "1%23", "0%23..%23..", "1%239999999999%2301JD0000000000000000000000"])
def test_a_page_that_never_was_is_refused(here: World, after: str) -> None:
    assert here.agent().get(f"/tasks?team=general&after={after}").code == "BAD_CURSOR"


@pytest.mark.feature("TS2")
def test_a_task_is_resolved_once_and_then_left_alone(here: World) -> None:
    task = made(here)
    first = resolve(here, task, "Spoke to them").json
    assert (first["status"], first["resolution"], first["finished_by"]) == ("RESOLVED", "Spoke to them", "Made-up agent")
    assert resolve(here, task, "again").json == first
    refused = edit(here, task, notes="too late")
    assert (refused.status, refused.code) == (409, "WRONG_STATE")
    told = [a["event"] for a in here.agent().get(f"/customers/{here.key('C-1001')}/activities").json["items"]]
    assert told.count("task.resolved") == 1


@pytest.mark.feature("TS2")
def test_an_edit_moves_the_task_and_tells_what_was_before(here: World, admin: Agent) -> None:
    letters = team_of(admin, "QUEUE", "Letters")
    task = made(here, tags=["refund"])
    here.wait(minutes=5)
    moved = edit(here, task, queue=letters["id"], due="2030-01-07", tags=["callback"]).json
    assert (moved["team"], moved["due"], moved["tags"]) == (letters["id"], "2030-01-07", ["callback"])
    assert ids(here.agent().get("/tasks?team=general")) == []
    assert ids(here.agent().get(f"/tasks?team={letters['id']}")) == [task["id"]]
    (told, *_) = here.agent().get(f"/customers/{here.key('C-1001')}/activities").json["items"]
    assert told["before"] == {"assigned_to": "queue:general", "due": task["due"], "tags": "refund"}
    stale = edit(here, task, notes="from an old screen")
    assert (stale.status, stale.code) == (409, "STALE")


@pytest.mark.feature("TS1")
def test_whoever_looks_up_is_told_how_much_waits_for_them_and_how_much_is_late(here: World, admin: Agent) -> None:
    count = {"open": 0, "overdue": 0, "more": False}
    assert admin.get("/tasks/count").json == count
    me = admin.post("/me").json["id"]
    for days in (0, 1, 14):
        made(here, user=me, due=(here.clock.now() + timedelta(days=days)).date().isoformat())
    resolve(here, made(here, user=me))
    made(here)
    here.wait(days=1)
    with WIRE.counted() as calls:
        assert admin.get("/tasks/count").json == count | {"open": 3, "overdue": 1}
    assert [call.operation for call in calls if call.operation != "GetItem"] == ["Query"]
    assert here.agent("viewer").get("/tasks/count").json == count


def test_an_inbox_costs_the_same_however_much_waits(here: World) -> None:
    def calls() -> list[str]:
        with WIRE.counted() as made_calls:
            here.agent().get("/tasks?team=general")
        assert all("Limit" in call.parameters for call in made_calls if call.operation == "Query")
        return sorted(call.operation for call in made_calls)

    made(here)
    few = calls()
    for _ in range(30):
        made(here, "C-1002")
    assert calls() == few == ["BatchGetItem", "BatchGetItem", "GetItem", "GetItem", "Query"]


def test_a_task_is_found_under_its_own_customer_alone(here: World) -> None:
    task = made(here)
    other = task | {"customer_key": here.key("C-1002")}
    assert edit(here, other).status == 404
    assert resolve(here, other).status == 404
    assert NELL["email"] not in here.agent().get("/tasks?team=general").body
