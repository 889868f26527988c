"""Who may do what at the console: every route, every kind of caller. A route that is missing here fails."""

from __future__ import annotations

import json
import re

import pytest

from tests.http.access import ASKING, BODIES, EVERYONE, MAY, UNKNOWN
from tests.support.debtors import SIAN
from tests.support.harness import WIRE
from tests.support.http import Answer
from tests.support.world import Agent, World, claims

STRANGERS: dict[str, dict[str, str] | None] = {
    "nobody": None,
    "no claims": {},
    "access token": claims("admin", token_use="access"),
    "no subject": claims("admin", sub=""),
}
NO_ROLE: dict[str, dict[str, str]] = {
    "unknown group": claims("auditor"),
    "no group": claims(""),
    "group that only begins like one": claims("administrators"),
    "group in another case": claims("ADMIN"),
}

every_route = pytest.mark.parametrize(("method", "path"), MAY, ids=lambda part: part)


def _ask(here: World, method: str, path: str, who: dict[str, str] | None, number: str = "ACC-1") -> Answer:
    filled = {"{customer_key}": here.key("C-1001"), "{number}": number, "{kind}": "original", "{format}": "xlsx", "{id}": UNKNOWN}
    for part, value in filled.items():
        path = path.replace(part, value)
    agent = Agent(here.gateway, who)
    template = re.sub(UNKNOWN, "{id}", path).replace(filled["{customer_key}"], "{customer_key}")
    body = BODIES.get(template, {})
    return agent.get(path.removeprefix("/api")) if method == "GET" else agent.post(path.removeprefix("/api"), body)


def test_every_route_is_in_the_matrix(here: World) -> None:
    assert {(route.method, route.path) for route in here.module().routes().api_routes} == set(MAY)


def test_every_route_of_the_console_is_behind_the_authorizer(here: World) -> None:
    routes = here.module().app.routes
    inside = {path for path in routes if path.startswith("/api")}
    assert all(entry.authorizer is not None for path in inside for entry in routes[path].values())
    assert all(entry.authorizer is None for path in routes.keys() - inside for entry in routes[path].values())


@every_route
@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_are_asked_to_sign_in(here: World, method: str, path: str, stranger: str) -> None:
    with WIRE.counted() as calls:
        answer = _ask(here, method, path, STRANGERS[stranger])
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert calls == []


@every_route
@pytest.mark.parametrize("who", NO_ROLE)
def test_without_a_role_nothing_is_allowed(here: World, method: str, path: str, who: str) -> None:
    with WIRE.counted() as calls:
        answer = _ask(here, method, path, NO_ROLE[who])
    assert (answer.status, answer.code) == (403, "FORBIDDEN")
    assert calls == []


@every_route
@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_a_role_may_do_what_the_matrix_says(here: World, method: str, path: str, role: str) -> None:
    answer = _ask(here, method, path, claims(role))
    assert (answer.status == 403) == (role not in MAY[method, path])
    assert answer.status in (200, 201, 202, 403, 404, 409)


@pytest.mark.parametrize("groups", ["[admin agent]", "agent,admin", "viewer admin"])
def test_the_highest_of_several_roles_counts(here: World, groups: str) -> None:
    assert Agent(here.gateway, claims(groups)).get("/me").json["role"] == "admin"


def test_a_viewer_sees_no_link(here: World) -> None:
    path = f"/customers/{here.key('C-1001')}"
    assert here.agent("viewer").get(path).json["link"] is None
    assert here.token("C-1001") in here.agent("agent").get(path).json["link"]["url"]


@pytest.mark.feature("V4")
@pytest.mark.parametrize(
    "path",
    [
        "/customers/{unknown}",
        "/customers/{unknown}/activities",
        "/customers/{unknown}/diary/choices",
        "/customers/{unknown}/status",
        "/customers/{unknown}/permissions",
        "/customers/{unknown}/care",
        "/customers/{unknown}/glance",
        "/customers/{unknown}/end",
        "/customers/{unknown}/messages",
        "/customers/{unknown}/tasks",
        "/tasks?team={unknown}",
        "/uploads/{unknown}",
        "/uploads/{unknown}/files/report",
        "/uploads/{unknown}/differences",
        "/campaigns/counts/{unknown}",
        "/campaigns/{unknown}",
        "/campaigns/{unknown}/files/campaign",
        "/exports/{unknown}",
        "/exports/{unknown}/files/export",
    ],
)
@pytest.mark.parametrize("unknown", ["a" * 26, UNKNOWN, "x", "%23", "..%2F..", "é" * 13, "current"])
def test_what_is_not_there_is_not_found(here: World, path: str, unknown: str) -> None:
    answer = here.agent("admin").get(path.replace("{unknown}", unknown))
    assert (answer.status, answer.code) == (404, "NOT_FOUND")


@pytest.mark.parametrize("method_path", [(m, p) for m, p in MAY if m == "POST" and p not in ASKING], ids=str)
def test_a_command_needs_a_key(here: World, method_path: tuple[str, str]) -> None:
    path = method_path[1].replace("{customer_key}", here.key("C-1001")).replace("{id}", UNKNOWN)
    body = json.dumps(BODIES.get(method_path[1], {}))
    headers = {"content-type": "application/json"}
    with WIRE.counted() as calls:
        answer = here.gateway.send("POST", path, headers=headers, body=body, claims=claims("admin"))
    assert (answer.status, answer.code) == (400, "INVALID")
    assert calls == []


@pytest.mark.parametrize("path", ["/uploads", "/exports"])
def test_the_same_key_with_the_same_words_answers_the_same(here: World, path: str) -> None:
    key, body = "6f1c2d9e-0000-4000-8000-00000000000a", BODIES.get(f"/api{path}", {})
    first, second = (here.agent().post(path, body, key).json for _ in range(2))
    assert first.get("id", first.get("upload")) == second.get("id", second.get("upload"))


def test_the_same_key_with_other_words_is_refused(here: World) -> None:
    key = "6f1c2d9e-0000-4000-8000-00000000000b"
    here.agent().post("/uploads", {"filename": "customers.csv", "size_bytes": 10}, key)
    other = here.agent().post("/uploads", {"filename": "others.csv", "size_bytes": 10}, key)
    assert (other.status, other.code) == (422, "KEY_REUSED")


@every_route
def test_looking_changes_nothing(here: World, method: str, path: str) -> None:
    """A GET writes nothing, whatever it is asked; a download that is given is told to the diary, and none is given here."""
    if method == "GET":
        with WIRE.counted() as calls:
            _ask(here, method, path, claims("admin"))
        assert not [call for call in calls if call.writes]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/help",
        "/a/{token}",
        "/static/x.css",
        "/sandbox/pay/x",
        "/payments/x",
        "/accounts",
        "/owed",
        "/statement",
        "/details",
    ],
)
def test_a_page_seen_by_a_stranger_changes_nothing(here: World, path: str) -> None:
    with WIRE.counted() as calls:
        here.browser().get(path.replace("{token}", here.token("C-1001")))
    assert not [call for call in calls if call.writes]


@pytest.mark.parametrize(
    "path",
    [
        "/accounts",
        "/accounts/ACC-1/pay",
        "/accounts/ACC-1/statement",
        "/payments/01JD0000000000000000000000",
        "/owed",
        "/statement",
        "/details",
        "/details/address",
    ],
)
def test_a_page_seen_by_a_visitor_only_keeps_the_session_alive(here: World, path: str) -> None:
    browser = here.signed_in(SIAN)
    with WIRE.counted() as calls:
        browser.get(path)
    assert [str(call) for call in calls if call.writes] == ["UpdateItem quittance-operations"]
