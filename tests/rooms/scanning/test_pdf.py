"""PDFs that do more than show pages are held back, however it is written; those that only talk about it are not."""

from __future__ import annotations

import io

import pikepdf
import pytest

from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.model import Outcome, Verdict
from chalicelib.scanning.samples import TEST_MALWARE
from tests.support.pdfs import deflated, object_stream, pdf, stream

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def scanned(content: bytes) -> Verdict:
    return Embedded().scan(content, "letter.pdf", "application/pdf")


def codes(content: bytes) -> set[str]:
    return {finding.code for finding in scanned(content).findings}


HARMLESS = {
    "one page": pdf(deflated(b"BT /F1 12 Tf (Hello) Tj ET")),
    "a link to the web": pdf(b"<< /Subtype /Link /A << /S /URI /URI (https://example.com/pay?a=1:2) >> >>"),
    "a link without a scheme": pdf(b"<< /A << /S /URI /URI (www.example.com:8080/help) >> >>"),
    "a link to a page about JavaScript": pdf(b"<< /A << /S /URI /URI (https://example.com/JavaScript/JS/Launch/EF) >> >>"),
    "such a link in a stream of objects": pdf(
        object_stream([b"<< /S /URI /URI (https://example.com/JavaScript/Reference) >>", b"(see /JS \\(/Launch\\))"])
    ),
    "a text about it in the open": pdf(stream(b"BT (look at /JavaScript and /EmbeddedFile \\( ) Tj ET")),
    "noise of a picture": pdf(stream(b"\x8a\x00/JS(\x91)\xff\xd8/EF\x07/XFA\xaa/AA\xfe", b"/Subtype /Image /Filter /DCTDecode")),
    "goes to its first page": pdf(b"[3 0 R /Fit]", catalogue=b"/OpenAction 4 0 R"),
    "opens at a page with links": pdf(
        b"<< /S /GoTo /D [5 0 R /Fit] >>",
        b"<< /Type /Page /Annots [<< /A << /S /URI /URI (https://example.com) >> >>] >>",
        catalogue=b"/OpenAction 4 0 R",
    ),
    "a form to fill in": pdf(b"<< /FT /Tx /T (Name) /F 4 /AP << /N 5 0 R >> >>", catalogue=b"/AcroForm << /Fields [4 0 R] >>"),
    "names with spaces": pdf(b"<< /Type /Font /BaseFont /Arial#20Narrow#2CBold /FontMatrix [0.001 0 0 0.001 0 0] >>"),
    "a link to another PDF beside it": pdf(b"<< /S /GoToR /F (annex.pdf) /D [0 /Fit] >>"),
    "what it is, told in XML": pdf(stream(b"<?xpacket?><x:xmpmeta xmlns:x='adobe:ns:meta/'/>", b"/Type /Metadata /Subtype /XML")),
}


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_pdf_that_only_shows_pages_passes(content: bytes) -> None:
    assert scanned(content).findings == ()


