"""Office documents made for tests: the parts that every reader asks for, and those a test adds."""

from __future__ import annotations

import io
import zipfile

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">%s</Types>'
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
_MAIN_TYPE = b'<Override PartName="/word/document.xml" ContentType="%s"/>'
_DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx(body: bytes = b"<w:p/>", *, main_type: bytes = _DOCUMENT_TYPE, relations: bytes = b"", **parts: bytes) -> bytes:
    """A Word document. `parts` are more members, by their names."""
    return packed(
        {
            "[Content_Types].xml": _DECLARATION + _TYPES % (_MAIN_TYPE % main_type),
            "word/document.xml": _DECLARATION + _WORD % body,
            "word/_rels/document.xml.rels": relationships(relations),
        }
        | parts
    )


def xlsx(sheet: bytes = b"", workbook: bytes = b"", **parts: bytes) -> bytes:
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return packed(
        {
            "[Content_Types].xml": _DECLARATION + _TYPES % b"",
            "xl/workbook.xml": _DECLARATION + b"<workbook %s><sheets/>%s</workbook>" % (main, workbook),
            "xl/worksheets/sheet1.xml": _DECLARATION + b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (main, sheet),
        }
        | parts
    )


def pptx(slide: bytes = b"") -> bytes:
    return packed(
        {
            "[Content_Types].xml": _DECLARATION + _TYPES % b"",
            "ppt/presentation.xml": _DECLARATION + b"<p:presentation/>",
            "ppt/slides/slide1.xml": _DECLARATION + b"<p:sld>%s</p:sld>" % slide,
        }
    )


def odt(body: bytes = b"<text:p/>", manifest: bytes = b"", **parts: bytes) -> bytes:
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": _DECLARATION + b"<office:document-content>%s</office:document-content>" % body,
            "META-INF/manifest.xml": _DECLARATION + b"<manifest:manifest>%s</manifest:manifest>" % manifest,
        }
        | parts
    )


def relationships(inner: bytes) -> bytes:
    return (
        _DECLARATION
        + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>' % inner
    )


def relation(kind: str, target: str, *, is_external: bool = True) -> bytes:
    mode = b' TargetMode="External"' if is_external else b""
    return b'<Relationship Id="r1" Type="%s/%s" Target="%s"%s/>' % (_OFFICE, kind.encode(), target.encode(), mode)


def field(instruction: str) -> bytes:
    return (
        b'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">%s</w:instrText></w:r>'
        % instruction.encode()
    )


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
