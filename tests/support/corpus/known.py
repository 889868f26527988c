"""EICAR, plain and wherever a document or an archive can hold it."""

from __future__ import annotations

import zipfile

from tests.support.corpus.compound import word
from tests.support.corpus.office import docx, opendocument, xlsx
from tests.support.corpus.packing import zipped
from tests.support.corpus.pdfs import pdf, stream
from tests.support.corpus.programs import eicar
from tests.support.corpus.sample import INFECTED, samples


def attached(*, packed: bool) -> bytes:
    """A PDF with EICAR as its attachment."""
    names = "/Names << /EmbeddedFiles << /Names [(invoice.txt) 6 0 R] >> >>"
    entry = "<< /Type /Filespec /F (invoice.txt) /UF (invoice.txt) /EF << /F 7 0 R >> >>"
    return pdf(names, objects=[entry, stream(eicar(), "/Type /EmbeddedFile", packed=packed)])


EICAR = samples(
    INFECTED,
    [
        ("plain", "letter.txt", eicar),
        ("program", "eicar.com", eicar),
        ("as-pdf", "statement.pdf", eicar),
        ("with-white-space", "letter.txt", lambda: eicar() + b"\r\n \t\x1a"),
        ("zipped", "letters.zip", lambda: zipped({"letter.txt": eicar()})),
        ("zipped-stored", "letters.zip", lambda: zipped({"letter.txt": eicar()}, zipfile.ZIP_STORED)),
        ("zipped-among-others", "letters.zip", lambda: zipped({"one.txt": b"Dear Aoife", "two.txt": eicar()})),
        ("zipped-twice", "letters.zip", lambda: zipped({"inner.zip": zipped({"letter.txt": eicar()})})),
        ("zipped-as-picture", "photos.zip", lambda: zipped({"photo.jpg": eicar()})),
        ("in-docx", "letter.docx", lambda: docx({"word/media/image1.png": eicar()})),
        ("in-xlsx", "budget.xlsx", lambda: xlsx({"customXml/item1.xml": eicar()})),
        ("in-odt", "letter.odt", lambda: opendocument("text", "<text:p>Hello</text:p>", {"Pictures/1.png": eicar()})),
        ("in-docx-in-zip", "letters.zip", lambda: zipped({"letter.docx": docx({"word/media/image1.png": eicar()})})),
        ("in-doc-stream", "letter.doc", lambda: word(streams={"Data": eicar()})),
        ("attached-to-pdf", "statement.pdf", lambda: attached(packed=False)),
        ("attached-to-pdf-deflated", "statement.pdf", lambda: attached(packed=True)),
    ],
)
