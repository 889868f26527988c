"""Programs under the names of documents, and names that deceive people or attack what handles files."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.corpus.office import docx, xlsx
from tests.support.corpus.pdfs import pdf
from tests.support.corpus.pictures import picture
from tests.support.corpus.programs import elf, java_class, mach_o, pe, shortcut
from tests.support.corpus.sample import BROKEN, INFECTED, NOT_TAKEN, REJECTED, Sample, samples

PROGRAMS = samples(
    INFECTED,
    [
        ("pe-as-itself", "setup.exe", pe),
        ("pe-as-pdf", "statement.pdf", pe),
        ("pe-as-jpg", "photo.jpg", pe),
        ("pe-as-docx", "letter.docx", pe),
        ("pe-as-csv", "accounts.csv", pe),
        ("pe-as-txt", "letter.txt", pe),
        ("elf-as-pdf", "statement.pdf", elf),
        ("elf-as-png", "photo.png", elf),
        ("mach-o-as-pdf", "statement.pdf", mach_o),
        ("java-class-as-pdf", "statement.pdf", java_class),
        ("shortcut-as-pdf", "statement.pdf", shortcut),
        ("shortcut-as-doc", "letter.doc", shortcut),
    ],
)
SOUND = {
    "program-name": "statement.exe",
    "double-extension": "statement.pdf.exe",
    "double-extension-inside": "statement.exe.pdf",
    "script-name": "statement.js",
    "screensaver-name": "statement.scr",
    "macro-name": "statement.docm",
    "right-to-left": "statement\u202efdp.exe",
    "right-to-left-honest-end": "state\u202exe.pdf",
    "isolate": "statement\u2066exe\u2069.pdf",
    "zero-width": "state\u200bment.pdf",
    "line-end": "statement\r\n.pdf",
    "escape": "statement\x1b[2K.pdf",
    "nul": "statement.pdf\0.exe",
    "nul-honest-end": "statement.exe\0.pdf",
    "parent-folder": "../../statement.pdf",
    "parent-folder-windows": "..\\..\\statement.pdf",
    "absolute": "/etc/cron.d/statement.pdf",
    "drive": "C:\\Windows\\statement.pdf",
    "alternate-stream": "statement.pdf::$DATA",
    "alternate-stream-program": "statement.pdf:evil.exe",
    "padded-with-spaces": "statement.pdf" + " " * 60 + ".exe",
    "dot-at-end": "statement.exe.",
}
"""A sound PDF under each of these names."""


def _as(name: str, filename: str, make: Callable[[], bytes], declared_type: str = "") -> Sample:
    return Sample(name, filename, make, REJECTED, declared_type)


NAMES = (
    *(Sample(name, filename, pdf, REJECTED) for name, filename in SOUND.items()),
    _as("png-as-pdf", "statement.pdf", lambda: picture("PNG"), "application/pdf"),
    _as("pdf-as-docx", "letter.docx", pdf),
    _as("pdf-as-txt", "letter.txt", pdf),
    _as("docx-as-xlsx", "budget.xlsx", docx),
    _as("xlsx-as-pdf", "statement.pdf", xlsx, "application/pdf"),
    _as("gif-as-jpg", "photo.jpg", lambda: picture("GIF")),
    _as("text-as-pdf", "statement.pdf", lambda: b"Dear Aoife, thank you."),
    _as("pdf-declared-as-picture", "statement.pdf", pdf, "image/png"),
    _as("pdf-declared-as-page", "statement.pdf", pdf, "text/html"),
    _as("picture-declared-as-script", "photo.png", lambda: picture("PNG"), "application/javascript"),
    _as("empty", "statement.pdf", lambda: b""),
    _as("bitmap", "photo.bmp", lambda: picture("BMP")),
    _as("icon", "photo.ico", lambda: picture("ICO")),
    Sample("noise-as-pdf", "statement.pdf", lambda: bytes((n * n * 31 + n * 7) % 256 for n in range(3000)), BROKEN),
    Sample("too-large", "letter.txt", lambda: b"Dear Aoife\n" * (25 * 1024 * 1024 // 11 + 1), BROKEN),
    Sample("sound-recording", "call.mp3", lambda: b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(500), NOT_TAKEN),
)
