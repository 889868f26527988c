"""Checking a file: its bytes, read by version, go through every scanner that is called."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Any

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.objects import Bucket, Fetched, ObjectMissingError
from chalicelib.files import rules
from chalicelib.files.concluding import conclude
from chalicelib.files.desk import Desk
from chalicelib.files.model import LARGEST_BYTES, CustomerFile
from chalicelib.files.receiving import JOB, Arrived, claim
from chalicelib.scanning.codes import Code
from chalicelib.scanning.model import Finding, Outcome, Verdict

NAME_BYTES = 255


def check(desk: Desk, arrived: Arrived) -> None:
    """Check a file that has arrived, unless somebody else does or did. Raises whatever a scanner that cannot look raises:
    the message comes again."""
    file = claim(desk, arrived)
    if file is None:
        return
    try:
        fetched = desk.objects.fetch(Bucket.QUARANTINE, file.object_key, file.version_id, LARGEST_BYTES + 1)
    except ObjectMissingError:
        desk.store.commit(rules.failed(file, rules.Failure.MISSING, Diary(Actor.system(JOB), desk.clock.now())))
        return
    named = file.model_copy(update={"name": file.name or posted_name(fetched.metadata)})
    verdicts = _intake(fetched) or _looked_at(desk, named, fetched.content)
    conclude(desk, file, verdicts, JOB, _facts(named, fetched, verdicts))


def _looked_at(desk: Desk, file: CustomerFile, content: bytes) -> list[Verdict]:
    """What each scanner says that is called and has not answered."""
    called = [name for name in file.required if name in desk.scanners and name in file.waits_for]
    return [desk.scanners[name]().scan(content, file.name, file.declared_type) for name in called]


def _intake(fetched: Fetched) -> list[Verdict]:
    """What is wrong with the file as a whole, if anything is."""
    if 0 < fetched.size_bytes <= LARGEST_BYTES:
        return []
    found = Finding(outcome=Outcome.REJECTED, code=Code.TOO_LARGE if fetched.size_bytes else Code.EMPTY)
    return [Verdict(scanner=rules.INTAKE, version="1", outcome=Outcome.REJECTED, findings=(found,))]


def _facts(file: CustomerFile, fetched: Fetched, verdicts: list[Verdict]) -> Mapping[str, Any]:
    whole = len(fetched.content) == fetched.size_bytes
    return {
        "name": file.name,
        "size_bytes": fetched.size_bytes,
        "sha256": hashlib.sha256(fetched.content).hexdigest() if whole else "",
        "detected": next((verdict.detected for verdict in verdicts if verdict.detected), ""),
    }


def posted_name(metadata: Mapping[str, str]) -> str:
    """What the browser called the file. S3 gives what is not ASCII back as an encoded word (RFC 2047), the emulator as the bytes
    that it was sent, and those are read as Latin-1 like any header."""
    given = metadata.get("filename", "")
    with contextlib.suppress(UnicodeError):
        given = given.encode("latin-1").decode()
    try:
        name = str(make_header(decode_header(given)))
    except (HeaderParseError, UnicodeError, LookupError):
        name = given
    return name.replace("\\", "/").rpartition("/")[2][:NAME_BYTES]
