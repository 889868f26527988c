"""What a scanner is."""

from __future__ import annotations

from typing import Protocol

from chalicelib.scanning.model import Verdict


class ScannerUnavailableError(Exception):
    """The scanner could not look: try again later. It never means that the file is clean."""


class Scanner(Protocol):
    """Looks into the bytes of one file."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """The version of its rules. Raises ScannerUnavailableError."""
        ...

    def scan(self, content: bytes, filename: str, declared_type: str) -> Verdict:
        """The verdict on a whole file, its name as the uploader gave it and the media type the uploader declared.

        An empty name or type was not declared and is not judged. Raises ScannerUnavailableError.
        """
        ...
