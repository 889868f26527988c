"""Runs inside the packaged zip with the scanner's layer: files in, what the scanner says and how a picture is drawn out."""

from __future__ import annotations

from base64 import b64decode

from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.pictures import drawn_anew


def handler(event: dict[str, str], context: object) -> dict[str, list[str]]:
    scanner, answers = Embedded(), {}
    for name, encoded in event.items():
        content = b64decode(encoded)
        picture = drawn_anew(content)
        answers[name] = [scanner.scan(content, name, "").outcome, picture.media_type if picture else ""]
    return answers
