"""Files that others made, for the tests of their own libraries and scanners: nobody here chose what is in them."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.places import ROOT

SAMPLES = ROOT / ".emulator" / "samples"
CLAMAV = Path("/usr/share/clamav-testfiles")
DOCUMENTS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "jpg", "jpeg", "png", "gif", "tif", "tiff")


@dataclass(frozen=True)
class Source:
    """The files of one package under `folder`. All are clean, or none is; but for the exceptions, each with its reason."""

    name: str
    folder: str
    are_clean: bool
    exceptions: Mapping[str, str] = field(default_factory=dict)
    extensions: tuple[str, ...] = DOCUMENTS

    @property
    def path(self) -> Path | None:
        """The package's sources; none where they were not fetched (`make test` does)."""
        return next(iter(sorted(SAMPLES.glob(f"{self.name}-*"))), None)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The name, from the folder on, and the content of each file. Each content once."""
        assert self.path
        seen = set()
        for name, content in _unpacked(self.path):
            _, found, inside = name.partition(f"/{self.folder}/")
            is_wanted = not self.extensions or inside.rpartition(".")[2].lower() in self.extensions
            if found and is_wanted and content not in seen:
                seen.add(content)
                yield inside, content


def _unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist() if not name.endswith("/"))
        return
    with tarfile.open(path) as archive:
        for member in archive:
            if content := archive.extractfile(member):
                yield member.name, content.read()


SOURCES = (
    Source(
        "pikepdf",
        "resources",
        are_clean=True,
        exceptions={
            "form_210966.pdf": "a form of a court with scripts and XFA",
            "form_dd0293.pdf": "a form of an authority with scripts and XFA",
            "fuzz/378014596.pdf": "made by a fuzzer, broken",
            "graph-encrypted.pdf": "opens with a password only",
        },
    ),
    Source("python_docx", "test_files", are_clean=True),
    Source("python_pptx", "test_files", are_clean=True),
    Source("odfpy", "tests/examples", are_clean=True, exceptions={"nasty.odt": "an XML entity in it reads another file"}),
    Source("xlutils", "tests", are_clean=True),
    Source("olefile", "images", are_clean=True),
    Source(
        "oletools",
        "test-data",
        are_clean=False,
        extensions=(),
        exceptions={
            "msodde/harmless-clean.doc": "named so by who made it",
            "msodde/harmless-clean.docx": "named so by who made it",
        },
    ),
)

PAYLOADS = {"JS": "app.alert(1)", "URI": "http://192.0.2.1/", "Launch": "calc.exe", "NTLM": "\\\\192.0.2.1\\share"}
PLAIN = ["-o"]
ATTACKS = tuple((kind, content, options) for kind, content in PAYLOADS.items() for options in ([], PLAIN))


def attacked(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What the generator MaliciousPDF makes of each of its attacks, plain and obfuscated."""
    [sources] = SAMPLES.glob("MaliciousPDF-*")
    with tarfile.open(sources) as archive:
        archive.extractall(folder, filter="data")
    [tool] = folder.glob("*/MaliciousPDF.py")
    payload = folder / "payload.js"
    payload.write_text("app.alert(1)")
    made = folder / "attack.pdf"
    always = [sys.executable, str(tool), "-f", str(made), "-a", "A", "-d", "2025-09-11 09:41:00"]
    for kind, content, options in (*ATTACKS, ("JsFile", str(payload), [])):
        subprocess.run([*always, *options, "-t", kind, "-p", content], check=True, capture_output=True)
        yield f"{kind} {'plain' if options else 'hidden'}.pdf", made.read_bytes()
