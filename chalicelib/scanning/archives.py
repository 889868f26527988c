"""Archives: which of the kinds that are zips one is, and every file in one that is nothing but a zip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    kind, *others = [*_kinds_of(archive), Kind.ZIP]
    if len(others) > 1:
        examination.found(Outcome.RISKY, Code.POLYGLOT, where)
    if kind in OFFICE:
        check_office(examination, archive, kind, where)
    elif kind is Kind.PROGRAM:
        examination.found(Outcome.INFECTED, Code.PROGRAM, where)
    else:
        _check_members(examination, archive, where)
    return kind


def _kinds_of(archive: ZipArchive) -> Iterator[Kind]:
    """What programs that open zips would take it for: none for an archive of files, more than one for a polyglot."""
    folders = {name.partition("/")[0] for name in archive.names if "/" in name}
    if _OPEN_XML_CONTENTS in archive.names:
        yield from (kind for folder, kind in _OPEN_XML_FOLDERS.items() if folder in folders)
    if kind := _OPEN_DOCUMENT_TYPES.get(archive.part(_OPEN_DOCUMENT_CONTENTS, most_bytes=100).strip()):
        yield kind
    if archive.names & _PROGRAMS:
        yield Kind.PROGRAM


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
