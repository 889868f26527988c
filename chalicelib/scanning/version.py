"""Which rules our own scanner has. Known wherever the app runs, also where the libraries that it needs to look are not."""

from __future__ import annotations

from chalicelib.scanning.signatures import fingerprint

CHECKS = 2
"""The version of the structural checks: raise it when a file could come out otherwise, and clean ones are looked at again."""


def current() -> str:
    """Raises ScannerUnavailableError."""
    return f"{CHECKS}.{fingerprint()}"
