"""What was left half done is finished by the schedules, with no more than their own rights."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.core.objects import Bucket
from tests.support import snapshots
from tests.support.files import FIRST, SECOND
from tests.support.harness import die_after
from tests.support.world import World, dropped, forget

NELL = {"email": "nell@example.com", "name": "Nell New", "role": "admin"}


def sent(here: World, name: str, content: str) -> tuple[str, str]:
    """A file uploaded with a ticket: its upload's id, and what S3 is about to say of it."""
    ticket = here.agent().post("/uploads", {"filename": name, "size_bytes": len(content)}).json
    key = ticket["post"]["fields"]["key"]
    wiring.objects().write(Bucket.DATASETS, key, content.encode(), "text/csv")
    return ticket["upload"]["id"], dropped(key, len(content), snapshots.version("datasets", key), here.clock.now())


def upload(here: World, upload_id: str) -> Any:
    return here.agent().get(f"/uploads/{upload_id}").json


@pytest.mark.feature("I10", "I11")
def test_a_file_sent_while_another_is_checked_waits_its_turn(here: World) -> None:
    first, told_first = sent(here, "first.csv", FIRST)
    second, told_second = sent(here, "second.csv", FIRST.replace("High Street", "New Street"))
    here.deliver("inbox", told_first)
    here.deliver("inbox", told_second)
    here.pump()
    here.wait(minutes=1)
    states = {upload(here, each)["state"] for each in (first, second)}
    assert states == {"AWAITING_CONFIRMATION"}


@pytest.mark.feature("I11", "I21")
def test_a_check_that_died_and_was_never_tried_again_is_done_by_the_sweep(here: World) -> None:
    lost, told = sent(here, "lost.csv", FIRST)
    die_after("TransactWriteItems", lambda: here.deliver("inbox", told))
    here.wait(hours=1)
    here.sweep("import_sweep")
    here.pump()
    assert upload(here, lost)["state"] == "AWAITING_CONFIRMATION"


def confirmed(here: World) -> str:
    """A file from the console, one row of it wrong, that somebody has confirmed: its parts wait to be applied."""
    upload_id, told = sent(here, "second.csv", SECOND)
    here.deliver("inbox", told)
    here.pump()
    token = upload(here, upload_id)["confirmation"]["token"]
    assert here.agent().post(f"/uploads/{upload_id}/confirm", {"token": token}).status == 200
    return upload_id


@pytest.mark.feature("I10", "I18")
def test_a_file_from_the_console_is_imported_and_its_rejected_rows_are_kept(here: World) -> None:
    upload_id = confirmed(here)
    here.pump()
    assert upload(here, upload_id)["state"] == "COMPLETED_WITH_ERRORS"
    assert here.agent().get(f"/uploads/{upload_id}/files/rejected").status == 200


@pytest.mark.feature("I11")
def test_an_import_from_the_console_that_died_right_before_its_end_is_ended_by_the_sweep(here: World) -> None:
    upload_id = confirmed(here)
    *others, last = snapshots.take_bodies("apply")
    for other in others:
        here.deliver("apply", other)
    die_after("UpdateItem", lambda: here.deliver("apply", last))
    here.wait(hours=1)
    here.sweep("import_sweep")
    here.pump()
    assert upload(here, upload_id)["state"] == "COMPLETED_WITH_ERRORS"


@pytest.mark.feature("I16")
def test_a_campaign_that_nobody_was_told_of_is_built_after_all(here: World) -> None:
    here.take_in("dropped.csv", FIRST)
    newest = here.agent().get("/uploads?source=S3").json["items"][0]["id"]
    campaign = here.agent().post(f"/uploads/{newest}/campaign").json["id"]
    snapshots.take_bodies("campaigns")
    here.wait(hours=1)
    here.sweep("import_sweep")
    here.pump()
    assert here.agent().get(f"/campaigns/{campaign}").json["state"] == "READY"


@pytest.mark.feature("I5")
def test_an_export_that_nobody_was_told_of_is_made_after_all(here: World) -> None:
    export = here.agent().post("/exports").json["id"]
    assert snapshots.take_bodies("exports")
    here.wait(hours=1)
    here.sweep("import_sweep")
    here.pump()
    assert here.agent().get(f"/exports/{export}").json["state"] == "READY"


@pytest.mark.parametrize("change", ["disable", "enable", "role"])
def test_what_cognito_was_not_told_of_a_person_it_is_told_by_the_sweep(here: World, change: str) -> None:
    admin = here.agent("admin")
    admin.post("/me")
    nell = admin.post("/users", NELL).json
    if change == "enable":
        nell = admin.post(f"/users/{nell['id']}/disable", {"version": nell["version"]}).json
    body = {"version": nell["version"]} | ({"role": "agent"} if change == "role" else {})
    die_after("TransactWriteItems", lambda: admin.post(f"/users/{nell['id']}/{change}", body))
    here.wait(minutes=10)
    here.sweep("people_sweep")
    expected = ("nell@example.com", "agent" if change == "role" else "admin", change != "disable")
    assert expected in snapshots.accounts()


@pytest.mark.feature("V1")
def test_the_first_request_of_a_process_finds_a_customer_by_number(here: World) -> None:
    forget()
    assert [row["customer_id"] for row in here.agent().search("customer_id", "C-1001").json["items"]] == ["C-1001"]
