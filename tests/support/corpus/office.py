"""Office Open XML and OpenDocument packages, written part by part (ECMA-376, ODF 1.3)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from tests.support.corpus.packing import zipped

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument"
W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{RELATION}"'
S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{RELATION}"'
P = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{RELATION}"'
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"),
}
PARAGRAPH = "<w:p><w:r><w:t>Dear Aoife, thank you for your letter.</w:t></w:r></w:p>"
Parts = Mapping[str, str | bytes]


def relations(*targets: tuple[str, str] | tuple[str, str, str]) -> str:
    """A relationships part: type (ours when it has no colon), target, and "External" where it is."""
    lines = ""
    for number, (kind, target, *mode) in enumerate(targets, 1):
        full = kind if ":" in kind else f"{RELATION}/{kind}"
        lines += f'<Relationship Id="rId{number}" Type="{full}" Target="{target}"{f' TargetMode="{mode[0]}"' if mode else ""}/>'
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def document(paragraphs: str = PARAGRAPH) -> str:
    return f"{XML}<w:document {W}><w:body>{paragraphs}<w:sectPr/></w:body></w:document>"


def workbook(extra: str = "") -> str:
    return f'{XML}<workbook {S}><sheets><sheet name="Budget" sheetId="1" r:id="rId1"/></sheets>{extra}</workbook>'


def sheet(
    rows: str = '<row r="1"><c r="A1" t="inlineStr"><is><t>Rent</t></is></c><c r="B1"><v>650</v></c></row>', head: str = ""
) -> str:
    return f"{XML}<worksheet {S}>{head}<sheetData>{rows}</sheetData></worksheet>"


def package(kind: str, parts: Parts, *, main_type: str = "", types: str = "") -> bytes:
    """A package of this kind: its main part and what goes with it unless `parts` has another; `types` are more content types."""
    main, usual = MAIN[kind]
    folder = main.partition("/")[0]
    usually: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="bin" ContentType="{OFFICE}.oleObject"/>'
        f'<Override PartName="/{main}" ContentType="{main_type or usual}"/>{types}</Types>',
        "_rels/.rels": relations(("officeDocument", main)),
    }
    if kind == "docx":
        usually |= {"word/document.xml": document(), "word/_rels/document.xml.rels": relations()}
    elif kind == "xlsx":
        usually |= {
            "xl/workbook.xml": workbook(),
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": sheet(),
        }
    else:
        slide = f"{XML}<p:sld {P}><p:cSld><p:spTree/></p:cSld></p:sld>"
        usually |= {
            "ppt/presentation.xml": f'{XML}<p:presentation {P}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/slide1.xml")),
            f"{folder}/slides/slide1.xml": slide,
        }
    return packed(usually | dict(parts))


def docx(parts: Parts | None = None, **more: str) -> bytes:
    return package("docx", parts or {}, **more)


def xlsx(parts: Parts | None = None, **more: str) -> bytes:
    return package("xlsx", parts or {}, **more)


def pptx(parts: Parts | None = None, **more: str) -> bytes:
    return package("pptx", parts or {}, **more)


def packed(parts: Parts) -> bytes:
    return zipped({name: part.encode() if isinstance(part, str) else part for name, part in parts.items()})


ODF = "application/vnd.oasis.opendocument"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("script", "script"), ("draw", "drawing"))
)


def opendocument(kind: str, body: str, parts: Parts | None = None, *, manifest: str = "") -> bytes:
    """A document of this kind ("text", "spreadsheet", "presentation") whose content is `body`."""
    entries = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODF}.{kind}"/>'
    entries += f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>{manifest}'
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    members: dict[str, str | bytes] = {
        "content.xml": f'{XML}<office:document-content {NAMES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        "META-INF/manifest.xml": f"{XML}<manifest:manifest {space}>{entries}</manifest:manifest>",
    }
    rest = {name: part.encode() if isinstance(part, str) else part for name, part in (members | dict(parts or {})).items()}
    stored = zipped({"mimetype": f"{ODF}.{kind}".encode()}, zipfile.ZIP_STORED)
    return merged(stored, rest)


def merged(first: bytes, members: Mapping[str, bytes]) -> bytes:
    """The zip with further members after those it has."""
    stream = io.BytesIO(first)
    with zipfile.ZipFile(stream, "a") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