ACTIVE = {
    "runs a script": (pdf(SCRIPT, catalogue=b"/OpenAction 4 0 R"), "pdf-javascript"),
    "a script in the catalogue": (pdf(catalogue=b"/OpenAction " + SCRIPT), "pdf-javascript"),
    "a script in a stream": (pdf(b"<< /S /Rendition /JS 5 0 R >>", deflated(b"app.alert(1)")), "pdf-javascript"),
    "a script in a name written in hexadecimal": (pdf(b"<< /S /J#61va#53cript >>"), "pdf-hidden-name"),
    "every letter in hexadecimal": (pdf(b"<< /S /#4C#61#75#6E#63#68 /#55RI (x) >>"), "pdf-hidden-name"),
    "a script behind a comment": (pdf(b"<< /S%(\n/JavaScript%)\n/JS%\n(x) >>"), "pdf-javascript"),
    "a script in a stream of objects": (pdf(object_stream([b"<< /Type /Page >>", SCRIPT])), "pdf-javascript"),
    "whose type is not said": (pdf(deflated(b"20 0 " + SCRIPT, b"/N 1 /First 5")), "pdf-javascript"),
    "whose keys are in hexadecimal": (pdf(deflated(b"20 0 " + SCRIPT, b"/N 1 /#46irst 5")), "pdf-javascript"),
    "not compressed": (pdf(object_stream([SCRIPT], is_deflated=False)), "pdf-javascript"),
    "an object inside of another's string": (pdf(object_stream([b"(", SCRIPT, b")"])), "pdf-javascript"),
    "a program": (pdf(b"<< /S /Launch /Win << /F (cmd.exe) >> >>"), "pdf-launch"),
    "a file within": (pdf(b"<< /F (a.txt) /EF << /F 5 0 R >> >>", stream(b"hello")), "pdf-embedded-file"),
    "a file in the margin": (pdf(b"<< /Subtype /FileAttachment >>"), "pdf-embedded-file"),
    "a PDF in it": (pdf(b"<< /S /GoToE /T << /R /C >> >>"), "pdf-embedded-file"),
    "media": (pdf(b"<< /Subtype /RichMedia >>"), "pdf-rich-media"),
    "an XFA form": (pdf(catalogue=b"/AcroForm << /XFA [(template) 4 0 R] >>"), "pdf-xfa"),
    "takes in data": (pdf(b"<< /S /ImportData /F (a.fdf) >>"), "pdf-import-data"),
    "a link to a script": (pdf(b"<< /S /URI /URI (java\\tscript:alert\\(1\\)) >>"), "pdf-link-scheme"),
    "in octal": (pdf(b"<< /S /URI /URI (\\152avascript:alert) >>"), "pdf-link-scheme"),
    "in hexadecimal": (pdf(b"<< /S /URI /URI <6a617661736372697074 3a61> >>"), "pdf-link-scheme"),
    "in UTF-16": (pdf(b"<< /S /URI /URI (\xfe\xff" + "vbscript:x".encode("utf-16-be") + b") >>"), "pdf-link-scheme"),
    "in another object": (pdf(b"<< /S /URI /URI 5 0 R >>", b"(search-ms:query=x)"), "pdf-link-scheme"),
    "a link to a file": (pdf(b"<< /S /URI /URI (file:///C:/Windows/System32/calc.exe) >>"), "pdf-link-scheme"),
    "a link to another computer": (pdf(b"<< /S /URI /URI (\\\\\\\\203.0.113.5\\\\a) >>"), "pdf-network-path"),
    "a file on another computer": (pdf(b"<< /S /GoToR /F (\\\\\\\\203.0.113.5\\\\a) >>"), "pdf-network-path"),
    "as PDF writes it": (pdf(b"<< /S /GoToR /F (//203.0.113.5/a) >>"), "pdf-network-path"),
    "from the web": (pdf(b"<< /S /SubmitForm /F << /FS /URL /F (https://example.com/) >> >>"), "pdf-remote-file"),
    "a film from the web": (pdf(b"<< /Subtype /Movie /Movie << /F (https://example.com/a.avi) >> >>"), "pdf-remote-file"),
    "opens a page by itself": (pdf(catalogue=b"/OpenAction << /S /URI /URI (https://example.com) >>"), "pdf-opens-link"),
    "by way of other objects": (
        pdf(
            b"<< /O 5 0 R >>",
            object_stream([b"<< /S /URI /URI (https://example.com) >>"], numbered_from=5),
            catalogue=b"/AA 4 0 R",
        ),
        "pdf-opens-link",
    ),
    "a script in a matrix": (pdf(b"<< /FontMatrix [1 2 3 4 5 (0\\); alert\\('x'\\))] >>"), "pdf-font-matrix"),
    "a page of the web in a string": (pdf(b"<< /Title (<img src=x onerror=alert>) >>"), "pdf-markup"),
    "entities": (pdf(deflated(b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", b"/Type /Metadata")), "xml-entity"),
}


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(("content", "code"), ACTIVE.values(), ids=ACTIVE.keys())
def test_a_pdf_that_does_more_is_risky(content: bytes, code: str) -> None:
    assert scanned(content).outcome is Outcome.RISKY
    assert code in codes(content)


HIDDEN = {
    "in a string that looks like a stream": pdf(b"<< /A (>>\nstream\n) /B " + SCRIPT + b" /C (endstream) >>"),
    "in an object within a string": pdf(b"<< /A (9 0 obj " + SCRIPT + b" endobj) >>"),
    "in an object within a stream": pdf(stream(b"9 0 obj " + SCRIPT + b" endobj", b"/Filter /FlateDecode")),
    "behind a parenthesis between objects": pdf(b"<< >>\nendobj\n(\n9 0 obj\n" + SCRIPT + b"\nendobj\n)\n10 0 obj << >>"),
    "in a trailer": pdf(trailer=b"/Root << /OpenAction " + SCRIPT + b" >>").replace(b"trailer", b"( trailer") + b")",
    "behind deeply nested strings": pdf(b"<< /A ((((((x)))))) /B " + SCRIPT + b" /C ()) >>"),
    "behind the end that the packed objects seem to have": pdf(
        object_stream([b"(" + b"x" * 20 + b"\nendstream\n" + b")", SCRIPT], is_deflated=False)
    ),
}


@pytest.mark.parametrize("content", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_script_is_found_wherever_a_reader_could_be_led_to(content: bytes) -> None:
    assert "pdf-javascript" in codes(content)


UNREADABLE = {
    "objects packed in a way that is not undone here": object_stream([SCRIPT], dictionary=b"").replace(
        b"/FlateDecode", b"/LZWDecode"
    ),
    "objects whose filter is said elsewhere": object_stream([SCRIPT]).replace(b"/FlateDecode", b"9 0 R       "),
    "objects with a predictor": object_stream([SCRIPT], dictionary=b"/DecodeParms << /Predictor 12 >>"),
    "objects in broken bytes": stream(b"no such thing", b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode"),
    "a dictionary that pretends to begin late": b"<< /Type /ObjStm /A (6 0 obj) >>\nstream\nx\nendstream",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_objects_that_cannot_be_looked_into_are_held_back(content: bytes) -> None:
    verdict = scanned(pdf(content))
    assert verdict.outcome is Outcome.UNSCANNABLE
    assert {finding.code for finding in verdict.findings} == {"pdf-hidden-objects"}


def test_what_does_not_hold_a_single_object_is_malformed() -> None:
    assert codes(b"%PDF-1.4\nnothing\n%%EOF") == {"malformed"}


@pytest.mark.parametrize(
    "attached", [stream(TEST_MALWARE), deflated(TEST_MALWARE), deflated(TEST_MALWARE, b"/Type /EmbeddedFile")]
)
def test_malware_attached_to_a_pdf_is_found(attached: bytes) -> None:
    assert scanned(pdf(b"<< /F (a.txt) /EF << /F 5 0 R >> >>", attached)).outcome is Outcome.INFECTED


def test_malware_in_a_script_is_found() -> None:
    assert scanned(pdf(b"<< /S /JavaScript /JS 5 0 R >>", deflated(TEST_MALWARE))).outcome is Outcome.INFECTED


def test_a_page_that_inflates_without_end_is_held_back() -> None:
    verdict = scanned(pdf(deflated(b" " * 20_000_000)))
    assert (verdict.outcome, codes(pdf(deflated(b" " * 20_000_000)))) == (Outcome.UNSCANNABLE, {"limit-ratio"})


def test_a_picture_larger_than_any_screen_is_held_back() -> None:
    assert codes(pdf(deflated(b"\0", b"/Subtype /Image /Width 90000 /Height 90000"))) == {"limit-pixels"}


_PACKED = pikepdf.ObjectStreamMode.generate


def locked(content: bytes, user: str = "") -> bytes:
    """The PDF encrypted, with a password that only changing it takes, and one to open it with if asked for."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as plain:
        plain.save(out, encryption=pikepdf.Encryption(owner="owner", user=user, R=6), object_stream_mode=_PACKED)
    return out.getvalue()


def test_a_statement_that_may_only_be_read_is_looked_into() -> None:
    assert scanned(locked(HARMLESS["a link to the web"])).findings == ()
    script = locked(pdf(SCRIPT, catalogue=b"/OpenAction 4 0 R"))
    assert b"JavaScript" not in script, "its objects are packed, and encrypted"
    assert "pdf-javascript" in codes(script)


def test_a_pdf_that_asks_for_a_password_cannot_be_looked_into() -> None:
    verdict = scanned(locked(HARMLESS["one page"], user="secret"))
    assert (verdict.outcome, [finding.code for finding in verdict.findings]) == (Outcome.UNSCANNABLE, ["encrypted"])


def test_a_pdf_that_is_nothing_but_references_is_held_back() -> None:
    assert codes(pdf(b"<< /URI 4 0 R >>", b" ".join([b"4 0 obj << /URI 4 0 R >>"] * 200))) == {"limit-members"}


TABLES = {"blanks of another kind": b"1\x000 \x00", "a number without end": b"1" * 5000 + b" 0 "}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_whatever_stands_in_the_table_of_a_stream_of_objects_its_script_is_not_missed(table: bytes) -> None:
    packed = stream(table + SCRIPT, b"/Type /ObjStm /N 1 /First %d" % len(table))
    assert "pdf-javascript" in codes(pdf(packed))
