"""Documents of Word, Excel, PowerPoint and LibreOffice: what they run or fetch is found, plain ones pass."""

from __future__ import annotations

import pytest

from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.model import Outcome, Verdict
from chalicelib.scanning.samples import TEST_MALWARE
from tests.support.compound import compound, macros
from tests.support.documents import docx, field, odt, packed, pptx, relation, relationships, xlsx

MACROS = compound(dict(macros("Sub Hello()\nEnd Sub\n")))
LOCAL_TEMPLATE = relationships(relation("attachedTemplate", "file:///C:\\Users\\me\\AppData\\Templates\\Normal.dotm"))


def scanned(content: bytes, name: str) -> Verdict:
    return Embedded().scan(content, name, "")


HARMLESS = {
    "a letter": ("letter.docx", docx()),
    "links": (
        "letter.docx",
        docx(relations=relation("hyperlink", "https://example.com/a?b=1&amp;c=2") + relation("hyperlink", "mailto:a@b")),
    ),
    "a link to a document beside it": ("letter.docx", docx(relations=relation("hyperlink", "file:///C:\\Users\\me\\bill.pdf"))),
    "its own template": ("letter.docx", docx(**{"word/_rels/settings.xml.rels": LOCAL_TEMPLATE})),
    "a picture from the web": ("letter.docx", docx(relations=relation("image", "https://example.com/logo.png"))),
    "fields": ("letter.docx", docx(field(" PAGE ") + field(' HYPERLINK "https://example.com" ') + field(" QUOTE 12 "))),
    "a letter about DDE": ("letter.docx", docx(b"<w:p><w:r><w:t>=DDE is off, and so is EXEC(x)</w:t></w:r></w:p>")),
    "a chart with its numbers": ("letter.docx", docx(**{"word/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx()})),
    "data that says it is UTF-16": (
        "letter.docx",
        docx(**{"customXml/item1.xml": b'<?xml version="1.0" encoding="utf-16"?><a/>'}),
    ),
    "a signature": ("letter.docx", docx(**{"_xmlsignatures/sig1.xml": b"<Signature/>", "_xmlsignatures/origin.sigs": b""})),
    "numbers": ("table.xlsx", xlsx(b'<row r="1"><c r="A1"><f>SUM(A2:A9)</f><v>1</v></c></row>')),
    "a cell at the end of the first column": ("table.xlsx", xlsx(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
    "another workbook": (
        "table.xlsx",
        xlsx(**{"xl/externalLinks/_rels/externalLink1.xml.rels": relationships(relation("externalLinkPath", "prices.xlsx"))}),
    ),
    "a letter of LibreOffice": ("letter.odt", odt()),
    "with links": ("letter.odt", odt(b'<text:a xlink:href="https://example.com"/><draw:image xlink:href="Pictures/1.png"/>')),
    "with an empty library of macros": ("letter.odt", odt(**{"Basic/script-lc.xml": b'<library:libraries xlink:href="a"/>'})),
    "of an old OpenOffice": (
        "letter.odt",
        odt(**{"META-INF/a.xml": b'<!DOCTYPE m PUBLIC "-//OpenOffice.org//DTD" "Manifest.dtd"><m/>'}),
    ),
}


@pytest.mark.parametrize(("name", "content"), HARMLESS.values(), ids=HARMLESS.keys())
def test_a_plain_document_passes(name: str, content: bytes) -> None:
    assert scanned(content, name).findings == ()


def document(relations: bytes) -> tuple[str, bytes]:
    return "letter.docx", docx(relations=relations)


def fields(*instructions: str) -> tuple[str, bytes]:
    return "letter.docx", docx(b"".join(map(field, instructions)))


def sheet(formula: bytes) -> tuple[str, bytes]:
    return "table.xlsx", xlsx(b'<row r="1"><c r="A1"><f ca="1">%s</f></c></row>' % formula)


ACTIVE = {
    "macros": (("letter.docx", docx(**{"word/vbaProject.bin": MACROS})), "office-macro"),
    "macros under another name": (("letter.docx", docx(**{"word/media/image1.png": MACROS})), "office-macro"),
    "macros announced": (
        ("letter.docx", docx(main_type=b"application/vnd.ms-word.document.macroEnabled.main+xml")),
        "office-macro",
    ),
    "macros related": (document(relation("vbaProject", "a.bin", is_external=False)), "office-macro"),
    "a ribbon that calls macros": (("letter.docx", docx(**{"customUI/customUI.xml": b'<customUI onLoad="x"/>'})), "office-macro"),
    "a macro sheet": (("table.xlsx", xlsx(**{"xl/a.xml": b"<xm:macrosheet xmlns:xm='x'/>"})), "office-excel4-macro"),
    "a name that runs on opening": (
        ("table.xlsx", xlsx(workbook=b'<definedNames><definedName name="_xlnm.Auto_Open">A!A1</definedName></definedNames>')),
        "office-excel4-macro",
    ),
    "a formula that calls a library": (sheet(b'1+CALL("kernel32","WinExec","JCJ","calc",0)'), "office-excel4-macro"),
    "a formula that starts a program": (sheet(b"cmd|'/c calc'!A0"), "office-dde"),
    "a link to a program": (
        ("table.xlsx", xlsx(**{"xl/externalLinks/e1.xml": b"<externalLink><ddeLink/></externalLink>"})),
        "office-dde",
    ),
    "a control": (("letter.docx", docx(**{"word/activeX/activeX1.xml": b"<ax:ocx ax:classid='x'/>"})), "office-activex"),
    "an object": (("letter.docx", docx(**{"word/embeddings/a.bin": compound({"Contents": b"x"})})), "office-ole-object"),
    "a linked object": (document(relation("oleObject", "https://example.com/a.htm!")), "office-remote-content"),
    "a field that starts a program": (fields(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" '), "office-dde"),
    "in pieces": (fields(" DDEA", "UTO cm", "d /k"), "office-dde"),
    "in numbers of letters": (fields(" QUOTE 68 68 69 65 85 84 79 32 "), "office-dde"),
    "in numbers of XML": (("letter.docx", docx(b"<w:instrText> &#x44;&#68;E cmd </w:instrText>")), "office-dde"),
    "around a comment": (("letter.docx", docx(b"<w:instrText> DD<!-- x -->E cmd</w:instrText>")), "office-dde"),
    "in a section": (("letter.docx", docx(b"<w:instrText> <![CDATA[DDE cmd]]> </w:instrText>")), "office-dde"),
    "behind a false comment": (
        ("letter.docx", docx(b"<![CDATA[<!--]]><w:instrText> &#68;DE a b</w:instrText><!-- -->")),
        "office-dde",
    ),
    "in an attribute": (("letter.docx", docx(b"<w:fldSimple w:x='>' w:instr=' DDE &quot;cmd&quot; a'/>")), "office-dde"),
    "with another prefix": (("letter.docx", docx(b"<x:instrText xmlns:x='w'> dde cmd a</x:instrText>")), "office-dde"),
    "in UTF-16": (
        ("letter.docx", docx(**{"word/a.xml": "\ufeff<w:instrText> DDE cmd a</w:instrText>".encode("utf-16-le")})),
        "office-dde",
    ),
    "a template from the web": (document(relation("attachedTemplate", "https://example.com/a.dotm")), "office-remote-template"),
    "a template on another computer": (
        document(relation("attachedTemplate", "file://203.0.113.5/a.dotm")),
        "office-remote-template",
    ),
    "a frame from the web": (document(relation("frame", "https://example.com/a.html")), "office-remote-content"),
    "a picture on another computer": (document(relation("image", "\\\\203.0.113.5\\a.png")), "office-network-path"),
    "a link to another computer": (document(relation("hyperlink", "file:///\\\\203.0.113.5\\a.docx")), "office-network-path"),
    "a link to a program of Windows": (document(relation("hyperlink", "ms-msdt:/id PCWDiagnostic")), "office-link-scheme"),
    "a link to a script": (document(relation("hyperlink", "java&#10;script:alert(1)")), "office-link-scheme"),
    "a link to a file that is a program": (
        document(relation("hyperlink", "file:///C:/Windows/System32/calc.exe")),
        "office-link-scheme",
    ),
    "a slide that starts a program": (
        ("slides.pptx", pptx(b'<a:hlinkClick action="ppaction://program"/>')),
        "office-link-scheme",
    ),
    "a web page within": (document(relation("aFChunk", "a.mht", is_external=False)), "office-foreign-part"),
    "entities": (
        ("letter.docx", docx(**{"a.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'})),
        "xml-entity",
    ),
    "a type from the web": (("letter.docx", docx(**{"a.xml": b'<!DOCTYPE a SYSTEM "http://203.0.113.5/a"><a/>'})), "xml-entity"),
    "Basic": (
        ("letter.odt", odt(**{"Basic/Standard/Module1.xml": b'<script:module script:name="a">Sub</script:module>'})),
        "office-macro",
    ),
    "Python": (("letter.odt", odt(**{"Scripts/python/a.py": b"print(1)"})), "office-macro"),
    "an event": (
        ("letter.odt", odt(b'<script:event-listener xlink:href="vnd.sun.star.script:a.b?language=Basic"/>')),
        "office-macro",
    ),
    "DDE of LibreOffice": (("letter.odt", odt(b'<text:dde-connection-decl office:dde-application="cmd"/>')), "office-dde"),
    "a section of LibreOffice": (
        ("letter.odt", odt(b'<text:section-source xlink:href="http://example.com/a.odt"/>')),
        "office-remote-content",
    ),
    "a picture of LibreOffice": (
        ("letter.odt", odt(b'<draw:image xlink:href="file://203.0.113.5/a.png"/>')),
        "office-network-path",
    ),
    "a plug-in of LibreOffice": (("letter.odt", odt(b'<draw:plugin xlink:href="a"/>')), "office-foreign-part"),
}


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(("named", "code"), ACTIVE.values(), ids=ACTIVE.keys())
def test_a_document_that_does_more_is_risky(named: tuple[str, bytes], code: str) -> None:
    name, content = named
    verdict = scanned(content, name)
    assert verdict.outcome is Outcome.RISKY
    assert code in {finding.code for finding in verdict.findings}


UNREADABLE = {
    "one cell at the far end": (
        ("table.xlsx", xlsx(b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>')),
        "office-sparse-sheet",
    ),
    "encrypted by LibreOffice": (("letter.odt", odt(manifest=b"<manifest:encryption-data/>")), "encrypted"),
    "in letters that are not read": (
        ("letter.docx", docx(**{"a.xml": b'<?xml version="1.0" encoding="utf-7"?><a/>'})),
        "office-encoding",
    ),
    "in no letters at all": (("letter.docx", docx(**{"word/a.xml": b"\x4c\xa7\x94\x93"})), "office-encoding"),
}


@pytest.mark.parametrize(("named", "code"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_document_that_cannot_be_looked_into_is_held_back(named: tuple[str, bytes], code: str) -> None:
    name, content = named
    verdict = scanned(content, name)
    assert (verdict.outcome, verdict.findings[0].code) == (Outcome.UNSCANNABLE, code)


@pytest.mark.parametrize("place", ["word/media/image1.png", "word/embeddings/a.txt", "docProps/a.bin"])
def test_malware_anywhere_in_a_document_is_found(place: str) -> None:
    assert scanned(docx(**{place: TEST_MALWARE}), "letter.docx").outcome is Outcome.INFECTED


def test_a_document_in_a_document_is_looked_into() -> None:
    inner = docx(relations=relation("attachedTemplate", "https://example.com/a.dotm"))
    verdict = scanned(packed({"letter.docx": docx(**{"word/embeddings/inner.docx": inner})}), "letters.zip")
    assert [finding.code for finding in verdict.findings] == ["office-remote-template"]
    assert verdict.findings[0].where.startswith("letter.docx!word/embeddings/inner.docx")
