"""Datasets and exports for the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.core.errors import Code, refuse_if
from chalicelib.imports.answers import (
    AtVersion,
    Compared,
    ComparedValue,
    Comparison,
    DocumentView,
    Download,
    ExportList,
    ExportView,
    Listed,
    NewExport,
    NewUpload,
    Seen,
    Ticket,
    UploadList,
    UploadView,
)
from chalicelib.imports.model import PREVIEW_PAGE, FileFormat, Upload
from chalicelib.imports.template import Document
from chalicelib.web.form_view import FormView
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes

if TYPE_CHECKING:
    from chalicelib.imports.service import Imports


def register(routes: Routes, imports: Callable[[], Imports]) -> None:
    _register_uploads(routes, imports)
    _register_decisions(routes, imports)
    _register_exports(routes, imports)
    _register_documents(routes, imports)


def _register_uploads(routes: Routes, imports: Callable[[], Imports]) -> None:
    @routes.api("GET", "/uploads", query=Listed, answer=UploadList)
    def list_uploads(call: Call[Listed, Nothing]) -> UploadList:
        """Files that came in, newest first, of one state and source where they are given"""
        page = imports().history(call.query.after or None, state=call.query.state or None, source=call.query.source or None)
        standings = imports().standings(page.items)
        gone = imports().is_gone
        items = [UploadView.of(u, standing, gone=gone(u)) for u, standing in zip(page.items, standings, strict=True)]
        return UploadList(items=items, after=page.after)

    @routes.api("POST", "/uploads", body=NewUpload, answer=Ticket, status=201, roles=WRITERS)
    def start_upload(call: Call[Nothing, NewUpload]) -> Ticket:
        """A ticket to upload one file straight to its bucket"""
        upload, form = imports().ticket(call.body.filename, call.body.size_bytes, call.person.actor, call.key, call.body.mode)
        return Ticket(upload=_shown(imports(), upload), post=FormView.of(form))

    @routes.api("GET", "/uploads/{id}", answer=UploadView)
    def get_upload(call: Call[Nothing, Nothing]) -> UploadView:
        """One upload with its counts, first errors and progress"""
        return _shown(imports(), imports().get(call.path["id"]))

    @routes.api("GET", "/uploads/{id}/differences", query=Compared, answer=Comparison)
    def list_differences(call: Call[Compared, Nothing]) -> Comparison:
        """What the import changes, value by value, in the order of the file's rows"""
        wanted = call.query
        found = imports().preview(call.path["id"], wanted.kind or None, wanted.column, wanted.page)
        items = [ComparedValue.of(difference) for difference in found.items]
        return Comparison(items=items, total=found.total, page_size=PREVIEW_PAGE, columns=found.columns, is_cut=found.is_cut)

    @routes.api("GET", "/uploads/{id}/files/{kind}", answer=Download)
    def download_upload_file(call: Call[Nothing, Nothing]) -> Download:
        """A short-lived address of the original, the report, the rejected rows or the differences"""
        holds_records = call.path["kind"] not in ("report", "differences")
        refuse_if(holds_records and call.person.role not in WRITERS, Code.FORBIDDEN)
        return Download(url=imports().download(call.path["id"], call.path["kind"], call.person.actor))


def _register_decisions(routes: Routes, imports: Callable[[], Imports]) -> None:
    @routes.api("POST", "/uploads/{id}/confirm", body=Seen, answer=UploadView, roles=WRITERS)
    def confirm_upload(call: Call[Nothing, Seen]) -> UploadView:
        """Import the rows that were checked, as soon as it is their turn"""
        seen = call.body
        confirmed = imports().confirm(
            call.path["id"],
            seen.token,
            call.person.actor,
            call.key,
            allow_recreate=seen.allow_recreate,
            allow_closures=seen.allow_closures,
        )
        return _shown(imports(), confirmed)

    @routes.api("POST", "/uploads/{id}/cancel", body=AtVersion, answer=UploadView, roles=WRITERS)
    def cancel_upload(call: Call[Nothing, AtVersion]) -> UploadView:
        """Give the upload up; nothing of it is imported"""
        return _shown(imports(), imports().cancel(call.path["id"], call.body.version, call.person.actor, call.key))

    @routes.api("POST", "/uploads/{id}/check-again", body=AtVersion, answer=UploadView, status=201, roles=WRITERS)
    def check_upload_again(call: Call[Nothing, AtVersion]) -> UploadView:
        """Compare the same file anew, as an upload of its own"""
        return _shown(imports(), imports().check_again(call.path["id"], call.body.version, call.person.actor, call.key))


def _register_documents(routes: Routes, imports: Callable[[], Imports]) -> None:
    @routes.api("GET", "/imports/template/{format}", answer=DocumentView)
    def download_template(call: Call[Nothing, Nothing]) -> DocumentView:
        """The template to fill in, as csv or xlsx"""
        return DocumentView.of(imports().document(Document.TEMPLATE, _format(call.path["format"])))

    @routes.api("GET", "/imports/sample/{format}", answer=DocumentView)
    def download_sample(call: Call[Nothing, Nothing]) -> DocumentView:
        """A sample with made-up people, as csv or xlsx"""
        return DocumentView.of(imports().document(Document.SAMPLE, _format(call.path["format"])))


def _register_exports(routes: Routes, imports: Callable[[], Imports]) -> None:
    @routes.api("GET", "/exports", answer=ExportList)
    def list_exports(call: Call[Nothing, Nothing]) -> ExportList:
        """Exports, newest first"""
        return ExportList(items=[ExportView.of(export) for export in imports().exports()], after=None)

    @routes.api("POST", "/exports", body=NewExport, answer=ExportView, status=202, roles=WRITERS)
    def start_export(call: Call[Nothing, NewExport]) -> ExportView:
        """Export all current records"""
        return ExportView.of(imports().start_export(call.body.format, call.person.actor, call.key))

    @routes.api("GET", "/exports/{id}", answer=ExportView)
    def get_export(call: Call[Nothing, Nothing]) -> ExportView:
        """How far an export is"""
        return ExportView.of(imports().get_export(call.path["id"]))

    @routes.api("GET", "/exports/{id}/files/export", answer=Download, roles=WRITERS)
    def download_export(call: Call[Nothing, Nothing]) -> Download:
        """A short-lived address of the export"""
        return Download(url=imports().download_export(call.path["id"], call.person.actor))


def _shown(imports: Imports, upload: Upload) -> UploadView:
    return UploadView.of(upload, imports.standing(upload), gone=imports.is_gone(upload))


def _format(name: str) -> FileFormat:
    refuse_if(name.upper() not in FileFormat, Code.NOT_FOUND)
    return FileFormat(name.upper())
