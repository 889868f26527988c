"""Customers' files at the console: sent, shown to who may see them, decided about, and told in the diary."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.files.model import LARGEST_BYTES, CustomerFile
from chalicelib.scanning.samples import TEST_MALWARE
from tests.faults.sending import PHOTO, SCRIPTED, agent, files_of, posted, required
from tests.support import snapshots
from tests.support.debtors import MOHAMMED
from tests.support.scripted_clamd import Script, scripted
from tests.support.world import World

LETTER = b"Dear Sirs,\nplease find my payslip enclosed.\n"
ROLES = ("admin", "agent", "security", "viewer")


def expected(here: World, name: str, content: bytes) -> CustomerFile:
    """A file that Ada is about to send."""
    ask = {"filename": name, "size_bytes": len(content), "document_type": "INCOME", "account_number": "ACC-1"}
    ticket = agent(here, "ada").post(files_of(here), ask)
    assert (ticket.status, ticket.json["file"]["state"]) == (201, "PENDING")
    key = ticket.json["form"]["fields"]["key"]
    return next(file for file in here.entities().all(CustomerFile) if file.object_key == key)


def sent(here: World, name: str, content: bytes) -> str:
    """The id of a file that Ada has sent, after its check."""
    file = expected(here, name, content)
    here.deliver("files", posted(here, file, content))
    return file.id


def row(here: World, identifier: str, role: str = "agent", name: str = "ben") -> dict[str, Any]:
    page = agent(here, name, role).get(files_of(here)).json
    return next(each for each in page["items"] if each["id"] == identifier)


def may(here: World, identifier: str, role: str, name: str = "ben") -> set[str]:
    return {act for act, allowed in row(here, identifier, role, name)["may"].items() if allowed}


@pytest.mark.feature("FI1", "FI4")
def test_a_file_is_sent_checked_listed_and_taken(here: World) -> None:
    photo, letter = sent(here, "photo.png", PHOTO), sent(here, "letter.txt", LETTER)
    page = here.agent("viewer").get(files_of(here)).json
    assert (page["largest_bytes"], page["after"]) == (LARGEST_BYTES, None)
    assert {"extension": "pdf", "media_type": "application/pdf"} in page["types"]
    shown = row(here, letter)
    assert (shown["state"], shown["reason"], shown["size_bytes"]) == ("CLEAN", "", len(LETTER))
    assert (shown["uploaded_by"], shown["account_number"], shown["channel"]) == ("Made-up ada", "ACC-1", "CONSOLE")
    assert [may(here, each, "viewer") for each in (letter, photo)] == [{"download"}, {"download", "preview"}]
    for identifier, act in ((letter, "download"), (photo, "download"), (photo, "preview")):
        answer = here.agent("viewer").post(f"{files_of(here)}/{identifier}/{act}")
        assert "X-Amz-Expires=60" in answer.json["url"] or "Expires=" in answer.json["url"]
    assert here.agent("viewer").post(f"{files_of(here)}/{letter}/preview").code == "WRONG_STATE"
    diary = here.agent("viewer").post(f"/customers/{here.key('C-1001')}/diary", {}).json["items"]
    told = [line["event"] for line in diary if line["event"].startswith("file.")]
    assert sorted(set(told)) == ["file.added", "file.downloaded", "file.received", "file.scanning", "file.viewed"]


@pytest.mark.feature("FI5")
def test_malware_is_held_and_only_security_sees_what_was_found(here: World) -> None:
    held = sent(here, "letter.txt", TEST_MALWARE)
    assert row(here, held)["state"] == "INFECTED"
    assert row(here, held)["reason"] == "It holds malware or a program. It is never released."
    assert [may(here, held, role) for role in ROLES] == [{"delete"}, set(), {"delete", "findings"}, set()]
    for role in ROLES:
        for act in ("download", "preview"):
            assert here.agent(role).post(f"{files_of(here)}/{held}/{act}").code == "WRONG_STATE"
    [answer] = here.agent("security").get(f"{files_of(here)}/{held}/findings").json["answers"]
    assert (answer["scanner"], answer["outcome"]) == ("embedded", "INFECTED")
    assert all(found["words"] for found in answer["findings"])
    gone = agent(here, "sec", "security").post(f"{files_of(here)}/{held}/deletion", {"reason": "Seen", "version": 3})
    assert (gone.status, gone.json["state"], gone.json["deleted_by"]) == (200, "DELETED", "Made-up sec")
    assert not [key for key, _ in snapshots.versions("quarantine") if held in key]


@pytest.mark.feature("FI4")
@pytest.mark.parametrize(("answer", "state"), [(b"stream: OK\0", "CLEAN"), (b"stream: Made.Up FOUND\0", "INFECTED")])
def test_where_a_deployment_requires_clamd_it_has_its_say(here: World, answer: bytes, state: str) -> None:
    script = Script(answer)
    with scripted(script) as address, required("embedded,clamd", address):
        file = sent(here, "letter.txt", LETTER)
    assert (row(here, file)["state"], script.heard) == (state, [LETTER])
    said = here.agent("security").get(f"{files_of(here)}/{file}/findings").json
    assert {each["scanner"]: each["outcome"] for each in said["answers"]} == {"embedded": "CLEAN", "clamd": state}


@pytest.mark.feature("FI4")
def test_a_clamd_that_is_away_is_waited_for(here: World) -> None:
    with scripted(Script(b"stream: OK\0")) as address:
        pass
    file = expected(here, "letter.txt", LETTER)
    with required("embedded,clamd", address), pytest.raises(RuntimeError, match="gave the message back"):
        here.deliver("files", posted(here, file, LETTER))
    assert row(here, file.id)["state"] == "SCANNING"


@pytest.mark.feature("FI5")
def test_two_people_release_a_file(here: World) -> None:
    held = sent(here, "form.pdf", SCRIPTED)
    assert [may(here, held, role) for role in ROLES] == [
        {"ask_release", "delete"},
        {"ask_release"},
        {"delete", "findings"},
        set(),
    ]
    path = f"{files_of(here)}/{held}"
    asked = agent(here, "ben").post(f"{path}/release-request", {"reason": "Our own form", "version": 3}).json
    assert (asked["release_asked_by"], asked["release_reason"]) == ("Made-up ben", "Our own form")
    assert "release" in may(here, held, "agent", "cal")
    assert "release" not in may(here, held, "agent", "ben") | may(here, held, "agent", "ada")
    for name in ("ada", "ben"):
        refused = agent(here, name).post(f"{path}/release", {"reason": "Me too", "version": asked["version"]})
        assert (refused.status, refused.code) == (403, "FORBIDDEN")
    approved = agent(here, "cal").post(f"{path}/release", {"reason": "Looked at it", "version": asked["version"]})
    assert (approved.status, approved.json["released_by"]) == (200, "Made-up cal")
    here.pump()
    assert (row(here, held)["state"], may(here, held, "viewer")) == ("RELEASED", {"download"})
    assert agent(here, "cal").post(f"{path}/release", {"reason": "Again", "version": 6}).status == 409


def test_a_file_is_its_customers_own(here: World) -> None:
    held = sent(here, "letter.txt", LETTER)
    theirs = f"/customers/{here.key(MOHAMMED.customer_id)}/files"
    assert here.agent("admin").get(theirs).json["items"] == []
    body = {"reason": "Not mine", "version": 3}
    for act in ("download", "preview", "release-request", "release", "deletion", "scan-again"):
        assert here.agent("admin").post(f"{theirs}/{held}/{act}", body).status == 404
    assert here.agent("security").get(f"{theirs}/{held}/findings").status == 404
    assert row(here, held)["state"] == "CLEAN"
