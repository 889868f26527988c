"""PDFs written object by object (ISO 32000-2, 7.5), with a right cross-reference table."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

TEXT = b"BT /F1 12 Tf 72 720 Td (Statement of account) Tj ET"


def stream(content: bytes, extra: str = "", *, packed: bool = False) -> bytes:
    """A stream object's body."""
    if packed:
        content, extra = zlib.compress(content), f"{extra} /Filter /FlateDecode"
    return f"<< /Length {len(content)} {extra} >>\nstream\n".encode() + content + b"\nendstream"


def pdf(
    catalog: str = "",
    page: str = "",
    objects: Sequence[str | bytes] = (),
    *,
    text: bytes = TEXT,
    version: bytes = b"%PDF-1.7",
    trailer: str = "",
) -> bytes:
    """One page with a line of text. `objects` are numbered from 6 on; `catalog`, `page` and `trailer` are further entries."""
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> {page} >>",
        stream(text),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    ]
    return written([body.encode("latin-1") if isinstance(body, str) else body for body in bodies], version, trailer)


def written(bodies: Sequence[bytes], version: bytes = b"%PDF-1.7", trailer: str = "") -> bytes:
    """A file of these objects; the first is the catalog."""
    file = version + b"\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    begins = len(file)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table
    return file + f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{begins}\n%%EOF\n".encode()


def with_object_stream(bodies: Sequence[bytes], catalog: int, *, extra: str = "/Filter /FlateDecode", pack: bool = True) -> bytes:
    """A PDF 1.5 file: a page, and these objects from number 6 on inside an object stream, found by a cross-reference stream."""
    fixed = [
        b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 1 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
    ]
    file, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(fixed, 1):
        places.append(len(file))
        file += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    numbers = list(range(6, 6 + len(bodies)))
    index, content = "", b""
    for number, body in zip(numbers, bodies, strict=True):
        index += f"{number} {len(content)} "
        content += body + b"\n"
    inner = index.encode() + content
    packed = zlib.compress(inner) if pack else inner
    places.append(len(file))
    head = f"<< /Type /ObjStm /N {len(bodies)} /First {len(index)} /Length {len(packed)} {extra} >>\nstream\n"
    file += b"3 0 obj\n" + head.encode() + packed + b"\nendstream\nendobj\n"
    begins = len(file)
    rows = {0: (0, 0, 65535), **{n: (1, place, 0) for n, place in enumerate(places, 1)}, 4: (1, begins, 0)}
    rows |= {number: (2, 3, index) for index, number in enumerate(numbers)}
    size = numbers[-1] + 1
    table = b"".join(
        kind.to_bytes(1, "big") + first.to_bytes(4, "big") + second.to_bytes(2, "big")
        for kind, first, second in (rows.get(number, (0, 0, 0)) for number in range(size))
    )
    entries = f"/Type /XRef /W [1 4 2] /Size {size} /Root {catalog} 0 R"
    file += b"4 0 obj\n" + stream(table, entries, packed=True) + b"\nendobj\n"
    return file + f"startxref\n{begins}\n%%EOF\n".encode()
