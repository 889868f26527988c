"""What GuardDuty says of an upload. It comes at least once, sometimes before S3's own event, and never in a known order."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Conflict
from chalicelib.core.errors import Code, Refused
from chalicelib.files import rules
from chalicelib.files.concluding import conclude
from chalicelib.files.desk import COMMIT_TRIES, GUARDDUTY, Desk
from chalicelib.files.model import AWAITED, CustomerFile
from chalicelib.files.receiving import Arrived
from chalicelib.scanning.model import MOST_FINDINGS, Finding, Outcome, Verdict

JOB = "file_verdicts"
RESULT = "GuardDuty Malware Protection Object Scan Result"
OUTCOMES: Mapping[tuple[str, str], Outcome] = {
    ("COMPLETED", "NO_THREATS_FOUND"): Outcome.CLEAN,
    ("COMPLETED", "THREATS_FOUND"): Outcome.INFECTED,
    ("SKIPPED", "UNSUPPORTED"): Outcome.UNSCANNABLE,
    ("COMPLETED", "UNSUPPORTED"): Outcome.UNSCANNABLE,
}
"""Its scan status and result. Anything else, a spelling that we do not know above all, says nothing that can be relied on."""


def result(message: Mapping[str, Any]) -> tuple[Arrived, Verdict]:
    """Which version an EventBridge event is about, and what it says. Raises KeyError or ValueError for any other message."""
    if message["detail-type"] != RESULT:
        raise ValueError("not a scan result")
    detail = message["detail"]
    said, place = detail["scanResultDetails"], detail["s3ObjectDetails"]
    outcome = OUTCOMES.get((detail["scanStatus"], said["scanResultStatus"]), Outcome.ERROR)
    names = [str(threat.get("name", "")) for threat in said.get("threats") or ()]
    threats = [Finding(outcome=outcome, code=f"guardduty-{name}"[:120]) for name in names[:MOST_FINDINGS]]
    customer_key, _, file_id = str(place["objectKey"]).partition("/")
    verdict = Verdict(scanner=GUARDDUTY, version=str(detail.get("schemaVersion", "")), outcome=outcome, findings=tuple(threats))
    return Arrived(customer_key, file_id, str(place.get("versionId") or "")), verdict


def hear(desk: Desk, message: Mapping[str, Any]) -> None:
    """Take the result in. One about a version that is not the one being checked says nothing about the file."""
    about, verdict = result(message)
    file = _at(desk, about)
    if file is not None and GUARDDUTY in file.waits_for:
        conclude(desk, file, [verdict], JOB)


def _at(desk: Desk, about: Arrived) -> CustomerFile | None:
    """The file while this version of it is checked. Whoever hears of a version first decides that it is the one."""
    for _ in range(COMMIT_TRIES):
        file = desk.find(about.customer_key, about.file_id)
        if file is None or not about.version_id:
            desk.log("a scan result about no file of ours was left alone")
            return None
        if file.state not in AWAITED or GUARDDUTY not in desk.required:
            return file if _is_about(desk, file, about) else None
        with contextlib.suppress(Conflict):
            desk.store.commit(rules.pinned(file, about.version_id, desk.required, Diary(Actor.system(JOB), desk.clock.now())))
    raise Refused(Code.BUSY)


def _is_about(desk: Desk, file: CustomerFile, about: Arrived) -> bool:
    if file.version_id == about.version_id:
        return True
    desk.log("a scan result about another version was left alone", file_id=file.id)
    return False
