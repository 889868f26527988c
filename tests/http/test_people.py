"""People at the console: invited, disabled in the middle of a session, and what a role may do meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import snapshots
from tests.support.harness import die_after
from tests.support.world import Agent, World, claims

NELL = {"email": "nell@example.com", "name": "Nell New", "role": "agent"}


@pytest.fixture
def admin(here: World) -> Agent:
    """The first admin, who came in through the directory, at work."""
    here.agent("admin").post("/me")
    return here.agent("admin")


def invited(admin: Agent, **words: str) -> dict[str, Any]:
    answer = admin.post("/users", NELL | words)
    assert answer.status == 201, answer.body
    found: dict[str, Any] = answer.json
    return found


def session_of(here: World, user: dict[str, Any], groups: str = "agent", signed_in_at: int = 0) -> Agent:
    """The person with a token as the authorizer describes it."""
    at = signed_in_at or int(here.clock.now().timestamp())
    return Agent(here.gateway, claims(groups, sub=user["id"], auth_time=str(at), name=user["name"], email=user["email"]))


@pytest.mark.feature("O13")
def test_a_disabled_person_is_refused_with_the_next_request_whatever_it_is(here: World, admin: Agent) -> None:
    nell = invited(admin)
    session = session_of(here, nell)
    assert session.get("/me").json["role"] == "agent"
    assert admin.post(f"/users/{nell['id']}/disable", {"version": nell["version"]}).status == 200
    path = f"/customers/{here.key('C-1001')}"
    for answer in (session.get("/me"), session.get(path), session.search("name"), session.post(f"{path}/link", {"version": 1})):
        assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert ("nell@example.com", "agent", False) in snapshots.accounts()


def test_enabling_somebody_again_does_not_revive_their_old_session(here: World, admin: Agent) -> None:
    nell = invited(admin)
    session = session_of(here, nell)
    gone = admin.post(f"/users/{nell['id']}/disable", {"version": nell["version"]}).json
    assert admin.post(f"/users/{nell['id']}/enable", {"version": gone["version"]}).status == 200
    assert session.get("/me").status == 401
    here.wait(minutes=1)
    assert session_of(here, nell).get("/me").status == 200
    assert ("nell@example.com", "agent", True) in snapshots.accounts()


def test_a_role_that_was_taken_away_is_gone_although_the_token_still_names_it(here: World, admin: Agent) -> None:
    nell = invited(admin, role="admin")
    session = session_of(here, nell, groups="admin")
    assert session.get("/users").status == 200
    assert admin.post(f"/users/{nell['id']}/role", {"role": "viewer", "version": nell["version"]}).status == 200
    assert session.get("/users").status == 403
    assert session.get("/me").json["role"] == "viewer"
    assert ("nell@example.com", "viewer", True) in snapshots.accounts()


def test_the_list_shows_who_has_access_and_who_is_only_invited(here: World, admin: Agent) -> None:
    nell = invited(admin)
    assert [(user["name"], user["status"]) for user in admin.get("/users").json["items"]] == [
        ("Made-up admin", "ACTIVE"),
        ("Nell New", "INVITED"),
    ]
    assert session_of(here, nell).post("/me").status == 200
    assert {user["status"] for user in admin.get("/users").json["items"]} == {"ACTIVE"}
    answer = admin.post(f"/users/{nell['id']}/invitation")
    assert (answer.status, answer.code) == (409, "WRONG_STATE")


@pytest.mark.feature("O13")
def test_an_invitation_that_could_not_be_sent_is_listed_until_it_is(here: World, admin: Agent) -> None:
    die_after("AdminCreateUser", lambda: admin.post("/users", NELL))
    [waiting] = admin.get("/users").json["being_invited"]
    assert (waiting["name"], waiting["invited_by"], waiting["overdue"]) == ("Nell New", "Made-up admin", False)
    here.wait(minutes=11)
    assert admin.get("/users").json["being_invited"] == [waiting | {"overdue": True}]
    here.sweep("people_sweep")
    listed = admin.get("/users").json
    assert listed["being_invited"] == []
    assert "Nell New" in [user["name"] for user in listed["items"]]


def test_the_last_admin_and_oneself_stay(here: World, admin: Agent) -> None:
    (ada,) = admin.get("/users").json["items"]
    for path, body in (("disable", {}), ("role", {"role": "viewer"})):
        answer = admin.post(f"/users/{ada['id']}/{path}", body | {"version": ada["version"]})
        assert (answer.status, answer.code) == (409, "WRONG_STATE")
    unknown_to_us = Agent(here.gateway, claims("admin", sub="sub-by-hand"))
    answer = unknown_to_us.post(f"/users/{ada['id']}/disable", {"version": ada["version"]})
    assert (answer.status, answer.code) == (409, "WRONG_STATE")


@pytest.mark.parametrize(
    "body",
    [
        NELL | {"role": "owner"},
        NELL | {"email": "nobody"},
        NELL | {"name": "  "},
        NELL | {"name": "x" * 101},
        {"email": "nell@example.com", "name": "Nell"},
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(here: World, admin: Agent, body: dict[str, str]) -> None:
    answer = admin.post("/users", body)
    assert (answer.status, answer.code) == (400, "INVALID")
    assert snapshots.accounts() == []


def test_queues_and_groups_are_made_changed_and_closed(here: World, admin: Agent) -> None:
    nell = invited(admin)
    ask = {"kind": "GROUP", "name": "Care team", "members": [nell["id"]], "sla_hours": 0}
    team = admin.post("/teams", ask).json
    assert [member["name"] for member in team["members"]] == ["Nell New"]
    assert admin.post("/teams", ask | {"name": "CARE TEAM"}).status == 409
    assert admin.post("/teams", ask | {"name": "Others", "members": ["nobody"]}).status == 400
    change = {"name": "Care", "members": [], "sla_hours": 4, "version": team["version"]}
    changed = admin.post(f"/teams/{team['id']}", change).json
    assert (changed["name"], changed["members"], changed["sla_hours"]) == ("Care", [], 4)
    assert admin.post(f"/teams/{team['id']}", change).status == 409
    closed = admin.post(f"/teams/{team['id']}/close", {"version": changed["version"]}).json
    assert closed["closed"]
    assert admin.post(f"/teams/{team['id']}", change | {"version": closed["version"]}).code == "WRONG_STATE"
    assert [(t["name"], t["closed"]) for t in admin.get("/teams").json["items"]] == [("Care", True), ("General", False)]


def test_the_general_queue_is_always_there(here: World, admin: Agent) -> None:
    (general,) = here.agent("viewer").get("/teams").json["items"]
    assert (general["id"], general["version"]) == ("general", 0)
    assert admin.post("/teams/general/close", {"version": 0}).code == "WRONG_STATE"
    renamed = admin.post("/teams/general", {"name": "Front desk", "members": [], "sla_hours": 24, "version": 0}).json
    assert (renamed["name"], renamed["version"]) == ("Front desk", 1)
