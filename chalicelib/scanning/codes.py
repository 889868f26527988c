"""What a scanner can find, one code each. `scanning.words` says each to people."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    # The scanner and its limits
    SCANNER_FAILED = "scanner-failed"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    LIMIT_DEPTH = "limit-depth"
    LIMIT_MEMBERS = "limit-members"
    LIMIT_INFLATED_BYTES = "limit-inflated-bytes"
    LIMIT_RATIO = "limit-ratio"
    LIMIT_TIME = "limit-time"

    # What any kind of document can be
    ENCRYPTED = "encrypted"
    MALFORMED = "malformed"
    XML_ENTITY = "xml-entity"

    # What the virus scanner ClamAV says
    CLAMD_FOUND = "clamd-found"
    CLAMD_LIMIT = "clamd-limit"
    CLAMD_MACROS = "clamd-macros"
