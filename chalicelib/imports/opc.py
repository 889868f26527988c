"""A workbook's package: a ZIP of XML parts (Open Packaging Conventions, ECMA-376 part 2), opened with distrust.

Nothing is written to a disk, no entity is expanded, and whatever a hostile file may do is bounded: the sizes its directory
declares are checked before a byte is unpacked, and `zipfile` never unpacks more than was declared."""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from chalicelib.core.faults import FaultCode
from chalicelib.imports.malware import searched
from chalicelib.imports.table import FileRefused, refuse_file_if

MOST_PARTS = 1_000
LARGEST_UNPACKED_BYTES = 2 * 1024**3
LARGEST_RATIO = 250
RATIO_FROM_BYTES = 8 * 1024**2
"""A small part may be as repetitive as it likes; a large one that shrinks to less than 1/250 is a bomb."""
LONGEST_SILENCE_BYTES = 1024**2
"""A cell holds at most 32,767 characters, so an element starts at least this often."""
DEEPEST_ELEMENT = 64
BLOCK_BYTES = 64 * 1024

FILLS_MEMORY = "A part of the workbook is built to fill the memory."
CONTENT_TYPES = "[Content_Types].xml"
_ENCRYPTED_FLAG = 0x1
_BAD_NAME = re.compile(r"^[/\\]|\\|\0|(?:^|/)\.\.?(?:/|$)|^[A-Za-z]:")
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".docm", ".pptx", ".jar", ".7z", ".rar", ".gz", ".cab")
_ACTIVE_FOLDERS = ("xl/macrosheets/", "xl/dialogsheets/", "xl/activex/", "xl/embeddings/", "customui/")
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"%PDF")
_BROKEN = (BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError, LookupError, struct.error, zlib.error)
"""What the standard library raises over broken archives; the file beneath is a local copy, so OSError is the archive's."""

Attributes = Mapping[str, str]
Start = Callable[[str, Attributes], object]
End = Callable[[str], object]
Text = Callable[[str], object]


