"""Files at work: sent, checked, released, deleted, and looked after when nobody came back to them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from PIL import Image

from chalicelib import wiring
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.objects import Bucket
from chalicelib.files import rules
from chalicelib.files.model import CustomerFile, State
from chalicelib.files.rules import RETENTION
from chalicelib.files.sweeping import Step
from chalicelib.scanning.model import Outcome, Verdict
from chalicelib.scanning.samples import TEST_MALWARE
from chalicelib.wiring import filing
from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.support import snapshots
from tests.support.debtors import EVERYBODY, SIAN
from tests.support.filing import told
from tests.support.http import Browser
from tests.support.pdfs import pdf
from tests.support.world import Agent, World, claims, dropped

KEY = "6f1c2d9e-0000-4000-8000-0000000000f"
LETTER = b"Dear Sirs,\nplease find my payslip enclosed.\n"
SCRIPTED = pdf(catalogue=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")
"""Not malware, but nothing that opens by itself is let through."""
LAUNCHING = pdf(catalogue=b"/OpenAction << /S /Launch /F (calc.exe) >>")
"""Nor what starts a program."""


def _photo() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), (10, 20, 30)).save(buffer, "PNG")
    return buffer.getvalue()


PHOTO = _photo()


def agent(world: World, name: str, role: str = "agent") -> Agent:
    """Two agents are needed for some things."""
    return Agent(world.gateway, claims(role, sub=f"sub-{name}", name=f"Made-up {name}", email=f"{name}@example.com"))


def files_of(world: World) -> str:
    return f"/customers/{world.key('C-1001')}/files"


def expected(world: World, name: str, content: bytes) -> CustomerFile:
    """A file that Ada is about to send about Siân."""
    if not world.entities().all(CustomerFile):
        world.add(*EVERYBODY)
    ask = {"filename": name, "size_bytes": len(content), "document_type": "INCOME", "account_number": "ACC-1"}
    done(agent(world, "ada").post(files_of(world), ask), 201)
    return newest(world)


def newest(world: World) -> CustomerFile:
    return max(world.entities().all(CustomerFile), key=lambda file: (file.created_at, file.id))


def posted(world: World, file: CustomerFile, content: bytes) -> str:
    """The file in quarantine. What S3 tells the queue about it."""
    wiring.objects().write(Bucket.QUARANTINE, file.object_key, content, "application/octet-stream")
    version = snapshots.version("quarantine", file.object_key)
    return dropped(file.object_key, len(content), version, world.clock.now())


def sent(world: World, content: bytes, name: str = "letter.txt") -> CustomerFile:
    """A file as it stands after its check."""
    world.deliver("files", posted(world, expected(world, name, content), content))
    return newest(world)


@contextmanager
def required(scanners: str, clamd: str = "") -> Iterator[None]:
    """In the block, these scanners must call a file clean; `clamd` is the address of that one."""
    os.environ |= {"SCANNERS": scanners, "CLAMD_ADDRESS": clamd}
    _read_the_environment_again()
    try:
        yield
    finally:
        del os.environ["SCANNERS"], os.environ["CLAMD_ADDRESS"]
        _read_the_environment_again()


def _read_the_environment_again() -> None:
    for made in (wiring.environment, filing.clamd, wiring.files):
        made.cache_clear()


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
    late = message.replace(json.loads(message)["Records"][0]["s3"]["object"]["versionId"], _version(file))
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
    message = json.dumps(told(file, _version(file)))

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
    wiring.store().commit(rules.claimed(file, _version(file), ("embedded",), diary))
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


def found_clean_before(world: World, content: bytes, name: str = "form.pdf") -> CustomerFile:
    """A file that older rules have called clean, whatever ours say of it."""
    file, store, objects = expected(world, name, content), wiring.store(), wiring.objects()
    posted(world, file, content)
    diary = Diary(Actor.system("file_scan"), world.clock.now())
    store.commit(rules.claimed(file, _version(file), ("embedded",), diary))
    file = newest(world)
    objects.copy((Bucket.QUARANTINE, file.object_key, file.version_id), (Bucket.FILES, file.clean_key))
    said = Verdict(scanner="embedded", version="older", outcome=Outcome.CLEAN)
    store.commit(rules.concluded(rules.answered(file, [said]), diary))
    return newest(world)


def to_look_at_again(file: CustomerFile) -> str:
    """What the sweeper asks for when the rules have changed."""
    about = {"customer_key": file.customer_key, "file_id": file.id, "version_id": file.version_id}
    return json.dumps({"step": Step.LOOK_AGAIN} | about)


def _version(file: CustomerFile) -> str:
    return snapshots.version("quarantine", file.object_key)


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
