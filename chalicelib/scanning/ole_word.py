"""Word until 2003: whether a document is encrypted, runs fields, or takes its template from elsewhere ([MS-DOC])."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from chalicelib.scanning.codes import Code
from chalicelib.scanning.fields import field_codes
from chalicelib.scanning.links import is_remote_template
from chalicelib.scanning.model import Outcome

_FLAGS_AT = 10
_IS_ENCRYPTED, _HAS_TABLE_1 = 0x0100, 0x0200
_ASSOCIATED_STRINGS_AT = 0x19A
"""Where the file information block says where in the tables they are: fcSttbfAssoc and lcbSttbfAssoc (2.5.6)."""
_TEMPLATE = 1
_LONGEST_FIELD = 512
_FIELD = re.compile(rb"\x13([^\x13\x14\x15]{1,%d}+)" % _LONGEST_FIELD)
_WIDE_FIELD = re.compile(rb"\x13\x00((?:(?![\x13-\x15]\x00)..){1,%d}+)" % _LONGEST_FIELD, re.DOTALL)


def table_name(document: bytes) -> str:
    """Which of two streams the document's tables are in."""
    return "1table" if _flags(document) & _HAS_TABLE_1 else "0table"


def document_faults(document: bytes, table: bytes) -> Iterator[tuple[Outcome, Code]]:
    if _flags(document) & _IS_ENCRYPTED:
        yield Outcome.UNSCANNABLE, Code.ENCRYPTED
        return
    fields = [match[1].decode("latin-1") for match in _FIELD.finditer(document)]
    fields += [match[1].decode("utf-16-le", "replace") for match in _WIDE_FIELD.finditer(document)]
    for code in field_codes(fields):
        yield Outcome.RISKY, code
    if is_remote_template(_template(document, table)):
        yield Outcome.RISKY, Code.OFFICE_REMOTE_TEMPLATE


def _flags(document: bytes) -> int:
    return int.from_bytes(document[_FLAGS_AT : _FLAGS_AT + 2], "little")


def _template(document: bytes, table: bytes) -> str:
    """The path of the attached template, the second of the associated strings (2.9.276); empty when there is none."""
    if len(document) < _ASSOCIATED_STRINGS_AT + 8:
        return ""
    start, length = struct.unpack_from("<II", document, _ASSOCIATED_STRINGS_AT)
    strings = table[start : start + length]
    extra = int.from_bytes(strings[4:6], "little")
    at = 6
    for _ in range(_TEMPLATE):
        at += 2 + 2 * int.from_bytes(strings[at : at + 2], "little") + extra
    characters = int.from_bytes(strings[at : at + 2], "little")
    return strings[at + 2 : at + 2 + 2 * characters].decode("utf-16-le", "replace")
