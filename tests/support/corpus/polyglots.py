"""Files that are two things at once, so that who checks and who opens them disagree."""

from __future__ import annotations

from chalicelib.scanning.model import Outcome
from tests.support.corpus.markup import PAGE
from tests.support.corpus.office import docx
from tests.support.corpus.packing import Member, built, zipped
from tests.support.corpus.pdfs import pdf
from tests.support.corpus.pictures import jpeg_with_comment, picture
from tests.support.corpus.programs import java_class, pe
from tests.support.corpus.sample import RISKY, UNSCANNABLE, samples

PROGRAMS = zipped({"setup.exe": pe()})
POLYGLOTS = samples(
    RISKY | UNSCANNABLE | {Outcome.REJECTED},
    [
        ("pdf-and-zip", "statement.pdf", lambda: pdf() + PROGRAMS),
        ("zip-and-pdf", "letters.zip", lambda: built([Member(b"letter.txt", b"Dear Aoife")], prefix=pdf())),
        ("pdf-and-program", "statement.pdf", lambda: pdf() + pe()),
        ("program-and-pdf", "statement.pdf", lambda: pe()[:900] + pdf()),
        ("page-and-pdf", "statement.pdf", lambda: PAGE + b"\n" + pdf()),
        ("pdf-and-page", "statement.pdf", lambda: pdf() + PAGE),
        ("jpeg-and-zip", "photo.jpg", lambda: picture("JPEG") + PROGRAMS),
        ("jpeg-and-program", "photo.jpg", lambda: picture("JPEG") + pe()),
        ("jpeg-and-php", "photo.jpg", lambda: picture("JPEG") + b"<?php system($_GET['c']); ?>"),
        ("jpeg-and-page", "photo.jpg", lambda: picture("JPEG") + PAGE),
        ("jpeg-comment-page", "photo.jpg", lambda: jpeg_with_comment(PAGE)),
        ("jpeg-and-pdf", "photo.jpg", lambda: picture("JPEG") + pdf("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")),
        ("gif-and-script", "photo.gif", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(document.domain);"),
        ("gif-and-page", "photo.gif", lambda: picture("GIF") + PAGE),
        ("png-and-zip", "photo.png", lambda: picture("PNG") + PROGRAMS),
        ("png-and-program", "photo.png", lambda: picture("PNG") + pe()),
        ("webp-and-page", "photo.webp", lambda: picture("WEBP") + PAGE),
        ("tiff-and-zip", "photo.tiff", lambda: picture("TIFF") + PROGRAMS),
        ("bitmap-and-script", "photo.bmp", lambda: b"BM/*" + bytes(20) + b"*/=1;alert(1);"),
        ("docx-behind-program", "letter.docx", lambda: pe() + docx()),
        ("docx-and-program", "letter.docx", lambda: docx() + pe()),
        ("docx-behind-page", "letter.docx", lambda: PAGE + docx()),
        ("docx-and-java", "letter.docx", lambda: docx({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": java_class()})),
        ("text-and-zip", "letter.txt", lambda: b"Dear Aoife\n" * 10 + PROGRAMS),
        (
            "docx-with-odt-type",
            "letter.docx",
            lambda: docx({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        ),
    ],
)
