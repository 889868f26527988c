"""Who may do what at the console: every route, every kind of caller. A route that is missing here fails."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from chalicelib.settings.model import SettingsValues
from tests.support.debtors import SIAN
from tests.support.harness import WIRE
from tests.support.http import Answer
from tests.support.world import Agent, World, claims

EVERYONE = frozenset({"admin", "agent", "viewer"})
WRITERS = frozenset({"admin", "agent"})
ADMINS = frozenset({"admin"})
DEFAULTS = SettingsValues().model_dump(mode="json")
UNKNOWN = "01JD0000000000000000000000"

MAY: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "/api/me"): EVERYONE,
    ("POST", "/api/me"): EVERYONE,
    ("GET", "/api/users"): ADMINS,
    ("POST", "/api/users"): ADMINS,
    ("POST", "/api/users/{id}/invitation"): ADMINS,
    ("POST", "/api/users/{id}/role"): ADMINS,
    ("POST", "/api/users/{id}/disable"): ADMINS,
    ("POST", "/api/users/{id}/enable"): ADMINS,
    ("GET", "/api/tasks"): EVERYONE,
    ("GET", "/api/tasks/choices"): EVERYONE,
    ("GET", "/api/tasks/count"): EVERYONE,
    ("GET", "/api/customers/{customer_key}/tasks"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/tasks"): WRITERS,
    ("POST", "/api/customers/{customer_key}/tasks/{id}"): WRITERS,
    ("POST", "/api/customers/{customer_key}/tasks/{id}/resolve"): WRITERS,
    ("GET", "/api/teams"): EVERYONE,
    ("POST", "/api/teams"): ADMINS,
    ("POST", "/api/teams/{id}"): ADMINS,
    ("POST", "/api/teams/{id}/close"): ADMINS,
    ("POST", "/api/customers/search"): EVERYONE,
    ("GET", "/api/customers/{customer_key}"): EVERYONE,
    ("GET", "/api/customers/{customer_key}/activities"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/diary"): EVERYONE,
    ("GET", "/api/customers/{customer_key}/diary/choices"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/diary/downloads"): WRITERS,
    ("GET", "/api/customers/{customer_key}/messages"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/messages"): WRITERS,
    ("POST", "/api/customers/{customer_key}/messages/preview"): WRITERS,
    ("POST", "/api/customers/{customer_key}/messages/{id}/copy"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/journal"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/journal/owed"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/journal/downloads"): WRITERS,
    ("GET", "/api/customers/{customer_key}/mandates"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/mandates/{id}/disable"): WRITERS,
    ("POST", "/api/customers/{customer_key}/mandates/{id}/enable"): WRITERS,
    ("POST", "/api/customers/{customer_key}/mandates/{id}/end"): WRITERS,
    ("POST", "/api/customers/{customer_key}/charges/preview"): WRITERS,
    ("POST", "/api/customers/{customer_key}/charges"): WRITERS,
    ("GET", "/api/customers/{customer_key}/end"): ADMINS,
    ("POST", "/api/customers/{customer_key}/end"): ADMINS,
    ("GET", "/api/removals"): ADMINS,
    ("POST", "/api/customers/{customer_key}/payments"): WRITERS,
    ("GET", "/api/customers/{customer_key}/payments/{id}"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/payments/{id}/reversal"): ADMINS,
    ("GET", "/api/receipts"): WRITERS,
    ("POST", "/api/receipts"): WRITERS,
    ("POST", "/api/receipts/matches"): WRITERS,
    ("POST", "/api/receipts/{id}/allocation"): WRITERS,
    ("POST", "/api/receipts/{id}/return"): ADMINS,
    ("POST", "/api/customers/{customer_key}/payments/{id}/refunds"): ADMINS,
    ("POST", "/api/customers/{customer_key}/link"): WRITERS,
    ("POST", "/api/customers/{customer_key}/details"): WRITERS,
    ("POST", "/api/customers/{customer_key}/contact-checks"): WRITERS,
    ("GET", "/api/customers/{customer_key}/status"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/status"): WRITERS,
    ("POST", "/api/customers/{customer_key}/link/revocation"): WRITERS,
    ("POST", "/api/customers/download"): WRITERS,
    ("GET", "/api/customers/{customer_key}/glance"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/flags"): WRITERS,
    ("GET", "/api/customers/{customer_key}/promises"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/promises"): WRITERS,
    ("POST", "/api/customers/{customer_key}/promises/{id}/cancel"): WRITERS,
    ("GET", "/api/customers/{customer_key}/permissions"): EVERYONE,
    ("GET", "/api/customers/{customer_key}/care"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/holds"): WRITERS,
    ("POST", "/api/customers/{customer_key}/holds/{id}/detail"): ADMINS,
    ("POST", "/api/customers/{customer_key}/holds/{id}/end"): WRITERS,
    ("POST", "/api/customers/{customer_key}/holds/{id}/lift"): WRITERS,
    ("POST", "/api/customers/{customer_key}/preferences"): WRITERS,
    ("GET", "/api/plans"): EVERYONE,
    ("POST", "/api/plans/download"): WRITERS,
    ("GET", "/api/customers/{customer_key}/plans"): EVERYONE,
    ("POST", "/api/customers/{customer_key}/plans/{id}/decision"): WRITERS,
    ("POST", "/api/customers/{customer_key}/plans/{id}/moves"): WRITERS,
    ("POST", "/api/customers/{customer_key}/restructure/simulation"): WRITERS,
    ("POST", "/api/customers/{customer_key}/restructure"): WRITERS,
    ("POST", "/api/customers/{customer_key}/prolongations/preview"): WRITERS,
    ("POST", "/api/customers/{customer_key}/prolongations"): WRITERS,
    ("POST", "/api/customers/{customer_key}/prolongations/{id}/undo"): WRITERS,
    ("GET", "/api/uploads"): EVERYONE,
    ("POST", "/api/uploads"): WRITERS,
    ("GET", "/api/uploads/{id}"): EVERYONE,
    ("POST", "/api/uploads/{id}/confirm"): WRITERS,
    ("POST", "/api/uploads/{id}/cancel"): WRITERS,
    ("POST", "/api/uploads/{id}/check-again"): WRITERS,
    ("GET", "/api/uploads/{id}/differences"): EVERYONE,
    ("GET", "/api/uploads/{id}/files/{kind}"): WRITERS,
    ("POST", "/api/uploads/{id}/campaign"): WRITERS,
    ("GET", "/api/campaigns"): EVERYONE,
    ("POST", "/api/campaigns"): WRITERS,
    ("POST", "/api/campaigns/counts"): WRITERS,
    ("GET", "/api/campaigns/counts/{id}"): EVERYONE,
    ("GET", "/api/campaigns/{id}"): EVERYONE,
    ("GET", "/api/campaigns/{id}/files/{kind}"): WRITERS,
    ("POST", "/api/payments/search"): EVERYONE,
    ("GET", "/api/payments/listings"): EVERYONE,
    ("POST", "/api/payments/listings"): WRITERS,
    ("GET", "/api/payments/listings/{id}"): EVERYONE,
    ("GET", "/api/payments/listings/{id}/files/payments"): WRITERS,
    ("GET", "/api/payments/reports"): EVERYONE,
    ("POST", "/api/payments/reports"): ADMINS,
    ("GET", "/api/payments/reports/{id}"): EVERYONE,
    ("GET", "/api/payments/reports/{id}/files/report"): ADMINS,
    ("GET", "/api/imports/template/{format}"): EVERYONE,
    ("GET", "/api/imports/sample/{format}"): EVERYONE,
    ("GET", "/api/exports"): EVERYONE,
    ("POST", "/api/exports"): WRITERS,
    ("GET", "/api/exports/{id}"): EVERYONE,
    ("GET", "/api/exports/{id}/files/export"): WRITERS,
    ("GET", "/api/reconciliations"): EVERYONE,
    ("POST", "/api/reconciliations"): ADMINS,
    ("GET", "/api/journal-checks"): ADMINS,
    ("GET", "/api/settings"): EVERYONE,
    ("POST", "/api/settings"): ADMINS,
    ("GET", "/api/settings/versions"): EVERYONE,
    ("GET", "/api/settings/versions/{number}"): EVERYONE,
    ("GET", "/api/settings/versions/{number}/difference"): EVERYONE,
    ("POST", "/api/settings/revert"): ADMINS,
    ("POST", "/api/settings/check"): ADMINS,
    ("POST", "/api/settings/preview"): ADMINS,
}
BODIES: dict[str, dict[str, Any]] = {
    "/api/campaigns": {"filters": {}},
    "/api/campaigns/counts": {"filters": {}},
    "/api/users": {"email": "nell@example.com", "name": "Nell New", "role": "agent"},
    "/api/users/{id}/role": {"role": "viewer", "version": 1},
    "/api/users/{id}/disable": {"version": 1},
    "/api/users/{id}/enable": {"version": 1},
    "/api/customers/{customer_key}/tasks": {"queue": "general"},
    "/api/customers/{customer_key}/tasks/{id}": {"queue": "general", "due": "2027-01-04", "version": 1},
    "/api/teams": {"kind": "QUEUE", "name": "Letters"},
    "/api/teams/{id}": {"name": "Letters", "members": [], "sla_hours": 0, "version": 1},
    "/api/teams/{id}/close": {"version": 1},
    "/api/reconciliations": {"day": "2026-11-19"},
    "/api/customers/{customer_key}/payments/{id}/refunds": {
        "refund_id": UNKNOWN,
        "amount_pence": 100,
        "refundable_pence": 100,
        "reason": "Paid twice",
    },
    "/api/customers/{customer_key}/plans/{id}/decision": {"accept": True, "version": 99},
    "/api/customers/{customer_key}/plans/{id}/moves": {"move": "PAUSE", "version": 99},
    "/api/customers/{customer_key}/restructure/simulation": {"frequency": "MONTHLY", "start": "2026-12-01", "instalments": 2},
    "/api/customers/{customer_key}/restructure": {
        "frequency": "MONTHLY",
        "start": "2026-12-01",
        "instalments": 2,
        "token": "of another day",
    },
    "/api/customers/{customer_key}/prolongations/preview": {"account_number": "ACC-1", "claim": "ACC-1-1"},
    "/api/customers/{customer_key}/prolongations": {
        "account_number": "ACC-1",
        "claim": "ACC-1-1",
        "days": 7,
        "token": "of another day",
    },
    "/api/customers/{customer_key}/link": {"version": 99},
    "/api/customers/{customer_key}/end": {
        "version": 99,
        "ending": "DELETE",
        "reason": "DUPLICATE",
        "confirm": "C-1001",
    },
    "/api/customers/{customer_key}/details": {"version": 99, "address": [], "postcode": "LS1 4DY", "language": "en-GB"},
    "/api/customers/{customer_key}/contact-checks": {
        "version": 99,
        "point": "email",
        "validity": "INVALID",
        "reason": "HARD_BOUNCE",
    },
    "/api/customers/{customer_key}/payments": {
        "id": UNKNOWN,
        "amount_pence": 1,
        "method": "CASH",
        "received_on": "2026-11-20",
    },
    "/api/customers/{customer_key}/payments/{id}/reversal": {"reason": "Typed twice"},
    "/api/receipts": {"id": UNKNOWN, "amount_pence": 1, "method": "CASH", "received_on": "2026-11-20"},
    "/api/receipts/matches": {"reference": "ACC-1"},
    "/api/receipts/{id}/allocation": {"customer_key": "unknown"},
    "/api/receipts/{id}/return": {"reason": "Not ours"},
    "/api/customers/{customer_key}/status": {"version": 99, "status": "BLOCKED", "reason": "LEGAL"},
    "/api/customers/{customer_key}/link/revocation": {"version": 99},
    "/api/customers/{customer_key}/holds": {"version": 99, "kind": "DISPUTE", "reason": "They wrote"},
    "/api/customers/{customer_key}/holds/{id}/end": {"version": 99, "end": "2026-12-31", "reason": "They wrote"},
    "/api/customers/{customer_key}/holds/{id}/lift": {"version": 99, "reason": "They wrote"},
    "/api/customers/{customer_key}/mandates/{id}/disable": {"version": 1, "indefinitely": True},
    "/api/customers/{customer_key}/mandates/{id}/enable": {"version": 1},
    "/api/customers/{customer_key}/mandates/{id}/end": {"version": 1},
    "/api/customers/{customer_key}/charges/preview": {"account": "ACC-1"},
    "/api/customers/{customer_key}/charges": {
        "account": "ACC-1",
        "mandate_id": UNKNOWN,
        "payment_id": UNKNOWN,
        "amount_pence": 100,
        "shown_pence": 100,
    },
    "/api/customers/{customer_key}/preferences": {"version": 99, "sms_opt_out": True, "reason": "They wrote"},
    "/api/customers/{customer_key}/messages": {"text": "link", "channel": "SMS"},
    "/api/customers/{customer_key}/journal/owed": {"day": "2026-11-20"},
    "/api/customers/{customer_key}/messages/preview": {"text": "link", "channel": "EMAIL"},
    "/api/customers/{customer_key}/promises": {
        "account_number": "ACC-404",
        "claim": "ACC-404-1",
        "amount_pence": 1_000,
        "due": "2026-11-27",
    },
    "/api/customers/{customer_key}/promises/{id}/cancel": {"reason": "They called"},
    "/api/uploads": {"filename": "customers.csv", "size_bytes": 10},
    "/api/uploads/{id}/confirm": {"token": "0" * 64},
    "/api/uploads/{id}/cancel": {"version": 1},
    "/api/uploads/{id}/check-again": {"version": 1},
    "/api/settings": {"version": 99, "settings": DEFAULTS},
    "/api/settings/revert": {"version": 99, "number": 0},
    "/api/settings/check": {"settings": DEFAULTS},
    "/api/settings/preview": {"settings": DEFAULTS},
}
ASKING = frozenset(
    {
        "/api/customers/search",
        "/api/customers/{customer_key}/diary",
        "/api/customers/{customer_key}/journal",
        "/api/customers/{customer_key}/journal/owed",
        "/api/customers/{customer_key}/messages/preview",
        "/api/receipts/matches",
        "/api/customers/{customer_key}/charges/preview",
        "/api/customers/download",
        "/api/plans/download",
        "/api/customers/{customer_key}/restructure/simulation",
        "/api/customers/{customer_key}/prolongations/preview",
        "/api/payments/search",
        "/api/customers/{customer_key}/flags",
        "/api/customers/{customer_key}/holds/{id}/detail",
        "/api/settings/check",
        "/api/settings/preview",
    }
)
"""Posted because what is asked for belongs in no address, or because it is told to the diary; they change nothing."""
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
