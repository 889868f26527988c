"""The fields of a Word document: instructions that Word carries out when it opens or prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chalicelib.scanning.codes import Code
from chalicelib.scanning.links import file_danger

_DDE = re.compile(r"(?:^|[\s\"])DDE(?:AUTO)?\s+\S", re.IGNORECASE)
_SPELLED = re.compile(r"\bQUOTE\s+(?:\d{2,3}\s+){5}", re.IGNORECASE)
"""A text spelled in the numbers of its letters, which only hides what a field starts."""
_FETCHES = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|RD|DATABASE)\s+(?:[A-Za-z]{1,40}(?:\.[A-Za-z0-9]{1,40}){1,3}\s+)?"
    r"\"?([^\"\s]{1,300})",
    re.IGNORECASE,
)
_WEB = re.compile(r"(?:https?|ftps?|mhtml):", re.IGNORECASE)


def field_codes(fields: Sequence[str]) -> Iterator[Code]:
    """What is in the instructions, each alone or all in a row: Word writes one field in pieces as it likes."""
    for text in {*fields, "".join(fields)}:
        if _DDE.search(text) or _SPELLED.search(text):
            yield Code.OFFICE_DDE
        for keyword, path in _FETCHES.findall(text):
            if file_danger(path.replace("\\\\", "\\")):
                yield Code.OFFICE_NETWORK_PATH
            elif _WEB.match(path) and not keyword.upper().endswith("PICTURE"):
                yield Code.OFFICE_REMOTE_CONTENT
