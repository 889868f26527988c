"""Files at work: sent, checked, released, deleted, and looked after when nobody came back to them."""

from __future__ import annotations

import json
from datetime import timedelta

from chalicelib import wiring
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.objects import Bucket
from chalicelib.files import rules
from chalicelib.files.model import CustomerFile, State
from chalicelib.files.rules import RETENTION
from chalicelib.scanning.samples import TEST_MALWARE
from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.faults.sending import (
    LAUNCHING,
    LETTER,
    PHOTO,
    SCRIPTED,
    agent,
    expected,
    files_of,
    found_clean_before,
    newest,
    posted,
    required,
    sent,
    to_look_at_again,
    version_of,
)
from tests.support import snapshots
from tests.support.debtors import EVERYBODY, SIAN
from tests.support.filing import told
from tests.support.http import Browser
from tests.support.world import World

KEY = "6f1c2d9e-0000-4000-8000-0000000000f"


@request("POST", "/api/customers/{customer_key}/files")
def an_agent_starts_an_upload(world: World) -> Attempt:
    world.add(*EVERYBODY)
    payslip = {"filename": "payslip.pdf", "size_bytes": 1_000, "document_type": "INCOME"}
    return lambda: done(world.agent().post(files_of(world), payslip, f"{KEY}1"), 201, 409)


def _about_to_send(world: World) -> Browser:
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/documents")
    return browser


@request("POST", "/documents")
def a_customer_is_about_to_send_a_document(world: World) -> Attempt:
    browser = _about_to_send(world)
    form = {name: browser.hidden(name) for name in ("csrf", "command")} | {"shows": "INCOME", "account": "ACC-1"}
    return lambda: done(again(browser).post("/documents", form), 200, 401)


@request("POST", "/documents/{id}")
def a_customer_does_not_send_it_after_all(world: World) -> Attempt:
    browser = _about_to_send(world)
    browser.submit("/documents", shows="INCOME")
    path, form = browser.path, {name: browser.hidden(name) for name in ("csrf", "command", "version")}
    return lambda: done(again(browser).post(path, form), 200, 401)


@scenario("file_scan")
def a_photo_arrives(world: World) -> Attempt:
    message = posted(world, expected(world, "photo.png", PHOTO), PHOTO)
    return lambda: world.deliver("files", message)


@scenario("file_scan")
def malware_arrives(world: World) -> Attempt:
    message = posted(world, expected(world, "letter.txt", TEST_MALWARE), TEST_MALWARE)
    return lambda: world.deliver("files", message)


@scenario("file_scan")
def a_file_is_put_over_one_that_was_checked(world: World) -> Attempt:
    file = sent(world, LETTER)
    message = posted(world, file, TEST_MALWARE)
    return lambda: world.deliver("files", message)


@scenario("file_scan")
def a_file_arrives_that_was_deleted_meanwhile(world: World) -> Attempt:
    file = expected(world, "letter.txt", LETTER)
    message = posted(world, file, LETTER)
    _deleted(world, file)
    wiring.objects().write(Bucket.QUARANTINE, file.object_key, LETTER, "text/plain")
    late = message.replace(json.loads(message)["Records"][0]["s3"]["object"]["versionId"], version_of(file))
    return lambda: world.deliver("files", late)


@scenario("file_scan")
def a_release_was_approved(world: World) -> Attempt:
    _approved(world)
    [message] = snapshots.take_bodies("files")
    return lambda: world.deliver("files", message)


@scenario("file_scan")
def newer_rules_withdraw_a_file(world: World) -> Attempt:
    message = to_look_at_again(found_clean_before(world, LAUNCHING))
    return lambda: world.deliver("files", message)


@scenario("file_verdicts")
def the_last_scanner_answers(world: World) -> Attempt:
    with required("embedded,guardduty"):
        file = sent(world, PHOTO, "photo.png")
    message = json.dumps(told(file, file.version_id))
    return lambda: world.deliver("file-verdicts", message)


@scenario("file_verdicts")
def a_scanner_answers_before_anybody_else_heard(world: World) -> Attempt:
    file = expected(world, "letter.txt", LETTER)
    posted(world, file, LETTER)
    message = json.dumps(told(file, version_of(file)))

    def attempt() -> None:
        with required("embedded,guardduty"):
            world.deliver("file-verdicts", message)

    return attempt


@scenario("file_failures")
def nobody_could_look_at_a_file(world: World) -> Attempt:
    message = posted(world, expected(world, "letter.txt", LETTER), LETTER)
    return lambda: world.deliver("files-dead-letters", message)


