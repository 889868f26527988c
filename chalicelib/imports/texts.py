"""The texts of a workbook: those that its cells share, and those that stand in a cell, without what is not shown of them."""

from __future__ import annotations

import mmap
import re
import tempfile
from array import array
from contextlib import ExitStack
from functools import lru_cache
from typing import Self

from chalicelib.core.faults import FaultCode
from chalicelib.imports.opc import Attributes, Package
from chalicelib.imports.table import FileRefused, refuse_file_if

LARGEST_STRINGS_BYTES = 512 * 1024**2
LONGEST_CELL = 32_767
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """The texts that cells share, kept in a temporary file: memory holds eight bytes for each."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._ends = array("Q", [0])
        self._view: mmap.mmap | None = None
        self.get = lru_cache(4096)(self._get)

    def __enter__(self) -> Self:
        self._file = self._open.enter_context(tempfile.TemporaryFile())
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def read(self, package: Package, path: str) -> None:
        refuse_file_if(package.size(path) > LARGEST_STRINGS_BYTES, FaultCode.F_TOO_LARGE, "The workbook holds too much text.")
        words = Words()
        written = 0

        def end(element: str) -> None:
            nonlocal written
            if element == "si":
                written += self._file.write(words.take().encode())
                self._ends.append(written)
            else:
                words.end(element)

        for _ in package.walk(path, words.start, end, words.text):
            pass
        self._file.flush()
        if written:
            self._view = self._open.enter_context(mmap.mmap(self._file.fileno(), written, prot=mmap.PROT_READ))

    def _get(self, number: int) -> str:
        refuse_file_if(not 0 <= number < len(self._ends) - 1, FaultCode.F_MALFORMED_XLSX)
        start, end = self._ends[number], self._ends[number + 1]
        return self._view[start:end].decode() if self._view and end > start else ""


class Words:
    """Collects the text of `t` elements, without the readings that Japanese texts carry beside them."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._length = 0
        self._listening = False
        self._reading = False

    def start(self, element: str, _attributes: Attributes) -> None:
        self._reading = self._reading or element == "rPh"
        self._listening = element == "t" and not self._reading

    def end(self, element: str) -> None:
        self._listening = False
        self._reading = self._reading and element != "rPh"

    def text(self, words: str) -> None:
        if self._listening:
            self.add(words)

    def add(self, words: str) -> None:
        self._length += len(words)
        if self._length > LONGEST_CELL:
            raise FileRefused(FaultCode.F_MALFORMED_XLSX, "A cell holds more text than a cell can.")
        self._found.append(words)

    def take(self) -> str:
        text = "".join(self._found)
        self._found.clear()
        self._length = 0
        return _unescaped(text) if "_x" in text else text


def _unescaped(text: str) -> str:
    """`_x000D_` is how a workbook writes what XML cannot hold, and half of a character beyond the first 65,536."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
