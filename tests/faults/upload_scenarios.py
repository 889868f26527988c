"""Agents at work on whole files: uploads decided, campaigns and exports asked for."""

from __future__ import annotations

from chalicelib.imports.model import State, Upload
from tests.faults.import_scenarios import THIRD, imported, newest_upload
from tests.faults.scenarios import Attempt, done, request
from tests.support.files import FIRST, SECOND
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-000000000012"


def _awaiting(world: World) -> Upload:
    """An upload that waits for a person."""
    world.deliver("inbox", world.drop("second.csv", SECOND))
    world.pump()
    upload = newest_upload(world)
    assert upload.state is State.AWAITING_CONFIRMATION
    return upload


@request("POST", "/api/uploads/{id}/confirm")
def an_import_is_confirmed(world: World) -> Attempt:
    upload = _awaiting(world)
    return lambda: done(world.agent().post(f"/uploads/{upload.id}/confirm", {"token": upload.confirmation}, KEY), 200)


@request("POST", "/api/uploads/{id}/confirm")
def an_import_is_confirmed_while_another_runs(world: World) -> Attempt:
    upload = _awaiting(world)
    world.deliver("inbox", world.drop("third.csv", THIRD))
    return lambda: done(world.agent().post(f"/uploads/{upload.id}/confirm", {"token": upload.confirmation}, KEY), 200)


@request("POST", "/api/uploads/{id}/check-again")
def a_waiting_upload_is_checked_again(world: World) -> Attempt:
    upload = _awaiting(world)
    return lambda: done(world.agent().post(f"/uploads/{upload.id}/check-again", {"version": upload.version}, KEY), 201)


@request("POST", "/api/uploads/{id}/cancel")
def an_import_is_cancelled(world: World) -> Attempt:
    upload = _awaiting(world)
    return lambda: done(world.agent().post(f"/uploads/{upload.id}/cancel", {"version": upload.version}, KEY), 200)


@request("POST", "/api/uploads")
def a_ticket_is_asked_for(world: World) -> Attempt:
    ask = {"filename": "customers.csv", "size_bytes": len(FIRST)}
    return lambda: done(world.agent().post("/uploads", ask, KEY), 201)


@request("POST", "/api/uploads/{id}/campaign")
def a_campaign_is_asked_for(world: World) -> Attempt:
    imported(world)
    upload = newest_upload(world).id
    return lambda: done(world.agent().post(f"/uploads/{upload}/campaign", {}, KEY), 202)


@request("POST", "/api/campaigns")
def a_campaign_of_everybody_is_asked_for(world: World) -> Attempt:
    imported(world)
    return lambda: done(world.agent().post("/campaigns", {"filters": {}}, KEY), 202)


@request("POST", "/api/campaigns/counts")
def a_count_is_asked_for(world: World) -> Attempt:
    imported(world)
    return lambda: done(world.agent().post("/campaigns/counts", {"filters": {}}, KEY), 202)


@request("POST", "/api/exports")
def an_export_is_asked_for(world: World) -> Attempt:
    imported(world)
    return lambda: done(world.agent().post("/exports", {}, KEY), 202)