@scenario("file_sweep")
def a_file_that_nobody_told_of_is_found(world: World) -> Attempt:
    posted(world, expected(world, "letter.txt", LETTER), LETTER)
    world.wait(hours=1)
    return lambda: world.sweep("file_sweep")


@scenario("file_sweep")
def a_file_was_held_for_long_enough(world: World) -> Attempt:
    sent(world, TEST_MALWARE)
    world.clock.instant += RETENTION - timedelta(hours=2)
    world.sweep("file_sweep")
    world.wait(hours=3)
    return lambda: world.sweep("file_sweep")


@scenario("file_sweep")
def nothing_is_left_of_a_deleted_file(world: World) -> Attempt:
    """A scanner that was at work while it was deleted has copied it once more."""
    file = sent(world, LETTER)
    _deleted(world, file)
    _bring_back(file)
    world.clock.instant += timedelta(hours=1)
    return lambda: world.sweep("file_sweep")


@scenario("file_sweep")
def a_file_that_older_rules_have_called_clean_is_found(world: World) -> Attempt:
    found_clean_before(world, LETTER, "letter.txt")
    world.wait(hours=25)
    return lambda: world.sweep("file_sweep")


@scenario("removal_sweep")
def somebody_leaves_while_a_file_is_looked_at(world: World) -> Attempt:
    """The scanner brings bytes back that were removed before; it is waited for."""
    file = expected(world, "photo.png", PHOTO)
    posted(world, file, PHOTO)
    diary = Diary(Actor.system("file_scan"), world.clock.now())
    wiring.store().commit(rules.claimed(file, version_of(file), ("embedded",), diary))
    customer = world.customer("C-1001")
    ask = {"ending": "DELETE", "reason": "DUPLICATE", "version": customer.version, "confirm": "C-1001"}
    answer = world.agent("admin").post(f"/customers/{customer.customer_key}/end", ask)
    assert answer.status in (200, 202), answer.body
    file = newest(world)
    _bring_back(file)
    world.wait(minutes=10)
    return lambda: world.sweep("removal_sweep")


@request("POST", "/api/customers/{customer_key}/files/{id}/release-request")
def an_agent_asks_for_a_release(world: World) -> Attempt:
    file = sent(world, SCRIPTED, "form.pdf")
    assert file.state is State.RISKY, file.verdicts
    body = {"reason": "Our own form", "version": file.version}
    return lambda: done(agent(world, "ben").post(f"{files_of(world)}/{file.id}/release-request", body, f"{KEY}2"), 200)


@request("POST", "/api/customers/{customer_key}/files/{id}/release")
def a_second_person_approves_a_release(world: World) -> Attempt:
    file = _asked(world)
    body = {"reason": "Looked at it", "version": file.version}
    return lambda: done(agent(world, "cal").post(f"{files_of(world)}/{file.id}/release", body, f"{KEY}3"), 200)


@request("POST", "/api/customers/{customer_key}/files/{id}/deletion")
def somebody_deletes_a_file(world: World) -> Attempt:
    file = sent(world, PHOTO, "photo.png")
    body = {"reason": "Not ours", "version": file.version}
    return lambda: done(agent(world, "sec", "security").post(f"{files_of(world)}/{file.id}/deletion", body, f"{KEY}4"), 200)


@request("POST", "/api/customers/{customer_key}/files/{id}/scan-again")
def a_file_that_failed_is_scanned_again(world: World) -> Attempt:
    message = posted(world, expected(world, "letter.txt", LETTER), LETTER)
    world.deliver("files-dead-letters", message)
    file = newest(world)
    body = {"version": file.version}
    return lambda: done(agent(world, "ben").post(f"{files_of(world)}/{file.id}/scan-again", body, f"{KEY}5"), 200)


def _bring_back(file: CustomerFile) -> None:
    for key in (file.clean_key, file.picture_key):
        wiring.objects().write(Bucket.FILES, key, LETTER, "text/plain")
    wiring.objects().write(Bucket.QUARANTINE, file.object_key, LETTER, "text/plain")


def _deleted(world: World, file: CustomerFile) -> None:
    body = {"reason": "By mistake", "version": file.version}
    done(agent(world, "sec", "security").post(f"{files_of(world)}/{file.id}/deletion", body), 200)


def _asked(world: World) -> CustomerFile:
    file = sent(world, SCRIPTED, "form.pdf")
    body = {"reason": "Our own form", "version": file.version}
    done(agent(world, "ben").post(f"{files_of(world)}/{file.id}/release-request", body), 200)
    return newest(world)


def _approved(world: World) -> CustomerFile:
    file = _asked(world)
    body = {"reason": "Looked at it", "version": file.version}
    done(agent(world, "cal").post(f"{files_of(world)}/{file.id}/release", body), 200)
    return newest(world)
