"""What the console is told of files, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.core.actor import Channel
from chalicelib.files import rules
from chalicelib.files.model import CustomerFile, DocumentType, State
from chalicelib.files.tickets import Ask
from chalicelib.files.words import reason
from chalicelib.scanning.model import Outcome, Verdict
from chalicelib.scanning.words import sentence
from chalicelib.web.form_view import FormView
from chalicelib.web.people import Person
from chalicelib.web.view import View

type Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class FileMay(View):
    """What the person who asks may do with the file now."""

    download: bool
    preview: bool
    ask_release: bool
    release: bool
    delete: bool
    findings: bool
    scan_again: bool


class FileRow(View):
    """One file. `reason` says in plain words why it cannot be opened, `release_reason` why somebody wants it released;
    `found_clean_at` is there for what was withdrawn since, held or let out again."""

    id: str
    name: str
    document_type: DocumentType
    account_number: str
    state: State
    reason: str
    size_bytes: int
    uploaded_by: str
    channel: Channel
    created_at: datetime
    moved_at: datetime
    found_clean_at: datetime | None
    version: int
    may: FileMay
    release_asked_by: str
    release_reason: str
    released_by: str
    released_reason: str
    deleted_by: str

    @classmethod
    def of(cls, file: CustomerFile, person: Person) -> FileRow:
        shown = {name: getattr(file, name) for name in cls.model_fields if name in CustomerFile.model_fields}
        allowed = rules.may(file, person.role, person.id)
        may = FileMay(**{name: getattr(allowed, name) for name in FileMay.model_fields})
        size = file.size_bytes or file.declared_bytes
        return cls(**shown | {"size_bytes": size}, reason=reason(file), may=may)


class FileType(View):
    extension: str
    media_type: str


class FilePage(View):
    """The newest first, a hundred at a time. `types` and `largest_bytes` are what may be uploaded."""

    items: Sequence[FileRow]
    after: str | None
    largest_bytes: int
    types: Sequence[FileType]
    document_types: Sequence[DocumentType]


class FilesAfter(View):
    after: Annotated[str, Field(max_length=26)] = ""


class NewFile(View):
    """The type that a browser names is not asked for: the form is for the one that goes with the file's name."""

    filename: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
    size_bytes: int
    document_type: DocumentType
    account_number: Annotated[str, Field(max_length=64)] = ""

    @property
    def ask(self) -> Ask:
        return Ask(self.document_type, self.account_number, self.filename, self.size_bytes)


class FileTicket(View):
    file: FileRow
    form: FormView


class FileAddress(View):
    """Good for a minute."""

    url: str


class FileVersion(View):
    version: int


class FileDecision(View):
    reason: Reason
    version: int


class FileFinding(View):
    outcome: Outcome
    code: str
    words: str
    where: str


class ScannerAnswer(View):
    scanner: str
    version: str
    outcome: Outcome
    findings: Sequence[FileFinding]

    @classmethod
    def of(cls, verdict: Verdict) -> ScannerAnswer:
        findings = [FileFinding(outcome=f.outcome, code=f.code, words=sentence(f.code), where=f.where) for f in verdict.findings]
        return cls(scanner=verdict.scanner, version=verdict.version, outcome=verdict.outcome, findings=findings)


class Findings(View):
    """What every scanner said. `waits_for` names those that have not answered."""

    sha256: str
    detected: str
    answers: Sequence[ScannerAnswer]
    waits_for: Sequence[str]

    @classmethod
    def of(cls, file: CustomerFile) -> Findings:
        answers = [ScannerAnswer.of(verdict) for verdict in file.verdicts]
        return cls(sha256=file.sha256, detected=file.detected, answers=answers, waits_for=sorted(file.waits_for))
