"""PDFs made for tests: small, well-formed, and as hostile as a test asks for."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

PAGES = (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")


def pdf(*objects: bytes, catalogue: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page. `objects` are numbered from 4, `catalogue` and `trailer` are more entries of theirs."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>", *PAGES, *objects]
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, table))
    return out.getvalue()


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), dictionary, content)


def deflated(content: bytes, dictionary: bytes = b"") -> bytes:
    return stream(zlib.compress(content), b"/Filter /FlateDecode " + dictionary)


def object_stream(
    bodies: Sequence[bytes], *, numbered_from: int = 20, dictionary: bytes = b"", is_deflated: bool = True
) -> bytes:
    """Objects packed into a stream."""
    table, packed = b"", b""
    for number, body in enumerate(bodies, start=numbered_from):
        table += b"%d %d " % (number, len(packed))
        packed += body + b" "
    head = b"/Type /ObjStm /N %d /First %d %s" % (len(bodies), len(table), dictionary)
    return (deflated if is_deflated else stream)(table + packed, head)
