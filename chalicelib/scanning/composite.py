"""Several scanners asked about the same bytes. A file is clean when every one of them says so."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.scanning.model import Verdict
from chalicelib.scanning.ports import Scanner


class Composite:
    """The scanners that a deployment requires and that answer at once."""

    def __init__(self, scanners: Sequence[Scanner]) -> None:
        if not scanners:
            raise ValueError("A file that no scanner looks at is never clean")
        self._scanners = tuple(scanners)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(scanner.name for scanner in self._scanners)

    def scan(self, content: bytes, filename: str, declared_type: str) -> tuple[Verdict, ...]:
        """One verdict for each scanner, in their order; `model.worst` of them decides.

        Raises ScannerUnavailableError when any cannot look, however bad the others find the file: it is scanned again later.
        """
        return tuple(scanner.scan(content, filename, declared_type) for scanner in self._scanners)
