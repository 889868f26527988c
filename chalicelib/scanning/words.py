"""What each code means, for the agent who decides what to do about the file."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.scanning.codes import Code

WORDS: Mapping[Code, str] = {
    Code.SCANNER_FAILED: "The scanner could not finish with this file.",
    Code.EMPTY: "The file is empty.",
    Code.TOO_LARGE: "The file is larger than we take.",
    Code.LIMIT_DEPTH: "It holds files within files, deeper than we look.",
    Code.LIMIT_MEMBERS: "It holds more files than we look through.",
    Code.LIMIT_INFLATED_BYTES: "It unpacks to more than we look through.",
    Code.LIMIT_RATIO: "It is packed so tightly that unpacking it could exhaust a computer.",
    Code.LIMIT_TIME: "Looking through it took too long.",
    Code.ENCRYPTED: "It is protected by a password, so nobody can look inside.",
    Code.MALFORMED: "It is damaged or not built as a file of its kind should be.",
    Code.CLAMD_FOUND: "The virus scanner ClamAV knows it as malware.",
    Code.CLAMD_LIMIT: "It is larger, or holds more, than the virus scanner ClamAV looks through.",
    Code.CLAMD_MACROS: "The virus scanner ClamAV found macros in it.",
    Code.XML_ENTITY: "It declares XML entities, which can read other files or exhaust a computer.",
}


def sentence(code: str) -> str:
    """The sentence of a code. A code that an older or another scanner wrote down is said as it is."""
    return WORDS[Code(code)] if code in WORDS else f"The scanner reports: {code}."
