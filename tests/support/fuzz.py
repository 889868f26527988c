"""Coverage-guided fuzzing of everything that reads what strangers send.

    python -m tests.support.fuzz csv -runs=100000        one target, with the options of libFuzzer
    make fuzz                                            each of them for a minute

A target may refuse its input in the closed words that it has for that. Any other exception is a finding, and so is taking
twenty seconds or half a gigabyte at once over it.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris
import openpyxl

from tests.support.clean_files import CLEAN_FILES
from tests.support.corpus.compound import compound, word
from tests.support.corpus.office import document, docx, opendocument, relations, sheet, xlsx
from tests.support.corpus.office import workbook as workbook_part
from tests.support.corpus.packing import zipped
from tests.support.corpus.pdfs import pdf, stream, with_object_stream
from tests.support.corpus.sample import Sample
from tests.support.dangerous_files import DANGEROUS

with atheris.instrument_imports(include=["chalicelib"]):
    from chalicelib.core.dates import parse_day
    from chalicelib.core.email import parse_email
    from chalicelib.core.faults import BadCell
    from chalicelib.core.money import parse_pounds
    from chalicelib.core.phone import parse_phone
    from chalicelib.core.postcode import parse_postcode
    from chalicelib.imports.gate import inspect
    from chalicelib.imports.reading import read
    from chalicelib.imports.table import FileRefused
    from chalicelib.scanning.embedded import Embedded
    from chalicelib.scanning.model import Outcome

HEADER = "CustomerID,AccountNumber,AddressLine1,Postcode,Balance,DueDate"
LINE = "C-1,A-1,12 High Street,LS1 4DY,100.00,2025-03-01"
SHEET = "xl/worksheets/sheet1.xml"


def _parts() -> dict[str, bytes]:
    """The parts of a sound workbook with one row."""
    made = openpyxl.Workbook()
    for line in (HEADER, LINE):
        made.worksheets[0].append(line.split(","))
    packed = io.BytesIO()
    made.save(packed)
    with zipfile.ZipFile(packed) as package:
        return {name: package.read(name) for name in package.namelist()}


PARTS = _parts()
SCANNER = Embedded()
LARGEST_SEED_BYTES = 8192


def workbook(sheet: bytes) -> bytes:
    """A workbook whose only sheet is these bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (PARTS | {SHEET: sheet}).items():
            package.writestr(name, content)
    return packed.getvalue()


def _file(content: bytes) -> None:
    try:
        seen = inspect(io.BytesIO(content))
        for _ in read(io.BytesIO(content), seen.format, seen.encoding).records:
            pass
    except FileRefused:
        return


def _cell(parse: Callable[[str], object]) -> Callable[[bytes], None]:
    def target(content: bytes) -> None:
        try:
            parse(content.decode("utf-8", "replace"))
        except BadCell:
            return

    return target


def _scan(content: bytes) -> None:
    """The scanner fails closed, as ERROR; but every failure is a check that did not run."""
    verdict = SCANNER.scan(content, "", "")
    assert verdict.outcome is not Outcome.ERROR, verdict.findings


def _seeds(families: Iterable[tuple[Sample, ...]]) -> list[bytes]:
    """The smaller files of the scanner's corpus: one of each kind of danger is enough, and large ones are slow."""
    made = (sample.make() for family in families for sample in family)
    return [content for content in made if len(content) <= LARGEST_SEED_BYTES]


HOLDERS: tuple[tuple[Callable[[bytes], bytes], list[bytes]], ...] = (
    (lambda part: docx({"word/document.xml": part}), [document().encode()]),
    (
        lambda part: docx({"word/_rels/document.xml.rels": part}),
        [relations(("hyperlink", "https://example.com/", "External")).encode()],
    ),
    (lambda part: xlsx({"xl/worksheets/sheet1.xml": part}), [sheet().encode()]),
    (lambda part: xlsx({"xl/workbook.xml": part}), [workbook_part().encode()]),
    (
        lambda part: opendocument("text", "", {"content.xml": part}),
        [b"<office:document-content><office:body/></office:document-content>"],
    ),
    (lambda part: pdf(objects=[part]), [b"<< /S /JavaScript /JS (x) >>", b"<< /Type /Filespec /EF << /F 7 0 R >> >>"]),
    (lambda part: with_object_stream([b"<< /Type /Catalog /Pages 1 0 R >>", part], 6), [b"<< /S /URI /URI (x) >>"]),
    (lambda part: pdf(objects=[stream(part, packed=True)]), [b"BT (x) Tj ET"]),
    (lambda part: compound({"WordDocument": part, "1Table": bytes(64)}), [b"\xec\xa5\xc1\0" + bytes(60)]),
    (lambda part: compound({"Workbook": part}), [b"\x09\x08\x10\0\0\x06\x05\0" + bytes(12) + b"\x85\0\x08\0" + bytes(8)]),
    (lambda part: word(streams={"Macros/VBA/dir": part, "Macros/VBA/M": part}), [b"\x01\x10\xb0" + bytes(40)]),
    (lambda part: word(streams={"\x01Ole10Native": part}), [b"\0\x02\0\0\x02\0a.exe\0a\0\0\0\x03\0" + bytes(20)]),
    (lambda part: zipped({"a.zip": part}), [zipped({"a.txt": b"Dear Aoife"})]),
)
"""What packs a part, so that it is the part that gets strange and not the packing; and a part or two to begin with."""


def _part(content: bytes) -> None:
    if content:
        holder, _ = HOLDERS[content[0] % len(HOLDERS)]
        _scan(holder(content[1:]))


TARGETS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    "csv": (_file, [f"{HEADER}\r\n{LINE}\r\n".encode(), f'{HEADER}\n"C\n1",A\n'.encode("utf-16")]),
    "package": (_file, [workbook(PARTS[SHEET])]),
    "sheet": (lambda content: _file(workbook(content)), [PARTS[SHEET]]),
    "phone": (_cell(parse_phone), [b"07700 900123", b"+44 (0)20 7946 0018", b"4.47701E+11"]),
    "postcode": (_cell(parse_postcode), [b"LS1 4DY", b"BFPO 801", b"GIR0AA"]),
    "money": (_cell(parse_pounds), [b"\xc2\xa31,234.56", b"(5.00)"]),
    "date": (_cell(parse_day), [b"1984-02-29", b"31/03/2025"]),
    "scan": (_scan, _seeds([*DANGEROUS.values(), *CLEAN_FILES.values()])),
    "part": (_part, [bytes([n]) + part for n, (_, parts) in enumerate(HOLDERS) for part in parts]),
    "email": (_cell(parse_email), [b"a@b\xc3\xbccher.example.com"]),
}


def main() -> None:
    name, *options = sys.argv[1:]
    target, seeds = TARGETS[name]
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        atheris.Setup(
            [sys.argv[0], "-max_len=8192", "-timeout=20", "-rss_limit_mb=0", "-malloc_limit_mb=512", *options, corpus], target
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
