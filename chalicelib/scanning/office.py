"""Word, Excel, PowerPoint and LibreOffice documents: zips of XML parts, each looked at for what it runs or fetches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Archive, Examination
from chalicelib.scanning.fields import field_codes
from chalicelib.scanning.kinds import Kind
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.office_opendocument import is_encrypted, opendocument_codes
from chalicelib.scanning.office_relations import content_type_codes, relation_codes
from chalicelib.scanning.office_sheets import connection_codes, is_sparse, sheet_codes, workbook_codes
from chalicelib.scanning.xml_parts import EncodingError, attributes, declares_entities, is_xml, plain_xml

_OPEN_DOCUMENT = frozenset({Kind.ODT, Kind.ODS, Kind.ODP})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_XML_NAME = re.compile(r"\.(?:xml|rels|vml|rdf)$", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.\-]{1,40}:)?([A-Za-z][\w.\-]{0,60})[\s/>]")
_FIELD_TEXT = re.compile(rb"<(?:\w{1,20}:)?instrText(?:\s[^>]{0,200})?>([^<]{1,4000})")
_SIMPLE_FIELD = re.compile(rb"<(?:\w{1,20}:)?fldSimple((?:\s(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)?)>")
_SLIDE_ACTION = re.compile(rb"ppaction://(?:macro|program|ole)", re.IGNORECASE)
_RIBBON_CALLBACK = re.compile(rb"\s(?:on[A-Z]\w{1,40}|get[A-Z]\w{1,40}|loadImage)\s{0,5}=")


def check_office(examination: Examination, archive: Archive, kind: Kind, where: str) -> None:
    """Reports what the parts of a document do besides showing it. Raises LimitReached."""
    for name, content in archive.parts():
        _Part(examination, kind, name, f"{where}!{name}").check(content)


class _Part:
    """One part of a document under examination."""

    def __init__(self, examination: Examination, kind: Kind, name: str, where: str) -> None:
        self._examination = examination
        self._kind = kind
        self._name = name.lower()
        self._where = where

    def check(self, content: bytes) -> None:
        if self._kind in _OPEN_DOCUMENT and self._name.startswith("scripts/"):
            self._risky(Code.OFFICE_MACRO)
        if is_xml(content):
            self._check_xml(content)
        elif content and _XML_NAME.search(self._name):
            self._cannot_be_read(content)
        elif content:
            self._check_file(content)

    def _check_file(self, content: bytes) -> None:
        """A picture, an embedded document, or what is kept as an OLE file: macros, controls, objects of other programs."""
        if "/activex/" in f"/{self._name}":
            self._risky(Code.OFFICE_ACTIVEX)
        if content.startswith(_OLE):
            self._risky(Code.OFFICE_MACRO if _MACROS in content else Code.OFFICE_OLE_OBJECT)
        self._examination.look_at(content, self._where)

    def _check_xml(self, content: bytes) -> None:
        try:
            text = plain_xml(content)
        except EncodingError:
            self._cannot_be_read(content)
            return
        self._examination.match_signatures(text, self._where)
        if declares_entities(text):
            self._risky(Code.XML_ENTITY)
        codes = opendocument_codes(text) if self._kind in _OPEN_DOCUMENT else self._open_xml_codes(text)
        for code in codes:
            self._risky(code)
        if self._name == "meta-inf/manifest.xml" and is_encrypted(text):
            self._examination.found(Outcome.UNSCANNABLE, Code.ENCRYPTED, self._where)

    def _cannot_be_read(self, content: bytes) -> None:
        """A part that should be XML and is not, or not so that its markup could be told."""
        self._examination.found(Outcome.UNSCANNABLE, Code.OFFICE_ENCODING, self._where)
        self._examination.match_signatures(content, self._where)

    def _open_xml_codes(self, text: bytes) -> Iterator[Code]:
        """What a part is, its root element says; its name and place say nothing."""
        root = _ROOT.search(text[:4096])
        name = root[1].decode("ascii").lower() if root else ""
        if name in _BY_ROOT:
            yield from _BY_ROOT[name](text)
        if name == "worksheet" and is_sparse(text):
            self._examination.found(Outcome.UNSCANNABLE, Code.OFFICE_SPARSE_SHEET, self._where)
        if self._kind is Kind.DOCX:
            yield from field_codes(_fields(text))
        if self._kind is Kind.PPTX and _SLIDE_ACTION.search(text):
            yield Code.OFFICE_LINK_SCHEME

    def _risky(self, code: Code) -> None:
        self._examination.found(Outcome.RISKY, code, self._where)


def _fields(text: bytes) -> list[str]:
    """The instructions of a Word document's fields."""
    pieces = [piece.decode("utf-8", "replace").replace("&quot;", '"') for piece in _FIELD_TEXT.findall(text)]
    return [*pieces, *(attributes(field).get("instr", "") for field in _SIMPLE_FIELD.findall(text))]


def _ribbon_codes(text: bytes) -> Iterator[Code]:
    if _RIBBON_CALLBACK.search(text):
        yield Code.OFFICE_MACRO


def _always(code: Code) -> Callable[[bytes], Iterator[Code]]:
    return lambda text: iter((code,))


_BY_ROOT: Mapping[str, Callable[[bytes], Iterator[Code]]] = {
    "relationships": relation_codes,
    "types": content_type_codes,
    "workbook": workbook_codes,
    "externallink": workbook_codes,
    "connections": connection_codes,
    "worksheet": sheet_codes,
    "macrosheet": _always(Code.OFFICE_EXCEL4_MACRO),
    "dialogsheet": _always(Code.OFFICE_EXCEL4_MACRO),
    "ocx": _always(Code.OFFICE_ACTIVEX),
    "customui": _ribbon_codes,
    "taskpanes": _always(Code.OFFICE_REMOTE_CONTENT),
}
