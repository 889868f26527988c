"""Text and CSV: what in a text is more than text."""

from __future__ import annotations

import re

from chalicelib.scanning.codes import Code
from chalicelib.scanning.decoding import plain_text
from chalicelib.scanning.examination import Examination
from chalicelib.scanning.model import Outcome

_MARKUP = re.compile(
    rb"<(!doctype|html|svg|script|\?xml|\?php|head|body|iframe|h1|div|a\s|style|table|!--)|mime-version:|content-type:",
    re.IGNORECASE,
)
"""How pages, drawings and mails begin, which a browser or a mail program opens as such whatever the file is called."""

_SETTINGS = re.compile(rb"id;p|begin:v|\[internetshortcut\]|\[autorun\]|\[\{000214a0|web\r?\n1", re.IGNORECASE)
"""How links, calendars, symbolic spreadsheets and web queries begin: text that acts when it is opened."""


def check_text(examination: Examination, content: bytes, where: str) -> None:
    """Bytes that are text. Formulas that start programs are signatures; others are made harmless where a table is written."""
    text = plain_text(content) or b""
    beginning = text[:4096].lstrip()
    if _MARKUP.match(beginning):
        examination.found(Outcome.REJECTED, Code.TEXT_MARKUP, where)
    if _SETTINGS.match(beginning):
        examination.found(Outcome.RISKY, Code.TEXT_ACTIVE, where)
    if _has_longer_line(text, examination.limits.line_characters):
        examination.found(Outcome.REJECTED, Code.TEXT_LINE_LENGTH, where)
    if text is not content:
        examination.match_signatures(text, where)


def _has_longer_line(text: bytes, most: int) -> bool:
    """A line that long is no letter and no table, and makes readers of both quadratic. Jumps from line end to line end."""
    start = 0
    while len(text) - start > most:
        end = max(text.rfind(b"\n", start, start + most + 1), text.rfind(b"\r", start, start + most + 1))
        if end < 0:
            return True
        start = end + 1
    return False
