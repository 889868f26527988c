"""Files that are of two kinds at once: harmless to the program that checks them, something else to the one that opens them."""

from __future__ import annotations

import re
import struct

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination
from chalicelib.scanning.kinds import Kind
from chalicelib.scanning.model import Outcome

_HEAD_BYTES = 1024
"""Readers of PDF look so far for its header."""

_DIRECTORY_END = b"PK\5\6"
_LONGEST_ZIP_TAIL = 22 + 0xFFFF
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_MARKUP = re.compile(rb"<(script|html|svg|iframe|\?php)|^#!/|MIME-Version:", re.IGNORECASE)


def check_polyglot(examination: Examination, content: bytes, kind: Kind, where: str) -> None:
    """A PDF or a picture. Not for OLE files and archives: Word keeps a zip in each .doc, and an archive may hold any file."""
    head = content[:_HEAD_BYTES]
    if (
        _ends_as_zip(content)
        or any(beginning in content for beginning in _ARCHIVES)
        or (kind is Kind.PDF and _MARKUP.search(head))
        or (kind is not Kind.PDF and b"%PDF-" in head)
    ):
        examination.found(Outcome.RISKY, Code.POLYGLOT, where)


def _ends_as_zip(content: bytes) -> bool:
    """A zip is read from its end, so it may have anything before it."""
    end = content.rfind(_DIRECTORY_END, max(0, len(content) - _LONGEST_ZIP_TAIL))
    if end < 0 or end + 22 > len(content):
        return False
    (size,) = struct.unpack_from("<I", content, end + 12)
    return content[max(0, end - size) : end].startswith(b"PK\1\2")
