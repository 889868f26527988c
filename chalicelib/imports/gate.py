"""What a file is, by its content and not by its name: everything that is neither CSV nor an Excel workbook is refused here,
before any of it is parsed. One pass over the bytes gives hash, size and encoding."""

from __future__ import annotations

import codecs
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, cast

from chalicelib.core.faults import FaultCode
from chalicelib.imports.malware import searched
from chalicelib.imports.model import FileFormat
from chalicelib.imports.table import FileRefused, refuse_file_if

LARGEST_BYTES = 200 * 1024 * 1024
MOST_DIRECTORY_ENTRIES = 2_000
"""Every part of a ZIP costs memory when the archive is opened; a workbook has a few dozen."""
BLOCK_BYTES = 1 << 20
_NOT_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0"
_OTHER_TYPES = {
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"\xcf\xfa\xed\xfe": "a program",
    b"#!": "a script",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document (RTF)",
    b"\x1f\x8b": "a compressed file",
    b"BZh": "a compressed file",
    b"\xfd7zXZ": "a compressed file",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"PAR1": "a Parquet file",
    b"SQLite format": "a database",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"<": "a web page or an XML document",
    b"{": "a JSON document",
}
_AS_TABLE = "Save the table as CSV UTF-8 or as an Excel workbook (.xlsx) and send it again."
_EXTENSIONS = {".csv": FileFormat.CSV, ".txt": FileFormat.CSV, ".xlsx": FileFormat.XLSX}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a file before its first row is read."""

    sha256: str
    size_bytes: int
    format: FileFormat
    encoding: str


def inspect(stream: BinaryIO) -> Inspection:
    """Read everything once. Raises FileRefused: F_EMPTY, F_TOO_LARGE, F_TYPE_MISMATCH, F_ENCRYPTED, F_ENCODING, F_MALWARE, and
    for a workbook whatever is wrong with its package."""
    meter = _Meter(stream)
    first = next(meter.blocks(), b"")
    refuse_file_if(not first, FaultCode.F_EMPTY)
    blocks = chain([first], meter.blocks())
    if first.startswith(_ZIP):
        encoding, found = _workbook(searched(blocks)), FileFormat.XLSX
    elif first.startswith(_OLE):
        raise _compound_file(blocks)
    else:
        _refuse_other_types(first)
        encoding, found = _text(first, searched(blocks)), FileFormat.CSV
    return Inspection(meter.digest.hexdigest(), meter.size, found, encoding)


def refuse_misnamed(filename: str, found: FileFormat) -> None:
    """A name that promises another format was a mistake somewhere. Raises FileRefused(F_TYPE_MISMATCH)."""
    for extension, promised in _EXTENSIONS.items():
        refuse_file_if(
            filename.lower().endswith(extension) and promised is not found,
            FaultCode.F_TYPE_MISMATCH,
            f"The name ends in {extension}, but the content is {'a workbook' if found is FileFormat.XLSX else 'text'}.",
            f"Rename the file so that it ends in .{found.lower()}, or save it as what its name says.",
        )


class _Meter:
    """The stream in blocks, counted and hashed. Raises FileRefused(F_TOO_LARGE)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()
        self.size = 0

    def blocks(self) -> Iterator[bytes]:
        while block := self._stream.read(BLOCK_BYTES):
            self.digest.update(block)
            self.size += len(block)
            refuse_file_if(self.size > LARGEST_BYTES, FaultCode.F_TOO_LARGE)
            yield block


def _text(first: bytes, blocks: Iterator[bytes]) -> str:
    """The encoding: what its mark says, else UTF-8, else Windows-1252 when all bytes are in it."""
    encoding = _marked(first)
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder(encoding)()
    windows = encoding == "utf-8"
    for block in blocks:
        windows = windows and not any(byte in block for byte in _NOT_CP1252)
        decoder = _decodes(decoder, block, encoding)
    decoder = _decodes(decoder, b"", encoding, final=True)
    refuse_file_if(decoder is None and not windows, FaultCode.F_ENCODING)
    return encoding if decoder is not None else "cp1252"


def _marked(block: bytes) -> str:
    if block.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"


def _decodes(
    decoder: codecs.IncrementalDecoder | None, block: bytes, encoding: str, *, final: bool = False
) -> codecs.IncrementalDecoder | None:
    """The decoder again, or None once the bytes are not in its encoding. Raises FileRefused for a NUL."""
    if encoding != "utf-16":
        refuse_file_if(b"\0" in block, FaultCode.F_ENCODING, "The file holds NUL characters.")
    if decoder is not None:
        try:
            text = decoder.decode(block, final)
        except UnicodeDecodeError:
            return None
        refuse_file_if("\0" in text, FaultCode.F_ENCODING, "The file holds NUL characters.")
    return decoder


def _refuse_other_types(start: bytes) -> None:
    begins = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for magic, what in _OTHER_TYPES.items():
        refuse_file_if(begins.startswith(magic), FaultCode.F_TYPE_MISMATCH, f"The file is {what}, not a table.", _AS_TABLE)


def _workbook(blocks: Iterator[bytes]) -> str:
    """Open the package and look at every part of it, without reading a row."""
    from chalicelib.imports.workbook import Workbook

    with tempfile.TemporaryFile() as copy:
        entries, tail = 0, b""
        for block in blocks:
            copy.write(block)
            entries += (tail + block).count(_DIRECTORY_ENTRY)
            tail = block[-3:]
            refuse_file_if(entries > MOST_DIRECTORY_ENTRIES, FaultCode.F_MALWARE, "The archive holds far too many parts.")
        Workbook(cast(BinaryIO, copy))
    return "utf-8"


def _compound_file(blocks: Iterator[bytes]) -> FileRefused:
    """Why an OLE compound file is refused: it is how Office keeps encrypted documents, and all documents before 2007."""
    names = {name: name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument", "PowerPoint")}
    found: set[str] = set()
    tail = b""
    for block in blocks:
        found |= {name for name, stored in names.items() if stored in tail + block}
        tail = block[-64:]
    if "EncryptedPackage" in found:
        return FileRefused(FaultCode.F_ENCRYPTED)
    what = "no spreadsheet" if found else "an old Excel workbook (.xls)"
    return FileRefused(FaultCode.F_TYPE_MISMATCH, f"The file is {what}.", _AS_TABLE)
