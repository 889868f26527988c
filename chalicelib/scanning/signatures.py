"""Signatures: byte patterns of programs, scripts and known tricks, in `rules.yar`, matched by YARA-X."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.scanning.codes import Code
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.ports import ScannerUnavailableError

if TYPE_CHECKING:
    import yara_x

_RULES = Path(__file__).with_name("rules.yar")


class MatchingTimeoutError(Exception):
    """The bytes could not be searched in the time that was left."""


@cache
def _compiled() -> yara_x.Rules:
    """Compiled on first use, not when a function starts that never scans."""
    try:
        import yara_x

        return yara_x.compile(_RULES.read_text(encoding="utf-8"))
    except (ImportError, OSError, ValueError) as error:
        raise ScannerUnavailableError("The signatures cannot be loaded") from error


@cache
def fingerprint() -> str:
    """Which rules these are. Raises ScannerUnavailableError."""
    try:
        return hashlib.sha256(_RULES.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise ScannerUnavailableError("The signatures cannot be read") from error


def identified() -> dict[Code, Outcome]:
    """Every signature that is loaded, with what it means."""
    return {_code(rule.identifier): _outcome(rule) for rule in _compiled()}


def matches(content: bytes, seconds: float) -> list[tuple[Outcome, Code]]:
    """The signatures found anywhere in the bytes. Raises MatchingTimeoutError, ScannerUnavailableError."""
    import yara_x

    scanner = yara_x.Scanner(_compiled())
    scanner.fast_scan(True)  # one match of a pattern is enough; a file full of them must not fill the memory
    scanner.set_timeout(max(1, int(seconds)))
    try:
        return [(_outcome(rule), _code(rule.identifier)) for rule in scanner.scan(content).matching_rules]
    except yara_x.TimeoutError as error:
        raise MatchingTimeoutError from error


def _code(identifier: str) -> Code:
    return Code(identifier.replace("_", "-"))


def _outcome(rule: yara_x.Rule) -> Outcome:
    return Outcome(dict(rule.metadata)["outcome"])
