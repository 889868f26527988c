"""Archives: which of the kinds that are zips one is, and every file in one that is nothing but a zip."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination
from chalicelib.scanning.kinds import OFFICE, Kind, fits_extension
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.names import extension_of, member_faults_of
from chalicelib.scanning.office import check_office
from chalicelib.scanning.unpacking import Malformed, ZipArchive

_OPEN_XML_CONTENTS = "[Content_Types].xml"
_OPEN_XML_FOLDERS: Mapping[str, Kind] = {"word": Kind.DOCX, "xl": Kind.XLSX, "ppt": Kind.PPTX}
_OPEN_DOCUMENT_CONTENTS = "mimetype"
_OPEN_DOCUMENT_TYPES: Mapping[bytes, Kind] = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    b"application/vnd.oasis.opendocument.presentation": Kind.ODP,
}
_PROGRAMS = frozenset({"META-INF/MANIFEST.MF", "AndroidManifest.xml"})
_MACOS_FOLDER = "__MACOSX/"


def check_archive(examination: Examination, content: bytes, where: str) -> Kind:
    """The kind of a zip, after everything in it has been examined. Raises LimitReached."""
    try:
        archive = ZipArchive(examination, content, where)
    except Malformed:
        examination.found(Outcome.UNSCANNABLE, Code.MALFORMED, where)
        return Kind.ZIP
    kind = kind_of_archive(archive)
    if kind in OFFICE:
        if _is_two_things(archive, kind):
            examination.found(Outcome.RISKY, Code.POLYGLOT, where)
        check_office(examination, archive, kind, where)
    elif kind is Kind.PROGRAM:
        examination.found(Outcome.INFECTED, Code.PROGRAM, where)
    else:
        _check_members(examination, archive, where)
    return kind


def kind_of_archive(archive: ZipArchive) -> Kind:
    folders = {name.partition("/")[0] for name in archive.names if "/" in name}
    kinds = [kind for folder, kind in _OPEN_XML_FOLDERS.items() if folder in folders]
    if _OPEN_XML_CONTENTS in archive.names and len(kinds) == 1:
        return kinds[0]
    if archive.names & _PROGRAMS:
        return Kind.PROGRAM
    return _OPEN_DOCUMENT_TYPES.get(_declared(archive), Kind.ZIP)


def _is_two_things(archive: ZipArchive, kind: Kind) -> bool:
    """A document of Microsoft's that LibreOffice takes for one of its own, or Java for a program."""
    is_open_document = _declared(archive) in _OPEN_DOCUMENT_TYPES
    return kind in _OPEN_XML_FOLDERS.values() and (is_open_document or bool(archive.names & _PROGRAMS))


def _declared(archive: ZipArchive) -> bytes:
    """What LibreOffice goes by."""
    return archive.part(_OPEN_DOCUMENT_CONTENTS, most_bytes=100).strip()


def _check_members(examination: Examination, archive: ZipArchive, where: str) -> None:
    if not archive.names:
        examination.found(Outcome.REJECTED, Code.EMPTY, where)
    for name in sorted(archive.names):
        for code in member_faults_of(name):
            examination.found(Outcome.REJECTED, code, f"{where}!{name}")
    for name, content in archive.parts():
        inside = f"{where}!{name}"
        kind = examination.look_at(content, inside)
        beside = kind is Kind.APPLE_DOUBLE and (name.startswith(_MACOS_FOLDER) or name.endswith(".DS_Store"))
        if not beside and not fits_extension(kind, extension_of(name)):
            examination.found(Outcome.REJECTED, Code.TYPE_MISMATCH, inside)