class Package:
    """The parts of a package by their names. Raises FileRefused: F_TYPE_MISMATCH for another kind of ZIP, F_ENCRYPTED,
    F_TOO_LARGE, F_MALWARE for macros, embedded files, bombs and entity declarations, F_MALFORMED_XLSX."""

    def __init__(self, stream: BinaryIO) -> None:
        with _whole():
            self._zip = ZipFile(stream)
        self._parts: dict[str, ZipInfo] = {}
        for info in self._zip.infolist():
            name = info.filename.casefold()
            refuse_file_if(name in self._parts, FaultCode.F_MALFORMED_XLSX, "The workbook holds two parts of the same name.")
            self._parts[name] = info
        refuse_file_if(CONTENT_TYPES.casefold() not in self._parts, FaultCode.F_TYPE_MISMATCH, f"The file is {self._what()}.")
        refuse_file_if(len(self._parts) > MOST_PARTS, FaultCode.F_MALWARE, f"The workbook has more than {MOST_PARTS} parts.")
        for info in self._parts.values():
            _refuse_part(info)
        unpacked = sum(info.file_size for info in self._parts.values())
        refuse_file_if(unpacked > LARGEST_UNPACKED_BYTES, FaultCode.F_TOO_LARGE, "The workbook unpacks to more than 2 GB.")
        for name in self._parts:
            self._refuse_content(name)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def size(self, name: str) -> int:
        """Unpacked bytes of a part."""
        return self._parts[name.casefold()].file_size

    def walk(self, name: str, start: Start, end: End | None = None, text: Text | None = None) -> Iterator[None]:
        """Parse a part, with element names without their namespaces; the iterator pauses after every block.

        Raises FileRefused: F_MALWARE for known malware and for a document type declaration, F_MALFORMED_XLSX for what is not
        well-formed."""
        refuse_file_if(name not in self, FaultCode.F_MALFORMED_XLSX, f"The workbook's part {name} is missing.")
        watched = _Watched(start, end)
        parser = watched.parser(text)
        with _whole(), self._zip.open(self._parts[name.casefold()]) as part:
            for block in searched(iter(lambda: part.read(BLOCK_BYTES), b"")):
                watched.feed(parser, block)
                yield
            parser.Parse(b"", True)
        yield

    def relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Kind and target part of every internal relationship of a part, by id; of the package itself for an empty name."""
        folder, _, name = part.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Attributes) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind, target = attributes.get("Type", ""), attributes.get("Target", "")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[attributes.get("Id", "")] = (kind.rpartition("/")[2], path)

        for _ in self.walk(posixpath.join(folder, "_rels", f"{name}.rels"), start):
            pass
        return found

    def _what(self) -> str:
        names = self._parts.keys()
        if "mimetype" in names and "content.xml" in names:
            return "an OpenDocument spreadsheet; save it as XLSX or CSV"
        if any(name.endswith(".iwa") for name in names):
            return "an Apple Numbers document; export it as XLSX or CSV"
        return "a ZIP archive, not an Excel workbook"

    def _refuse_content(self, name: str) -> None:
        """Look at how a part begins: XML without a document type, or anything that is no file of its own."""
        if not name.endswith((".xml", ".rels", ".vml")):
            with _whole(), self._zip.open(self._parts[name]) as part:
                begins = part.read(8)
            refuse_file_if(begins.startswith(_OTHER_FILES), FaultCode.F_MALWARE, "The workbook holds another file.")
            return
        elements: list[str] = []
        for _ in self.walk(name, lambda element, attributes: elements.append(element)):
            if elements:
                break
        refuse_file_if("ddeLink" in elements, FaultCode.F_MALWARE, "The workbook holds a link that runs a program (DDE).")


class _Watched:
    """Handlers of a parse with bounds on what it may hold in memory."""

    def __init__(self, start: Start, end: End | None) -> None:
        self._start, self._end = start, end
        self._names: dict[str, str] = {}
        self._depth = 0
        self._silent_bytes = 0

    def parser(self, text: Text | None) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.StartDoctypeDeclHandler = _refuse_doctype
        if text is not None:
            parser.CharacterDataHandler = text
        return parser

    def feed(self, parser: expat.XMLParserType, block: bytes) -> None:
        self._silent_bytes += len(block)
        parser.Parse(block, False)
        refuse_file_if(self._silent_bytes > LONGEST_SILENCE_BYTES, FaultCode.F_MALWARE, FILLS_MEMORY)

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._silent_bytes = 0
        self._depth += 1
        if self._depth > DEEPEST_ELEMENT:
            raise FileRefused(FaultCode.F_MALWARE, FILLS_MEMORY)
        self._start(self._names.get(name) or self._local(name), attributes)

    def _on_end(self, name: str) -> None:
        self._depth -= 1
        if self._end is not None:
            self._end(self._names.get(name) or self._local(name))

    def _local(self, name: str) -> str:
        local = name.rpartition(" ")[2]
        if len(self._names) < MOST_PARTS:
            self._names[name] = local
        return local


def _refuse_part(info: ZipInfo) -> None:
    """What the directory says about a part. Nothing of it is unpacked yet."""
    name = info.filename.casefold()
    refuse_file_if(bool(info.flag_bits & _ENCRYPTED_FLAG), FaultCode.F_ENCRYPTED)
    refuse_file_if(
        _BAD_NAME.search(info.filename) is not None,
        FaultCode.F_MALWARE,
        "A part of the workbook has a name that leaves its folder.",
    )
    refuse_file_if(name.endswith("vbaproject.bin"), FaultCode.F_MALWARE, "The workbook holds macros.", _WITHOUT_MACROS)
    refuse_file_if(name.startswith(_ACTIVE_FOLDERS), FaultCode.F_MALWARE, "The workbook holds macros or embedded files.")
    refuse_file_if(name.endswith(_ARCHIVES), FaultCode.F_MALWARE, "The workbook holds another archive.")
    refuse_file_if(
        info.compress_type not in (ZIP_STORED, ZIP_DEFLATED),
        FaultCode.F_MALFORMED_XLSX,
        "The workbook is packed in a way that is not read.",
    )
    refuse_file_if(
        info.file_size > max(RATIO_FROM_BYTES, info.compress_size * LARGEST_RATIO),
        FaultCode.F_MALWARE,
        "The workbook unpacks to far more than it should.",
    )


_WITHOUT_MACROS = "Save it as an Excel workbook without macros (.xlsx) and send it again."


def _refuse_doctype(*_declared: object) -> None:
    raise FileRefused(FaultCode.F_MALWARE, "A part of the workbook declares entities, which no spreadsheet program writes.")


@contextmanager
def _whole() -> Iterator[None]:
    """Broken archives and broken XML are the file's fault. Raises FileRefused(F_MALFORMED_XLSX)."""
    try:
        yield
    except (*_BROKEN, expat.ExpatError) as error:
        raise FileRefused(FaultCode.F_MALFORMED_XLSX) from error
