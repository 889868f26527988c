"""Files of customers on their way: announced, put into quarantine, checked, and what a scanner is told of them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from chalicelib import wiring
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.objects import Bucket
from chalicelib.files import rules
from chalicelib.files.model import CustomerFile
from chalicelib.files.sweeping import Step
from chalicelib.scanning.model import Outcome, Verdict
from chalicelib.wiring import filing
from tests.faults.scenarios import done
from tests.support import snapshots
from tests.support.debtors import EVERYBODY
from tests.support.pdfs import pdf
from tests.support.world import Agent, World, claims, dropped

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


def found_clean_before(world: World, content: bytes, name: str = "form.pdf") -> CustomerFile:
    """A file that older rules have called clean, whatever ours say of it."""
    file, store, objects = expected(world, name, content), wiring.store(), wiring.objects()
    posted(world, file, content)
    diary = Diary(Actor.system("file_scan"), world.clock.now())
    store.commit(rules.claimed(file, version_of(file), ("embedded",), diary))
    file = newest(world)
    objects.copy((Bucket.QUARANTINE, file.object_key, file.version_id), (Bucket.FILES, file.clean_key))
    said = Verdict(scanner="embedded", version="older", outcome=Outcome.CLEAN)
    store.commit(rules.concluded(rules.answered(file, [said]), diary))
    return newest(world)


def to_look_at_again(file: CustomerFile) -> str:
    """What the sweeper asks for when the rules have changed."""
    about = {"customer_key": file.customer_key, "file_id": file.id, "version_id": file.version_id}
    return json.dumps({"step": Step.LOOK_AGAIN} | about)


def version_of(file: CustomerFile) -> str:
    return snapshots.version("quarantine", file.object_key)
