"""Archives that write where they should not, say two things at once, or are no zips."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

from chalicelib.scanning.model import Outcome
from tests.support.corpus.office import docx
from tests.support.corpus.packing import Member, built, zipped
from tests.support.corpus.pdfs import pdf
from tests.support.corpus.programs import eicar, pe, shortcut
from tests.support.corpus.sample import BROKEN, INFECTED, NOT_TAKEN, RISKY, Sample, samples

LETTER = b"Dear Aoife, thank you for your letter."
SYMLINK = 0o120777 << 16
NOT_CLEAN = frozenset(set(Outcome) - {Outcome.CLEAN, Outcome.ERROR})


def tar(name: str = "letter.txt", kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, link
        entry.size = len(LETTER) if kind == tarfile.REGTYPE else 0
        archive.addfile(entry, io.BytesIO(LETTER))
    return stream.getvalue()


def _holding(name: str, content: bytes = LETTER) -> bytes:
    return built([Member(name.encode(), content)])


SLIPS = samples(
    RISKY | {Outcome.REJECTED},
    [
        ("parent-folder", "letters.zip", lambda: _holding("../../letter.txt")),
        ("parent-folder-inside", "letters.zip", lambda: _holding("a/../../letter.txt")),
        ("parent-folder-windows", "letters.zip", lambda: _holding("..\\..\\letter.txt")),
        ("absolute", "letters.zip", lambda: _holding("/etc/cron.d/letter.txt")),
        ("drive", "letters.zip", lambda: _holding("C:\\Windows\\letter.txt")),
        ("share", "letters.zip", lambda: _holding("\\\\192.0.2.1\\share\\letter.txt")),
        ("symbolic-link", "letters.zip", lambda: built([Member(b"letter.txt", b"/etc/passwd", attributes=SYMLINK)])),
        ("right-to-left", "letters.zip", lambda: built([Member("letter\u202etxt.exe".encode(), LETTER, flags=0x800)])),
        ("program-name", "letters.zip", lambda: _holding("letter.exe")),
        ("double-extension", "letters.zip", lambda: _holding("letter.pdf.js", b"alert(1)")),
        ("stream-name", "letters.zip", lambda: _holding("letter.txt:evil.exe")),
        ("docx-parent-folder", "letter.docx", lambda: docx({"../../evil.xml": "<a/>"})),
    ],
)
TWO_FACED = samples(
    NOT_CLEAN,
    [
        ("same-name-twice", "letters.zip", lambda: built([Member(b"letter.txt", LETTER), Member(b"letter.txt", eicar())])),
        ("same-name-by-case", "letters.zip", lambda: built([Member(b"letter.txt", LETTER), Member(b"LETTER.TXT", b"other")])),
        ("local-name-differs", "letters.zip", lambda: built([Member(b"letter.txt", LETTER, local_name=b"letter.exe")])),
        ("nul-in-name", "letters.zip", lambda: built([Member(b"letter.txt\0.exe", LETTER)])),
        ("no-name", "letters.zip", lambda: built([Member(b"", LETTER)])),
        ("two-archives", "letters.zip", lambda: zipped({"a.exe": pe()}) + zipped({"letter.txt": LETTER})),
        ("hidden-member", "letters.zip", lambda: built([Member(b"letter.txt", LETTER)], prefix=Member(b"a.exe", pe()).local)),
        ("archive-in-comment", "letters.zip", lambda: built([Member(b"letter.txt", LETTER)], comment=zipped({"a.exe": pe()}))),
        ("bytes-after-end", "letters.zip", lambda: zipped({"letter.txt": LETTER}) + pe()),
    ],
)
HOLDING = samples(
    INFECTED,
    [
        ("program", "letters.zip", lambda: zipped({"setup.exe": pe()})),
        ("program-as-pdf", "letters.zip", lambda: zipped({"statement.pdf": pe()})),
        ("shortcut", "letters.zip", lambda: zipped({"statement.pdf.lnk": shortcut()})),
        ("program-nested", "letters.zip", lambda: zipped({"inner.zip": zipped({"statement.pdf": pe()})})),
        ("self-extracting", "letters.zip", lambda: pe() + zipped({"letter.txt": LETTER})),
        ("self-extracting-as-exe", "letters.exe", lambda: built([Member(b"letter.txt", LETTER)], prefix=pe())),
        (
            "java",
            "letters.jar",
            lambda: zipped({"META-INF/MANIFEST.MF": b"Main-Class: A\n", "A.class": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(99)}),
        ),
    ],
)
OTHERS = (
    *samples(
        NOT_TAKEN,
        [
            ("7z", "letters.7z", lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(100)),
            ("7z-as-zip", "letters.zip", lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(100)),
            ("rar", "letters.rar", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100)),
            ("rar-4-as-pdf", "statement.pdf", lambda: b"Rar!\x1a\x07\x00" + bytes(100)),
            ("tar", "letters.tar", tar),
            ("tar-link", "letters.tar", lambda: tar("letter.txt", tarfile.SYMTYPE, "/etc/passwd")),
            ("tar-as-txt", "letter.txt", tar),
            ("gzip", "letter.txt.gz", lambda: gzip.compress(LETTER, mtime=0)),
            ("bzip2", "letter.txt.bz2", lambda: bz2.compress(LETTER)),
            ("xz", "letter.txt.xz", lambda: lzma.compress(LETTER)),
            ("cabinet", "letters.cab", lambda: b"MSCF\0\0\0\0" + bytes(200)),
            ("disk-image", "letters.iso", lambda: bytes(32769) + b"CD001\x01" + bytes(2000)),
            ("disk-image-as-zip", "letters.zip", lambda: bytes(32769) + b"CD001\x01" + bytes(2000)),
            ("virtual-disk", "letters.vhd", lambda: b"conectix" + bytes(504)),
            ("7z-in-zip", "letters.zip", lambda: zipped({"letters.7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(100)})),
        ],
    ),
    Sample("unknown-method", "letters.zip", lambda: built([Member(b"letter.txt", packed=bytes(40), method=97, size=80)]), BROKEN),
    Sample("lzma-method", "letters.zip", lambda: zipped({"setup.exe": pe()}, zipfile.ZIP_LZMA), INFECTED | BROKEN),
    Sample("program-in-pdf-in-zip", "letters.zip", lambda: zipped({"statement.pdf": pdf() + pe()}), RISKY | BROKEN),
)
ARCHIVES = (*SLIPS, *TWO_FACED, *HOLDING, *OTHERS)
