"""Documents as people send them: letters, statements and budgets, with what made other scanners cry wolf."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pikepdf
from openpyxl.chart import BarChart, Reference

from tests.support.corpus.compound import excel, record, word
from tests.support.corpus.office import OFFICE, XML, W, document, docx, opendocument, packed, pptx, relations, workbook, xlsx
from tests.support.corpus.packing import zipped
from tests.support.corpus.pdfs import TEXT, pdf, stream, with_object_stream, written
from tests.support.corpus.pictures import picture
from tests.support.corpus.sample import CLEAN, samples

RELS = "word/_rels/document.xml.rels"
SPEECH = b"BT (Our /JavaScript course. /OpenAction, /Launch and /EmbeddedFile are only words) Tj ET"


def _saved(**options: object) -> Callable[[], bytes]:
    """Written by qpdf."""

    def make() -> bytes:
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf())) as opened:
            opened.save(made, static_id=True, **options)  # type: ignore[arg-type]
        return made.getvalue()

    return make


def owner_locked() -> bytes:
    """A bank's statement: opens without a password, and may not be changed."""
    return _saved(encryption=pikepdf.Encryption(user="", owner="bank", R=3, aes=False, metadata=False))()


def photograph_page() -> bytes:
    """A scanned letter: one page that is one JPEG."""
    made = picture("JPEG", (200, 280))
    extra = "/Type /XObject /Subtype /Image /Width 200 /Height 280 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    return pdf(page="/Rotate 0", objects=[stream(made, extra)])


def noisy_picture() -> bytes:
    """A picture whose bytes happen to spell the short names that matter elsewhere: in megabytes of noise they turn up."""
    noise = bytes((n * n * 31 + n * 7) % 256 for n in range(600)) + b" /JS(x /AA<< /EF /F(a) /XFA " + bytes(271)
    extra = "/Type /XObject /Subtype /Image /Width 30 /Height 30 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return pdf(objects=[stream(noise, extra)])


LINK = "<< /Type /Annot /Subtype /Link /Rect [72 700 200 720] /A << /S /URI /URI (https://www.example.com/pay) >> >>"
FIELD = "<< /FT /Tx /T (income) /V (1850) /Type /Annot /Subtype /Widget /Rect [72 600 200 620] >>"
XMP = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><title>Statement</title></x:xmpmeta><?xpacket end="w"?>'
OUTLINE = ["<< /First 7 0 R /Last 7 0 R /Count 1 >>", "<< /Title (Summary) /Parent 6 0 R /Dest [3 0 R /Fit] >>"]
SOUND_CATALOG = b"<< /Type /Catalog /Pages 1 0 R >>"

