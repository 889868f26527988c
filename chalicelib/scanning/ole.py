"""OLE compound files: Word and Excel until 2003, and what they, and newer ones, keep inside ([MS-CFB])."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.scanning import vba
from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination
from chalicelib.scanning.kinds import Kind
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.ole_equation import EDITOR, breaks_its_editor
from chalicelib.scanning.ole_excel import workbook_faults
from chalicelib.scanning.ole_word import document_faults, table_name

if TYPE_CHECKING:
    from olefile import OleFileIO

type Path = tuple[str, ...]

_DOCUMENT, _WORKBOOKS = "worddocument", ("workbook", "book")
_KINDS = {_DOCUMENT: Kind.DOC, **dict.fromkeys(_WORKBOOKS, Kind.XLS), "powerpoint document": Kind.PPT}
_ENCRYPTED = frozenset({"encryptedpackage", "encryptioninfo", "encryptedsummary"})
_MACROS = frozenset({"vba", "_vba_project", "_vba_project_cur", "macros"})
_CONTROLS = frozenset({"\x03ocxname", "\x03ocxdata"})
_NATIVE, _PACKAGE, _FORMULA = "\x01ole10native", "package", "equation native"
_OBJECTS = frozenset({_NATIVE, _PACKAGE, _FORMULA, "\x03objinfo"})
_OBJECT_POOL, _EXCEL_OBJECT = "objectpool", "mbd"
_ENTRY_BYTES = 128
_NOBODY = frozenset({0xFFFFFFFF, 0})
"""Some programs write zeros for a neighbour that is not there; the root, which has that number, is nobody's neighbour."""

_UNREADABLE = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError, struct.error)
"""What the library raises over files that are broken on purpose; a directory that is a circle is a RecursionError."""


def check_ole(examination: Examination, content: bytes, where: str) -> Kind:
    """The kind of a compound file, after what it holds has been examined. Raises LimitReached."""
    try:
        return _Compound(examination, content, where).check()
    except _UNREADABLE:
        examination.found(Outcome.UNSCANNABLE, Code.MALFORMED, where)
        return Kind.OLE


class _Compound:
    """One compound file under examination. Its names mean the same in capitals and small letters."""

    def __init__(self, examination: Examination, content: bytes, where: str) -> None:
        import olefile

        self._examination = examination
        self._where = where
        self._file: OleFileIO = olefile.OleFileIO(io.BytesIO(content))
        self._paths: dict[Path, list[str]] = {
            tuple(part.lower() for part in path): path for path in self._file.listdir(streams=True, storages=False)
        }
        self._names = frozenset(_entry_names(self._file.directory_fp.getvalue()))

    def check(self) -> Kind:
        if self._names & _ENCRYPTED:
            self._examination.found(Outcome.UNSCANNABLE, Code.ENCRYPTED, self._where)
        if self._names & _MACROS:
            self._found(Outcome.RISKY, Code.OFFICE_MACRO)
            self._look_at_macros()
        if self._names & _CONTROLS:
            self._found(Outcome.RISKY, Code.OFFICE_ACTIVEX)
        self._check_objects()
        kind = next((kind for name, kind in _KINDS.items() if (name,) in self._paths), Kind.OLE)
        for outcome, code in self._faults(kind):
            self._found(outcome, code)
        return kind

    def _faults(self, kind: Kind) -> Iterator[tuple[Outcome, Code]]:
        if kind is Kind.DOC:
            document = self._read((_DOCUMENT,))
            yield from document_faults(document, self._read((table_name(document),)))
        for name in _WORKBOOKS:
            if (name,) in self._paths:
                yield from workbook_faults(self._read((name,)))

    def _look_at_macros(self) -> None:
        """For what is known to be malware; that there are macros at all is told already."""
        for path in self._paths:
            if len(path) > 1 and path[-2] == "vba":
                for source in vba.sources(self._read(path)):
                    self._examination.spend(len(source))
                    self._examination.match_signatures(source, f"{self._where}!{path[-1]}")

    def _check_objects(self) -> None:
        if self._names & _OBJECTS or any(map(_is_in_an_object, self._paths)):
            self._found(Outcome.RISKY, Code.OFFICE_OLE_OBJECT)
        for path in self._paths:
            if path[-1] == _NATIVE:
                self._look_at(path, _native_file(self._read(path)))
            elif path[-1] == _PACKAGE:
                self._look_at(path, self._read(path))
            if self._is_an_attack(path):
                self._found(Outcome.INFECTED, Code.OLE_EXPLOIT)

    def _is_an_attack(self, path: Path) -> bool:
        """On the old equation editor: by a formula that breaks it, or by one in another place than where it keeps its own."""
        if path[-1] == _FORMULA:
            formula = self._read(path)
            self._examination.spend(len(formula))
            return breaks_its_editor(formula)
        return path[-1] == _NATIVE and self._file.getclsid(list(path[:-1])) == EDITOR

    def _look_at(self, path: Path, content: bytes) -> None:
        self._examination.spend(len(content))
        self._examination.look_at(content, f"{self._where}!{'/'.join(path)}")

    def _read(self, path: Path) -> bytes:
        """Empty when there is no such stream."""
        return self._file.openstream(self._paths[path]).read() if path in self._paths else b""

    def _found(self, outcome: Outcome, code: Code) -> None:
        self._examination.found(outcome, code, self._where)


def _entry_names(directory: bytes) -> Iterator[str]:
    """Of all that the directory holds, also of what its tree does not lead to: programs walk it in different ways.

    Raises ValueError for an entry that is reached twice, as in a circle."""
    reached: set[int] = set()
    for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        name_bytes, kind = struct.unpack_from("<HB", directory, at + 64)
        if not kind:
            continue
        yield directory[at : at + min(max(name_bytes - 2, 0), 64)].decode("utf-16-le", "replace").lower()
        for neighbour in struct.unpack_from("<III", directory, at + 68):
            if neighbour in reached:
                raise ValueError(neighbour)
            reached |= {neighbour} - _NOBODY


def _is_in_an_object(path: Path) -> bool:
    return len(path) > 1 and (path[0] == _OBJECT_POOL or path[0].startswith(_EXCEL_OBJECT))


def _native_file(stream: bytes) -> bytes:
    """The file that was put in by hand: behind its length, its name and where it came from, as the packager writes it."""
    at = 6
    for _ in range(2):
        at = stream.find(b"\0", at) + 1
        if not at:
            return stream[4:]
    at += 4
    at += 4 + int.from_bytes(stream[at : at + 4], "little")
    length = int.from_bytes(stream[at : at + 4], "little")
    content = stream[at + 4 : at + 4 + length]
    return content or stream[4:]
