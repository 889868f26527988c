"""Datasets and exports for the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.objects import UploadForm
from chalicelib.imports.model import Counts, Export, Failure, Fault, Phase, Source, State, Upload
from chalicelib.web.people import WRITERS, Role
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.imports.service import Imports

FileKind = Literal["original", "report", "rejected"]


class FaultView(View):
    row: int
    column: str
    severity: str
    code: str
    message: str
    how_to_fix: str
    value: str


class Progress(View):
    done: int
    total: int


class UploadView(View):
    id: str
    filename: str
    source: Source
    state: State
    created_at: datetime
    created_by: str
    started_at: datetime | None
    finished_at: datetime | None
    size_bytes: int | None
    sha256: str | None
    failure: Failure | None
    rows: Counts
    progress: Progress
    first_errors: Sequence[FaultView]
    by_code: dict[str, int]
    files: Sequence[FileKind]
    campaign_id: str | None
    waiting_reason: str | None
    version: int

    @classmethod
    def of(cls, upload: Upload, phase: Phase | None, files: Sequence[FileKind]) -> UploadView:
        shown = {name: getattr(upload, name) for name in cls.model_fields if name in Upload.model_fields}
        total = phase.total if phase else 0
        return cls(
            **shown,
            progress=Progress(done=total - len(phase.pending) if phase else 0, total=total),
            first_errors=[_fault(fault) for fault in upload.first_faults],
            files=files,
        )


class UploadList(View):
    items: Sequence[UploadView]
    after: str | None


class NewUpload(View):
    filename: Annotated[str, Field(min_length=1, max_length=200)]
    size_bytes: Annotated[int, Field(ge=1)]


class FormView(View):
    url: str
    fields: dict[str, str]

    @classmethod
    def of(cls, form: UploadForm) -> FormView:
        return cls(url=form.url, fields=form.fields)


class Ticket(View):
    upload: UploadView
    post: FormView


class AtVersion(View):
    version: int


class After(View):
    after: Annotated[str, Field(max_length=64)] = ""


class Download(View):
    url: str


class ExportView(View):
    id: str
    state: str
    created_at: datetime
    created_by: str
    rows: int
    files: Sequence[Literal["export"]]

    @classmethod
    def of(cls, export: Export) -> ExportView:
        shown = {name: getattr(export, name) for name in cls.model_fields if name in Export.model_fields}
        return cls(**shown, files=["export"] if export.state == "READY" else [])


class ExportList(View):
    items: Sequence[ExportView]
    after: str | None


def register(routes: Routes, imports: Callable[[], Imports]) -> None:
    _register_uploads(routes, imports)
    _register_exports(routes, imports)


def _register_uploads(routes: Routes, imports: Callable[[], Imports]) -> None:
    @routes.api("GET", "/uploads", query=After, answer=UploadList)
    def list_uploads(call: Call[After, Nothing]) -> UploadList:
        """Every file that came in, newest first"""
        page = imports().history(call.query.after or None)
        return UploadList(items=[UploadView.of(upload, None, files(upload)) for upload in page.items], after=page.after)

    @routes.api("POST", "/uploads", body=NewUpload, answer=Ticket, status=201, roles=WRITERS)
    def start_upload(call: Call[Nothing, NewUpload]) -> Ticket:
        """A ticket to upload one file straight to its bucket"""
        upload, form = imports().ticket(call.body.filename, call.body.size_bytes, call.person.actor, call.key)
        return Ticket(upload=UploadView.of(upload, None, files(upload)), post=FormView.of(form))

    @routes.api("GET", "/uploads/{id}", answer=UploadView)
    def get_upload(call: Call[Nothing, Nothing]) -> UploadView:
        """One upload with its counts, first errors and progress"""
        return shown(imports().get(call.path["id"]))

    @routes.api("POST", "/uploads/{id}/confirm", body=AtVersion, answer=UploadView, roles=WRITERS)
    def confirm_upload(call: Call[Nothing, AtVersion]) -> UploadView:
        """Import the rows that were checked"""
        return shown(imports().confirm(call.path["id"], call.body.version, call.person.actor, call.key))

    @routes.api("POST", "/uploads/{id}/cancel", body=AtVersion, answer=UploadView, roles=WRITERS)
    def cancel_upload(call: Call[Nothing, AtVersion]) -> UploadView:
        """Give the upload up; nothing of it is imported"""
        return shown(imports().cancel(call.path["id"], call.body.version, call.person.actor, call.key))

    @routes.api("GET", "/uploads/{id}/files/{kind}", answer=Download)
    def download_upload_file(call: Call[Nothing, Nothing]) -> Download:
        """A short-lived address of the original, the report or the rejected rows"""
        holds_records = call.path["kind"] != "report"
        refuse_if(holds_records and call.person.role is Role.VIEWER, Code.FORBIDDEN)
        return Download(url=imports().download(call.path["id"], call.path["kind"], call.person.actor))

    def shown(upload: Upload) -> UploadView:
        return UploadView.of(upload, imports().phase(upload), files(upload))


def _register_exports(routes: Routes, imports: Callable[[], Imports]) -> None:
    @routes.api("GET", "/exports", answer=ExportList)
    def list_exports(call: Call[Nothing, Nothing]) -> ExportList:
        """Exports, newest first"""
        return ExportList(items=[ExportView.of(export) for export in imports().exports()], after=None)

    @routes.api("POST", "/exports", answer=ExportView, status=202, roles=WRITERS)
    def start_export(call: Call[Nothing, Nothing]) -> ExportView:
        """Export all current records"""
        return ExportView.of(imports().start_export(call.person.actor, call.key))

    @routes.api("GET", "/exports/{id}", answer=ExportView)
    def get_export(call: Call[Nothing, Nothing]) -> ExportView:
        """How far an export is"""
        return ExportView.of(imports().get_export(call.path["id"]))

    @routes.api("GET", "/exports/{id}/files/export", answer=Download, roles=WRITERS)
    def download_export(call: Call[Nothing, Nothing]) -> Download:
        """A short-lived address of the export"""
        return Download(url=imports().download_export(call.path["id"], call.person.actor))


def files(upload: Upload) -> Sequence[FileKind]:
    """Which files of an upload can be downloaded now."""
    checked = upload.state not in (State.RECEIVED, State.CHECKING, State.CANCELLED)
    found: list[FileKind] = ["original"]
    if checked and (upload.failure or upload.by_code):
        found.append("report")
    if checked and upload.rows.rejected:
        found.append("rejected")
    return found


def _fault(fault: Fault) -> FaultView:
    return FaultView(**fault.model_dump(include=set(FaultView.model_fields)))
