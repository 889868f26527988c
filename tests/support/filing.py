"""The files room on memory: one customer, a quarantine to put things into, and a scanner that believes what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.clock import FixedClock
from chalicelib.core.memory import MemoryStore
from chalicelib.core.objects import Bucket, MemoryObjects
from chalicelib.core.queues import MemoryQueues
from chalicelib.files.desk import Desk
from chalicelib.files.hearing import RESULT
from chalicelib.files.model import CustomerFile, DocumentType
from chalicelib.files.service import Files
from chalicelib.files.tickets import Ask
from chalicelib.scanning.codes import Code
from chalicelib.scanning.model import Finding, Outcome, Verdict
from chalicelib.scanning.ports import ScannerUnavailableError
from tests.support import paying
from tests.support.paying import CUSTOMER, NOON, two_accounts

ADA = Actor(ActorType.AGENT, "sub-ada", "Ada", Channel.CONSOLE)
BEN = Actor(ActorType.AGENT, "sub-ben", "Ben", Channel.CONSOLE)
CAL = Actor(ActorType.AGENT, "sub-cal", "Cal", Channel.CONSOLE)
SAYS: Mapping[bytes, tuple[Outcome, Code]] = {
    b"MALWARE": (Outcome.INFECTED, Code.SCANNER_FAILED),
    b"MACRO": (Outcome.RISKY, Code.XML_ENTITY),
    b"LOCKED": (Outcome.UNSCANNABLE, Code.ENCRYPTED),
    b"STRANGE": (Outcome.REJECTED, Code.TYPE_NOT_TAKEN),
    b"BROKEN": (Outcome.ERROR, Code.SCANNER_FAILED),
}
"""What a file that begins so is."""


class Reader:
    """A scanner that takes a file's first word for it. While `away` it cannot look."""

    def __init__(self, name: str = "embedded") -> None:
        self.name = name
        self.version = "1"
        self.says = dict(SAYS)
        self.away = False
        self.looks = 0

    def learn(self, outcomes: Mapping[bytes, Outcome]) -> None:
        """The rules change: what begins with these words comes out otherwise from now on."""
        self.says |= {word: (outcome, Code.MARKUP_ACTIVE) for word, outcome in outcomes.items()}
        self.version = str(int(self.version) + 1)

    def scan(self, content: bytes, filename: str, declared_type: str) -> Verdict:
        if self.away:
            raise ScannerUnavailableError("away")
        self.looks += 1
        outcome, code = next((said for word, said in self.says.items() if content.startswith(word)), (Outcome.CLEAN, None))
        findings = (Finding(outcome=outcome, code=code),) if code else ()
        kind = "png" if content.startswith(b"\x89PNG") else "text"
        return Verdict(scanner=self.name, version=self.version, outcome=outcome, findings=findings, detected=kind)


class Filing:
    """One organisation. S3's events and the queue's messages wait until a test delivers them."""

    def __init__(self, required: Iterable[str] = ("embedded",)) -> None:
        self.clock = FixedClock(NOON)
        self.store, self.objects, self.queues = MemoryStore(), MemoryObjects(), MemoryQueues()
        self.embedded, self.clamd = Reader(), Reader("clamd")
        self.logged: list[str] = []
        scanners = {"embedded": lambda: self.embedded, "clamd": lambda: self.clamd}
        log = lambda message, **_: self.logged.append(message)  # noqa: E731
        rules = lambda: self.embedded.version  # noqa: E731
        self.desk = Desk(self.store, self.objects, self.queues, self.clock, tuple(required), scanners, rules, log)
        self.files = Files(self.desk)
        self.keys = iter(range(1_000_000))
        paying.opened(self.store, two_accounts(), NOON)

    def key(self) -> str:
        return f"key-{next(self.keys):020}"

    def wait(self, **duration: float) -> None:
        self.clock.instant += timedelta(**duration)

    def expected(self, name: str = "letter.txt", size: int = 5, actor: Actor = ADA, account: str = "") -> CustomerFile:
        ask = Ask(DocumentType.INCOME, account, name, size)
        return self.files.expect(CUSTOMER, ask, actor, self.key())

    def expected_by_customer(self) -> CustomerFile:
        return self.files.expect(CUSTOMER, Ask(DocumentType.INCOME), Actor.customer(CUSTOMER), self.key())

    def post(self, file: CustomerFile, content: bytes, **metadata: str) -> dict[str, Any]:
        """Post a file with its form. What S3 tells the queue about it."""
        version = self.objects.put(Bucket.QUARANTINE, file.object_key, content, metadata)
        return event(file, version, len(content))

    def sent(self, content: bytes, name: str = "letter.txt", actor: Actor = ADA) -> CustomerFile:
        """A file, as it stands after its check."""
        file = self.expected(name, max(len(content), 1), actor)
        self.files.check(self.post(file, content))
        return self.now(file)

    def now(self, file: CustomerFile) -> CustomerFile:
        return self.files.get(file.customer_key, file.id)

    def deliver(self) -> None:
        """The messages that the room sent itself."""
        while self.queues.sent:
            self.files.check(self.queues.sent.pop(0)[1])

    def a_day_later(self) -> None:
        """The sweeper has come by once more, and what it asked for was done."""
        self.wait(days=1)
        self.files.sweep()
        self.deliver()

    def clean(self) -> list[bytes]:
        """What may be read."""
        return [content for (bucket, _), content in self.objects.contents.items() if bucket is Bucket.FILES]


def event(file: CustomerFile, version: str | None, size: int = 5) -> dict[str, Any]:
    """What S3 tells the queue about a file."""
    stored: dict[str, Any] = {"key": file.object_key, "size": size, "eTag": "0" * 32}
    return {"Records": [{"eventTime": NOON.isoformat(), "s3": {"object": stored | ({"versionId": version} if version else {})}}]}


def told(file: CustomerFile, version: str, result: str = "NO_THREATS_FOUND", status: str = "COMPLETED") -> dict[str, Any]:
    """What GuardDuty tells of one version."""
    threats = [{"name": "EICAR-Test-File"}] if result == "THREATS_FOUND" else None
    place = {"bucketName": "quittance-quarantine", "objectKey": file.object_key, "eTag": "0" * 32, "versionId": version}
    detail = {
        "schemaVersion": "1.0",
        "scanStatus": status,
        "s3ObjectDetails": place,
        "scanResultDetails": {"scanResultStatus": result, "threats": threats},
    }
    return {"version": "0", "detail-type": RESULT, "source": "aws.guardduty", "detail": detail}
