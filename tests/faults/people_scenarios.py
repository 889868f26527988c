"""People, teams and tasks at work: Cognito and our own tables must come to the same end whatever breaks between them."""

from __future__ import annotations

from tests.faults.scenarios import Attempt, done, request, scenario
from tests.support.debtors import EVERYBODY
from tests.support.harness import die_after
from tests.support.http import Answer
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-00000000000"
NELL = {"email": "nell@example.com", "name": "Nell New", "role": "agent"}


def _office(world: World, *teams: str) -> dict[str, dict[str, object]]:
    """An admin, Nell whom they invited, and teams she is in; by name."""
    done(world.agent("admin").post("/me", {}, f"{KEY}a"), 200)
    nell = done(world.agent("admin").post("/users", NELL, f"{KEY}b"), 201).json
    made = {"nell": nell}
    for number, name in enumerate(teams):
        ask = {"kind": "QUEUE", "name": name, "members": [nell["id"]]}
        made[name] = done(world.agent("admin").post("/teams", ask, f"{KEY}c{number}"), 201).json
    return made


def _task(world: World, **words: object) -> dict[str, object]:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/tasks"
    made: dict[str, object] = done(world.agent().post(path, {"queue": "general", **words}, f"{KEY}d"), 201).json
    return made


def _as_admin(world: World, path: str, body: dict[str, object], status: int = 200) -> Attempt:
    def ask() -> Answer:
        return done(world.agent("admin").post(path, body, f"{KEY}e"), status)

    return ask


@request("POST", "/api/me")
def the_first_admin_signs_in(world: World) -> Attempt:
    return _as_admin(world, "/me", {})


@request("POST", "/api/users")
def somebody_is_invited(world: World) -> Attempt:
    done(world.agent("admin").post("/me", {}, f"{KEY}a"), 200)
    return _as_admin(world, "/users", NELL | {"role": "admin"}, 201)


@request("POST", "/api/users/{id}/invitation")
def an_invitation_is_sent_again(world: World) -> Attempt:
    return _as_admin(world, f"/users/{_office(world)['nell']['id']}/invitation", {})


@request("POST", "/api/users/{id}/role")
def somebody_becomes_an_admin(world: World) -> Attempt:
    nell = _office(world)["nell"]
    return _as_admin(world, f"/users/{nell['id']}/role", {"role": "admin", "version": nell["version"]})


@request("POST", "/api/users/{id}/disable")
def somebody_is_disabled(world: World) -> Attempt:
    made = _office(world, "Letters")
    _task(world, queue=made["Letters"]["id"], user=made["nell"]["id"])
    return _as_admin(world, f"/users/{made['nell']['id']}/disable", {"version": made["nell"]["version"]})


@request("POST", "/api/users/{id}/enable")
def somebody_is_enabled_again(world: World) -> Attempt:
    nell = _office(world)["nell"]
    gone = done(world.agent("admin").post(f"/users/{nell['id']}/disable", {"version": nell["version"]}), 200).json
    return _as_admin(world, f"/users/{nell['id']}/enable", {"version": gone["version"]})


@request("POST", "/api/teams")
def a_queue_is_made(world: World) -> Attempt:
    nell = _office(world)["nell"]
    return _as_admin(world, "/teams", {"kind": "QUEUE", "name": "Letters", "members": [nell["id"]], "sla_hours": 48}, 201)


@request("POST", "/api/teams/{id}")
def a_queue_loses_its_member(world: World) -> Attempt:
    made = _office(world, "Letters")
    team = made["Letters"]
    _task(world, queue=team["id"], user=made["nell"]["id"])
    return _as_admin(world, f"/teams/{team['id']}", {"name": "Post", "members": [], "sla_hours": 0, "version": team["version"]})


@request("POST", "/api/teams/{id}/close")
def a_queue_is_closed(world: World) -> Attempt:
    team = _office(world, "Letters")["Letters"]
    _task(world, queue=team["id"])
    return _as_admin(world, f"/teams/{team['id']}/close", {"version": team["version"]})


@request("POST", "/api/customers/{customer_key}/tasks")
def a_task_is_made(world: World) -> Attempt:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/tasks"
    ask = {"queue": "general", "tags": ["callback"], "notes": "Ring after six"}
    return lambda: done(world.agent().post(path, ask, f"{KEY}e"), 201)


@request("POST", "/api/customers/{customer_key}/tasks/{id}")
def a_task_is_edited(world: World) -> Attempt:
    made = _office(world, "Letters")
    task = _task(world)
    path = f"/customers/{world.key('C-1001')}/tasks/{task['id']}"
    ask = {"queue": made["Letters"]["id"], "user": made["nell"]["id"], "due": task["due"], "version": task["version"]}
    return lambda: done(world.agent().post(path, ask, f"{KEY}e"), 200)


@request("POST", "/api/customers/{customer_key}/tasks/{id}/resolve")
def a_task_is_resolved(world: World) -> Attempt:
    path = f"/customers/{world.key('C-1001')}/tasks/{_task(world)['id']}/resolve"
    return lambda: done(world.agent().post(path, {"note": "Spoke to them"}, f"{KEY}e"), 200)


@scenario("people_sweep")
def tasks_of_somebody_disabled_are_swept_up(world: World) -> Attempt:
    made = _office(world, "Letters")
    _task(world, queue=made["Letters"]["id"], user=made["nell"]["id"])
    done(world.agent("admin").post(f"/users/{made['nell']['id']}/disable", {"version": made["nell"]["version"]}), 200)
    return lambda: world.sweep("people_sweep")


@scenario("people_sweep")
def an_invitation_died_half_way(world: World) -> Attempt:
    done(world.agent("admin").post("/me", {}, f"{KEY}a"), 200)
    die_after("AdminCreateUser", lambda: world.agent("admin").post("/users", NELL, f"{KEY}e"))
    return lambda: world.sweep("people_sweep")