PDFS = samples(
    CLEAN,
    [
        ("plain", "statement.pdf", pdf),
        ("version-1.3", "statement.pdf", lambda: pdf(version=b"%PDF-1.3")),
        ("version-2.0", "statement.pdf", lambda: pdf(version=b"%PDF-2.0")),
        ("capital-extension", "STATEMENT.PDF", pdf),
        ("no-name", "", pdf),
        ("name-with-accents", "Relevé d’identité – août.pdf", pdf),
        ("name-with-dots", "Statement 01.09.2025 v2.1.pdf", pdf),
        ("link", "statement.pdf", lambda: pdf(page="/Annots [6 0 R]", objects=[LINK])),
        ("opens-at-page", "statement.pdf", lambda: pdf("/OpenAction [3 0 R /Fit]")),
        ("opens-at-place", "statement.pdf", lambda: pdf("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")),
        ("form", "statement.pdf", lambda: pdf("/AcroForm << /Fields [6 0 R] >>", "/Annots [6 0 R]", [FIELD])),
        ("bookmarks", "statement.pdf", lambda: pdf("/Outlines 6 0 R", objects=OUTLINE)),
        ("metadata", "statement.pdf", lambda: pdf("/Metadata 6 0 R", objects=[stream(XMP, "/Type /Metadata /Subtype /XML")])),
        ("deflated-text", "statement.pdf", lambda: pdf(objects=[stream(TEXT * 50, packed=True)])),
        ("words-of-danger", "statement.pdf", lambda: pdf(text=SPEECH)),
        ("title-of-danger", "statement.pdf", lambda: pdf(objects=["<< /Title (How to write /JS and /Launch in PDF) >>"], trailer="/Info 6 0 R")),
        ("object-stream", "statement.pdf", lambda: with_object_stream([SOUND_CATALOG, b"<< /Title (Statement) >>"], 6)),
        ("linearised", "statement.pdf", _saved(linearize=True)),
        ("written-by-qpdf", "statement.pdf", _saved(object_stream_mode=pikepdf.ObjectStreamMode.generate)),
        ("owner-password", "statement.pdf", owner_locked),
        ("photograph", "statement.pdf", photograph_page),
        ("noisy-picture", "statement.pdf", noisy_picture),
        ("by-pillow", "statement.pdf", lambda: picture("PDF")),
        ("carriage-returns", "statement.pdf", lambda: pdf().replace(b"%%EOF\n", b"%%EOF\r\n")),
        ("white-space-at-end", "statement.pdf", lambda: pdf() + b"\r\n\r\n\0\0"),
        ("many-objects", "statement.pdf", lambda: written([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>", *[b"<< /Length 4 >>\nstream\nq Q \nendstream"] * 800])),
    ],
)  # fmt: skip

FIELDS = "".join(
    f'<w:p><w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    for code in ("PAGE", "DATE", "TOC \\o", "MERGEFIELD Name")
)
PROSE = "<w:p><w:r><w:t>Run -cmd|less: powershell, cmd.exe and VBA are only words. DDEAUTO too.</w:t></w:r></w:p>"
TO_SETTINGS = {
    RELS: relations(("settings", "settings.xml")),
    "word/settings.xml": f'{XML}<w:settings {W}><w:attachedTemplate r:id="rId1"/></w:settings>',
}


def signed() -> bytes:
    """Signed with Word's own signatures."""
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>AAAA</SignatureValue></Signature>'
    return docx(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml"), (origin, "_xmlsignatures/origin.sigs")),
            "_xmlsignatures/origin.sigs": b"",
            "_xmlsignatures/_rels/origin.sigs.rels": relations((origin.replace("origin", "signature"), "sig1.xml")),
            "_xmlsignatures/sig1.xml": signature,
        },
        types='<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/>',
    )


def charted() -> bytes:
    """A chart with the workbook of its figures in it, as Word makes them."""
    chart = f'{XML}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    return docx(
        {
            RELS: relations(("chart", "charts/chart1.xml")),
            "word/charts/chart1.xml": chart,
            "word/charts/_rels/chart1.xml.rels": relations(("package", "../embeddings/Microsoft_Excel_Worksheet.xlsx")),
            "word/embeddings/Microsoft_Excel_Worksheet.xlsx": xlsx(),
        },
        types=f'<Default Extension="xlsx" ContentType="{OFFICE}.spreadsheetml.sheet"/>',
    )


def by_openpyxl() -> bytes:
    """Sums, a link and a chart, without the properties, in which openpyxl writes the time of day."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for row in (("Rent", 650), ("Food", 320), ("Sum", "=SUM(B1:B2)"), ("Site", '=HYPERLINK("https://www.example.com","pay")')):
        page.append(row)
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=2))
    page.add_chart(chart, "D1")
    made.create_sheet("Hidden").sheet_state = "hidden"
    stream_ = io.BytesIO()
    made.save(stream_)
    with zipfile.ZipFile(stream_) as written_:
        return zipped({name: written_.read(name) for name in written_.namelist() if name != "docProps/core.xml"})


def linked_workbook() -> bytes:
    link = f'{XML}<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><externalBook r:id="rId1"><sheetNames><sheetName val="2024"/></sheetNames></externalBook></externalLink>'
    return xlsx(
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(("externalLinkPath", "Budget%202024.xlsx", "External")),
        }
    )


OFFICE_FILES = samples(
    CLEAN,
    [
        ("docx", "letter.docx", docx),
        ("docx-link", "letter.docx", lambda: docx({RELS: relations(("hyperlink", "https://www.example.com/", "External"))})),
        ("docx-mail-link", "letter.docx", lambda: docx({RELS: relations(("hyperlink", "mailto:help@example.com", "External"))})),
        ("docx-picture", "letter.docx", lambda: docx({"word/media/image1.png": picture("PNG"), RELS: relations(("image", "media/image1.png"))})),
        ("docx-template-local", "letter.docx", lambda: docx(TO_SETTINGS | {"word/_rels/settings.xml.rels": relations(("attachedTemplate", "file:///C:\\Users\\aoife\\AppData\\Roaming\\Microsoft\\Templates\\Normal.dotm", "External"))})),
        ("docx-template-name", "letter.docx", lambda: docx(TO_SETTINGS | {"word/_rels/settings.xml.rels": relations(("attachedTemplate", "Normal.dotm", "External"))})),
        ("docx-fields", "letter.docx", lambda: docx({"word/document.xml": document(FIELDS)})),
        ("docx-words-of-danger", "letter.docx", lambda: docx({"word/document.xml": document(PROSE)})),
        ("docx-signed", "letter.docx", signed),
        ("docx-chart", "letter.docx", charted),
        ("docx-notes", "letter.docx", lambda: docx({"word/comments.xml": f"{XML}<w:comments {W}/>", "customXml/item1.xml": "<b:Sources xmlns:b='x'/>"})),
        ("docx-utf-16", "letter.docx", lambda: docx({"word/document.xml": document().replace("UTF-8", "UTF-16").encode("utf-16")})),
        ("xlsx", "budget.xlsx", xlsx),
        ("xlsx-openpyxl", "budget.xlsx", by_openpyxl),
        ("xlsx-linked", "budget.xlsx", linked_workbook),
        ("xlsx-names", "budget.xlsx", lambda: xlsx({"xl/workbook.xml": workbook('<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">Budget!$A$1</definedName></definedNames>')})),
        ("pptx", "slides.pptx", pptx),
        ("odt", "letter.odt", lambda: opendocument("text", "<text:p>Dear Aoife</text:p>")),
        ("odt-picture", "letter.odt", lambda: opendocument("text", "<text:p/>", {"Pictures/1.png": picture("PNG"), "Thumbnails/thumbnail.png": picture("PNG")})),
        ("odt-link", "letter.odt", lambda: opendocument("text", '<text:p><text:a xlink:href="https://www.example.com/">site</text:a></text:p>')),
        ("ods", "budget.ods", lambda: opendocument("spreadsheet", '<table:table table:name="Budget"><table:table-row><table:table-cell/></table:table-row></table:table>')),
        ("odp", "slides.odp", lambda: opendocument("presentation", '<draw:page draw:name="1"/>')),
        ("doc", "letter.doc", word),
        ("doc-fields", "letter.doc", lambda: word('Page \x13PAGE\x141\x15 of \x13HYPERLINK "https://www.example.com/"\x14our site\x15\r')),
        ("doc-theme", "letter.doc", lambda: word(streams={"1Table": packed({"theme/theme/theme1.xml": "<a:theme xmlns:a='x'/>"}), "\x05SummaryInformation": bytes(200)})),
        ("doc-template-local", "letter.doc", lambda: word(template="C:\\Program Files\\Microsoft Office\\Templates\\Letter.dot")),
        ("doc-template-address", "letter.doc", lambda: word(template="file:///C:\\Users\\aoife\\Templates\\Normal.dot")),
        ("doc-prose", "letter.doc", lambda: word("Use DDEAUTO, cmd.exe and macros with care. Auto_Open is a word.\r")),
        ("xls", "budget.xls", excel),
        ("xls-names", "budget.xls", lambda: excel(record(0x00E1, b"\xb0\x04"), streams={"\x05SummaryInformation": bytes(200), "\x05DocumentSummaryInformation": bytes(200)})),
    ],
)  # fmt: skip
CLEAN_DOCUMENTS = (*PDFS, *OFFICE_FILES)
