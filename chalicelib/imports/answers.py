"""What the console asks about datasets and exports, and what it is told."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.imports.findings import Closures, Counts, CustomerCounts, Difference, DifferenceKind, Failure, Fault
from chalicelib.imports.model import Export, FileFormat, Mode, Source, Standing, State, Upload
from chalicelib.imports.template import Download as DocumentDownload
from chalicelib.web.form_view import FormView
from chalicelib.web.view import View

FileKind = Literal["original", "report", "rejected", "differences"]


class FaultView(View):
    row: int
    column: str
    severity: str
    code: str
    message: str
    how_to_fix: str
    value: str


class Progress(View):
    """How far the present step is; `place` is the upload's place in line while it waits for its turn."""

    rows_done: int
    rows: int
    rows_a_second: float | None
    seconds_left: int | None
    place: int | None
    is_late: bool


class Confirmation(View):
    """What a confirmation has to name, and until when it is taken."""

    token: str
    expires_at: datetime


class UploadView(View):
    id: str
    filename: str
    format: FileFormat
    source: Source
    mode: Mode
    state: State
    created_at: datetime
    created_by: str
    started_at: datetime | None
    finished_at: datetime | None
    size_bytes: int | None
    sha256: str | None
    failure: Failure | None
    rows: Counts
    customers: CustomerCounts
    differences: dict[DifferenceKind, int]
    closures: Closures | None
    confirmation: Confirmation | None
    progress: Progress
    first_errors: Sequence[FaultView]
    by_code: dict[str, int]
    files: Sequence[FileKind]
    files_until: datetime
    campaign_id: str | None
    waiting_reason: str | None
    allow_recreate: bool
    version: int

    @classmethod
    def of(cls, upload: Upload, standing: Standing, *, gone: bool) -> UploadView:
        shown = {name: getattr(upload, name) for name in cls.model_fields if name in Upload.model_fields}
        waits = upload.state is State.AWAITING_CONFIRMATION and upload.expires_at is not None
        return cls(
            **shown,
            confirmation=Confirmation(token=upload.confirmation, expires_at=upload.expires_at) if waits else None,
            progress=Progress(**standing._asdict()),
            first_errors=[_fault(fault) for fault in upload.first_faults],
            files=[] if gone else kept_files(upload),
            files_until=upload.files_until,
        )


class Listed(View):
    """Which uploads are wanted; all where nothing is said."""

    after: Annotated[str, Field(max_length=64)] = ""
    state: State | Literal[""] = ""
    source: Source | Literal[""] = ""


class UploadList(View):
    items: Sequence[UploadView]
    after: str | None


class NewUpload(View):
    filename: Annotated[str, Field(min_length=1, max_length=200)]
    size_bytes: Annotated[int, Field(ge=1)]
    mode: Mode = Mode.UPSERT


class Ticket(View):
    upload: UploadView
    post: FormView


class AtVersion(View):
    version: int


class Seen(View):
    """The token of what was seen, and whether customers who were deleted are to be created anew and many accounts
    closed."""

    token: Annotated[str, Field(max_length=64)]
    allow_recreate: bool = False
    allow_closures: bool = False


class Compared(View):
    """A page of the differences, counted from 1, of one kind and one column where they are given."""

    kind: DifferenceKind | Literal[""] = ""
    column: Annotated[str, Field(max_length=64)] = ""
    page: Annotated[int, Field(ge=1, le=1000)] = 1


class ComparedValue(View):
    row: int
    kind: DifferenceKind
    customer_id: str
    account_number: str
    column: str
    before: str
    after: str

    @classmethod
    def of(cls, difference: Difference) -> ComparedValue:
        return cls(**difference.model_dump())


class Comparison(View):
    """`total` of them match; `is_cut` when the downloaded file holds more than can be looked at here."""

    items: Sequence[ComparedValue]
    total: int
    page_size: int
    columns: Sequence[str]
    is_cut: bool


class Download(View):
    url: str


class DocumentView(View):
    """A small file as a whole."""

    filename: str
    content_type: str
    base64: str

    @classmethod
    def of(cls, document: DocumentDownload) -> DocumentView:
        content = base64.b64encode(document.content).decode()
        return cls(filename=document.filename, content_type=document.content_type, base64=content)


class NewExport(View):
    format: FileFormat = FileFormat.CSV


class ExportView(View):
    id: str
    format: FileFormat
    state: str
    created_at: datetime
    created_by: str
    rows: int
    failure: Failure | None
    files: Sequence[Literal["export"]]

    @classmethod
    def of(cls, export: Export) -> ExportView:
        shown = {name: getattr(export, name) for name in cls.model_fields if name in Export.model_fields}
        return cls(**shown, files=["export"] if export.state == "READY" else [])


class ExportList(View):
    items: Sequence[ExportView]
    after: str | None


def kept_files(upload: Upload) -> Sequence[FileKind]:
    """Which files an upload has."""
    checked = upload.state not in (State.RECEIVED, State.CHECKING, State.CANCELLED)
    found: list[FileKind] = ["original"] if upload.size_bytes is not None else []
    if checked and (upload.failure or upload.by_code):
        found.append("report")
    if checked and upload.rows.rejected:
        found.append("rejected")
    if checked and upload.differences:
        found.append("differences")
    return found


def _fault(fault: Fault) -> FaultView:
    return FaultView(**fault.model_dump(include=set(FaultView.model_fields)))
