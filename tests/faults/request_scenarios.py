"""Agents at work on one customer, and administrators on the settings: who gets no answer does the same again."""

from __future__ import annotations

from chalicelib.records.model import Customer
from chalicelib.settings.model import SettingsValues
from tests.faults.scenarios import Attempt, done, request, scenario
from tests.support.debtors import EVERYBODY
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-000000000001"


def _named(name: str) -> dict[str, object]:
    """Settings with another display name."""
    return SettingsValues(display_name=name).model_dump(mode="json")


@request("POST", "/api/customers/{customer_key}/link")
def a_link_is_replaced(world: World) -> Attempt:
    world.add(*EVERYBODY)
    customer = world.customer("C-1001")
    path, body = f"/customers/{customer.customer_key}/link", {"version": customer.version}
    return lambda: done(world.agent().post(path, body, KEY), 200)


@request("POST", "/api/settings")
def settings_are_saved(world: World) -> Attempt:
    ask = {"version": 0, "note": "A new name", "settings": _named("Example Accounts")}
    return lambda: done(world.agent("admin").post("/settings", ask, KEY), 200)


@request("POST", "/api/settings/revert")
def settings_are_put_back(world: World) -> Attempt:
    done(world.agent("admin").post("/settings", {"version": 0, "settings": _named("Example Accounts")}), 200)
    return lambda: done(world.agent("admin").post("/settings/revert", {"number": 0, "version": 1}, KEY), 200)


@request("POST", "/api/customers/{customer_key}/link/revocation")
def a_link_is_revoked(world: World) -> Attempt:
    world.add(*EVERYBODY)
    customer = world.customer("C-1001")
    path, body = f"/customers/{customer.customer_key}/link/revocation", {"version": customer.version}
    return lambda: done(world.agent().post(path, body, KEY), 200)


def _changed(world: World, what: str, **body: object) -> Attempt:
    world.add(*EVERYBODY)
    customer = world.customer("C-1001")
    path, sent = f"/customers/{customer.customer_key}/{what}", {"version": customer.version, **body}
    return lambda: done(world.agent().post(path, sent, KEY), 200)


@request("POST", "/api/customers/{customer_key}/details")
def contact_details_are_corrected(world: World) -> Attempt:
    home = {"address": ["1 Example Street", "Leeds"], "postcode": "LS1 4DZ", "language": "en-GB"}
    return _changed(world, "details", mobile_phone="07700 900999", **home)


@request("POST", "/api/customers/{customer_key}/contact-checks")
def a_number_is_found_to_lead_nowhere(world: World) -> Attempt:
    return _changed(world, "contact-checks", point="mobile_phone", validity="INVALID", reason="NOT_IN_SERVICE", note="No tone")


@request("POST", "/api/customers/{customer_key}/status")
def a_customer_is_blocked(world: World) -> Attempt:
    return _changed(world, "status", status="BLOCKED", reason="IDENTITY_IN_DOUBT", until="2026-11-27")


@request("POST", "/api/customers/{customer_key}/journal/downloads")
def an_agent_takes_the_journal_away(world: World) -> Attempt:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/journal/downloads"
    return lambda: done(world.agent().post(path, {"claims": ["ACC-1-1"]}, KEY), 200)


@request("POST", "/api/customers/{customer_key}/diary/downloads")
def a_diary_is_downloaded(world: World) -> Attempt:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/diary/downloads"
    return lambda: done(world.agent().post(path, {"first_day": "2026-11-20"}, KEY), 200)


@scenario("status_sweep")
def the_day_of_a_block_has_come(world: World) -> Attempt:
    _changed(world, "status", status="BLOCKED", reason="IDENTITY_IN_DOUBT", until="2026-11-22")()
    world.wait(days=3)
    return lambda: world.sweep("status_sweep")


@request("POST", "/api/customers/{customer_key}/holds")
def a_hold_is_placed(world: World) -> Attempt:
    world.add(*EVERYBODY)
    customer = world.customer("C-1001")
    ask = {"version": customer.version, "kind": "BREATHING_SPACE", "reason": "The register told us"}
    return lambda: done(world.agent().post(f"/customers/{customer.customer_key}/holds", ask, KEY), 201)


def _held(world: World, **hold: str) -> tuple[str, Customer]:
    """Siân under a hold, and its address."""
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/holds"
    version = world.customer("C-1001").version
    done(world.agent().post(path, {"version": version, "reason": "They wrote", **hold}), 201)
    customer = world.customer("C-1001")
    return f"{path}/{customer.holds[0].id}", customer


@request("POST", "/api/customers/{customer_key}/holds/{id}/end")
def a_hold_is_extended(world: World) -> Attempt:
    path, customer = _held(world, kind="DEBT_ADVICE")
    ask = {"version": customer.version, "end": "2027-01-31", "reason": "They need longer"}
    return lambda: done(world.agent().post(f"{path}/end", ask, KEY), 200)


@request("POST", "/api/customers/{customer_key}/holds/{id}/lift")
def a_hold_is_lifted(world: World) -> Attempt:
    path, customer = _held(world, kind="DISPUTE", account="ACC-1")
    ask = {"version": customer.version, "reason": "Settled with them"}
    return lambda: done(world.agent().post(f"{path}/lift", ask, KEY), 200)


@request("POST", "/api/customers/{customer_key}/preferences")
def an_opt_out_is_written_down(world: World) -> Attempt:
    return _changed(world, "preferences", sms_opt_out=True, reason="They called")


@scenario("status_sweep")
def the_last_day_of_a_hold_has_passed(world: World) -> Attempt:
    _held(world, kind="BREATHING_SPACE", end="2026-11-22")
    world.wait(days=3)
    return lambda: world.sweep("status_sweep")
