"""Customers' files for the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.files.answers import (
    FileAddress,
    FileDecision,
    FilePage,
    FileRow,
    FilesAfter,
    FileTicket,
    FileType,
    FileVersion,
    Findings,
    NewFile,
)
from chalicelib.files.model import LARGEST_BYTES, DocumentType
from chalicelib.files.rules import ASKERS, KEEPERS, RELEASERS
from chalicelib.files.types import MEDIA_TYPES
from chalicelib.web.form_view import FormView
from chalicelib.web.people import WRITERS, Role
from chalicelib.web.routes import Call, Nothing, Routes

if TYPE_CHECKING:
    from chalicelib.files.service import Files

SECURITY = frozenset({Role.SECURITY})
PATH = "/customers/{customer_key}/files"


def register(routes: Routes, files: Callable[[], Files]) -> None:
    _register_looking(routes, files)
    _register_deciding(routes, files)

    @routes.api("POST", PATH, body=NewFile, answer=FileTicket, status=201, roles=WRITERS)
    def start_file(call: Call[Nothing, NewFile]) -> FileTicket:
        """A form to post one file with, straight into quarantine"""
        file = files().expect(call.path["customer_key"], call.body.ask, call.person.actor, call.key)
        return FileTicket(file=FileRow.of(file, call.person), form=FormView.of(files().form(file)))


def _register_looking(routes: Routes, files: Callable[[], Files]) -> None:
    @routes.api("GET", PATH, query=FilesAfter, answer=FilePage)
    def customer_files(call: Call[FilesAfter, Nothing]) -> FilePage:
        """A customer's files, the newest first"""
        page = files().page(call.path["customer_key"], call.query.after)
        return FilePage(
            items=[FileRow.of(file, call.person) for file in page.items],
            after=page.after,
            largest_bytes=LARGEST_BYTES,
            types=[FileType(extension=extension, media_type=media) for extension, media in MEDIA_TYPES.items()],
            document_types=list(DocumentType),
        )

    @routes.api("POST", PATH + "/{id}/download", answer=FileAddress, asks=True)
    def download_file(call: Call[Nothing, Nothing]) -> FileAddress:
        """A short-lived address of a file that may be read; the diary says who took it"""
        return FileAddress(url=files().download(call.path["customer_key"], call.path["id"], call.person.actor))

    @routes.api("POST", PATH + "/{id}/preview", answer=FileAddress, asks=True)
    def preview_file(call: Call[Nothing, Nothing]) -> FileAddress:
        """A short-lived address of a picture that was drawn anew; the diary says who looked"""
        return FileAddress(url=files().preview(call.path["customer_key"], call.path["id"], call.person.actor))

    @routes.api("GET", PATH + "/{id}/findings", answer=Findings, roles=SECURITY)
    def file_findings(call: Call[Nothing, Nothing]) -> Findings:
        """What every scanner said of a file"""
        return Findings.of(files().get(call.path["customer_key"], call.path["id"]))


def _register_deciding(routes: Routes, files: Callable[[], Files]) -> None:
    @routes.api("POST", PATH + "/{id}/release-request", body=FileDecision, answer=FileRow, roles=ASKERS)
    def ask_release(call: Call[Nothing, FileDecision]) -> FileRow:
        """Ask for a file to be let out of quarantine; a second person decides"""
        path, body, who = call.path, call.body, call.person
        asked = files().ask_release(path["customer_key"], path["id"], body.reason, body.version, who.actor, call.key)
        return FileRow.of(asked, who)

    @routes.api("POST", PATH + "/{id}/release", body=FileDecision, answer=FileRow, roles=RELEASERS)
    def release_file(call: Call[Nothing, FileDecision]) -> FileRow:
        """Let a file out of quarantine that somebody else asked for; never one with malware"""
        path, body, who = call.path, call.body, call.person
        released = files().release(path["customer_key"], path["id"], body.reason, body.version, who.actor, call.key)
        return FileRow.of(released, who)

    @routes.api("POST", PATH + "/{id}/deletion", body=FileDecision, answer=FileRow, roles=KEEPERS)
    def delete_file(call: Call[Nothing, FileDecision]) -> FileRow:
        """Remove a file's content from everywhere; what it was and who removed it stays"""
        path, body, who = call.path, call.body, call.person
        deleted = files().delete(path["customer_key"], path["id"], body.reason, body.version, who.actor, call.key)
        return FileRow.of(deleted, who)

    @routes.api("POST", PATH + "/{id}/scan-again", body=FileVersion, answer=FileRow, roles=RELEASERS)
    def scan_file_again(call: Call[Nothing, FileVersion]) -> FileRow:
        """Have a file checked once more that no scanner could judge"""
        path, who = call.path, call.person
        return FileRow.of(files().scan_again(path["customer_key"], path["id"], call.body.version, who.actor, call.key), who)
